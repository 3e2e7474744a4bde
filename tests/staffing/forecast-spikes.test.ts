import { expect, it } from 'vitest';
import { Rng } from '../../src/kit/rng.ts';
import { forecastDemand } from '../../src/staffing/forecast/index.ts';
import { inputOf, meals, type Rate } from './forecast-support.ts';

/** Eight weeks of which the last Monday is the 50th day. */
const LAST_MONDAY = 49;
const dinner: Rate = (zone, hour, weekday, day, slot) => (hour < 11 ? 0 : meals(zone, hour, weekday, day, slot) / 10);

it('takes no night for busy because of one slot, but follows what is new', () => {
  const plain = inputOf(dinner, {}, new Rng(1));
  const usual = forecastDemand(plain).mean;
  const spiked = { ...plain, history: { ...plain.history, counts: plain.history.counts.slice() } };
  spiked.history.counts[LAST_MONDAY * 24 + 3] = 1500;
  const { mean } = forecastDemand(spiked);
  expect(mean[3]!).toBeLessThan(1);
  // The evening loses nothing to it; the level of the days rises a little.
  expect(mean[20]! / usual[20]!).toBeGreaterThan(0.95);
  expect(mean[20]! / usual[20]!).toBeLessThan(1.25);

  // Breakfast, sold since a week ago.
  const breakfast: Rate = (zone, hour, weekday, day, slot) =>
    hour === 8 && day >= LAST_MONDAY ? 20 : dinner(zone, hour, weekday, day, slot);
  expect(forecastDemand(inputOf(breakfast, {}, new Rng(1))).mean[8]!).toBeGreaterThan(2);
});
