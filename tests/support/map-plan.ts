import type { PlanRoute, PlanStop, RoutingPlan } from '../../src/contract/plan.ts';
import type { Position } from '../../src/contract/request.ts';

const NO_COST = { total: 0, fixed: 0, distance: 0, time: 0, tasks: 0, lateness: 0, unserved: 0 };

const NOTHING_ELSE = { break_s: 0, overtime_s: 0, lateness_s: 0, co2_g: 0 };

type Kind = PlanStop['kind'];

export function stopAt(kind: Kind, position: Position | undefined, extra: Partial<PlanStop> = {}): PlanStop {
  const times = { arrival_s: 0, waiting_s: 0, begin_s: 0, setup_s: 0, service_s: 0, departure_s: 0 };
  return { kind, ...(position && { position }), ...times, load: [], distance_m: 0, driving_s: 0, ...extra };
}

/** A tour from a depot over the positions and back; only what a picture needs is true. */
export function tourOver(
  vehicle: string,
  depot: Position | undefined,
  positions: Position[],
  kind: Kind = 'delivery',
): PlanRoute {
  const place = { place: 'depot' };
  return {
    vehicle,
    number: 1,
    stops: [
      stopAt('start', depot, place),
      ...positions.map((position, i) => stopAt(kind, position, { task: `${vehicle}-${i}` })),
      stopAt('end', depot, place),
    ],
    tasks: positions.length,
    trips: 1,
    cost: NO_COST,
    distance_m: 12_345,
    driving_s: 1800,
    setup_s: 0,
    service_s: 600,
    waiting_s: 0,
    ...NOTHING_ELSE,
    duty_s: 2400,
    starts_s: 0,
    ends_s: 2400,
    max_load: [],
  };
}

/** A plan of these tours, and of tasks left out at these positions. */
export function planOf(routes: PlanRoute[], leftOut: Position[] = [], request: string | null = 'day'): RoutingPlan {
  const served = routes.reduce((sum, { tasks }) => sum + tasks, 0);
  return {
    kind: 'routing-plan',
    version: 1,
    request,
    cost: NO_COST,
    objectives: [],
    summary: {
      tasks: served + leftOut.length,
      served,
      unassigned: leftOut.length,
      vehicles_used: routes.length,
      vehicles_available: routes.length,
      distance_m: 12_345 * routes.length,
      trips: routes.reduce((sum, { trips }) => sum + trips, 0),
      driving_s: 0,
      setup_s: 0,
      service_s: 0,
      waiting_s: 0,
      ...NOTHING_ELSE,
      duty_s: 2400 * routes.length,
      load_use: [],
      tasks_per_route: 0,
      tasks_per_duty_hour: 0,
      cost_per_task: 0,
      m_per_task: 0,
    },
    routes,
    unassigned: leftOut.map((position, i) => ({
      task: `left-${i}`,
      reason: 'no_room',
      cause: 'full',
      cost: 0,
      position,
    })),
    solver: { seed: 1, threads: 1, iterations: 0, elapsed_s: 0, first_solution_s: 0, stopped: 'iterations', trace: [] },
  };
}
