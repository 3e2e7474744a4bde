import { type Compiled, type CompiledRider, shiftKey } from './compile.ts';
import { breakStarts, pinnedHours } from './weeks.ts';
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
  /** Booked shifts: worth, hours and break, in the order of `CompiledRider.pinned`. */
  readonly pinnedValue: number[] = [];
  readonly pinnedHours: number[] = [];
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
    const { slots, lengths, mayStart } = this.compiled;
    const rider = this.compiled.riders[r]!;
    this.sumUp(rider, worth, peakPrice);
    this.count = 0;
    for (let w = 0; w < rider.windows.length; w += 2) {
      const to = rider.windows[w + 1]!;
      for (let s = rider.windows[w]!; s + lengths[0]! <= to; s++) {
        if (!mayStart[s]) continue;
        this.starts[this.count++] = s;
        this.value.fill(NEVER, s * lengths.length, (s + 1) * lengths.length);
        for (let k = 0; k < rider.known; k++) {
          const limit = Math.min(to, this.compiled.openTo[rider.zones[k]! * slots + s]!);
          if (s + lengths[0]! <= limit) this.fillStart(rider, worth, k, s, limit);
        }
      }
    }
    this.fillPinned(rider, worth, peakPrice);
  }

  private sumUp(rider: CompiledRider, worth: Worth, peakPrice: number): void {
    const { slots, problem } = this.compiled;
    const { ranges, likes } = rider;
    for (let k = 0; k < rider.zones.length; k++) {
      const own = k * slots;
      for (let w = 0; w < ranges.length; w += 2) {
        let sum = 0;
        this.sums[own + k + ranges[w]!] = 0;
        for (let s = ranges[w]!; s < ranges[w + 1]!; s++) {
          sum += worth.reward[own + s]!;
          if (likes) sum += likes[own + s]!;
          if (problem.peak[s]) sum -= peakPrice;
          this.sums[own + k + s + 1] = sum;
        }
      }
    }
  }

  /** Hot: every start, zone and length of every rider passes here. */
  private fillStart(rider: CompiledRider, worth: Worth, k: number, s: number, limit: number): void {
    const { slots, lengths, hours, hasBreak, breakAfter, breakBefore, problem } = this.compiled;
    const { value, zone, breakSlot, sums } = this;
    const { published } = rider;
    const { slot_s } = problem;
    const own = k * (slots + 1);
    const away = rider.away[k]!;
    const before = sums[own + s]!;
    const first = s * lengths.length;
    const losses = worth.breakLoss;
    let loss = Number.POSITIVE_INFINITY;
    let lossAt = -1;
    let next = s + breakAfter;
    for (let i = 0; i < lengths.length; i++) {
      const end = s + lengths[i]!;
      if (end > limit) break;
      let v = sums[own + end]! - before - away * hours[i]!;
      if (published) v += this.changes(published, rider.zones[k]!, s * slot_s, end * slot_s);
      let pause = -1;
      if (hasBreak[i]) {
        for (; next <= end - breakBefore; next++) {
          if (losses[k * slots + next]! < loss) {
            loss = losses[k * slots + next]!;
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
          if (rider.likes) v += on * rider.likes[k * slots + s]!;
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
      this.pinnedHours[j] = hours;
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
