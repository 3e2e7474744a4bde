import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HolidayKind } from '../../src/staffing/forecast/index.ts';

const FOLDER = join(import.meta.dirname, '../../../shared/real/demand');
export const hasDemand = existsSync(FOLDER);

/** Demand of a city, in slots by the clock on its walls. */
export interface DemandSeries {
  name: string;
  slot_s: number;
  /** Seconds since 1970 of the first slot, where the file's clock is read as if it were UTC. */
  start_s: number;
  /** NaN where the file has no line. */
  orders: Float64Array;
  /** The file's lines one after another, as if none were missing. */
  lines: Float64Array;
  /** Days before the first Monday. */
  daysBefore: number;
  holidays: ReadonlyMap<string, HolidayKind>;
}

/**
 * Public holidays as calendars had them beforehand. New York: federal ones, 1 where shops close, 2 where schools and
 * offices do. Barcelona: those of Spain, Catalonia and the town.
 */
const NEW_YORK: [string, HolidayKind][] = [
  ['2014-07-04', 1],
  ['2014-09-01', 1],
  ['2014-10-13', 2],
  ['2014-11-11', 2],
  ['2014-11-27', 1],
  ['2014-12-25', 1],
  ['2015-01-01', 1],
  ['2015-01-19', 2],
];
const BARCELONA = [
  ...['2021-04-02', '2021-04-05', '2021-05-01', '2021-05-24', '2021-06-24', '2021-08-15', '2021-09-11', '2021-09-24'],
  ...['2021-10-12', '2021-11-01', '2021-12-06', '2021-12-08', '2021-12-25', '2021-12-26', '2022-01-01', '2022-01-06'],
].map((date): [string, HolidayKind] => [date, 1]);

export const SERIES = {
  barcelona: () => read('Barcelona, hourly orders', 'barcelona-hourly-orders.csv', BARCELONA),
  newYork: () => read('New York, half-hourly trips', 'nyc-taxi-half-hourly.csv', NEW_YORK),
};

function read(name: string, file: string, holidays: [string, HolidayKind][]): DemandSeries {
  const [, ...rows] = readFileSync(join(FOLDER, file), 'utf8').trim().split(/\r?\n/);
  const times_s: number[] = [];
  const lines = new Float64Array(rows.length);
  rows.forEach((row, i) => {
    const [time, value] = row.split(',') as [string, string];
    const [date, clock] = time.split(' ') as [string, string];
    times_s.push(Date.parse(`${date}T${clock.padStart(8, '0')}Z`) / 1000);
    lines[i] = Number(value);
  });
  const start_s = times_s[0]!;
  const slot_s = times_s[1]! - start_s;
  const orders = new Float64Array((times_s.at(-1)! - start_s) / slot_s + 1).fill(Number.NaN);
  times_s.forEach((time_s, i) => {
    orders[(time_s - start_s) / slot_s] = lines[i]!;
  });
  const weekday = (new Date(start_s * 1000).getUTCDay() + 6) % 7;
  return { name, slot_s, start_s, orders, lines, daysBefore: (7 - weekday) % 7, holidays: new Map(holidays) };
}
