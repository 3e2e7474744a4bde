import type { PlanCost, PlanRoute, PlanSummary, PlanUnassigned } from '../contract/plan.ts';
import type { RoutingRequest } from '../contract/request.ts';
import { sum } from './tour.ts';

const HOUR_S = 3600;
const ratio = (value: number, per: number) => (per === 0 ? 0 : value / per);

/** The figures of the whole plan. Ratios of nothing are 0; `cost_per_task` leaves the prizes lost out. */
export function summarise(
  request: RoutingRequest,
  routes: PlanRoute[],
  unassigned: PlanUnassigned[],
  cost: PlanCost,
): PlanSummary {
  const total = (part: 'tasks' | 'distance_m' | 'driving_s' | 'service_s' | 'waiting_s' | 'duty_s') =>
    sum(routes.map((route) => route[part]));
  const served = total('tasks');
  const duty_s = total('duty_s');
  const distance_m = total('distance_m');
  return {
    tasks: request.tasks.length,
    served,
    unassigned: unassigned.length,
    vehicles_used: routes.length,
    vehicles_available: sum(request.vehicles.map(({ count }) => count)),
    distance_m,
    driving_s: total('driving_s'),
    service_s: total('service_s'),
    waiting_s: total('waiting_s'),
    duty_s,
    load_use: loadUse(request, routes),
    tasks_per_route: ratio(served, routes.length),
    tasks_per_duty_hour: ratio(served, duty_s / HOUR_S),
    cost_per_task: ratio(cost.total - cost.unserved, served),
    m_per_task: ratio(distance_m, served),
  };
}

/** Routes of vehicles without a capacity, or with none in a dimension, have no use to speak of and do not count. */
function loadUse(request: RoutingRequest, routes: PlanRoute[]): number[] {
  const capacities = new Map(request.vehicles.map(({ id, capacity }) => [id, capacity]));
  return (request.tasks[0]?.load ?? []).map((_, d) => {
    const uses = routes.flatMap(({ vehicle, max_load }) => {
      const capacity = capacities.get(vehicle)?.[d] ?? 0;
      return capacity > 0 ? [max_load[d]! / capacity] : [];
    });
    return ratio(sum(uses), uses.length);
  });
}
