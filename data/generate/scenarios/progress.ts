import type { PlanRoute, PlanStop, RoutingPlan } from '../../../src/contract/plan.ts';
import { clockAt, HOUR_S, type RequestInput, type TaskInput, type VehicleInput } from './common.ts';

type GivenRoute = NonNullable<RequestInput['routes']>[number];
type Location = [number, number] | string;
const DAY_S = 24 * HOUR_S - 1;

/**
 * The rest of a day as a request of its own: at `time_s` the plan has been carried out so far, and something new has to
 * be served. Done tasks are gone; every vehicle on its way has its `progress`: where it is, what is on board, what it
 * has used up of its limits. A stop it is driving to stays the next one; what is planned after it is a suggestion.
 * A vehicle that is busy at a stop, or has a break, goes on from where and when that ends.
 * What is forgotten: until when goods of a pickup that is done were to be back (`due`).
 * @param request of this folder: its clock starts at midnight, every place has a position
 * @param plan of that request
 */
export function continueAt(request: RequestInput, plan: RoutingPlan, time_s: number, added: TaskInput[]): RequestInput {
  const done = new Map(plan.routes.flatMap(({ stops }) => doneTasks(stops, time_s)));
  const { routes: _, relations = [], ...rest } = request;
  const left = relations
    .map((relation) => ({ ...relation, tasks: relation.tasks.filter((id) => !done.has(id)) }))
    .filter(({ tasks }) => tasks.length > 1);
  return {
    ...rest,
    id: `${request.id}-${clockAt(time_s).slice(11, 16).replace(':', '')}`,
    tasks: [...request.tasks.filter(({ id }) => !done.has(id)).map((task) => afterDone(task, done, request)), ...added],
    vehicles: request.vehicles.map((vehicle) => fromNowOn(vehicle, time_s)),
    ...(left.length > 0 ? { relations: left } : {}),
    routes: plan.routes.map((route) => routeLeft(route, request, time_s)),
  };
}

/** Ids of tasks that nobody has to go to any more, with the second they were left. A shipment is done with its delivery. */
function doneTasks(stops: PlanStop[], time_s: number): [string, number][] {
  const last = new Map<string, PlanStop>();
  for (const stop of stops) if (stop.task !== undefined) last.set(stop.task, stop);
  return [...last].filter(([, stop]) => stop.begin_s <= time_s).map(([id, stop]) => [id, stop.departure_s]);
}

/** What waits for a task that is done still waits for the gap after it. */
function afterDone(task: TaskInput, done: Map<string, number>, request: RequestInput): TaskInput {
  if (task.kind === 'shipment' || task.windows === undefined) return task;
  const from_s = (request.relations ?? []).flatMap(({ kind, tasks, min_gap_s = 0 }) => {
    const at = kind === 'sequence' ? tasks.indexOf(task.id) : -1;
    const before = at > 0 ? done.get(tasks[at - 1]!) : undefined;
    return before === undefined ? [] : [before + min_gap_s];
  });
  if (from_s.length === 0) return task;
  const earliest = clockAt(Math.max(...from_s));
  const windows = task.windows
    .filter(([, closes]) => Date.parse(String(closes)) >= Date.parse(earliest))
    .map(([opens, closes]): [string, string] => [laterOf(String(opens), earliest), String(closes)]);
  return { ...task, windows };
}

/** Nobody can leave before now. */
function fromNowOn(vehicle: VehicleInput, time_s: number): VehicleInput {
  const [opens, closes] = vehicle.shift ?? [clockAt(time_s), clockAt(DAY_S)];
  return { ...vehicle, shift: [laterOf(String(opens), clockAt(time_s)), String(closes)] };
}

function laterOf(a: string, b: string): string {
  return Date.parse(a) >= Date.parse(b) ? a : b;
}

function routeLeft(route: PlanRoute, request: RequestInput, time_s: number): GivenRoute {
  const { stops, vehicle, number } = route;
  const given = { vehicle, number, ...(route.shift === undefined ? {} : { shift: route.shift }) };
  const next = stops.findIndex(({ kind, begin_s }) => kind !== 'start' && begin_s > time_s);
  const [past, ahead] = next < 0 ? [stops, []] : [stops.slice(0, next), stops.slice(next)];
  const steps = ahead.flatMap(stepOf);
  if (route.starts_s > time_s) return { ...given, steps };
  // Driving to a task or a reload already, or waiting there: it stays the next one.
  const isUnderWay = past.at(-1)!.departure_s < time_s && ahead[0] !== undefined && stepOf(ahead[0]).length > 0;
  const progress = {
    ...whereabouts(past, ahead, time_s),
    ...onBoard(past, ahead, request),
    ...usedUp(route, past, ahead),
  };
  return { ...given, steps, ...(isUnderWay ? { locked: 1 } : {}), progress };
}

