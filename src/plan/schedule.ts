import type { Stop, Window } from '../contract/request.ts';

/**
 * When everything on one route happens. One rule for all plans: the route ends as early as it can, and among the
 * schedules that do, it leaves as late as it can; from that departure on everything happens as early as possible, so
 * waiting falls where the vehicle first has to wait. With at most one window per stop this is the shortest duty there
 * is (Savelsbergh 1992, doi 10.1287/ijoc.4.2.146); with several, a later end could be shorter, and is not looked for.
 */
export interface Schedule {
  starts_s: number;
  ends_s: number;
  /** Per stop. */
  arrivals_s: Float64Array;
  /** Per stop; later than its last window closes where the route is not `onTime`. */
  begins_s: Float64Array;
  /** Whether every service begins within a window and the shift is kept. */
  onTime: boolean;
}

/**
 * Sums of doubles differ in their last digits with the order of the terms; windows must not shut on that. Absolute part
 * for clocks that start at 0, relative part for epoch seconds.
 */
export const timeSlack = (time_s: number) => (Number.isFinite(time_s) ? 1e-6 + 1e-12 * Math.abs(time_s) : 0);

/** Earliest begin of service at or after `arrival_s`; infinite where every window has closed. No windows: at once. */
export function earliestBegin(windows: Window[], arrival_s: number): number {
  if (windows.length === 0) return arrival_s;
  for (const [opens, closes] of windows) {
    if (arrival_s <= closes + timeSlack(closes)) return Math.max(arrival_s, opens);
  }
  return Number.POSITIVE_INFINITY;
}

/** Latest begin of service at or before `bound_s`; minus infinity where no window has opened by then. */
export function latestBegin(windows: Window[], bound_s: number): number {
  if (windows.length === 0) return bound_s;
  for (let w = windows.length - 1; w >= 0; w--) {
    const [opens, closes] = windows[w]!;
    if (bound_s >= opens - timeSlack(opens)) return Math.min(bound_s, closes);
  }
  return Number.NEGATIVE_INFINITY;
}

/**
 * @param stops in the order of service, at least one.
 * @param legs_s travel to each stop from the one before, then to the end: one more than stops. The first is 0 where the
 *   vehicle starts at its first stop, the last 0 where it ends at its last.
 * @param shift leaves not before, is back not after; null = at any time, even before second 0. A route without any shift
 *   or window leaves at second 0.
 */
export function scheduleRoute(stops: Stop[], legs_s: ArrayLike<number>, shift: Window | null): Schedule {
  const earliest_s = shift?.[0] ?? Number.NEGATIVE_INFINITY;
  const first = passForward(stops, legs_s, earliest_s);
  const departure_s = first.onTime
    ? Math.max(earliest_s, latestDeparture(stops, legs_s, first.ends_s))
    : // Something is late whatever happens; leaving just in time for the first stop delays nothing further.
      first.begins_s[0]! - legs_s[0]!;
  const schedule = passForward(stops, legs_s, Number.isFinite(departure_s) ? departure_s : 0);
  const latest_s = shift?.[1] ?? Number.POSITIVE_INFINITY;
  if (schedule.ends_s > latest_s + timeSlack(latest_s)) schedule.onTime = false;
  return schedule;
}

/** From a departure on, everything as early as possible. A stop reached too late is served on arrival. */
function passForward(stops: Stop[], legs_s: ArrayLike<number>, starts_s: number): Schedule {
  const arrivals_s = new Float64Array(stops.length);
  const begins_s = new Float64Array(stops.length);
  let time_s = starts_s;
  let onTime = true;
  stops.forEach((stop, i) => {
    const arrival_s = time_s + legs_s[i]!;
    const begin_s = earliestBegin(stop.windows, arrival_s);
    if (begin_s === Number.POSITIVE_INFINITY) onTime = false;
    arrivals_s[i] = arrival_s;
    begins_s[i] = begin_s === Number.POSITIVE_INFINITY ? arrival_s : begin_s;
    time_s = begins_s[i]! + stop.service_s;
  });
  return { starts_s, ends_s: time_s + legs_s[stops.length]!, arrivals_s, begins_s, onTime };
}

/** The latest departure with which the route still ends at `ends_s`. */
function latestDeparture(stops: Stop[], legs_s: ArrayLike<number>, ends_s: number): number {
  let bound_s = ends_s;
  for (let i = stops.length - 1; i >= 0; i--) {
    const { windows, service_s } = stops[i]!;
    bound_s = latestBegin(windows, bound_s - legs_s[i + 1]! - service_s);
  }
  return bound_s - legs_s[0]!;
}
