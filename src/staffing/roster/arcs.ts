import { type Compiled, type CompiledRider, shiftKey } from './compiled.ts';
import { breakStarts, pinnedHours, pinnedUnits } from './weeks.ts';
import type { Worth } from './worth.ts';

const NEVER = Number.NEGATIVE_INFINITY;

/**
 * The best shift of a rider for every start and length: in the best of the known zones, its break where it loses least.
 * Booked shifts stand beside them, each with the best break it may have.
 */
export class Arcs {
  /** Worth of the best shift, by start slot * lengths + index of the length; -Infinity where none is legal. */
  readonly value: Float64Array;
  readonly zone: Int32Array;
  readonly breakSlot: Int32Array;
  /** Start slots that have been filled, ascending. */
  readonly starts: Int32Array;
  count = 0;
  /** Booked shifts: worth, hours in whole units, what these are more than the hours, and break, in the order of `CompiledRider.pinned`. */
  readonly pinnedValue: number[] = [];
  readonly pinnedHours: number[] = [];
  readonly pinnedOver: number[] = [];
  readonly pinnedBreak_s: number[] = [];
  private readonly compiled: Compiled;
  private readonly sums: Float64Array;

  constructor(compiled: Compiled) {
    const { slots, lengths } = compiled;
    this.compiled = compiled;
    this.value = new Float64Array(slots * lengths.length);
    this.zone = new Int32Array(slots * lengths.length);
    this.breakSlot = new Int32Array(slots * lengths.length);
    this.starts = new Int32Array(slots);
    const zones = compiled.riders.reduce((most, rider) => Math.max(most, rider.zones.length), 1);
    this.sums = new Float64Array(zones * (slots + 1));
  }

  /** @param peakPrice money per peak slot on a shift, to spread peak slots. */
  fill(r: number, worth: Worth, peakPrice: number): void {
    const rider = this.compiled.riders[r]!;
    this.sumUp(rider, worth, peakPrice);
    this.fillStarts(rider, worth);
    this.fillPinned(rider, worth, peakPrice);
  }

  private sumUp(rider: CompiledRider, worth: Worth, peakPrice: number): void {
    const { slots, problem } = this.compiled;
    const { ranges, likes, likesAt } = rider;
    for (let k = 0; k < rider.zones.length; k++) {
      const own = k * slots;
      for (let w = 0; w < ranges.length; w += 2) {
        let sum = 0;
        this.sums[own + k + ranges[w]!] = 0;
        for (let s = ranges[w]!; s < ranges[w + 1]!; s++) {
          sum += worth.reward[own + s]!;
          if (likes) sum += likes[likesAt[k]! + s]!;
          if (problem.peak[s]) sum -= peakPrice;
          this.sums[own + k + s + 1] = sum;
        }
      }
    }
  }

  /** Hot: every start, zone and length of every rider passes here. */
  private fillStarts(rider: CompiledRider, worth: Worth): void {
    const { slots, lengths, hours, hasBreak, breakAfter, breakBefore, problem, mayStart, openTo } = this.compiled;
    const { value, zone, breakSlot, sums, starts } = this;
    const { published, windows, zones, known, away } = rider;
    const { slot_s } = problem;
    const losses = worth.breakLoss;
    const kinds = lengths.length;
    const shortest = lengths[0]!;
    this.count = 0;
    for (let w = 0; w < windows.length; w += 2) {
      const to = windows[w + 1]!;
      for (let s = windows[w]!; s + shortest <= to; s++) {
        if (!mayStart[s]) continue;
        starts[this.count++] = s;
        const first = s * kinds;
        for (let i = 0; i < kinds; i++) value[first + i] = NEVER;
        for (let k = 0; k < known; k++) {
          const limit = Math.min(to, openTo[zones[k]! * slots + s]!);
          if (s + shortest > limit) continue;
          const own = k * (slots + 1);
          const ownSlot = k * slots;
          const perHour = away[k]!;
          const before = sums[own + s]!;
          let loss = Number.POSITIVE_INFINITY;
          let lossAt = -1;
          let next = s + breakAfter;
          for (let i = 0; i < kinds; i++) {
            const end = s + lengths[i]!;
            if (end > limit) break;
            let v = sums[own + end]! - before - perHour * hours[i]!;
            if (published !== null) v += this.changes(published, zones[k]!, s * slot_s, end * slot_s);
            let pause = -1;
            if (hasBreak[i]) {
              for (; next <= end - breakBefore; next++) {
                if (losses[ownSlot + next]! < loss) {
                  loss = losses[ownSlot + next]!;
                  lossAt = next;
                }
              }
              v -= loss;
              pause = lossAt;
            }
            if (v > value[first + i]!) {
              value[first + i] = v;
              zone[first + i] = k;
              breakSlot[first + i] = pause;
            }
          }
        }
      }
    }
  }

  private fillPinned(rider: CompiledRider, worth: Worth, peakPrice: number): void {
    const { slots, problem } = this.compiled;
    const { slot_s } = problem;
    for (const [j, shift] of rider.pinned.entries()) {
      const k = rider.zones.indexOf(shift.zone);
      const hours = pinnedHours(this.compiled, shift);
      const worthWith = (break_s: number, breakEnd_s: number) => {
        let v = -rider.away[k]! * hours;
        for (let s = Math.floor(shift.from_s / slot_s); s * slot_s < shift.to_s; s++) {
          const from_s = Math.max(shift.from_s, s * slot_s);
          const to_s = Math.min(shift.to_s, (s + 1) * slot_s);
          const on = (to_s - from_s) / slot_s;
          const off = Math.max(0, Math.min(to_s, breakEnd_s) - Math.max(from_s, break_s)) / slot_s;
          v += worth.at(shift.zone * slots + s, on - off);
          if (rider.likes) v += on * rider.likes[rider.likesAt[k]! + s]!;
          if (problem.peak[s]) v -= on * peakPrice;
        }
        return v;
      };
      let break_s = shift.break ? shift.break.from_s : -1;
      let v = worthWith(break_s, shift.break ? shift.break.to_s : -1);
      const choices = shift.break ? [] : breakStarts(this.compiled, shift.from_s, shift.to_s);
      if (choices.length > 0) v = NEVER;
      for (const choice of choices) {
        const at_s = choice * slot_s;
        const with_v = worthWith(at_s, at_s + problem.break!.length_s);
        if (with_v > v) {
          v = with_v;
          break_s = at_s;
        }
      }
      if (rider.published) v += this.changes(rider.published, shift.zone, shift.from_s, shift.to_s);
      this.pinnedValue[j] = v;
      this.pinnedHours[j] = pinnedUnits(this.compiled, shift);
      this.pinnedOver[j] = this.pinnedHours[j]! - hours;
      this.pinnedBreak_s[j] = break_s;
    }
  }

  /**
   * What a shift adds to the cost of changes, against a constant of `changeCost` per published shift, which `riderCost`
   * has: a published shift kept saves it, a new one costs as much.
   */
  private changes(published: Set<number>, zone: number, start_s: number, end_s: number): number {
    const { problem } = this.compiled;
    return published.has(shiftKey(problem, zone, start_s, end_s)) ? problem.changeCost : -problem.changeCost;
  }
}
