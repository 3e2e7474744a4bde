import { beforeAll, describe, expect, it } from 'vitest';
import { daysFromHalf, readSeed, SEEDS } from '../../bench/staffing/grubhub-days.ts';
import { compareHandling, delayOf, planShifts } from '../../bench/staffing/grubhub-plan.ts';
import { drawOrders, ratesOf } from '../../bench/staffing/grubhub-rates.ts';
import { alongCurve } from '../../bench/staffing/hilbert.ts';
import { hasMdrp, type MdrpDay, readMdrp } from '../../bench/staffing/mdrp.ts';
import { createRandom, simulateDay } from '../../src/simulation/index.ts';
import { replay } from './day-world.ts';

/** Hours of the shifts as they were and as Grubhub optimised them. */
const HOURS = [
  { seed: 0, orders: 505, s1: 303, s2: 293 },
  { seed: 1, orders: 538, s1: 257.4, s2: 246.5 },
  { seed: 2, orders: 708, s1: 546.2, s2: 523 },
  { seed: 3, orders: 967, s1: 605.1, s2: 602.5 },
  { seed: 4, orders: 1185, s1: 502, s2: 498.5 },
];

describe.skipIf(!hasMdrp)("Grubhub's days [shared]", () => {
  let s2: MdrpDay[];
  beforeAll(() => {
    s2 = SEEDS.map((seed) => readSeed(seed).s2);
  });

  it('are read as they are described', () => {
    for (const { seed, orders, ...hours } of HOURS) {
      for (const shifts of ['s1', 's2'] as const) {
        const day = readMdrp(`${seed}o100t100${shifts}p100`);
        expect(day.orders).toHaveLength(orders);
        const total = day.riders.reduce((sum, { on_s, off_s }) => sum + (off_s - on_s) / 3600, 0);
        expect(total).toBeCloseTo(hours[shifts], 1);
        expect(day.rules).toMatchObject({ pickup_s: 240, dropoff_s: 240, target_s: 2400 });
        expect(day.speed_mps * 60).toBeCloseTo(320, 9);
      }
    }
  });

  it("can be ridden as simulated, by the instances' rules, and s2 delivers every order", () => {
    for (const day of s2) {
      const { figures, trace } = simulateDay(day, day.rules, createRandom(1));
      expect(replay(day, day.riders, day.rules, trace)).toEqual([]);
      expect(figures.undelivered).toBe(0);
      // Times are whole minutes.
      for (const time_s of trace.dropoff_s) expect(time_s % 60).toBe(0);
      const best = delayOf(figures, day);
      expect(best.mean).toBeGreaterThanOrEqual(0);
    }
  });

  it('bind riders about as long as geometry says', () => {
    for (const day of s2) {
      const { figures } = simulateDay(day, day.rules, createRandom(1));
      const { handling, simulated_s } = compareHandling(day, figures);
      expect(handling.order_s / simulated_s).toBeGreaterThan(0.85);
      expect(handling.order_s / simulated_s).toBeLessThan(1.2);
    }
  });

  it('are doubled from their half with the orders that the whole has on average', () => {
    const { s2: whole, half } = readSeed(3);
    const days = daysFromHalf(half, whole, 10, 1);
    for (const { orders } of days) expect(Math.abs(orders.length - whole.orders.length)).toBeLessThanOrEqual(1);
    const middle = (day: MdrpDay, of: (order: MdrpDay['orders'][number]) => number) =>
      day.orders.reduce((sum, order) => sum + of(order), 0) / day.orders.length;
    expect(middle(days[0]!, ({ placed_s }) => placed_s) / 60).toBeCloseTo(
      middle(whole, ({ placed_s }) => placed_s) / 60,
      -1.5,
    );
    expect(middle(days[0]!, ({ x_m }) => x_m)).toBeCloseTo(
      middle(whole, ({ x_m }) => x_m),
      -3,
    );
  });

  it('are planned with fewer hours and no later, with few changes tried, where the orders are known', () => {
    const [day] = s2 as [MdrpDay];
    const present = simulateDay(day, day.rules, createRandom(1)).figures;
    const { riders } = planShifts({ days: [day], present: day.riders, delay_s: delayOf(present, day) }, 60, 1);
    const { figures } = simulateDay({ ...day, riders }, day.rules, createRandom(1));
    expect(figures.undelivered).toBe(0);
    expect(figures.rider_hours).toBeLessThan(0.85 * present.rider_hours);
    expect(figures.click_to_door_s.mean).toBeLessThan(present.click_to_door_s.mean + 12);
  });
});

