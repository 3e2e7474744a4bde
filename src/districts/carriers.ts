import type { RoutingRequest, Vehicle } from '../contract/request.ts';
import { isKept } from '../contract/steps.ts';
import type { RawRoute } from '../model/solution.ts';

/**
 * Vehicles that every district may use at the same time: outside carriers for whom it makes no difference what else is on their routes, nor
 * in which order. What they do in several districts is one route in the end. Indices into the request's vehicles.
 */
export function carriersOf(request: RoutingRequest): Set<number> {
  const { vehicles, incompatibleGoods, relations, routes } = request;
  // With times to keep, what comes before has to be known; and with goods that may not travel together, all that is on board.
  if (isTimed(request) || relations.some(({ kind }) => kind === 'sequence')) return new Set();
  if (incompatibleGoods.length > 0) return new Set();
  const keeps = new Set(routes.filter(isKept).map(({ vehicle }) => vehicle));
  return new Set([...vehicles.keys()].filter((v) => isBoundless(request, vehicles[v]!) && !keeps.has(v)));
}

function isTimed({ tasks }: RoutingRequest): boolean {
  return tasks.some(
    ({ stops, deliveryStops, release_s, due_s }) =>
      release_s !== null ||
      due_s !== null ||
      [...stops, ...deliveryStops].some(({ windows, softWindows }) => windows.length + softWindows.length > 0),
  );
}

/** Whether a vehicle drives nowhere and has no limits, nor anything to pay once. */
function isBoundless({ profiles }: RoutingRequest, vehicle: Vehicle): boolean {
  const { capacity, initialLoad, shift, minLoad, maxDistance_m, maxDriving_s, maxDuty_s, maxTasks, costs } = vehicle;
  const limits = [capacity, initialLoad, shift, minLoad, maxDistance_m, maxDriving_s, maxDuty_s, maxTasks];
  return (
    profiles[vehicle.profile]!.kind === 'none' &&
    [...limits, costs.overtime].every((limit) => limit === null) &&
    vehicle.breaks.length + vehicle.reloads.length === 0 &&
    !vehicle.inProgress &&
    vehicle.minDuty_s === 0 &&
    vehicle.backhauls === 'mixed' &&
    vehicle.unloading === 'any' &&
    costs.fixed === 0
  );
}

/** What of a route is for some of the tasks, in the same order; null where nothing is. */
export function pieceOf({ steps, ...route }: RawRoute, tasks: ReadonlySet<number>): RawRoute | null {
  const own = steps.filter((step) => step.kind === 'step' && tasks.has(step.task));
  return own.length === 0 ? null : { ...route, steps: own };
}

/** Puts routes of the same vehicle that different districts have made together; each has as many as there are vehicles, at most. */
export function joinPieces(districts: readonly (readonly RawRoute[])[]): RawRoute[] {
  const whole = new Map<string, RawRoute>();
  for (const routes of districts) {
    const made = new Map<number, number>();
    for (const { vehicle, steps } of routes) {
      const nth = made.get(vehicle) ?? 0;
      made.set(vehicle, nth + 1);
      const key = `${vehicle} ${nth}`;
      const former = whole.get(key);
      whole.set(key, { vehicle, number: nth, steps: former === undefined ? steps : [...former.steps, ...steps] });
    }
  }
  return [...whole.values()];
}
