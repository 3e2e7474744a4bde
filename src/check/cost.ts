import type { PlanCost } from '../contract/plan.ts';
import type { Stop, Vehicle } from '../contract/request.ts';
import type { Findings } from './verdict.ts';

/** What the checker measured on a route. */
export interface Measured {
  metres: number;
  driving_s: number;
  setup_s: number;
  service_s: number;
  waiting_s: number;
  break_s: number;
  duty_s: number;
  overtime_s: number;
  lateness_s: number;
  co2_g: number;
  tasks: number;
  trips: number;
  /** Costs of the options chosen, and prices of the tariff. */
  options: number;
  /** Of soft windows. */
  lateness: number;
}

export function chargeFor({ costs, inProgress }: Vehicle, m: Measured): PlanCost {
  const perHour =
    m.duty_s * costs.per_hour +
    m.driving_s * costs.per_travel_hour +
    (m.setup_s + m.service_s) * costs.per_service_hour +
    m.waiting_s * costs.per_waiting_hour +
    m.overtime_s * (costs.overtime?.per_hour ?? 0);
  const parts = {
    fixed: inProgress ? 0 : costs.fixed,
    distance: (m.metres / 1000) * costs.per_km,
    time: perHour / 3600,
    tasks: m.tasks * costs.per_task + m.options,
    lateness: m.lateness,
    unserved: 0,
  };
  return { total: parts.fixed + parts.distance + parts.time + parts.tasks + parts.lateness, ...parts };
}

/** What limits and overtime count as duty: of a vehicle in progress from when it is where its route begins, whenever it leaves. */
export const countedDuty = ({ inProgress, shift }: Vehicle, times: { starts_s: number; ends_s: number }) =>
  times.ends_s - (inProgress && shift ? shift[0] : times.starts_s);

/** @param counted_s see `countedDuty` */
export const overtimeOf = ({ costs: { overtime } }: Vehicle, counted_s: number) =>
  overtime === null ? 0 : Math.max(0, counted_s - overtime.after_s);

/** What a begin costs by the soft windows (the cheapest counts), and by how much it is late (the least counts). */
export function softly({ softWindows }: Pick<Stop, 'softWindows'>, begin_s: number): { cost: number; late_s: number } {
  if (softWindows.length === 0) return { cost: 0, late_s: 0 };
  let [cost, late_s] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const { window, early_cost_per_hour, late_cost_per_hour } of softWindows) {
    const early_s = Math.max(0, window[0] - begin_s);
    const after_s = Math.max(0, begin_s - window[1]);
    cost = Math.min(cost, (early_s * early_cost_per_hour + after_s * late_cost_per_hour) / 3600);
    late_s = Math.min(late_s, after_s);
  }
  return { cost, late_s };
}

const PARTS = ['total', 'fixed', 'distance', 'time', 'tasks', 'lateness', 'unserved'] as const;

export function addUp(costs: PlanCost[]): PlanCost {
  const sum: PlanCost = { total: 0, fixed: 0, distance: 0, time: 0, tasks: 0, lateness: 0, unserved: 0 };
  for (const cost of costs) for (const part of PARTS) sum[part] += cost[part];
  return sum;
}

export function compareCosts(findings: Findings, path: string, stated: PlanCost, expected: PlanCost): void {
  for (const part of PARTS) findings.expect('wrong_cost', `${path}.${part}`, stated[part], expected[part]);
}
