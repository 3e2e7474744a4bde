import type { PlanCost } from '../contract/plan.ts';
import type { Vehicle } from '../contract/request.ts';
import type { Findings } from './verdict.ts';

/** What the checker measured on a route. */
export interface Measured {
  metres: number;
  driving_s: number;
  service_s: number;
  waiting_s: number;
  duty_s: number;
  tasks: number;
  /** Costs of the options chosen. */
  options: number;
}

export function chargeFor({ costs }: Vehicle, m: Measured): PlanCost {
  const perHour =
    m.duty_s * costs.per_hour +
    m.driving_s * costs.per_travel_hour +
    m.service_s * costs.per_service_hour +
    m.waiting_s * costs.per_waiting_hour;
  const parts = {
    fixed: costs.fixed,
    distance: (m.metres / 1000) * costs.per_km,
    time: perHour / 3600,
    tasks: m.tasks * costs.per_task + m.options,
    unserved: 0,
  };
  return { total: parts.fixed + parts.distance + parts.time + parts.tasks, ...parts };
}

const PARTS = ['total', 'fixed', 'distance', 'time', 'tasks', 'unserved'] as const;

export function addUp(costs: PlanCost[]): PlanCost {
  const sum: PlanCost = { total: 0, fixed: 0, distance: 0, time: 0, tasks: 0, unserved: 0 };
  for (const cost of costs) for (const part of PARTS) sum[part] += cost[part];
  return sum;
}

export function compareCosts(findings: Findings, path: string, stated: PlanCost, expected: PlanCost): void {
  for (const part of PARTS) findings.expect('wrong_cost', `${path}.${part}`, stated[part], expected[part]);
}
