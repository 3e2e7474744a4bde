import { describe, expect, it, vi } from 'vitest';
import { parseStaffing } from '../../src/contract/staffing/parse.ts';
import { Rng } from '../../src/kit/rng.ts';
import { demandOf } from '../../src/staffing/plan/demand.ts';
import { poisson } from './forecast-support.ts';
import { readRequest } from './plan-here.ts';
import { counts, smallDay, twoPeaks } from './samples.ts';

vi.setConfig({ testTimeout: 60_000 });

const DAY_MS = 86_400_000;
const SLOTS = 48;
const day = { ...smallDay(), demand: undefined };

/** The day so many days before Monday 2 March. */
const ago = (days: number) => new Date(Date.UTC(2026, 2, 2) - days * DAY_MS).toISOString().slice(0, 10);
type Counts = (number | null)[];
const withCounts = (...zones: [zone: string, daysAgo: number, counts: Counts][]) => ({
  ...day,
  history_counts: zones.map(([zone, daysAgo, list]) => ({ zone, starts_on: ago(daysAgo), counts: list })),
});
/** Both zones, so many days of counts that end so many days before the horizon. */
const ended = (days: number, before: number) =>
  withCounts(['west', days + before, counts(days, 3)], ['east', days + before, counts(days, 4)]);

function causesOf(request: unknown): string[] {
  const parsed = parseStaffing(request);
  return parsed.ok ? [] : parsed.errors.map(({ code, cause }) => `${code}: ${cause}`);
}

describe('a history that ends before the horizon', () => {
  it('is taken up to four weeks before, and a third of the time since it begins', () => {
    expect(causesOf(ended(42, 11))).toEqual([]);
    expect(causesOf(ended(56, 28))).toEqual([]);
    expect(causesOf(ended(57, 29))).toEqual([
      'history_holes: it ends 29 days before the horizon; 28 are allowed of one that begins 86 before',
    ]);
    expect(causesOf(ended(30, 16))).toHaveLength(1);
    // What is known are two weeks.
    expect(causesOf(ended(14, 5))).toEqual([]);
    expect(causesOf(ended(13, 5))).toHaveLength(1);
    // Of a long one as much as may be missing.
    expect(causesOf(ended(160, 38))).toEqual([]);
  });

  it('may end with counts that are not known', () => {
    const unknown = (list: Counts, days: number) => [...list, ...new Array<null>(days * SLOTS).fill(null)];
    const with11 = unknown(counts(42, 4), 11);
    expect(causesOf(withCounts(['west', 53, with11], ['east', 53, with11]))).toEqual([]);
    const all = new Array<null>(30 * SLOTS).fill(null);
    expect(causesOf(withCounts(['west', 30, all], ['east', 30, all]))).toEqual([
      'history_holes: 100 % of its slots are missing; 20 % are allowed',
    ]);
  });

  it('is taken of orders, too', () => {
    const orders = (days: number, before: number) => ({
      ...day,
      history_orders: Array.from({ length: 20 * days }, (_, i) => ({
        time: `${ago(days + before - (i % days))}T${10 + (i % 12)}:15`,
        zone: i % 2 === 0 ? 'west' : 'east',
      })),
    });
    expect(causesOf(orders(42, 11))).toEqual([]);
    expect(causesOf(orders(57, 29))).toHaveLength(1);
  });

  it('is scored by the weeks that it has', () => {
    const { backtest } = demandOf(readRequest(ended(42, 14)));
    const weeks = backtest!.city.weeks!.map(({ date, orders }) => ({ date, isSeen: orders > 0 }));
    expect(weeks).toEqual([
      { date: ago(42), isSeen: true },
      { date: ago(35), isSeen: true },
      { date: ago(28), isSeen: true },
      { date: ago(21), isSeen: true },
    ]);
  });

  it('tells less of the days that are planned', () => {
    // The level wanders from day to day.
    const rng = new Rng(1);
    let level = 60;
    const list = Array.from({ length: 84 }, () => {
      level *= Math.exp(0.3 * (rng.double() - 0.5));
      return twoPeaks(level).map((mean) => poisson(mean, rng));
    }).flat();
    const widthAt = (before: number) => {
      const { mean, low, high } = demandOf(
        readRequest(withCounts(['west', 84 + before, list], ['east', 84 + before, list])),
      );
      const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
      return (sum(high) - sum(low)) / sum(mean);
    };
    expect(widthAt(21)).toBeGreaterThan(1.1 * widthAt(0));
  });
});

describe('a zone that was opened', () => {
  it('is known of from its first count on', () => {
    const request = withCounts(['west', 28, counts(28, 3)], ['east', 70, counts(70, 4)]);
    expect(causesOf(request)).toEqual([]);
    const { mean, warnings } = demandOf(readRequest(request));
    const sum = (z: number) => mean.subarray(z * SLOTS, (z + 1) * SLOTS).reduce((total, value) => total + value, 0);
    expect(sum(0) / sum(1)).toBeGreaterThan(0.6);
    expect(sum(0) / sum(1)).toBeLessThan(0.9);
    expect(warnings.map(({ code }) => code)).toEqual(['history_holes']);
  });

  it('has no more holes since then than others', () => {
    const holes = counts(28, 3).map((count, i) => (i >= 7 * SLOTS && i < 27 * SLOTS ? null : count));
    // 20 of 98 days.
    expect(causesOf(withCounts(['west', 28, holes], ['east', 70, counts(70, 4)]))).toEqual([
      'history_holes: 20.4 % of its slots are missing; 20 % are allowed',
    ]);
  });
});
