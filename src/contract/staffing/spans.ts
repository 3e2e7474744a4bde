import { dayNumber } from '../../kit/wall-time.ts';
import type { DAYS } from './basics.ts';
import { type WallClock, weekdayOf } from './clock.ts';
import { minuteOf } from './look.ts';
import type { Span } from './request.ts';

type Day = (typeof DAYS)[number];
const WEEKDAY: Record<Day, number> = { mon: 0, tue: 1, wed: 2, thu: 3, fri: 4, sat: 5, sun: 6 };

/** A stretch of every day, or of some days of the week, by the clock on the wall. */
export interface Daily {
  days?: Day[] | undefined;
  from: string;
  to: string;
}

/**
 * The stretches of a horizon that a daily one means, from the day before it (which may reach into it) to the day after.
 * @param startsOn local date of the first day, @param days how many.
 */
export function dailySpans({ days: named, from, to }: Daily, clock: WallClock, startsOn: string, days: number): Span[] {
  const first = dayNumber(startsOn);
  const wanted = named === undefined ? null : new Set(named.map((day) => WEEKDAY[day]));
  const spans: Span[] = [];
  for (let day = first - 1; day <= first + days; day++) {
    if (wanted && !wanted.has(weekdayOf(day))) continue;
    // Where clocks go forward, what lies in the hour that is left out can be empty.
    const span = { from_s: clock.at(day, minuteOf(from)!), to_s: clock.at(day, minuteOf(to)!) };
    if (span.to_s > span.from_s) spans.push(span);
  }
  return spans;
}
