import type { RouteStep, RoutingRequest } from '../../src/contract/request.ts';
import type { RawRoute, RawSolution } from '../../src/model/solution.ts';
import type { Dice } from './rich-dice.ts';
import { fixedSteps, isAllowed, ownersOf, type Slot, slotsOf } from './rich-slots.ts';

/** How often a task is tried at random places before it stays out. */
const TRIES = 6;

/**
 * A random plan: what is given stays, every other task is put at random places until it fits one.
 * @param fits whether a route will do; with this probability `daring` one is taken that does not.
 */
export function randomRaw(
  request: RoutingRequest,
  dice: Dice,
  fits: (slot: Slot, steps: RouteStep[]) => boolean,
  daring: number,
): RawSolution {
  const slots = slotsOf(request);
  const owners = ownersOf(slots);
  const routes = slots.map(({ given }) => (given?.pinned || given?.locked || dice.chance(0.5) ? startOf(given) : []));
  const served = new Set(routes.flat().flatMap((step) => (step.kind === 'step' ? [step.task] : [])));
  for (const task of dice.shuffled(request.tasks.map((_, t) => t))) {
    if (served.has(task)) continue;
    for (let tries = 0; tries < TRIES; tries++) {
      const at = dice.int(0, slots.length - 1);
      const slot = slots[at]!;
      const vehicle = request.vehicles[slot.vehicle]!;
      if (slot.given?.pinned || !isAllowed(vehicle, request.tasks[task]!, slot.vehicle)) continue;
      const steps = withTask(request, dice, slot, routes[at]!, task);
      if (!fits(slot, steps) && !dice.chance(daring)) continue;
      routes[at] = steps;
      served.add(task);
      break;
    }
  }
  return rawOf(request, slots, routes);

  /** Tasks that others must serve are not taken from a given route. */
  function startOf(given: Slot['given']): RouteStep[] {
    const mine = slots.findIndex((slot) => slot.given === given);
    const all = (given?.steps ?? []).filter(
      (step) => step.kind === 'reload' || (owners.get(step.task) ?? mine) === mine,
    );
    return dice.chance(0.5) ? all : fixedSteps(given);
  }
}

function rawOf({ tasks }: RoutingRequest, slots: Slot[], routes: RouteStep[][]): RawSolution {
  const raw = routes.flatMap((steps, i): RawRoute[] => {
    const { vehicle, number } = slots[i]!;
    return steps.some(({ kind }) => kind === 'step') ? [{ vehicle, number, steps }] : [];
  });
  raw.sort((a, b) => a.vehicle - b.vehicle || a.number - b.number);
  const served = new Set(
    raw.flatMap(({ steps }) => steps.flatMap((step) => (step.kind === 'step' ? [step.task] : []))),
  );
  return { routes: raw, unassigned: tasks.flatMap((_, t) => (served.has(t) ? [] : [t])) };
}

/** The route with this task somewhere after what is locked, sometimes with a reload too. */
function withTask(request: RoutingRequest, dice: Dice, slot: Slot, route: RouteStep[], task: number): RouteStep[] {
  const { stops, deliveryStops } = request.tasks[task]!;
  const { reloads, maxTrips } = request.vehicles[slot.vehicle]!;
  const steps = [...route];
  const first = fixedSteps(slot.given).length;
  const put = (step: RouteStep, from: number) => {
    const at = dice.int(from, steps.length);
    steps.splice(at, 0, step);
    return at;
  };
  const at = put({ kind: 'step', task, part: 0, option: dice.int(0, stops.length - 1) }, first);
  const delivery = dice.int(0, Math.max(0, deliveryStops.length - 1));
  if (deliveryStops.length > 0) put({ kind: 'step', task, part: 1, option: delivery }, at + 1);
  const trips = 1 + steps.filter(({ kind }) => kind === 'reload').length;
  if (reloads.length > 0 && dice.chance(0.3) && (maxTrips === null || trips < maxTrips)) {
    put({ kind: 'reload', reload: dice.int(0, reloads.length - 1) }, first);
  }
  return steps;
}
