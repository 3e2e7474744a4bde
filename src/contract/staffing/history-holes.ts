/** A stretch of slots [from, to). */
export interface Stretch {
  from: number;
  to: number;
}

/** Fewer days of a weekday do not tell that it is closed. */
const LEAST_OF_WEEKDAY = 2;

/**
 * Days without orders because their weekday is the day off: none of its days between the first and the last order has any. Those that
 * follow the last order are, too, up to the next day that could have had some.
 * @param busy days with orders, numbered
 */
export function closedDays(busy: ReadonlySet<number>): Set<number> {
  const closed = new Set<number>();
  if (busy.size === 0) return closed;
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const isOpen = new Set<number>();
  const weekday = (day: number) => ((day % 7) + 7) % 7;
  for (const day of busy) {
    [first, last] = [Math.min(first, day), Math.max(last, day)];
    isOpen.add(weekday(day));
  }
  for (let off = first + 1; off < first + 7; off++) {
    if (isOpen.has(weekday(off)) || off + 7 * (LEAST_OF_WEEKDAY - 1) > last) continue;
    for (let day = off; day < last; day += 7) closed.add(day);
  }
  for (let day = last + 1; closed.has(day - 7); day++) closed.add(day);
  return closed;
}

/** Orders usual in a stretch without any from which on its end is no quiet hour, but where the list of orders ends: one in 400 is chance. */
const USUAL_ORDERS = 6;

/**
 * The rest of the last day with orders, and the first day before its first one, where silence is not usual then: orders up to this
 * afternoon say nothing of this evening.
 * @param totals orders of the city by slot  @param days,minutes local day and minute at which each slot begins
 */
export function silentEnds(totals: Float64Array, days: Int32Array, minutes: Int32Array): Stretch[] {
  const slots = totals.length;
  let first = 0;
  while (first < slots && totals[first] === 0) first++;
  let last = slots - 1;
  while (last >= first && totals[last] === 0) last--;
  if (last < first || days[first] === days[last]) return [];
  let from = first;
  while (from > 0 && days[from - 1] === days[first]) from--;
  let to = last + 1;
  while (to < slots && days[to] === days[last]) to++;
  const ends = [
    { from, to: first },
    { from: last + 1, to },
  ];
  return ends.filter((end) => usualIn(end, totals, days, minutes) > USUAL_ORDERS);
}

/** Orders in the same slots of other days with orders: those of the weekday, or where there are none of any. */
function usualIn({ from, to }: Stretch, totals: Float64Array, days: Int32Array, minutes: Int32Array): number {
  if (to <= from) return 0;
  const [day, soonest, latest] = [days[from]!, minutes[from]!, minutes[to - 1]!];
  const ofDay = new Map<number, { orders: number; within: number }>();
  totals.forEach((orders, slot) => {
    if (days[slot] === day) return;
    const sums = ofDay.get(days[slot]!) ?? { orders: 0, within: 0 };
    sums.orders += orders;
    if (minutes[slot]! >= soonest && minutes[slot]! <= latest) sums.within += orders;
    ofDay.set(days[slot]!, sums);
  });
  const known = [...ofDay].filter(([, { orders }]) => orders > 0);
  const alike = known.filter(([other]) => (other - day) % 7 === 0);
  const list = alike.length > 0 ? alike : known;
  return list.reduce((sum, [, { within }]) => sum + within, 0) / Math.max(1, list.length);
}
