import type { City } from './city.ts';

/** Days of another weekday, but free as this one or working as this one, and any other, tell of a day's shape. */
const SAME_TYPE = 0.04;
const OTHER_TYPE = 0.0005;
/** So do special days, their effect taken out, where there are no others: in holidays that last as long as the history. */
const SPECIAL_SHAPE = 0.0005;
/** Days further back tell nothing of a day's shape. */
const SHAPE_DAYS = 280;

/** How each weekday is spread over its times, summing to 1: a mean of past days, ordinary ones, those alike and near most. */
export function shapesOf(
  city: City,
  orders: Float64Array,
  dayLog: Float64Array,
  until: number,
  halfLife: number,
): Float64Array[] {
  const { perDay, weekday } = city.grid;
  return Array.from({ length: 7 }, (_, of) => {
    const sums = new Float64Array(perDay);
    const weights = new Float64Array(perDay);
    for (let day = Math.max(0, until - SHAPE_DAYS); day < until; day++) {
      if (Number.isNaN(dayLog[day]!)) continue;
      const alike = weekday[day] === of ? 1 : weekday[day]! >= 5 === of >= 5 ? SAME_TYPE : OTHER_TYPE;
      const weight = alike * (city.isSpecial[day] ? SPECIAL_SHAPE : 1) * 0.5 ** ((until - day) / 7 / halfLife);
      const scale = weight / Math.exp(dayLog[day]!);
      for (let time = 0; time < perDay; time++) {
        const value = orders[day * perDay + time]!;
        if (Number.isNaN(value)) continue;
        sums[time]! += scale * value;
        weights[time]! += weight;
      }
    }
    let total = 0;
    for (let time = 0; time < perDay; time++) {
      if (weights[time]! > 0) sums[time]! /= weights[time]!;
      total += sums[time]!;
    }
    return total > 0 ? sums.map((value) => value / total) : sums.fill(1 / perDay);
  });
}
