import type { StaffingPlan } from '../../contract/staffing/plan.ts';
import type { StaffingRequest } from '../../contract/staffing/request.ts';
import { anyDay, givenElse } from './moves.ts';
import { countedSeconds, type ReadShift, type Rulings, secondsOf } from './read.ts';

/** Riders missing by less are not told. */
const SLACK = 0.022;

/**
 * Breaks that are shifted and riders who are sent home on a day under way: of riders on duty, not before now, not before the shortest
 * shift and the least hours of a day, breaks within their window and left out only where the shift has become too short for one; and
 * what vehicle types the rules ask for from now on.
 */
export function judgeToday(request: StaffingRequest, plan: StaffingPlan, shifts: ReadShift[], rulings: Rulings): void {
  const { intraday, rules } = request;
  if (!intraday || !plan.intraday) return;
  const byRider = Map.groupBy(shifts, ({ rider }) => request.riders[rider]!.id);
  const shiftOf = (id: string, at_s: number) =>
    byRider.get(id)?.find(({ span }) => span.from_s <= at_s && at_s < span.to_s);
  for (const [i, pause] of plan.intraday.breaks.entries()) {
    const path = `intraday.breaks[${i}]`;
    const [was_s, from_s, to_s] = [pause.was, pause.from, pause.to].map((time) => secondsOf(request, time));
    const shift = shiftOf(pause.rider, was_s!);
    if (!shift?.meal || shift.meal.from_s !== was_s) {
      rulings.add('no_such_break', path, `'${pause.rider}' has no break planned then`);
      continue;
    }
    if (from_s! < intraday.now_s) rulings.add('in_the_past', path, 'it would begin before now');
    if (to_s! - from_s! < shift.meal.to_s - shift.meal.from_s) rulings.add('meal_length', path, 'it is shorter');
    // Given breaks may lie outside of the window, and one that is overdue begins as soon as it can.
    const [early_s, late_s] = [
      shift.span.from_s + (rules.meal?.earliestAfterStart_s ?? 0),
      shift.span.to_s - (rules.meal?.latestBeforeEnd_s ?? 0),
    ];
    if (from_s! < Math.min(early_s, was_s!) || to_s! > Math.max(late_s, shift.meal.to_s))
      rulings.add('meal_window', path, 'it lies outside of its window');
  }
  const elsewhere = Map.groupBy([...request.booked, ...(request.published ?? [])], ({ rider }) => rider);
  const sentHome = Map.groupBy(
    plan.intraday.releases.map((release) => ({ ...release, from_s: secondsOf(request, release.from) })),
    ({ rider }) => rider,
  );
  for (const [i, { rider, from, skips_break }] of plan.intraday.releases.entries()) {
    const path = `intraday.releases[${i}]`;
    const from_s = secondsOf(request, from);
    const shift = shiftOf(rider, from_s);
    if (!shift) {
      rulings.add('not_on_duty', path, `'${rider}' is not on duty then`);
      continue;
    }
    if (from_s < intraday.now_s) rulings.add('in_the_past', path, 'it would be before now');
    if (from_s - shift.span.from_s < rules.minShift_s)
      rulings.add('shift_length', path, `'${rider}' would have too short a shift`);
    const own = byRider.get(rider)!;
    const known = [...own, ...givenElse(request, elsewhere.get(shift.rider) ?? [], own)];
    const kept_s = hoursKept(request, anyDay(request, shift.span.from_s), known, sentHome.get(rider)!);
    if (kept_s < request.riders[shift.rider]!.minDay_s)
      rulings.add('min_day', path, `'${rider}' would ride too little on that day`);
    if (skips_break && from_s - shift.span.from_s > (rules.meal?.longerThan_s ?? Number.POSITIVE_INFINITY))
      rulings.add('meal_missing', path, `'${rider}' rides so long that a break is due`);
    if (!skips_break && shift.meal && shift.meal.from_s >= Math.max(from_s, intraday.now_s)) {
      const shifted = plan.intraday.breaks.find(
        (pause) => pause.rider === rider && secondsOf(request, pause.to) <= from_s,
      );
      if (!shifted) rulings.add('meal_missing', path, `'${rider}' would go home before the break`);
    }
  }
  judgeTypes(request, plan, rulings);
}

/** Seconds of a day that a rider is paid for, without what falls away for who is sent home. */
function hoursKept(
  request: StaffingRequest,
  day: number,
  shifts: ReadShift[],
  releases: { from_s: number; skips_break: boolean }[],
): number {
  let sum_s = 0;
  for (const { span, meal } of shifts) {
    if (anyDay(request, span.from_s) !== day) continue;
    const release = releases.find(({ from_s }) => span.from_s <= from_s && from_s < span.to_s);
    const kept = { from_s: span.from_s, to_s: release?.from_s ?? span.to_s };
    sum_s += countedSeconds(request, { span: kept, meal: release?.skips_break ? null : meal });
  }
  return sum_s;
}

/** At least as many of each type asked for as the rules count, and a reason for each that is missing. */
function judgeTypes(request: StaffingRequest, plan: StaffingPlan, rulings: Rulings): void {
  const { intraday, rules, horizon, vehicles } = request;
  const { slot_s } = horizon;
  const isShared = plan.pools.some(({ shared }) => shared);
  for (const [z, now] of plan.intraday!.zones.entries()) {
    const zone = request.zones.findIndex(({ id }) => id === now.zone);
    for (const [v, { id }] of vehicles.entries()) {
      const own = rules.vehicles.filter((rule) => rule.vehicle === v && (rule.zones?.includes(zone) ?? true));
      const stated = now.vehicles?.find(({ vehicle }) => vehicle === id);
      const told = plan.intraday!.shortages.filter((shortage) => shortage.zone === now.zone && shortage.vehicle === id);
      for (let s = Math.ceil(intraday!.now_s / slot_s); s < horizon.slots; s++) {
        const [from_s, to_s] = [s * slot_s, (s + 1) * slot_s];
        const isOpen = rules.opening[zone]!.some((span) => span.from_s <= from_s && to_s <= span.to_s);
        const asked = own.filter(({ spans }) => spans.some((span) => span.from_s <= from_s && from_s < span.to_s));
        const least = isOpen ? Math.max(0, ...asked.map(({ riders }) => riders)) : 0;
        const path = `intraday.zones[${z}].vehicles`;
        // Zones that share riders have them together.
        if (!isShared && (stated?.least[s] ?? 0) < least)
          rulings.add(
            'too_few_asked',
            path,
            `${stated?.least[s] ?? 0} of '${id}' in slot ${s}, the rules say ${least}`,
          );
        const isTold = told.some(
          ({ from, to }) => secondsOf(request, from) <= from_s && to_s <= secondsOf(request, to),
        );
        if ((stated?.short_after[s] ?? 0) > SLACK && !isTold)
          rulings.add('reason_missing', path, `${stated!.short_after[s]} of '${id}' are missing in slot ${s}`);
      }
    }
  }
}
