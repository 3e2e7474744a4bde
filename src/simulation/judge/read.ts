import type { PlanShift, StaffingPlan, StaffingViolation } from '../../contract/staffing/plan.ts';
import type { GivenShift, Span, StaffingRequest } from '../../contract/staffing/request.ts';

/** A shift of the plan as the judge reads it: indices, seconds after the start of the horizon. */
export interface ReadShift {
  path: string;
  rider: number;
  zone: number;
  span: Span;
  meal: Span | null;
  /** Booked, or given on a day that is under way: no rule touches it. */
  booked: boolean;
  /** Of a booked one: the meal that it was booked with. */
  bookedMeal: Span | null;
  stated: PlanShift;
}

/** Collects what is broken. */
export class Rulings {
  readonly violations: StaffingViolation[] = [];

  add(rule: string, path: string, detail: string): void {
    this.violations.push({ rule, path, detail });
  }
}

export const secondsOf = (request: StaffingRequest, iso: string): number =>
  Date.parse(iso) / 1000 - request.horizon.origin_s;

/** Index of the local day on which a moment lies; -1 before the first. */
export function dayOf(request: StaffingRequest, at_s: number): number {
  const { dayStarts_s, days } = request.horizon;
  let day = -1;
  while (day + 1 < days && dayStarts_s[day + 1]! <= at_s) day++;
  return day;
}

/** Seconds after midnight by the clock on the wall. */
export function wallSeconds({ horizon: { origin_s, offsets } }: StaffingRequest, at_s: number): number {
  const { offset_s } = offsets.findLast(({ from_s }) => from_s <= at_s) ?? offsets[0]!;
  return (origin_s + at_s + offset_s) % 86_400;
}

/** Length of what two stretches have in common, s. */
export const overlap_s = (a: Span, b: Span): number =>
  Math.max(0, Math.min(a.to_s, b.to_s) - Math.max(a.from_s, b.from_s));

/** Whether a stretch lies in the union of others. */
export function isWithin(span: Span, spans: readonly Span[]): boolean {
  let at_s = span.from_s;
  for (const { from_s, to_s } of [...spans].sort((a, b) => a.from_s - b.from_s)) {
    if (from_s <= at_s && to_s > at_s) at_s = to_s;
  }
  return at_s >= span.to_s;
}

/** Seconds of a shift that count as hours. */
export function countedSeconds(request: StaffingRequest, { span, meal }: { span: Span; meal: Span | null }): number {
  const unpaid = meal !== null && request.rules.meal !== null && !request.rules.meal.paid;
  return span.to_s - span.from_s - (unpaid ? meal.to_s - meal.from_s : 0);
}

/** Riders there in each slot, breaks taken off; a part of a slot counts as such. */
export function presenceOf(
  shifts: readonly Pick<ReadShift, 'span' | 'meal'>[],
  { horizon }: StaffingRequest,
): Float64Array {
  const { slots, slot_s } = horizon;
  const present = new Float64Array(slots);
  for (const { span, meal } of shifts) {
    for (let s = Math.max(0, Math.floor(span.from_s / slot_s)); s < slots && s * slot_s < span.to_s; s++) {
      const slot = { from_s: s * slot_s, to_s: (s + 1) * slot_s };
      const off_s = meal ? overlap_s(meal, slot) : 0;
      present[s]! += (overlap_s(span, slot) - off_s) / slot_s;
    }
  }
  return present;
}

const keyOf = (rider: number, zone: number, { from_s, to_s }: Span) => `${rider} ${zone} ${from_s} ${to_s}`;
const byKey = (list: readonly GivenShift[]) =>
  new Map(list.map((shift) => [keyOf(shift.rider, shift.zone, shift.span), shift]));

/** The shifts of a plan with ids looked up; what cannot be read is a violation and left out. */
export function readShifts(request: StaffingRequest, plan: StaffingPlan, rulings: Rulings): ReadShift[] {
  const riders = new Map(request.riders.map(({ id }, i) => [id, i]));
  const zones = new Map(request.zones.map(({ id }, i) => [id, i]));
  const bookings = byKey(request.booked);
  const others = byKey([...(request.intraday?.onDuty ?? []), ...(request.published ?? [])]);
  return plan.shifts.flatMap((stated, i) => {
    const path = `shifts[${i}]`;
    const rider = riders.get(stated.rider);
    const zone = zones.get(stated.zone);
    if (rider === undefined) rulings.add('unknown_rider', `${path}.rider`, `there is no rider '${stated.rider}'`);
    if (zone === undefined) rulings.add('unknown_zone', `${path}.zone`, `there is no zone '${stated.zone}'`);
    if (rider === undefined || zone === undefined) return [];
    const read = (span: { from: string; to: string }) => ({
      from_s: secondsOf(request, span.from),
      to_s: secondsOf(request, span.to),
    });
    const span = read(stated);
    const meal = stated.meal ? read(stated.meal) : null;
    const key = keyOf(rider, zone, span);
    const booked = bookings.has(key);
    const bookedMeal = bookings.get(key)?.meal ?? null;
    if (request.intraday) {
      if (!booked && !others.has(key))
        rulings.add('shift_not_given', path, 'on a day that is under way shifts are those that were given');
      return [{ path, rider, zone, span, meal, booked: true, bookedMeal, stated }];
    }
    if ((stated.origin === 'booked') !== booked)
      rulings.add('wrong_origin', `${path}.origin`, `'${stated.origin}', ${booked ? 'and' : 'but not'} booked`);
    return [{ path, rider, zone, span, meal, booked, bookedMeal, stated }];
  });
}
