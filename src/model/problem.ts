import type { Rich } from './rich.ts';

/**
 * The compiled problem: integer tables in one SharedArrayBuffer, so that threads attach views instead of copying.
 *
 * Nodes 0..stops-1 are the options of the tasks' steps, task by task (of a shipment: those of its pickup, then those of
 * its delivery); a request without options and shipments has one node per task. Then come the nodes at which vehicles
 * reload, several per site so that each can be on another tour: nodes 0..visits-1 can be on tours. The nodes after them
 * are the distinct starts and ends of vehicles. Where a vehicle has no start or end there is a node "nowhere", to and
 * from which everything costs 0.
 * Vehicles that differ in nothing but their id are one type with a count.
 * Costs are in ticks of 1 / costScale money, times in ticks of 1 / timeScale seconds after the origin; both scales are 1
 * where the input is integral. Elsewhere durations and loads are rounded up and limits down: what is feasible in ticks
 * is feasible in fact.
 */
export interface Problem {
  buffer: SharedArrayBuffer;
  nodes: number;
  tasks: number;
  stops: number;
  visits: number;
  dimensions: number;
  types: number;
  /** What only the exact simulation of a route needs; null where `features.exact` is false. */
  rich: Rich | null;
  /** The routes given, packed as the solver's solutions are, or null. Not in the buffer. */
  initial: Int32Array | null;
  /** Length of a row of `near`. */
  nearest: number;
  features: Features;
  costScale: number;
  /** Typical cost of one more task on a route, in ticks, at least 1: what temperatures are measured in. See `setUnits`. */
  arcUnit: number;
  /** What temperatures start from: `arcUnit`, or more where stops lie in patches. */
  startUnit: number;
  /** Matrices are row-major, nodes x nodes. Arcs of one cost class; also holds what the stop at the arc's head costs, which is all there is on the diagonal. */
  arcs: Int32Array;
  /** `arcs` transposed, the same memory where they are symmetric: a scan reads rows of the task it places. */
  arcsTo: Int32Array;
  /** Travel ticks, per duration class. Empty where nothing is timed. */
  durations: Int32Array;
  durationsTo: Int32Array;
  /** Ticks of 1 m or, where metres are not whole, finer, rounded up; per distance class. Empty where no distance is limited. */
  distances: Int32Array;
  /** Seconds and metres before traffic, not rounded; per travel class x nodes x nodes. Empty where not `features.exact`. */
  seconds: Float64Array;
  metres: Float64Array;
  /** Stop x nearest: stops of other tasks, nearest first (cheaper of both directions). */
  near: Int32Array;
  /** Task of a visit; -1 for a reload. */
  taskOf: Int32Array;
  /** Number of the spot of a visit: so close together that a vehicle serves them as one (`spots.ts`). -1 for a reload. */
  spot: Int32Array;
  /** DELIVERY, PICKUP or OTHER; per visit. */
  kind: Int32Array;
  /** Stops of task t: firstStop[t] .. firstStop[t + 1] - 1; from secondStep[t] on they are those of its delivery. */
  firstStop: Int32Array;
  secondStep: Int32Array;
  /** Per visit x dimension: what a step without a second one brings from the start or takes to the end. */
  delivered: Int32Array;
  picked: Int32Array;
  /** What a step of a shipment puts on board (above 0) or takes off (below 0); per visit x dimension. */
  shipped: Int32Array;
  /** Per visit; where it depends on the vehicle: the shortest. */
  service: Int32Array;
  /** Windows of visit v: windowOpens/Closes[windowStart[v] .. windowStart[v + 1] - 1], ascending, never none. */
  windowStart: Int32Array;
  windowOpens: Int32Array;
  windowCloses: Int32Array;
  /** Cost of leaving a task out, in ticks, as large as it may be; MANDATORY where it may not be traded against cost. */
  prize: Float64Array;
  /** For mandatory tasks: how bad it is to leave it out; compared before cost. */
  weight: Int32Array;
  /** Sort keys of tasks for insertion orders. */
  size: Int32Array;
  remoteness: Int32Array;
  /** Type x visit: 1 where the type may go there for the task. */
  allowed: Uint8Array;
  /** Per type. */
  count: Int32Array;
  startNode: Int32Array;
  endNode: Int32Array;
  costClass: Int32Array;
  travelClass: Int32Array;
  durationClass: Int32Array;
  distanceClass: Int32Array;
  /** 1 where ways cost next to nothing, only so much that of tours that cost the same the shortest is found. */
  tied: Int32Array;
  fixed: Int32Array;
  /** Cost ticks per 1024 time ticks of waiting: fractions matter, waiting is long. */
  waitPrice: Int32Array;
  opens: Int32Array;
  closes: Int32Array;
  maxDuty: Int32Array;
  maxDriving: Int32Array;
  maxDistance: Int32Array;
  maxTasks: Int32Array;
  /** 0 mixed, 1 after deliveries, 2 after a delivery; per type. */
  backhauls: Int32Array;
  /** Per type x dimension. */
  capacity: Int32Array;
}

