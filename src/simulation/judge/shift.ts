import type { StaffingRequest } from '../../contract/staffing/request.ts';
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
    if (length_s < rules.minShift_s || length_s > rules.maxShift_s)
      broken(
        'shift_length',
        `${minutes(length_s)} are not ${minutes(rules.minShift_s)} to ${minutes(rules.maxShift_s)}`,
      );
    if (length_s % rules.lengthGrid_s !== 0)
      broken('length_grid', `${minutes(length_s)} are no multiple of ${minutes(rules.lengthGrid_s)}`);
    if (wallSeconds(request, span.from_s) % rules.startGrid_s !== 0)
      broken('start_grid', `it does not begin on the grid of ${minutes(rules.startGrid_s)}`);
    if (!isWithin(span, rules.opening[zone]!)) broken('closed', `'${zones[zone]!.id}' is not open all the time`);
    if (!isWithin(span, rider.availability)) broken('not_available', `'${rider.id}' is not available all the time`);
    if (!rider.zones.includes(zone)) broken('zone_not_known', `'${rider.id}' does not know '${zones[zone]!.id}'`);
  }
  // On a day under way meals are as they were given.
  if (!request.intraday) judgeMeal(request, shift, rulings);
}

function judgeMeal(request: StaffingRequest, shift: ReadShift, rulings: Rulings): void {
  const { meal, span, path, bookedMeal: given } = shift;
  const rule = request.rules.meal;
  if (given) {
    if (meal === null || meal.from_s !== given.from_s || meal.to_s !== given.to_s)
      rulings.add('booked_changed', `${path}.meal`, 'the meal of a booked shift is not where it was');
    return;
  }
  const due = rule !== null && span.to_s - span.from_s > rule.longerThan_s;
  if (!due || rule === null) {
    if (meal !== null) rulings.add('meal_not_due', `${path}.meal`, 'the shift is too short for a meal break');
    return;
  }
  if (meal === null) {
    if (!shift.booked) rulings.add('meal_missing', path, 'the shift is long enough for a meal break and has none');
    return;
  }
  if (meal.to_s - meal.from_s !== rule.length_s)
    rulings.add('meal_length', `${path}.meal`, `it is not ${minutes(rule.length_s)} long`);
  if (meal.from_s < span.from_s + rule.earliestAfterStart_s || meal.to_s > span.to_s - rule.latestBeforeEnd_s)
    rulings.add('meal_window', `${path}.meal`, 'it is too near to the start or the end of the shift');
}
