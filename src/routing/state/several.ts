import { BIG } from '../../model/problem.ts';
import { beginAt, beginBy } from './schedule.ts';
import type { TourTables } from './tables.ts';

/**
 * Duty of routes some of whose stops have several windows: a route ends as early as it can, then leaves as late as that end
 * allows (Savelsbergh 1992, doi 10.1287/ijoc.4.2.146). No two numbers say that of a segment, as they do where every stop has one
 * window (`duty.ts`). But what is put into a route mostly moves all that follows by the same time, up to where the vehicle waits
 * or to its end, and what comes before it not at all: so each visit keeps how far that holds, and only where it does not, stops are
 * gone through one by one.
 */

/** Later than any end: what a route with a place that is not in time takes. */
const NEVER = 2 * BIG;

/** Brings what every visit of a route keeps, and what the route travels and serves in all, up to date; earliest begins are. */
export function refreshSpans(tours: TourTables, slot: number): void {
  const { problem, next, prev, travel, early, leaving, keeping, moving, waiting } = tours;
  const { service, windowStart, windowCloses } = problem;
  let work = tours.back[slot]!;
  for (let t = tours.first[slot]!; t >= 0; t = next[t]!) {
    const before = prev[t]!;
    const latest = early[t]! - travel[t]!;
    const waits = before >= 0 && latest > early[before]! + service[before]!;
    leaving[t] = before < 0 ? latest : waits ? departure(tours, before, latest) : leaving[before]!;
    work += travel[t]! + service[t]!;
  }
  tours.work[slot] = work;
  const last = tours.last[slot]!;
  tours.ends[slot] = early[last]! + service[last]! + tours.back[slot]!;
  for (let t = last; t >= 0; t = prev[t]!) {
    const after = next[t]!;
    const due = after < 0 ? early[t]! : keeping[after]! - travel[after]! - service[t]!;
    keeping[t] = beginBy(problem, t, due);
    let w = windowStart[t]!;
    while (w + 1 < windowStart[t + 1]! && windowCloses[w]! < early[t]!) w++;
    const room = windowCloses[w]! - early[t]!;
    const waits = after >= 0 && early[after]! > early[t]! + service[t]! + travel[after]!;
    moving[t] = after < 0 || waits ? room : Math.min(room, moving[after]!);
    waiting[t] = waits ? after : after < 0 ? -1 : waiting[after]!;
  }
}

/** Shortest duty of a route that is up to date. */
export function spanOf({ ends, keeping, travel, first }: TourTables, slot: number): number {
  const t = first[slot]!;
  return ends[slot]! - (keeping[t]! - travel[t]!);
}

/**
 * Shortest duty of a route with a task inserted; -1 for `after` is the start, for `before` the end. More than any limit where a
 * window is missed. @param arriving travel to the task  @param leaving travel from it on
 */
export function spanWith(
  tours: TourTables,
  slot: number,
  task: number,
  after: number,
  before: number,
  arriving: number,
  leaving: number,
): number {
  const leaves = leavesAt(tours, tours.type[slot]!, after);
  return call(tours, slot, task, leaves + arriving, before, leaving)
    ? spanUntil(tours, after, followed.latest - arriving)
    : NEVER;
}

/** Visits that follow one another after a visit of a route, which they move. */
export interface Carried {
  /** The visit of the route before them, -1: the start. */
  readonly after: number;
  /** The first `count` of these, and the travel to each. */
  readonly carried: Int32Array;
  readonly travels: Int32Array;
  readonly count: number;
  /** When the last one is left at the earliest. */
  readonly leaves: number;
}

/**
 * Shortest duty of a route with a task after visits that another one has moved; of a route of none, of these alone. As above.
 * @param arriving travel from the last of them to the task
 */
export function spanThrough(
  tours: TourTables,
  slot: number,
  task: number,
  { after, carried, travels, count, leaves }: Carried,
  before: number,
  arriving: number,
  leaving: number,
): number {
  if (!call(tours, slot, task, leaves + arriving, before, leaving)) return NEVER;
  const { problem } = tours;
  let due = followed.latest - arriving;
  for (let i = count - 1; i >= 0; i--)
    due = beginBy(problem, carried[i]!, due - problem.service[carried[i]!]!) - travels[i]!;
  return spanUntil(tours, after, due);
}

