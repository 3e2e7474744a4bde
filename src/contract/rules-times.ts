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
    if (typeof time === 'number') return time;
    if (typeof time !== 'string') return undefined;
    const time_s = Date.parse(time) / 1000;
    if (!this.hasOrigin && !Number.isNaN(time_s)) {
      this.errors.add('bad_time', path, `'${time}' needs 'starts_at', which says when second 0 is`);
    }
    return time_s - this.origin_s;
  }
}
