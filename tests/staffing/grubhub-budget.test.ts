import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allot, type Offer, offersOf, rising } from '../../bench/staffing/grubhub-budget.ts';
import type { MdrpDay } from '../../bench/staffing/mdrp.ts';
import { createRandom, RULES, type SimulatedRider } from '../../src/simulation/index.ts';

const offer = (hours: number, chance: number): Offer => ({ riders: [], hours, delay: { mean: 1, sd: 1 }, chance });
const chanceOf = (offers: Offer[]) => offers.reduce((product, { chance }) => product * chance, 1);

describe('hours of several days', () => {
  const offers = fc.array(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.double({ min: 0.01, max: 1, noNaN: true })), {
    minLength: 1,
    maxLength: 4,
  });

  it('are allotted so that the chance of all is greatest', () => {
    fc.assert(
      fc.property(fc.array(offers, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 60 }), (lists, steps) => {
        const days = lists.map((list) => list.map(([half, chance]) => offer(half / 2, chance)));
        const all = days.reduce<Offer[][]>(
          (found, ofDay) => found.flatMap((chosen) => ofDay.map((each) => [...chosen, each])),
          [[]],
        );
        const hoursOf = (chosen: Offer[]) => chosen.reduce((sum, { hours }) => sum + hours, 0);
        const within = all.filter((chosen) => hoursOf(chosen) <= steps / 2);
        if (within.length === 0) {
          expect(() => allot(days, steps / 2)).toThrow(RangeError);
          return;
        }
        const chosen = allot(days, steps / 2);
        expect(hoursOf(chosen)).toBeLessThanOrEqual(steps / 2);
        chosen.forEach((each, day) => {
          expect(days[day]).toContain(each);
        });
        expect(chanceOf(chosen)).toBeCloseTo(Math.max(...within.map(chanceOf)), 9);
      }),
    );
  });

  it('go where an hour does most for the chance', () => {
    const steep = [offer(8, 0.2), offer(9, 0.6), offer(10, 0.9)];
    const flat = [offer(8, 0.8), offer(9, 0.82), offer(10, 0.84)];
    expect(allot([steep, flat], 18).map(({ hours }) => hours)).toEqual([10, 8]);
  });
});

it('pools neighbours in the wrong order, and keeps rising numbers and their mean', () => {
  expect(rising([1, 3, 2, 2, 5])).toEqual([1, 7 / 3, 7 / 3, 7 / 3, 5]);
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 30 }), (values) => {
      const found = rising(values);
      expect(found).toHaveLength(values.length);
      for (const [i, value] of found.entries()) if (i > 0) expect(value).toBeGreaterThanOrEqual(found[i - 1]!);
      const sum = (list: number[]) => list.reduce((total, value) => total + value, 0);
      expect(sum(found)).toBeCloseTo(sum(values), 9);
    }),
  );
});

describe('plans for several sums of hours', () => {
  const restaurants = Array.from({ length: 6 }, (_, i) => ({ zone: 0, x_m: 700 * i, y_m: 900 * (i % 2) }));
  const rider = (on_h: number, off_h: number): SimulatedRider => ({
    zone: 0,
    x_m: 0,
    y_m: 0,
    on_s: on_h * 3600,
    off_s: off_h * 3600,
    speed_mps: 5,
    guarantee_per_h: 1,
    pay_per_order: 1,
  });
  const present = [
    ...Array.from({ length: 8 }, () => rider(11, 14)),
    ...Array.from({ length: 12 }, () => rider(12, 14)),
  ];
  const dayOf = (seed: number): MdrpDay => {
    const random = createRandom(seed);
    const orders = Array.from({ length: 110 }, () => {
      const restaurant = Math.floor(random() * restaurants.length);
      const placed_s = 60 * Math.floor(11 * 60 + 130 * random());
      const { x_m, y_m } = restaurants[restaurant]!;
      return { restaurant, placed_s, ready_s: placed_s + 900, x_m: x_m + 1000 * random(), y_m: y_m + 1000 * random() };
    });
    return {
      name: `day ${seed}`,
      orders,
      orderNames: [],
      restaurants,
      restaurantNames: restaurants.map((_, i) => `r${i}`),
      riders: present,
      rules: { ...RULES, travel_step_s: 60 },
      speed_mps: 5,
      pay: { per_order: 10, per_hour: 15 },
    };
  };

  it('stay within their hours, come sooner with more, and are told by days they were not made for', () => {
    const days = [1, 2, 3].map(dayOf);
    const trials = [11, 12, 13, 14, 15, 16].map(dayOf);
    const input = { days, present, delay_s: { mean: 20, p90: 240 } };
    const offers = offersOf({ ...input, trials });
    expect(offers).toHaveLength(21);
    for (const [i, { hours, chance }] of offers.entries()) {
      expect(hours).toBeLessThanOrEqual(((80 + i) / 100) * 48);
      expect(chance).toBeGreaterThanOrEqual(0);
      expect(chance).toBeLessThanOrEqual(1);
    }
    const [least, most] = [offers[0]!, offers.at(-1)!];
    expect(most.hours).toBeGreaterThan(least.hours);
    expect(most.delay.mean).toBeLessThan(least.delay.mean);
    expect(most.chance).toBeGreaterThan(least.chance);
    // The same plans, on other trials.
    const others = offersOf({ ...input, trials: trials.slice(0, 4) });
    expect(others.map(({ riders }) => riders)).toEqual(offers.map(({ riders }) => riders));
    expect(others.map(({ delay }) => delay)).not.toEqual(offers.map(({ delay }) => delay));
  });
});
