import type { RoutingPlan } from '../contract/plan.ts';
import type { RouteStep, RoutingRequest } from '../contract/request.ts';
import type { RawRoute } from '../model/solution.ts';

/** A plan names what its request has not. */
export class ForeignPlan extends RangeError {
  /** Where in the plan, e.g. `routes[2].stops[4].option`. */
  readonly path: string;

  constructor(path: string, cause: string) {
    super(cause);
    this.path = path;
  }
}

/**
 * What a plan decides, in indices into its request.
 * @throws ForeignPlan where the plan names what the request has not: check it first.
 */
export function routesOf(request: RoutingRequest, plan: RoutingPlan): RawRoute[] {
  const tasks = new Map(request.tasks.map(({ id }, index) => [id, index]));
  return plan.routes.map(({ vehicle: id, shift, number, stops }, r) => {
    const vehicle = request.vehicles.findIndex(
      (one) =>
        one.id === id &&
        one.shiftNumber === (shift ?? null) &&
        number >= one.firstNumber &&
        number < one.firstNumber + one.count,
    );
    if (vehicle < 0)
      throw new ForeignPlan(`routes[${r}].vehicle`, `the request has no vehicle '${id}' number ${number}`);
    const { reloads } = request.vehicles[vehicle]!;
    const steps = stops.flatMap(({ kind, task: name, option = 0, reload = 0 }, i): RouteStep[] => {
      const path = `routes[${r}].stops[${i}]`;
      if (kind === 'reload') {
        if (!reloads[reload]) throw new ForeignPlan(`${path}.reload`, `'${id}' has no reload ${reload}`);
        return [{ kind, reload }];
      }
      if (name === undefined) return [];
      const index = tasks.get(name);
      if (index === undefined) throw new ForeignPlan(`${path}.task`, `the request has no task '${name}'`);
      const task = request.tasks[index]!;
      const isSecond = task.kind === 'shipment' && kind === 'delivery';
      if (!(isSecond ? task.deliveryStops : task.stops)[option])
        throw new ForeignPlan(`${path}.option`, `'${name}' has no option ${option}`);
      return [{ kind: 'step', task: index, part: isSecond ? 1 : 0, option }];
    });
    return { vehicle, number, steps };
  });
}
