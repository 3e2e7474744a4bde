/** From `from_s` on, the clocks on the wall are so many seconds ahead of UTC. */
export interface Offset {
  from_s: number;
  offset_s: number;
}

/**
 * The offset in force: that of the last entry which has begun, before the first one its own.
 * @param offsets ascending, at least one.
 */
export function offsetAt(time_s: number, offsets: readonly Offset[]): number {
  let low = 0;
  for (let high = offsets.length - 1; low < high; ) {
    const middle = (low + high + 1) >> 1;
    if (offsets[middle]!.from_s <= time_s) low = middle;
    else high = middle - 1;
  }
  return offsets[low]!.offset_s;
}

/** `2026-03-02T11:30:00+01:00` of Unix seconds. */
export function isoWithOffset(unix_s: number, offset_s: number): string {
  const local = new Date((unix_s + offset_s) * 1000).toISOString().slice(0, 19);
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const minutes = Math.abs(offset_s) / 60;
  return `${local}${offset_s < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
}

/** Days after 1970-01-01 of a calendar date; NaN for what is none. */
export function dayNumber(date: string): number {
  const ms = Date.parse(`${date}T00:00:00Z`);
  // Date takes the 30th of February for a day of March.
  return Number.isNaN(ms) || dateOf(ms / 86_400_000) !== date ? Number.NaN : ms / 86_400_000;
}

/** The calendar date of a day number. */
export function dateOf(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}
