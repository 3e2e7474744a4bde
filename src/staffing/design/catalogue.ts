import type { DesignInput, Grid, ShiftRule } from './types.ts';

/**
 * All shifts that the rules allow, and their columns: a column is a shift on one day in one zone with one place of its
 * break, that is what one rider covers. Columns of a shift follow each other, by zone, day, break.
 */
export interface Catalogue {
  shifts: number;
  rule: Int32Array;
  /** Seconds after midnight, seconds. */
  start_s: Int32Array;
  length_s: Int32Array;
  gap_s: Int32Array;
  secondLength_s: Int32Array;
  /** Columns of shift i are first[i]..first[i+1]-1. */
  first: Int32Array;
  columns: number;
  shift: Int32Array;
  zone: Int32Array;
  day: Int32Array;
  /** Slots [from, to) without [offFrom, offTo); from < slots, `to` may be beyond where the horizon is cyclic. */
  from: Int32Array;
  to: Int32Array;
  offFrom: Int32Array;
  offTo: Int32Array;
  /** Cost of one rider. */
  cost: Float64Array;
  /** Every column is one run of slots, so that the best counts are a flow. */
  consecutive: boolean;
  /** Some shift has more than one place for its break. */
  breaks: boolean;
}

/** @throws RangeError where a time is not a whole number of slots, or a grid is empty or runs backwards */
export function makeCatalogue(input: DesignInput): Catalogue {
  const shapes: number[][] = [];
  input.rules.forEach((rule, index) => shapes.push(...shapesOf(rule, index, input.slot_s)));
  const place = new Placing(input);
  const first: number[] = [0];
  const kept: number[][] = [];
  for (const shape of shapes) {
    const before = place.columns.length;
    place.shift(shape, kept.length);
    if (place.columns.length === before) continue;
    kept.push(shape);
    first.push(place.columns.length);
  }
  const ofShift = (i: number) => Int32Array.from(kept, (shape) => shape[i]!);
  const ofColumn = (i: number) => Int32Array.from(place.columns, (column) => column[i]!);
  return {
    shifts: kept.length,
    rule: ofShift(0),
    start_s: ofShift(1),
    length_s: ofShift(2),
    gap_s: ofShift(3),
    secondLength_s: ofShift(4),
    first: Int32Array.from(first),
    columns: place.columns.length,
    shift: ofColumn(0),
    zone: ofColumn(1),
    day: ofColumn(2),
    from: ofColumn(3),
    to: ofColumn(4),
    offFrom: ofColumn(5),
    offTo: ofColumn(6),
    cost: Float64Array.from(place.columns, (column) => column[7]!),
    breaks: place.columns.some((column, i) => i > 0 && [0, 1, 2].every((j) => column[j] === place.columns[i - 1]![j])),
    consecutive: place.columns.every((column) => column[5] === column[6]),
  };
}

/** Every [rule, start, length, gap, second length] of a rule, seconds. */
function shapesOf(rule: ShiftRule, index: number, slot_s: number): number[][] {
  if (rule.split && rule.break) throw new RangeError(`rule ${index}: the gap of a split shift is its break`);
  const shapes: number[][] = [];
  const lengths = values(rule.length, slot_s, `rule ${index}: length`);
  const gaps = rule.split ? values(rule.split.gap, slot_s, `rule ${index}: gap`) : [0];
  const seconds = rule.split ? values(rule.split.length, slot_s, `rule ${index}: second length`) : [0];
  if (lengths[0]! <= 0 || (rule.split && (seconds[0]! <= 0 || gaps[0]! <= 0))) {
    throw new RangeError(`rule ${index}: lengths and gaps must be above 0`);
  }
  for (const start of values(rule.start, slot_s, `rule ${index}: start`)) {
    for (const length of lengths) {
      for (const gap of gaps) {
        for (const second of seconds) {
          if (length + second > (rule.split?.maxWork_s ?? Number.POSITIVE_INFINITY)) continue;
          shapes.push([index, start, length, gap, second]);
        }
      }
    }
  }
  return shapes;
}

function values(grid: Grid, slot_s: number, what: string): number[] {
  const step = grid.step_s ?? slot_s;
  for (const value of [grid.from_s, grid.to_s, step]) {
    if (value % slot_s !== 0) throw new RangeError(`${what}: ${value} s is no whole number of slots of ${slot_s} s`);
  }
  if (grid.from_s < 0 || grid.to_s < grid.from_s || step <= 0) throw new RangeError(`${what}: an empty grid`);
  const list: number[] = [];
  for (let value = grid.from_s; value <= grid.to_s; value += step) list.push(value);
  return list;
}

