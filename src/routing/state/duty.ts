import type { TourTables } from './tables.ts';

/**
 * Shortest duty in constant time where every stop has one window: each task keeps the segments from the start to it and
 * from it to the end, and a segment is a duration with the earliest and the latest time it can begin without adding to
 * it. Two segments with travel in between make a segment again (Vidal et al. 2013, doi 10.1016/j.cor.2012.07.018; here
 * only for what is in time, so without time warp).
 */

/** Scratch: the segment being put together. One per thread. */
const segment = { duration: 0, opens: 0, closes: 0 };
type Segment = typeof segment;

/** Brings both segments of every task of a route, and what it travels and serves in all, up to date. */
export function refreshSegments(tours: TourTables, slot: number): void {
  const { problem, next, prev, travel, head, tail } = tours;
  const type = tours.type[slot]!;
  let work = tours.back[slot]!;
  set(segment, 0, problem.opens[type]!, problem.closes[type]!);
  for (let t = tours.first[slot]!; t >= 0; t = next[t]!) {
    work += travel[t]! + problem.service[t]!;
    append(segment, travel[t]!, serviceOf(tours, t), windowOpens(tours, t), windowCloses(tours, t));
    head[t * 3] = segment.duration;
    head[t * 3 + 1] = segment.opens;
    head[t * 3 + 2] = segment.closes;
  }
  tours.work[slot] = work;
  set(segment, 0, problem.opens[type]!, problem.closes[type]!);
  let onward = tours.back[slot]!;
  for (let t = tours.last[slot]!; t >= 0; t = prev[t]!) {
    const { duration, opens, closes } = segment;
    set(segment, serviceOf(tours, t), windowOpens(tours, t), windowCloses(tours, t));
    append(segment, onward, duration, opens, closes);
    tail[t * 3] = segment.duration;
    tail[t * 3 + 1] = segment.opens;
    tail[t * 3 + 2] = segment.closes;
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
  comeUpTo(tours, type, after);
  append(segment, arriving, serviceOf(tours, task), windowOpens(tours, task), windowCloses(tours, task));
  goOnFrom(tours, type, before, leaving);
  return segment.duration;
}

/**
 * Shortest duty of what comes up to a stop of one route and from a stop of another on; -1 for `after` is the start, for
 * `before` the end. @param travel between the two
 */
export function dutyAcross(tours: TourTables, type: number, after: number, before: number, travel: number): number {
  comeUpTo(tours, type, after);
  goOnFrom(tours, type, before, travel);
  return segment.duration;
}

/** Begins the segment with what comes up to a stop. */
function comeUpTo({ head, problem }: TourTables, type: number, after: number): void {
  if (after >= 0) set(segment, head[after * 3]!, head[after * 3 + 1]!, head[after * 3 + 2]!);
  else set(segment, 0, problem.opens[type]!, problem.closes[type]!);
}

/** Adds to it what comes from a stop on. */
function goOnFrom({ tail, problem }: TourTables, type: number, before: number, travel: number): void {
  if (before >= 0) append(segment, travel, tail[before * 3]!, tail[before * 3 + 1]!, tail[before * 3 + 2]!);
  else append(segment, travel, 0, problem.opens[type]!, problem.closes[type]!);
}

function set(segment: Segment, duration: number, opens: number, closes: number): void {
  segment.duration = duration;
  segment.opens = opens;
  segment.closes = closes;
}

/** Adds travel and a second segment to the first. */
function append(segment: Segment, travel: number, duration: number, opens: number, closes: number): void {
  const reach = segment.duration + travel;
  const wait = Math.max(0, opens - reach - segment.closes);
  segment.opens = Math.max(opens - reach, segment.opens) - wait;
  segment.closes = Math.min(closes - reach, segment.closes);
  segment.duration = reach + duration + wait;
}

function serviceOf({ problem }: TourTables, task: number): number {
  return problem.service[task]!;
}
function windowOpens({ problem }: TourTables, task: number): number {
  return problem.windowOpens[problem.windowStart[task]!]!;
}
function windowCloses({ problem }: TourTables, task: number): number {
  return problem.windowCloses[problem.windowStart[task]!]!;
}
