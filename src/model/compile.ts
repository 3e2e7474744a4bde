import { type CodedError, codedError } from '../contract/errors.ts';
import type { RoutingRequest } from '../contract/request.ts';
import type { Draft } from './draft.ts';
import { fillFleet, fillTasks } from './fill.ts';
import { type VehicleType, vehicleTypes } from './fleet.ts';
import { fillMatrices } from './matrices.ts';
import { fillNear } from './near.ts';
import { allocateProblem, BIG, bytesOf, type Features, type Problem, type Shape } from './problem.ts';
import { ceilTicks, ScaleFinder } from './scale.ts';
import { type TravelClass, travelClasses } from './travel-classes.ts';

/** What the compiled problem leaves behind to read solutions back into indices of the request. */
export interface Compiled {
  problem: Problem;
  fleet: VehicleType[];
}

const MAX_BUFFER_BYTES = 1.5 * 2 ** 30;
/** Ticks of the largest single cost: three of them and a fixed cost must stay below 2^31. */
const MAX_COST_TICKS = 1e8;
const NEAREST = 100;
const LONGEST_WAIT_S = 31 * 86400;
const SAMPLE_TASKS = 100;

/** Compiles a request. Pure; the cost is one pass over the matrix of the tasks' places per travel class. */
export function compileProblem(
  request: RoutingRequest,
): { ok: true; compiled: Compiled } | { ok: false; errors: CodedError[] } {
  const fleet = vehicleTypes(request);
  const { placeOf, startNode, endNode } = numberNodes(request, fleet);
  const { classes, classOf } = travelClasses(request, fleet);
  const features = featuresOf(request, classes);
  const shape: Shape = {
    nodes: placeOf.length,
    tasks: request.tasks.length,
    dimensions: request.tasks[0]!.load.length,
    types: fleet.length,
    nearest: Math.min(NEAREST, request.tasks.length - 1),
    windows: request.tasks.reduce((sum, { stops }) => sum + Math.max(1, stops[0]!.windows.length), 0),
    costClasses: classes.length,
    durationClasses:
      features.timed || request.vehicles.some(({ maxDriving_s }) => maxDriving_s !== null) ? classes.length : 0,
    distanceClasses: request.vehicles.some(({ maxDistance_m }) => maxDistance_m !== null) ? classes.length : 0,
    features,
    costScale: 1,
    arcUnit: 1,
  };
  if (bytesOf({ ...shape, features: { ...features, symmetric: false } }) > MAX_BUFFER_BYTES) {
    const cause = `${shape.nodes} places times ${classes.length} kinds of vehicle travel do not fit the memory of one job`;
    return { ok: false, errors: [codedError('too_large', 'tasks', cause)] };
  }
  const draft: Draft = {
    request,
    fleet,
    classes,
    classOf,
    placeOf,
    startNode,
    endNode,
    ...scales(request, classes, fleet, placeOf),
  };
  const problem = allocateProblem({ ...shape, costScale: draft.costScale, arcUnit: arcUnit(draft) });
  fillTasks(problem, draft);
  fillFleet(problem, draft);
  fillMatrices(problem, draft);
  fillNear(problem);
  return { ok: true, compiled: { problem, fleet } };
}

/** Tasks first, then one node per distinct start or end. */
function numberNodes(request: RoutingRequest, fleet: VehicleType[]) {
  const places = request.tasks.map(({ stops }) => stops[0]!.place);
  const nodeOfEnd = new Map<number, number>();
  const nodeFor = (place: number | null) => {
    const key = place ?? -1;
    const node = nodeOfEnd.get(key) ?? places.length;
    if (node === places.length) places.push(key);
    nodeOfEnd.set(key, node);
    return node;
  };
  const startNode = fleet.map(({ sample }) => nodeFor(sample.start));
  const endNode = fleet.map(({ sample }) => nodeFor(sample.end));
  return { placeOf: Int32Array.from(places), startNode, endNode };
}

function featuresOf(request: RoutingRequest, classes: TravelClass[]): Features {
  const { tasks, vehicles } = request;
  const kinds = new Set(tasks.filter(({ load }) => load.some((amount) => amount > 0)).map(({ kind }) => kind));
  const duty = vehicles.some(
    ({ maxDuty_s, costs }) => maxDuty_s !== null || costs.per_hour + costs.per_waiting_hour > 0,
  );
  return {
    timed:
      duty || tasks.some(({ stops }) => stops[0]!.windows.length > 0) || vehicles.some(({ shift }) => shift !== null),
    duty,
    severalWindows: tasks.some(({ stops }) => stops[0]!.windows.length > 1),
    mixedLoads: kinds.has('delivery') && kinds.has('pickup'),
    limits: vehicles.some((v) => v.maxDistance_m !== null || v.maxDriving_s !== null || v.maxTasks !== null),
    symmetric: classes.every(({ symmetric }) => symmetric) && sameServiceCost(request, classes),
  };
}

