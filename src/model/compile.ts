import { type CodedError, codedError } from '../contract/errors.ts';
import type { RoutingRequest, Task } from '../contract/request.ts';
import type { Draft } from './draft.ts';
import { fillFleet, fillReleases, fillReloads, fillSizes, fillTasks } from './fill.ts';
import { type VehicleType, vehicleTypes } from './fleet.ts';
import { packGiven } from './given.ts';
import { withoutIdleRules } from './idle-rules.ts';
import { fillMatrices } from './matrices.ts';
import { fillNear } from './near.ts';
import { searchedGoal, withTies } from './objective.ts';
import { allocateProblem, bytesOf, type Features, type Problem, type Shape } from './problem.ts';
import { needsSimulation, richOf } from './rich.ts';
import { findScales } from './scales.ts';
import { sitesOf } from './sites.ts';
import { hasOpenSetup, stopsOf } from './stops.ts';
import { travelClasses } from './travel-classes.ts';
import { measureArcs } from './unit.ts';

/** What the compiled problem leaves behind to read solutions back into indices of the request. */
export interface Compiled {
  request: RoutingRequest;
  problem: Problem;
  fleet: VehicleType[];
}

const MAX_BUFFER_BYTES = 1.5 * 2 ** 30;
/** Neighbours listed per stop: where parts of a problem are searched, enough for a part to find its own among them. */
const NEAREST = 100;
const NEAREST_OF_MANY = 200;
const MANY_STOPS = 600;

type Unscaled = Omit<
  Draft,
  'origin_s' | 'timeScale' | 'mostTravel' | 'costScale' | 'lid' | 'loadScales' | 'distanceScale'
>;

/** Compiles a request. Pure; the cost is one pass over the matrix of the tasks' places per travel class. */
export function compileProblem(
  request: RoutingRequest,
): { ok: true; compiled: Compiled } | { ok: false; errors: CodedError[] } {
  const unscaled = outline(withoutIdleRules(request));
  const { fleet, classes } = unscaled;
  const shape = shapeOf(unscaled);
  if (bytesOf(shape) > MAX_BUFFER_BYTES) {
    const cause = `${shape.nodes} places times ${classes.length} kinds of vehicle travel do not fit the memory of one job`;
    return { ok: false, errors: [codedError('too_large', 'tasks', cause)] };
  }
  const draft: Draft = { ...unscaled, ...findScales(unscaled) };
  const scaled = { ...shape, costScale: draft.costScale };
  const rich = shape.features.exact ? richOf(draft) : null;
  const given = request.routes.length > 0 ? packGiven(draft, rich?.facts) : null;
  if (given !== null && given.errors.length > 0) return { ok: false, errors: given.errors };
  const problem = allocateProblem(scaled, rich, given?.words ?? null);
  fillTasks(problem, draft);
  fillReloads(problem, draft);
  fillFleet(problem, draft);
  fillSizes(problem, draft);
  fillMatrices(problem, draft);
  if (problem.features.exact) fillReleases(problem, draft);
  fillNear(problem);
  measureArcs(problem);
  return { ok: true, compiled: { request, problem, fleet } };
}

function outline(asked: RoutingRequest): Unscaled {
  const request = withTies(asked);
  const fleet = vehicleTypes(request);
  const tied = fleet.map(({ index }) => request.vehicles[index] !== asked.vehicles[index]);
  const goal = searchedGoal(request);
  const stops = stopsOf(request);
  const sites = sitesOf(request, fleet);
  const places = stops.map(({ stop }) => stop.place);
  sites.list.forEach(({ place }, s) => {
    for (let k = 0; k < sites.copies[s]!; k++) places.push(place);
  });
  return {
    request,
    fleet,
    tied,
    goal,
    stops,
    sites,
    ...travelClasses(request, fleet, goal),
    ...withEnds(places, fleet),
  };
}

function shapeOf({ request, fleet, goal, stops, sites, classes, placeOf }: Unscaled): Shape {
  const features = featuresOf(request, goal, stops, classes);
  const visits = sites.copies.reduce((sum, copies) => sum + copies, stops.length);
  const windowsOf = (windows: unknown[]) => Math.max(1, windows.length);
  return {
    nodes: placeOf.length,
    tasks: request.tasks.length,
    stops: stops.length,
    visits,
    dimensions: request.tasks[0]!.load.length,
    types: fleet.length,
    nearest: Math.min(stops.length < MANY_STOPS ? NEAREST : NEAREST_OF_MANY, stops.length - largestTask(request.tasks)),
    windows:
      stops.reduce((sum, { stop }) => sum + windowsOf(stop.windows), 0) +
      sites.list.reduce((sum, { windows }, s) => sum + sites.copies[s]! * windowsOf(windows), 0),
    costClasses: classes.length,
    travelClasses: features.exact ? tablesOf(classes.map(({ travels }) => travels)) : 0,
    durationClasses: features.timed || limitsDriving(request) ? tablesOf(classes.map(({ durations }) => durations)) : 0,
    distanceClasses: request.vehicles.some(({ maxDistance_m }) => maxDistance_m !== null)
      ? tablesOf(classes.map(({ distances }) => distances))
      : 0,
    features,
    costScale: 1,
  };
}

