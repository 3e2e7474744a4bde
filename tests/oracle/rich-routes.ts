import type { RouteStep, RoutingRequest, Task, Vehicle } from '../../src/contract/request.ts';
import { fixedSteps, type Slot } from '../support/rich-slots.ts';

/**
 * Every list of steps the slot could be given, whether it is feasible or not: every order of every set of tasks, with every
 * choice of options and every reload in between. Never more reloads one after the other than `inARow`, and never a reload alone.
 * @param visit the list is changed afterwards: copy it to keep it. `served` has a bit per task.
 */
export function eachRoute(
  request: RoutingRequest,
  slot: Slot,
  mayServe: (task: number) => boolean,
  visit: (steps: RouteStep[], served: number) => void,
  inARow = 1,
): void {
  const { tasks } = request;
  const vehicle = request.vehicles[slot.vehicle]!;
  const steps: RouteStep[] = [];
  const open = new Set<number>();
  let served = 0;
  const take = (step: RouteStep, then: () => void) => {
    const before = served;
    steps.push(step);
    if (step.kind === 'step') {
      const isFirstOfTwo = tasks[step.task]!.kind === 'shipment' && step.part === 0;
      if (isFirstOfTwo) open.add(step.task);
      else if (step.part === 1) open.delete(step.task);
      served |= 1 << step.task;
      then();
      if (isFirstOfTwo) open.delete(step.task);
      else if (step.part === 1) open.add(step.task);
    } else then();
    served = before;
    steps.pop();
  };
  const extend = () => {
    if (served !== 0 && open.size === 0) visit(steps, served);
    for (const task of [...open]) eachOption(tasks[task]!, task, 1, (step) => take(step, extend));
    for (let task = 0; task < tasks.length; task++) {
      if ((served & (1 << task)) !== 0 || !mayServe(task)) continue;
      eachOption(tasks[task]!, task, 0, (step) => take(step, extend));
    }
    if (lastReloads(steps) >= inARow || !mayReload(vehicle, steps)) return;
    vehicle.reloads.forEach((_, reload) => {
      take({ kind: 'reload', reload }, extend);
    });
  };
  const fixed = fixedSteps(slot.given);
  const begin = (at: number) => {
    if (at < fixed.length) take(fixed[at]!, () => begin(at + 1));
    else if (slot.given?.pinned) visit(steps, served);
    else extend();
  };
  begin(0);
}

function eachOption(task: Task, index: number, part: 0 | 1, use: (step: RouteStep) => void): void {
  const stops = part === 1 ? task.deliveryStops : task.stops;
  for (let option = 0; option < stops.length; option++) use({ kind: 'step', task: index, part, option });
}

function mayReload({ maxTrips }: Vehicle, steps: RouteStep[]): boolean {
  return maxTrips === null || steps.filter(({ kind }) => kind === 'reload').length < maxTrips - 1;
}

/** With how many reloads the list ends. */
const lastReloads = (steps: { kind: string }[]) =>
  steps.length - 1 - steps.findLastIndex(({ kind }) => kind !== 'reload');

/** How many reloads of a route, or of the stops of a plan, come one after the other at most; breaks between them or not. */
export function reloadsInARow(stops: { kind: string }[]): number {
  const steps = stops.filter(({ kind }) => kind !== 'break');
  return steps.reduce((most, _, i) => Math.max(most, lastReloads(steps.slice(0, i + 1))), 0);
}
