import type { Rng } from '../../kit/rng.ts';
import type { Compiled } from './compiled.ts';
import type { Assignment } from './cover.ts';

/**
 * What a rider's presence is worth by zone and slot, and what a break there loses. Either against the riders that are
 * planned already (exact: a rider is in a cell at most once), or at given prices (the pricing of a bound).
 */
export class Worth {
  /** Index: zone of the rider (k) * slots + slot. */
  readonly reward: Float64Array;
  /** Loss by a break that begins with the slot. */
  readonly breakLoss: Float64Array;
  private readonly compiled: Compiled;
  private assignment: Assignment | null = null;
  /** Price of a unit of cover: layers * cells. */
  private prices: Float64Array | null = null;
  private weights!: Float64Array;

  constructor(compiled: Compiled) {
    const zones = compiled.riders.reduce((sum, rider) => Math.max(sum, rider.zones.length), 1);
    this.compiled = compiled;
    this.reward = new Float64Array(zones * compiled.slots);
    this.breakLoss = new Float64Array(zones * compiled.slots);
  }

  /** Against all other riders; the rider must have been cleared. Noise of 0.1 = each worth 10 % up or down at most. */
  marginal(assignment: Assignment, r: number, random: Rng | null = null, noise = 0): void {
    this.assignment = assignment;
    this.prices = null;
    this.fill(r, random, noise);
  }

  /** Against all other riders, drawn by a share towards what presence is worth at given prices. */
  guided(assignment: Assignment, r: number, prices: Float64Array, share: number): void {
    const { slots, cells, layers, riders, coverOf } = this.compiled;
    const { zones, ranges, weights } = riders[r]!;
    this.marginal(assignment, r);
    for (let k = 0; k < zones.length; k++) {
      for (let w = 0; w < ranges.length; w += 2) {
        for (let s = ranges[w]!; s < ranges[w + 1]!; s++) {
          let priced = 0;
          for (let layer = 0; layer < layers; layer++) {
            priced += weights[layer]! * prices[layer * cells + coverOf[zones[k]! * slots + s]!]!;
          }
          this.reward[k * slots + s]! += share * (priced - this.reward[k * slots + s]!);
        }
      }
    }
  }

  /** By chance: up to the dearest shortage in each cell. */
  blind(assignment: Assignment, r: number, random: Rng): void {
    const { slots, riders, shortageCost } = this.compiled;
    const most = shortageCost.reduce((dearest, cost) => Math.max(dearest, cost), 0);
    this.marginal(assignment, r);
    const share = random.double();
    for (let at = 0; at < riders[r]!.zones.length * slots; at++) {
      this.reward[at]! += share * (most * random.double() - this.reward[at]!);
    }
  }

  atPrices(prices: Float64Array, r: number): void {
    this.assignment = null;
    this.prices = prices;
    this.fill(r, null, 0);
  }

  /** Makes presence in one cell worth more than all else. */
  force(r: number, zone: number, slot: number, worth: number): void {
    const { slots, riders, breakSlots, breakShare } = this.compiled;
    const k = riders[r]!.zones.indexOf(zone);
    this.reward[k * slots + slot]! += worth;
    for (let i = 0; i < Math.min(breakSlots, slot + 1); i++) {
      this.breakLoss[k * slots + slot - i]! += worth * breakShare[i]!;
    }
  }

  /** Makes every counted second worth as much as any other, and nothing else worth anything. */
  longest(r: number, worth: number): void {
    const { slots, riders, breakSlots, problem } = this.compiled;
    const size = riders[r]!.zones.length * slots;
    const unpaid = breakSlots > 0 && !problem.break!.paid;
    this.weights = riders[r]!.weights;
    this.reward.fill(worth, 0, size);
    this.breakLoss.fill(unpaid ? (worth * problem.break!.length_s) / problem.slot_s : 0, 0, size);
  }

  /** Worth of being in a cell for a share of its slot. */
  at(cell: number, share: number): number {
    const { layers, cells, required, shortageCost, surplusCost, coverOf } = this.compiled;
    let worth = 0;
    for (let layer = 0, at = coverOf[cell]!; layer < layers; layer++, at += cells) {
      const units = this.weights[layer]! * share;
      if (this.prices) worth += this.prices[at]! * units;
      else {
        const useful = Math.min(units, Math.max(0, required[at]! - this.assignment!.cover[at]!));
        worth += useful * shortageCost[at]! - (units - useful) * surplusCost[at]!;
      }
    }
    return worth;
  }

  /** Price of a rider more on a break: nothing, or that of breaking the share. */
  private crowding(cell: number): number {
    const assignment = this.assignment;
    // One break at a time is always allowed.
    if (!assignment || assignment.onBreak[cell] === 0) return 0;
    const allowed = assignment.allowedBreaks(assignment.onDuty[cell]! + 1);
    return assignment.onBreak[cell]! < allowed ? 0 : assignment.overShareCost;
  }

  private fill(r: number, random: Rng | null, noise: number): void {
    const { slots, riders, breakSlots } = this.compiled;
    const rider = riders[r]!;
    const { reward, breakLoss } = this;
    this.weights = rider.weights;
    for (let k = 0; k < rider.zones.length; k++) {
      const first = rider.zones[k]! * slots;
      for (let w = 0; w < rider.ranges.length; w += 2) {
        const from = rider.ranges[w]!;
        const to = rider.ranges[w + 1]!;
        for (let s = from; s < to; s++) {
          let worth = this.at(first + s, 1);
          if (random) worth *= 1 + noise * (2 * random.double() - 1);
          reward[k * slots + s] = worth;
        }
        for (let s = from; s + breakSlots <= to; s++) breakLoss[k * slots + s] = this.lossOf(first, k * slots, s);
      }
    }
  }

  private lossOf(first: number, own: number, s: number): number {
    const { breakSlots, breakShare } = this.compiled;
    let loss = 0;
    for (let i = 0; i < breakSlots; i++) {
      const share = breakShare[i]!;
      loss += this.reward[own + s + i]! + this.crowding(first + s + i);
      if (share < 1) loss -= this.at(first + s + i, 1 - share);
    }
    return loss;
  }
}
