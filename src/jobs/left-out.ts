import type { RoutingRequest } from '../contract/request.ts';
import { goalOf } from '../model/objective.ts';

/** What a search tells of its best. */
interface Told {
  /** As objectives weigh it. */
  cost: number;
  unassigned: number;
}

/** Adds to what a search tells the tasks that it was without, which no plan serves: their prizes, and that they are on no route given. */
export function withLeftOut(request: RoutingRequest, left: readonly number[]): <T extends Told>(told: T) => T {
  if (left.length === 0) return (told) => told;
  const { weights } = goalOf(request);
  const out = new Set(left);
  const prizes = left.reduce((sum, task) => sum + (request.tasks[task]!.prize ?? 0), 0);
  const given = new Set(
    request.routes.flatMap(({ steps }) =>
      steps.flatMap((step) => (step.kind === 'step' && out.has(step.task) ? [step.task] : [])),
    ),
  );
  const more = weights.cost * prizes + weights.change * given.size;
  return (told) => ({ ...told, cost: told.cost + more, unassigned: told.unassigned + left.length });
}
