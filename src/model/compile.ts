import { type CodedError, codedError } from '../contract/errors.ts';
import type { RoutingRequest } from '../contract/request.ts';
import type { Draft } from './draft.ts';
import { fillFleet, fillTasks } from './fill.ts';
import { type VehicleType, vehicleTypes } from './fleet.ts';
import { fillMatrices } from './matrices.ts';
import { fillNear } from './near.ts';
import { allocateProblem, bytesOf, type Features, type Problem, type Shape } from './problem.ts';
import { arcUnit, findScales } from './scales.ts';
import { type TravelClass, travelClasses } from './travel-classes.ts';

/** What the compiled problem leaves behind to read solutions back into indices of the request. */
export interface Compiled {
  problem: Problem;
  fleet: VehicleType[];
}

const MAX_BUFFER_BYTES = 1.5 * 2 ** 30;
const NEAREST = 100;

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
    ...findScales(request, classes, fleet, placeOf),
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
