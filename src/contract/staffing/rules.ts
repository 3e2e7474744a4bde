import { dateOf, dayNumber } from '../../kit/wall-time.ts';
import type { ErrorList } from '../error-list.ts';
import { record } from '../loose.ts';
import { isTimeZone, type WallClock } from './clock.ts';
import { Look } from './look.ts';
import { checkDay } from './rules-day.ts';
import { checkDemand } from './rules-demand.ts';
import { checkRiders } from './rules-riders.ts';
import { checkScenarios } from './rules-scenarios.ts';
import { checkShiftRules } from './rules-shifts.ts';
import { checkStaffingZones } from './rules-zones.ts';

/**
 * Adds what a schema cannot say: time zone and dates, ids, zones that overlap, demand that is not there, rules that nobody can
 * keep ... Works on input that may break its schema; what has the wrong type is left to the schema to report.
 */
export function checkStaffingRules(input: unknown, errors: ErrorList): void {
  const request = record(input);
  const horizon = record(request.horizon);
  const { time_zone, starts_on } = horizon;
  if (typeof time_zone === 'string' && time_zone !== '' && !isTimeZone(time_zone)) {
    errors.add('bad_time_zone', 'horizon.time_zone', `there is no time zone '${time_zone.slice(0, 60)}'`);
  }
  if (typeof starts_on === 'string' && /^\d{4}-\d\d-\d\d$/.test(starts_on) && Number.isNaN(dayNumber(starts_on))) {
    errors.add('bad_time', 'horizon.starts_on', `there is no day '${starts_on}'`, 'Correct the date.');
  }
  const look = new Look(request, horizon, errors);
  if (look.clock) checkDays(look, look.clock, dayNumber(String(starts_on)));
  checkStaffingZones(look);
  checkDemand(look);
  checkShiftRules(look);
  checkRiders(look);
  checkDay(look);
  checkScenarios(look);
}

/** Days are there, and their clocks go in whole slots: calendars have left days out, and clocks were once set by the sun. */
function checkDays(look: Look, clock: WallClock, first: number): void {
  for (let day = first; day < first + look.days; day++) {
    if (clock.at(day + 1, 0) > clock.at(day, 0)) continue;
    const cause = `${dateOf(day)} was left out in ${clock.timeZone}`;
    look.add('bad_time', 'horizon.starts_on', cause, 'Plan days that there were.');
    return;
  }
  if (clock.origin_s % 60 !== 0) {
    const cause = `clocks of ${clock.timeZone} were no whole minutes apart from others then`;
    look.add('bad_time', 'horizon.starts_on', cause, 'Plan a later day.');
  } else if (!Number.isInteger(look.slots)) {
    const cause = `the days last ${look.end_s / 60} minutes, which is no whole number of slots`;
    look.add('out_of_bounds', 'horizon.slot_min', cause, 'Use shorter slots.');
  }
}
