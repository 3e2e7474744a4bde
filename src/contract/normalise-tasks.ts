import type { Reading } from './normalise-places.ts';
import type { ForType, Stop, Task } from './request.ts';
import type { RequestParsed } from './schema.ts';

type TaskParsed = RequestParsed['tasks'][number];
type ShipmentParsed = Extract<TaskParsed, { kind: 'shipment' }>;
type SingleParsed = Exclude<TaskParsed, ShipmentParsed>;
type StopParsed = NonNullable<SingleParsed['options']>[number];

export function toTask(task: TaskParsed, reading: Reading): Task {
  const [stops, deliveryStops] = stopsOf(task);
  return {
    id: task.id,
    kind: task.kind,
    description: task.description ?? null,
    stops: stops.map((stop) => toStop(stop, reading)),
    deliveryStops: deliveryStops.map((stop) => toStop(stop, reading)),
    load: task.load ?? new Array<number>(reading.dimensions).fill(0),
    returnLoad: returnOf(task),
    skills: task.skills ?? [],
    anySkills: task.any_skills ?? [],
    forbiddenSkills: task.forbidden_skills ?? [],
    onlyVehicles: task.vehicles ?? null,
    forbiddenVehicles: task.forbidden_vehicles ?? [],
    priority: task.priority,
    prize: task.prize ?? null,
    release_s: task.release === undefined ? null : reading.seconds(task.release),
    due_s: task.due === undefined ? null : reading.seconds(task.due),
    goods: task.goods ?? null,
    maxRide_s: task.max_ride_s ?? null,
    onBoardOf: null,
    isPickedUp: false,
  };
}

/** Amounts of which none is above 0 are none. */
function returnOf(task: TaskParsed): number[] | null {
  const amounts = task.kind === 'delivery' ? task.return_load : undefined;
  return amounts?.some((amount) => amount > 0) ? amounts : null;
}

/** A shipment that was picked up before: what is left of it is its delivery. The goods need no release any more. */
export function asOnBoard(task: Task, vehicle: number): Task {
  const onBoard = { ...task, onBoardOf: vehicle, release_s: null };
  return task.kind === 'shipment'
    ? { ...onBoard, isPickedUp: true, kind: 'delivery', stops: task.deliveryStops, deliveryStops: [] }
    : onBoard;
}

function stopsOf(task: TaskParsed): [first: StopParsed[], second: StopParsed[]] {
  if (task.kind === 'shipment') return [[task.pickup].flat(), [task.delivery].flat()];
  // One of the two is there: the rules see to it.
  return [task.options ?? [task as SingleParsed & StopParsed], []];
}

function toStop(stop: StopParsed, reading: Reading): Stop {
  return {
    place: reading.place(stop.at),
    windows: reading.windows(stop.windows),
    softWindows: (stop.soft_windows ?? []).map((soft) => ({ ...soft, window: reading.window(soft.window) })),
    service_s: stop.service_s,
    serviceByType: toForTypes(stop.service_by_type),
    setup_s: stop.setup_s,
    setupByType: toForTypes(stop.setup_by_type),
    cost: stop.cost,
    label: stop.label ?? null,
  };
}

function toForTypes(byType: ForType[] | undefined): ForType[] {
  return (byType ?? []).map(({ type, seconds }) => ({ type, seconds }));
}
