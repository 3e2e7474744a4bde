import type { GivenRoute, RouteStep, RoutingRequest, Task, Vehicle } from '../../src/contract/request.ts';

/** One vehicle of the fleet, and what of it is given. */
export interface Slot {
  /** Index into `request.vehicles`. */
  vehicle: number;
  number: number;
  given: GivenRoute | null;
  /** Of the same kind as the slot before, and no route is given to either: to swap them changes nothing. */
  isTwin: boolean;
}

/** Every vehicle that could drive, at most as many of a kind as there are tasks beside those with given routes. */
export function slotsOf({ vehicles, routes, tasks }: RoutingRequest): Slot[] {
  const nameOf = (vehicle: number, number: number) => `${number} ${vehicles[vehicle]!.id}`;
  // The shifts of one vehicle are one for the objective `change`.
  const named = new Set(routes.map(({ vehicle, number }) => nameOf(vehicle, number)));
  return vehicles.flatMap(({ count, firstNumber }, vehicle) => {
    const special: Slot[] = [];
    const plain: Slot[] = [];
    for (let number = firstNumber; number < firstNumber + count; number++) {
      const given = routes.find((route) => route.vehicle === vehicle && route.number === number) ?? null;
      if (named.has(nameOf(vehicle, number))) special.push({ vehicle, number, given, isTwin: false });
      else if (plain.length < tasks.length) plain.push({ vehicle, number, given, isTwin: plain.length > 0 });
    }
    return [...special, ...plain];
  });
}

/** Tasks whose place is fixed -> the index of the only slot that may serve them. */
export function ownersOf(slots: Slot[]): Map<number, number> {
  const owners = new Map<number, number>();
  slots.forEach(({ given }, slot) => {
    for (const step of fixedSteps(given)) if (step.kind === 'step') owners.set(step.task, slot);
  });
  return owners;
}

export function fixedSteps(given: GivenRoute | null): RouteStep[] {
  if (given === null) return [];
  return given.pinned ? given.steps : given.steps.slice(0, given.locked);
}

/** The part of rule R1 that depends on nothing but vehicle and task; tariffs and zones are left to the checker. */
export function isAllowed(vehicle: Vehicle, task: Task, index: number): boolean {
  const has = new Set(vehicle.skills);
  if (task.onBoardOf !== null && task.onBoardOf !== index) return false;
  if (task.kind === 'delivery' && task.onBoardOf === null && !vehicle.loadsAtStart && vehicle.reloads.length === 0)
    return false;
  if (task.skills.some((skill) => !has.has(skill)) || task.forbiddenSkills.some((skill) => has.has(skill)))
    return false;
  if (task.anySkills.length > 0 && !task.anySkills.some((skill) => has.has(skill))) return false;
  return (task.onlyVehicles?.includes(vehicle.id) ?? true) && !task.forbiddenVehicles.includes(vehicle.id);
}