/** Arcs carry the cost of the stop they lead to, so they are only symmetric where that cost is the same for all. */
function sameServiceCost(request: RoutingRequest, classes: TravelClass[]): boolean {
  return classes.every(({ stopCost }) => request.tasks.every((task) => stopCost(task) === 0));
}

/** Finest ticks that fit, from one look at every value. */
function scales(request: RoutingRequest, classes: TravelClass[], fleet: VehicleType[], placeOf: Int32Array) {
  const origin_s = originOf(request, fleet);
  const [time, cost, load] = [new ScaleFinder(), new ScaleFinder(), new ScaleFinder()];
  let work = 0;
  const places = [...new Set(placeOf)].filter((place) => place >= 0);
  for (const { travel, seconds, arcCost } of classes) {
    for (const from of places) {
      let longest = 0;
      for (const to of places) {
        const distance_m = travel.distance_m(from, to);
        const duration_s = seconds(travel.duration_s(from, to));
        time.see(duration_s);
        cost.see(arcCost(distance_m, duration_s));
        if (duration_s > longest) longest = duration_s;
      }
      work += longest;
    }
  }
  for (const task of request.tasks) {
    const [stop] = task.stops as [(typeof task.stops)[0]];
    time.see(stop.service_s);
    work += stop.service_s;
    for (const window of stop.windows) for (const t of window) time.see(t - origin_s);
    for (const { stopCost } of classes) cost.see(stopCost(task));
    for (const amount of task.load) load.see(amount);
    // A prize decides on the scale only while it is of the size of a detour; a huge one just means "never".
    if (task.prize !== null && !Number.isInteger(task.prize)) cost.see(Math.min(task.prize, 1) % 1);
  }
  const horizon_s = horizonOf(request, fleet) - origin_s;
  for (const { sample } of fleet) {
    cost.see(sample.costs.fixed);
    for (const price of waitPrices(sample, horizon_s)) cost.see(price);
    for (const t of sample.shift ?? []) time.see(t - origin_s);
    for (const amount of sample.capacity ?? []) load.see(Math.min(amount, 1e6));
  }
  time.see(ceilTicks(work)); // a route may have to drive all of it
  return {
    origin_s,
    timeScale: time.scale(BIG / 4, 1000),
    costScale: cost.scale(MAX_COST_TICKS, 1e6),
    loadScale: load.scale(BIG / 4, 1000),
  };
}

/**
 * What bounds the scale where waiting costs: its price is stored in finer units than ticks (hence the 64), and the longest
 * wait must be a cost like any other; windows that are open for years do not make waits of years.
 */
function waitPrices({ costs }: VehicleType['sample'], horizon_s: number): [number, number] {
  const perSecond = (costs.per_hour + costs.per_waiting_hour) / 3600;
  return [64 * perSecond, Math.min(horizon_s, LONGEST_WAIT_S) * perSecond];
}

/** Mean cost in ticks of driving to one of the few nearest, over a sample of tasks. */
function arcUnit({ request, classes, placeOf, costScale }: Draft): number {
  const { travel, seconds, arcCost } = classes[0]!;
  const tasks = request.tasks.length;
  const step = Math.ceil(tasks / SAMPLE_TASKS);
  let sum = 0;
  let count = 0;
  for (let task = 0; task < tasks; task += step) {
    const costs: number[] = [];
    for (let other = 0; other < tasks; other++) {
      if (other === task) continue;
      const [from, to] = [placeOf[task]!, placeOf[other]!];
      costs.push(arcCost(travel.distance_m(from, to), seconds(travel.duration_s(from, to))));
    }
    costs.sort((a, b) => a - b);
    for (const cost of costs.slice(0, 10)) sum += cost;
    count += Math.min(10, costs.length);
  }
  return Math.max(1, (sum / Math.max(1, count)) * costScale);
}

/** The latest time named. */
function horizonOf(request: RoutingRequest, fleet: VehicleType[]): number {
  let latest = 0;
  for (const { stops } of request.tasks) latest = Math.max(latest, stops[0]!.windows.at(-1)?.[1] ?? latest);
  for (const { sample } of fleet) latest = Math.max(latest, sample.shift?.[1] ?? latest);
  return latest;
}

/** The earliest time named, in whole seconds. */
function originOf(request: RoutingRequest, fleet: VehicleType[]): number {
  let earliest = Number.POSITIVE_INFINITY;
  for (const { stops } of request.tasks) for (const [opens] of stops[0]!.windows) earliest = Math.min(earliest, opens);
  for (const { sample } of fleet) earliest = Math.min(earliest, sample.shift?.[0] ?? earliest);
  return Number.isFinite(earliest) ? Math.floor(earliest) : 0;
}
