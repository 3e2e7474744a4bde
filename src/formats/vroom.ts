import type { ErrorList } from '../contract/error-list.ts';
import { parseInPieces } from '../contract/pieces.ts';
import type { RequestInput, StopInput, TaskInput, VehicleInput } from '../contract/schema.ts';
import { VroomPlaces } from './vroom-places.ts';
import {
  type Vroom,
  type VroomJob,
  type VroomShipment,
  type VroomVehicle,
  type VroomWork,
  vroomSchema,
} from './vroom-schema.ts';
import { vehicleOf } from './vroom-vehicle.ts';

/**
 * Reads VROOM's JSON (version 1.14). Tasks keep the order of `jobs`, then `shipments`; vehicles theirs. Ids become texts, a
 * shipment's is `shipment-` and that of its pickup, and the labels of its stops are the ids of its steps. VROOM's
 * defaults become explicit: costs of 3600 per hour of travel and of nothing else. What the native format cannot say is
 * an error, never left out in silence.
 */
export function readVroom(value: unknown, errors: ErrorList, notes: string[]): RequestInput | null {
  refuseOldFields(value, errors);
  const input = errors.isEmpty ? parseInPieces(vroomSchema, value, errors) : undefined;
  return input === undefined ? null : new VroomReader(input, errors, notes).read();
}

/** More profiles than any fleet has vehicles of. */
const MAX_PROFILES = 50;

/** What is refused before the schema, with better advice than "unknown field" or to keep the errors few. */
function refuseOldFields(value: unknown, errors: ErrorList): void {
  const { matrix, matrices } = Object(value) as { matrix?: unknown; matrices?: unknown };
  if (matrix !== undefined) {
    const action = 'Give it as `matrices.car.durations`.';
    errors.add('not_supported', 'matrix', 'a single matrix is how VROOM was called before 1.11', action);
  }
  const profiles = Object.keys(Object(matrices)).length;
  if (profiles > MAX_PROFILES)
    errors.add('wrong_length', 'matrices', `${profiles} profiles; at most ${MAX_PROFILES} are allowed`);
}

class VroomReader {
  private readonly input: Vroom;
  private readonly errors: ErrorList;
  private readonly notes: string[];
  private readonly places: VroomPlaces;
  /** VROOM takes the number of dimensions from the first vehicle; what has no amounts has zeros. */
  private readonly dimensions: number;

  constructor(input: Vroom, errors: ErrorList, notes: string[]) {
    this.input = input;
    this.errors = errors;
    this.notes = notes;
    this.places = new VroomPlaces(input, errors, notes);
    this.dimensions = input.vehicles[0]?.capacity?.length ?? 0;
  }

  read(): RequestInput | null {
    const { jobs = [], shipments = [], vehicles } = this.input;
    const tasks = [
      ...jobs.map((job, i) => this.job(job, `jobs[${i}]`)),
      ...shipments.map((shipment, i) => this.shipment(shipment, `shipments[${i}]`)),
    ];
    const fleet = vehicles.map((vehicle, i) => this.vehicle(vehicle, `vehicles[${i}]`));
    const routes = vehicles.flatMap((vehicle, i) => this.route(vehicle, `vehicles[${i}].steps`));
    const profiles = this.places.profiles();
    const options = this.options();
    if (!this.errors.isEmpty) return null;
    return {
      kind: 'routing',
      version: 1,
      ...(this.places.list.length > 0 && { places: this.places.list }),
      ...(profiles.length > 0 && { profiles }),
      tasks,
      vehicles: fleet,
      ...(routes.length > 0 && { routes }),
      ...(options && { options }),
    };
  }

  private job(job: VroomJob, path: string): TaskInput {
    const { delivery, pickup } = job;
    const [delivered, collected] = [this.amounts(delivery, `${path}.delivery`), this.amounts(pickup, `${path}.pickup`)];
    const has = (amounts: number[]) => amounts.some((amount) => amount !== 0);
    if (has(delivered) && has(collected)) {
      const action = 'Split it into a delivery and a pickup at the same place.';
      this.errors.add('not_supported', `${path}.pickup`, 'the job both delivers and picks up', action);
    }
    const common = { id: String(job.id), ...textOf(job.description), ...skillsOf(job), ...this.stop(job, path) };
    if (has(collected)) return { kind: 'pickup', ...common, load: collected };
    return delivered.length > 0 ? { kind: 'delivery', ...common, load: delivered } : { kind: 'visit', ...common };
  }

