/**
 * The compiled problem: integer tables in one SharedArrayBuffer, so that threads attach views instead of copying.
 *
 * Nodes 0..tasks-1 are the tasks of the request, in its order; the nodes after them are the distinct starts and ends
 * of vehicles. Where a vehicle has no start or end there is a node "nowhere", to and from which everything costs 0.
 * Vehicles that differ in nothing but their id are one type with a count.
 * Costs are in ticks of 1 / costScale money, times in ticks of 1 / timeScale seconds after the origin; both scales are 1
 * where the input is integral. Elsewhere durations and loads are rounded up and limits down: what is feasible in ticks
 * is feasible in fact.
 */
export interface Problem {
  buffer: SharedArrayBuffer;
  nodes: number;
  tasks: number;
  dimensions: number;
  types: number;
  /** Length of a row of `near`. */
  nearest: number;
  features: Features;
  costScale: number;
  /** Typical cost of driving from one task to the next, in ticks, at least 1: what temperatures are measured in. */
  arcUnit: number;
  /** Matrices are row-major, nodes x nodes. Arcs of one cost class; also holds what the stop at the arc's head costs. */
  arcs: Int32Array;
  /** `arcs` transposed, the same memory where they are symmetric: a scan reads rows of the task it places. */
  arcsTo: Int32Array;
  /** Travel ticks, per duration class. Empty where nothing is timed. */
  durations: Int32Array;
  durationsTo: Int32Array;
  /** Ticks of 1 m or, where metres are not whole, finer, rounded up; per distance class. Empty where no distance is limited. */
  distances: Int32Array;
  /** Task x nearest: other tasks, nearest first (cheaper of both directions). */
  near: Int32Array;
  /** Per task x dimension. */
  delivered: Int32Array;
  picked: Int32Array;
  service: Int32Array;
  /** Windows of task t: windowOpens/Closes[windowStart[t] .. windowStart[t + 1] - 1], ascending, never none. */
  windowStart: Int32Array;
  windowOpens: Int32Array;
  windowCloses: Int32Array;
  /** Cost of leaving a task out, in ticks; MANDATORY where it may not be traded against cost. */
  prize: Int32Array;
  /** For mandatory tasks: how bad it is to leave it out; compared before cost. */
  weight: Int32Array;
  /** Sort keys of tasks for insertion orders. */
  size: Int32Array;
  remoteness: Int32Array;
  /** Type x task: 1 where the type may serve the task. */
  allowed: Uint8Array;
  /** Per type. */
  count: Int32Array;
  startNode: Int32Array;
  endNode: Int32Array;
  costClass: Int32Array;
  durationClass: Int32Array;
  distanceClass: Int32Array;
  fixed: Int32Array;
  /** Cost ticks per 1024 time ticks of waiting: fractions matter, waiting is long. */
  waitPrice: Int32Array;
  opens: Int32Array;
  closes: Int32Array;
  maxDuty: Int32Array;
  maxDriving: Int32Array;
  maxDistance: Int32Array;
  maxTasks: Int32Array;
  /** Per type x dimension. */
  capacity: Int32Array;
}

/** What the request uses; evaluators skip what it does not. */
export interface Features {
  /** Windows, shifts or limits on time. */
  timed: boolean;
  /** Waiting is priced or duty is limited, so the departure matters. */
  duty: boolean;
  /** Some stop has several windows. */
  severalWindows: boolean;
  /** Deliveries and pickups on one day: the load on board goes up and down. */
  mixedLoads: boolean;
  /** Some vehicle limits driving time or distance or tasks. */
  limits: boolean;
  symmetric: boolean;
}

/** Larger than any cost or time in ticks, and small enough that sums of three stay in 32 bits. */
export const BIG = 2 ** 29;
export const MANDATORY = 2 ** 31 - 1;
export const WAIT_UNIT = 1024;

const MAGIC = 0x524d5031; // 'RMP1': a buffer of another layout is refused
const HEADER = 16;
const FEATURES = ['timed', 'duty', 'severalWindows', 'mixedLoads', 'limits', 'symmetric'] as const;

/** Everything that fixes the length of every table. */
export interface Shape {
  nodes: number;
  tasks: number;
  dimensions: number;
  types: number;
  nearest: number;
  windows: number;
  costClasses: number;
  /** 0 where nothing is timed. */
  durationClasses: number;
  /** 0 where no distance is limited. */
  distanceClasses: number;
  features: Features;
  costScale: number;
  arcUnit: number;
}

