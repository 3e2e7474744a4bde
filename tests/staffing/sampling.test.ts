import { describe, expect, it } from 'vitest';
import {
  createRandom,
  type Day,
  estimateOf,
  RULES,
  type SimulatedDemand,
  type SimulatedRider,
  simulateMany,
} from '../../src/simulation/index.ts';
import { gammaOfMeanOne, lognormal, normal, poisson } from '../../src/simulation/random.ts';
import { sampleOrders } from '../../src/simulation/sample.ts';
import { spreadOf } from '../../src/simulation/spread.ts';

const RESTAURANTS = [
  { zone: 0, x_m: 0, y_m: 0, weight: 3 },
  { zone: 0, x_m: 1000, y_m: 0, weight: 1 },
  { zone: 1, x_m: 9000, y_m: 0 },
];

function demandOf(mean: number[], change: Partial<SimulatedDemand> = {}): SimulatedDemand {
  return {
    zones: 2,
    slots: mean.length / 2,
    slot_s: 900,
    mean: Float64Array.from(mean),
    preparation_mean_s: 900,
    preparation_sd_s: 300,
    ride_mean_m: 1500,
    ride_sd_m: 600,
    ...change,
  };
}

/** Mean and variance of so many draws. */
function moments(draw: () => number, count = 40_000): { mean: number; variance: number } {
  const { mean, sd } = spreadOf(Float64Array.from({ length: count }, draw));
  return { mean, variance: sd * sd };
}

describe('random numbers', () => {
  const random = createRandom(1);
  it.each([
    ['uniform', random, 0.5, 1 / 12],
    ['normal', () => normal(random), 0, 1],
    ['lognormal', () => lognormal(random, 10, 4), 10, 16],
    ['a small Poisson', () => poisson(random, 0.3), 0.3, 0.3],
    ['a large Poisson', () => poisson(random, 75), 75, 75],
    ['gamma of shape 3', () => gammaOfMeanOne(random, 3), 1, 1 / 3],
    ['gamma of shape 0.4', () => gammaOfMeanOne(random, 0.4), 1, 2.5],
  ])('%s has its mean and variance', (_, draw, mean, variance) => {
    const found = moments(draw);
    // Five standard errors of the mean; the variance within a tenth.
    expect(Math.abs(found.mean - mean)).toBeLessThan(5 * Math.sqrt(variance / 40_000));
    expect(found.variance / variance).toBeGreaterThan(0.9);
    expect(found.variance / variance).toBeLessThan(1.1);
  });

  it('differ by seed and repeat by seed', () => {
    const draws = (seed: number) => {
      const source = createRandom(seed);
      return Array.from({ length: 5 }, source);
    };
    expect(draws(1)).toEqual(draws(1));
    expect(draws(1)).not.toEqual(draws(2));
  });
});

describe('orders drawn from demand', () => {
  it('have the mean, the spread and the places they should', () => {
    const demand = demandOf([4, 0, 10, 2], { dispersion: Float64Array.from([1, 1, 3, 1]) });
    const counts: number[][] = [[], [], [], []];
    let first = 0;
    let zone0 = 0;
    const preparation: number[] = [];
    const rides: number[] = [];
    for (let seed = 0; seed < 1500; seed++) {
      const orders = sampleOrders(demand, RESTAURANTS, createRandom(seed));
      const day = [0, 0, 0, 0];
      for (const { restaurant, placed_s, ready_s, x_m, y_m } of orders) {
        const from = RESTAURANTS[restaurant]!;
        day[from.zone * 2 + Math.floor(placed_s / 900)]!++;
        if (from.zone === 0) zone0++;
        if (restaurant === 0) first++;
        if (seed < 100) {
          preparation.push(ready_s - placed_s);
          rides.push(Math.hypot(x_m - from.x_m, y_m - from.y_m));
        }
      }
      day.forEach((count, i) => counts[i]!.push(count));
    }
    const spreads = counts.map((values) => spreadOf(values));
    expect(spreads.map(({ mean }) => mean)).toEqual([4, 0, 10, 2].map((mean) => expect.closeTo(mean, 0)));
    expect(spreads[0]!.sd ** 2 / spreads[0]!.mean).toBeCloseTo(1, 0);
    expect(spreads[2]!.sd ** 2 / spreads[2]!.mean).toBeGreaterThan(2.6);
    expect(spreads[2]!.sd ** 2 / spreads[2]!.mean).toBeLessThan(3.4);
    expect(first / zone0).toBeCloseTo(0.75, 1);
    expect(spreadOf(preparation).mean / 900).toBeCloseTo(1, 1);
    expect(spreadOf(rides).mean / 1500).toBeCloseTo(1, 1);
    expect(spreadOf(rides).sd / 600).toBeCloseTo(1, 0);
  });

  it('are spread by one factor for the whole day where asked', () => {
    const mean = [10, 10, 10, 10, 0, 0, 0, 0];
    const dispersion = new Float64Array(8).fill(5);
    const total = (spread: 'day' | 'slot', seed: number) =>
      sampleOrders(demandOf(mean, { dispersion, spread }), RESTAURANTS, createRandom(seed)).length;
    const variance = (spread: 'day' | 'slot') =>
      spreadOf(Array.from({ length: 1000 }, (_, seed) => total(spread, seed))).sd ** 2;
    // Both have the variance of 40 orders at dispersion 5; what differs is how slots go together.
    expect(variance('day') / 200).toBeCloseTo(1, 0);
    expect(variance('slot') / 200).toBeCloseTo(1, 0);
    const twoSlots = (spread: 'day' | 'slot') => {
      const pairs = Array.from({ length: 1000 }, (_, seed) => {
        const orders = sampleOrders(demandOf(mean, { dispersion, spread }), RESTAURANTS, createRandom(seed));
        return [0, 1].map((slot) => orders.filter(({ placed_s }) => Math.floor(placed_s / 900) === slot).length);
      });
      return pairs.reduce((sum, [a, b]) => sum + (a! - 10) * (b! - 10), 0) / pairs.length;
    };
    expect(twoSlots('slot')).toBeLessThan(3);
    expect(twoSlots('day')).toBeGreaterThan(6);
  });

  it('need a restaurant where there is demand', () => {
    expect(() => sampleOrders(demandOf([1, 1]), [RESTAURANTS[0]!], createRandom(1))).toThrow(/Zone 1/);
  });
});

