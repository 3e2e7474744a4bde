import type { Compiled } from './compiled.ts';

/** Fields of a shift in `Assignment.shifts`. */
export const ZONE = 0;
export const START = 1;
export const END = 2;
export const BREAK = 3;
export const BREAK_END = 4;
export const PINNED = 5;
export const FIELDS = 6;

/**
 * Who rides when: the shifts of each rider, the cover that they add up to and what it costs. Shifts are kept in seconds,
 * `FIELDS` numbers each, `most` places per rider; a break from -1 to -1 is none.
 */
export class Assignment {
  readonly compiled: Compiled;
  /** Units on duty and not on a break, layers * cells. */
  readonly cover: Float64Array;
  /** Riders on duty, breaks included, and riders on breaks, per cell. */
  readonly onDuty: Int32Array;
  readonly onBreak: Int32Array;
  readonly shifts: Int32Array;
  readonly counts: Int32Array;
  /** Cost of shortage, surplus and breaks beyond their share. */
  cellCost = 0;
  /** Cost of a rider on a break beyond the share for one slot; a penalty of the search, no money. */
  readonly overShareCost: number;
  private readonly share: number;

  constructor(compiled: Compiled) {
    const { layers, cells, riders, most, problem } = compiled;
    this.compiled = compiled;
    this.cover = new Float64Array(layers * cells);
    this.onDuty = new Int32Array(cells);
    this.onBreak = new Int32Array(cells);
    this.shifts = new Int32Array(riders.length * most * FIELDS);
    this.counts = new Int32Array(riders.length);
    this.share = problem.break ? problem.break.maxShare : 1;
    const weights = riders.reduce(
      (most, rider) =>
        Math.max(
          most,
          rider.weights.reduce((a, b) => a + b, 0),
        ),
      1,
    );
    const highest = (costs: Float64Array) => costs.reduce((a, b) => Math.max(a, b), 0);
    const dearest = Math.max(highest(compiled.shortageCost), highest(compiled.surplusCost));
    // No shortage that a break causes is worth it, nor a surplus that it ends, nor both: each is half of this at most.
    this.overShareCost = 1 + 2 * dearest * weights * Math.max(1, compiled.breakSlots);
    this.recount();
  }

  /** Cost of a cell as it stands, with all that its zone shares. */
  costOf(cell: number): number {
    return this.overShareCost * this.overShare(cell) + this.coverCost(this.compiled.coverOf[cell]!);
  }

  /** Cost of shortage and surplus of a cell that has its own cover. */
  private coverCost(cell: number): number {
    const { layers, cells, required, shortageCost, surplusCost } = this.compiled;
    let cost = 0;
    for (let at = cell; at < layers * cells; at += cells) {
      const missing = required[at]! - this.cover[at]!;
      cost += missing > 0 ? missing * shortageCost[at]! : -missing * surplusCost[at]!;
    }
    return cost;
  }

  /** Riders on a break beyond the allowed share. */
  overShare(cell: number): number {
    const breaks = this.onBreak[cell]!;
    return breaks <= 1 ? 0 : Math.max(0, breaks - this.allowedBreaks(this.onDuty[cell]!));
  }

  allowedBreaks(onDuty: number): number {
    return Math.max(1, Math.floor(this.share * onDuty + 1e-9));
  }

  /** Adds a shift (seconds) to the rider's. */
  add(
    rider: number,
    zone: number,
    start_s: number,
    end_s: number,
    break_s: number,
    breakEnd_s: number,
    pinned: number,
  ) {
    const at = (rider * this.compiled.most + this.counts[rider]!) * FIELDS;
    this.shifts[at + ZONE] = zone;
    this.shifts[at + START] = start_s;
    this.shifts[at + END] = end_s;
    this.shifts[at + BREAK] = break_s;
    this.shifts[at + BREAK_END] = breakEnd_s;
    this.shifts[at + PINNED] = pinned;
    this.counts[rider]!++;
    this.count(rider, at, 1);
  }

  /** Takes all shifts from a rider. */
  clear(rider: number): void {
    const from = rider * this.compiled.most * FIELDS;
    for (let i = 0; i < this.counts[rider]!; i++) this.count(rider, from + i * FIELDS, -1);
    this.counts[rider] = 0;
  }

  /** Moves the break of a rider's i-th shift; its length stays. */
  moveBreak(rider: number, i: number, break_s: number): void {
    const at = (rider * this.compiled.most + i) * FIELDS;
    this.count(rider, at, -1);
    this.shifts[at + BREAK_END]! += break_s - this.shifts[at + BREAK]!;
    this.shifts[at + BREAK] = break_s;
    this.count(rider, at, 1);
  }

  /** Adds what a rider covers to a table of layers * cells. @param cellOf where the cover of each cell is kept; default as it is shared */
  addCoverOf(rider: number, cover: Float64Array, cellOf = this.compiled.coverOf): void {
    const { slots, layers, cells, problem, riders, most } = this.compiled;
    const { slot_s } = problem;
    for (let i = 0; i < this.counts[rider]!; i++) {
      const at = (rider * most + i) * FIELDS;
      const [start_s, end_s] = [this.shifts[at + START]!, this.shifts[at + END]!];
      const [break_s, breakEnd_s] = [this.shifts[at + BREAK]!, this.shifts[at + BREAK_END]!];
      for (let s = Math.floor(start_s / slot_s); s * slot_s < end_s; s++) {
        const from_s = Math.max(start_s, s * slot_s);
        const to_s = Math.min(end_s, (s + 1) * slot_s);
        const off_s = Math.max(0, Math.min(to_s, breakEnd_s) - Math.max(from_s, break_s));
        const share = (to_s - from_s - off_s) / slot_s;
        const cell = cellOf[this.shifts[at + ZONE]! * slots + s]!;
        for (let l = 0; l < layers; l++) cover[l * cells + cell]! += share * riders[rider]!.weights[l]!;
      }
    }
  }

  private count(rider: number, at: number, sign: number): void {
    const { slots, layers, cells, problem, riders, coverOf } = this.compiled;
    const { slot_s } = problem;
    const weights = riders[rider]!.weights;
    const zone = this.shifts[at + ZONE]!;
    const start_s = this.shifts[at + START]!;
    const end_s = this.shifts[at + END]!;
    const break_s = this.shifts[at + BREAK]!;
    const breakEnd_s = this.shifts[at + BREAK_END]!;
    const last = Math.ceil(end_s / slot_s);
    for (let s = Math.floor(start_s / slot_s); s < last; s++) {
      const cell = zone * slots + s;
      const from_s = s * slot_s;
      const to_s = from_s + slot_s;
      let present_s = Math.min(to_s, end_s) - Math.max(from_s, start_s);
      this.cellCost -= this.costOf(cell);
      if (breakEnd_s > from_s && break_s < to_s) {
        present_s -= Math.min(to_s, breakEnd_s) - Math.max(from_s, break_s);
        this.onBreak[cell]! += sign;
      }
      this.onDuty[cell]! += sign;
      const units = (sign * present_s) / slot_s;
      const covered = coverOf[cell]!;
      for (let layer = 0; layer < layers; layer++) this.cover[layer * cells + covered]! += units * weights[layer]!;
      this.cellCost += this.costOf(cell);
    }
  }

  /** Adds up the cost of the cells afresh: sums of many small changes drift. */
  recount(): void {
    this.cellCost = 0;
    const { cells, coverOf } = this.compiled;
    for (let cell = 0; cell < cells; cell++) {
      this.cellCost += this.overShareCost * this.overShare(cell);
      if (coverOf[cell] === cell) this.cellCost += this.coverCost(cell);
    }
  }
}
