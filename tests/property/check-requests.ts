import type {
  Costs,
  Place,
  Relation,
  RouteStep,
  RoutingRequest,
  SoftWindow,
  Stop,
  Task,
  Vehicle,
} from '../../src/contract/request.ts';
import { NOTHING_ASKED } from '../unit/plan-world.ts';

/**
 * A world small enough to calculate by hand: places on a line, one metre and one second apart, named by where they are.
 * So `task('a', 10)` is ten seconds from a depot at 0.
 */
const line: Place[] = Array.from({ length: 100 }, (_, x) => ({ id: `at ${x}`, position: [x, 0], zones: [] }));

export const NO_COSTS: Costs = {
  ...{ fixed: 0, per_km: 0, per_hour: 0, per_travel_hour: 0, per_service_hour: 0, per_waiting_hour: 0 },
  ...{ per_task: 0, overtime: null },
};

export function stop(place: number, rest: Partial<Stop> = {}): Stop {
  return {
    ...{ place, windows: [], softWindows: [], service_s: 0, serviceByType: [], setup_s: 0, setupByType: [] },
    ...{ cost: 0, label: null, ...rest },
  };
}

type Rest = Partial<Task> & Partial<Omit<Stop, 'place'>>;

export function task(id: string, x: number, rest: Rest = {}): Task {
  const { windows, softWindows, service_s, setup_s, serviceByType, setupByType, cost, label, ...fields } = rest;
  const given = { windows, softWindows, service_s, setup_s, serviceByType, setupByType, cost, label };
  const option = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return {
    ...{ id, kind: 'delivery', description: null, load: [0], stops: [stop(x, option)], deliveryStops: [] },
    ...{ skills: [], anySkills: [], forbiddenSkills: [], onlyVehicles: null, forbiddenVehicles: [] },
    ...NOTHING_ASKED,
    ...fields,
  };
}

export const shipment = (id: string, from: number, to: number, rest: Rest = {}): Task => ({
  ...task(id, from, rest),
  ...{ kind: 'shipment', deliveryStops: [stop(to)] },
  ...(rest.deliveryStops ? { deliveryStops: rest.deliveryStops } : {}),
});

export function vehicle(rest: Partial<Vehicle> = {}): Vehicle {
  return {
    ...{ id: 'van', shiftNumber: null, description: null, type: null, count: 1, firstNumber: 1, profile: 0 },
    ...{ speedFactor: 1, start: 0, end: 0, shift: null, capacity: null, initialLoad: null, skills: [] },
    ...{ costs: { ...NO_COSTS, per_km: 1000 }, tariff: null, breaks: [], reloads: [], maxTrips: null, zones: null },
    ...{ backhauls: 'mixed', unloading: 'any', minLoad: null, minDuty_s: 0, co2_g_per_km: 0 },
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

export const soft = (opens: number, closes: number, early = 0, late = 3600): SoftWindow => ({
  ...{ window: [opens, closes], early_cost_per_hour: early, late_cost_per_hour: late },
});

export const sequence = (tasks: number[], minGap_s = 0): Relation => ({ kind: 'sequence', tasks, minGap_s });

export function requestOf(tasks: Task[], vehicles: Vehicle[] = [vehicle()], rest: Partial<RoutingRequest> = {}) {
  const plain = { weight: 1, of: 'hours', measure: 'max' } as const;
  const request: RoutingRequest = {
    ...{ id: 'day', description: null, startsAt_ms: null, places: line, zones: [] },
    profiles: [{ kind: 'euclidean', name: 'line', traffic: [], scale: 1, speed_m_per_s: 1, rounding: 'none' }],
    ...{ tasks, vehicles, relations: [], incompatibleGoods: [], routes: [] },
    objectives: [[{ name: 'unserved', ...plain }], [{ name: 'cost', ...plain }]],
    explain: { vehicles: [], unassigned: false, slots: [] },
    options: { search: true, time_s: null, iterations: 0, seed: 1, threads: 1 },
    ...rest,
  };
  return request;
}

/** `0` = the only step of task 0, `[1, 1]` = part 1 of task 1, `'r'` = the first reload. */
export function steps(...of: (number | [number, 0 | 1] | [number, 0 | 1, number] | 'r')[]): RouteStep[] {
  return of.map((one) => {
    if (one === 'r') return { kind: 'reload', reload: 0 };
    const [task, part, option = 0] = typeof one === 'number' ? [one, 0 as const] : one;
    return { kind: 'step', task, part, option };
  });
}
