import type { Rider, Span, StaffingRequest } from '../../../contract/staffing/request.ts';
import { merged } from '../../../kit/spans.ts';

/**
 * Shares that vehicle types have among all who are to ride: by the hours that named riders have, and for what they leave of the hours
 * needed by the shares of riders without names. Sums to 1.
 */
export function vehicleMix(request: StaffingRequest, need_h: number): number[] {
  const { vehicles, riders } = request;
  const named_s = vehicles.map(() => 0);
  for (const rider of riders) named_s[rider.vehicle]! += hoursOf_s(rider, request);
  const all_s = named_s.reduce((sum, each) => sum + each, 0);
  const rest_s = Math.max(0, need_h * 3600 - all_s);
  if (!(all_s + rest_s > 0)) return vehicles.map(({ share }) => share);
  return vehicles.map(({ share }, v) => (named_s[v]! + rest_s * share) / (all_s + rest_s));
}

/** Most that a rider can ride over the horizon, by availability, opening hours and the limits of days and weeks. */
function hoursOf_s(
  { availability, zones, maxDay_s, maxWeek_s, worked_s }: Rider,
  { horizon, rules }: StaffingRequest,
): number {
  const { dayStarts_s, weekOfDay, days } = horizon;
  const open = merged(zones.flatMap((zone) => rules.opening[zone]!));
  const long = availability
    .flatMap((own) => open.map((span) => within(own, span)))
    .filter(({ from_s, to_s }) => to_s - from_s >= rules.minShift_s);
  const weeks_s: number[] = [];
  for (let day = 0; day < days; day++) {
    const [from_s, to_s] = [dayStarts_s[day]!, dayStarts_s[day + 1]!];
    const today = long.map((span) => within(span, { from_s, to_s }));
    const free_s = today.reduce((sum, span) => sum + Math.max(0, span.to_s - span.from_s), 0);
    const week = weekOfDay[day]!;
    weeks_s[week] = (weeks_s[week] ?? 0) + Math.min(maxDay_s, free_s);
  }
  const leftOf = (week: number) => Math.max(0, maxWeek_s - (week === 0 ? worked_s : 0));
  return weeks_s.reduce((sum, ridden_s, week) => sum + Math.min(ridden_s, leftOf(week)), 0);
}

/** What two spans have in common; it ends before it begins where that is nothing. */
const within = (a: Span, b: Span): Span => ({ from_s: Math.max(a.from_s, b.from_s), to_s: Math.min(a.to_s, b.to_s) });
