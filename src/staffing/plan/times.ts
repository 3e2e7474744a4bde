import type { Horizon, MealRule } from '../../contract/staffing/request.ts';
import { isoWithOffset, offsetAt } from '../../kit/wall-time.ts';

/** ISO 8601 with the offset of the time zone, of seconds after the horizon's start. */
export function isoOf(time_s: number, { origin_s, offsets }: Horizon): string {
  return isoWithOffset(origin_s + time_s, offsetAt(time_s, offsets));
}

/** Local seconds after midnight when each slot begins, and the local day it begins on, slots long each. */
export function localSlots({ slots, slot_s, dayStarts_s, origin_s, offsets }: Horizon): {
  day: Int32Array;
  local_s: Int32Array;
} {
  const day = new Int32Array(slots);
  const local_s = new Int32Array(slots);
  let today = 0;
  for (let slot = 0; slot < slots; slot++) {
    const time_s = slot * slot_s;
    while (time_s >= dayStarts_s[today + 1]!) today++;
    day[slot] = today;
    local_s[slot] = (origin_s + time_s + offsetAt(time_s, offsets)) % 86_400;
  }
  return { day, local_s };
}

/**
 * The first and the last begin of a break on the slots of a shift, seconds after the shift's own; the last is below the first where there
 * is no room.
 */
export function mealBegins(
  { earliestAfterStart_s, latestBeforeEnd_s, length_s }: MealRule,
  shift_s: number,
  slot_s: number,
): [number, number] {
  const last_s = shift_s - latestBeforeEnd_s - length_s;
  return [Math.ceil(earliestAfterStart_s / slot_s) * slot_s, Math.floor(last_s / slot_s) * slot_s];
}

/** From Monday to Monday around a day of the horizon; to an hour where clocks change before or after the horizon. */
export function weekOf(
  { dayStarts_s, dates, days }: Pick<Horizon, 'dayStarts_s' | 'dates' | 'days'>,
  day: number,
): { from_s: number; to_s: number } {
  const weekday = (Math.round(Date.parse(`${dates[day]}T00:00:00Z`) / 86_400_000) + 3) % 7;
  const startOf = (other: number) => {
    const within = Math.min(days, Math.max(0, other));
    return dayStarts_s[within]! + (other - within) * 86_400;
  };
  return { from_s: startOf(day - weekday), to_s: startOf(day - weekday + 7) };
}
