import type { MealRule, Span, StaffingRequest } from '../../contract/staffing/request.ts';
import { isWithin, type ReadShift, type Rulings, wallSeconds } from './read.ts';

const minutes = (seconds: number) => `${Math.round(seconds / 6) / 10} min`;

/** The rules that one shift keeps or breaks on its own. Booked shifts stand whatever the rules, save for their meal. */
export function judgeShift(request: StaffingRequest, shift: ReadShift, rulings: Rulings): void {
  const { rules, horizon, riders, zones } = request;
  const { path, span, zone } = shift;
  const rider = riders[shift.rider]!;
  const broken = (rule: string, detail: string) => rulings.add(rule, path, detail);
  const length_s = span.to_s - span.from_s;
  if (!(length_s > 0)) {
    broken('shift_length', 'the shift ends before it begins');
    return;
  }
  // On a day under way they are as they were given, and may have begun yesterday or end tomorrow.
  if (!request.intraday && (span.from_s < 0 || span.to_s > horizon.slots * horizon.slot_s))
    broken('outside_horizon', 'the shift is not within the horizon');
  if (!shift.booked) {
    judgeLength(request, shift, rulings);
    if (wallSeconds(request, span.from_s) % rules.startGrid_s !== 0)
      broken('start_grid', `it does not begin on the grid of ${minutes(rules.startGrid_s)}`);
    if (!isWithin(span, rider.availability)) broken('not_available', `'${rider.id}' is not available all the time`);
    if (!rider.zones.includes(zone)) broken('zone_not_known', `'${rider.id}' does not know '${zones[zone]!.id}'`);
  }
  // On a day under way meals are as they were given.
  if (!request.intraday) judgeMeal(request, shift, rulings);
}

/** What holds with and without a name: how long a shift may be, and when. */
export function judgeLength(
  { rules, zones }: StaffingRequest,
  { path, span, zone }: { path: string; span: Span; zone: number },
  rulings: Rulings,
): void {
  const length_s = span.to_s - span.from_s;
  if (length_s < rules.minShift_s || length_s > rules.maxShift_s) {
    const allowed = `${minutes(rules.minShift_s)} to ${minutes(rules.maxShift_s)}`;
    rulings.add('shift_length', path, `${minutes(length_s)} are not ${allowed}`);
  }
  if (length_s % rules.lengthGrid_s !== 0)
    rulings.add('length_grid', path, `${minutes(length_s)} are no multiple of ${minutes(rules.lengthGrid_s)}`);
  if (!isWithin(span, rules.opening[zone]!))
    rulings.add('closed', path, `'${zones[zone]!.id}' is not open all the time`);
}

function judgeMeal(request: StaffingRequest, shift: ReadShift, rulings: Rulings): void {
  const { meal, span, path, bookedMeal: given } = shift;
  const rule = request.rules.meal;
  if (given) {
    if (meal === null || meal.from_s !== given.from_s || meal.to_s !== given.to_s)
      rulings.add('booked_changed', `${path}.meal`, 'the meal of a booked shift is not where it was');
    return;
  }
  const due = isMealDue(rule, span);
  if (meal === null && due && !shift.booked)
    rulings.add('meal_missing', path, 'the shift is long enough for a meal break and has none');
  if (meal !== null) judgeMealPlace(rule, span, meal, `${path}.meal`, rulings);
}

export const isMealDue = (rule: MealRule | null, span: Span): boolean =>
  rule !== null && span.to_s - span.from_s > rule.longerThan_s;

/** A meal that a shift has: due, as long as it is to be, and within its window. */
export function judgeMealPlace(rule: MealRule | null, span: Span, meal: Span, path: string, rulings: Rulings): void {
  if (rule === null || !isMealDue(rule, span)) {
    rulings.add('meal_not_due', path, 'the shift is too short for a meal break');
    return;
  }
  if (meal.to_s - meal.from_s !== rule.length_s)
    rulings.add('meal_length', path, `it is not ${minutes(rule.length_s)} long`);
  if (meal.from_s < span.from_s + rule.earliestAfterStart_s || meal.to_s > span.to_s - rule.latestBeforeEnd_s)
    rulings.add('meal_window', path, 'it is too near to the start or the end of the shift');
}
