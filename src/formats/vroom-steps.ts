import type { ErrorList } from '../contract/error-list.ts';
import type { RequestInput } from '../contract/schema.ts';
import { MAX_TIME_S } from '../contract/schema-basics.ts';
import type { Vroom, VroomShipment, VroomVehicle, VroomVehicleStep } from './vroom-schema.ts';

type RouteInput = NonNullable<RequestInput['routes']>[number];
type GivenStepInput = NonNullable<RouteInput['steps']>[number];
export type VroomWindow = [number, number];

/** `[from, to]` in which `service_at`, `service_after` and `service_before` of a step want it to begin, or null. */
export function forcedOf({ service_at, service_after, service_before }: VroomVehicleStep): VroomWindow | null {
  if (service_at !== undefined) return [service_at, service_at];
  if (service_after === undefined && service_before === undefined) return null;
  return [service_after ?? 0, service_before ?? MAX_TIME_S];
}

/** The native id of a shipment. */
export function shipmentId(pickup: number): string {
  return `shipment-${pickup}`;
}

/** The native id of one side of a shipment that is judged in pieces. */
export function sideId(side: 'pickup' | 'delivery', id: number): string {
  return `${side}-${id}`;
}

/**
 * Shipments that steps to be judged tear apart: delivered before they are picked up, on two vehicles, or only one side of them. No native
 * route can say that, so each side becomes a visit, and the answer tells of it. By the id of the pickup.
 */
export function tornShipments({ shipments = [], vehicles, options }: Vroom): Set<number> {
  if (options?.c !== true) return new Set();
  const met = new Map<string, [number, number]>();
  vehicles.forEach(({ steps = [] }, v) => {
    steps.forEach(({ type, id }, i) => met.set(`${type} ${id}`, [v, i]));
  });
  const isTorn = ({ pickup, delivery }: VroomShipment) => {
    const [from, to] = [met.get(`pickup ${pickup.id}`), met.get(`delivery ${delivery.id}`)];
    return from && to ? from[0] !== to[0] || from[1] > to[1] : from !== to;
  };
  return new Set(shipments.filter(isTorn).map(({ pickup }) => pickup.id));
}

function hasWindows({ jobs = [], shipments = [], vehicles }: Vroom): boolean {
  const works = [...jobs, ...shipments.flatMap(({ pickup, delivery }) => [pickup, delivery])];
  const timed = [...works, ...vehicles.flatMap(({ breaks = [] }) => breaks)];
  return timed.some(({ time_windows }) => time_windows) || vehicles.some(({ steps }) => steps?.some(forcedOf));
}

/**
 * The `steps` of all vehicles: the routes they make, and the times they want. With `isJudged` (plan mode, `-c`) a time that is
 * wanted goes before the windows, as in VROOM, and the answer tells by how much it is outside of them; otherwise it narrows them.
 */
export class VroomSteps {
  private readonly errors: ErrorList;
  private readonly isJudged: boolean;
  /** By `job 1`, `pickup 1`, `delivery 1`, `start 0`, `end 0`, `break 0 1`; for the last three the first number is the vehicle's place. */
  private readonly forced = new Map<string, { range: VroomWindow; path: string }>();
  /** The native step that makes one, by `pickup 1` or `delivery 1`. */
  private readonly sides = new Map<string, GivenStepInput>();
  /** See `tornShipments`. */
  readonly torn: Set<number>;
  private readonly vehicles: VroomVehicle[];
  /** When a vehicle without a `time_window` works: VROOM's clock begins at 0. Where nothing has a time, we begin there, too. */
  private readonly always: VroomWindow | undefined;

  constructor(vroom: Vroom, errors: ErrorList) {
    const { vehicles, shipments = [], options } = vroom;
    this.vehicles = vehicles;
    this.always = hasWindows(vroom) ? [0, MAX_TIME_S] : undefined;
    this.isJudged = options?.c === true;
    this.errors = errors;
    this.torn = tornShipments(vroom);
    for (const shipment of shipments) {
      const task = shipmentId(shipment.pickup.id);
      const isTorn = this.torn.has(shipment.pickup.id);
      for (const part of ['pickup', 'delivery'] as const) {
        const { id } = shipment[part];
        this.sides.set(`${part} ${id}`, isTorn ? sideId(part, id) : { task, part });
      }
    }
    vehicles.forEach((vehicle, v) => {
      vehicle.steps?.forEach((step, i) => this.force(step, v, `vehicles[${v}].steps[${i}]`));
    });
  }

