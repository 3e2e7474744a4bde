import type { City } from './city.ts';
import { openingsOf } from './closures.ts';
import { effectsOf } from './effects.ts';
import { type LevelParams, levelAfter } from './level.ts';
import { shapesOf } from './shapes.ts';
import { withoutSpikes } from './spikes.ts';

interface Member extends LevelParams {
  /** Weeks until a day counts half for how demand is spread over the day. */
  shapeHalfLife: number;
}

/**
 * From slow to fast: which suits a city is learnt from past errors (see `blend`), never set. The sizes span what daily
 * sales series commonly show.
 */
export const MEMBERS: readonly Member[] = [
  { levelStep: 0.03, weekdayStep: 0.005, shapeHalfLife: 8 },
  { levelStep: 0.03, weekdayStep: 0.02, shapeHalfLife: 4 },
  { levelStep: 0.1, weekdayStep: 0.001, shapeHalfLife: 8 },
  { levelStep: 0.1, weekdayStep: 0.02, shapeHalfLife: 2 },
  { levelStep: 0.3, weekdayStep: 0.001, shapeHalfLife: 8 },
  { levelStep: 0.3, weekdayStep: 0.02, shapeHalfLife: 4 },
];

/** Of a holiday, once its effect is taken out: it tells of the level, but less than other days. */
const SPECIAL_PRECISION = 0.2;
/** Less of a day than this tells nothing of its level. */
const MIN_SHARE = 0.3;

/**
 * Each member's forecast of days [from, to), made of what is known before day `until`: level of the day x how the day is
 * spread x holidays and weather.
 * @returns per member (to - from) * perDay cells
 */
export function memberForecasts(seen: City, until: number, from: number, to: number): Float64Array[] {
  const { city, isOpen } = openingsOf(seen, until);
  const { grid, orders } = city;
  const { perDay, weekday } = grid;
  const effects = effectsOf(city, until);
  const plain = new Float64Array(until * perDay);
  for (let cell = 0; cell < plain.length; cell++) plain[cell] = orders[cell]! / Math.exp(effects.log[cell]!);
  const days = dayLevels(plain, perDay, until);
  // No order was ever seen, or nothing at all.
  if (days === null) return MEMBERS.map(() => new Float64Array((to - from) * perDay));
  const precision = days.share.map((share, day) =>
    share < MIN_SHARE ? 0 : share * (city.isSpecial[day] ? SPECIAL_PRECISION : 1),
  );
  const tame = withoutSpikes(city, plain, until);
  const shapes = new Map<number, Float64Array[]>();
  return MEMBERS.map((member) => {
    const byWeekday = levelAfter(days.log, precision, weekday, until, member);
    let shape = shapes.get(member.shapeHalfLife);
    if (shape === undefined) {
      shape = shapesOf(city, tame, days.log, until, member.shapeHalfLife);
      shapes.set(member.shapeHalfLife, shape);
    }
    const forecast = new Float64Array((to - from) * perDay);
    for (let day = from; day < to; day++) {
      const level = isOpen[weekday[day]!] === 1 ? Math.exp(byWeekday[weekday[day]!]!) : 0;
      const spread = shape[weekday[day]!]!;
      for (let time = 0; time < perDay; time++) {
        const effect = Math.exp(effects.log[day * perDay + time]!);
        forecast[(day - from) * perDay + time] = level * spread[time]! * effect;
      }
    }
    return forecast;
  });
}

/** Log of each day's orders, made up to a whole day where part of it is not known, and the share that is known. */
function dayLevels(
  orders: Float64Array,
  perDay: number,
  until: number,
): { log: Float64Array; share: Float64Array } | null {
  const profile = new Float64Array(perDay);
  for (let time = 0; time < perDay; time++) {
    let sum = 0;
    let known = 0;
    for (let cell = time; cell < orders.length; cell += perDay) {
      if (Number.isNaN(orders[cell]!)) continue;
      sum += orders[cell]!;
      known++;
    }
    profile[time] = known > 0 ? sum / known : 0;
  }
  const total = profile.reduce((sum, value) => sum + value, 0);
  if (total === 0) return null;
  const log = new Float64Array(until).fill(Number.NaN);
  const share = new Float64Array(until);
  for (let day = 0; day < until; day++) {
    let sum = 0;
    let usual = 0;
    for (let time = 0; time < perDay; time++) {
      const value = orders[day * perDay + time]!;
      if (Number.isNaN(value)) continue;
      sum += value;
      usual += profile[time]!;
    }
    share[day] = usual / total;
    // One order more, so that a day without any is a number.
    if (usual > 0) log[day] = Math.log((sum + 1) / share[day]!);
  }
  return { log, share };
}
