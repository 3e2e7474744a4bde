import { beforeAll, describe, expect, it } from 'vitest';
import { daysFromHalf, readSeed, SEEDS } from '../../bench/staffing/grubhub-days.ts';
import { compareHandling, delayOf, planShifts } from '../../bench/staffing/grubhub-plan.ts';
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
    expect(figures.rider_hours).toBeLessThan(0.95 * present.rider_hours);
    expect(figures.click_to_door_s.mean).toBeLessThan(present.click_to_door_s.mean + 12);
  });
});
