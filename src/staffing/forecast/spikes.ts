import type { City } from './city.ts';

/** Days, the last of a weekday and the last of all, whose medians say how many orders are usual at a time of day. */
const OF_WEEKDAY = 3;
const OF_ALL = 7;
/** So many times the usual and so many orders on top are no chance: a load test, a day that was entered at midnight. */
const MOST_TIMES = 4;
const MOST_MORE = 3;

/**
 * Orders with those of a time of day that stand far out cut off, for what spreads the day over its times: one such slot would move orders
 * to its hour for weeks. What is new on a weekday is usual when it was seen twice, or on most days of the last week.
 * @param orders cells of the days before `until`
 */
export function withoutSpikes({ grid, isSpecial }: City, orders: Float64Array, until: number): Float64Array {
  const { perDay, weekday } = grid;
  const known = Array.from({ length: until }, (_, day) => day).filter((day) => isSpecial[day] === 0);
  const medianAt = (days: number[], time: number, least: number) => {
    const seen = days.map((day) => orders[day * perDay + time]!).filter((value) => !Number.isNaN(value));
    return seen.length < least ? Number.POSITIVE_INFINITY : seen.sort((a, b) => a - b)[seen.length >> 1]!;
  };
  const tame = orders.slice();
  for (let of = 0; of < 7; of++) {
    const own = known.filter((day) => weekday[day] === of).slice(-OF_WEEKDAY);
    for (let time = 0; time < perDay; time++) {
      const usual = Math.max(medianAt(own, time, OF_WEEKDAY), medianAt(known.slice(-OF_ALL), time, OF_WEEKDAY));
      const most = MOST_TIMES * usual + MOST_MORE;
      for (let day = 0; day < until; day++) {
        if (weekday[day] === of && tame[day * perDay + time]! > most) tame[day * perDay + time] = most;
      }
    }
  }
  return tame;
}
