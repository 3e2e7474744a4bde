import { HOUR_S } from '../../kit/units.ts';
import { type Loose, list, NO_RECORD, record, records } from '../loose.ts';
import type { Look } from './look.ts';
import { h, type Lengths, lengthsOf, seconds } from './rules-shifts.ts';

/** Riders can ride at all: they are available, and their own rules can be kept. */
export function checkRiders(look: Look): void {
  const lengths = lengthsOf(look);
  const rules = record(look.request.rules);
  const vehicles = records(look.request.vehicles);
  if (vehicles.length > 0 && vehicles.every(({ share }) => share === 0)) {
    look.add('out_of_bounds', 'vehicles', 'the shares of all types are 0', 'Give one of them a share.');
  }
  const riders = records(look.request.riders);
  for (const [i, rider] of riders.entries()) {
    if (look.errors.isFull) return;
    if (rider === NO_RECORD) continue;
    const path = `riders[${i}]`;
    look.refer(rider.vehicle, 'vehicle', `${path}.vehicle`);
    look.refer(rider.home, 'zone', `${path}.home`, 'mapped');
    look.referAll(rider.zones, 'zone', `${path}.zones`, 'mapped');
    checkHomeAt(rider, path, look);
    checkAvailability(rider, path, look);
    checkLimits(rider, path, rules, lengths, look);
    records(rider.preferences).forEach((preference, p) => {
      look.dailySpan(preference, `${path}.preferences[${p}]`);
      look.refer(preference.zone, 'zone', `${path}.preferences[${p}].zone`, 'mapped');
    });
    const ended_s = look.time(rider.last_shift_ended, `${path}.last_shift_ended`);
    if (ended_s !== undefined && ended_s > 0) {
      const cause = `${rider.last_shift_ended} is not before the horizon`;
      look.add('out_of_bounds', `${path}.last_shift_ended`, cause, 'Give a moment before it, or leave it out.');
    }
  }
}

/** A home by its place is the zone that it lies in, so that one zone at least must have a place. */
function checkHomeAt({ home, home_at }: Loose, path: string, look: Look): void {
  if (home_at === undefined) return;
  if (home !== undefined) look.add('conflicting_fields', `${path}.home_at`, "'home' and 'home_at' are both given");
  const zones = records(look.request.zones);
  if (look.isDesigned || zones.some(({ polygon, centre }) => polygon !== undefined || centre !== undefined)) return;
  look.add('missing_field', `${path}.home`, 'no zone has a polygon or a centre to tell it by the place', 'Name it.');
}

function checkAvailability({ availability, id }: Loose, path: string, look: Look): void {
  if (!Array.isArray(availability)) return;
  if (availability.length === 0) {
    look.add('no_availability', `${path}.availability`, `rider '${String(id).slice(0, 60)}' is never available`);
  }
  list(availability).forEach((each, a) => {
    const offer = record(each);
    if (typeof offer.from === 'string' && offer.from.includes('T')) look.span(offer, `${path}.availability[${a}]`);
    else look.dailySpan(offer, `${path}.availability[${a}]`);
  });
}

/** Limits of a rider, of the rules where the rider has none; named only where the rider's own make it impossible. */
function checkLimits(rider: Loose, path: string, rules: Loose, lengths: Lengths, look: Look): void {
  const impossible = (field: string, cause: string) => look.add('impossible_rules', `${path}.${field}`, cause);
  const own = (field: string, fallback_h: number) =>
    seconds(rider[field], HOUR_S, seconds(rules[field], HOUR_S, fallback_h * HOUR_S));
  const [minDay_s, maxDay_s] = [own('min_h_day', 0), own('max_h_day', 10)];
  const [minWeek_s, maxWeek_s] = [seconds(rider.min_h_week, HOUR_S, 0), own('max_h_week', 48)];
  const { shortestPaid_s, longestPaid_s } = lengths;
  const perDay = Math.min(
    lengths.perDay,
    typeof rider.shifts_per_day === 'number' ? rider.shifts_per_day : lengths.perDay,
  );
  if (rider.max_h_day !== undefined && maxDay_s < shortestPaid_s) {
    impossible('max_h_day', `the shortest shift (${h(lengths.min_s)}) is longer than ${h(maxDay_s)}`);
  }
  if (rider.max_h_week !== undefined && maxWeek_s < shortestPaid_s) {
    impossible('max_h_week', `the shortest shift (${h(lengths.min_s)}) is longer than ${h(maxWeek_s)}`);
  }
  if (rider.min_h_day !== undefined && minDay_s > maxDay_s) {
    impossible('min_h_day', `at least ${h(minDay_s)} and at most ${h(maxDay_s)} on a day`);
  } else if (rider.min_h_day !== undefined && minDay_s > perDay * longestPaid_s) {
    const cause = `at least ${h(minDay_s)} on a day, and ${perDay} shifts of ${h(longestPaid_s)} paid are allowed`;
    impossible('min_h_day', cause);
  }
  if (minWeek_s > maxWeek_s) {
    impossible('min_h_week', `at least ${h(minWeek_s)} and at most ${h(maxWeek_s)} in a week`);
  } else if (minWeek_s > 7 * maxDay_s) {
    impossible('min_h_week', `at least ${h(minWeek_s)} in a week, and at most ${h(maxDay_s)} on each of 7 days`);
  }
}
