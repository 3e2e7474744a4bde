import { Simulator } from '../../src/check/simulate.ts';
import type { RoutingRequest, Task, Vehicle } from '../../src/contract/request.ts';

/** What a plan is judged by: first what is left out of the mandatory, then money. */
export interface Worth {
  unserved: number;
  cost: number;
}

/**
 * The optimum by enumeration: every order of every set of tasks on every kind of vehicle, then every way to share the
 * tasks out. Feasibility and cost come from the checker's simulation, which shares nothing with the solver.
 */
export function optimum(request: RoutingRequest): Worth {
  const { tasks } = request;
  const all = 1 << tasks.length;
  let best = new Float64Array(all).fill(Number.POSITIVE_INFINITY);
  best[0] = 0;
  for (const vehicle of request.vehicles) {
    const routes = routeCosts(request, vehicle);
    for (let k = 0; k < Math.min(vehicle.count, tasks.length); k++) best = withOneMore(best, routes);
  }
  let worth: Worth = { unserved: Number.POSITIVE_INFINITY, cost: Number.POSITIVE_INFINITY };
  for (let served = 0; served < all; served++) {
    const left = tasks.filter((_, t) => (served & (1 << t)) === 0);
    const found = { unserved: unservedOf(request, left), cost: best[served]! + prizes(left) };
    if (Number.isFinite(found.cost) && isBetter(found, worth)) worth = found;
  }
  return worth;
}

const prizes = (left: Task[]) => left.reduce((sum, { prize }) => sum + (prize ?? 0), 0);

/** Highest priorities first, then as many tasks as possible. */
export function unservedOf({ tasks }: RoutingRequest, left: Task[]): number {
  return left.reduce((sum, { prize, priority }) => sum + (prize === null ? 1 + priority * (tasks.length + 1) : 0), 0);
}

const TOLERANCE = 1e-9;
const isBetter = (a: Worth, b: Worth) =>
  a.unserved < b.unserved || (a.unserved === b.unserved && a.cost < b.cost - TOLERANCE);

function withOneMore(best: Float64Array, routes: Float64Array): Float64Array<ArrayBuffer> {
  const next = Float64Array.from(best);
  for (let served = 1; served < best.length; served++) {
    for (let route = served; route > 0; route = (route - 1) & served) {
      const cost = best[served ^ route]! + routes[route]!;
      if (cost < next[served]!) next[served] = cost;
    }
  }
  return next;
}

/** Cheapest route per set of tasks; infinite where no order is feasible. */
function routeCosts(request: RoutingRequest, vehicle: Vehicle): Float64Array {
  const { tasks } = request;
  const simulator = new Simulator(request);
  const costs = new Float64Array(1 << tasks.length).fill(Number.POSITIVE_INFINITY);
  const order: Task[] = [];
  const extend = (set: number) => {
    if (order.length > 0) costs[set] = Math.min(costs[set]!, costOf(simulator, vehicle, order));
    for (let t = 0; t < tasks.length; t++) {
      if ((set & (1 << t)) !== 0 || !mayServe(vehicle, tasks[t]!)) continue;
      order.push(tasks[t]!);
      extend(set | (1 << t));
      order.pop();
    }
  };
  extend(0);
  return costs;
}

function costOf(simulator: Simulator, vehicle: Vehicle, order: Task[]): number {
  if (!simulator.carries(vehicle, order)) return Number.POSITIVE_INFINITY;
  const run = simulator.run(vehicle, order);
  if (run === null) return Number.POSITIVE_INFINITY;
  const { maxDistance_m, maxDriving_s, maxDuty_s, maxTasks } = vehicle;
  const keeps = (value: number, limit: number | null) => limit === null || value <= limit + TOLERANCE;
  const keepsAll =
    keeps(run.metres, maxDistance_m) &&
    keeps(run.driving_s, maxDriving_s) &&
    keeps(run.duty_s, maxDuty_s) &&
    keeps(run.tasks, maxTasks);
  return keepsAll ? simulator.costOf(vehicle, order) : Number.POSITIVE_INFINITY;
}

function mayServe(vehicle: Vehicle, { skills, anySkills, forbiddenSkills, onlyVehicles, forbiddenVehicles }: Task) {
  const has = new Set(vehicle.skills);
  if (skills.some((skill) => !has.has(skill)) || forbiddenSkills.some((skill) => has.has(skill))) return false;
  if (anySkills.length > 0 && !anySkills.some((skill) => has.has(skill))) return false;
  return (onlyVehicles?.includes(vehicle.id) ?? true) && !forbiddenVehicles.includes(vehicle.id);
}
