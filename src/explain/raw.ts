import type { RoutingPlan } from '../contract/plan.ts';
import type { RouteStep, RoutingRequest } from '../contract/request.ts';
import type { RawRoute } from '../model/solution.ts';

/**
 * What a plan decides, in indices into its request.
 * @throws RangeError where the plan names what the request has not: check it first.
 */
export function routesOf(request: RoutingRequest, plan: RoutingPlan): RawRoute[] {
  const tasks = new Map(request.tasks.map(({ id }, index) => [id, index]));
  return plan.routes.map(({ vehicle: id, shift, number, stops }) => {
    const vehicle = request.vehicles.findIndex(
      (one) =>
        one.id === id &&
        one.shiftNumber === (shift ?? null) &&
        number >= one.firstNumber &&
        number < one.firstNumber + one.count,
    );
    if (vehicle < 0) throw new RangeError(`The request has no vehicle '${id}' number ${number}.`);
    const steps = stops.flatMap(({ kind, task, option, reload }): RouteStep[] => {
      if (kind === 'reload') return [{ kind: 'reload', reload: reload ?? 0 }];
      if (task === undefined) return [];
      const index = tasks.get(task);
      if (index === undefined) throw new RangeError(`The request has no task '${task}'.`);
      const isSecond = request.tasks[index]!.kind === 'shipment' && kind === 'delivery';
      return [{ kind: 'step', task: index, part: isSecond ? 1 : 0, option: option ?? 0 }];
    });
    return { vehicle, number, steps };
  });
}
