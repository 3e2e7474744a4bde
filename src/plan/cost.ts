import type { PlanCost } from '../contract/plan.ts';
import type { Costs } from '../contract/request.ts';

/** What a route is charged for. */
export interface Charged {
  distance_m: number;
  driving_s: number;
  service_s: number;
  waiting_s: number;
  duty_s: number;
  tasks: number;
  /** Sum of the costs of the options used. */
  optionCosts: number;
}

const HOUR_S = 3600;
const KM_M = 1000;

export function routeCost(costs: Costs, charged: Charged): PlanCost {
  const distance = (costs.per_km * charged.distance_m) / KM_M;
  const time =
    (costs.per_hour * charged.duty_s +
      costs.per_travel_hour * charged.driving_s +
      costs.per_service_hour * charged.service_s +
      costs.per_waiting_hour * charged.waiting_s) /
    HOUR_S;
  const tasks = costs.per_task * charged.tasks + charged.optionCosts;
  const total = costs.fixed + distance + time + tasks;
  return { total, fixed: costs.fixed, distance, time, tasks, unserved: 0 };
}

/** @param unserved prizes of the optional tasks that are left out. */
export function totalCost(routes: PlanCost[], unserved: number): PlanCost {
  const all: PlanCost = { total: unserved, fixed: 0, distance: 0, time: 0, tasks: 0, unserved };
  for (const part of ['total', 'fixed', 'distance', 'time', 'tasks'] as const) {
    for (const route of routes) all[part] += route[part];
  }
  return all;
}