describe('what planning days are drawn from', () => {
  const places = Array.from({ length: 8 }, (_, i) => ({ x_m: 500 * i, y_m: 0 }));
  /** Lunch at the first four restaurants, dinner at the others; doors a kilometre to the north. */
  const seen = Array.from({ length: 120 }, (_, i) => {
    const isLunch = i % 2 === 0;
    const restaurant = (i % 4) + (isLunch ? 0 : 4);
    const placed_s = (isLunch ? 12 : 19) * 3600 + 60 * ((i * 37) % 90);
    return { restaurant, placed_s, ready_s: placed_s + 900, x_m: places[restaurant]!.x_m, y_m: 1000 };
  });

  it('are orders around those seen, in time, restaurant and door', () => {
    const rates = ratesOf(seen, places);
    expect(rates.blur_s).toBeLessThanOrEqual(1800);
    expect(rates.anywhere).toBeLessThan(0.2);
    const drawn = drawOrders(rates, 2000, createRandom(1));
    const lunch = drawn.filter(({ placed_s }) => placed_s < 15 * 3600);
    expect(lunch.length / drawn.length).toBeGreaterThan(0.3);
    expect(lunch.length / drawn.length).toBeLessThan(0.7);
    expect(lunch.filter(({ restaurant }) => restaurant < 4).length / lunch.length).toBeGreaterThan(0.85);
    for (const { placed_s, ready_s } of drawn) {
      expect(ready_s - placed_s).toBe(900);
      expect(placed_s % 60).toBe(0);
      expect(placed_s < 14.5 * 3600 || placed_s > 17.5 * 3600).toBe(true);
    }
    const north_m = drawn.reduce((sum, { y_m }) => sum + y_m, 0) / drawn.length;
    expect(Math.abs(north_m - 1000)).toBeLessThan(50);
  });

  it('weigh the orders seen anew for each day', () => {
    const rates = ratesOf(seen, places);
    const lunches = Array.from({ length: 40 }, (_, day) => {
      const drawn = drawOrders(rates, 400, createRandom(day));
      return drawn.filter(({ placed_s }) => placed_s < 15 * 3600).length;
    });
    const mean = lunches.reduce((sum, n) => sum + n, 0) / lunches.length;
    const variance = lunches.reduce((sum, n) => sum + (n - mean) ** 2, 0) / (lunches.length - 1);
    // Drawn from fixed shares it would be 100 (binomial); the shares of 120 orders are uncertain by as much as 330 more.
    expect(variance).toBeGreaterThan(170);
  });
});

it("goes along Hilbert's curve from cell to neighbouring cell", () => {
  const side = 16;
  const cells = Array.from({ length: side * side }, (_, i) => ({ x_m: i % side, y_m: Math.floor(i / side) }));
  // Middles of cells of a square that is as wide as the bounding square takes it for.
  const rank = alongCurve(
    cells
      .map(({ x_m, y_m }) => ({ x_m: (x_m + 0.5) / side, y_m: (y_m + 0.5) / side }))
      .concat([
        { x_m: 0, y_m: 0 },
        { x_m: 1, y_m: 1 },
      ]),
  );
  const inOrder = cells.map((cell, i) => ({ cell, at: rank[i]! })).sort((a, b) => a.at - b.at);
  for (const [k, { cell }] of inOrder.entries()) {
    const before = inOrder[k - 1]?.cell;
    if (before) expect(Math.abs(cell.x_m - before.x_m) + Math.abs(cell.y_m - before.y_m)).toBe(1);
  }
});
