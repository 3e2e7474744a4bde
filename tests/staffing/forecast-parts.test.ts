import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rng } from '../../src/kit/rng.ts';
import { weightsOf } from '../../src/staffing/forecast/blend.ts';
import { growthAhead, levelAfter } from '../../src/staffing/forecast/level.ts';
import { Ridge } from '../../src/staffing/forecast/ridge.ts';
import { Shares } from '../../src/staffing/forecast/shares.ts';
import { MARKS, specialDays } from '../../src/staffing/forecast/special-days.ts';
import { Spread } from '../../src/staffing/forecast/spread.ts';
import { wholeOf } from '../../src/staffing/forecast/whole.ts';
import { poisson } from './forecast-support.ts';

const value = fc.double({ min: -5, max: 5, noNaN: true });

describe('ridge regression', () => {
  it('solves its normal equations', () => {
    const rows = fc.array(fc.tuple(value, value, value), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(
        rows,
        fc.tuple(value, value, value),
        fc.double({ min: 0.1, max: 10, noNaN: true }),
        (x, y, penalty) => {
          const ridge = new Ridge(3);
          for (const row of x) ridge.add(row);
          const b = ridge.factor(penalty)(Float64Array.from(y));
          for (let i = 0; i < 3; i++) {
            let left = penalty * b[i]!;
            for (const row of x) for (let j = 0; j < 3; j++) left += row[i]! * row[j]! * b[j]!;
            expect(left).toBeCloseTo(y[i]!, 6);
          }
        },
      ),
    );
  });

  it('knows the determinant of a diagonal', () => {
    const ridge = new Ridge(2);
    ridge.add([2, 0]);
    ridge.add([0, 3]);
    expect(ridge.logDeterminant(1)).toBeCloseTo(Math.log(5 * 10));
  });
});

describe('special days', () => {
  /** Two weeks from a Monday; the marks of each day that has some. */
  const marksOf = (holidays: Record<number, number>) => {
    const weekday = Uint8Array.from({ length: 14 }, (_, day) => day % 7);
    const holiday = Uint8Array.from({ length: 14 }, (_, day) => holidays[day] ?? 0);
    const { marks, isSpecial } = specialDays(weekday, holiday);
    return Object.fromEntries(
      [...isSpecial.keys()]
        .filter((day) => isSpecial[day])
        .map((day) => [day, [...marks.subarray(day * MARKS, (day + 1) * MARKS)].map((m) => Math.round(m * 100) / 100)]),
    );
  };

  it('a Thursday off makes an eve, a bridge and a long weekend', () => {
    expect(marksOf({ 3: 1 })).toEqual({
      2: [0, 0, 0, 0, 1, 0],
      3: [1, 1, 0, 0, 0, 0],
      4: [1, 0, 1, 0, 0, 0],
      5: [1, 0, 0, 1, 0, 0],
      6: [1, 0, 0, 1, 0, 0],
    });
  });

  it('a Wednesday off stands alone, a Monday off makes the weekend before it long', () => {
    expect(Object.keys(marksOf({ 2: 1 }))).toEqual(['1', '2']);
    expect(Object.keys(marksOf({ 7: 1 }))).toEqual(['4', '5', '6', '7']);
  });

  it('a lesser holiday is one in part, and there is nothing special without any', () => {
    expect(marksOf({ 2: 2 })).toEqual({ 2: [0.33, 0.33, 0, 0, 0, 1] });
    expect(marksOf({})).toEqual({});
  });
});

describe('level and weekdays', () => {
  const weekday = Uint8Array.from({ length: 400 }, (_, day) => day % 7);
  const sure = new Float64Array(400).fill(1);
  const params = { levelStep: 0.1, weekdayStep: 0.005 };
  const pattern = (day: number) => [1, 1.1, 1.2, 1.1, 1.5, 2, 1.8][day % 7]!;
  const noise = (rng: Rng) => 0.1 * (rng.double() + rng.double() + rng.double() - 1.5);

  it('are found where they stay', () => {
    const days = Float64Array.from({ length: 100 }, (_, day) => pattern(day));
    const found = levelAfter(days, sure, weekday, 100, params);
    for (let day = 0; day < 7; day++) expect(found[day]).toBeCloseTo(pattern(day), 2);
  });

  it('do not run after a day that is far out, and follow a shift that lasts', () => {
    const rng = new Rng(3);
    const days = Float64Array.from({ length: 120 }, (_, day) => pattern(day) + noise(rng));
    const before = levelAfter(days, sure, weekday, 100, params);
    const strike = days.slice();
    strike[99] = days[99]! - 3;
    const after = levelAfter(strike, sure, weekday, 100, params);
    for (let day = 0; day < 7; day++) expect(Math.abs(after[day]! - before[day]!)).toBeLessThan(0.15);
    const shifted = days.map((log, day) => (day >= 100 ? log - 0.7 : log));
    const later = levelAfter(shifted, sure, weekday, 120, params);
    for (let day = 0; day < 7; day++) expect(Math.abs(later[day]! - pattern(day) + 0.7)).toBeLessThan(0.15);
  });

  it('pass over days that are not known', () => {
    const days = Float64Array.from({ length: 100 }, (_, day) =>
      day % 7 === 2 && day > 20 ? Number.NaN : pattern(day),
    );
    expect(levelAfter(days, sure, weekday, 100, params)[2]).toBeCloseTo(pattern(2), 1);
  });

  it('are less sure the further ahead', () => {
    expect(growthAhead(0.1, 7)).toBe(1);
    expect(growthAhead(0.1, 14)).toBeGreaterThan(1);
    expect(growthAhead(0.1, 28)).toBeGreaterThan(growthAhead(0.1, 14));
  });
});

