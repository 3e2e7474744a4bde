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
import { shipmentId, sideId, VroomSteps } from './vroom-steps.ts';
import { breakOf, vehicleOf } from './vroom-vehicle.ts';

/**
 * Reads VROOM's JSON (version 1.14). Tasks keep the order of `jobs`, then `shipments`; vehicles theirs. Ids become texts, a
 * shipment's is `shipment-` and that of its pickup, and the labels of its stops are the ids of its steps. VROOM's
 * defaults become explicit: costs of 3600 per hour of travel and of nothing else. With `options.c` the `steps` are judged
 * as they are, otherwise they are a plan to start from. What the native format cannot say is an error, never left out in
 * silence. The table of all fields is in docs/vroom.md.
 */
export function readVroom(value: unknown, errors: ErrorList, notes: string[]): RequestInput | null {
  refuseOldFields(value, errors);
  const input = errors.isEmpty ? parseInPieces(vroomSchema, value, errors) : undefined;
  const draft = input && draftOf(input, errors, notes);
  return draft && errors.isEmpty ? draft : null;
}

/** The native request, with something in place of what is wrong: of use only where no errors were added, or to find more of them. */
export function draftOf(input: Vroom, errors: ErrorList, notes: string[]): RequestInput {
  return new VroomReader(input, errors, notes).read();
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
  private readonly steps: VroomSteps;
  private readonly isJudged: boolean;

  constructor(input: Vroom, errors: ErrorList, notes: string[]) {
    this.input = input;
    this.errors = errors;
    this.notes = notes;
    this.places = new VroomPlaces(input, errors, notes);
    this.dimensions = input.vehicles[0]?.capacity?.length ?? 0;
    this.isJudged = input.options?.c === true;
    this.steps = new VroomSteps(input, errors);
  }

  read(): RequestInput {
    const { jobs = [], shipments = [], vehicles } = this.input;
    const tasks = [
      ...jobs.map((job, i) => this.job(job, `jobs[${i}]`)),
      ...shipments.map((shipment, i) => this.shipment(shipment, `shipments[${i}]`)),
      ...shipments.flatMap((shipment, i) => this.tornDelivery(shipment, `shipments[${i}]`)),
    ];
    this.checkIds(shipments);
    const fleet = vehicles.map((vehicle, i) => this.vehicle(vehicle, i, `vehicles[${i}]`));
    const routes = this.steps.routes();
    const profiles = this.places.profiles();
    const options = this.options();
    return {
      kind: 'routing',
      version: 1,
      ...(this.places.list.length > 0 && { places: this.places.list }),
      ...(profiles.length > 0 && { profiles }),
      tasks,
      vehicles: fleet,
      // Where steps name no task, all are left out, as VROOM has it.
      ...((routes.length > 0 || this.isJudged) && { routes }),
      ...(options && { options }),
    };
  }

  /** The ids of deliveries are the labels of stops, so that nobody else looks at them; those of pickups make the tasks' ids. */
  private checkIds(shipments: VroomShipment[]): void {
    const first = new Map<number, number>();
    shipments.forEach(({ delivery: { id } }, i) => {
      const before = first.get(id);
      if (before === undefined) first.set(id, i);
      else this.errors.add('duplicate_id', `shipments[${i}].delivery.id`, `${id} is also that of shipments[${before}]`);
    });
  }

  private job(job: VroomJob, path: string): TaskInput {
    const { delivery, pickup } = job;
    const [delivered, collected] = [this.amounts(delivery, `${path}.delivery`), this.amounts(pickup, `${path}.pickup`)];
    const has = (amounts: number[]) => amounts.some((amount) => amount !== 0);
    const common = { id: String(job.id), ...textOf(job.description), ...skillsOf(job), ...this.stop(job, 'job', path) };
    if (has(delivered) && has(collected))
      return { kind: 'delivery', ...common, load: delivered, return_load: collected };
    if (has(collected)) return { kind: 'pickup', ...common, load: collected };
    return delivered.length > 0 ? { kind: 'delivery', ...common, load: delivered } : { kind: 'visit', ...common };
  }

  private shipment({ pickup, delivery, amount, ...rest }: VroomShipment, path: string): TaskInput {
    const load = this.amounts(amount, `${path}.amount`);
    if (this.steps.torn.has(pickup.id)) return this.side('pickup', pickup, rest, path);
    const descriptions = [pickup.description, delivery.description].filter((text) => text !== undefined);
    return {
      kind: 'shipment',
      id: shipmentId(pickup.id),
      ...(descriptions.length > 0 && textOf(descriptions.join(' -> '))),
      ...skillsOf(rest),
      ...(load.length > 0 && { load }),
      pickup: { ...this.stop(pickup, 'pickup', `${path}.pickup`), label: String(pickup.id) },
      delivery: { ...this.stop(delivery, 'delivery', `${path}.delivery`), label: String(delivery.id) },
    };
  }

  /** After all others, so that tasks stand where jobs and shipments do. */
  private tornDelivery({ pickup, delivery, ...rest }: VroomShipment, path: string): TaskInput[] {
    return this.steps.torn.has(pickup.id) ? [this.side('delivery', delivery, rest, path)] : [];
  }

  /** Without a load: what is on board is added up in the answer, also where nothing has been picked up. */
  private side(
    side: 'pickup' | 'delivery',
    work: VroomWork,
    rest: Pick<VroomJob, 'skills' | 'priority'>,
    path: string,
  ) {
    const { id, description } = work;
    const stop = this.stop(work, side, `${path}.${side}`);
    return { kind: 'visit' as const, id: sideId(side, id), ...textOf(description), ...skillsOf(rest), ...stop };
  }

  private stop(work: VroomWork, type: 'job' | 'pickup' | 'delivery', path: string): StopInput {
    const { service, setup, service_per_type, setup_per_type } = work;
    const windows = this.steps.windowsOf(type, work.id, work.time_windows);
    return {
      at: this.places.at(work.location, work.location_index, `${path}.location`),
      ...(windows && { windows }),
      ...(service !== undefined && { service_s: service }),
      ...(setup !== undefined && { setup_s: setup }),
      ...(service_per_type && { service_by_type: byTypeOf(service_per_type) }),
      ...(setup_per_type && { setup_by_type: byTypeOf(setup_per_type) }),
    };
  }

  private vehicle(vehicle: VroomVehicle, index: number, path: string): VehicleInput {
    const at = (point: 'start' | 'end') => {
      const [position, index] = [vehicle[point], vehicle[`${point}_index`]];
      return position || index !== undefined ? { [point]: this.places.at(position, index, `${path}.${point}`) } : {};
    };
    const ends = { ...at('start'), ...at('end') };
    if (Object.keys(ends).length === 0)
      this.errors.add('missing_field', `${path}.start`, "neither 'start' nor 'end' is given");
    const shift = this.steps.shiftOf(index, vehicle.time_window);
    const breaks = this.breaks(vehicle, index, path);
    const max_tasks = this.maxTasks(vehicle, path);
    return {
      ...vehicleOf(vehicle, this.amounts(vehicle.capacity, `${path}.capacity`)),
      costs: this.places.costsOf(vehicle, path),
      ...ends,
      ...(shift && { shift }),
      ...(breaks.length > 0 && { breaks }),
      ...(max_tasks !== null && { max_tasks }),
    };
  }

  /** Judged, a vehicle takes the breaks that its steps name, in their order; the answer tells which are missing. */
  private breaks(vehicle: VroomVehicle, index: number, path: string): NonNullable<VehicleInput['breaks']> {
    const { breaks = [], steps = [] } = vehicle;
    const named = this.steps.breaksOf(vehicle);
    if (steps.some(({ type }) => type === 'break'))
      this.note('the place of breaks in `steps` is not kept: they are timed');
    const isTaken = (id: number) => !this.isJudged || named.includes(id);
    const taken = breaks
      .map((pause, i) => ({ ...pause, path: `${path}.breaks[${i}].time_windows` }))
      .filter(({ id }) => isTaken(id));
    // VROOM, too, puts them in the order of their windows, unless the order is given.
    const rank = (pause: (typeof taken)[number]) =>
      this.isJudged ? named.indexOf(pause.id) : Math.min(...(pause.time_windows ?? []).map(([opens]) => opens));
    taken.sort((a, b) => rank(a) - rank(b));
    return taken.map(({ path: windowsPath, ...pause }) => {
      if (pause.time_windows === undefined) {
        const action = 'Give it the window in which it may begin.';
        this.errors.add(
          'missing_field',
          windowsPath,
          'a break that may begin at any time would never be taken',
          action,
        );
      }
      return breakOf(pause, this.steps.breakWindowsOf(index, pause.id, pause.time_windows));
    });
  }

  /**
   * VROOM counts a shipment as two tasks, we as one: where both are there the limit can only be said if it does not bind, or if
   * the routes are judged, since then the answer does it.
   */
  private maxTasks({ max_tasks }: VroomVehicle, path: string): number | null {
    const { jobs = [], shipments = [] } = this.input;
    if (max_tasks === undefined || shipments.length === 0) return max_tasks ?? null;
    if (this.isJudged) return null;
    if (jobs.length === 0) return Math.floor(max_tasks / 2);
    if (max_tasks >= jobs.length + 2 * shipments.length) return null;
    const cause = `with jobs and shipments together: VROOM counts a shipment as two tasks, which has no equal`;
    const action = 'Use max_travel_time or a dimension of capacity instead.';
    this.errors.add('not_supported', `${path}.max_tasks`, cause, action);
    return null;
  }

  private note(text: string): void {
    if (!this.notes.includes(text)) this.notes.push(text);
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

  /** What vroom-express takes beside VROOM's own fields. */
  private options(): RequestInput['options'] | null {
    const { g, t, x, l } = this.input.options ?? {};
    if (g)
      this.note('options.g matters to answers in the format of VROOM only; GeoJSON has the geometry of every plan');
    if (x !== undefined) this.note('options.x has no effect: options.l says how long to search');
    if (!this.isJudged && t === undefined && l === undefined) return null;
    return {
      ...(this.isJudged && { search: false }),
      ...(t !== undefined && { threads: t }),
      ...(l !== undefined && { time_s: l }),
    };
  }
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
