import type { RouteStep, RoutingRequest, SoftWindow, Stop, Task, Vehicle, Window } from '../contract/request.ts';

/** A stop that the plan decides on, with what the request says about it: a step of a task, or a reload. */
export interface Call {
  /** Null: a reload. */
  task: Task | null;
  /** 1: the delivery of a shipment. */
  part: 0 | 1;
  option: Stop | null;
  /** Index into `request.places`. */
  place: number;
  windows: Window[];
  softWindows: SoftWindow[];
  /** Where the stop before is at another place. */
  setup_s: number;
  service_s: number;
}

/** @returns null where the request has no such task, option or reload. */
export function callOf(request: RoutingRequest, vehicle: Vehicle, step: RouteStep): Call | null {
  if (step.kind === 'reload') {
    const reload = vehicle.reloads[step.reload];
    if (!reload) return null;
    const { place, windows, service_s } = reload;
    return { task: null, part: 0, option: null, place, windows, softWindows: [], setup_s: 0, service_s };
  }
  const task = request.tasks[step.task];
  const option = task && stopsOf(task, step.part)[step.option];
  if (!task || !option) return null;
  const forType = (list: Stop['serviceByType'], otherwise: number) =>
    list.find(({ type }) => type === vehicle.type)?.seconds ?? otherwise;
  return {
    ...{ task, part: step.part, option, place: option.place },
    ...{ windows: option.windows, softWindows: option.softWindows },
    setup_s: forType(option.setupByType, option.setup_s),
    service_s: forType(option.serviceByType, option.service_s),
  };
}

export const stopsOf = (task: Task, part: 0 | 1): Stop[] => (part === 1 ? task.deliveryStops : task.stops);

/** Setup at a stop counts on arrival from another place, or from nowhere. */
export const setupAt = (call: Call, before: number | null) => (before === call.place ? 0 : call.setup_s);

/** What is left of a shipment on board is a delivery. */
export const partsOf = ({ kind }: Task): (0 | 1)[] => (kind === 'shipment' ? [0, 1] : [0]);

/** Whether this step leaves goods on board, or takes them off. */
export function moves({ task, part }: Call): 'loads' | 'unloads' | 'neither' {
  if (task === null || task.kind === 'visit') return 'neither';
  if (task.kind === 'shipment') return part === 0 ? 'loads' : 'unloads';
  return task.kind === 'pickup' ? 'loads' : 'unloads';
}

/** A trip by the indices of the calls that bound it: -1 = the start, the number of calls = the end. */
export interface Trip {
  from: number;
  to: number;
}

export function tripsOf(calls: Call[]): Trip[] {
  const trips: Trip[] = [];
  let from = -1;
  for (let i = 0; i < calls.length; i++) {
    if (calls[i]!.task !== null) continue;
    trips.push({ from, to: i });
    from = i;
  }
  trips.push({ from, to: calls.length });
  return trips;
}

/** The trip that a delivery leaves with: that which serves it, or the first for what is on board already. */
export const loadedFor = ({ task }: Call, serving: Trip, first: Trip): Trip =>
  task!.onBoardOf === null ? serving : first;

export const isLastPart = ({ task, part }: Call) => task !== null && (task.kind !== 'shipment' || part === 1);

/** Of all tasks of a route, each once. */
export const totalLoad = (calls: Call[], dimension: number) =>
  calls.reduce((sum, call) => sum + (isLastPart(call) ? call.task!.load[dimension]! : 0), 0);

/** The steps of a task, with every choice of options. */
export function choicesOf({ tasks }: RoutingRequest, index: number): RouteStep[][] {
  const task = tasks[index]!;
  return partsOf(task).reduce<RouteStep[][]>(
    (choices, part) =>
      choices.flatMap((steps) =>
        stopsOf(task, part).map((_, option) => [...steps, { kind: 'step' as const, task: index, part, option }]),
      ),
    [[]],
  );
}
