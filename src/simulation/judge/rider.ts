import type { StaffingRequest } from '../../contract/staffing/request.ts';
import { countedSeconds, dayOf, type ReadShift, type Rulings } from './read.ts';

const hours = (seconds: number) => `${Math.round(seconds / 36) / 100} h`;

/** What a rider brought along into the horizon: hours of its first week and the end of the last shift. */
function before(request: StaffingRequest, r: number): { worked_s: number; lastEnd_s: number } {
  const rider = request.riders[r]!;
  let worked_s = 0;
  let lastEnd_s = rider.lastEnd_s;
  // The first calendar week begins so many days before the horizon as its first date is after a Monday.
  const weekday = (new Date(`${request.horizon.dates[0]}T00:00:00Z`).getUTCDay() + 6) % 7;
  for (const shift of request.published ?? []) {
    if (shift.rider !== r || shift.span.from_s >= 0) continue;
    lastEnd_s = Math.max(lastEnd_s, shift.span.to_s);
    // An hour is forgiven where clocks change on the way back to Monday.
    if (shift.span.from_s >= -weekday * 86_400 + (weekday > 0 ? 3600 : 0)) worked_s += countedSeconds(request, shift);
  }
  return { worked_s: Math.max(rider.worked_s, worked_s), lastEnd_s };
}

/** The rules over all shifts of one rider. What is booked through and through stands whatever the rules. */
export function judgeRider(request: StaffingRequest, r: number, shifts: ReadShift[], rulings: Rulings): void {
  const rider = request.riders[r]!;
  const sorted = [...shifts].sort((a, b) => a.span.from_s - b.span.from_s);
  const { worked_s, lastEnd_s } = before(request, r);
  judgeRests(request, r, sorted, lastEnd_s, rulings);
  const days = groups(sorted, (shift) => dayOf(request, shift.span.from_s));
  for (const list of days.values()) {
    if (list.every((shift) => shift.booked)) continue;
    const { path } = list[0]!;
    const sum_s = list.reduce((sum, shift) => sum + countedSeconds(request, shift), 0);
    if (list.length > Math.min(rider.maxPerDay, request.rules.maxPerDay))
      rulings.add('too_many_shifts', path, `'${rider.id}' has ${list.length} shifts on a day`);
    if (sum_s > rider.maxDay_s) rulings.add('max_day', path, `'${rider.id}' rides ${hours(sum_s)} on a day`);
    if (sum_s < rider.minDay_s) rulings.add('min_day', path, `'${rider.id}' rides only ${hours(sum_s)} on a day`);
  }
  const weeks = groups(sorted, (shift) => request.horizon.weekOfDay[Math.max(0, dayOf(request, shift.span.from_s))]!);
  for (const [week, list] of weeks) {
    const sum_s = list.reduce((sum, shift) => sum + countedSeconds(request, shift), week === 0 ? worked_s : 0);
    if (sum_s > rider.maxWeek_s && !list.every((shift) => shift.booked))
      rulings.add('max_week', list[0]!.path, `'${rider.id}' rides ${hours(sum_s)} in a week`);
  }
}

function judgeRests(
  request: StaffingRequest,
  r: number,
  sorted: ReadShift[],
  lastEnd_s: number,
  rulings: Rulings,
): void {
  const rider = request.riders[r]!;
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

function groups(shifts: ReadShift[], keyOf: (shift: ReadShift) => number): Map<number, ReadShift[]> {
  const map = new Map<number, ReadShift[]>();
  for (const shift of shifts) map.set(keyOf(shift), [...(map.get(keyOf(shift)) ?? []), shift]);
  return map;
}
