import { Temporal } from 'temporal-polyfill';
import { DAY_S } from '../../kit/units.ts';
import type { HolidayKind, SlotCalendar } from './types.ts';

export interface CalendarInput {
  /** The first slot's start, seconds since 1970 (UTC), whole. */
  start_s: number;
  slots: number;
  /** A whole divisor of a day: 900, 1800, 3600, ... */
  slot_s: number;
  /** IANA name, as 'Europe/Madrid', or an offset, as '+01:00'. */
  timeZone: string;
  /** By ISO date of the zone. Dates outside are ignored. Default none. */
  holidays?: ReadonlyMap<string, HolidayKind>;
}

/** Days after the last slot of which it is known whether they are holidays. */
const DAYS_AFTER = 14;

/**
 * Reads the local clock for every slot, daylight-saving days included: where the clock is put forward the day has fewer
 * slots, where it is put back the hour before has twice as many.
 * @throws RangeError where the zone is unknown or slots do not divide the day
 */
export function calendarOf({ start_s, slots, slot_s, timeZone, holidays }: CalendarInput): SlotCalendar {
  if (!(slot_s > 0) || DAY_S % slot_s !== 0) throw new RangeError(`slots of ${slot_s} s do not divide a day`);
  if (!Number.isInteger(start_s)) throw new RangeError('a calendar starts at a whole second');
  const dayOf = new Int32Array(slots);
  const minuteOfDay = new Int32Array(slots);
  const dates: string[] = [];
  const weekday: number[] = [];
  const holiday: number[] = [];
  const add = (day: Temporal.PlainDate) => {
    const date = day.toString();
    dates.push(date);
    weekday.push(day.dayOfWeek - 1);
    holiday.push(holidays?.get(date) ?? 0);
  };
  for (let slot = 0; slot < slots; ) {
    const local = Temporal.Instant.fromEpochMilliseconds((start_s + slot * slot_s) * 1000).toZonedDateTimeISO(timeZone);
    const date = local.toPlainDate().toString();
    if (date !== dates.at(-1)) {
      add(local.toPlainDate());
    }
    const end = endOfOffset(local);
    let minute = local.hour * 60 + local.minute;
    // Until the day ends or the clock is changed, it simply goes on.
    do {
      dayOf[slot] = dates.length - 1;
      minuteOfDay[slot] = Math.floor(minute);
      minute += slot_s / 60;
      slot++;
    } while (slot < slots && minute < 1440 && start_s + slot * slot_s < end);
  }
  for (let day = 0; day < DAYS_AFTER && dates.length > 0; day++) {
    add(Temporal.PlainDate.from(dates.at(-1)!).add({ days: 1 }));
  }
  return {
    slot_s,
    slots,
    days: dates.length,
    dayOf,
    minuteOfDay,
    weekday: Uint8Array.from(weekday),
    holiday: Uint8Array.from(holiday),
    dates,
  };
}

/** Seconds since 1970 when the clock is next changed, or infinity. */
function endOfOffset(local: Temporal.ZonedDateTime): number {
  const next = local.getTimeZoneTransition('next');
  return next === null ? Number.POSITIVE_INFINITY : next.epochMilliseconds / 1000;
}
