import type { GivenShift, Horizon } from '../../contract/staffing/request.ts';
import { DAY_S } from '../../kit/units.ts';
import { weekOf } from './times.ts';

const WEEK_DAYS = 7;

/**
 * By week, the share that its days in the horizon are asked for of what is left of a promise: by their number among the days of which
 * nothing is known yet. A day outside of the horizon is known where the published plan has any shift on it.
 * @param isTold the days before the horizon are known, too: by the hours that a rider has ridden on them
 */
export function askedShares(horizon: Horizon, outside: readonly GivenShift[], isTold: boolean): Float64Array {
  const weeks = horizon.weekOfDay.at(-1)! + 1;
  return Float64Array.from({ length: weeks }, (_, week) => {
    const first = horizon.weekOfDay.indexOf(week);
    const days = horizon.weekOfDay.filter((of) => of === week).length;
    const { from_s, to_s } = weekOf(horizon, first);
    const within = outside.filter(({ span }) => span.from_s >= from_s && span.from_s < to_s);
    const told = new Set(within.map(({ span }) => dayOf(span.from_s, from_s)));
    for (let day = 0; isTold && from_s + day * DAY_S < 0; day++) told.add(day);
    return days / Math.max(days, WEEK_DAYS - told.size);
  });
}

/** Day of the week; to an hour where clocks change within it. */
function dayOf(time_s: number, weekFrom_s: number): number {
  return Math.min(WEEK_DAYS - 1, Math.floor((time_s - weekFrom_s) / DAY_S));
}
