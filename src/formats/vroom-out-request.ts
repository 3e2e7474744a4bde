import type { ErrorList } from '../contract/error-list.ts';
import type { RoutingRequest, Stop, Task } from '../contract/request.ts';
import type { VroomIds } from './vroom-ids.ts';
import { VroomFleet } from './vroom-out-fleet.ts';
import { matricesOf } from './vroom-out-matrices.ts';
import { refuseUnsaid } from './vroom-out-unsaid.ts';
import { VroomWords } from './vroom-out-words.ts';
import type { Vroom, VroomJob, VroomShipment, VroomWork } from './vroom-schema.ts';

export interface VroomRequest {
  vroom: Vroom;
  /** From the names of the native request to those of VROOM's. */
  ids: VroomIds;
}

/**
 * A native request as VROOM takes it. Vehicles of a count, and shifts, become a vehicle each; ids and skills that are not numbers are
 * numbered, with the id as description where there is none. What VROOM cannot say is an error, each with its path in the native
 * request; what changes no plan (labels, names, CO2, the seed) is left out.
 * @returns null where errors were added.
 */
export function vroomRequest(request: RoutingRequest, errors: ErrorList, notes: string[]): VroomRequest | null {
  refuseUnsaid(request, errors);
  const written = new Writer(new VroomWords(request, errors, notes)).write();
  return errors.isEmpty ? written : null;
}

class Writer {
  private readonly words: VroomWords;

  constructor(words: VroomWords) {
    this.words = words;
  }

  write(): VroomRequest {
    const jobs = this.jobs();
    const shipments = this.shipments();
    const vehicles = new VroomFleet(this.words).write();
    const matrices = matricesOf(this.words);
    const { search, time_s, threads } = this.words.request.options;
    const vroom: Vroom = {
      ...(jobs.length > 0 || shipments.length === 0 ? { jobs } : {}),
      ...(shipments.length > 0 && { shipments }),
      vehicles,
      ...(matrices && { matrices }),
      options: {
        ...(!search && { c: true }),
        ...(threads !== null && { t: threads }),
        ...(time_s !== null && { l: time_s }),
      },
    };
    return { vroom, ids: this.words.ids };
  }

  private jobs(): VroomJob[] {
    const tasks = this.words.request.tasks.map((task, i) => ({ task, path: `tasks[${i}]` }));
    const jobs = tasks.filter(({ task }) => task.kind !== 'shipment');
    const numbers = this.words.numbersOf(
      jobs.map(({ task }) => task.id),
      'ids of jobs',
    );
    return jobs.map(({ task, path }) => {
      const id = numbers.get(task.id)!;
      const amounts = this.words.whole.all(task.load, `${path}.load`);
      const job: VroomJob = {
        ...this.work(task.stops[0]!, id, this.words.describe(task.description, task.id, id), path),
        ...(task.kind === 'pickup' && { pickup: amounts }),
        ...(task.kind === 'delivery' && { delivery: amounts }),
        ...(task.returnLoad && { pickup: this.words.whole.all(task.returnLoad, `${path}.return_load`) }),
        ...this.needs(task),
      };
      this.words.ids.tasks.set(task.id, { kind: 'job', job });
      return job;
    });
  }

  private shipments(): VroomShipment[] {
    const tasks = this.words.request.tasks.map((task, i) => ({ task, path: `tasks[${i}]` }));
    const shipments = tasks.filter(({ task }) => task.kind === 'shipment');
    const stripped = new Map(shipments.map(({ task: { id } }) => [id, id.replace(/^shipment-/, '')]));
    // `7` and `shipment-7` are two.
    const isDistinct = new Set(stripped.values()).size === stripped.size;
    const bare = ({ id }: Task) => (isDistinct ? stripped.get(id)! : id);
    const pickups = this.words.numbersOf(
      shipments.map(({ task }) => bare(task)),
      'ids of shipments',
    );
    const labels = shipments.map(({ task }) => task.deliveryStops[0]!.label ?? '');
    const areIds = labels.every((label) => /^(0|[1-9]\d{0,14})$/.test(label)) && new Set(labels).size === labels.length;
    return shipments.map(({ task, path }, i) => {
      const pickupId = pickups.get(bare(task))!;
      const deliveryId = areIds ? Number(labels[i]) : pickupId;
      const text = this.words.describe(task.description, bare(task), pickupId);
      const shipment: VroomShipment = {
        pickup: this.work(task.stops[0]!, pickupId, text, `${path}.pickup`),
        delivery: this.work(task.deliveryStops[0]!, deliveryId, text, `${path}.delivery`),
        amount: this.words.whole.all(task.load, `${path}.load`),
        ...this.needs(task),
      };
      this.words.ids.tasks.set(task.id, { kind: 'shipment', shipment });
      return shipment;
    });
  }

  private needs({ skills, priority }: Task): Pick<VroomJob, 'skills' | 'priority'> {
    return {
      ...this.words.skills(skills),
      ...(priority > 0 && { priority }),
    };
  }

  private work(stop: Stop, id: number, description: string | undefined, path: string): VroomWork {
    const byType = (list: Stop['serviceByType'], field: string) =>
      Object.fromEntries(list.map(({ type, seconds }) => [type, this.words.whole.one(seconds, `${path}.${field}`)]));
    const [service, setup] = [stop.service_s, stop.setup_s];
    return {
      id,
      ...(description !== undefined && { description }),
      ...this.words.place(stop.place),
      ...(setup > 0 && { setup: this.words.whole.one(setup, `${path}.setup_s`) }),
      ...(service > 0 && { service: this.words.whole.one(service, `${path}.service_s`) }),
      ...(stop.setupByType.length > 0 && { setup_per_type: byType(stop.setupByType, 'setup_by_type') }),
      ...(stop.serviceByType.length > 0 && { service_per_type: byType(stop.serviceByType, 'service_by_type') }),
      ...(stop.windows.length > 0 && { time_windows: this.words.windows(stop.windows, `${path}.windows`) }),
    };
  }
}
