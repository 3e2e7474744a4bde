import { simulateDay } from './day.ts';
import { createRandom } from './random.ts';
import { spreadOf } from './spread.ts';
import type { Day, Figures, Rules, Spread } from './types.ts';

/** A figure over many days: its spread over them, and half the width of the 95 % interval of its mean. */
export interface Estimate extends Spread {
  /** Student's t times sd / sqrt(count); Infinity for fewer than two days. */
  half95: number;
}

/** Figures that are one number a day. Times in seconds. */
export interface DayNumbers {
  orders: number;
  delivered: number;
  undelivered: number;
  click_to_door_mean_s: number;
  click_to_door_p50_s: number;
  click_to_door_p90_s: number;
  ready_to_door_mean_s: number;
  ready_to_pickup_mean_s: number;
  overage_mean_s: number;
  late_share: number;
  bundle_size_mean: number;
  riders: number;
  no_shows: number;
  rider_hours: number;
  utilisation_mean: number;
  orders_per_hour_mean: number;
  pay_mean: number;
  cost: number;
  cost_per_order: number;
  on_guarantee_share: number;
}

/** What days on which nothing is delivered do not have. */
const OF_DELIVERIES: ReadonlySet<keyof DayNumbers> = new Set([
  'click_to_door_mean_s',
  'click_to_door_p50_s',
  'click_to_door_p90_s',
  'ready_to_door_mean_s',
  'ready_to_pickup_mean_s',
  'overage_mean_s',
  'bundle_size_mean',
  'cost_per_order',
]);

export interface ManyDays {
  /** Each over the days; times, sizes of bundles and the cost per order over days with deliveries, all 0 without any. */
  estimates: Record<keyof DayNumbers, Estimate>;
  /** By zone of the restaurant, likewise. */
  zones: {
    zone: number;
    orders: Estimate;
    undelivered: Estimate;
    late_share: Estimate;
    click_to_door_mean_s: Estimate;
  }[];
  /** Of each day, in the order of the seeds. */
  days: Figures[];
}

/**
 * Simulates the day once per seed; each has its own orders, where they are drawn, and its own no-shows. The same seeds
 * give the same orders to different plans.
 * @param seeds at least one, 0..2^32-1
 * @param stop asked before each day but the first; true ends with the days so far
 * @throws RangeError without seeds, and as `simulateDay`
 */
export function simulateMany(day: Day, rules: Rules, seeds: ArrayLike<number>, stop?: () => boolean): ManyDays {
  if (seeds.length === 0) throw new RangeError('At least one seed is needed');
  const days: Figures[] = [];
  for (let i = 0; i < seeds.length && (i === 0 || !stop?.()); i++) {
    days.push(simulateDay(day, rules, createRandom(seeds[i]!)).figures);
  }
  const numbers = days.map(numbersOf);
  const names = Object.keys(numbers[0]!) as (keyof DayNumbers)[];
  const busy = numbers.filter(({ delivered }) => delivered > 0);
  const estimates = Object.fromEntries(
    names.map((name) => [name, estimateOf((OF_DELIVERIES.has(name) ? busy : numbers).map((day) => day[name]))]),
  );
  const zones = days[0]!.zones.map(({ zone }, at) => {
    const own = days.map((figures) => figures.zones[at]!);
    const over = (value: (figures: Figures['zones'][number]) => number) => estimateOf(own.map(value));
    return {
      zone,
      orders: over((figures) => figures.orders),
      undelivered: over((figures) => figures.undelivered),
      late_share: over((figures) => figures.late_share),
      click_to_door_mean_s: estimateOf(
        own.filter(({ orders, undelivered }) => orders > undelivered).map((figures) => figures.click_to_door_s.mean),
      ),
    };
  });
  return { estimates: estimates as ManyDays['estimates'], zones, days };
}

function numbersOf(figures: Figures): DayNumbers {
  return {
    orders: figures.orders,
    delivered: figures.delivered,
    undelivered: figures.undelivered,
    click_to_door_mean_s: figures.click_to_door_s.mean,
    click_to_door_p50_s: figures.click_to_door_s.median,
    click_to_door_p90_s: figures.click_to_door_s.p90,
    ready_to_door_mean_s: figures.ready_to_door_s.mean,
    ready_to_pickup_mean_s: figures.ready_to_pickup_s.mean,
    overage_mean_s: figures.overage_s.mean,
    late_share: figures.late_share,
    bundle_size_mean: figures.bundle_size.mean,
    riders: figures.riders,
    no_shows: figures.no_shows,
    rider_hours: figures.rider_hours,
    utilisation_mean: figures.utilisation.mean,
    orders_per_hour_mean: figures.orders_per_hour.mean,
    pay_mean: figures.pay.mean,
    cost: figures.cost,
    cost_per_order: figures.cost_per_order,
    on_guarantee_share: figures.on_guarantee_share,
  };
}

/** Spread of values, with the half width of the 95 % interval of their mean. */
export function estimateOf(values: ArrayLike<number>): Estimate {
  const spread = spreadOf(values);
  const half95 =
    spread.count > 1 ? (studentT95(spread.count - 1) * spread.sd) / Math.sqrt(spread.count) : Number.POSITIVE_INFINITY;
  return { ...spread, half95 };
}

const T95 = [12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.306, 2.2622, 2.2281];

/** 97.5 % quantile of Student's t; beyond ten degrees by Cornish and Fisher's expansion, to 4 digits. */
function studentT95(degrees: number): number {
  const known = T95[degrees - 1];
  if (known !== undefined) return known;
  const z = 1.959963984540054;
  const first = (z ** 3 + z) / 4;
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96;
  const third = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384;
  return z + first / degrees + second / degrees ** 2 + third / degrees ** 3;
}
