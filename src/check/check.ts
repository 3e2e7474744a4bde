import { type PlanViolation, planSchema, type RoutingPlan } from '../contract/plan.ts';
import type { RoutingRequest, Vehicle } from '../contract/request.ts';
import { checkAssignment, checkUnassigned } from './assignment.ts';
import { checkGiven, checkRelations } from './bonds.ts';
import { addUp, compareCosts } from './cost.ts';
import { checkExplanations, checkObjectives } from './explained.ts';
import { objectiveValues } from './objectives.ts';
import { checkReasons } from './reasons.ts';
import { checkRoute, type Known, type Walked } from './route.ts';
import { Simulator } from './simulate.ts';
import { checkSummary } from './summary.ts';
import { Findings, type Verdict } from './verdict.ts';

/**
 * Judges a plan by the request alone: recomputes travel, loads, times, costs, figures and reasons, and reports all that
 * is broken or stated wrongly. Shares no code with planner or solver. Any schedule that keeps the rules is legal, not only
 * the planner's. Never throws, whatever the plan. What the plan itself says of violations is not read.
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
  const indices = new Map(request.tasks.map(({ id }, index) => [id, index]));
  const indexOf = (id: string) => indices.get(id);
  const taskOf = (id: string) => request.tasks[indices.get(id) ?? -1];
  const simulator = new Simulator(request);
  const known = { request, indexOf, fleet: simulator.fleet, board: simulator.board };
  const routes = checkRoutes(known, plan, findings);
  checkAssignment(request, taskOf, plan, routes, findings);
  checkRelations(request, routes, findings);
  checkGiven(request, routes, findings);
  const unserved = checkUnassigned(request, taskOf, plan, findings);
  const cost = addUp(routes.map((route) => route.cost));
  cost.unserved = unserved;
  cost.total += unserved;
  compareCosts(findings, 'cost', plan.cost, cost);
  checkSummary(request, plan, routes, cost, findings);
  const left = plan.unassigned.flatMap(({ task }) => indexOf(task) ?? []);
  const counted = routes.map(({ measured, ...route }) => ({ ...route, ...measured }));
  checkObjectives(plan.objectives, objectiveValues(request, counted, left), findings);
  checkExplanations(request, plan.explanations ?? {}, findings);
  const reasons = checkReasons(request, simulator, plan, routes, findings);
  const served = routes.reduce((sum, route) => sum + route.tasks.length, 0);
  const { violations } = findings;
  const counts = { routes: plan.routes.length, served, unassigned: plan.unassigned.length };
  return { ok: violations.length === 0, violations, cost, ...counts, reasons };
}

/** What `violations` of a plan should hold: all that `checkPlan` finds in it. */
export const violationsOf = (request: RoutingRequest, plan: RoutingPlan): PlanViolation[] =>
  checkPlan(request, plan).violations;

/** `['routes', 3, 'stops', 0]` -> `routes[3].stops[0]`. */
function pathOf(keys: PropertyKey[]): string {
  const parts = keys.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`));
  return parts.join('').replace(/^\./, '');
}

function checkRoutes(known: Known, plan: RoutingPlan, findings: Findings): Walked[] {
  const drivenBy = new Map<Vehicle, Map<number, string>>();
  return plan.routes.flatMap((route, i) => {
    const path = `routes[${i}]`;
    const vehicle = vehicleOf(known.request, route, path, findings);
    if (!vehicle) return [];
    const numbers = drivenBy.get(vehicle) ?? new Map<number, string>();
    drivenBy.set(vehicle, numbers);
    const other = numbers.get(route.number);
    if (other === undefined) numbers.set(route.number, path);
    else findings.add('vehicle_twice', path, `'${vehicle.id}' number ${route.number} already drives ${other}`);
    return [checkRoute(known, vehicle, route, path, findings)];
  });
}

/** The vehicle of this id and shift that has this number; where none has it, the last of them. */
function vehicleOf(
  { vehicles }: RoutingRequest,
  { vehicle: id, shift, number }: RoutingPlan['routes'][number],
  path: string,
  findings: Findings,
): Vehicle | null {
  const named = vehicles.filter((one) => one.id === id && one.shiftNumber === (shift ?? null));
  if (named.length === 0) {
    const isId = vehicles.some((one) => one.id === id);
    const what = isId ? `'${id}' has no shift ${shift ?? 'without a number'}` : `there is no vehicle '${id}'`;
    findings.add('unknown_vehicle', `${path}.${isId ? 'shift' : 'vehicle'}`, what);
    return null;
  }
  const found = named.find(({ firstNumber, count }) => number >= firstNumber && number < firstNumber + count);
  if (found) return found;
  const last = named.at(-1)!;
  const highest = last.firstNumber + last.count - 1;
  findings.add(
    'vehicle_number',
    `${path}.number`,
    `'${id}' number ${number}, and they end at ${highest}`,
    number - highest,
  );
  return last;
}
