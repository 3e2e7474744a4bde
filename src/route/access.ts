import type { RoutingRequest, TariffRow, Task, Vehicle } from '../contract/request.ts';
import type { NodeFacts } from './node-facts.ts';
import { atMost } from './slack.ts';

/** Which vehicle may serve which stop (rule R1), and at which price of its tariff. */
export interface Access {
  /** Per vehicle: its row in `mayServe` and `price`. */
  accessOf: Int32Array;
  /** Per row and stop: 1 = skills, lists, zones, tariff and goods on board let it. */
  mayServe: Uint8Array;
  /** Per row and stop: the tariff's price for the task, charged at its last step. Empty where no vehicle has a tariff. */
  price: Float64Array;
}

/** What tells a vehicle, by its index, from others alike: its name where a task asks for it, its index where a task is on board of it. */
export function ownMarks({ vehicles, tasks }: RoutingRequest): (index: number) => [name: string, carrier: number] {
  const named = new Set(tasks.flatMap((task) => [...(task.onlyVehicles ?? []), ...task.forbiddenVehicles]));
  const carriers = new Set(tasks.map(({ onBoardOf }) => onBoardOf));
  return (index) => [named.has(vehicles[index]!.id) ? vehicles[index]!.id : '', carriers.has(index) ? index : -1];
}

/** Vehicles that may serve the same stops at the same prices share a row. */
export function accessOf(request: RoutingRequest, { stops, firstStop, deliveryFrom }: NodeFacts): Access {
  const { vehicles, tasks } = request;
  const markOf = ownMarks(request);
  const rows = new Map<string, number>();
  const samples: number[] = [];
  const rowOf = vehicles.map((vehicle, index) => {
    const { skills, zones, tariff } = vehicle;
    const key = JSON.stringify([skills, zones, tariff, mayLoad(vehicle), markOf(index)]);
    const row = rows.get(key) ?? samples.push(index) - 1;
    rows.set(key, row);
    return row;
  });
  const mayServe = new Uint8Array(samples.length * stops);
  const price = new Float64Array(vehicles.some(({ tariff }) => tariff) ? mayServe.length : 0);
  samples.forEach((index, row) => {
    const vehicle = vehicles[index]!;
    tasks.forEach((task, t) => {
      if (!isSkilled(vehicle, task) || !isAllowed(vehicle, task) || !mayHave(vehicle, index, task)) return;
      for (let stop = firstStop[t]!; stop < firstStop[t + 1]!; stop++) {
        const isLast = task.kind !== 'shipment' || stop >= deliveryFrom[t]!;
        const { place } =
          isLast && task.kind === 'shipment'
            ? task.deliveryStops[stop - deliveryFrom[t]!]!
            : task.stops[stop - firstStop[t]!]!;
        if (!isInZones(request, vehicle, place)) continue;
        const charged = isLast && vehicle.tariff !== null ? tariffPrice(request, vehicle.tariff, task, place) : 0;
        if (charged === null) continue;
        mayServe[row * stops + stop] = 1;
        if (charged > 0) price[row * stops + stop] = charged;
      }
    });
  });
  return { accessOf: Int32Array.from(rowOf), mayServe, price };
}

export function isSkilled({ skills }: Vehicle, task: Task): boolean {
  const has = (skill: string) => skills.includes(skill);
  return (
    task.skills.every(has) &&
    (task.anySkills.length === 0 || task.anySkills.some(has)) &&
    !task.forbiddenSkills.some(has)
  );
}

/** Whether the task's lists of vehicles let this one serve it. */
export function isAllowed({ id }: Vehicle, { onlyVehicles, forbiddenVehicles }: Task): boolean {
  return (onlyVehicles === null || onlyVehicles.includes(id)) && !forbiddenVehicles.includes(id);
}

/** Whether it can still load what it delivers, where its route starts or at a reload. */
export const mayLoad = ({ loadsAtStart, reloads }: Vehicle): boolean => loadsAtStart || reloads.length > 0;

/** Whether the vehicle of this index has the goods of a task on board, or could get them. */
export function mayHave(vehicle: Vehicle, index: number, { kind, onBoardOf }: Task): boolean {
  return onBoardOf === null ? kind !== 'delivery' || mayLoad(vehicle) : onBoardOf === index;
}

export function isInZones({ places }: RoutingRequest, { zones }: Vehicle, place: number): boolean {
  return zones === null || places[place]!.zones.some((zone) => zones.includes(zone));
}

/** The price of the first row of a tariff that fits; null where none does. */
export function tariffPrice(
  { places }: RoutingRequest,
  tariff: TariffRow[],
  { load }: Task,
  place: number,
): number | null {
  const { zones } = places[place]!;
  const row = tariff.find(
    ({ zone, upTo }) =>
      (zone === null || zones.includes(zone)) && (upTo === null || load.every((amount, d) => atMost(amount, upTo[d]!))),
  );
  return row?.price ?? null;
}
