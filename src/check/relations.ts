import type { RouteStep, RoutingRequest, Task, Vehicle } from '../contract/request.ts';

/** Two neighbours in a sequence. */
export interface Pair {
  before: Task;
  after: Task;
  gap_s: number;
}

export function pairsOf({ relations, tasks }: RoutingRequest): Pair[] {
  return relations.flatMap((relation) => {
    if (relation.kind !== 'sequence') return [];
    return relation.tasks
      .slice(1)
      .map((after, i) => ({ before: tasks[relation.tasks[i]!]!, after: tasks[after]!, gap_s: relation.minGap_s }));
  });
}

/** Whether the tasks of these routes are a legal part of a plan: each on one route, related ones as they should. */
export function isPartOfPlan(
  { relations }: RoutingRequest,
  routes: { vehicle: Vehicle; number: number; steps: RouteStep[] }[],
): boolean {
  const routeOf = new Map<number, number>();
  for (const [r, { steps }] of routes.entries()) {
    for (const step of steps) {
      if (step.kind === 'reload') continue;
      if ((routeOf.get(step.task) ?? r) !== r) return false;
      routeOf.set(step.task, r);
    }
    const isTwice = ({ vehicle, number }: (typeof routes)[number], i: number) =>
      i < r && vehicle === routes[r]!.vehicle && number === routes[r]!.number;
    if (routes.some(isTwice)) return false;
  }
  return relations.every(({ kind, tasks }) => {
    const served = tasks.filter((task) => routeOf.has(task));
    const used = new Set(served.map((task) => routeOf.get(task)!));
    if (kind === 'same_vehicle') return used.size <= 1;
    if (kind === 'different_vehicles') return used.size === served.length;
    // Served tasks are the first of the list.
    return tasks.slice(0, served.length).every((task) => routeOf.has(task));
  });
}