/**
 * Shortest duty of what comes up to a stop of one route and from a stop of another on; not both -1, else as above.
 * @param slot route of `before`  @param travel between the two
 */
export function spanAcross(tours: TourTables, slot: number, after: number, before: number, travel: number): number {
  const arrival = leavesAt(tours, tours.type[slot]!, after) + travel;
  if (before < 0) return arrival - tours.leaving[after]!;
  follow(tours, slot, before, arrival);
  return followed.end >= NEVER ? NEVER : spanUntil(tours, after, followed.latest - travel);
}

/** When a visit of a route is left at the earliest, or the start (-1). */
export function leavesAt({ problem, early }: TourTables, type: number, visit: number): number {
  return visit >= 0 ? early[visit]! + problem.service[visit]! : problem.opens[type]!;
}

/** Of `follow` and `call`: the earliest end, and the latest begin at the stop or task with which the route still ends then. */
const followed = { end: 0, latest: 0 };

/** Duty up to the end found last of a route that leaves a visit, or the start (-1), by `due`. */
function spanUntil(tours: TourTables, visit: number, due: number): number {
  return followed.end - (visit >= 0 ? departure(tours, visit, due) : due);
}

/** From an arrival at a task that is put before a stop of a route (-1: its end) to the end; false where a window is missed. */
function call(
  tours: TourTables,
  slot: number,
  task: number,
  arrival: number,
  before: number,
  leaving: number,
): boolean {
  const { problem } = tours;
  const begin = beginAt(problem, task, arrival);
  if (begin > BIG) return false;
  const stays = problem.service[task]! + leaving;
  if (before < 0) {
    followed.end = begin + stays;
    followed.latest = begin;
    return true;
  }
  follow(tours, slot, before, begin + stays);
  if (followed.end >= NEVER) return false;
  followed.latest = beginBy(problem, task, followed.latest - stays);
  return true;
}

/** From an arrival at a stop of a route to its end. */
function follow(tours: TourTables, slot: number, stop: number, arrival: number): void {
  const { problem, next, prev, travel, early, keeping, moving, waiting } = tours;
  const { service } = problem;
  let t = stop;
  let begin = beginAt(problem, t, arrival);
  // The last stop at which the vehicle waits, if any: what comes after it cannot be later.
  let last = -1;
  let latest = begin;
  for (;;) {
    if (begin > BIG) {
      followed.end = NEVER;
      return;
    }
    const later = begin - early[t]!;
    if (later === 0) {
      followed.end = tours.ends[slot]!;
      followed.latest = keeping[stop]!;
      return;
    }
    let to = next[t]!;
    let there = begin + service[t]! + (to >= 0 ? travel[to]! : tours.back[slot]!);
    if (later > 0 && later <= moving[t]!) {
      // All moves as one, up to where the vehicle waits.
      to = waiting[t]!;
      if (to < 0) {
        followed.end = tours.ends[slot]! + later;
        break;
      }
      const before = prev[to]!;
      there = early[before]! + later + service[before]! + travel[to]!;
    }
    if (to < 0) {
      followed.end = there;
      break;
    }
    t = to;
    begin = beginAt(problem, t, there);
    if (begin > there) {
      last = t;
      latest = begin;
    }
  }
  for (; last >= 0 && last !== stop; last = prev[last]!)
    latest = beginBy(problem, prev[last]!, latest - travel[last]! - service[prev[last]!]!);
  followed.latest = latest;
}

/** The latest departure of a route with which it leaves a visit by `due`, no earlier than it can. */
function departure(tours: TourTables, visit: number, due: number): number {
  const { problem, prev, travel, early, leaving } = tours;
  const { service } = problem;
  let t = visit;
  let latest = beginBy(problem, t, due - service[t]!);
  while (latest > early[t]!) {
    const before = prev[t]!;
    if (before < 0) return latest - travel[t]!;
    latest = beginBy(problem, before, latest - travel[t]! - service[before]!);
    t = before;
  }
  return leaving[t]!;
}
