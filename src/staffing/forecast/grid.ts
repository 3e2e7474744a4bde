import type { SlotCalendar } from './types.ts';

/**
 * Slots laid out as days by times of day ("cells"): what is compared from week to week is the clock on the wall, not
 * elapsed time. The hour that a day in spring lacks is a hole; of the hour that a day in autumn has twice, both share a
 * cell.
 */
export interface Grid {
  days: number;
  /** Cells of a day. */
  perDay: number;
  /** slots; day * perDay + time of day. */
  cellOf: Int32Array;
  /** cells; the first slot of the cell, -1 where there is none. */
  slotAt: Int32Array;
  /** days; 0 = Monday .. 6 = Sunday. */
  weekday: Uint8Array;
}

export function gridOf(calendar: SlotCalendar): Grid {
  const { slots, slot_s, dayOf, minuteOfDay, weekday } = calendar;
  const days = slots > 0 ? dayOf[slots - 1]! + 1 : 0;
  const perDay = 86_400 / slot_s;
  const cellOf = new Int32Array(slots);
  const slotAt = new Int32Array(days * perDay).fill(-1);
  for (let slot = 0; slot < slots; slot++) {
    const cell = dayOf[slot]! * perDay + Math.floor((minuteOfDay[slot]! * 60) / slot_s);
    cellOf[slot] = cell;
    if (slotAt[cell]! < 0) slotAt[cell] = slot;
  }
  return { days, perDay, cellOf, slotAt, weekday };
}

/** Mean per cell of what is known (not NaN) of a series of slots that may end before the grid does; NaN: nothing. */
export function toCells(grid: Grid, series: ArrayLike<number>): Float64Array {
  const sums = new Float64Array(grid.days * grid.perDay);
  const known = new Uint8Array(sums.length);
  for (let slot = 0; slot < series.length; slot++) {
    const value = series[slot]!;
    if (Number.isNaN(value)) continue;
    const cell = grid.cellOf[slot]!;
    sums[cell]! += value;
    known[cell]!++;
  }
  for (let cell = 0; cell < sums.length; cell++)
    sums[cell] = known[cell]! > 0 ? sums[cell]! / known[cell]! : Number.NaN;
  return sums;
}
