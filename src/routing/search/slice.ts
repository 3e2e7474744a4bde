import { fillNearFrom } from '../../model/near.ts';
import { allocateProblem, type Problem, setUnits } from '../../model/problem.ts';
import { type Packed, routesEnd } from '../state/packed.ts';

/** Neighbours per stop in a slice: a few more than a search looks at, which takes a list of no more for all there are. */
const NEAREST = 64;

/**
 * A part of a problem as a problem of its own: some tasks, all types of vehicle. Its tables are small enough for the caches of
 * a core, where those of 1,000 tasks are not. For problems that need no simulation.
 */
export interface Slice {
  problem: Problem;
  /** Per task and per visit of the slice: those of the whole. */
  tasks: Int32Array;
  visits: Int32Array;
}

/**
 * Cuts the tasks of a part out of a problem, in the order of the whole.
 * @param counts how many vehicles of each type it may use
 * @param used memory of a slice that is not needed any more
 */
export function slice(whole: Problem, part: Packed, counts: Int32Array, used: SharedArrayBuffer | null): Slice {
  const tasks = tasksOf(whole, part);
  const visits = visitsOf(whole, tasks);
  // Starts and ends come after all visits, in the whole and in the slice.
  const nodes = new Int32Array(visits.length + whole.nodes - whole.visits);
  nodes.set(visits);
  for (let end = whole.visits; end < whole.nodes; end++) nodes[visits.length + end - whole.visits] = end;
  const problem = allocateProblem(shapeOf(whole, tasks, visits, nodes), null, null, used);
  fillTasks(whole, problem, tasks, visits);
  fillTypes(whole, problem, visits, counts);
  fillSquares(whole, problem, nodes);
  fillNearFrom(whole, problem, visits);
  setUnits(problem, whole);
  return { problem, tasks, visits };
}

function tasksOf({ taskOf }: Problem, part: Packed): Int32Array {
  const seen = new Set<number>();
  const end = routesEnd(part);
  for (let at = 2, r = 0; r < part[0]!; r++, at += 2 + part[at + 1]!)
    for (let k = 0; k < part[at + 1]!; k++) seen.add(taskOf[part[at + 2 + k]!]!);
  for (let k = 0; k < part[1]!; k++) seen.add(part[end + k]!);
  return Int32Array.from(seen).sort();
}

function visitsOf({ firstStop }: Problem, tasks: Int32Array): Int32Array {
  const visits: number[] = [];
  for (const task of tasks) for (let stop = firstStop[task]!; stop < firstStop[task + 1]!; stop++) visits.push(stop);
  return Int32Array.from(visits);
}

function shapeOf(whole: Problem, tasks: Int32Array, visits: Int32Array, nodes: Int32Array) {
  const { dimensions, types, features, costScale, arcs, durations, distances, windowStart } = whole;
  const square = whole.nodes * whole.nodes;
  let largest = 1;
  let windows = 0;
  for (const task of tasks) largest = Math.max(largest, whole.firstStop[task + 1]! - whole.firstStop[task]!);
  for (const visit of visits) windows += windowStart[visit + 1]! - windowStart[visit]!;
  return {
    ...{ nodes: nodes.length, tasks: tasks.length, stops: visits.length, visits: visits.length, windows },
    ...{ dimensions, types, features, costScale },
    nearest: Math.max(0, Math.min(NEAREST, whole.nearest, visits.length - largest)),
    costClasses: arcs.length / square,
    travelClasses: 0,
    durationClasses: durations.length / square,
    distanceClasses: distances.length / square,
  };
}