describe('weights of forecasters', () => {
  it('sum to 1 and go by errors', () => {
    const week = fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(fc.array(week, { maxLength: 5 }), (errors) => {
        const weights = weightsOf(errors, 3);
        expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1);
        const sums = [0, 1, 2].map((f) =>
          errors.reduce((sum, e, i) => sum + e[f]! * 0.5 ** ((errors.length - 1 - i) / 8), 0),
        );
        for (const [a, b] of [
          [0, 1],
          [1, 2],
          [2, 0],
        ] as const) {
          if (sums[a]! < sums[b]!) expect(weights[a]).toBeGreaterThanOrEqual(weights[b]!);
        }
      }),
    );
  });
});

describe('the whole of the zones', () => {
  it('is their sum where all are known, and made up from the others where one is not', () => {
    const slots = 50;
    const counts = new Float64Array(3 * slots);
    for (let slot = 0; slot < slots; slot++) [10, 20, 70].forEach((size, zone) => (counts[zone * slots + slot] = size));
    expect([...wholeOf(counts, 3, slots)]).toEqual(new Array(slots).fill(100));
    counts[slots + 7] = Number.NaN;
    counts[2 * slots + 9] = Number.NaN;
    const whole = wholeOf(counts, 3, slots);
    expect(whole[7]).toBeCloseTo(100);
    // The large one is missing: what is left tells too little.
    expect(whole[9]).toBeNaN();
    expect(whole[8]).toBe(100);
  });

  it('does not need a zone that was never seen', () => {
    const counts = new Float64Array(40).fill(5).fill(Number.NaN, 20);
    expect([...wholeOf(counts, 2, 20)]).toEqual(new Array(20).fill(5));
  });
});