/** How many tables there are, by their numbers. */
const tablesOf = (numbers: number[]) => Math.max(-1, ...numbers) + 1;

const limitsDriving = ({ vehicles }: RoutingRequest) => vehicles.some(({ maxDriving_s }) => maxDriving_s !== null);

const largestTask = (tasks: Task[]) =>
  tasks.reduce((most, { stops, deliveryStops }) => Math.max(most, stops.length + deliveryStops.length), 1);

/** Appends one node per distinct start or end. */
function withEnds(places: number[], fleet: VehicleType[]): Pick<Draft, 'placeOf' | 'startNode' | 'endNode'> {
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

function featuresOf(
  request: RoutingRequest,
  goal: Draft['goal'],
  stops: Draft['stops'],
  classes: Draft['classes'],
): Features {
  const { tasks, vehicles } = request;
  const kinds = new Set(tasks.filter(({ load }) => load.some((amount) => amount > 0)).map(({ kind }) => kind));
  const backhauls = vehicles.some((vehicle) => vehicle.backhauls !== 'mixed');
  const allBackhauls = vehicles.every((vehicle) => vehicle.backhauls !== 'mixed');
  // Without visits in between, what comes before and after a place tells whether a backhaul may go there.
  const simpleBackhauls = tasks.every(({ kind }) => kind === 'delivery' || kind === 'pickup');
  const pairs = tasks.some(({ kind }) => kind === 'shipment');
  const hasReturns = tasks.some(({ returnLoad }) => returnLoad !== null);
  const duty =
    goal.weights.duration > 0 ||
    vehicles.some(({ maxDuty_s, costs }) => maxDuty_s !== null || costs.per_hour + costs.per_waiting_hour > 0);
  const limits = vehicles.some((v) => v.maxDistance_m !== null || v.maxDriving_s !== null || v.maxTasks !== null);
  const severalWindows = stops.some(({ stop }) => stop.windows.length > 1);
  const hasSetupAsTravel = stops.some(({ setupAsTravel_s }) => setupAsTravel_s > 0);
  const hasServiceAsTravel = stops.some(({ stop }) => stop.serviceByType.length > 0);
  const exact =
    !goal.plain ||
    stops.some(hasOpenSetup) ||
    // Setup and service are not driven.
    ((hasSetupAsTravel || hasServiceAsTravel) && limitsDriving(request)) ||
    needsSimulation(request) ||
    (backhauls && !simpleBackhauls) ||
    // Pairs are judged without where routes may have any number of tasks.
    (pairs && vehicles.some(({ maxTasks }) => maxTasks !== null));
  const hasWindows = stops.some(({ stop }) => stop.windows.length > 0);
  const timed = duty || hasWindows || vehicles.some(({ shift }) => shift !== null);
  return {
    timed,
    windowed: timed && (exact || hasWindows || vehicles.some(({ maxDuty_s }) => maxDuty_s !== null)),
    duty: duty && !exact,
    severalWindows: severalWindows && !exact,
    // Where pickups come after all deliveries, the load is largest at one of the ends: sums of either kind tell.
    // Simulated as well: what is too much by its load alone needs no simulation.
    mixedLoads: pairs || hasReturns || (kinds.has('delivery') && kinds.has('pickup') && !allBackhauls),
    limits: limits && !exact,
    symmetric:
      !hasSetupAsTravel &&
      !hasServiceAsTravel &&
      classes.every(({ symmetric }) => symmetric) &&
      sameStopCost(stops, classes),
    exact,
    choices: stops.length > tasks.length,
    pairs,
    backhauls: backhauls && !exact,
    vehiclesFirst: goal.vehiclesFirst,
  };
}

/** Arcs carry the cost of the stop they lead to, so they are only symmetric where that cost is the same for all. */
function sameStopCost(stops: Draft['stops'], classes: Draft['classes']): boolean {
  return classes.every(({ stopCost }) => stops.every((stop) => stopCost(stop) === 0));
}
