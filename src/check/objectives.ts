import type { PlanCost, PlanObjectives } from '../contract/plan.ts';
import type { Objective, RouteStep, RoutingRequest, Vehicle } from '../contract/request.ts';
import { stopsOf } from './calls.ts';
import { legsOf } from './geometry.ts';

/** What objectives ask of a route; `Simulated` with its number is one. */
export interface Counted {
  vehicle: Vehicle;
  number: number;
  steps: RouteStep[];
  metres: number;
  duty_s: number;
  lateness_s: number;
  co2_g: number;
  tasks: number;
  cost: PlanCost;
}

/**
 * The values of all objectives, level by level, as docs/model.md has them.
 * @param unassigned indices of the tasks on no route
 */
export function objectiveValues(request: RoutingRequest, routes: Counted[], unassigned: number[]): PlanObjectives {
  return request.objectives.map((level) =>
    level.map((objective) => {
      return {
        name: objective.name,
        weight: objective.weight,
        value: amountOf(request, objective, routes, unassigned),
      };
    }),
  );
}

/** Of these routes and what they leave out. @param unassigned as above */
export function amountOf(
  request: RoutingRequest,
  objective: Objective,
  routes: Counted[],
  unassigned: number[],
): number {
  const left = unassigned.map((task) => request.tasks[task]!);
  const total = (value: (route: Counted) => number) => routes.reduce((sum, route) => sum + value(route), 0);
  switch (objective.name) {
    case 'unserved': {
      const weight = request.tasks.length + 1;
      return left.reduce((sum, { prize, priority }) => sum + (prize === null ? 1 + priority * weight : 0), 0);
    }
    case 'vehicles':
      return routes.length;
    case 'cost':
      return total(({ cost }) => cost.total) + left.reduce((sum, { prize }) => sum + (prize ?? 0), 0);
    case 'distance':
      return total(({ metres }) => metres);
    case 'duration':
      return total(({ duty_s }) => duty_s);
    case 'lateness':
      return total(({ lateness_s }) => lateness_s);
    case 'co2':
      return total(({ co2_g }) => co2_g);
    case 'balance':
      return imbalance(objective, routes);
    case 'compactness':
      return total((route) => spreadOf(request, route));
    case 'change':
      return changesIn(request, routes);
  }
}

function imbalance({ of, measure }: Objective, routes: Counted[]): number {
  if (routes.length === 0) return 0;
  const shares = routes.map(({ duty_s, tasks }) => (of === 'hours' ? duty_s : tasks));
  const [most, least] = [shares.reduce((a, b) => Math.max(a, b)), shares.reduce((a, b) => Math.min(a, b))];
  return most - (measure === 'spread' ? least : 0);
}

/** Metres from the best of the steps of tasks to all of them. */
function spreadOf(request: RoutingRequest, { vehicle, steps }: Counted): number {
  const { metres } = legsOf(request, vehicle);
  const places = steps.flatMap((step) =>
    step.kind === 'reload' ? [] : [stopsOf(request.tasks[step.task]!, step.part)[step.option]!.place],
  );
  const sums = places.map((from) => places.reduce((sum, to) => sum + (from === to ? 0 : metres(from, to)), 0));
  return sums.length === 0 ? 0 : sums.reduce((a, b) => Math.min(a, b));
}

/** Tasks of the routes given that this vehicle (id and number) does not serve in the plan. */
function changesIn(request: RoutingRequest, routes: Counted[]): number {
  const servedBy = new Map<number, string>();
  const who = ({ id }: Vehicle, number: number) => JSON.stringify([id, number]);
  for (const { vehicle, number, steps } of routes) {
    for (const step of steps) if (step.kind === 'step') servedBy.set(step.task, who(vehicle, number));
  }
  let changes = 0;
  for (const { vehicle, number, steps } of request.routes) {
    const before = who(request.vehicles[vehicle]!, number);
    const tasks = new Set(steps.flatMap((step) => (step.kind === 'step' ? [step.task] : [])));
    for (const task of tasks) if (servedBy.get(task) !== before) changes++;
  }
  return changes;
}
