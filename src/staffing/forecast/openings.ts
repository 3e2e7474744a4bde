/** A zone whose days with orders all come so late by chance once in a thousand zones was not open before. */
const LEAST_CHANCE = 1e-3;
/** Fewer days with orders, or since the first, tell nothing: a cluster of orders (a festival, a test) is no zone that was opened. */
const LEAST_BUSY_DAYS = 4;
const LEAST_DAYS = 7;
/** Orders that end so early by chance only once in twenty zones were of something that is over. */
const OVER_CHANCE = 0.05;
/** Zones that were not open before, by their share of the city: with more the past tells nothing of the city as it is. */
const MOST_SHARE = 0.5;

/**
 * Counts of orders, not known of each zone before the day of its first order where it cannot have been open before: its days with orders
 * would lie as the orders of the city do, and none of n before the share q of them with the chance (1 - q)^n. Days, for orders come in
 * clusters. So it is with a zone that was split off another one, too: where those before are counted as none, its forecast stays too low.
 * @param counts zones x slots, NaN where not known  @param dayOf local day of each slot, from 0
 */
export function sinceOpened(
  counts: Float64Array,
  zones: number,
  slots: number,
  dayOf: ArrayLike<number>,
): Float64Array {
  const days = dayOf[slots - 1]! + 1;
  const ofDays = Array.from({ length: zones }, () => new Float64Array(days));
  const city = new Float64Array(days);
  counts.forEach((count, i) => {
    if (Number.isNaN(count)) return;
    ofDays[Math.floor(i / slots)]![dayOf[i % slots]!]! += count;
    city[dayOf[i % slots]!]! += count;
  });
  const opened = ofDays.map((own) => openedDay(own, city));
  const shares = ofDays.map((own, zone) => (opened[zone]! > 0 ? sum(own) / sum(city, opened[zone]!) : 0));
  const share = shares.reduce((all, each) => all + each, 0);
  if (share === 0 || share > MOST_SHARE) return counts;
  return counts.map((count, i) => (dayOf[i % slots]! < opened[Math.floor(i / slots)]! ? Number.NaN : count));
}

/** The day of the first order of a zone that was opened then; 0 where that cannot be told. */
function openedDay(own: Float64Array, city: Float64Array): number {
  const days = own.length;
  const first = own.findIndex((orders) => orders > 0);
  const busy = own.reduce((count, orders) => count + (orders > 0 ? 1 : 0), 0);
  if (first <= 0 || days - first < LEAST_DAYS || busy < LEAST_BUSY_DAYS) return 0;
  if (busy * Math.log(sum(city, first) / sum(city)) > Math.log(LEAST_CHANCE)) return 0;
  const last = own.findLastIndex((orders) => orders > 0);
  return busy * Math.log((last + 1 - first) / (days - first)) > Math.log(OVER_CHANCE) ? first : 0;
}

function sum(orders: Float64Array, from = 0): number {
  return orders.subarray(from).reduce((all, each) => all + each, 0);
}
