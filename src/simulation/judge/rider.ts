import type { GivenShift, StaffingRequest } from '../../contract/staffing/request.ts';
import { countedSeconds, dayOf, type ReadShift, type Rulings } from './read.ts';

const hours = (seconds: number) => `${Math.round(seconds / 36) / 100} h`;

/** What a rider has outside of the horizon. */
interface Around {
  /** Hours of the first week before it, and of the last week after it. */
  before_s: number;
  after_s: number;
  /** End of the last shift before it, begin of the first one after it. */
  lastEnd_s: number;
  next_s: number;
}

function aroundHorizon(request: StaffingRequest, r: number, published: readonly GivenShift[]): Around {
  const rider = request.riders[r]!;
  const { dates, days, dayStarts_s } = request.horizon;
  const end_s = dayStarts_s[days]!;
  let [before_s, after_s, lastEnd_s, next_s] = [0, 0, rider.lastEnd_s, Number.POSITIVE_INFINITY];
  // The first calendar week begins so many days before the horizon as its first date is after a Monday.
  const weekday = (new Date(`${dates[0]}T00:00:00Z`).getUTCDay() + 6) % 7;
  // The last one has so many days after it.
  const left = 6 - ((weekday + days - 1) % 7);
  for (const shift of published) {
    const { from_s, to_s } = shift.span;
    // An hour is forgiven where clocks change on the way to Monday.
    if (from_s < 0) {
      lastEnd_s = Math.max(lastEnd_s, to_s);
      if (from_s >= -weekday * 86_400 + (weekday > 0 ? 3600 : 0)) before_s += countedSeconds(request, shift);
    } else if (from_s >= end_s) {
      next_s = Math.min(next_s, from_s);
      if (from_s < end_s + left * 86_400 - 3600) after_s += countedSeconds(request, shift);
    }
  }
  return { before_s: Math.max(rider.worked_s, before_s), after_s, lastEnd_s, next_s };
}

/**
 * The rules over all shifts of one rider. What is booked through and through stands whatever the rules.
 * @param published for the rider
 */
export function judgeRider(
  request: StaffingRequest,
  r: number,
  shifts: ReadShift[],
  published: readonly GivenShift[],
  rulings: Rulings,
): void {
  const rider = request.riders[r]!;
  const sorted = [...shifts].sort((a, b) => a.span.from_s - b.span.from_s);
  const around = aroundHorizon(request, r, published);
  judgeRests(request, r, sorted, around, rulings);
  const days = Map.groupBy(sorted, (shift) => dayOf(request, shift.span.from_s));
  for (const list of days.values()) {
    if (list.every((shift) => shift.booked)) continue;
    const { path } = list[0]!;
    const sum_s = list.reduce((sum, shift) => sum + countedSeconds(request, shift), 0);
    if (list.length > Math.min(rider.maxPerDay, request.rules.maxPerDay))
      rulings.add('too_many_shifts', path, `'${rider.id}' has ${list.length} shifts on a day`);
    if (sum_s > rider.maxDay_s) rulings.add('max_day', path, `'${rider.id}' rides ${hours(sum_s)} on a day`);
    if (sum_s < rider.minDay_s) rulings.add('min_day', path, `'${rider.id}' rides only ${hours(sum_s)} on a day`);
  }
  const { weekOfDay } = request.horizon;
  const weeks = Map.groupBy(sorted, (shift) => weekOfDay[Math.max(0, dayOf(request, shift.span.from_s))]!);
  for (const [week, list] of weeks) {
    const outside_s = (week === 0 ? around.before_s : 0) + (week === weekOfDay.at(-1) ? around.after_s : 0);
    const sum_s = list.reduce((sum, shift) => sum + countedSeconds(request, shift), outside_s);
    if (sum_s > rider.maxWeek_s && !list.every((shift) => shift.booked))
      rulings.add('max_week', list[0]!.path, `'${rider.id}' rides ${hours(sum_s)} in a week`);
  }
}

function judgeRests(
  request: StaffingRequest,
  r: number,
  sorted: ReadShift[],
  { lastEnd_s, next_s }: Around,
  rulings: Rulings,
): void {
  const rider = request.riders[r]!;
  const last = sorted.at(-1)!;
  if (!last.booked && next_s - last.span.to_s < rider.minRest_s)
    rulings.add('rest', last.path, `'${rider.id}' would rest ${hours(next_s - last.span.to_s)}`);
  for (const [i, shift] of sorted.entries()) {
    const previous = sorted[i - 1];
    const booked = shift.booked && (previous?.booked ?? true);
    const end_s = previous ? previous.span.to_s : lastEnd_s;
    const free_s = shift.span.from_s - end_s;
    if (previous && free_s < 0) rulings.add('overlap', shift.path, `'${rider.id}' rides in two shifts at once`);
    if (booked || !Number.isFinite(end_s)) continue;
    const sameDay = previous && dayOf(request, previous.span.from_s) === dayOf(request, shift.span.from_s);
    if (sameDay && free_s < request.rules.minGap_s)
      rulings.add('split_gap', shift.path, `'${rider.id}' has ${hours(free_s)} between two shifts of a day`);
    if (!sameDay && free_s < rider.minRest_s)
      rulings.add('rest', shift.path, `'${rider.id}' has rested ${hours(free_s)}`);
  }
}
