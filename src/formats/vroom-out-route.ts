import type { PlanRoute, PlanStop, PlanViolation } from '../contract/plan.ts';
import type { VroomIds } from './vroom-ids.ts';
import { routeKey } from './vroom-ids.ts';
import { addFound, type JudgedStep, judgeSteps, sumOf, violation } from './vroom-out-judge.ts';
import { encodePolyline } from './vroom-out-polyline.ts';
import type { VroomOutRoute, VroomOutStep } from './vroom-out-schema.ts';
import type { Vroom, VroomVehicle, VroomWork } from './vroom-schema.ts';
import { forcedOf } from './vroom-steps.ts';
import { profileOf } from './vroom-vehicle.ts';

export interface RouteContext {
  vroom: Vroom;
  ids: VroomIds;
  geometry: boolean;
}

/** What a step carries and counts, beside the step itself. */
interface Work extends JudgedStep {
  priority: number;
  delivery: number[];
  pickup: number[];
}

const NOTHING = { windows: [], skills: [], shipment: null, pause: null, priority: 0, delivery: [], pickup: [] };

/**
 * A route of a plan as VROOM answers it. The start and the end are there on open routes, too, at the first and the last task.
 * @param found what our checker says of this route.
 */
export function answerRoute(route: PlanRoute, found: PlanViolation[], context: RouteContext): VroomOutRoute {
  const key = routeKey(route);
  const vehicle = context.ids.vehicles.get(key)!;
  const dimensions = context.vroom.vehicles[0]?.capacity?.length ?? 0;
  const inner = route.stops
    .map((stop, index) => ({ stop, index }))
    .filter(({ stop }) => stop.kind !== 'start' && stop.kind !== 'end');
  const works = inner.map(({ stop }) => workOf(stop, key, context));
  const sums = (field: 'delivery' | 'pickup') => total(works, field, dimensions);
  const start = startOf(route, vehicle, works[0]!.step);
  const end = endOf(route, vehicle, works.at(-1)!.step);
  const all: Work[] = [{ ...NOTHING, step: start }, ...works, { ...NOTHING, step: end }];
  const steps = all.map(({ step }) => step);
  if (dimensions > 0) putLoads(all, dimensions);
  keepForced(steps, vehicle);
  measure(steps, all, vehicle, context);
  judgeSteps(all, vehicle);
  const stepOfStop = stepsOfStops(
    route.stops,
    inner.map(({ index }) => index),
  );
  const ofRoute = addFound(steps, stepOfStop, found);
  if (isBreakMissing(vehicle, context)) ofRoute.push(violation('missing_break'));
  const sum = (field: 'setup' | 'service' | 'waiting_time') => steps.reduce((all, step) => all + step[field], 0);
  const geometry = context.geometry ? lineOf(steps) : null;
  return {
    vehicle: vehicle.id,
    steps,
    cost: Math.round(route.cost.total * context.ids.costScale),
    setup: sum('setup'),
    service: sum('service'),
    duration: end.duration,
    waiting_time: sum('waiting_time'),
    priority: works.reduce((all, { priority }) => all + priority, 0),
    violations: sumOf([...steps.flatMap(({ violations }) => violations), ...ofRoute]),
    ...(dimensions > 0 && { delivery: sums('delivery'), pickup: sums('pickup') }),
    ...(end.distance !== undefined && { distance: end.distance }),
    ...(vehicle.description !== undefined && { description: vehicle.description }),
    ...(geometry !== null && { geometry }),
  };
}

function workOf(stop: PlanStop, key: string, { ids }: RouteContext): Work {
  if (stop.kind === 'break') {
    const pause = ids.breaks.get(`${key} ${stop.break}`)!;
    const { id, description, time_windows = [] } = pause;
    const step = stepOf('break', stop, { id, ...(description !== undefined && { description }) });
    return { ...NOTHING, step, pause, windows: time_windows };
  }
  const task = ids.tasks.get(stop.task!)!;
  if (task.kind === 'job') {
    const { delivery = [], pickup = [], priority = 0, skills = [], time_windows = [] } = task.job;
    const step = stepOf('job', stop, { id: task.job.id, ...whereOf(task.job) });
    return { ...NOTHING, step, windows: time_windows, skills, priority, delivery, pickup };
  }
  const { shipment } = task;
  const type = task.kind === 'shipment' ? (stop.kind === 'pickup' ? 'pickup' : 'delivery') : task.kind;
  const { amount = [], priority = 0, skills = [] } = shipment;
  const step = stepOf(type, stop, { id: shipment[type].id, ...whereOf(shipment[type]) });
  const windows = shipment[type].time_windows ?? [];
  return { ...NOTHING, step, windows, skills, shipment, priority, [type]: amount };
}

function stepOf(
  type: VroomOutStep['type'],
  { arrival_s, begin_s, setup_s, service_s, driving_s, distance_m }: PlanStop,
  more: Partial<VroomOutStep>,
): VroomOutStep {
  const arrival = Math.round(arrival_s);
  return {
    type,
    arrival,
    duration: Math.round(driving_s),
    setup: Math.round(setup_s),
    service: Math.round(service_s),
    // So that arrival and waiting make the rounded begin.
    waiting_time: Math.round(begin_s) - arrival,
    violations: [],
    ...more,
    distance: Math.round(distance_m),
  };
}

