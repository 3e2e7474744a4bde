import type { Break, RoutingRequest, Stop, Task, Vehicle, Window } from '../contract/request.ts';
import { stopsOfTask } from './stops.ts';

/**
 * The request without rules that nothing on this day can break, and prices that nothing can incur: goods that nobody has, releases before
 * all shifts, overtime beyond the longest. The plans that are allowed, and what they cost, stay the same to the last digit; but one such
 * rule would have every route simulated, and take away all moves that are for days without.
 */
export function withoutIdleRules(request: RoutingRequest): RoutingRequest {
  const { vehicles, tasks, profiles, relations, incompatibleGoods } = request;
  // Their routes are simulated in any case, and what they did before counts.
  if (vehicles.some(({ inProgress }) => inProgress)) return request;
  const day = dayOf(vehicles);
  const longest_s = Math.max(...vehicles.map(longestDuty));
  const binding = withoutIdleWindows(
    tasks.map((task) => bindingTask(task, day, longest_s)),
    day,
  );
  const isSingle = vehicles.length === 1 && vehicles[0]!.count === 1;
  return {
    ...request,
    tasks: binding,
    vehicles: vehicles.map((vehicle) => bindingVehicle(vehicle, request)),
    profiles: profiles.map((profile) => (hasTraffic(profile, day) ? profile : { ...profile, traffic: [] })),
    relations: isSingle ? relations.filter(({ kind }) => kind !== 'same_vehicle') : relations,
    incompatibleGoods: incompatibleGoods.filter((pair) => meet(tasks, pair)),
    objectives: bindingObjectives(request, binding),
  };
}

