import type { City } from './city.ts';

/** Where days usually see fewer orders than this, one without any is no sign of a closed shop. */
export const MIN_USUAL = 10;
/** Weeks until a day counts half for whether its weekday is closed. */
const HALF_LIFE_WEEKS = 2;

export interface Openings {
  /** As given, but ordinary days that were closed before `until` are holes: they tell nothing of days that are not. */
  city: City;
  /** 0..6; 1 where the weekday is open, 0 where it has been closed more than not of late. */
  isOpen: Uint8Array;
}

/**
 * Tells closed days from quiet ones: the day off of the week, a lockdown, the time before the start are not levels of
 * demand to be followed. Closed on holidays is their effect.
 */
export function openingsOf(city: City, until: number): Openings {
  const { perDay, weekday } = city.grid;
  const totals = Float64Array.from({ length: until }, (_, day) => {
    let sum = Number.NaN;
    for (let cell = day * perDay; cell < (day + 1) * perDay; cell++) {
      const orders = city.orders[cell]!;
      if (!Number.isNaN(orders)) sum = (Number.isNaN(sum) ? 0 : sum) + orders;
    }
    return sum;
  });
  const isOpen = new Uint8Array(7).fill(1);
  const some = totals.filter((total) => total > 0).sort();
  if (some.length === 0 || some[some.length >> 1]! < MIN_USUAL) return { city, isOpen };
  const orders = city.orders.slice();
  const open = new Float64Array(7);
  const all = new Float64Array(7);
  for (let day = 0; day < until; day++) {
    if (city.isSpecial[day] || Number.isNaN(totals[day]!)) continue;
    const weight = 0.5 ** ((until - day) / 7 / HALF_LIFE_WEEKS);
    all[weekday[day]!]! += weight;
    if (totals[day]! > 0) open[weekday[day]!]! += weight;
    else orders.fill(Number.NaN, day * perDay, (day + 1) * perDay);
  }
  for (let day = 0; day < 7; day++) if (open[day]! < all[day]! / 2) isOpen[day] = 0;
  return { city: { ...city, orders }, isOpen };
}
