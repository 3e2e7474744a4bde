import { Temporal } from 'temporal-polyfill';
import { dayNumber, isoWithOffset, type Offset, offsetAt } from '../../kit/wall-time.ts';

/** `2026-03-02T11:30`, seconds optional (fractions of them are cut off), and an offset or Z where the wall clock is not meant. */
export const TIME_PATTERN = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?$/;
export const HAS_OFFSET = /(Z|[+-]\d{2}:\d{2})$/;

/** So long before and after the origin changes of the clocks are looked up; beyond it (`9999-12-31`) the last offset known holds. */
const KNOWN_S = 30 * 366 * 86_400;
const YEAR_S = 366 * 86_400;

/** @returns whether there is an IANA time zone of that name (an offset such as `+01:00` is none). */
export function isTimeZone(name: string): boolean {
  if (/^[+-]/.test(name)) return false;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}

/**
 * Wall clock of a time zone to seconds after an origin and back. Offsets are looked up once per stretch between two
 * changes, for a request may have 100,000 times. A wall-clock time that does not exist (clocks go forward) is read as if
 * they had not yet gone forward; one that exists twice is the first of the two.
 */
export class WallClock {
  readonly timeZone: string;
  /** Unix seconds of second 0. */
  readonly origin_s: number;
  private readonly stretches: Offset[] = [];

  /** @param origin a local date, whose first moment is second 0. @throws RangeError for what is no date or zone. */
  constructor(timeZone: string, origin: string) {
    this.timeZone = timeZone;
    this.origin_s = secondsOf(Temporal.PlainDate.from(origin).toZonedDateTime(timeZone));
  }

  /** Seconds after the origin of the first moment of a local date. */
  startOf(date: string): number {
    return secondsOf(Temporal.PlainDate.from(date).toZonedDateTime(this.timeZone)) - this.origin_s;
  }

  /**
   * Seconds after the origin of a wall-clock time.
   * @param days after 1970-01-01, @param minutes after midnight by the clock on the wall; may exceed 24 h.
   */
  at(days: number, minutes: number): number {
    return this.ofLocal(days * 86_400 + minutes * 60);
  }

  /** @param local_s after 1970-01-01, by the clock on the wall. */
  private ofLocal(local_s: number): number {
    const before_s = this.offsetAt(local_s - 86_400);
    const after_s = this.offsetAt(local_s + 86_400);
    // Twice there: the earlier one, which has the offset of before. Not there at all: as if clocks had not gone forward.
    for (const offset_s of [before_s, after_s]) {
      if (this.offsetAt(local_s - offset_s) === offset_s) return local_s - offset_s - this.origin_s;
    }
    return local_s - before_s - this.origin_s;
  }

  /** Seconds after the origin of a time as users write it; NaN for what is none. */
  parse(text: string): number {
    if (!TIME_PATTERN.test(text)) return Number.NaN;
    // Every month has 28 days.
    const isDay = Number(text.slice(8, 10)) <= 28 || !Number.isNaN(dayNumber(text.slice(0, 10)));
    if (!isDay) return Number.NaN;
    if (HAS_OFFSET.test(text)) return Math.floor(Date.parse(text) / 1000) - this.origin_s;
    const local_s = Math.floor(Date.parse(`${text}Z`) / 1000);
    return Number.isNaN(local_s) ? local_s : this.ofLocal(local_s);
  }

  /** `2026-03-02T11:30:00+01:00` of a second after the origin. */
  iso(time_s: number): string {
    const unix_s = this.origin_s + time_s;
    return isoWithOffset(unix_s, this.offsetAt(unix_s));
  }

  /** Days after 1970-01-01 and minutes after midnight, by the clock on the wall. */
  local(time_s: number): { day: number; minute: number } {
    const local_s = this.origin_s + time_s + this.offsetAt(this.origin_s + time_s);
    const day = Math.floor(local_s / 86_400);
    return { day, minute: Math.floor((local_s - day * 86_400) / 60) };
  }

  /** The offsets in force from one second after the origin to another, in seconds after the origin. */
  offsets(from_s: number, to_s: number): Offset[] {
    this.offsetAt(this.origin_s + from_s);
    this.offsetAt(this.origin_s + to_s);
    const all = this.stretches.map((each) => ({ from_s: each.from_s - this.origin_s, offset_s: each.offset_s }));
    const first = all.findLastIndex((each) => each.from_s <= from_s);
    return all.slice(Math.max(0, first)).filter((each) => each.from_s <= to_s);
  }

  private offsetAt(unix_s: number): number {
    const { stretches, origin_s } = this;
    const at_s = Math.min(origin_s + KNOWN_S - 1, Math.max(origin_s - KNOWN_S, unix_s));
    if (stretches.length === 0 || at_s < stretches[0]!.from_s || at_s >= stretches.at(-1)!.from_s) this.lookUp(at_s);
    return offsetAt(at_s, stretches);
  }

  /** All changes from a year before to a year after; the last stretch only marks where knowledge ends. */
  private lookUp(unix_s: number): void {
    const { stretches: known, origin_s } = this;
    const from_s = Math.max(origin_s - KNOWN_S, Math.min(unix_s - YEAR_S, known[0]?.from_s ?? unix_s));
    const to_s = Math.min(origin_s + KNOWN_S, Math.max(unix_s + YEAR_S, known.at(-1)?.from_s ?? unix_s));
    known.length = 0;
    let at = Temporal.Instant.fromEpochMilliseconds(from_s * 1000).toZonedDateTimeISO(this.timeZone);
    known.push({ from_s, offset_s: at.offsetNanoseconds / 1e9 });
    for (;;) {
      const next = at.getTimeZoneTransition('next');
      if (next === null || secondsOf(next) >= to_s) break;
      known.push({ from_s: secondsOf(next), offset_s: next.offsetNanoseconds / 1e9 });
      at = next;
    }
    known.push({ from_s: to_s, offset_s: known.at(-1)!.offset_s });
  }
}

/** 0 for Monday to 6 for Sunday. */
export function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

function secondsOf(time: Temporal.ZonedDateTime): number {
  return time.epochMilliseconds / 1000;
}