function stepOf(stop: PlanStop): NonNullable<GivenRoute['steps']> {
  if (stop.kind === 'reload') return [{ reload: stop.reload! }];
  return stop.task === undefined ? [] : [{ task: stop.task, ...(stop.option ? { option: stop.option } : {}) }];
}

/** Where it goes on, and when: at the stop it is busy at, when that is done; else on the way, now. */
function whereabouts(past: PlanStop[], ahead: PlanStop[], time_s: number) {
  const here = past.at(-1)!;
  const next = ahead.find(({ position }) => position !== undefined);
  const from = past.findLast(({ position }) => position !== undefined)!;
  const at: Location = from.place ?? from.position!;
  if (next === undefined || from.driving_s === next.driving_s)
    return { at, time: clockAt(Math.max(here.departure_s, time_s)) };
  if (here.departure_s >= time_s) {
    const share = (here.driving_s - from.driving_s) / (next.driving_s - from.driving_s);
    return { at: share === 0 ? at : between(from, next, share), time: clockAt(here.departure_s) };
  }
  if (next.arrival_s <= time_s) return { at: next.place ?? next.position!, time: clockAt(time_s) };
  const driven_s = here.driving_s - from.driving_s + time_s - here.departure_s;
  const share = Math.min(1, driven_s / (next.driving_s - from.driving_s));
  return { at: between(from, next, share), time: clockAt(time_s) };
}

/** On the straight line, to five decimals. */
function between({ position: from }: PlanStop, { position: to }: PlanStop, share: number): [number, number] {
  const at = (axis: 0 | 1) => Math.round((from![axis] + share * (to![axis] - from![axis])) * 1e5) / 1e5;
  return [at(0), at(1)];
}

/** Deliveries of the trip it is on and shipments picked up, by name; what was picked up on this trip, as a load. */
function onBoard(past: PlanStop[], ahead: PlanStop[], request: RequestInput) {
  const tasks = new Map(request.tasks.map((task) => [task.id, task]));
  const trip = upTo(ahead, ({ kind }) => kind === 'reload');
  const picked = new Set(past.filter(({ kind }) => kind === 'pickup').map(({ task }) => task!));
  const named = (stops: PlanStop[], isOnBoard: (task: TaskInput) => boolean) =>
    stops.flatMap(({ kind, task }) => (kind === 'delivery' && isOnBoard(tasks.get(task!)!) ? [task!] : []));
  const on_board = [
    ...named(trip, ({ kind }) => kind === 'delivery'),
    ...named(ahead, ({ kind, id }) => kind === 'shipment' && picked.has(id)),
  ];
  const sinceReload = past.slice(past.findLastIndex(({ kind }) => kind === 'reload') + 1);
  const collected = sinceReload.flatMap(({ task }) =>
    task !== undefined && tasks.get(task)?.kind === 'pickup' ? task : [],
  );
  const loads = collected.map((id) => tasks.get(id)!.load ?? []);
  const load = (loads[0] ?? []).map((_, d) => loads.reduce((sum, amounts) => sum + amounts[d]!, 0));
  return { ...(load.length > 0 ? { load } : {}), on_board };
}

function upTo<T>(items: T[], isEnd: (item: T) => boolean): T[] {
  const end = items.findIndex(isEnd);
  return end < 0 ? items : items.slice(0, end);
}

/** Off its limits: what has been driven and served, the breaks that are over. */
function usedUp({ starts_s }: PlanRoute, past: PlanStop[], ahead: PlanStop[]) {
  const here = past.at(-1)!;
  const breaks_done = past.flatMap(({ kind, break: id }) => (kind === 'break' ? id! : []));
  const later = new Set(ahead.map(({ task }) => task));
  const tasks_done = new Set(past.flatMap(({ task }) => (task === undefined || later.has(task) ? [] : task))).size;
  const trips_done = past.filter(({ kind }) => kind === 'reload').length;
  return {
    left_at: clockAt(starts_s),
    driven_m: Math.round(here.distance_m),
    driven_s: Math.round(here.driving_s),
    ...(tasks_done > 0 ? { tasks_done } : {}),
    ...(trips_done > 0 ? { trips_done } : {}),
    ...(breaks_done.length > 0 ? { breaks_done } : {}),
  };
}
