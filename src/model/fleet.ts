import type { RoutingRequest, Stop, Task, Vehicle } from '../contract/request.ts';
import { isKept } from '../contract/steps.ts';
import { isAllowed, isInZones, isSkilled, mayHave, tariffPrice } from '../route/access.ts';

/** Vehicles that differ in nothing but id, number and description: the solver sees one type with a count. */
export interface VehicleType {
  /** One of them, to read its properties from, and its index into `request.vehicles`. */
  sample: Vehicle;
  index: number;
  /** Indices into `request.vehicles`, each with a run of numbers that the solver may use. */
  members: { vehicle: number; from: number; count: number }[];
  /** Sum of the members' counts. */
  count: number;
}

/** Groups the vehicles of a request, in order of first appearance; kinds with count 0 are left out. */
export function vehicleTypes(request: RoutingRequest): VehicleType[] {
  const types = new Map<string, VehicleType>();
  const named = namedVehicles(request);
  const single = singledOut(request);
  const add = (key: string, index: number, from: number, count: number) => {
    if (count === 0) return;
    const type = types.get(key) ?? { sample: request.vehicles[index]!, index, members: [], count: 0 };
    type.members.push({ vehicle: index, from, count });
    type.count += count;
    types.set(key, type);
  };
  request.vehicles.forEach((vehicle, index) => {
    const { id, description: _, count, firstNumber, shiftNumber: __, ...rest } = vehicle;
    // A district has all vehicles of the request, most of them with count 0.
    if (count === 0) return;
    // Tasks that name a vehicle tell it apart from its equals.
    const key = JSON.stringify(named.has(id) ? vehicle : rest);
    let from = firstNumber;
    for (const number of single.get(index) ?? []) {
      add(key, index, from, number - from);
      add(`${index} ${number}`, index, number, 1);
      from = number + 1;
    }
    add(key, index, from, firstNumber + count - from);
  });
  return [...types.values()];
}

function namedVehicles({ tasks, vehicles }: RoutingRequest): Set<string> {
  const named = new Set<string>();
  for (const { onlyVehicles, forbiddenVehicles, onBoardOf } of tasks) {
    for (const id of onlyVehicles ?? []) named.add(id);
    for (const id of forbiddenVehicles) named.add(id);
    if (onBoardOf !== null) named.add(vehicles[onBoardOf]!.id);
  }
  return named;
}

/**
 * Numbers that are types of their own, ascending, per vehicle: routes that must stay theirs, or count as changed elsewhere,
 * though not on another shift of the same vehicle.
 */
function singledOut({ routes, vehicles, objectives }: RoutingRequest): Map<number, number[]> {
  const counts = objectives.some((level) => level.some(({ name }) => name === 'change'));
  const single = new Map<number, Set<number>>();
  const add = (vehicle: number, number: number) => {
    single.set(vehicle, (single.get(vehicle) ?? new Set()).add(number));
  };
  for (const route of routes) {
    const { vehicle, number } = route;
    if (!counts) {
      if (isKept(route)) add(vehicle, number);
      continue;
    }
    vehicles.forEach(({ id, firstNumber, count }, shift) => {
      const has = number >= firstNumber && number < firstNumber + count;
      if (has && id === vehicles[vehicle]!.id) add(shift, number);
    });
  }
  return new Map([...single].map(([vehicle, numbers]) => [vehicle, [...numbers].sort((a, b) => a - b)]));
}

/** Whether a vehicle may go to a stop for a task: skills, lists, zones, tariff, goods that it has or can load. Load, time and distance are judged per route. */
export function mayServe(request: RoutingRequest, index: number, task: Task, stop: Stop): boolean {
  const vehicle = request.vehicles[index]!;
  if (!isSkilled(vehicle, task) || !isAllowed(vehicle, task) || !mayHave(vehicle, index, task)) return false;
  if (!isInZones(request, vehicle, stop.place)) return false;
  // A shipment is priced where it is delivered, so its pickup has no say.
  if (vehicle.tariff === null || (task.kind === 'shipment' && task.stops.includes(stop))) return true;
  return tariffPrice(request, vehicle.tariff, task, stop.place) !== null;
}
