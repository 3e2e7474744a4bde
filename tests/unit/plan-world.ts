import type { SolverReport } from '../../src/contract/plan.ts';
import type {
  Break,
  Costs,
  Place,
  Position,
  Reload,
  RouteStep,
  RoutingRequest,
  SoftWindow,
  Stop,
  Task,
  Vehicle,
  Window,
} from '../../src/contract/request.ts';
import type { RawRoute } from '../../src/model/solution.ts';

/**
 * A world small enough to calculate by hand: places on a line, one metre and one second apart, named by where they are. So
 * `task('a', 10)` is ten seconds from a depot at 0.
 */
export const NO_COSTS: Costs = {
  ...{ fixed: 0, per_km: 0, per_hour: 0, per_travel_hour: 0 },
  ...{ per_service_hour: 0, per_waiting_hour: 0, per_task: 0, overtime: null },
};

const PLACES = 100;
/** Place i lies at i metres. */
export const line: Place[] = Array.from({ length: PLACES }, (_, x) => ({ id: `at ${x}`, position: [x, 0], zones: [] }));

/** Places p0 and on, at these positions. */
export const placesAt = (positions: readonly Position[]): Place[] =>
  positions.map((position, i) => ({ id: `p${i}`, position, zones: [] }));

/** Of a task that asks for nothing special. */
export const NOTHING_ASKED = {
  ...{ priority: 0, prize: null, release_s: null, due_s: null, goods: null },
  ...{ maxRide_s: null, onBoardOf: null, isPickedUp: false, returnLoad: null },
} satisfies Partial<Task>;

export function stop(place: number, rest: Partial<Stop> = {}): Stop {
  return {
    ...{ place, windows: [], softWindows: [], service_s: 0, serviceByType: [], setup_s: 0, setupByType: [] },
    ...{ cost: 0, label: null },
    ...rest,
  };
}

const STOP_FIELDS = ['windows', 'softWindows', 'service_s', 'serviceByType', 'setup_s', 'setupByType', 'cost', 'label'];

/** Fields of the stop may be given beside those of the task. */
export function task(id: string, x: number, rest: Partial<Task> & Partial<Omit<Stop, 'place'>> = {}): Task {
  const ofStop = Object.entries(rest).filter(([name]) => STOP_FIELDS.includes(name));
  const ofTask = Object.entries(rest).filter(([name]) => !STOP_FIELDS.includes(name));
  const made: Task = {
    ...{ id, kind: 'delivery', description: null, load: [0] },
    stops: [stop(x, Object.fromEntries(ofStop))],
    deliveryStops: [],
    ...{ skills: [], anySkills: [], forbiddenSkills: [], onlyVehicles: null, forbiddenVehicles: [] },
    ...NOTHING_ASKED,
  };
  return { ...made, ...Object.fromEntries(ofTask) };
}

/** From one place to another; the rest is that of `task`, its stop fields those of the pickup. */
export function shipment(id: string, from: number, to: number, rest: Parameters<typeof task>[2] = {}): Task {
  return task(id, from, { kind: 'shipment', deliveryStops: [stop(to)], ...rest });
}

export function softWindow(window: Window, late_cost_per_hour = 3600, early_cost_per_hour = 0): SoftWindow {
  return { window, early_cost_per_hour, late_cost_per_hour };
}

export function pause(id: string, duration_s: number, rest: Partial<Break>): Break {
  return {
    id,
    description: null,
    duration_s,
    windows: null,
    afterDriving_s: null,
    drivenBefore_s: 0,
    maxLoad: null,
    ...rest,
  };
}

export function reload(place: number, rest: Partial<Reload> = {}): Reload {
  return { place, windows: [], service_s: 0, ...rest };
}

export function vehicle(rest: Partial<Vehicle> = {}): Vehicle {
  return {
    ...{ id: 'van', shiftNumber: null, description: null, type: null, count: 1, firstNumber: 1 },
    ...{ profile: 0, speedFactor: 1, start: 0, end: 0, shift: null },
    ...{ capacity: null, initialLoad: null, skills: [], costs: { ...NO_COSTS, per_km: 1000 }, tariff: null },
    ...{ breaks: [], reloads: [], maxTrips: null, zones: null, backhauls: 'mixed', unloading: 'any' },
    ...{ minLoad: null, minDuty_s: 0, co2_g_per_km: 0 },
    ...{
      maxDistance_m: null,
      maxDriving_s: null,
      maxDuty_s: null,
      maxTasks: null,
      inProgress: false,
      overdrawn: null,
      loadsAtStart: true,
    },
    ...rest,
  };
}

export function requestOf(tasks: Task[], vehicles: Vehicle[] = [vehicle()], rest: Partial<RoutingRequest> = {}) {
  const request: RoutingRequest = {
    ...{ id: 'day', description: null, startsAt_ms: null, places: line },
    profiles: [{ kind: 'euclidean', name: 'line', scale: 1, speed_m_per_s: 1, rounding: 'none', traffic: [] }],
    ...{ zones: [], tasks, vehicles, relations: [], incompatibleGoods: [] },
    objectives: [[objective('unserved')], [objective('cost')]],
    ...{ routes: [], explain: { vehicles: [], unassigned: false, slots: [] } },
    options: { search: true, time_s: null, iterations: 0, seed: 1, threads: 1 },
    ...rest,
  };
  return request;
}

export function objective(
  name: RoutingRequest['objectives'][number][number]['name'],
  rest: Partial<RoutingRequest['objectives'][number][number]> = {},
): RoutingRequest['objectives'][number][number] {
  return { name, weight: 1, of: 'hours', measure: 'max', ...rest };
}

/** A step of a task; a reload as `{ reload: 0 }`; an option or a shipment's delivery as `{ task, part, option }`. */
export type Step = number | { reload: number } | { task: number; part?: 0 | 1; option?: number };

export function stepOf(step: Step): RouteStep {
  if (typeof step === 'number') return { kind: 'step', task: step, part: 0, option: 0 };
  if ('reload' in step) return { kind: 'reload', reload: step.reload };
  return { kind: 'step', task: step.task, part: step.part ?? 0, option: step.option ?? 0 };
}

export function rawRoute(vehicleIndex: number, steps: Step[]): RawRoute {
  return { vehicle: vehicleIndex, number: 1, steps: steps.map(stepOf) };
}

export const REPORT: SolverReport = {
  ...{ seed: 1, threads: 1, iterations: 0, elapsed_s: 0, first_solution_s: 0 },
  ...{ stopped: 'iterations', trace: [] },
};
