import type { Break, SoftWindow, Window } from '../contract/request.ts';
import { type Speeds, secondsFor, workIn } from './traffic.ts';
import { isOver } from './verdict.ts';

/** A route as the clock sees it. */
export interface Way {
  hasStart: boolean;
  /** Leaves not before; begins with its first visit where it has no start. */
  earliest_s: number;
  /** Done not after. */
  latest_s: number;
  visits: Visit[];
  /** To every visit and, last, to the end; null where there is nothing to come from or go to. */
  legs: (Leg | null)[];
  /** With windows, in their order. */
  breaks: Break[];
  /** After so much driving, longest first. */
  rules: Break[];
  /** Shared by all ways of a simulator. */
  effort: Effort;
}

/** What was driven to find times out, in stops, each as often as it was, and so much longer for every break: the unit of the budget of reasons. */
export interface Effort {
  stops: number;
}

export interface Visit {
  windows: Window[];
  softWindows: SoftWindow[];
  /** Begins not before; of a reload: release. */
  from_s: number;
  /** Begins not after; of a reload: due. */
  until_s: number;
  /** Setup and service. */
  stay_s: number;
  /** Begins only so long after these visits before it have been finished. */
  after: { visit: number; gap_s: number }[];
  /** Another route waits for it: it does not begin later than it could. */
  isKept: boolean;
}

export interface Leg {
  metres: number;
  /** Seconds of driving at factor 1. */
  work_s: number;
  speeds: Speeds;
  /** On board on the way. */
  load: number[];
}

/** A break taken. */
export interface Pause {
  break: Break;
  leg: number;
  arrival_s: number;
  begin_s: number;
  /** Driven on this leg before it, in seconds at factor 1. */
  done_s: number;
}

export interface Schedule {
  starts_s: number;
  ends_s: number;
  arrivals_s: number[];
  begins_s: number[];
  pauses: Pause[];
  driving_s: number;
}

/** Which breaks are taken where: with windows on a leg, for driving in a wait at a visit. */
export interface Placing {
  onLeg: Break[][];
  atVisit: (Break | null)[];
}

/** The vehicle on its way. */
export interface State {
  now_s: number;
  /** Driven since the last break that counts, per driving rule. */
  since_s: number[];
  driving_s: number;
}

/** Differences of less are of rounding; a clock of epoch seconds has fewer digits. Much finer than what plans may state. */
export const roundingAt = (time_s: number) => 1e-9 + 1e-15 * Math.abs(time_s);
/** Of durations that were added up. */
const EPSILON_S = 1e-6;

/**
 * Everything as early as possible from a departure on; null where something is then too late.
 * @param pauses where breaks are noted, also those before what is too late
 */
export function follow(way: Way, placing: Placing | null, leaves_s: number, pauses: Pause[] = []): Schedule | null {
  const { visits, legs } = way;
  const state: State = {
    now_s: leaves_s,
    since_s: way.rules.map(({ drivenBefore_s }) => drivenBefore_s),
    driving_s: 0,
  };
  const schedule: Schedule = { starts_s: leaves_s, ends_s: 0, arrivals_s: [], begins_s: [], pauses, driving_s: 0 };
  for (let i = 0; i < visits.length; i++) {
    if (!cross(way, i, placing?.onLeg[i] ?? [], state, schedule.pauses)) return null;
    const rest = placing?.atVisit[i] ?? null;
    const begin_s = beginAt(way, i, state.now_s, schedule.begins_s);
    if (begin_s === null) return null;
    if (rest && !restBefore(way, i, rest, begin_s, state, schedule.pauses)) return null;
    const isFirst = i === 0 && !way.hasStart;
    schedule.arrivals_s.push(isFirst ? begin_s : state.now_s);
    if (isFirst) schedule.starts_s = begin_s;
    schedule.begins_s.push(begin_s);
    state.now_s = begin_s + visits[i]!.stay_s;
  }
  if (!cross(way, legs.length - 1, placing?.onLeg[legs.length - 1] ?? [], state, schedule.pauses)) return null;
  schedule.ends_s = state.now_s;
  schedule.driving_s = state.driving_s;
  return schedule.ends_s > way.latest_s + roundingAt(way.latest_s) ? null : schedule;
}

/** The first moment from an arrival on at which a visit may begin, or null. */
export function beginAt(way: Way, at: number, arrival_s: number, begins_s: number[]): number | null {
  const visit = way.visits[at]!;
  let from_s = Math.max(arrival_s, visit.from_s);
  for (const { visit: before, gap_s } of visit.after) {
    from_s = Math.max(from_s, begins_s[before]! + way.visits[before]!.stay_s + gap_s);
  }
  const begin_s = firstOpen(visit.windows, from_s);
  return begin_s === null || begin_s > visit.until_s + roundingAt(visit.until_s) ? null : begin_s;
}

