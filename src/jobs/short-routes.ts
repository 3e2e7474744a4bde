import type { RoutingRequest } from '../contract/request.ts';
import { servedBy } from '../contract/steps.ts';
import type { RawRoute, RawSolution } from '../model/solution.ts';
import { groupsOf } from '../plan/groups.ts';
import { World } from '../plan/world.ts';

/**
 * Takes out the routes that stay below a minimum of their vehicle (rule L5), which the search leaves in only where it counts
 * them as not driven, and what cannot be served without them. What is left may be too short then itself, and so on.
 */
export function withoutShortRoutes(request: RoutingRequest, solution: RawSolution): RawSolution {
  if (request.vehicles.every(({ minLoad, minDuty_s }) => minLoad === null && minDuty_s === 0)) return solution;
  const world = new World(request);
  const searched = new Set(solution.routes);
  let left = solution;
  for (;;) {
    const fit = fitOf(world, left.routes, searched);
    if (fit.length === left.routes.length) return left;
    left = withoutUnserved(request, fit);
  }
}

/**
 * The routes that may be driven: not too short and, if they have lost tasks, still feasible. Those that sequences bind are taken
 * together, for waiting for other routes counts towards a minimum of duty.
 */
function fitOf(world: World, routes: RawRoute[], searched: Set<RawRoute>): RawRoute[] {
  const { together, simulator } = world;
  const linked = routes.map(({ vehicle, steps }) => ({ vehicle, steps: world.stepsOf(steps), count: steps.length }));
  const isFit = (i: number) => (world.run(linked[i]!) ? !simulator.belowMinimum : searched.has(routes[i]!));
  const groups = groupsOf(world, linked);
  const bound = new Set(groups.flat());
  const fit = new Set([...routes.keys()].filter((i) => !bound.has(i) && isFit(i)));
  for (const group of groups) {
    together.settle(group.map((i) => linked[i]!));
    for (const i of group) if (isFit(i)) fit.add(i);
    together.clear();
  }
  return routes.filter((_, i) => fit.has(i));
}

/** The routes without the tasks that wait for one nobody serves. */
function withoutUnserved({ tasks, relations }: RoutingRequest, routes: RawRoute[]): RawSolution {
  const served = servedBy(routes);
  const sequences = relations.filter(({ kind }) => kind === 'sequence');
  for (let changed = true; changed; ) {
    changed = false;
    for (const { tasks: chain } of sequences) {
      chain.forEach((task, i) => {
        if (i > 0 && !served.has(chain[i - 1]!) && served.delete(task)) changed = true;
      });
    }
  }
  const kept = routes
    .map((route) => {
      const steps = route.steps.filter((step) => step.kind === 'reload' || served.has(step.task));
      return steps.length < route.steps.length ? { ...route, steps } : route;
    })
    .filter(({ steps }) => steps.some(({ kind }) => kind === 'step'));
  return { routes: kept, unassigned: tasks.flatMap((_, t) => (served.has(t) ? [] : [t])) };
}
