import { describe, expect, it } from 'vitest';
import { Rng } from '../../src/kit/rng.ts';
import { type ForecastInput, forecastDemand } from '../../src/staffing/forecast/index.ts';
import { expected, inputOf, meals, sum } from './forecast-support.ts';

/** Of four weeks and one to come. */
const SLOTS = 28 * 24;
const world = { slots: SLOTS };
const wanted = sum(Array.from({ length: 168 }, (_, i) => meals(0, i % 24, Math.floor(i / 24), 0, 0)));

describe('what lasts as long as the history', () => {
  it('holidays leave the day its shape', () => {
    const dates = Array.from({ length: 35 }, (_, day) =>
      new Date(Date.UTC(2026, 0, 5 + day)).toISOString().slice(0, 10),
    );
    const holidays = Object.fromEntries(dates.map((date) => [date, 2 as const]));
    const { mean } = forecastDemand(inputOf(meals, { ...world, holidays }, new Rng(1)));
    expect(mean[4]!).toBeLessThan(0.2 * mean[20]!);
    expect(Math.abs(sum(mean) / wanted - 1)).toBeLessThan(0.1);
  });

  it('an event without a factor is taken as it is, and told', () => {
    const input = inputOf(meals, { ...world, zones: 2 }, new Rng(2));
    const event = { name: 'campaign', fromSlot: -24, toSlot: SLOTS + 240, zones: null, factor: null };
    const told = (change: { fromSlot?: number; zones?: number[] }): ForecastInput => ({
      ...input,
      events: [{ ...event, ...change }],
    });
    expect(Math.abs(expected(told({})) / (2 * wanted) - 1)).toBeLessThan(0.1);
    expect(forecastDemand(told({})).warnings).toEqual([{ code: 'EVENT_NOT_LEARNT', name: 'campaign', always: true }]);
    // Of one zone, or of all but three days.
    expect(Math.abs(expected(told({ zones: [1] })) / (2 * wanted) - 1)).toBeLessThan(0.1);
    expect(Math.abs(expected(told({ fromSlot: 72 })) / (2 * wanted) - 1)).toBeLessThan(0.1);
  });

  it('an event of which no orders are known is told as one that never was', () => {
    const { history, calendar } = inputOf(meals, world, new Rng(3));
    const counts = history.counts.slice().fill(Number.NaN, 0, 48);
    const event = { name: 'match', zones: null, factor: null };
    const coming = { ...event, fromSlot: SLOTS + 24, toSlot: SLOTS + 30 };
    const warningsOf = (fromSlot: number, toSlot: number) =>
      forecastDemand({ history: { ...history, counts }, calendar, events: [{ ...event, fromSlot, toSlot }, coming] })
        .warnings;
    const never = { code: 'EVENT_NOT_LEARNT', name: 'match' };
    expect(warningsOf(24, 30)).toContainEqual(never);
    expect(warningsOf(-30, -24)).toContainEqual(never);
    expect(warningsOf(0, SLOTS)).toContainEqual({ ...never, always: true });
  });
});
