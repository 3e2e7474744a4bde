import { parseRequest } from '../../src/contract/parse.ts';
import type { PlanCost, PlanRoute, PlanStop, PlanViolation, RoutingPlan } from '../../src/contract/plan.ts';
import type { RoutingRequest, Stop, Vehicle } from '../../src/contract/request.ts';
import { readRequest, type Vroom } from '../../src/formats/index.ts';

/** A vehicle, and its steps in VROOM's words: `job 1`, `pickup 1`, `delivery 1`, `break 1`. */
export interface GivenTour {
  vehicle: number;
  steps: string[];
}

const NO_COST: PlanCost = { total: 0, fixed: 0, distance: 0, time: 0, tasks: 0, lateness: 0, unserved: 0 };
const SIDES = { pickup: 0, delivery: 1 } as const;

/** The native request that a VROOM request is read into. */
export function nativeOf(vroom: object): RoutingRequest {
  const read = readRequest(structuredClone(vroom));
  const parsed = read.ok ? parseRequest(read.input) : read;
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.value;
}

/**
 * A plan for a VROOM request with matrices, in place of the solver: from the opening of the shift, everything as early as it can be, limits
 * unheeded; a break is taken where the vehicle is. What is in no tour is unassigned.
 */
export function planOf(vroom: Vroom, tours: GivenTour[], violations?: PlanViolation[]): RoutingPlan {
  const request = nativeOf(vroom);
  const routes = tours.map((tour) => routeOf(request, tour));
  const served = new Set(routes.flatMap(({ stops }) => stops.map(({ task }) => task)));
  const left = request.tasks.filter(({ id }) => !served.has(id));
  const unassigned = left.map(({ id }) => ({ task: id, reason: 'no_room' as const, cause: '', cost: 0 }));
  return {
    ...({
      kind: 'routing-plan',
      version: 1,
      request: null,
      cost: NO_COST,
      objectives: [],
      routes,
      unassigned,
    } as const),
    ...(violations && { violations }),
    summary: {} as RoutingPlan['summary'],
    solver: { elapsed_s: 1.25 } as RoutingPlan['solver'],
  };
}

function routeOf(request: RoutingRequest, { vehicle: id, steps }: GivenTour): PlanRoute {
  const vehicle = request.vehicles.find((each) => each.id === String(id))!;
  const profile = request.profiles[vehicle.profile]!;
  if (profile.kind !== 'matrix') throw new Error('a matrix is needed');
  let [time, place, distance_m, driving_s, worked_s] = [vehicle.shift?.[0] ?? 0, vehicle.start, 0, 0, 0];
  const starts_s = time;
  const stops: PlanStop[] = [];
  const drive = (to: number) => {
    const from = place ?? to;
    const seconds = Math.round(profile.durations_s[from]![to]! / vehicle.speedFactor);
    distance_m += profile.distances_m[from]![to]!;
    driving_s += seconds;
    time += seconds;
    place = to;
  };
  const halt = (
    stop: Partial<PlanStop> & { kind: PlanStop['kind'] },
    windows: Stop['windows'],
    setup_s: number,
    service_s: number,
  ) => {
    const arrival_s = time;
    const window = windows.find(([, closes]) => closes >= time);
    const begin_s = Math.max(time, window?.[0] ?? time);
    time = begin_s + setup_s + service_s;
    const times = { arrival_s, waiting_s: begin_s - arrival_s, begin_s, setup_s, service_s, departure_s: time };
    stops.push({ ...stop, ...times, load: [], distance_m, driving_s });
  };
  if (place !== null) halt({ kind: 'start' }, [], 0, 0);
  for (const step of steps) {
    const [type, number] = step.split(' ') as ['job' | 'pickup' | 'delivery' | 'break', string];
    if (type === 'break') {
      const pause = vehicle.breaks.find((each) => each.id === number)!;
      halt({ kind: 'break', break: pause.id }, pause.windows ?? [], 0, pause.duration_s);
      continue;
    }
    const { task, stop } = taskOf(request, type, number);
    const isThere = place === stop.place;
    drive(stop.place);
    const ofType = (list: Stop['serviceByType'], other: number) =>
      list.find((each) => each.type === vehicle.type)?.seconds ?? other;
    const [setup_s, service_s] = [
      isThere ? 0 : ofType(stop.setupByType, stop.setup_s),
      ofType(stop.serviceByType, stop.service_s),
    ];
    const kind = task.kind === 'shipment' ? (type as 'pickup' | 'delivery') : task.kind;
    halt({ kind, task: task.id, option: 0 }, stop.windows, setup_s, service_s);
    worked_s += setup_s + service_s;
  }
  if (vehicle.end !== null) {
    drive(vehicle.end);
    halt({ kind: 'end' }, [], 0, 0);
  }
  const cost = { ...NO_COST, total: totalOf(vehicle, distance_m, driving_s, worked_s) };
  const figures = { cost, distance_m, driving_s, starts_s, ends_s: time };
  return { vehicle: vehicle.id, number: 1, stops, ...figures } as Partial<PlanRoute> as PlanRoute;
}

function taskOf({ tasks }: RoutingRequest, type: 'job' | 'pickup' | 'delivery', number: string) {
  const isIt = (id: string, stop: Stop | undefined) =>
    type === 'job' ? id === number : id === `${type}-${number}` || stop?.label === number;
  for (const task of tasks) {
    const stop =
      type === 'job' || task.kind !== 'shipment' ? task.stops[0] : [task.stops, task.deliveryStops][SIDES[type]]![0];
    if ((type === 'job') !== task.id.includes('-') && isIt(task.id, stop)) return { task, stop: stop! };
  }
  throw new Error(`no ${type} ${number}`);
}

function totalOf({ costs }: Vehicle, metres: number, driving_s: number, worked_s: number): number {
  const time = (costs.per_travel_hour * driving_s + costs.per_service_hour * worked_s) / 3600;
  return costs.fixed + (costs.per_km * metres) / 1000 + time;
}
