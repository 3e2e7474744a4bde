import type { RoutingRequest } from '../contract/request.ts';
import { fixedSteps, renumbered, servedBy } from '../contract/steps.ts';
import { linksOf } from '../route/task-facts.ts';
import { BestCase } from './best-case.ts';
import { addWaiting } from './bonds.ts';
import { vehicleTypes } from './fleet.ts';
import { inSpatialOrder } from './order.ts';

/** About a second. Tasks beyond it are searched as all others are. */
const MOST_TRIED = 1_000_000;

/** A request as it is searched, and how to read its solutions back: see `inGivenOrder`. */
export interface SearchedPart {
  request: RoutingRequest;
  /** Per task: its index in the request given. */
  order: number[];
  /** Tasks of the request given that are not searched. */
  left: readonly number[];
}

/** The request without some of its tasks, in spatial order. */
export function searchedWithout(request: RoutingRequest, left: readonly number[]): SearchedPart {
  const kept = keptWithout(request, left);
  const { request: ordered, order } = inSpatialOrder(left.length === 0 ? request : withTasks(request, kept));
  return { request: ordered, order: order.map((k) => kept[k]!), left };
}

/**
 * Tasks that no vehicle can serve, whatever else is planned, and those that wait for them, ascending. A wrong address or a skill that nobody has
 * is common, and where a mandatory task is absent for ever, much of the search waits for it: vehicles are not given up, routes not put together,
 * limits not softened. What has to stay on its route, or is on board, is left for others to judge, and so is a day on which nothing can be served.
 */
export function hopelessTasks(request: RoutingRequest): number[] {
  const { tasks, relations, routes } = request;
  const staying = servedBy(routes.map((route) => ({ steps: fixedSteps(route) })));
  tasks.forEach(({ onBoardOf }, t) => {
    if (onBoardOf !== null) staying.add(t);
  });
  const best = new BestCase(request);
  const types = vehicleTypes(request);
  const hopeless = new Set<number>();
  tasks.forEach((task, t) => {
    if (best.tried > MOST_TRIED || staying.has(t)) return;
    if (!types.some(({ index }) => best.serves(index, task))) hopeless.add(t);
  });
  if (hopeless.size === 0) return [];
  addWaiting(hopeless, linksOf(relations));
  // What stays in vain is an error, which only the whole request shows.
  const isJudged = [...hopeless].some((task) => staying.has(task));
  return isJudged || hopeless.size === tasks.length ? [] : [...hopeless].sort((a, b) => a - b);
}

function keptWithout({ tasks }: RoutingRequest, left: readonly number[]): number[] {
  const out = new Set(left);
  return tasks.flatMap((_, t) => (out.has(t) ? [] : [t]));
}

/** A request of these tasks alone. What is to be explained is asked of the whole. */
function withTasks(request: RoutingRequest, kept: number[]): RoutingRequest {
  const numberOf = new Map(kept.map((task, k) => [task, k]));
  const numbered = (tasks: number[]) => tasks.flatMap((task) => numberOf.get(task) ?? []);
  return {
    ...request,
    tasks: kept.map((task) => request.tasks[task]!),
    relations: request.relations
      .map((relation) => ({ ...relation, tasks: numbered(relation.tasks) }))
      .filter(({ tasks }) => tasks.length > 1),
    routes: request.routes.map((route) => ({
      ...route,
      steps: renumbered(
        route.steps.filter((step) => step.kind === 'reload' || numberOf.has(step.task)),
        (task) => numberOf.get(task)!,
      ),
    })),
    explain: { vehicles: [], unassigned: false, slots: [] },
  };
}
