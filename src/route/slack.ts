/**
 * Sums of doubles differ in their last digits with the order of the terms; windows must not shut on that. Absolute part
 * for clocks that start at 0, relative part for epoch seconds.
 */
export const timeSlack = (time_s: number) => (Number.isFinite(time_s) ? 1e-6 + 1e-12 * Math.abs(time_s) : 0);

/** What the sums of doubles lose themselves: finer than any slack. */
export const roundingOf = (time_s: number) => 1e-9 + 8 * Number.EPSILON * Math.abs(time_s);

/** Ends of a route that differ by less are the same. */
export const SAME_END_S = 1e-7;

/** As `timeSlack` for limits and capacities. */
export const withSlack = (limit: number) => limit + 1e-9 * Math.max(1, Math.abs(limit));

/** Whether a value keeps a limit, up to errors of rounding. */
export const atMost = (value: number, limit: number) => value <= withSlack(limit);
