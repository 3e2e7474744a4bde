import type { Catalogue } from './catalogue.ts';

/** What counts are judged by. `lines` are the zones: each a horizon of its own. */
export interface CoverProblem {
  lines: number;
  slots: number;
  cyclic: boolean;
  /** line * slots + slot */
  demand: Float64Array;
  under: number;
  over: number;
}

export const EPS = 1e-9;

/**
 * Riders by column, and the cover they give; what both ways of finding counts share. `cost` is that of cover and riders,
 * kept up to date; the number of shifts is not in it. Nothing is allocated while counts change.
 */
export abstract class Counts {
  cost = 0;
  readonly count: Int32Array;
  readonly cover: Int32Array;
  /** By shift: 1 where it may have riders. */
  readonly on: Uint8Array;
  protected readonly problem: CoverProblem;
  protected readonly catalogue: Catalogue;
  /** Cost of one rider more or less, by line and slot. */
  protected readonly up: Float64Array;
  protected readonly down: Float64Array;
  /** What was changed since `mark`: index of the column, or ~index of the slot; and by how much. */
  private logIndex = new Int32Array(1024);
  private logDelta = new Int8Array(1024);
  private logSize = 0;

  constructor(problem: CoverProblem, catalogue: Catalogue) {
    this.problem = problem;
    this.catalogue = catalogue;
    const { lines, slots, demand } = problem;
    this.count = new Int32Array(catalogue.columns);
    this.cover = new Int32Array(lines * slots);
    this.on = new Uint8Array(catalogue.shifts);
    this.up = new Float64Array(lines * slots);
    this.down = new Float64Array(lines * slots);
    for (let i = 0; i < demand.length; i++) {
      this.cost += problem.under * demand[i]!;
      this.price(i);
    }
  }

  /** Switches a shift on and betters the counts. */
  abstract add(shift: number): void;

  /**
   * Switches a shift off and betters the counts. Gives up where the cost would be above `limit`: then the caller must undo,
   * and link the shift again.
   * @returns whether it was done
   */
  abstract drop(shift: number, limit: number): boolean;

  protected abstract linkColumn(k: number): void;
  protected abstract unlinkColumn(k: number): void;

  /** From here on `undo` can take everything back. */
  mark(): void {
    this.logSize = 0;
  }

  /** Takes back the riders moved since `mark`; which shifts are on is the caller's to restore with `link`, `unlink`. */
  undo(): void {
    while (this.logSize > 0) {
      const index = this.logIndex[--this.logSize]!;
      const delta = -this.logDelta[this.logSize]!;
      if (index >= 0) {
        this.count[index]! += delta;
        this.cost += delta * this.catalogue.cost[index]!;
      } else this.moveCover(~index, delta);
    }
  }

  link(shift: number): void {
    const { first } = this.catalogue;
    this.on[shift] = 1;
    for (let k = first[shift]!; k < first[shift + 1]!; k++) this.linkColumn(k);
  }

  unlink(shift: number): void {
    const { first } = this.catalogue;
    this.on[shift] = 0;
    for (let k = first[shift]!; k < first[shift + 1]!; k++) this.unlinkColumn(k);
  }

  protected changeCount(k: number, delta: number): void {
    this.count[k]! += delta;
    this.cost += delta * this.catalogue.cost[k]!;
    this.note(k, delta);
  }

  protected changeSlot(index: number, delta: number): void {
    this.moveCover(index, delta);
    this.note(~index, delta);
  }

  private moveCover(index: number, delta: number): void {
    this.cost += delta > 0 ? this.up[index]! : this.down[index]!;
    this.cover[index]! += delta;
    this.price(index);
  }

  private price(index: number): void {
    const { under, over, demand } = this.problem;
    const missing = demand[index]! - this.cover[index]!;
    // Between two whole numbers where the demand is not whole.
    this.up[index] = missing >= 1 ? -under : missing <= 0 ? over : over * (1 - missing) - under * missing;
    this.down[index] = missing <= -1 ? -over : missing >= 0 ? under : under * (1 + missing) + over * missing;
  }

  private note(index: number, delta: number): void {
    if (this.logSize === this.logIndex.length) this.growLog();
    this.logIndex[this.logSize] = index;
    this.logDelta[this.logSize++] = delta;
  }

  private growLog(): void {
    const index = new Int32Array(2 * this.logIndex.length);
    const delta = new Int8Array(index.length);
    index.set(this.logIndex);
    delta.set(this.logDelta);
    this.logIndex = index;
    this.logDelta = delta;
  }
}
