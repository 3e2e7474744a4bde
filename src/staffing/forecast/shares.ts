import type { Grid } from './grid.ts';
import { shrink } from './shrink.ts';

/**
 * Each zone's share of the city by time of the week, from past counts that fade with age. A share is shrunk in three steps:
 * time of the week -> that time on working or free days -> its part of the day -> the zone as a whole, each the more the
 * less was counted and the less zones differ in it (gamma-Poisson empirical Bayes, Morris 1983). So a zone with an order a day
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
   * Takes in more slots, in turn. They fade from week to week, however many there are.
   * @param counts zones x slots  @param city orders of the city per slot; NaN in either: not counted
   */
  add(counts: Float64Array, city: Float64Array, slots: number, from: number, to: number): void {
    const week = 7 * this.grid.perDay;
    for (let start = from; start < to; start += week)
      this.addWeek(counts, city, slots, start, Math.min(to, start + week));
  }

  private addWeek(counts: Float64Array, city: Float64Array, slots: number, from: number, to: number): void {
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
    const { perDay } = this.grid;
    const worth = this.weights > 0 ? this.squares / this.weights : 1;
    const isFree = (time: number) => (time >= 5 * perDay ? 1 : 0);
    const coarser = [
      { size: PARTS, of: (time: number) => partOfWeek(Math.floor(time / perDay), time, perDay) },
      { size: 2 * perDay, of: (time: number) => isFree(time) * perDay + (time % perDay) },
      { size: 7 * perDay, of: (time: number) => time },
    ];
    let shares = this.wholeShares();
    let parents = { size: 1, of: (_time: number) => 0 };
    for (const groups of coarser) {
      const parentOf = new Int32Array(groups.size);
      for (let time = 0; time < 7 * perDay; time++) parentOf[groups.of(time)] = parents.of(time);
      const counts = this.grouped(this.counts, groups);
      const exposure = this.grouped(this.exposure, groups);
      const above = Float64Array.from(counts, (_, i) => {
        const group = i % groups.size;
        return shares[((i - group) / groups.size) * parents.size + parentOf[group]!]!;
      });
      shares = shrink(counts, exposure, above, this.zones, worth);
      parents = groups;
    }
    return this.summingToOne(shares);
  }

  private summingToOne(shares: Float64Array): Float64Array {
    const times = 7 * this.grid.perDay;
    for (let time = 0; time < times; time++) {
      let sum = 0;
      for (let zone = 0; zone < this.zones; zone++) sum += shares[zone * times + time]!;
      for (let zone = 0; zone < this.zones; zone++) shares[zone * times + time]! /= sum;
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

  /** zones x times of the week -> zones x groups of them. */
  private grouped(table: Float64Array, { size, of }: { size: number; of: (time: number) => number }): Float64Array {
    const times = 7 * this.grid.perDay;
    if (size === times) return table;
    const sums = new Float64Array(this.zones * size);
    for (let time = 0; time < times; time++) {
      const group = of(time);
      for (let zone = 0; zone < this.zones; zone++) sums[zone * size + group]! += table[zone * times + time]!;
    }
    return sums;
  }
}

/** Eight parts of three hours, on working and on free days. */
export const PARTS = 16;

/** @param time of the day or of the week */
export function partOfWeek(day: number, time: number, perDay: number): number {
  return Math.floor(((time % perDay) * 8) / perDay) + (day >= 5 ? 8 : 0);
}