describe('many days', () => {
  const rider: SimulatedRider = { zone: 0, x_m: 0, y_m: 0, on_s: 0, off_s: 14_400, speed_mps: 5, reliability: 0.8 };
  const day: Day = {
    restaurants: RESTAURANTS.slice(0, 2),
    riders: Array.from({ length: 10 }, () => rider),
    demand: demandOf([6, 8, 6, 4, 0, 0, 0, 0]),
  };

  it('give estimates whose intervals shrink, and cover what many more days say', () => {
    const seeds = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i);
    const truth = simulateMany(day, RULES, seeds(10_000, 150)).estimates.click_to_door_mean_s.mean;
    let covered = 0;
    for (let batch = 0; batch < 20; batch++) {
      const { mean, half95 } = simulateMany(day, RULES, seeds(12 * batch, 12)).estimates.click_to_door_mean_s;
      if (Math.abs(mean - truth) <= half95) covered++;
    }
    // 95 % of 20; fewer than 15 has a chance of 1 in 3,000.
    expect(covered).toBeGreaterThanOrEqual(15);
    const few = simulateMany(day, RULES, seeds(0, 10)).estimates.no_shows;
    expect(simulateMany(day, RULES, seeds(0, 100)).estimates.no_shows.half95).toBeLessThan(few.half95);
  });

  it('show the same orders to every plan, and no-shows at their rate', () => {
    const seeds = Array.from({ length: 60 }, (_, i) => i);
    const one = simulateMany(day, RULES, seeds);
    const other = simulateMany({ ...day, riders: day.riders.slice(0, 4) }, RULES, seeds);
    expect(other.days.map(({ orders }) => orders)).toEqual(one.days.map(({ orders }) => orders));
    expect(one.estimates.no_shows.mean).toBeGreaterThan(1.4);
    expect(one.estimates.no_shows.mean).toBeLessThan(2.6);
    expect(other.estimates.late_share.mean).toBeGreaterThan(one.estimates.late_share.mean);
  });

  it('count times and costs per order on days with deliveries only', () => {
    const few: Day = { ...day, riders: [{ ...rider, reliability: 0.5, guarantee_per_h: 10 }] };
    const { estimates, zones, days } = simulateMany(few, RULES, [1, 2, 3, 4, 5, 6, 7, 8]);
    const busy = days.filter(({ delivered }) => delivered > 0);
    expect(busy.length).toBeGreaterThan(1);
    expect(busy.length).toBeLessThan(8);
    const cost = estimateOf(busy.map(({ cost_per_order }) => cost_per_order));
    const time_s = estimateOf(busy.map(({ click_to_door_s }) => click_to_door_s.mean));
    expect(estimates.cost_per_order).toEqual(cost);
    expect(estimates.click_to_door_mean_s).toEqual(time_s);
    expect(zones[0]!.click_to_door_mean_s).toEqual(time_s);
    expect(estimates.orders.count).toBe(8);
  });

  it('stop when told, with the days so far', () => {
    let asked = 0;
    expect(simulateMany(day, RULES, [1, 2, 3, 4], () => ++asked > 2).days).toHaveLength(3);
    expect(() => simulateMany(day, RULES, [])).toThrow(RangeError);
  });
});

it('spreads and intervals are those of the textbook', () => {
  const { half95, ...spread } = estimateOf([1, 2, 3, 4, 10]);
  expect(spread).toEqual({
    count: 5,
    mean: 4,
    sd: Math.sqrt(12.5),
    min: 1,
    p10: expect.closeTo(1.4, 12),
    median: 3,
    p90: expect.closeTo(7.6, 12),
    max: 10,
  });
  expect(half95).toBeCloseTo((2.7764 * Math.sqrt(12.5)) / Math.sqrt(5), 3);
  // Student's t at 30 degrees of freedom is 2.0423.
  const many = Array.from({ length: 31 }, (_, i) => i);
  expect(estimateOf(many).half95).toBeCloseTo((2.0423 * spreadOf(many).sd) / Math.sqrt(31), 3);
});
