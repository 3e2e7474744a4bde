import { dayNumber } from '../../kit/wall-time.ts';
import type { ErrorList } from '../error-list.ts';
import type { ErrorCode } from '../errors.ts';
import { type Loose, records, text } from '../loose.ts';
import { HAS_OFFSET, isTimeZone, TIME_PATTERN, WallClock } from './clock.ts';

export type What = 'zone' | 'rider' | 'vehicle';

/** A request that may not have passed its schema, and what its rules look up in it: ids, times of the wall clock. */
export class Look {
  readonly request: Loose;
  readonly errors: ErrorList;
  /** Null where time zone or first day are wrong: then nothing can be said about times. */
  readonly clock: WallClock | null;
  readonly days: number;
  readonly slot_s: number;
  /** Seconds; NaN without a clock. */
  readonly end_s: number;
  private readonly known: Record<What, Set<string>>;
  readonly isDesigned: boolean;

  constructor(request: Loose, horizon: Loose, errors: ErrorList) {
    this.request = request;
    this.errors = errors;
    const { time_zone, starts_on, days, slot_min } = horizon;
    this.days = typeof days === 'number' && days >= 1 && days <= 31 ? Math.floor(days) : 1;
    this.slot_s = slot_min === 30 ? 1800 : 900;
    const start = typeof starts_on === 'string' ? dayNumber(starts_on) : Number.NaN;
    const isZone = typeof time_zone === 'string' && isTimeZone(time_zone);
    this.clock = isZone && !Number.isNaN(start) ? new WallClock(time_zone, starts_on as string) : null;
    this.end_s = this.clock?.at(start + this.days, 0) ?? Number.NaN;
    this.isDesigned = request.design_zones !== undefined;
    this.known = {
      zone: this.unique(request.zones, 'zones'),
      rider: this.unique(request.riders, 'riders'),
      vehicle: request.vehicles === undefined ? new Set(['bike']) : this.unique(request.vehicles, 'vehicles'),
    };
  }

  get slots(): number {
    return this.end_s / this.slot_s;
  }

  add(code: ErrorCode, path: string, cause: string, action?: string): void {
    this.errors.add(code, path, cause, action);
  }

  /** The ids of a list; a repeated one is an error that names the first. */
  unique(items: unknown, path: string, key = 'id'): Set<string> {
    const first = new Map<string, number>();
    records(items).forEach((item, i) => {
      const value = text(item[key]);
      if (value === undefined) return;
      const before = first.get(value);
      if (before === undefined) first.set(value, i);
      else this.add('duplicate_id', `${path}[${i}].${key}`, `'${value}' is already the ${key} of ${path}[${before}]`);
    });
    return new Set(first.keys());
  }

  has(id: unknown, what: What): boolean {
    return typeof id === 'string' && this.known[what].has(id);
  }

  /** @param when `mapped`: where zones are to be designed, a present one may be named; what is said of it goes to those drawn there. */
  refer(id: unknown, what: What, path: string, when: 'mapped' | 'drawn' = 'drawn'): void {
    const value = text(id);
    if (value === undefined) return;
    if (what === 'zone' && this.isDesigned && (when === 'drawn' || this.known.zone.size === 0)) {
      const action =
        when === 'drawn'
          ? 'Have the zones designed first, then plan with those of the plan as `zones`.'
          : 'Give the present zones as `zones`, with their polygons or centres.';
      this.add('unknown_reference', path, `zone '${value}': zones are still to be designed`, action);
    } else if (!this.known[what].has(value)) this.add('unknown_reference', path, `there is no ${what} '${value}'`);
  }

  referAll(ids: unknown, what: What, path: string, when: 'mapped' | 'drawn' = 'drawn'): void {
    if (Array.isArray(ids)) ids.forEach((id, i) => this.refer(id, what, `${path}[${i}]`, when));
  }

  /** A local time in seconds after the horizon's start; undefined or NaN where it is none. */
  time(value: unknown, path: string): number | undefined {
    if (typeof value !== 'string' || this.clock === null) return undefined;
    const time_s = this.clock.parse(value);
    // What does not even look like a time is reported by the schema.
    if (Number.isNaN(time_s) && TIME_PATTERN.test(value)) {
      this.add('bad_time', path, `there is no time '${value}'`, 'Correct the date or the time of day.');
    }
    return time_s;
  }

  /** The same, of what was looked at before: nothing is added. NaN where it is none. */
  secondsOf(value: unknown): number {
    return typeof value === 'string' && this.clock !== null ? this.clock.parse(value) : Number.NaN;
  }

  /** from and to of an object: a stretch of time that is not empty. @returns undefined where it is none. */
  span(item: Loose, path: string): { from_s: number; to_s: number } | undefined {
    const [from_s, to_s] = [this.time(item.from, `${path}.from`), this.time(item.to, `${path}.to`)];
    if (from_s === undefined || to_s === undefined) return undefined;
    if (to_s <= from_s) this.add('impossible_window', path, `it begins at ${item.from} and ends at ${item.to}`);
    return to_s > from_s ? { from_s, to_s } : undefined;
  }

  /** The same, by the clock on the wall: where it goes forward, what lies in the hour that is left out is empty, and no error. */
  spanOrEmpty(item: Loose, path: string): void {
    const { from, to } = item;
    const isWall = (value: unknown) => typeof value === 'string' && !HAS_OFFSET.test(value);
    if (isWall(from) && isWall(to) && String(to) > String(from)) {
      this.time(from, `${path}.from`);
      this.time(to, `${path}.to`);
    } else this.span(item, path);
  }

  /** from and to as times of day. */
  dailySpan(item: Loose, path: string): void {
    const [from, to] = [minuteOf(item.from), minuteOf(item.to)];
    if (from === undefined || to === undefined || to > from) return;
    const action = 'Past midnight go on counting: 26:00 is 2 in the morning.';
    this.add('impossible_window', path, `it begins at ${item.from} and ends at ${item.to}`, action);
  }
}

/** `11:30` -> 690; undefined for what is no time of day. */
export function minuteOf(value: unknown): number | undefined {
  if (typeof value !== 'string' || !/^\d\d:\d\d$/.test(value)) return undefined;
  return Number(value.slice(0, 2)) * 60 + Number(value.slice(3));
}
