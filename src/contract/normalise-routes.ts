import { asOnBoard } from './normalise-tasks.ts';
import type { GivenRoute, RouteStep, Task } from './request.ts';
import type { RequestParsed } from './schema.ts';

type RouteParsed = NonNullable<RequestParsed['routes']>[number];
type StepParsed = NonNullable<RouteParsed['steps']>[number];

/**
 * The given routes.
 * @param routeVehicles whose they are.
 * @param tasks what is on board of a vehicle in progress is changed in here.
 */
export function toRoutes(
  routes: RouteParsed[],
  routeVehicles: { vehicle: number; number: number }[],
  tasks: Task[],
  taskIndex: Map<string, number>,
): GivenRoute[] {
  return routes.map((route, i) => {
    const { vehicle, number } = routeVehicles[i]!;
    for (const id of route.progress?.on_board ?? []) {
      const task = taskIndex.get(id)!;
      tasks[task] = asOnBoard(tasks[task]!, vehicle);
    }
    const steps = toSteps(route.steps ?? route.tasks ?? [], tasks, taskIndex);
    return { vehicle, number, steps, locked: route.locked, pinned: route.pinned };
  });
}

function toSteps(steps: StepParsed[], tasks: Task[], taskIndex: Map<string, number>): RouteStep[] {
  const met = new Set<number>();
  return steps.map((step): RouteStep => {
    const named = typeof step === 'string' ? { task: step, option: 0 } : step;
    if ('reload' in named) return { kind: 'reload', reload: named.reload };
    const task = taskIndex.get(named.task)!;
    const part = tasks[task]!.kind === 'shipment' && met.has(task) ? 1 : 0;
    met.add(task);
    return { kind: 'step', task, part, option: named.option };
  });
}