/** Description and place of a job or a step of a shipment, as far as the request has them. */
export function whereOf({ description, location, location_index }: VroomWork) {
  return {
    ...(description !== undefined && { description }),
    ...(location && { location }),
    ...(location_index !== undefined && { location_index }),
  };
}

function pointOf(location: [number, number] | undefined, location_index: number | undefined, task: VroomOutStep) {
  if (location || location_index !== undefined) return whereOf({ id: 0, location, location_index });
  return whereOf({ id: 0, location: task.location, location_index: task.location_index });
}

function startOf(route: PlanRoute, vehicle: VroomVehicle, first: VroomOutStep): VroomOutStep {
  return {
    type: 'start',
    arrival: Math.round(route.starts_s),
    duration: 0,
    setup: 0,
    service: 0,
    waiting_time: 0,
    violations: [],
    ...pointOf(vehicle.start, vehicle.start_index, first),
    distance: 0,
  };
}

function endOf(route: PlanRoute, vehicle: VroomVehicle, last: VroomOutStep): VroomOutStep {
  return {
    type: 'end',
    arrival: Math.round(route.ends_s),
    duration: Math.round(route.driving_s),
    setup: 0,
    service: 0,
    waiting_time: 0,
    violations: [],
    ...pointOf(vehicle.end, vehicle.end_index, last),
    distance: Math.round(route.distance_m),
  };
}

/**
 * Leaves no later, and is back no earlier, than the steps of the request want: the native plan leaves as late as it can, and any earlier
 * departure is as good.
 */
function keepForced(steps: VroomOutStep[], vehicle: VroomVehicle): void {
  const [start, next, end] = [steps[0]!, steps[1]!, steps.at(-1)!];
  const rangeOf = (type: 'start' | 'end') => {
    const forced = vehicle.steps?.find((step) => step.type === type);
    return forced ? forcedOf(forced) : null;
  };
  const early = start.arrival - (rangeOf('start')?.[1] ?? start.arrival);
  if (early > 0) {
    start.arrival -= early;
    next.arrival -= early;
    next.waiting_time += early;
  }
  end.waiting_time = Math.max(0, (rangeOf('end')?.[0] ?? 0) - end.arrival);
}

/**
 * Distances are those of the plan, but where the request has matrices: with `distances` beside `costs` (which the plan has as its metres) they
 * are added up here, without `distances` nobody knows them. Without `-g` and matrices of distances there are none.
 */
function measure(steps: VroomOutStep[], works: Work[], vehicle: VroomVehicle, { vroom, geometry }: RouteContext): void {
  const matrices = Object.values(vroom.matrices ?? {});
  const matrix = Object.entries(vroom.matrices ?? {}).find(([name]) => name === profileOf(vehicle))?.[1];
  const isWanted = geometry || matrices.some(({ distances }) => distances !== undefined);
  if (!isWanted || (matrix && !matrix.distances)) {
    for (const step of steps) delete step.distance;
    return;
  }
  if (!matrix?.costs || !matrix.distances) return;
  let [distance, at] = [0, steps[0]!.location_index!];
  for (const { step } of works) {
    const to = step.location_index ?? at;
    distance += to === at ? 0 : (matrix.distances[at]?.[to] ?? 0);
    step.distance = Math.round(distance);
    at = to;
  }
}

/** Routes that are judged name all breaks in their steps. One that is named and that the rules let go, as the route ends before, is not missing. */
function isBreakMissing({ breaks = [], steps = [] }: VroomVehicle, { vroom }: RouteContext): boolean {
  if (!vroom.options?.c) return false;
  const named = new Set(steps.flatMap(({ type, id }) => (type === 'break' ? [id] : [])));
  return breaks.some(({ id }) => !named.has(id));
}

function stepsOfStops(stops: PlanStop[], inner: number[]): number[] {
  const end = inner.length + 1;
  return stops.map(({ kind }, i) => (kind === 'start' ? 0 : kind === 'end' ? end : inner.indexOf(i) + 1));
}

function total(works: Work[], field: 'delivery' | 'pickup', dimensions: number): number[] {
  return Array.from({ length: dimensions }, (_, k) => works.reduce((all, work) => all + (work[field][k] ?? 0), 0));
}

/** On board after every step; at the start what jobs deliver. */
function putLoads(works: Work[], dimensions: number): void {
  const jobs = works.filter(({ shipment }) => shipment === null);
  let load = total(jobs, 'delivery', dimensions);
  for (const { step, delivery, pickup } of works) {
    load = load.map((amount, k) => amount + (pickup[k] ?? 0) - (delivery[k] ?? 0));
    step.load = load;
  }
}

/** Straight from place to place; null where one has no position. */
function lineOf(steps: VroomOutStep[]): string | null {
  const positions = steps.filter(({ type }) => type !== 'break').map(({ location }) => location);
  return positions.every((position) => position !== undefined) ? encodePolyline(positions) : null;
}
