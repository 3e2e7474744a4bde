import type { TourTables } from './tables.ts';

/**
 * Shortest duty in constant time where every stop has one window: each task keeps the segments from the start to it and
 * from it to the end, and a segment is a duration with the time it can begin at without adding to it. Two segments with travel
 * in between make a segment again (Vidal et al. 2013, doi 10.1016/j.cor.2012.07.018; here only for what is in time, so without
 * time warp). Of what comes up to a stop only the latest begin matters then, of what goes on from it only the earliest. How
 * segments are put together is written out in each loop, to keep their numbers in registers.
 */

/** Brings both segments of every task of a route, and what it travels and serves in all, up to date. */
export function refreshSegments(tours: TourTables, slot: number): void {
  const { problem, next, travel } = tours;
  const { service } = problem;
  let work = tours.back[slot]!;
  for (let t = tours.first[slot]!; t >= 0; t = next[t]!) work += travel[t]! + service[t]!;
  tours.work[slot] = work;
  refreshHeads(tours, slot, tours.first[slot]!);
  refreshTails(tours, slot, tours.last[slot]!);
}

/** The same where only a visit was inserted: what comes before it keeps its head, and what comes after it its tail. */
export function insertInSegments(tours: TourTables, slot: number, visit: number): void {
  const { problem, next, prev, travel } = tours;
  const { nodes, durations, durationClass, startNode, endNode, service } = problem;
  const type = tours.type[slot]!;
  const before = prev[visit]!;
  const after = next[visit]!;
  const leaving = after >= 0 ? travel[after]! : tours.back[slot]!;
  const from = before >= 0 ? before : startNode[type]!;
  const direct = durations[(durationClass[type]! * nodes + from) * nodes + (after >= 0 ? after : endNode[type]!)]!;
  tours.work[slot]! += travel[visit]! + service[visit]! + leaving - direct;
  refreshHeads(tours, slot, visit);
  refreshTails(tours, slot, visit);
}

/** Segments from the start to each visit from this one on. */
function refreshHeads(tours: TourTables, slot: number, visit: number): void {
  const { problem, next, prev, travel, head } = tours;
  const { service, windowStart, windowOpens, windowCloses } = problem;
  const before = prev[visit]!;
  let duration = before >= 0 ? head[before * 2]! : 0;
  let closes = before >= 0 ? head[before * 2 + 1]! : problem.closes[tours.type[slot]!]!;
  for (let t = visit; t >= 0; t = next[t]!) {
    const w = windowStart[t]!;
    const reach = duration + travel[t]!;
    duration = reach + service[t]! + Math.max(0, windowOpens[w]! - reach - closes);
    closes = Math.min(windowCloses[w]! - reach, closes);
    head[t * 2] = duration;
    head[t * 2 + 1] = closes;
  }
}

/** Segments to the end from each visit up to this one. */
function refreshTails(tours: TourTables, slot: number, visit: number): void {
  const { problem, next, prev, travel, tail } = tours;
  const { service, windowStart, windowOpens, windowCloses } = problem;
  const after = next[visit]!;
  let duration = after >= 0 ? tail[after * 2]! : 0;
  let opens = after >= 0 ? tail[after * 2 + 1]! : problem.opens[tours.type[slot]!]!;
  let onward = after >= 0 ? travel[after]! : tours.back[slot]!;
  for (let t = visit; t >= 0; t = prev[t]!) {
    const w = windowStart[t]!;
    const reach = service[t]! + onward;
    const first = opens - reach;
    const wait = Math.max(0, first - windowCloses[w]!);
    duration += reach + wait;
    opens = Math.max(first, windowOpens[w]!) - wait;
    tail[t * 2] = duration;
    tail[t * 2 + 1] = opens;
    onward = travel[t]!;
  }
}

/** Shortest duty of a route whose segments are up to date. */
export function dutyOf(tours: TourTables, slot: number): number {
  const t = tours.first[slot]!;
  return dutyAcross(tours, tours.type[slot]!, -1, t, tours.travel[t]!);
}

/**
 * Shortest duty with a task inserted where it is in time; -1 for `after` is the start, for `before` the end.
 * @param arriving travel to the task  @param leaving travel from it on
 */
export function dutyWith(
  tours: TourTables,
  type: number,
  task: number,
  after: number,
  before: number,
  arriving: number,
  leaving: number,
): number {
  const { head, problem } = tours;
  const duration = after >= 0 ? head[after * 2]! : 0;
  const closes = after >= 0 ? head[after * 2 + 1]! : problem.closes[type]!;
  return dutyThrough(tours, type, task, duration, closes, before, arriving, leaving);
}

/** The same with what comes before the task given as a segment. @param upTo the latest begin that adds nothing to it */
export function dutyThrough(
  tours: TourTables,
  type: number,
  task: number,
  duration: number,
  upTo: number,
  before: number,
  arriving: number,
  leaving: number,
): number {
  const { tail, problem } = tours;
  const w = problem.windowStart[task]!;
  const reach = duration + arriving;
  const wait = Math.max(0, problem.windowOpens[w]! - reach - upTo);
  const closes = Math.min(problem.windowCloses[w]! - reach, upTo);
  const there = reach + problem.service[task]! + wait + leaving;
  const opens = before >= 0 ? tail[before * 2 + 1]! : problem.opens[type]!;
  return there + (before >= 0 ? tail[before * 2]! : 0) + Math.max(0, opens - there - closes);
}

/**
 * Shortest duty of what comes up to a stop of one route and from a stop of another on; -1 for `after` is the start, for
 * `before` the end. @param travel between the two
 */
export function dutyAcross(tours: TourTables, type: number, after: number, before: number, travel: number): number {
  const { head, tail, problem } = tours;
  const reach = (after >= 0 ? head[after * 2]! : 0) + travel;
  const closes = after >= 0 ? head[after * 2 + 1]! : problem.closes[type]!;
  const opens = before >= 0 ? tail[before * 2 + 1]! : problem.opens[type]!;
  return reach + (before >= 0 ? tail[before * 2]! : 0) + Math.max(0, opens - reach - closes);
}
