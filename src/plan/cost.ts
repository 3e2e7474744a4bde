import type { PlanCost } from '../contract/plan.ts';

/** @param unserved prizes of the optional tasks that are left out. */
export function totalCost(routes: PlanCost[], unserved: number): PlanCost {
  const all: PlanCost = { total: unserved, fixed: 0, distance: 0, time: 0, tasks: 0, lateness: 0, unserved };
  for (const part of ['total', 'fixed', 'distance', 'time', 'tasks', 'lateness'] as const) {
    for (const route of routes) all[part] += route[part];
  }
  return all;
}