  private shipment({ pickup, delivery, amount, ...rest }: VroomShipment, path: string): TaskInput {
    const load = this.amounts(amount, `${path}.amount`);
    const descriptions = [pickup.description, delivery.description].filter((text) => text !== undefined);
    return {
      kind: 'shipment',
      id: shipmentId(pickup.id),
      ...(descriptions.length > 0 && textOf(descriptions.join(' -> '))),
      ...skillsOf(rest),
      ...(load.length > 0 && { load }),
      pickup: { ...this.stop(pickup, `${path}.pickup`), label: String(pickup.id) },
      delivery: { ...this.stop(delivery, `${path}.delivery`), label: String(delivery.id) },
    };
  }

  private stop(work: VroomWork, path: string): StopInput {
    const { time_windows, service, setup, service_per_type, setup_per_type } = work;
    return {
      at: this.places.at(work.location, work.location_index, `${path}.location`),
      ...(time_windows && { windows: time_windows }),
      ...(service !== undefined && { service_s: service }),
      ...(setup !== undefined && { setup_s: setup }),
      ...(service_per_type && { service_by_type: byTypeOf(service_per_type) }),
      ...(setup_per_type && { setup_by_type: byTypeOf(setup_per_type) }),
    };
  }

  private vehicle(vehicle: VroomVehicle, path: string): VehicleInput {
    const at = (point: 'start' | 'end') => {
      const [position, index] = [vehicle[point], vehicle[`${point}_index`]];
      return position || index !== undefined ? { [point]: this.places.at(position, index, `${path}.${point}`) } : {};
    };
    const ends = { ...at('start'), ...at('end') };
    if (Object.keys(ends).length === 0)
      this.errors.add('missing_field', `${path}.start`, "neither 'start' nor 'end' is given");
    this.places.use(vehicle, path);
    return { ...vehicleOf(vehicle, this.amounts(vehicle.capacity, `${path}.capacity`)), ...ends };
  }

  /** Amounts of the right number; none where the first vehicle has no capacity. */
  private amounts(given: number[] | undefined, path: string): number[] {
    if (given === undefined) return new Array<number>(this.dimensions).fill(0);
    if (given.length !== this.dimensions) {
      const cause = `${given.length} amounts, but the capacity of the first vehicle has ${this.dimensions}`;
      this.errors.add('dimension_mismatch', path, cause);
    }
    return given;
  }

  /** Steps to start from. */
  private route(vehicle: VroomVehicle, path: string): NonNullable<RequestInput['routes']> {
    const tasks = (vehicle.steps ?? []).flatMap((step, i) => {
      const { type, id, ...times } = step;
      for (const field of Object.keys(times)) {
        this.errors.add('not_supported', `${path}[${i}].${field}`, `'${field}' of a step has no equal`);
      }
      if (type === 'start' || type === 'end') return [];
      if (type === 'break') {
        this.errors.add('not_supported', `${path}[${i}]`, 'the place of a break in a route has no equal');
      } else if (id === undefined) {
        this.errors.add('missing_field', `${path}[${i}].id`, `a step of type '${type}' needs an id`);
      } else return [type === 'job' ? String(id) : this.shipmentOfStep(type, id, `${path}[${i}].id`)];
      return [];
    });
    return tasks.length > 0 ? [{ vehicle: String(vehicle.id), tasks }] : [];
  }

  private shipmentOfStep(side: 'pickup' | 'delivery', id: number, path: string): string {
    const shipment = this.input.shipments?.find((candidate) => candidate[side].id === id);
    if (!shipment) this.errors.add('unknown_reference', path, `there is no ${side} ${id}`);
    return shipmentId(shipment?.pickup.id ?? id);
  }

  /** What vroom-express takes beside VROOM's own fields. */
  private options(): RequestInput['options'] | null {
    const { c, g, t, x, l } = this.input.options ?? {};
    if (c) this.errors.add('not_supported', 'options.c', 'the check of given routes (plan mode) is not supported yet');
    if (g) this.notes.push("options.g has no effect: a plan's geometry is in its GeoJSON");
    if (x !== undefined) this.notes.push('options.x has no effect: options.l says how long to search');
    if (t === undefined && l === undefined) return null;
    return { ...(t !== undefined && { threads: t }), ...(l !== undefined && { time_s: l }) };
  }
}

function shipmentId(pickup: number): string {
  return `shipment-${pickup}`;
}

function textOf(description: string | undefined): { description?: string } {
  return description === undefined ? {} : { description };
}

function skillsOf({ skills, priority }: Pick<VroomJob, 'skills' | 'priority'>) {
  return { ...(skills && { skills: skills.map(String) }), ...(priority !== undefined && { priority }) };
}

function byTypeOf(seconds: Record<string, number>): { type: string; seconds: number }[] {
  return Object.entries(seconds).map(([type, value]) => ({ type, seconds: value }));
}
