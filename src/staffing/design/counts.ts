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
 * Riders by column, and the cover they give; what both ways of searching share. `cost` is that of cover and riders,
 * kept up to date; the number of shifts is not in it. Nothing is allocated while counts change.
 */
export class Counts {
  cost = 0;
  readonly count: Int32Array;
  readonly cover: Int32Array;
  protected readonly problem: CoverProblem;
  protected readonly catalogue: Catalogue;
  /** Cost of one rider more or less, by line and slot. */
  protected readonly up: Float64Array;
  protected readonly down: Float64Array;

  constructor(problem: CoverProblem, catalogue: Catalogue) {
    this.problem = problem;
    this.catalogue = catalogue;
    const { lines, slots, demand } = problem;
    this.count = new Int32Array(catalogue.columns);
    this.cover = new Int32Array(lines * slots);
    this.up = new Float64Array(lines * slots);
    this.down = new Float64Array(lines * slots);
    for (let i = 0; i < demand.length; i++) {
      this.cost += problem.under * demand[i]!;
      this.price(i);
    }
  }

  protected changeCount(k: number, delta: number): void {
    this.count[k]! += delta;
    this.cost += delta * this.catalogue.cost[k]!;
  }

  protected changeSlot(index: number, delta: number): void {
    this.cost += delta > 0 ? this.up[index]! : this.down[index]!;
    this.cover[index]! += delta;
    this.price(index);
  }

  /** A rider more or less on column k, and nothing else. */
  protected moveOne(k: number, delta: number): void {
    const { zone, from, to, offFrom, offTo } = this.catalogue;
    const { slots } = this.problem;
    const base = zone[k]! * slots;
    this.changeCount(k, delta);
    for (let i = from[k]!; i < offFrom[k]!; i++) this.changeSlot(base + (i < slots ? i : i - slots), delta);
    for (let i = offTo[k]!; i < to[k]!; i++) this.changeSlot(base + (i < slots ? i : i - slots), delta);
  }

  private price(index: number): void {
    const { under, over, demand } = this.problem;
    const missing = demand[index]! - this.cover[index]!;
    // Between two whole numbers where the demand is not whole.
    this.up[index] = missing >= 1 ? -under : missing <= 0 ? over : over * (1 - missing) - under * missing;
    this.down[index] = missing <= -1 ? -over : missing >= 0 ? under : under * (1 + missing) + over * missing;
  }
}
