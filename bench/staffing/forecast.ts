import { Rng } from '../../src/kit/rng.ts';
import { calendarOf, forecastDemand, type SlotCalendar } from '../../src/staffing/forecast/index.ts';
import { median } from '../figures.ts';
import { digits, markdownTable } from '../table.ts';
import { type DemandSeries, hasDemand, SERIES } from './demand-series.ts';
import type { StaffingFigures } from './figures.ts';

/** Weeks of history, Monday to Sunday, before the first one that is forecast. */
const FIRST_WEEK = 8;

/** All shares of 1. */
export interface Rolled {
  series: string;
  weeks: { date: string; wmape: number; coverage: number }[];
  wmape: number;
  bias: number;
  /** Of slots in which an order came or was to be reckoned with, and of all. */
  coverage: number;
  coverageOfAll: number;
  /** Of simple forecasts: time by time, and line by line as if the file had no holes. */
  baselines: { byTime: Baselines; byLine: Baselines };
}

interface Baselines {
  lastWeek: number;
  meanOf4: number;
  medianOf8: number;
}

/**
 * Forecasts each whole week from the ninth on at the end of the week before: the forecast is given nothing of later
 * slots, only the calendar of holidays.
 */
export function roll(series: DemandSeries): Rolled {
  const { orders, slot_s, start_s, holidays, name } = series;
  const week = (7 * 86_400) / slot_s;
  const first = (series.daysBefore * 86_400) / slot_s;
  const weeks: Rolled['weeks'] = [];
  const total = { off: 0, over: 0, orders: 0, covered: 0, judged: 0, closed: 0 };
  const end = Math.floor((orders.length - first) / week);
  for (let index = FIRST_WEEK; index < end; index++) {
    const from = first + index * week;
    const calendar = calendarOf({ start_s, slots: from + week, slot_s, timeZone: 'UTC', holidays });
    const history = { zones: 1, slots: from, counts: orders.slice(0, from) };
    const forecast = forecastDemand({ history, calendar, quantiles: [0.1, 0.9] });
    const [low, high] = forecast.atQuantile as [Float64Array, Float64Array];
    const own = { off: 0, orders: 0, covered: 0, judged: 0 };
    for (let i = 0; i < week; i++) {
      const actual = orders[from + i]!;
      if (Number.isNaN(actual)) continue;
      own.off += Math.abs(forecast.median[i]! - actual);
      own.orders += actual;
      total.over += forecast.mean[i]! - actual;
      if (high[i]! <= 0 && actual <= 0) total.closed++;
      else {
        own.judged++;
        if (low[i]! <= actual && actual <= high[i]!) own.covered++;
      }
    }
    total.off += own.off;
    total.orders += own.orders;
    total.covered += own.covered;
    total.judged += own.judged;
    const date = calendar.dates[calendar.dayOf[from]!]!;
    weeks.push({ date, wmape: own.off / own.orders, coverage: own.covered / own.judged });
  }
  return {
    series: name,
    weeks,
    wmape: total.off / total.orders,
    bias: total.over / total.orders,
    coverage: total.covered / total.judged,
    coverageOfAll: (total.covered + total.closed) / (total.judged + total.closed),
    baselines: baselinesOf(series),
  };
}

/** Simple forecasts of the same weeks. */
export function baselinesOf({ orders, lines, slot_s, daysBefore }: DemandSeries): Rolled['baselines'] {
  const day = 86_400 / slot_s;
  const of = (values: Float64Array) => simple(values, 7 * day, daysBefore * day);
  return { byTime: of(orders), byLine: of(lines) };
}

function simple(orders: Float64Array, week: number, first: number): Baselines {
  const end = first + Math.floor((orders.length - first) / week) * week;
  const score = (forecast: (past: number[]) => number, weeks: number) => {
    let off = 0;
    let sum = 0;
    for (let at = first + FIRST_WEEK * week; at < end; at++) {
      const past = Array.from({ length: weeks }, (_, i) => orders[at - (i + 1) * week]!).filter(
        (v) => !Number.isNaN(v),
      );
      if (past.length === 0 || Number.isNaN(orders[at]!)) continue;
      off += Math.abs(forecast(past) - orders[at]!);
      sum += orders[at]!;
    }
    return off / sum;
  };
  return {
    lastWeek: score((past) => past[0]!, 1),
    meanOf4: score((past) => past.reduce((sum, value) => sum + value, 0) / past.length, 4),
    medianOf8: score((past) => median(past)!, 8),
  };
}

interface Made {
  zones: number;
  seconds: number;
  /** Sum of |mean - true rate| over true rates, of the quarter of zones with the fewest orders and that with the most. */
  few: { ours: number; meanOf8: number };
  many: { ours: number; meanOf8: number };
  coverage: number | null;
}

