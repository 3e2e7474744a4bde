import type { RoutingRequest } from '../../src/contract/request.ts';
import { Rng } from '../../src/kit/rng.ts';

/**
 * A request with its tasks in another order, drawn by a seed: the same day, told differently. What refers to tasks by their
 * place in the list (relations, routes given) goes along.
 */
export function shuffled(request: RoutingRequest, seed: number): RoutingRequest {
  const order = shuffledIndices(request.tasks.length, seed);
  const placeOf = new Map(order.map((task, place) => [task, place]));
  const renumber = (task: number) => placeOf.get(task)!;
  return {
    ...request,
    tasks: order.map((t) => request.tasks[t]!),
    relations: request.relations.map((relation) => ({ ...relation, tasks: relation.tasks.map(renumber) })),
    routes: request.routes.map((route) => ({
      ...route,
      steps: route.steps.map((step) => (step.kind === 'step' ? { ...step, task: renumber(step.task) } : step)),
    })),
    explain: { ...request.explain, vehicles: request.explain.vehicles.map(renumber) },
  };
}

/** Fisher and Yates. */
export function shuffledIndices(count: number, seed: number): number[] {
  const rng = new Rng(seed);
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = rng.below(i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