/** What the request uses; evaluators skip what it does not. */
export interface Features {
  /** Windows, shifts or limits on time. */
  timed: boolean;
  /** Timed, and it matters when stops are served: windows, longest duties, simulated routes. Not where shifts and paid hours are all. */
  windowed: boolean;
  /** Waiting is priced or duty is limited, so the departure matters. */
  duty: boolean;
  /** Some stop has several windows. */
  severalWindows: boolean;
  /** Deliveries and pickups on one day, or shipments: the load on board goes up and down. */
  mixedLoads: boolean;
  /** Some vehicle limits driving time or distance or tasks. */
  limits: boolean;
  symmetric: boolean;
  /** Some rule or cost needs the exact simulation of a route; the features above are then only what filters use. */
  exact: boolean;
  /** Some task has more than one stop. */
  choices: boolean;
  /** Some task is a shipment. */
  pairs: boolean;
  /** Pickups come after deliveries on some vehicles; judged without simulation. */
  backhauls: boolean;
  /** Fewest vehicles is the objective right after serving all. */
  vehiclesFirst: boolean;
}

/** Larger than any cost or time in ticks, and small enough that sums of three stay in 32 bits. */
export const BIG = 2 ** 29;
/** What all prizes are together at most: sums of costs stay exact. */
export const MOST_PRIZES = 2 ** 50;
export const MANDATORY = 2 ** 51;

/** Tasks that have to stay where they were given. */
export const stayingTasks = ({ rich, taskOf }: Problem): Set<number> =>
  new Set(rich === null ? [] : taskOf.filter((_, visit) => rich.locked[visit] !== 0));

/** Whether some task may be left out for its prize. */
export const hasOptional = ({ prize }: Problem): boolean => prize.some((each) => each !== MANDATORY);
/** The share of such tasks, 0 to 1. */
export const optionalShare = ({ prize, tasks }: Problem): number =>
  prize.reduce((sum, each) => (each === MANDATORY ? sum : sum + 1), 0) / Math.max(1, tasks);
/** Whether vehicles of a type may reload: what stops bring and collect is then on board for a trip, not all of the route. */
export const mayReload = ({ rich }: Problem, type: number): boolean => rich !== null && rich.mostReloads[type]! > 0;
export const WAIT_UNIT = 1024;
export const DELIVERY = 0;
export const PICKUP = 1;
/** Visits, steps of shipments, reloads. */
export const OTHER = 2;

const MAGIC = 0x524d5035; // 'RMP5': a buffer of another layout is refused
const HEADER = 24;
const SCALES_AT = 64;
const SCALES = 3;
const FEATURES = [
  'timed',
  'windowed',
  'duty',
  'severalWindows',
  'mixedLoads',
  'limits',
  'symmetric',
  'exact',
  'choices',
  'pairs',
  'backhauls',
  'vehiclesFirst',
] as const;

/** Everything that fixes the length of every table. */
export interface Shape {
  nodes: number;
  tasks: number;
  stops: number;
  visits: number;
  dimensions: number;
  types: number;
  nearest: number;
  windows: number;
  costClasses: number;
  /** 0 where not `features.exact`. */
  travelClasses: number;
  /** 0 where nothing is timed. */
  durationClasses: number;
  /** 0 where no distance is limited. */
  distanceClasses: number;
  features: Features;
  costScale: number;
}

type Table = Float64Array | Int32Array | Uint8Array;
type Tables = { [K in keyof Problem as Problem[K] extends Table ? K : never]: Problem[K] };

/** The lengths in elements, in the order of the buffer: doubles first, bytes last. */
function lengths(shape: Shape): [keyof Tables, number][] {
  const { nodes, tasks, stops, visits, dimensions, types } = shape;
  const square = nodes * nodes;
  // Transposed tables have length 0 where they share memory.
  const twice = shape.features.symmetric ? 0 : 1;
  return [
    ['seconds', shape.travelClasses * square],
    ['metres', shape.travelClasses * square],
    ['prize', tasks],
    ['arcs', shape.costClasses * square],
    ['arcsTo', shape.costClasses * square * twice],
    ['durations', shape.durationClasses * square],
    ['durationsTo', shape.durationClasses * square * twice],
    ['distances', shape.distanceClasses * square],
    ['near', stops * shape.nearest],
    ['taskOf', visits],
    ['spot', visits],
    ['kind', visits],
    ['firstStop', tasks + 1],
    ['secondStep', tasks],
    ['delivered', visits * dimensions],
    ['picked', visits * dimensions],
    ['shipped', visits * dimensions],
    ['service', visits],
    ['windowStart', visits + 1],
    ['windowOpens', shape.windows],
    ['windowCloses', shape.windows],
    ['weight', tasks],
    ['size', tasks],
    ['remoteness', tasks],
    ['count', types],
    ['startNode', types],
    ['endNode', types],
    ['costClass', types],
    ['travelClass', types],
    ['durationClass', types],
    ['distanceClass', types],
    ['tied', types],
    ['fixed', types],
    ['waitPrice', types],
    ['opens', types],
    ['closes', types],
    ['maxDuty', types],
    ['maxDriving', types],
    ['maxDistance', types],
    ['maxTasks', types],
    ['backhauls', types],
    ['capacity', types * dimensions],
    ['allowed', types * visits],
  ];
}

