import type { RoutingRequest, Task, Vehicle } from '../contract/request.ts';

/** Vehicles that differ in nothing but id and description: the solver sees one type with a count. */
export interface VehicleType {
  /** One of them, to read its properties from. */
  sample: Vehicle;
  /** Indices into `request.vehicles`, with how many the solver may use of each. */
  members: { vehicle: number; count: number }[];
  /** Sum of the members' counts. */
  count: number;
}

/** Groups the vehicles of a request, in order of first appearance; kinds with count 0 are left out. */
export function vehicleTypes(request: RoutingRequest): VehicleType[] {
  const types = new Map<string, VehicleType>();
  const named = namedVehicles(request);
  request.vehicles.forEach((vehicle, index) => {
    if (vehicle.count === 0) return;
    const { id, description: _, count, ...rest } = vehicle;
    // Tasks that name a vehicle tell it apart from its equals.
    const key = JSON.stringify(named.has(id) ? vehicle : rest);
    const type = types.get(key) ?? { sample: vehicle, members: [], count: 0 };
    type.members.push({ vehicle: index, count });
    type.count += count;
    types.set(key, type);
  });
  return [...types.values()];
}

function namedVehicles(request: RoutingRequest): Set<string> {
  const named = new Set<string>();
  for (const { onlyVehicles, forbiddenVehicles } of request.tasks) {
    for (const id of onlyVehicles ?? []) named.add(id);
    for (const id of forbiddenVehicles) named.add(id);
  }
  return named;
}

/** Whether a vehicle may serve a task: skills and vehicle lists. Load, time and distance are judged per route. */
export function mayServe(vehicle: Vehicle, task: Task): boolean {
  return isSkilled(vehicle, task) && isAllowed(vehicle, task);
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
