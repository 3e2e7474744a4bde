import type { RoutingRequest, Task, Vehicle } from '../contract/request.ts';
import { isKept } from '../contract/steps.ts';
import type { RawRoute } from '../model/solution.ts';

/**
 * Vehicles that all districts may use at the same time: outside carriers that have no limits and drive nowhere. What they do in several districts is
 * one route in the end. Tasks for which it matters what else is on it may go with them in one district only, the keeper, whose part of
 * the route comes first.
 */
export interface Carriers {
  /** Indices into the request's vehicles. */
  vehicles: ReadonlySet<number>;
  /** Tasks of the keeper; empty where no vehicle is shared. */
  particular: ReadonlySet<number>;
}

/** @param most tasks of a district, about: where there is a carrier for each and tasks are particular, carriers are dealt out like others */
export function carriersOf(request: RoutingRequest, most: number): Carriers {
  const { tasks, vehicles, routes } = request;
  const particular = particularTasks(request);
  const keeps = new Set(routes.filter(isKept).map(({ vehicle }) => vehicle));
  const named = Map.groupBy(vehicles, ({ id }) => id);
  const shared = [...vehicles.keys()].filter((v) => {
    const vehicle = vehicles[v]!;
    // Tasks are kept from it by its id.
    const isAlone =
      particular.size === 0 || (named.get(vehicle.id)!.length === 1 && vehicle.count * most < tasks.length);
    return isAlone && isBoundless(request, vehicle) && !keeps.has(v);
  });
  // What has to be home by some time, or some time after it was picked up, wants to be last, not first.
  const isDue = ({ kind, due_s, maxRide_s }: Task) => due_s !== null || (kind === 'pickup' && maxRide_s !== null);
  return shared.length === 0 || tasks.some(isDue)
    ? { vehicles: new Set(), particular: new Set() }
    : { vehicles: new Set(shared), particular };
}

/** Tasks with times or a longest ride, in sequences or apart from others, or with goods that not all may travel with. */
function particularTasks({ tasks, relations, incompatibleGoods }: RoutingRequest): Set<number> {
  const goods = new Set(incompatibleGoods.flat());
  const isParticular = (task: Task) => isTimed(task) || (task.goods !== null && goods.has(task.goods));
  return new Set([
    ...[...tasks.keys()].filter((t) => isParticular(tasks[t]!)),
    ...relations.filter(({ kind }) => kind !== 'same_vehicle').flatMap((relation) => relation.tasks),
  ]);
}

const isTimed = ({ stops, deliveryStops, release_s, due_s, maxRide_s }: Task): boolean =>
  release_s !== null ||
  due_s !== null ||
  maxRide_s !== null ||
  [...stops, ...deliveryStops].some(({ windows, softWindows }) => windows.length + softWindows.length > 0);

/** Whether a vehicle drives nowhere and has no limits that bind, nor anything to pay once. */
function isBoundless({ profiles, tasks }: RoutingRequest, vehicle: Vehicle): boolean {
  const { capacity, initialLoad, shift, minLoad, maxDuty_s, maxTasks, costs } = vehicle;
  const limits = [initialLoad, shift, minLoad, maxDuty_s, costs.overtime];
  return (
    (maxTasks === null || maxTasks >= tasks.length) &&
    (capacity === null || capacity.every((most, d) => isRoomForAll(tasks, most, d))) &&
    profiles[vehicle.profile]!.kind === 'none' &&
    limits.every((limit) => limit === null) &&
    vehicle.breaks.length + vehicle.reloads.length === 0 &&
    !vehicle.inProgress &&
    vehicle.minDuty_s === 0 &&
    vehicle.backhauls === 'mixed' &&
    vehicle.unloading === 'any' &&
    costs.fixed === 0
  );
}

const isRoomForAll = (tasks: readonly Task[], most: number, d: number): boolean =>
  tasks.reduce((sum, { load, returnLoad }) => sum + (load[d] ?? 0) + (returnLoad?.[d] ?? 0), 0) <= most;

/** What of a route is for some of the tasks, in the same order; null where nothing is. */
export function pieceOf({ steps, ...route }: RawRoute, tasks: ReadonlySet<number>): RawRoute | null {
  const own = steps.filter((step) => step.kind === 'step' && tasks.has(step.task));
  return own.length === 0 ? null : { ...route, steps: own };
}

/**
 * Puts routes of the same vehicle that different districts have made together; each has as many as there are vehicles, at most.
 * @param districts the keeper's first
 */
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
