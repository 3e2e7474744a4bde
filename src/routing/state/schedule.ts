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
