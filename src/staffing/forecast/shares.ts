import type { Grid } from './grid.ts';

/**
 * Each zone's share of the city by time of the week, from past counts that fade with age. A share is shrunk in two steps:
 * time of the week -> part of the day on working or free days -> the zone as a whole, each the more the less was
 * counted and the less zones differ in it (gamma-Poisson empirical Bayes, Morris 1983). So a zone with an order a day
 * follows the city's day, and a busy one its own.
 */
export class Shares {
  private readonly grid: Grid;
  private readonly zones: number;
  /** Per day. */
  private readonly fade: number;
  /** zones x times of the week: faded counts, and the city's while the zone was seen. */
  private readonly counts: Float64Array;
  private readonly exposure: Float64Array;
  /** Sums of weights of a day and of their squares: what faded counts are worth. */
  private weights = 0;
  private squares = 0;

  constructor(grid: Grid, zones: number, halfLifeWeeks: number) {
    this.grid = grid;
    this.zones = zones;
    this.fade = 0.5 ** (1 / (7 * halfLifeWeeks));
    this.counts = new Float64Array(zones * 7 * grid.perDay);
    this.exposure = new Float64Array(this.counts.length);
  }

  /**
   * Takes in the slots of one more week or so, in turn.
   * @param counts zones x slots  @param city orders of the city per slot; NaN in either: not counted
   */
  add(counts: Float64Array, city: Float64Array, slots: number, from: number, to: number): void {
    if (to <= from) return;
    const { perDay, cellOf } = this.grid;
    const days = (to - from) / perDay;
    const fade = this.fade ** days;
    const weekSlots = 7 * perDay;
    for (let i = 0; i < this.counts.length; i++) {
      this.counts[i]! *= fade;
      this.exposure[i]! *= fade;
    }
    this.weights = this.weights * fade + days;
    this.squares = this.squares * fade * fade + days;
    for (let slot = from; slot < to; slot++) {
      const whole = city[slot]!;
      if (Number.isNaN(whole)) continue;
      const time = this.timeOfWeek(cellOf[slot]!);
      for (let zone = 0; zone < this.zones; zone++) {
        const value = counts[zone * slots + slot]!;
        if (Number.isNaN(value)) continue;
        this.counts[zone * weekSlots + time]! += value;
        this.exposure[zone * weekSlots + time]! += whole;
      }
    }
  }

  /** zones x times of the week (weekday * perDay + time of day); the shares of a time sum to 1. */
  get(): Float64Array {
    const weekSlots = 7 * this.grid.perDay;
    const worth = this.weights > 0 ? this.squares / this.weights : 1;
    const whole = this.wholeShares();
    const parts = shrink(this.toParts(this.counts), this.toParts(this.exposure), PARTS, whole, 1, () => 0, worth);
    const partOf = (time: number) => partOfWeek(Math.floor(time / this.grid.perDay), time, this.grid.perDay);
    const shares = shrink(this.counts, this.exposure, weekSlots, parts, PARTS, partOf, worth);
    for (let time = 0; time < weekSlots; time++) {
      let sum = 0;
      for (let zone = 0; zone < this.zones; zone++) sum += shares[zone * weekSlots + time]!;
      for (let zone = 0; zone < this.zones; zone++) {
        const at = zone * weekSlots + time;
        shares[at] = sum > 0 ? shares[at]! / sum : 1 / this.zones;
      }
    }
    return shares;
  }

  private timeOfWeek(cell: number): number {
    const { perDay, weekday } = this.grid;
    return weekday[Math.floor(cell / perDay)]! * perDay + (cell % perDay);
  }

  /**
   * Half an order of each zone is thought to have been seen beforehand: one that never had any is not certain to stay so, and
   * one of which nothing is known gets a mean share.
   */
  private wholeShares(): Float64Array {
    const weekSlots = 7 * this.grid.perDay;
    return Float64Array.from({ length: this.zones }, (_, zone) => {
      let counts = 0.5;
      let exposure = 0.5 * this.zones;
      for (let i = zone * weekSlots; i < (zone + 1) * weekSlots; i++) {
        counts += this.counts[i]!;
        exposure += this.exposure[i]!;
      }
      return counts / exposure;
    });
  }

  private toParts(table: Float64Array): Float64Array {
    const { perDay } = this.grid;
    const parts = new Float64Array(this.zones * PARTS);
    for (let zone = 0; zone < this.zones; zone++) {
      for (let day = 0; day < 7; day++) {
        for (let time = 0; time < perDay; time++) {
          parts[zone * PARTS + partOfWeek(day, time, perDay)]! += table[(zone * 7 + day) * perDay + time]!;
        }
      }
    }
    return parts;
  }
}

/** Eight parts of three hours, on working and on free days. */
export const PARTS = 16;

/** @param time of the day or of the week */
export function partOfWeek(day: number, time: number, perDay: number): number {
  return Math.floor(((time % perDay) * 8) / perDay) + (day >= 5 ? 8 : 0);
}

/**
 * Shares of `groups` groups per zone, shrunk towards those of `parents` coarser ones.
 * @param worth variance of a faded count in parts of its mean
 */
function shrink(
  counts: Float64Array,
  exposure: Float64Array,
  groups: number,
  parent: Float64Array,
  parents: number,
  parentOf: (group: number) => number,
  worth: number,
): Float64Array {
  let excess = 0;
  let squares = 0;
  const above = new Float64Array(counts.length);
  for (let i = 0; i < counts.length; i++) {
    const group = i % groups;
    above[i] = parent[((i - group) / groups) * parents + parentOf(group)]!;
    const expected = above[i]! * exposure[i]!;
    excess += (counts[i]! - expected) ** 2 - worth * expected;
    squares += expected * expected;
  }
  /** Variance of true shares about their parent, in parts of its square. */
  const unlike = squares > 0 ? Math.max(1e-4, excess / squares) : 1e-4;
  return counts.map((count, i) => {
    const prior = worth / (unlike * above[i]!);
    return (count + prior * above[i]!) / (exposure[i]! + prior);
  });
}
