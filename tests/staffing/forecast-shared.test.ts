import { describe, expect, it } from 'vitest';
import { type DemandSeries, hasDemand, SERIES } from '../../bench/staffing/demand-series.ts';
import { baselinesOf } from '../../bench/staffing/forecast.ts';
import { calendarOf, forecastDemand } from '../../src/staffing/forecast/index.ts';

/** The reports of the weeks up to each of some weeks; a report reaches 26 weeks back. */
function reported(series: DemandSeries, ends: number[], weeks: number) {
  const { slot_s, start_s, holidays, orders, daysBefore } = series;
  const seen = new Map(
    ends.flatMap((end) => {
      const slots = ((daysBefore + 7 * end) * 86_400) / slot_s;
      const calendar = calendarOf({ start_s, slots: slots + 1, slot_s, timeZone: 'UTC', holidays });
      const { backtest } = forecastDemand({ history: { zones: 1, slots, counts: orders.slice(0, slots) }, calendar });
      return backtest!.city.weeks.map((week) => [week.date, week] as const);
    }),
  );
  const last = [...seen.values()].sort((a, b) => (a.date < b.date ? -1 : 1)).slice(-weeks);
  const all = last.reduce((sum, { orders }) => sum + orders, 0);
  return {
    weeks: last.length,
    wmape: last.reduce((sum, { orders, forecast }) => sum + orders * forecast.wmape!, 0) / all,
    naive: last.reduce((sum, { orders, seasonalNaive }) => sum + orders * seasonalNaive.wmape!, 0) / all,
    coverage: last.reduce((sum, { forecast }) => sum + forecast.coverage!, 0) / last.length,
  };
}

/** As `npm run bench -- staffing forecast`, which forecasts each week anew, but from the reports that go with a plan. */
describe.skipIf(!hasDemand)('forecast of two cities, weeks 9 on [shared]', () => {
  it('New York', () => {
    const series = SERIES.newYork();
    const { weeks, wmape, naive, coverage } = reported(series, [29], 21);
    expect(weeks).toBe(21);
    expect(wmape).toBeLessThan(0.078);
    expect(coverage).toBeGreaterThan(0.75);
    expect(coverage).toBeLessThan(0.85);
    const { byTime } = baselinesOf(series);
    expect(byTime.lastWeek).toBeCloseTo(0.1079, 4);
    expect(byTime.medianOf8).toBeCloseTo(0.0916, 4);
    expect(naive).toBeCloseTo(byTime.lastWeek, 4);
  });

  it('Barcelona', () => {
    const series = SERIES.barcelona();
    const { weeks, wmape, coverage } = reported(series, [28, 52], 44);
    expect(weeks).toBe(44);
    expect(wmape).toBeLessThan(0.16);
    expect(coverage).toBeGreaterThan(0.75);
    expect(coverage).toBeLessThan(0.85);
    const { byLine, byTime } = baselinesOf(series);
    expect(byLine.lastWeek).toBeCloseTo(0.2565, 4);
    expect(byLine.meanOf4).toBeCloseTo(0.3, 4);
    expect(wmape).toBeLessThan(byTime.medianOf8);
  });
});
