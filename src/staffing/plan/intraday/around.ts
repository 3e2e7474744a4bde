import type { GivenShift, Horizon, Rider, Span, StaffingRequest } from '../../../contract/staffing/request.ts';
import { DAY_S } from '../../../kit/units.ts';
import type { Draft } from '../draft.ts';
import { paidSeconds } from '../paid.ts';
import { weekOf } from '../times.ts';
import type { Around } from './reasons.ts';

/**
 * By rider, all shifts that are known, each once: of two at the same time that of the plan, then the booked one. Who came later than was
 * published has one.
 */
export function givenByRider({ published, booked }: StaffingRequest, { shifts }: Draft): Map<number, GivenShift[]> {
  const given = Map.groupBy(shifts, ({ rider }) => rider);
  for (const shift of [...booked, ...(published ?? [])]) {
    const { rider, span } = shift;
    const own = given.get(rider) ?? [];
    given.set(rider, own);
    if (own.every((other) => other.span.to_s <= span.from_s || other.span.from_s >= span.to_s)) own.push(shift);
  }
  return given;
}

/** By rider, what lies around today; null for who rides today, or has. */
export function aroundTodayOf(request: StaffingRequest, given: Map<number, GivenShift[]>): (Around | null)[] {
  const { riders, horizon, intraday } = request;
  const day = horizon.dayStarts_s.findLastIndex((start) => start <= intraday!.now_s);
  return riders.map((rider, r) => aroundToday(given.get(r) ?? [], rider, day, request));
}

/**
 * What a rider has before and after today: hours of this week, the last end, the next beginning. Null for who rides today, or has.
 */
function aroundToday(
  own: readonly GivenShift[],
  rider: Rider,
  day: number,
  { horizon, rules, intraday }: StaffingRequest,
): Around | null {
  const week = weekOf(horizon, day);
  const today = { from_s: horizon.dayStarts_s[day]!, to_s: horizon.dayStarts_s[day + 1]! };
  const within = ({ span }: GivenShift, { from_s, to_s }: Span) => span.from_s >= from_s && span.from_s < to_s;
  let [before_s, after_s, lastEnd_s, next_s] = [0, 0, rider.lastEnd_s, Number.POSITIVE_INFINITY];
  for (const shift of own) {
    const { span, meal } = shift;
    if (within(shift, today) || (span.from_s <= intraday!.now_s && span.to_s > intraday!.now_s)) return null;
    if (span.from_s < today.from_s) lastEnd_s = Math.max(lastEnd_s, span.to_s);
    else next_s = Math.min(next_s, span.from_s);
    if (!within(shift, week)) continue;
    const paid_s = paidSeconds(span, meal, rules);
    if (span.from_s < 0) before_s += paid_s;
    else after_s += paid_s;
  }
  // The hours that a rider brings along are of the week of the first day.
  const brought_s = horizon.weekOfDay[day] === 0 ? Math.max(rider.worked_s, before_s) : 0;
  return { week_s: brought_s + after_s, lastEnd_s, next_s };
}

/** Number of the day that a shift begins on, below 0 before the horizon, where a day has 24 hours. */
export function dayOf({ span }: GivenShift, { dayStarts_s }: Horizon): number {
  return span.from_s < 0 ? Math.floor(span.from_s / DAY_S) : dayStarts_s.findLastIndex((start) => start <= span.from_s);
}