const DOUBLES: readonly (keyof Tables)[] = ['seconds', 'metres', 'prize'];
const bytesPer = (name: keyof Tables) => (DOUBLES.includes(name) ? 8 : name === 'allowed' ? 1 : 4);

/** Bytes the buffer of this shape needs. */
export function bytesOf(shape: Shape): number {
  let bytes = HEADER * 4;
  for (const [name, length] of lengths(shape)) bytes += length * bytesPer(name);
  return Math.ceil(bytes / 8) * 8;
}

/**
 * A problem with all tables zero, to be filled by the compiler.
 * @param used memory that is used again where it is large enough; then tables hold what was there before
 */
export function allocateProblem(
  shape: Shape,
  rich: Rich | null,
  initial: Int32Array | null,
  used: SharedArrayBuffer | null = null,
): Problem {
  const bytes = bytesOf(shape);
  const buffer = used !== null && used.byteLength >= bytes ? used : new SharedArrayBuffer(bytes);
  const header = new Int32Array(buffer, 0, HEADER);
  const flags = FEATURES.reduce((bits, name, i) => bits | (shape.features[name] ? 1 << i : 0), 0);
  header.set([MAGIC, flags, ...SIZES.map((name) => shape[name])]);
  scalesOf(buffer).set([shape.costScale, 1, 1]);
  return attachProblem(buffer, rich, initial);
}

const SIZES = [
  'nodes',
  'tasks',
  'stops',
  'visits',
  'dimensions',
  'types',
  'nearest',
  'windows',
  'costClasses',
  'travelClasses',
  'durationClasses',
  'distanceClasses',
] as const satisfies (keyof Shape)[];

/** Writes the units of temperatures, once the tables they are measured on are filled. */
export function setUnits(problem: Problem, { arcUnit, startUnit }: Pick<Problem, 'arcUnit' | 'startUnit'>): void {
  problem.arcUnit = arcUnit;
  problem.startUnit = startUnit;
  scalesOf(problem.buffer).set([arcUnit, startUnit], 1);
}

const scalesOf = (buffer: SharedArrayBuffer) => new Float64Array(buffer, SCALES_AT, SCALES);

/** Views onto a compiled problem. @throws RangeError where the buffer is not one. */
export function attachProblem(
  buffer: SharedArrayBuffer,
  rich: Rich | null = null,
  initial: Int32Array | null = null,
): Problem {
  const header = new Int32Array(buffer, 0, HEADER);
  if (header[0] !== MAGIC) throw new RangeError('not a compiled problem of this version');
  const flags = header[1]!;
  const features = Object.fromEntries(FEATURES.map((name, i) => [name, (flags & (1 << i)) !== 0]));
  const sizes = Object.fromEntries(SIZES.map((name, i) => [name, header[2 + i]!]));
  const [costScale, arcUnit, startUnit] = scalesOf(buffer) as unknown as [number, number, number];
  const shape = { ...sizes, features, costScale } as unknown as Shape;
  const tables = {} as Record<string, Table>;
  let offset = HEADER * 4;
  for (const [name, length] of lengths(shape)) {
    const bytes = bytesPer(name);
    tables[name] =
      bytes === 8
        ? new Float64Array(buffer, offset, length)
        : bytes === 4
          ? new Int32Array(buffer, offset, length)
          : new Uint8Array(buffer, offset, length);
    offset += length * bytes;
  }
  if (shape.features.symmetric) {
    tables['arcsTo'] = tables['arcs']!;
    tables['durationsTo'] = tables['durations']!;
  }
  const { nodes, tasks, stops, visits, dimensions, types, nearest } = shape;
  return {
    buffer,
    rich,
    initial,
    nodes,
    tasks,
    stops,
    visits,
    dimensions,
    types,
    nearest,
    features: shape.features,
    costScale,
    arcUnit,
    startUnit,
    ...(tables as unknown as Tables),
  };
}