function fillTasks(whole: Problem, problem: Problem, tasks: Int32Array, visits: Int32Array): void {
  const { dimensions } = whole;
  let stop = 0;
  tasks.forEach((from, task) => {
    const options = whole.secondStep[from]! - whole.firstStop[from]!;
    const stops = whole.firstStop[from + 1]! - whole.firstStop[from]!;
    problem.firstStop[task] = stop;
    problem.secondStep[task] = stop + options;
    problem.taskOf.fill(task, stop, stop + stops);
    stop += stops;
    for (const name of ['prize', 'weight', 'size', 'remoteness'] as const) problem[name][task] = whole[name][from]!;
  });
  problem.firstStop[tasks.length] = stop;
  let window = 0;
  visits.forEach((from, visit) => {
    for (const name of ['kind', 'service', 'spot'] as const) problem[name][visit] = whole[name][from]!;
    for (const name of ['delivered', 'picked', 'shipped'] as const)
      for (let d = 0; d < dimensions; d++) problem[name][visit * dimensions + d] = whole[name][from * dimensions + d]!;
    problem.windowStart[visit] = window;
    for (let w = whole.windowStart[from]!; w < whole.windowStart[from + 1]!; w++, window++) {
      problem.windowOpens[window] = whole.windowOpens[w]!;
      problem.windowCloses[window] = whole.windowCloses[w]!;
    }
  });
  problem.windowStart[visits.length] = window;
}

const PER_TYPE = [
  ...(['costClass', 'travelClass', 'durationClass', 'distanceClass', 'tied', 'fixed', 'waitPrice'] as const),
  ...(['opens', 'closes'] as const),
  ...(['maxDuty', 'maxDriving', 'maxDistance', 'maxTasks', 'backhauls', 'capacity'] as const),
];

function fillTypes(whole: Problem, problem: Problem, visits: Int32Array, counts: Int32Array): void {
  for (const name of PER_TYPE) problem[name].set(whole[name]);
  const moved = whole.visits - visits.length;
  for (let type = 0; type < whole.types; type++) {
    problem.count[type] = counts[type]!;
    problem.startNode[type] = whole.startNode[type]! - moved;
    problem.endNode[type] = whole.endNode[type]! - moved;
    visits.forEach((from, visit) => {
      problem.allowed[type * visits.length + visit] = whole.allowed[type * whole.visits + from]!;
    });
  }
}

function fillSquares(whole: Problem, problem: Problem, nodes: Int32Array): void {
  const names = ['arcs', 'durations', 'distances'] as const;
  for (const name of names) fillSquare(whole[name], problem[name], nodes, whole.nodes);
  if (whole.features.symmetric) return;
  for (const name of ['arcsTo', 'durationsTo'] as const) fillSquare(whole[name], problem[name], nodes, whole.nodes);
}

function fillSquare(from: Int32Array, to: Int32Array, nodes: Int32Array, size: number): void {
  let at = 0;
  for (let base = 0; base < from.length; base += size * size) {
    for (const row of nodes) {
      const start = base + row * size;
      for (let k = 0; k < nodes.length; k++) to[at++] = from[start + nodes[k]!]!;
    }
  }
}

/** A solution of the whole in the numbers of a slice that holds all its tasks. */
export function toSlice({ tasks, visits }: Slice, part: Packed, into: Packed): void {
  const renumbered = (all: Int32Array) => {
    const numbers = new Map<number, number>();
    all.forEach((number, k) => void numbers.set(number, k));
    return (number: number) => numbers.get(number)!;
  };
  renumber(part, into, renumbered(visits), renumbered(tasks));
}

/** A solution of a slice in the numbers of the whole. */
export function fromSlice({ tasks, visits }: Slice, packed: Packed, into: Packed): void {
  renumber(
    packed,
    into,
    (visit) => visits[visit]!,
    (task) => tasks[task]!,
  );
}

function renumber(
  from: Packed,
  into: Packed,
  visitOf: (visit: number) => number,
  taskOf: (task: number) => number,
): void {
  const end = routesEnd(from);
  into[0] = from[0]!;
  into[1] = from[1]!;
  for (let at = 2, r = 0; r < from[0]!; r++) {
    into[at] = from[at]!;
    const size = from[at + 1]!;
    into[at + 1] = size;
    at += 2;
    for (let k = 0; k < size; k++, at++) into[at] = visitOf(from[at]!);
  }
  for (let k = 0; k < from[1]!; k++) into[end + k] = taskOf(from[end + k]!);
}
