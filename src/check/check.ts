import { planSchema, type RoutingPlan } from '../contract/plan.ts';
import type { RoutingRequest, Task, Vehicle } from '../contract/request.ts';
import { addUp, compareCosts } from './cost.ts';
import { checkReasons } from './reasons.ts';
import { checkRoute, type Walked } from './route.ts';
import { checkSummary } from './summary.ts';
import { Findings, type Verdict } from './verdict.ts';
import { checkPlace } from './visits.ts';

/**
 * Judges a plan by the request alone: recomputes travel, loads, times, costs, figures and reasons, and reports all that
 * is broken or stated wrongly. Shares no code with planner or solver. Any schedule that keeps the rules is legal, not only
 * the planner's. Never throws, whatever the plan.
 * @param request as `parseRequest` returns it.
 */
export function checkPlan(request: RoutingRequest, plan: RoutingPlan): Verdict {
  const findings = new Findings();
  const form = planSchema.safeParse(plan);
  if (!form.success) {
    for (const { path, message } of form.error.issues) findings.add('malformed_plan', pathOf(path), message);
    const nothing = { routes: 0, served: 0, unassigned: 0, reasons: { checked: 0, skipped: 0 } };
    return { ok: false, violations: findings.violations, cost: null, ...nothing };
  }
  if (plan.request !== request.id) {
    findings.add('wrong_request', 'request', `the plan is for '${plan.request}', the request is '${request.id}'`);
  }
  const tasks = new Map(request.tasks.map((task) => [task.id, task]));
  const routes = checkRoutes(request, tasks, plan, findings);
  checkAssignment(request, tasks, plan, findings);
  const unserved = checkUnassigned(request, tasks, plan, findings);
  const cost = addUp(routes.map((route) => route.cost));
  cost.unserved = unserved;
  cost.total += unserved;
  compareCosts(findings, 'cost', plan.cost, cost);
  checkSummary(request, plan, routes, cost, findings);
  const reasons = checkReasons(request, plan, routes, findings);
  const served = routes.reduce((sum, route) => sum + route.tasks.length, 0);
  const { violations } = findings;
  const counts = { routes: plan.routes.length, served, unassigned: plan.unassigned.length };
  return { ok: violations.length === 0, violations, cost, ...counts, reasons };
}

/** `['routes', 3, 'stops', 0]` -> `routes[3].stops[0]`. */
function pathOf(keys: PropertyKey[]): string {
  const parts = keys.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`));
  return parts.join('').replace(/^\./, '');
}

function checkRoutes(
  request: RoutingRequest,
  tasks: Map<string, Task>,
  plan: RoutingPlan,
  findings: Findings,
): Walked[] {
  const vehicles = new Map(request.vehicles.map((vehicle) => [vehicle.id, vehicle]));
  const drivenBy = new Map<Vehicle, Map<number, string>>();
  return plan.routes.flatMap((route, i) => {
    const path = `routes[${i}]`;
    const vehicle = vehicles.get(route.vehicle);
    if (!vehicle) {
      findings.add('unknown_vehicle', `${path}.vehicle`, `there is no vehicle '${route.vehicle}'`);
      return [];
    }
    if (route.number > vehicle.count) {
      const detail = `'${vehicle.id}' number ${route.number}, and there are ${vehicle.count}`;
      findings.add('vehicle_number', `${path}.number`, detail, route.number - vehicle.count);
    }
    const numbers = drivenBy.get(vehicle) ?? new Map<number, string>();
    drivenBy.set(vehicle, numbers);
    const other = numbers.get(route.number);
    if (other === undefined) numbers.set(route.number, path);
    else findings.add('vehicle_twice', path, `'${vehicle.id}' number ${route.number} already drives ${other}`);
    return [checkRoute(request, (id) => tasks.get(id), vehicle, route, path, findings)];
  });
}

/** Every task once: on one route, or listed as unassigned. */
function checkAssignment(
  request: RoutingRequest,
  tasks: Map<string, Task>,
  plan: RoutingPlan,
  findings: Findings,
): void {
  const planned = new Map<string, string>();
  plan.routes.forEach((route, i) => {
    route.stops.forEach(({ task }, k) => {
      if (task === undefined || !tasks.has(task)) return;
      const path = `routes[${i}].stops[${k}]`;
      const other = planned.get(task);
      if (other === undefined) planned.set(task, path);
      else findings.add('task_twice', path, `task '${task}' is also ${other}`);
    });
  });
  const listed = new Map<string, string>();
  plan.unassigned.forEach(({ task }, i) => {
    const path = `unassigned[${i}]`;
    const other = listed.get(task);
    if (other === undefined) listed.set(task, path);
    else findings.add('task_twice', path, `task '${task}' is also ${other}`);
    if (planned.has(task)) findings.add('task_both', path, `task '${task}' is also ${planned.get(task)}`);
  });
  for (const { id } of request.tasks) {
    if (!planned.has(id) && !listed.has(id)) findings.add('task_missing', '', `task '${id}' is nowhere in the plan`);
  }
}

/** What stands beside unassigned tasks; their reasons are checked later. @returns the prizes lost. */
function checkUnassigned(
  request: RoutingRequest,
  tasks: Map<string, Task>,
  plan: RoutingPlan,
  findings: Findings,
): number {
  let prizes = 0;
  plan.unassigned.forEach((left, i) => {
    const path = `unassigned[${i}]`;
    const task = tasks.get(left.task);
    if (!task) return void findings.add('unknown_task', `${path}.task`, `there is no task '${left.task}'`);
    findings.expect('wrong_cost', `${path}.cost`, left.cost, task.prize ?? 0);
    checkPlace(request, task.stops[0]!.place, left, path, findings);
    prizes += task.prize ?? 0;
  });
  return prizes;
}
