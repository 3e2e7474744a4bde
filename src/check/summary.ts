import type { PlanCost, PlanSummary, RoutingPlan } from '../contract/plan.ts';
import type { RoutingRequest } from '../contract/request.ts';
import type { Measured } from './cost.ts';
import type { Walked } from './route.ts';
import type { Findings } from './verdict.ts';

/** Compares every figure of the summary with what the routes give. */
export function checkSummary(
  request: RoutingRequest,
  plan: RoutingPlan,
  routes: Walked[],
  cost: PlanCost,
  findings: Findings,
): void {
  const total = (part: keyof Measured) => routes.reduce((sum, { measured }) => sum + measured[part], 0);
  const per = (value: number, count: number) => (count > 0 ? value / count : 0);
  const served = total('tasks');
  const expected: Omit<PlanSummary, 'load_use'> = {
    tasks: request.tasks.length,
    served,
    unassigned: plan.unassigned.length,
    vehicles_used: plan.routes.length,
    vehicles_available: request.vehicles.reduce((sum, { count }) => sum + count, 0),
    trips: total('trips'),
    distance_m: total('metres'),
    driving_s: total('driving_s'),
    setup_s: total('setup_s'),
    service_s: total('service_s'),
    waiting_s: total('waiting_s'),
    break_s: total('break_s'),
    overtime_s: total('overtime_s'),
    lateness_s: total('lateness_s'),
    co2_g: total('co2_g'),
    duty_s: total('duty_s'),
    tasks_per_route: per(served, plan.routes.length),
    tasks_per_duty_hour: per(served, total('duty_s') / 3600),
    cost_per_task: per(cost.total - cost.unserved, served),
    m_per_task: per(total('metres'), served),
  };
  for (const [field, value] of Object.entries(expected)) {
    findings.expect('wrong_summary', `summary.${field}`, plan.summary[field as keyof typeof expected], value);
  }
  const dimensions = request.tasks[0]?.load.length ?? 0;
  const stated = plan.summary.load_use;
  if (stated.length !== dimensions) {
    findings.add('wrong_summary', 'summary.load_use', `${stated.length} values for ${dimensions} dimensions`);
    return;
  }
  stated.forEach((value, d) => {
    const uses = routes.flatMap(({ vehicle: { capacity }, maxLoad }) =>
      capacity && capacity[d]! > 0 ? [maxLoad[d]! / capacity[d]!] : [],
    );
    const mean = per(
      uses.reduce((sum, use) => sum + use, 0),
      uses.length,
    );
    findings.expect('wrong_summary', `summary.load_use[${d}]`, value, mean);
  });
}