describe('shares of zones', () => {
  const grid = {
    days: 56,
    perDay: 24,
    cellOf: Int32Array.from({ length: 56 * 24 }, (_, i) => i),
    slotAt: Int32Array.from({ length: 56 * 24 }, (_, i) => i),
    weekday: Uint8Array.from({ length: 56 }, (_, day) => day % 7),
  };
  const slots = 56 * 24;

  it('sum to 1 at every time of the week, whatever was seen', () => {
    const count = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.constant(Number.NaN));
    fc.assert(
      fc.property(fc.array(count, { minLength: 3 * 48, maxLength: 3 * 48 }), (seen) => {
        const counts = new Float64Array(3 * slots).fill(Number.NaN);
        for (let zone = 0; zone < 3; zone++)
          for (let i = 0; i < 48; i++) counts[zone * slots + i] = seen[zone * 48 + i]!;
        const shares = new Shares(grid, 3, 6);
        shares.add(counts, wholeOf(counts, 3, slots), slots, 0, 48);
        const table = shares.get();
        for (let time = 0; time < 168; time++) {
          const sum = table[time]! + table[168 + time]! + table[336 + time]!;
          expect(sum).toBeCloseTo(1);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('are the same whether past weeks come at once or one by one', () => {
    const rng = new Rng(6);
    const counts = Float64Array.from({ length: 3 * slots }, (_, i) =>
      poisson(1 + (i / slots) * (i % slots) * 0.01, rng),
    );
    const fed = (step: number) => {
      const shares = new Shares(grid, 3, 2);
      const city = wholeOf(counts, 3, slots);
      for (let from = 0; from < slots; from += step)
        shares.add(counts, city, slots, from, Math.min(slots, from + step));
      return [...shares.get()];
    };
    expect(fed(slots)).toEqual(fed(168));
  });

  it('of a sparse zone are nearer the truth than its own counts, those of a busy one keep its own day', () => {
    const rng = new Rng(5);
    // The busy zone lives at night, the sparse one as the rest of the city does.
    const rates = (hour: number) => [
      hour < 6 ? 60 : 20,
      hour >= 12 && hour < 14 ? 0.4 : 0.1,
      hour >= 12 && hour < 14 ? 200 : 50,
    ];
    const counts = new Float64Array(3 * slots);
    for (let slot = 0; slot < slots; slot++)
      rates(slot % 24).forEach((rate, zone) => (counts[zone * slots + slot] = poisson(rate, rng)));
    const shares = new Shares(grid, 3, 6);
    for (let from = 0; from < slots; from += 168)
      shares.add(counts, wholeOf(counts, 3, slots), slots, from, from + 168);
    const table = shares.get();
    let own = 0;
    let shrunk = 0;
    for (let time = 0; time < 168; time++) {
      const rate = rates(time % 24);
      const all = rate[0]! + rate[1]! + rate[2]!;
      expect(Math.abs(table[time]! - rate[0]! / all) / (rate[0]! / all)).toBeLessThan(0.25);
      let seen = 0;
      let city = 0;
      for (let week = 0; week < 8; week++) {
        seen += counts[slots + week * 168 + time]!;
        for (let zone = 0; zone < 3; zone++) city += counts[zone * slots + week * 168 + time]!;
      }
      own += Math.abs(seen / city - rate[1]! / all);
      shrunk += Math.abs(table[168 + time]! - rate[1]! / all);
    }
    expect(shrunk).toBeLessThan(own / 2);
  });
});

describe('spread', () => {
  it('has seen all times of the day, however many slots are thinned out', () => {
    // Of 24 times as many slots as are looked at: nights are quiet, evenings noisy.
    const size = 168 * 1071;
    const weeks = Array.from({ length: 8 }, () => ({
      forecast: new Float64Array(size).fill(100),
      actual: Float64Array.from({ length: size }, (_, i) => 100 + (i % 24 < 16 ? 5 : 40) * (i % 5 < 2 ? 1.2 : -0.8)),
      classOf: Uint8Array.from({ length: 168 }, (_, i) => Math.floor((i % 24) / 3)),
      special: new Uint8Array(168),
    }));
    const spread = new Spread(weeks);
    expect(spread.moments(100, 7, false, 1).variance).toBeGreaterThan(4 * spread.moments(100, 0, false, 1).variance);
  });

  const week = (forecast: (i: number) => number, actual: (i: number) => number) => ({
    forecast: Float64Array.from({ length: 336 }, (_, i) => forecast(i)),
    actual: Float64Array.from({ length: 336 }, (_, i) => actual(i)),
    classOf: Uint8Array.from({ length: 336 }, (_, i) => i % 16),
    special: new Uint8Array(336),
  });

  it('covers as often as it says, for few orders and many, noisy and quiet', () => {
    const rng = new Rng(11);
    for (const [mean, noise] of [
      [4, 0],
      [40, 0],
      [400, 0],
      [400, 0.2],
      [4000, 0.1],
    ] as const) {
      const draw = () => poisson(mean * Math.exp(noise * 2 * (rng.double() + rng.double() + rng.double() - 1.5)), rng);
      const weeks = Array.from({ length: 20 }, () => week(() => mean, draw));
      const spread = new Spread(weeks);
      const [low, high] = [spread.at(0.1), spread.at(0.9)];
      let covered = 0;
      for (let i = 0; i < 4000; i++) {
        const orders = draw();
        if (
          spread.orders(mean, i % 16, false, 1, low) <= orders &&
          orders <= spread.orders(mean, i % 16, false, 1, high)
        )
          covered++;
      }
      expect(covered / 4000).toBeGreaterThan(0.76);
      expect(covered / 4000).toBeLessThan(mean < 10 ? 0.92 : 0.86);
      const moments = spread.moments(mean, 0, false, 1);
      expect(Math.abs(moments.mean / mean - 1)).toBeLessThan(0.1);
    }
  });

  it('counts one by one where next to nothing is expected: a negative binomial law, Poisson at its least', () => {
    const spread = new Spread([]);
    const least = (level: number) => spread.orders(0.5, 0, false, 0, spread.at(level));
    // Poisson of 0.5: P(0) = .6065, P(<= 1) = .9098, P(<= 2) = .9856.
    expect([0.5, 0.6, 0.62, 0.9, 0.92, 0.98, 0.99].map(least)).toEqual([0, 0, 1, 1, 2, 2, 3]);
    expect(spread.moments(0.5, 0, false, 0)).toEqual({ mean: 0.5, variance: 0.5 });
    expect(spread.orders(0, 0, false, 1, spread.at(0.99))).toBe(0);
  });

  it('is nothing where forecasts were never wrong', () => {
    const spread = new Spread(
      Array.from({ length: 5 }, () =>
        week(
          (i) => 5 + i,
          (i) => 5 + i,
        ),
      ),
    );
    expect(spread.orders(50, 0, false, 1, spread.at(0.05))).toBeCloseTo(50);
    expect(spread.moments(50, 0, false, 1).variance).toBeCloseTo(0);
  });

  it('rises with the level, and is wider in special days until they have been seen', () => {
    const rng = new Rng(2);
    const spread = new Spread(
      Array.from({ length: 8 }, () =>
        week(
          () => 30,
          () => poisson(30, rng),
        ),
      ),
    );
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 1e5, noNaN: true }),
        fc.double({ min: 0.001, max: 0.99, noNaN: true }),
        fc.double({ min: 0.001, max: 0.009, noNaN: true }),
        (mean, level, more) => {
          const orders = (at: number, special = false) => spread.orders(mean, 3, special, 1, spread.at(at));
          expect(orders(level + more)).toBeGreaterThanOrEqual(orders(level));
          expect(orders(0.9, true)).toBeGreaterThanOrEqual(orders(0.9));
        },
      ),
    );
  });
});