/** Puts shifts on days and zones, where these are open. */
class Placing {
  readonly columns: number[][] = [];
  /** By day: first slot, and one beyond its last. */
  private readonly dayFrom: Int32Array;
  private readonly dayTo: Int32Array;
  /** By zone and slot: closed slots before it, twice round, so that a run is open where the difference is 0. */
  private readonly closedBefore: Int32Array[] = [];

  private readonly input: DesignInput;

  constructor(input: DesignInput) {
    this.input = input;
    const { slots, zones, open, calendar } = input;
    this.dayFrom = new Int32Array(calendar.days).fill(slots);
    this.dayTo = new Int32Array(calendar.days);
    for (let slot = slots - 1; slot >= 0; slot--) this.dayFrom[calendar.day[slot]!] = slot;
    for (let slot = 0; slot < slots; slot++) this.dayTo[calendar.day[slot]!] = slot + 1;
    for (let zone = 0; zone < zones; zone++) {
      const before = new Int32Array(2 * slots + 1);
      for (let i = 0; i < 2 * slots; i++) {
        before[i + 1] = before[i]! + (open && open[zone * slots + (i % slots)] === 0 ? 1 : 0);
      }
      this.closedBefore.push(before);
    }
  }

  shift([rule, start_s, length_s, gap_s, second_s]: number[], id: number): void {
    const { zones, slots, slot_s, cyclic, overhang, rules, calendar } = this.input;
    const { days, break: pause, costPerHour = 0, costPerDuty = 0 } = rules[rule!]!;
    const all = (length_s! + gap_s! + second_s!) / slot_s;
    if (all > slots || (cyclic && all === slots)) return;
    const offs = this.offs(rule!, length_s!, gap_s!);
    for (let zone = 0; zone < zones; zone++) {
      const closed = this.closedBefore[zone]!;
      for (let day = 0; day < calendar.days; day++) {
        if (days && days[day] !== 1) continue;
        const from = this.slotAt(day, start_s!);
        if (from < 0) continue;
        const to = from + all;
        if (to > slots && !cyclic && !overhang) continue;
        for (const [off, offLength] of offs) {
          const shown = cyclic ? to : Math.min(to, slots);
          const offFrom = Math.min(from + off!, shown);
          const offTo = Math.min(offFrom + offLength!, shown);
          // The gap of a split shift may lie over a closing; a break is part of the shift.
          const inGap = gap_s! > 0 ? closed[offTo]! - closed[offFrom]! : 0;
          if (closed[shown]! - closed[from]! - inGap > 0) continue;
          const unpaid = pause && !pause.paid && offLength! > 0 ? pause.length_s : 0;
          const cost = costPerDuty + ((length_s! + second_s! - unpaid) / 3600) * costPerHour;
          const none = offFrom === offTo;
          this.columns.push([id, zone, day, from, shown, none ? shown : offFrom, none ? shown : offTo, cost]);
        }
      }
    }
  }

  /** Begin after the shift's and length of what is not worked inside of it, slots: one gap, or every place of a break. */
  private offs(rule: number, length_s: number, gap_s: number): number[][] {
    const { slot_s, rules } = this.input;
    const pause = rules[rule]!.break;
    if (gap_s > 0) return [[length_s / slot_s, gap_s / slot_s]];
    if (!pause || length_s < (pause.shiftFrom_s ?? 0)) return [[0, 0]];
    if (pause.length_s % slot_s !== 0 || pause.length_s <= 0) {
      throw new RangeError(`rule ${rule}: a break of ${pause.length_s} s is no whole number of slots`);
    }
    const begins = values(pause.begin, slot_s, `rule ${rule}: break`).filter(
      (begin) => begin + pause.length_s <= length_s,
    );
    if (begins.length === 0) throw new RangeError(`rule ${rule}: no place for the break in a shift of ${length_s} s`);
    return begins.map((begin) => [begin / slot_s, pause.length_s / slot_s]);
  }

  /** First slot of the day at or after a local time; -1 where there is none, or where it begins later than a slot after
   * (a horizon that begins at noon has no shifts from 9 on its first day). A time that the clock skips is an hour later. */
  private slotAt(day: number, start_s: number): number {
    const { local_s } = this.input.calendar;
    const { slot_s } = this.input;
    for (let slot = this.dayFrom[day]!; slot < this.dayTo[day]!; slot++) {
      const begins = local_s[slot]!;
      if (begins < start_s) continue;
      const skipped = slot > this.dayFrom[day]! && begins - local_s[slot - 1]! > slot_s;
      return begins - start_s < slot_s || skipped ? slot : -1;
    }
    return -1;
  }
}