/** Drives a leg with these breaks on it. @returns false where one of them, or one for driving, cannot be taken. */
export function cross(way: Way, at: number, breaks: Break[], state: State, pauses: Pause[]): boolean {
  const leg = way.legs[at];
  way.effort.stops += 1 + way.breaks.length + way.rules.length;
  if (!leg) return breaks.length === 0;
  let left_s = leg.work_s;
  const pause = (taken: Break, arrival_s: number, begin_s: number) => {
    if (isTooFull(taken, leg.load)) return false;
    pauses.push({ break: taken, leg: at, arrival_s, begin_s, done_s: leg.work_s - left_s });
    state.now_s = begin_s + taken.duration_s;
    way.rules.forEach((rule, k) => {
      if (taken.duration_s >= rule.duration_s) state.since_s[k] = 0;
    });
    return true;
  };
  for (const planned of [...breaks, null]) {
    for (;;) {
      const due =
        left_s > 0 ? way.rules.find((rule, k) => state.since_s[k]! >= rule.afterDriving_s! - EPSILON_S) : null;
      const opens_s = planned === null ? Number.POSITIVE_INFINITY : firstOpen(planned.windows!, state.now_s);
      if (opens_s === null) return false;
      if (planned !== null && (opens_s <= state.now_s || left_s === 0)) {
        if (!pause(planned, state.now_s, opens_s)) return false;
        break;
      }
      if (due) {
        if (!pause(due, state.now_s, state.now_s)) return false;
        continue;
      }
      if (left_s === 0) break;
      left_s = drive(way, leg, left_s, opens_s, state);
    }
  }
  return true;
}

/** Drives until the leg ends, a moment comes, or a limit of driving is reached. @returns the work left. */
function drive({ rules }: Way, leg: Leg, left_s: number, until_s: number, state: State): number {
  const toEnd_s = secondsFor(leg.speeds, state.now_s, left_s);
  const toMoment_s = until_s - state.now_s;
  let toLimit_s = Number.POSITIVE_INFINITY;
  rules.forEach((rule, k) => {
    toLimit_s = Math.min(toLimit_s, rule.afterDriving_s! - state.since_s[k]!);
  });
  const isThere = toEnd_s <= Math.min(toMoment_s, toLimit_s + EPSILON_S);
  const seconds = isThere ? toEnd_s : Math.min(toMoment_s, toLimit_s);
  const left = isThere ? 0 : Math.max(0, left_s - workIn(leg.speeds, state.now_s, seconds));
  // A moment reached is that moment, whatever doubles add up to.
  state.now_s = !isThere && seconds === toMoment_s ? until_s : state.now_s + seconds;
  state.driving_s += seconds;
  for (let k = 0; k < rules.length; k++) state.since_s[k]! += seconds;
  return left;
}

/** A break for driving in a wait of at least its duration. */
export function restBefore(way: Way, at: number, rest: Break, begin_s: number, state: State, pauses: Pause[]): boolean {
  const leg = way.legs[at];
  if (!leg || isTooFull(rest, leg.load) || !(begin_s - state.now_s >= rest.duration_s - EPSILON_S)) return false;
  pauses.push({ break: rest, leg: at, arrival_s: state.now_s, begin_s: state.now_s, done_s: leg.work_s });
  state.now_s = Math.min(begin_s, state.now_s + rest.duration_s);
  way.rules.forEach((rule, k) => {
    if (rest.duration_s >= rule.duration_s) state.since_s[k] = 0;
  });
  return true;
}

export const isTooFull = ({ maxLoad }: Break, load: number[]) =>
  maxLoad?.some((most, d) => isOver(load[d] ?? 0, most)) ?? false;

/** The first moment not before `time_s` within a window; null after the last. No windows: at any time. */
export function firstOpen(windows: Window[], time_s: number): number | null {
  if (windows.length === 0) return time_s;
  for (const [opens, closes] of windows) if (time_s <= closes + roundingAt(closes)) return Math.max(opens, time_s);
  return null;
}

/** The last moment not after `time_s` within a window; `time_s` itself where there is none. */
export function lastOpen(windows: Window[], time_s: number): number {
  if (windows.length === 0) return time_s;
  const open = windows.findLast(([opens]) => opens <= time_s + roundingAt(opens));
  return open ? Math.min(open[1], time_s) : time_s;
}