  private force(step: VroomVehicleStep, vehicle: number, path: string): void {
    const range = forcedOf(step);
    if (range === null) return;
    if (range[0] > range[1]) {
      this.errors.add('impossible_window', path, `service_after ${range[0]} is later than service_before ${range[1]}`);
    }
    const { type, id = 0 } = step;
    const ofVehicle = type === 'start' || type === 'end' ? `${type} ${vehicle}` : `${type} ${vehicle} ${id}`;
    this.forced.set(type === 'job' || type === 'pickup' || type === 'delivery' ? `${type} ${id}` : ofVehicle, {
      range,
      path,
    });
  }

  /** The windows of a job or a step of a shipment. */
  windowsOf(type: 'job' | 'pickup' | 'delivery', id: number, windows?: VroomWindow[]): VroomWindow[] | undefined {
    return this.narrow(`${type} ${id}`, windows);
  }

  /** @param vehicle its place in the list. */
  breakWindowsOf(vehicle: number, id: number, windows?: VroomWindow[]): VroomWindow[] | undefined {
    return this.narrow(`break ${vehicle} ${id}`, windows);
  }

  private narrow(key: string, windows: VroomWindow[] | undefined): VroomWindow[] | undefined {
    const forced = this.forced.get(key);
    if (!forced) return windows;
    const { range, path } = forced;
    const common = (windows ?? [[0, MAX_TIME_S]])
      .map(([opens, closes]): VroomWindow => [Math.max(opens, range[0]), Math.min(closes, range[1])])
      .filter(([opens, closes]) => opens <= closes);
    if (common.length > 0) return common;
    if (!this.isJudged) this.errors.add('impossible_window', path, 'the time it wants is in none of its time_windows');
    return [range];
  }

  /** When a vehicle is on its way. A start before a time and an end after one are for the answer: see `vroom-out.ts`. */
  shiftOf(vehicle: number, window: VroomWindow | undefined): VroomWindow | undefined {
    const start = this.forced.get(`start ${vehicle}`)?.range;
    const end = this.forced.get(`end ${vehicle}`)?.range;
    if (!start && !end) return window ?? this.always;
    const [opens, closes] = window ?? [0, MAX_TIME_S];
    // Judged, the vehicle leaves and is back when it is told to, whatever its window.
    const leaves = !start ? opens : this.isJudged ? start[0] : Math.max(opens, start[0]);
    const isBack = !end ? closes : this.isJudged ? end[1] : Math.min(closes, end[1]);
    if (leaves <= isBack && (!start || start[1] >= leaves) && (!end || end[0] <= isBack)) return [leaves, isBack];
    if (!start || !this.isJudged) {
      const { path } = this.forced.get(`${start ? 'start' : 'end'} ${vehicle}`)!;
      this.errors.add('impossible_window', path, 'the time it wants is not in the time_window of the vehicle');
    }
    return [leaves, Math.max(leaves, isBack)];
  }

  /** Ids of the breaks that the steps of a vehicle name, in their order. */
  breaksOf({ steps = [] }: VroomVehicle): number[] {
    return steps.flatMap(({ type, id }) => (type === 'break' && id !== undefined ? [id] : []));
  }

  /** The routes that the steps make; vehicles without any task have none. */
  routes(): RouteInput[] {
    return this.taken().map(({ vehicle, steps }) => ({
      vehicle: String(this.vehicles[vehicle]!.id),
      steps: steps.map(({ step }) => step),
    }));
  }

  /** What `routes` are made of: the place of the vehicle of each, and of each of its steps in the list of that vehicle. */
  taken(): { vehicle: number; steps: { place: number; step: GivenStepInput }[] }[] {
    return this.vehicles.flatMap((each, vehicle) => {
      const steps = (each.steps ?? []).flatMap((given, place) =>
        this.given(each, given, `vehicles[${vehicle}].steps[${place}]`).map((step) => ({ place, step })),
      );
      return steps.length > 0 ? [{ vehicle, steps }] : [];
    });
  }

  private given(vehicle: VroomVehicle, { type, id }: VroomVehicleStep, path: string): GivenStepInput[] {
    if (type === 'start' || type === 'end') return [];
    if (id === undefined) {
      this.errors.add('missing_field', `${path}.id`, `a step of type '${type}' needs an id`);
      return [];
    }
    if (type === 'job') return [String(id)];
    if (type === 'break') {
      const isKnown = vehicle.breaks?.some((pause) => pause.id === id);
      if (!isKnown) this.errors.add('unknown_reference', `${path}.id`, `the vehicle has no break ${id}`);
      return [];
    }
    const step = this.sides.get(`${type} ${id}`);
    if (step === undefined) this.errors.add('unknown_reference', `${path}.id`, `there is no ${type} ${id}`);
    return step === undefined ? [] : [step];
  }
}
