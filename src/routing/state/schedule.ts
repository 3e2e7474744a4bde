import { BIG, type Problem, WAIT_UNIT } from '../../model/problem.ts';
import type { TourTables } from './tables.ts';

/** Earliest begin of service at a task for an arrival, or BIG * 2 when all its windows have closed. */
export function beginAt(problem: Problem, task: number, arrival: number): number {
  const { windowStart, windowOpens, windowCloses } = problem;
  const end = windowStart[task + 1]!;
  for (let w = windowStart[task]!; w < end; w++) {
    if (arrival <= windowCloses[w]!) return Math.max(arrival, windowOpens[w]!);
  }
  return BIG * 2;
}

/** Latest begin of service at a task not after `latest`, or -2 * BIG when all its windows open later. */
export function beginBy(problem: Problem, task: number, latest: number): number {
  const { windowStart, windowOpens, windowCloses } = problem;
  const start = windowStart[task]!;
  for (let w = windowStart[task + 1]! - 1; w >= start; w--) {
    if (latest >= windowOpens[w]!) return Math.min(latest, windowCloses[w]!);
  }
  return -2 * BIG;
}

/**
 * Earliest and latest begins along a route.
 * @param inserted the visit that was inserted, where nothing else changed: then as far to either side of it as begins change.
 * Else -1: all of the route.
 */
export function refreshSchedule(tours: TourTables, slot: number, inserted: number): void {
  refreshEarly(tours, slot, inserted);
  refreshLate(tours, slot, inserted);
}

function refreshEarly(tours: TourTables, slot: number, inserted: number): void {
  const { problem, next, early, travel, notBefore } = tours;
  const { service } = problem;
  const isBound = notBefore.length > 0;
  const before = inserted >= 0 ? tours.prev[inserted]! : -1;
  let time = before >= 0 ? early[before]! + service[before]! : problem.opens[tours.type[slot]!]!;
  for (let t = inserted >= 0 ? inserted : tours.first[slot]!; t >= 0; t = next[t]!) {
    const there = time + travel[t]!;
    const begin = beginAt(problem, t, isBound && notBefore[t]! > there ? notBefore[t]! : there);
    if (inserted >= 0 && t !== inserted && begin === early[t]) return;
    early[t] = begin;
    time = begin + service[t]!;
  }
}

function refreshLate(tours: TourTables, slot: number, inserted: number): void {
  const { problem, prev, late, travel, notAfter } = tours;
  const { service } = problem;
  const isBound = notAfter.length > 0;
  const after = inserted >= 0 ? tours.next[inserted]! : -1;
  let latest = after >= 0 ? late[after]! - travel[after]! : problem.closes[tours.type[slot]!]! - tours.back[slot]!;
  for (let t = inserted >= 0 ? inserted : tours.last[slot]!; t >= 0; t = prev[t]!) {
    if (isBound && notAfter[t]! < latest) latest = notAfter[t]!;
    const begin = beginBy(problem, t, latest - service[t]!);
    if (inserted >= 0 && t !== inserted && begin === late[t]) return;
    late[t] = begin;
    latest = begin - travel[t]!;
  }
}

/** Ticks of travel between two visits on a vehicle of a type; -1: from its start, or to its end. */
export function travelBetween(problem: Problem, type: number, from: number, to: number): number {
  const { nodes, durations, durationClass, startNode, endNode } = problem;
  const row = durationClass[type]! * nodes + (from >= 0 ? from : startNode[type]!);
  return durations[row * nodes + (to >= 0 ? to : endNode[type]!)]!;
}

/** Ticks of cost for ticks of waiting. */
export function waitCostOf(problem: Problem, type: number, waiting: number): number {
  return Math.round((problem.waitPrice[type]! * waiting) / WAIT_UNIT);
}

/** Scratch of `waitingWith`: the route with the task in it, and the travel to each stop. One per thread, grown as needed. */
let order = new Int32Array(64);
let travels = new Int32Array(64);

/**
 * Waiting on a route with `task` inserted after `after` (-1: at the start; task -1: the route as it is), when it ends as
 * early as possible and then leaves as late as that end allows (Savelsbergh 1992, doi 10.1287/ijoc.4.2.146). Exact for
 * several windows per stop; time in proportion to the route.
 * @returns ticks of waiting, or -1 where the windows, the shift or the duty limit are broken.
 */
export function waitingWith(tours: TourTables, slot: number, type: number, task: number, after: number): number {
  const { problem } = tours;
  const { service } = problem;
  const { count, back } = lineUp(tours, slot, type, task, after);
  let time = problem.opens[type]!;
  let work = back;
  for (let i = 0; i < count; i++) {
    const t = order[i]!;
    const begin = beginAt(problem, t, time + travels[i]!);
    if (begin > BIG) return -1;
    work += travels[i]! + service[t]!;
    time = begin + service[t]!;
  }
  const end = time + back;
  if (end > problem.closes[type]!) return -1;
  // Backwards from that end: the latest begin at every stop that still reaches it.
  let leaves = time;
  for (let i = count - 1; i >= 0; i--) {
    const t = order[i]!;
    leaves = beginBy(problem, t, leaves - service[t]!) - travels[i]!;
  }
  const duty = end - leaves;
  return duty > problem.maxDuty[type]! ? -1 : duty - work;
}

const lined = { count: 0, back: 0 };

/** Writes the route with the task in it to the scratch tables. */
function lineUp(tours: TourTables, slot: number, type: number, task: number, after: number): typeof lined {
  const { problem, next, travel } = tours;
  const { nodes, durations, durationsTo } = problem;
  const size = tours.size[slot]!;
  const row = (problem.durationClass[type]! * nodes + task) * nodes;
  if (size + 1 > order.length) {
    order = new Int32Array(size * 2);
    travels = new Int32Array(size * 2);
  }
  let count = 0;
  let onward = false;
  if (task >= 0 && after < 0) {
    order[count] = task;
    travels[count++] = durationsTo[row + problem.startNode[type]!]!;
    onward = true;
  }
  for (let t = size > 0 ? tours.first[slot]! : -1; t >= 0; t = next[t]!) {
    order[count] = t;
    travels[count++] = onward ? durations[row + t]! : travel[t]!;
    onward = t === after && task >= 0;
    if (onward) {
      order[count] = task;
      travels[count++] = durationsTo[row + t]!;
    }
  }
  lined.count = count;
  lined.back = onward ? durations[row + problem.endNode[type]!]! : tours.back[slot]!;
  return lined;
}