type Tables = Omit<
  Problem,
  'buffer' | 'nodes' | 'tasks' | 'dimensions' | 'types' | 'nearest' | 'features' | 'costScale' | 'arcUnit'
>;

/** The lengths in elements, in the order of the buffer. Transposed tables have length 0 where they share memory. */
function lengths(shape: Shape): [keyof Tables, number][] {
  const { nodes, tasks, dimensions, types } = shape;
  const square = nodes * nodes;
  const twice = shape.features.symmetric ? 0 : 1;
  return [
    ['arcs', shape.costClasses * square],
    ['arcsTo', shape.costClasses * square * twice],
    ['durations', shape.durationClasses * square],
    ['durationsTo', shape.durationClasses * square * twice],
    ['distances', shape.distanceClasses * square],
    ['near', tasks * shape.nearest],
    ['delivered', tasks * dimensions],
    ['picked', tasks * dimensions],
    ['service', tasks],
    ['windowStart', tasks + 1],
    ['windowOpens', shape.windows],
    ['windowCloses', shape.windows],
    ['prize', tasks],
    ['weight', tasks],
    ['size', tasks],
    ['remoteness', tasks],
    ['count', types],
    ['startNode', types],
    ['endNode', types],
    ['costClass', types],
    ['durationClass', types],
    ['distanceClass', types],
    ['fixed', types],
    ['waitPrice', types],
    ['opens', types],
    ['closes', types],
    ['maxDuty', types],
    ['maxDriving', types],
    ['maxDistance', types],
    ['maxTasks', types],
    ['capacity', types * dimensions],
    ['allowed', types * tasks], // bytes, therefore last
  ];
}

/** Bytes the buffer of this shape needs. */
export function bytesOf(shape: Shape): number {
  let bytes = HEADER * 4;
  for (const [name, length] of lengths(shape)) bytes += name === 'allowed' ? length : length * 4;
  return Math.ceil(bytes / 8) * 8;
}

/** A problem with all tables zero, to be filled by the compiler. */
export function allocateProblem(shape: Shape): Problem {
  const buffer = new SharedArrayBuffer(bytesOf(shape));
  const header = new Int32Array(buffer, 0, HEADER);
  const flags = FEATURES.reduce((bits, name, i) => bits | (shape.features[name] ? 1 << i : 0), 0);
  header.set([
    MAGIC,
    shape.nodes,
    shape.tasks,
    shape.dimensions,
    shape.types,
    shape.nearest,
    shape.windows,
    shape.costClasses,
    shape.durationClasses,
    shape.distanceClasses,
    flags,
  ]);
  new Float64Array(buffer, 48, 2).set([shape.costScale, shape.arcUnit]);
  return attachProblem(buffer);
}

/** Views onto a compiled problem. @throws RangeError where the buffer is not one. */
export function attachProblem(buffer: SharedArrayBuffer): Problem {
  const header = new Int32Array(buffer, 0, HEADER);
  if (header[0] !== MAGIC) throw new RangeError('not a compiled problem of this version');
  const [, nodes, tasks, dimensions, types, nearest, windows, costClasses, durationClasses, distanceClasses, flags] =
    header as unknown as number[] as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
  const features = Object.fromEntries(
    FEATURES.map((name, i) => [name, (flags & (1 << i)) !== 0]),
  ) as unknown as Features;
  const [costScale, arcUnit] = new Float64Array(buffer, 48, 2) as unknown as [number, number];
  const shape: Shape = {
    nodes,
    tasks,
    dimensions,
    types,
    nearest,
    windows,
    costClasses,
    durationClasses,
    distanceClasses,
    features,
    costScale,
    arcUnit,
  };
  const tables = {} as Record<string, Int32Array | Uint8Array>;
  let offset = HEADER * 4;
  for (const [name, length] of lengths(shape)) {
    tables[name] = name === 'allowed' ? new Uint8Array(buffer, offset, length) : new Int32Array(buffer, offset, length);
    offset += name === 'allowed' ? length : length * 4;
  }
  if (features.symmetric) {
    tables['arcsTo'] = tables['arcs']!;
    tables['durationsTo'] = tables['durations']!;
  }
  return {
    buffer,
    nodes,
    tasks,
    dimensions,
    types,
    nearest,
    features,
    costScale,
    arcUnit,
    ...(tables as unknown as Tables),
  };
}
