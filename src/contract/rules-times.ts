import { dayNumber } from '../kit/wall-time.ts';
import type { ErrorList } from './error-list.ts';
import { list } from './loose.ts';

/** Rules of times and windows: ISO times need an origin, and a window closes after it opens. */
export class Times {
  private readonly hasOrigin: boolean;
  private readonly origin_s: number;
  private readonly errors: ErrorList;

  /** @param origin the request's `starts_at`, an ISO time. */
  constructor(hasOrigin: boolean, origin: unknown, errors: ErrorList) {
    this.hasOrigin = hasOrigin;
    this.origin_s = typeof origin === 'string' ? Date.parse(origin) / 1000 : 0;
    this.errors = errors;
  }

  checkWindows(windows: unknown, path: string): void {
    for (const [i, window] of list(windows).entries()) this.checkWindow(window, `${path}[${i}]`);
  }

  checkWindow(window: unknown, path: string): void {
    if (!Array.isArray(window)) return;
    const [opens, closes] = window.map((time, i) => this.checkTime(time, `${path}[${i}]`));
    // NaN, where a time cannot be read, is neither before nor after.
    if (opens !== undefined && closes !== undefined && closes < opens) {
      this.errors.add('impossible_window', path, `it opens at ${window[0]} and closes at ${window[1]}`);
    }
  }

  /** @returns the time in seconds, or undefined or NaN where it is none. */
  checkTime(time: unknown, path: string): number | undefined {
    const time_s = this.seconds(time);
    if (typeof time === 'string' && !this.hasOrigin && !Number.isNaN(time_s)) {
      this.errors.add('bad_time', path, `'${time}' needs 'starts_at', which says when second 0 is`);
    }
    return time_s;
  }

  /** As `checkTime`, without a word. */
  seconds(time: unknown): number | undefined {
    if (typeof time === 'number') return time;
    if (typeof time !== 'string') return undefined;
    // The schema says that there is no 30th of February; Date would take it for a day of March.
    return Number.isNaN(dayNumber(time.slice(0, 10))) ? Number.NaN : Date.parse(time) / 1000 - this.origin_s;
  }

  /** Times of a list, one later than the other. */
  checkAscending(times: unknown[], pathOf: (index: number) => string): void {
    let before: number | undefined;
    for (const [i, time] of times.entries()) {
      const time_s = this.checkTime(time, pathOf(i));
      if (time_s !== undefined && before !== undefined && time_s <= before) {
        this.errors.add('not_ascending', pathOf(i), `${time} is not after the one before`);
      }
      before = time_s;
    }
  }

  /** Windows of which at most one can be meant at a time. */
  checkApart(windows: unknown, path: string): void {
    const known = Array.from(list(windows), (window, i) => ({
      i,
      times: list(window).map((time) => this.seconds(time) ?? Number.NaN),
    })).sort((a, b) => a.times[0]! - b.times[0]!);
    for (const [k, { i, times }] of known.entries()) {
      const before = known[k - 1];
      if (before && times[0]! < before.times[1]!) {
        this.errors.add('overlapping_shifts', `${path}[${i}]`, `it begins before ${path}[${before.i}] ends`);
      }
    }
  }
}
