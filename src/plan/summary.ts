import type { PlanCost, PlanSummary } from '../contract/plan.ts';
import type { RoutingRequest } from '../contract/request.ts';
import { HOUR_S } from '../kit/units.ts';
import { sum, type Totals, type Tour } from './tour.ts';

const ratio = (value: number, per: number) => (per === 0 ? 0 : value / per);

/** The figures of the whole plan. Ratios of nothing are 0; `cost_per_task` leaves the prizes lost out. */
export function summarise(request: RoutingRequest, tours: Tour[], unassigned: number, cost: PlanCost): PlanSummary {
  const total = (part: keyof Totals) => sum(tours.map(({ totals }) => totals[part]));
  const served = total('tasks');
  const duty_s = total('duty_s');
  const distance_m = total('distance_m');
  return {
    tasks: request.tasks.length,
    served,
    unassigned,
    vehicles_used: tours.length,
    vehicles_available: sum(request.vehicles.map(({ count }) => count)),
    trips: total('trips'),
    distance_m,
    driving_s: total('driving_s'),
    setup_s: total('setup_s'),
    service_s: total('service_s'),
    waiting_s: total('waiting_s'),
    break_s: total('break_s'),
    overtime_s: total('overtime_s'),
    lateness_s: total('lateness_s'),
    co2_g: total('co2_g'),
    duty_s,
    load_use: loadUse(request, tours),
    tasks_per_route: ratio(served, tours.length),
    tasks_per_duty_hour: ratio(served, duty_s / HOUR_S),
    cost_per_task: ratio(cost.total - cost.unserved, served),
    m_per_task: ratio(distance_m, served),
  };
}

/** Routes of vehicles without a capacity, or with none in a dimension, have no use to speak of and do not count. */
function loadUse(request: RoutingRequest, tours: Tour[]): number[] {
  return (request.tasks[0]?.load ?? []).map((_, d) => {
    const uses = tours.flatMap(({ vehicle, detail }) => {
      const capacity = vehicle.capacity?.[d] ?? 0;
      const most = detail.loads.reduce((largest, load) => Math.max(largest, load[d]!), 0);
      return capacity > 0 ? [most / capacity] : [];
    });
    return ratio(sum(uses), uses.length);
  });
}
