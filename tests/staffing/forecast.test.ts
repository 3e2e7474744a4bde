import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rng } from '../../src/kit/rng.ts';
import { type ForecastInput, forecastDemand } from '../../src/staffing/forecast/index.ts';
import { expected, inputOf, meals, type Rate, sum } from './forecast-support.ts';

/** Forecast of the mean per local hour of the first weekday asked for. */
function byHour(input: ForecastInput, weekday: number): number[] {
  const { mean } = forecastDemand(input);
  const { calendar, history } = input;
  const hours = new Array<number>(24).fill(Number.NaN);
  for (let slot = history.slots; slot < calendar.slots; slot++) {
    if (calendar.weekday[calendar.dayOf[slot]!] === weekday)
      hours[calendar.minuteOfDay[slot]! / 60] = mean[slot - history.slots]!;
  }
  return hours;
}

const close = (actual: number, wanted: number, share: number) =>
  expect(Math.abs(actual / wanted - 1), `${actual} against ${wanted}`).toBeLessThan(share);

describe('forecast', () => {
  it('goes on with what never changed', () => {
    const input = inputOf(meals);
    const forecast = forecastDemand(input);
    const { calendar, history } = input;
    for (let i = 0; i < forecast.slots; i++) {
      const slot = history.slots + i;
      const rate = meals(0, calendar.minuteOfDay[slot]! / 60, calendar.weekday[calendar.dayOf[slot]!]!, 0, slot);
      close(forecast.median[i]!, rate, 0.02);
    }
    expect(forecast.backtest!.city.forecast.wmape).toBeLessThan(0.02);
    expect(forecast.warnings).toEqual([]);
  });

  it('holds for any counts: quantiles ascend from 0, nothing is NaN, as many slots as were asked for', () => {
    const counts = fc.array(fc.oneof(fc.constant(Number.NaN), fc.constant(0), fc.integer({ min: 0, max: 1000 })), {
      minLength: 1,
    });
    fc.assert(
      fc.property(
        counts,
        fc.integer({ min: 1, max: 900 }),
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 1, max: 3 }),
        (some, slots, horizon, zones) => {
          const input = inputOf((zone, _h, _w, _d, slot) => some[(slot * 7 + zone) % some.length]!, {
            slots,
            horizon,
            zones,
          });
          const forecast = forecastDemand(input);
          expect(forecast.slots).toBe(horizon);
          for (const table of [forecast, forecast.city]) {
            const rows = table === forecast.city ? 1 : zones;
            expect(table.mean.length).toBe(rows * horizon);
            for (let i = 0; i < rows * horizon; i++) {
              const values = [
                ...table.atQuantile.map((q) => q[i]!),
                table.variance[i]!,
                table.mean[i]!,
                table.median[i]!,
              ];
              expect(
                values.every((v) => v >= 0 && Number.isFinite(v)),
                String(values),
              ).toBe(true);
              for (let q = 1; q < 5; q++) expect(values[q]).toBeGreaterThanOrEqual(values[q - 1]!);
            }
          }
        },
      ),
      { numRuns: 15 },
    );
  });

  it('is made of the past only: weeks of the backtest do not change with what came later', () => {
    const rng = new Rng(1);
    const world = { slots: 14 * 168, holidays: { '2026-02-10': 1, '2026-03-05': 1, '2026-03-19': 2 } } as const;
    const rate: Rate = (z, hour, weekday, day, slot) =>
      meals(z, hour, weekday, day, slot) * (1 + 0.3 * Math.sin(day / 9));
    const whole = inputOf(rate, world, rng);
    whole.weather = [Float64Array.from({ length: whole.calendar.slots }, () => rng.double())];
    const upTo = (weeks: number): ForecastInput => {
      const slots = weeks * 168;
      const part = inputOf(rate, { ...world, slots });
      part.history.counts.set(whole.history.counts.subarray(0, slots));
      part.weather = [whole.weather![0]!.slice(0, part.calendar.slots)];
      return part;
    };
    const all = forecastDemand(whole);
    for (const weeks of [5, 9]) {
      const earlier = forecastDemand(upTo(weeks));
      expect(earlier.backtest!.city.weeks).toEqual(all.backtest!.city.weeks.slice(0, weeks - 2));
    }
    // What the report says of a week is what a forecast at its beginning gives.
    const { median } = forecastDemand(upTo(9));
    let off = 0;
    let orders = 0;
    for (let i = 0; i < 168; i++) {
      off += Math.abs(median[i]! - whole.history.counts[9 * 168 + i]!);
      orders += whole.history.counts[9 * 168 + i]!;
    }
    expect(all.backtest!.city.weeks[7]!.forecast.wmape).toBeCloseTo(off / orders, 10);
  });

  it('is better than the week before, and its intervals cover what they should, where demand is noisy', () => {
    const rng = new Rng(4);
    let shock = 1;
    let shockDay = -1;
    const rate: Rate = (z, hour, weekday, day, slot) => {
      if (day !== shockDay) {
        shockDay = day;
        shock = Math.exp(0.3 * (rng.double() + rng.double() + rng.double() - 1.5));
      }
      return shock * meals(z, hour, weekday, day, slot);
    };
    const { backtest } = forecastDemand(inputOf(rate, { slots: 26 * 168 }, rng));
    const { forecast, seasonalNaive, weeks } = backtest!.city;
    expect(forecast.wmape!).toBeLessThan(0.85 * seasonalNaive.wmape!);
    expect(forecast.coverage!).toBeGreaterThan(0.75);
    expect(forecast.coverage!).toBeLessThan(0.87);
    expect(Math.abs(forecast.bias!)).toBeLessThan(0.03);
    expect(weeks.length).toBe(24);
    expect(backtest!.coverageWanted).toBeCloseTo(0.8);
  });

  it('does not take holes for 0', () => {
    const rng = new Rng(6);
    const input = inputOf(meals);
    const { counts } = input.history;
    const wanted = expected(input);
    const holed = counts.map((count) => (rng.double() < 0.3 ? Number.NaN : count));
    // And a weekend, and a day of the last week, altogether.
    holed.fill(Number.NaN, 5 * 24, 7 * 24).fill(Number.NaN, 52 * 24, 53 * 24);
    const withHoles: ForecastInput = { ...input, history: { ...input.history, counts: holed } };
    close(expected(withHoles), wanted, 0.02);
    const { warnings } = forecastDemand(withHoles);
    expect(warnings).toEqual([{ code: 'HOLES', share: holed.filter(Number.isNaN).length / holed.length }]);
    const zeros: ForecastInput = { ...input, history: { ...input.history, counts: holed.map((count) => count || 0) } };
    expect(expected(zeros)).toBeLessThan(0.85 * wanted);
  });

  it('follows a level shift within two weeks, and a trend', () => {
    const shift: Rate = (z, hour, weekday, day, slot) => meals(z, hour, weekday, day, slot) * (day >= 56 ? 0.7 : 1);
    const after = inputOf(shift, { slots: 10 * 168 }, new Rng(1));
    close(expected(after), 0.7 * expected(inputOf(meals)), 0.07);
    const trend: Rate = (z, hour, weekday, day, slot) => meals(z, hour, weekday, day, slot) * 1.005 ** day;
    const grown = inputOf(trend, { slots: 12 * 168 }, new Rng(1));
    close(expected(grown), expected(inputOf(meals)) * 1.005 ** 87, 0.06);
  });

  it('takes closed days neither for quiet ones nor for open ones', () => {
    const usual = expected(inputOf(meals));
    const sunday = sum(Array.from({ length: 24 }, (_, hour) => meals(0, hour, 6, 0, 0)));
    const dayOff: Rate = (z, hour, weekday, day, slot) => (weekday === 6 ? 0 : meals(z, hour, weekday, day, slot));
    const closed = inputOf(dayOff, {}, new Rng(2));
    close(expected(closed), usual - sunday, 0.03);
    expect(sum(byHour(closed, 6))).toBe(0);
    const startedLate: Rate = (z, hour, weekday, day, slot) => (day < 35 ? 0 : meals(z, hour, weekday, day, slot));
    close(expected(inputOf(startedLate, {}, new Rng(2))), usual, 0.05);
    const lockdown: Rate = (z, hour, weekday, day, slot) =>
      day >= 35 && day < 49 ? 0 : meals(z, hour, weekday, day, slot);
    close(expected(inputOf(lockdown, {}, new Rng(2))), usual, 0.05);
  });

  it('expects of a quiet place what comes on the whole, though most slots are empty', () => {
    const rate: Rate = (z, hour, weekday, day, slot) => 0.004 * meals(z, hour, weekday, day, slot);
    const forecast = forecastDemand(inputOf(rate, { slots: 12 * 168 }, new Rng(12)));
    close(sum(forecast.mean), 0.004 * expected(inputOf(meals)), 0.25);
    expect(forecast.median.filter((orders) => orders === 0).length).toBeGreaterThan(84);
    close(sum(forecast.variance), sum(forecast.mean), 0.3);
  });

  it('follows a zone that grows', () => {
    const rate: Rate = (zone, hour, weekday, day, slot) =>
      meals(0, hour, weekday, day, slot) * (zone === 0 && day >= 35 ? 2 : 1);
    const forecast = forecastDemand(inputOf(rate, { zones: 4 }, new Rng(5)));
    const usual = expected(inputOf(meals));
    for (let zone = 0; zone < 4; zone++) {
      close(sum(forecast.mean.subarray(zone * 168, (zone + 1) * 168)), (zone === 0 ? 2 : 1) * usual, 0.12);
    }
  });

  it('keeps to the clock on the wall over a change of it', () => {
    // The clock is put forward on 29 March 2026: the week to come is a summer week.
    const input = inputOf(meals, { timeZone: 'Europe/Madrid', start: '2026-02-02T00:00:00+01:00', slots: 8 * 168 - 1 });
    expect(input.calendar.dates[input.calendar.dayOf[input.history.slots]!]).toBe('2026-03-30');
    const monday = byHour(input, 0);
    monday.forEach((orders, hour) => close(orders, meals(0, hour, 0, 0, 0), 0.03));
    // 25 October 2026 has 25 hours, the hour after midnight but one twice.
    const autumn = inputOf(meals, {
      timeZone: 'Europe/Madrid',
      start: '2026-09-07T00:00:00+02:00',
      slots: 7 * 168,
      horizon: 169,
    });
    const { mean } = forecastDemand(autumn);
    close(
      sum(mean),
      sum(Array.from({ length: 168 }, (_, i) => meals(0, i % 24, Math.floor(i / 24), 0, 0))) + meals(0, 2, 6, 0, 0),
      0.02,
    );
  });

  it('begins in the middle of a day where the history ends there', () => {
    const half: Rate = (z, hour, weekday, day, slot) => meals(z, hour, weekday, day, slot);
    const input = inputOf(half, { slots: 8 * 168 + 12, horizon: 12 });
    const forecast = forecastDemand(input);
    expect(forecast.slots).toBe(12);
    for (let i = 0; i < 12; i++) close(forecast.mean[i]!, meals(0, 12 + i, 0, 0, 0), 0.03);
  });

  it('learns what holidays do from others of the past, and that they do nothing where they do not', () => {
    const days = ['2026-01-21', '2026-02-11', '2026-02-26', '2026-03-18'];
    const holidays = Object.fromEntries(days.map((day) => [day, 1] as const));
    const world = { slots: 10 * 168, holidays };
    const isHoliday = new Set([16, 37, 52, 72]);
    const quiet: Rate = (z, hour, weekday, day, slot) =>
      meals(z, hour, weekday, day, slot) * (isHoliday.has(day) ? 0.5 : 1);
    const wednesday = (rate: Rate) => sum(byHour(inputOf(rate, world, new Rng(3)), 2));
    const usual = sum(Array.from({ length: 24 }, (_, hour) => meals(0, hour, 2, 0, 0)));
    close(wednesday(quiet), 0.5 * usual, 0.1);
    close(wednesday(meals), usual, 0.05);
  });

  it('learns what the weather does, and keeps level and day clear of it', () => {
    const rng = new Rng(8);
    const rain = Float64Array.from({ length: 16 * 7 }, () => (rng.double() < 0.3 ? 4 * rng.double() : 0));
    const wet: Rate = (z, hour, weekday, day, slot) => meals(z, hour, weekday, day, slot) * Math.exp(0.1 * rain[day]!);
    const input = inputOf(wet, { slots: 12 * 168 }, rng);
    const measured = Float64Array.from(input.calendar.dayOf, (day) => rain[day]!);
    const wanted = sum(Array.from({ length: 168 }, (_, i) => meals(0, i % 24, Math.floor(i / 24), 0, 0)));
    const withRain = (mm: number) => {
      const weather = measured.slice();
      weather.fill(mm, input.history.slots);
      return expected({ ...input, weather: [weather] });
    };
    close(withRain(0), wanted, 0.05);
    close(withRain(4) / withRain(0), Math.exp(0.4), 0.08);
    // Not known: the usual.
    const unknown = withRain(Number.NaN);
    expect(unknown).toBeGreaterThan(withRain(0));
    expect(unknown).toBeLessThan(withRain(2));
  });

  it('applies what an event is said to do, and learns it where it is not said', () => {
    const matches = [2, 16, 30, 44, 58].map((day) => ({ fromSlot: day * 24 + 19, toSlot: day * 24 + 22 }));
    const isMatch = (zone: number, slot: number) =>
      zone === 1 && matches.some((m) => m.fromSlot <= slot && slot < m.toSlot);
    const rate: Rate = (z, hour, weekday, day, slot) => meals(z, hour, weekday, day, slot) * (isMatch(z, slot) ? 2 : 1);
    const input = inputOf(rate, { zones: 3 }, new Rng(9));
    const events = (factor: number | null, zones: number[] | null = [1]) =>
      matches.map((m) => ({ ...m, name: 'match', zones, factor }));
    const at = (zone: number, events: ForecastInput['events']) => {
      const { mean, slots } = forecastDemand({ ...input, events });
      return sum(mean.subarray(zone * slots + 2 * 24 + 19, zone * slots + 2 * 24 + 22));
    };
    const usual = 100 * [19, 20, 21].reduce((all, hour) => all + 1.5 * Math.exp(-((hour - 20) ** 2) / 3) + 0.05, 0);
    close(at(1, events(2)), 2 * usual, 0.07);
    close(at(1, events(null)), 2 * usual, 0.1);
    close(at(0, events(null)), usual, 0.07);
    // Only the one to come is told of: nothing is known of such events.
    const { warnings } = forecastDemand({ ...input, events: events(null).slice(-1) });
    expect(warnings).toEqual([{ code: 'EVENT_NOT_LEARNT', name: 'match' }]);
  });

  it('gives every zone its own, and the same whatever their order', () => {
    const rate: Rate = (zone, hour, weekday, day, slot) => (zone + 0.2) * meals(zone, hour + zone, weekday, day, slot);
    const input = inputOf(rate, { zones: 3, slots: 5 * 168 }, new Rng(10));
    const { slots, counts } = input.history;
    const forecast = forecastDemand(input);
    const turned = new Float64Array(counts.length);
    for (let zone = 0; zone < 3; zone++)
      turned.set(counts.subarray(zone * slots, (zone + 1) * slots), ((zone + 1) % 3) * slots);
    const other = forecastDemand({ ...input, history: { ...input.history, counts: turned } });
    const of = (table: Float64Array, zone: number) =>
      table.subarray(zone * forecast.slots, (zone + 1) * forecast.slots);
    for (let zone = 0; zone < 3; zone++) {
      const wanted = sum(Array.from({ length: 168 }, (_, i) => rate(zone, i % 24, Math.floor(i / 24), 0, 0)));
      close(sum(of(forecast.mean, zone)), wanted, 0.1);
      // Scores of large tables are thinned out, and ties broken by order: nearly the same.
      close(sum(of(other.mean, (zone + 1) % 3)), sum(of(forecast.mean, zone)), 0.01);
    }
    close(sum(forecast.city.mean), sum(forecast.mean), 0.03);
    expect(forecast.backtest!.zones.forecast.wmape).toBeGreaterThan(forecast.backtest!.city.forecast.wmape!);
  });

  it('says what it lacks', () => {
    const rate: Rate = (zone, hour, weekday, day, slot) =>
      [meals(zone, hour, weekday, day, slot), 0, Number.NaN][zone]!;
    const input = inputOf(rate, { zones: 3, slots: 15 * 24 });
    const forecast = forecastDemand(input);
    expect(forecast.warnings).toEqual([
      { code: 'SHORT_HISTORY' },
      { code: 'HOLES', share: 1 / 3 },
      { code: 'ZONE_WITHOUT_ORDERS', zone: 1 },
      { code: 'ZONE_NOT_KNOWN', zone: 2 },
    ]);
    expect(forecast.backtest).toBeNull();
    const { slots } = forecast;
    expect(sum(forecast.mean.subarray(slots, 2 * slots))).toBeLessThan(0.001 * sum(forecast.mean));
    close(sum(forecast.mean.subarray(2 * slots)), sum(forecast.mean) / 4, 0.05);
    const nothing = forecastDemand(inputOf(() => Number.NaN));
    expect(sum(nothing.mean)).toBe(0);
  });

  it('refuses what makes no sense', () => {
    const input = inputOf(meals, { slots: 200 });
    const { history } = input;
    const told = (change: Partial<ForecastInput>) => () => forecastDemand({ ...input, ...change });
    expect(told({ history: { ...history, counts: history.counts.with(3, -1) } })).toThrow(/0 or more/);
    expect(told({ history: { ...history, zones: 2 } })).toThrow(RangeError);
    expect(told({ history: { ...history, slots: 368, counts: new Float64Array(368) } })).toThrow(/does not reach/);
    expect(told({ quantiles: [0.9, 0.1] })).toThrow(/ascend/);
    expect(told({ quantiles: [0, 0.5] })).toThrow(RangeError);
    expect(told({ weather: [new Float64Array(3)] })).toThrow(/weather/);
    const event = { name: 'fair', fromSlot: 0, toSlot: 3, zones: null, factor: 0 };
    expect(told({ events: [event] })).toThrow(/factor/);
    expect(told({ events: [{ ...event, factor: 1, zones: [1] }] })).toThrow(/no such zone/);
  });
});
