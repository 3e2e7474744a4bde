import type { Rng } from '../../src/kit/rng.ts';
import { calendarOf, type ForecastInput, forecastDemand, type HolidayKind } from '../../src/staffing/forecast/index.ts';

/** A Poisson number; of large means the nearest normal one. */
export function poisson(mean: number, rng: Rng): number {
  if (mean > 200) {
    let sum = -6;
    for (let i = 0; i < 12; i++) sum += rng.double();
    return Math.max(0, Math.round(mean + Math.sqrt(mean) * sum));
  }
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = rng.double(); product > limit; product *= rng.double()) count++;
  return count;
}

export interface World {
  /** Local midnight of the first day, ISO with offset. */
  start?: string;
  timeZone?: string;
  slot_s?: number;
  /** Slots of history and horizon; default 8 weeks and 1. */
  slots?: number;
  horizon?: number;
  zones?: number;
  holidays?: Record<string, HolidayKind>;
}

export type Rate = (zone: number, hour: number, weekday: number, day: number, slot: number) => number;

/** An input whose orders follow a rate; drawn where there is an `rng`, else exactly the rate. */
export function inputOf(rate: Rate, world: World = {}, rng?: Rng): ForecastInput {
  const { slot_s = 3600, zones = 1, timeZone = 'UTC', start = '2026-01-05T00:00:00Z' } = world;
  const perWeek = (7 * 86_400) / slot_s;
  const { slots = 8 * perWeek, horizon = perWeek } = world;
  const calendar = calendarOf({
    start_s: Date.parse(start) / 1000,
    slots: slots + horizon,
    slot_s,
    timeZone,
    holidays: new Map(Object.entries(world.holidays ?? {})),
  });
  const counts = new Float64Array(zones * slots);
  for (let zone = 0; zone < zones; zone++) {
    for (let slot = 0; slot < slots; slot++) {
      const day = calendar.dayOf[slot]!;
      const orders = rate(zone, calendar.minuteOfDay[slot]! / 60, calendar.weekday[day]!, day, slot);
      counts[zone * slots + slot] = rng === undefined ? orders : poisson(orders, rng);
    }
  }
  return { history: { zones, slots, counts }, calendar };
}

/** Lunch and dinner, more at weekends. */
export const meals: Rate = (_, hour, weekday) =>
  (weekday >= 5 ? 150 : 100) * (Math.exp(-((hour - 13) ** 2) / 3) + 1.5 * Math.exp(-((hour - 20) ** 2) / 3) + 0.05);

export const sum = (values: ArrayLike<number>) =>
  Array.prototype.reduce.call(values, (a, b) => (a as number) + (b as number), 0) as number;

/** All orders of the horizon that are expected. */
export const expected = (input: ForecastInput) => sum(forecastDemand(input).mean);