/** 8 weeks of quarter hours of zones with Poisson orders of known rates, the largest fifty times the smallest. */
function made(zones: number, seed: number): Made {
  const days = 56;
  const slots = days * 96;
  const slot_s = 900;
  const start_s = Date.UTC(2026, 0, 5) / 1000;
  const calendar = calendarOf({ start_s, slots: slots + 7 * 96, slot_s, timeZone: 'Europe/Madrid' });
  const rng = new Rng(seed);
  const counts = new Float64Array(zones * slots);
  for (let zone = 0; zone < zones; zone++) {
    for (let slot = 0; slot < slots; slot++) {
      counts[zone * slots + slot] = poisson(rateOf(zone / zones, calendar, slot), rng);
    }
  }
  const start = performance.now();
  const forecast = forecastDemand({ history: { zones, slots, counts }, calendar });
  const seconds = (performance.now() - start) / 1000;
  const compare = (from: number, to: number) => {
    const sums = { ours: 0, meanOf8: 0, rate: 0 };
    for (let zone = from; zone < to; zone++) {
      for (let i = 0; i < forecast.slots; i++) {
        const rate = rateOf(zone / zones, calendar, slots + i);
        let past = 0;
        for (let back = 1; back <= 8; back++) past += counts[zone * slots + slots + i - back * 7 * 96]! / 8;
        sums.ours += Math.abs(forecast.mean[zone * forecast.slots + i]! - rate);
        sums.meanOf8 += Math.abs(past - rate);
        sums.rate += rate;
      }
    }
    return { ours: sums.ours / sums.rate, meanOf8: sums.meanOf8 / sums.rate };
  };
  const quarter = Math.floor(zones / 4);
  const coverage = forecast.backtest?.zones.forecast.coverage ?? null;
  return { zones, seconds, few: compare(0, quarter), many: compare(zones - quarter, zones), coverage };
}

/** Lunch and dinner; zones differ in size, in when they eat and in which meal they order. */
function rateOf(zone: number, { minuteOfDay, weekday, dayOf }: SlotCalendar, slot: number): number {
  const hour = minuteOfDay[slot]! / 60;
  const evening = weekday[dayOf[slot]!]! >= 4 ? 2 : 1.3;
  const kind = (zone * 37) % 1;
  const lunch = (0.6 + 0.8 * kind) * Math.exp(-((hour - 13.5 - kind / 2) ** 2) / 2);
  return 0.05 * Math.exp(4 * zone) * (lunch + evening * Math.exp(-((hour - 20.5) ** 2) / 3) + 0.05);
}

function poisson(mean: number, rng: Rng): number {
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = rng.double(); product > limit; product *= rng.double()) count++;
  return count;
}

const SEED = 1;
const percent = (share: number | null) => digits(share === null ? null : 100 * share, 2);

export function forecastBench(): StaffingFigures {
  const series = hasDemand ? [SERIES.barcelona(), SERIES.newYork()] : [];
  const rolled = series.map(roll);
  const untold = series.map((one) => roll({ ...one, holidays: new Map() }));
  const speed = [30, 200].map((zones) => made(zones, SEED));
  const markdown = [
    ...(rolled.length === 0
      ? ['../shared/real/demand is absent: the series are left out.']
      : seriesText(rolled, untold)),
    '## Speed, and sparse zones\n\n8 weeks of quarter hours, a week ahead, with its backtest; Poisson orders of known rates. Error: sum of |mean - true rate| over rates, in %.',
    markdownTable(
      [
        'zones',
        'seconds',
        'smallest quarter',
        '... mean of 8 weeks',
        'largest quarter',
        '... mean of 8 weeks ',
        '80 % covers %',
      ],
      speed.map(({ zones, seconds, few, many, coverage }) => [
        String(zones),
        digits(seconds, 1),
        ...[few.ours, few.meanOf8, many.ours, many.meanOf8, coverage].map(percent),
      ]),
    ),
  ].join('\n\n');
  return { seeds: [SEED], threads: 1, results: { rolled, withoutHolidays: untold, speed }, markdown };
}

function seriesText(rolled: Rolled[], untold: Rolled[]): string[] {
  const figures = ({ wmape, bias, coverage, coverageOfAll }: Rolled) =>
    [wmape, bias, coverage, coverageOfAll].map(percent);
  const rows = rolled.flatMap((ours, i) => {
    const { byTime, byLine } = ours.baselines;
    return [
      [ours.series, 'last week, line by line', percent(byLine.lastWeek), '', '', ''],
      ['', 'mean of 4 weeks, line by line', percent(byLine.meanOf4), '', '', ''],
      ['', 'last week', percent(byTime.lastWeek), '', '', ''],
      ['', 'mean of 4 weeks', percent(byTime.meanOf4), '', '', ''],
      ['', 'median of 8 weeks', percent(byTime.medianOf8), '', '', ''],
      ['', 'forecast', ...figures(ours)],
      ['', 'forecast, not told of holidays', ...figures(untold[i]!)],
    ];
  });
  return [
    'Each whole week from the ninth on, forecast at the end of the week before from the past and the calendar of holidays only. wMAPE of the median, bias of the mean; the 80 % interval is judged in slots where an order came or was to be reckoned with. "Line by line" takes the file for gapless: Barcelona lacks three times six hours, after which such a baseline compares different hours.',
    markdownTable(['series', 'forecast', 'wMAPE %', 'bias %', '80 % covers %', 'of all slots %'], rows),
    ...rolled.map(
      ({ series, weeks }) =>
        `## ${series}, by week\n\n${markdownTable(
          ['week of', 'wMAPE %', '80 % covers %'],
          weeks.map(({ date, wmape, coverage }) => [date, percent(wmape), percent(coverage)]),
        )}`,
    ),
  ];
}