/** From when to when vehicles may be under way; without end where some has no shift. */
function dayOf(vehicles: readonly Vehicle[]): Window {
  if (vehicles.some(({ shift }) => shift === null)) return [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  return [Math.min(...vehicles.map(({ shift }) => shift![0])), Math.max(...vehicles.map(({ shift }) => shift![1]))];
}

const covers = ([opens, closes]: Window, [from, to]: Window) => opens <= from && to <= closes;

const lengthOf = ({ shift }: Vehicle) => (shift === null ? Number.POSITIVE_INFINITY : shift[1] - shift[0]);

const longestDuty = (vehicle: Vehicle) => Math.min(lengthOf(vehicle), vehicle.maxDuty_s ?? Number.POSITIVE_INFINITY);

function bindingTask(task: Task, day: Window, longest_s: number): Task {
  const { release_s, due_s, maxRide_s } = task;
  const stop = (one: Stop): Stop => ({
    ...one,
    softWindows: one.softWindows.every(({ window }) => covers(window, day)) ? [] : one.softWindows,
    serviceByType: one.serviceByType.some(({ seconds }) => seconds !== one.service_s) ? one.serviceByType : [],
    setupByType: one.setupByType.some(({ seconds }) => seconds !== one.setup_s) ? one.setupByType : [],
  });
  return {
    ...task,
    stops: task.stops.map(stop),
    deliveryStops: task.deliveryStops.map(stop),
    release_s: release_s !== null && release_s <= day[0] ? null : release_s,
    due_s: due_s !== null && due_s >= day[1] ? null : due_s,
    maxRide_s: maxRide_s !== null && maxRide_s >= longest_s ? null : maxRide_s,
  };
}

/** Where the windows of all stops are as wide as the day. */
function withoutIdleWindows(tasks: Task[], day: Window): Task[] {
  const isIdle = ({ windows }: Stop) => windows.length === 0 || windows.some((window) => covers(window, day));
  if (!tasks.every((task) => stopsOfTask(task).every(isIdle))) return tasks;
  const open = (stop: Stop): Stop => ({ ...stop, windows: [] });
  return tasks.map((task) => ({
    ...task,
    stops: task.stops.map(open),
    deliveryStops: task.deliveryStops.map(open),
  }));
}

function bindingVehicle(vehicle: Vehicle, { tasks, routes }: RoutingRequest): Vehicle {
  const { costs, maxTasks, maxDuty_s, maxDriving_s, minLoad, maxTrips } = vehicle;
  const duty_s = longestDuty(vehicle);
  const isUnder = (limit: number | null, most: number) => limit !== null && limit < most;
  const hasOvertime = costs.overtime !== null && costs.overtime.per_hour > 0 && costs.overtime.after_s < duty_s;
  return {
    ...vehicle,
    costs: hasOvertime ? costs : { ...costs, overtime: null },
    breaks: bindingBreaks(vehicle),
    // Routes given name reloads, also those they may not have.
    reloads: maxTrips === 1 && routes.length === 0 ? [] : vehicle.reloads,
    backhauls: tasks.some(({ kind }) => kind === 'pickup') ? vehicle.backhauls : 'mixed',
    unloading: isOfOneKind(tasks) ? 'any' : vehicle.unloading,
    minLoad: minLoad?.some((load) => load > 0) ? minLoad : null,
    maxTasks: isUnder(maxTasks, tasks.length) ? maxTasks : null,
    maxDuty_s: isUnder(maxDuty_s, lengthOf(vehicle)) ? maxDuty_s : null,
    // Without a shift, such a limit says when routes leave.
    maxDriving_s: vehicle.shift === null || isUnder(maxDriving_s, duty_s) ? maxDriving_s : null,
  };
}

/** Breaks that may have to be taken. Those whose windows close with the shift, or after it, may always be left out, and are. */
function bindingBreaks(vehicle: Vehicle): Break[] {
  const { breaks, shift, maxDriving_s } = vehicle;
  if (shift === null) return breaks;
  const driving_s = Math.min(longestDuty(vehicle), maxDriving_s ?? Number.POSITIVE_INFINITY);
  const needed = breaks.filter(
    ({ afterDriving_s, drivenBefore_s }) => afterDriving_s === null || drivenBefore_s + driving_s > afterDriving_s,
  );
  // A break that may be left out can spare one for driving.
  const mayReset = needed.some(({ afterDriving_s }) => afterDriving_s !== null);
  return needed.filter(({ windows }) => {
    if (windows === null) return true;
    const last = windows.at(-1)![1];
    return last >= shift[0] && (last < shift[1] || (mayReset && windows[0]![0] <= shift[1]));
  });
}

/** Whether nothing loaded later can be in the way of what is served: all goods are on board from the start, or to the end. */
function isOfOneKind(tasks: readonly Task[]): boolean {
  const kinds = new Set(tasks.map(({ kind }) => kind).filter((kind) => kind !== 'visit'));
  if (kinds.has('shipment') || kinds.size > 1) return false;
  return tasks.every(({ returnLoad, isPickedUp }) => returnLoad === null && !isPickedUp);
}

/** Whether speeds are others than normal at some time of the day. */
function hasTraffic({ traffic }: RoutingRequest['profiles'][number], [from, to]: Window): boolean {
  return traffic.some(({ steps }) =>
    steps.some(({ from_s, factor }, i) => {
      const until_s = steps[i + 1]?.from_s ?? Number.POSITIVE_INFINITY;
      return factor !== 1 && from_s < to && until_s > from;
    }),
  );
}

/** Whether two tasks have goods of these two classes. */
function meet(tasks: readonly Task[], [one, other]: [string, string]): boolean {
  const having = (goods: string) => tasks.filter((task) => task.kind !== 'visit' && task.goods === goods).length;
  return one === other ? having(one) > 1 : having(one) > 0 && having(other) > 0;
}

/** Objectives that may differ between plans, where there are any. */
function bindingObjectives(
  { objectives, routes }: RoutingRequest,
  tasks: readonly Task[],
): RoutingRequest['objectives'] {
  const canBeLate = tasks.some((task) => stopsOfTask(task).some(({ softWindows }) => softWindows.length > 0));
  const idle = new Set([...(routes.length === 0 ? ['change'] : []), ...(canBeLate ? [] : ['lateness'])]);
  const binding = objectives.map((level) => level.filter(({ name }) => !idle.has(name)));
  // Where nothing else is left, cost would be weighed against prizes, of which the plan knows nothing.
  return binding.flat().some(({ name }) => name !== 'unserved' && name !== 'vehicles') ? binding : objectives;
}
