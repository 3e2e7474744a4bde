import type { SolverReport } from '../../src/contract/plan.ts';
import type { Costs, Place, RoutingRequest, Stop, Task, Vehicle } from '../../src/contract/request.ts';

/**
 * A world small enough to calculate by hand: places on a line, one metre and one second apart, named by where they are. So
 * `task('a', 10)` is ten seconds from a depot at 0.
 */
export const NO_COSTS: Costs = {
  ...{ fixed: 0, per_km: 0, per_hour: 0, per_travel_hour: 0 },
  ...{ per_service_hour: 0, per_waiting_hour: 0, per_task: 0 },
};

const PLACES = 100;
/** Place i lies at i metres. */
export const line: Place[] = Array.from({ length: PLACES }, (_, x) => ({ id: `at ${x}`, position: [x, 0] }));

export function task(id: string, x: number, rest: Partial<Task> & Partial<Omit<Stop, 'place'>> = {}): Task {
  const { windows = [], service_s = 0, cost = 0, label = null, ...fields } = rest;
  return {
    ...{ id, kind: 'delivery', description: null, load: [0] },
    stops: [{ place: x, windows, service_s, cost, label }],
    ...{ skills: [], anySkills: [], forbiddenSkills: [], onlyVehicles: null, forbiddenVehicles: [] },
    ...{ priority: 0, prize: null },
    ...fields,
  };
}

export function vehicle(rest: Partial<Vehicle> = {}): Vehicle {
  return {
    ...{ id: 'van', description: null, count: 1, profile: 0, speedFactor: 1, start: 0, end: 0, shift: null },
    ...{ capacity: null, skills: [], costs: { ...NO_COSTS, per_km: 1000 } },
    ...{ maxDistance_m: null, maxDriving_s: null, maxDuty_s: null, maxTasks: null },
    ...rest,
  };
}

export function requestOf(tasks: Task[], vehicles: Vehicle[] = [vehicle()], rest: Partial<RoutingRequest> = {}) {
  const request: RoutingRequest = {
    ...{ id: 'day', description: null, startsAt_ms: null, places: line },
    profiles: [{ kind: 'euclidean', name: 'line', scale: 1, speed_m_per_s: 1, rounding: 'none' }],
    ...{ tasks, vehicles, objectives: ['unserved', 'cost'] },
    options: { time_s: null, iterations: 0, seed: 1, threads: 1 },
    ...rest,
  };
  return request;
}

export const REPORT: SolverReport = {
  ...{ seed: 1, threads: 1, iterations: 0, elapsed_s: 0, first_solution_s: 0 },
  ...{ stopped: 'iterations', trace: [] },
};
