import { MIN_USUAL } from './closures.ts';
import type { Prepared } from './prepare.ts';
import type { Projection, Projector } from './project.ts';
import { Tally } from './score.ts';
import { type PastWeek, Spread } from './spread.ts';
import type { Backtest, BacktestWeek } from './types.ts';

/** Weeks of history before the first week that is forecast. */
const FIRST_WEEKS = 2;
/** Only so many of the last weeks are forecast. */
const MAX_WEEKS = 26;
/** Weeks of errors before intervals are judged. */
const JUDGED_AFTER = 2;
/** How far back a week before is looked for where that is a hole. */
const NAIVE_WEEKS = 8;

export interface Replay {
  /** Past forecasts and what came, weeks in order. */
  zones: PastWeek[];
  city: PastWeek[];
  /** Null without a week that could be forecast. */
  report: Backtest | null;
}

/**
 * Forecasts the last weeks of the history, each from what was known before it, teaches `projector` by them and scores
 * them against each slot's week before. Intervals of a week are made from the errors of the weeks before it.
 * @param horizonDay first day of the horizon; the weeks end where it begins
 */
export function replay(data: Prepared, projector: Projector, horizonDay: number, quantiles: number[]): Replay {
  const past: Replay = { zones: [], city: [], report: null };
  const levels = [0.5, quantiles[0]!, quantiles.at(-1)!] as const;
  const total = { city: [new Tally(), new Tally()] as const, zones: [new Tally(), new Tally()] as const };
  const weeks: BacktestWeek[] = [];
  const count = Math.min(MAX_WEEKS, Math.floor(horizonDay / 7) - FIRST_WEEKS);
  for (let index = count; index > 0; index--) {
    const from = horizonDay - 7 * index;
    const made = projector.project(from, from, from + 7, data.firstSlot[from]!);
    projector.learn(from, made);
    // Nothing is seen of weeks between the end of the history and the horizon.
    if (data.rawWhole.subarray(made.fromSlot, made.toSlot).every(Number.isNaN)) continue;
    const isJudged = past.city.length >= JUDGED_AFTER;
    const city = weekOf(data, made, made.city, data.rawWhole, 1);
    const [forecast, naive] = judge(data, made, city, data.rawWhole, isJudged ? new Spread(past.city) : null, levels);
    past.city.push(withoutClosures(data, made, city));
    total.city[0].join(forecast);
    total.city[1].join(naive);
    weeks.push({
      date: data.dates[from]!,
      orders: forecast.seen,
      forecast: forecast.get(),
      seasonalNaive: naive.get(),
    });
    if (data.history.zones === 1) continue;
    const zones = weekOf(data, made, made.zones, data.history.counts, data.history.zones);
    const tallies = judge(data, made, zones, data.history.counts, isJudged ? new Spread(past.zones) : null, levels);
    past.zones.push(withoutClosures(data, made, zones));
    total.zones[0].join(tallies[0]);
    total.zones[1].join(tallies[1]);
  }
  if (weeks.length === 0) return past;
  const scores = ([forecast, naive]: readonly [Tally, Tally]) => ({
    forecast: forecast.get(),
    seasonalNaive: naive.get(),
  });
  past.report = {
    coverageWanted: levels[2] - levels[1],
    city: { ...scores(total.city), weeks },
    zones: scores(data.history.zones === 1 ? total.city : total.zones),
  };
  return past;
}

function weekOf(
  data: Prepared,
  made: Projection,
  forecast: Float64Array,
  counts: Float64Array,
  rows: number,
): PastWeek {
  const { fromSlot, toSlot } = made;
  const { slots } = data.history;
  const width = toSlot - fromSlot;
  const actual = new Float64Array(rows * width);
  for (let row = 0; row < rows; row++) {
    actual.set(counts.subarray(row * slots + fromSlot, row * slots + toSlot), row * width);
  }
  return {
    forecast,
    actual,
    classOf: data.classOf.subarray(fromSlot, toSlot),
    special: data.special.subarray(fromSlot, toSlot),
  };
}

/** Days without any order where some were forecast are closed ones: they say nothing of the spread of others. */
function withoutClosures({ grid }: Prepared, { fromSlot }: Projection, week: PastWeek): PastWeek {
  const width = week.classOf.length;
  const actual = week.actual.slice();
  for (let row = 0; row < actual.length; row += width) {
    for (let first = 0; first < width; ) {
      const day = Math.floor(grid.cellOf[fromSlot + first]! / grid.perDay);
      let end = first;
      let seen = 0;
      let expected = 0;
      for (; end < width && Math.floor(grid.cellOf[fromSlot + end]! / grid.perDay) === day; end++) {
        seen += actual[row + end]! || 0;
        expected += week.forecast[row + end]!;
      }
      if (seen === 0 && expected >= MIN_USUAL) actual.fill(Number.NaN, row + first, row + end);
      first = end;
    }
  }
  return { ...week, actual };
}

/** Scores the median and the interval of a week, and what seasonal-naive makes of the same slots. */
function judge(
  { grid, history }: Prepared,
  { fromSlot }: Projection,
  week: PastWeek,
  counts: Float64Array,
  spread: Spread | null,
  levels: readonly [number, number, number],
): [Tally, Tally] {
  const forecast = new Tally();
  const naive = new Tally();
  const { classOf, special } = week;
  const width = classOf.length;
  const [middle, low, high] = levels.map((level) => spread?.at(level));
  for (let i = 0; i < week.actual.length; i++) {
    const actual = week.actual[i]!;
    const slot = i % width;
    const before = weekBefore(counts, Math.floor(i / width) * history.slots, fromSlot + slot, fromSlot);
    if (Number.isNaN(actual) || Number.isNaN(before)) continue;
    naive.add(before, before, actual);
    if (spread === null) {
      forecast.add(week.forecast[i]!, week.forecast[i]!, actual);
      continue;
    }
    const about = [week.forecast[i]!, classOf[slot]!, special[slot] === 1, 1] as const;
    const at = (level: typeof middle) => spread.orders(...about, level!);
    forecast.add(at(middle), spread.moments(...about).mean, actual);
    forecast.addInterval(at(low), at(high), actual);
  }
  return [forecast, naive];

  function weekBefore(table: Float64Array, row: number, slot: number, known: number): number {
    for (let weeks = 1; weeks <= NAIVE_WEEKS; weeks++) {
      const earlier = grid.slotAt[grid.cellOf[slot]! - weeks * 7 * grid.perDay] ?? -1;
      if (earlier >= 0 && earlier < known && !Number.isNaN(table[row + earlier]!)) return table[row + earlier]!;
    }
    return Number.NaN;
  }
}
