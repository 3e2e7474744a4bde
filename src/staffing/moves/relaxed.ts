import { BestDay, type Day } from './best-day.ts';
import type { Network, Variant } from './network.ts';
import type { MoveProblem } from './types.ts';

/** Riders who have the same days to choose from. */
export interface RiderClass {
  riders: number[];
  variants: readonly Variant[];
  optional: boolean;
}

/** All riders at given prices of cells: each goes his own best way. */
export class Relaxed {
  readonly classes: RiderClass[] = [];
  /** Riders bought in each cell less riders there: the slope of the last value in the price. */
  readonly slope: Float64Array;
  /** Best day of each class at the last prices, and what it earns; variant -1 for who does not come. */
  readonly days: Day[] = [];
  readonly earned: Float64Array;
  private readonly problem: MoveProblem;
  private readonly network: Network;
  private readonly finder: BestDay;
  private readonly one: Float64Array;
  /** Variants by group: a group is solved once for all of its classes. */
  private readonly byGroup: { class: number; variant: number }[][];

  constructor(problem: MoveProblem, network: Network) {
    this.problem = problem;
    this.network = network;
    this.finder = new BestDay(problem);
    this.slope = new Float64Array(problem.required.length);
    this.one = new Float64Array(problem.required.length).fill(1);
    this.byGroup = network.groups.map(() => []);
    const numbers = new Map<string, number>();
    for (const [r, variants] of network.variants.entries()) {
      const key = JSON.stringify([network.optional[r], variants]);
      const known = numbers.get(key);
      if (known !== undefined) {
        this.classes[known]!.riders.push(r);
        continue;
      }
      numbers.set(key, this.classes.length);
      for (const [v, { group }] of variants.entries()) {
        this.byGroup[group]!.push({ class: this.classes.length, variant: v });
      }
      this.classes.push({ riders: [r], variants, optional: network.optional[r]! });
    }
    this.earned = new Float64Array(this.classes.length);
  }

  /** The bound at such prices; `slope`, `days` and `earned` are then of them. */
  solve(prices: Float64Array): number {
    const { classes, days, earned, slope } = this;
    const { required, shortage_cost } = this.problem;
    const worth = { rate: prices, room: this.one };
    for (const [k, { optional }] of classes.entries()) {
      earned[k] = optional ? 0 : Number.NEGATIVE_INFINITY;
      days[k] = NO_DAY;
    }
    for (const [g, members] of this.byGroup.entries()) {
      if (members.length === 0) continue;
      this.finder.solve(this.network.groups[g]!, worth);
      for (const { class: k, variant } of members) {
        const { zone, start, cost } = classes[k]!.variants[variant]!;
        const value = this.finder.valueAt(start, zone) - cost;
        if (value <= earned[k]!) continue;
        earned[k] = value;
        const day = this.finder.trace(start, zone);
        days[k] = { ...day, variant, cost: day.cost + cost };
      }
    }
    let value = 0;
    for (let c = 0; c < required.length; c++) {
      // Whole riders only: the one who would fill up the last part of what is wanted is worth just that part.
      const whole = Math.floor(required[c]!);
      const part = shortage_cost[c]! * (required[c]! - whole);
      slope[c] = prices[c]! < part ? whole + 1 : whole;
      value += prices[c]! * slope[c]! + (prices[c]! < part ? 0 : part);
    }
    for (const [k, { riders }] of classes.entries()) {
      value -= riders.length * earned[k]!;
      for (const c of days[k]!.cells) slope[c]! -= riders.length;
    }
    return value;
  }
}

/** Of who does not come. */
export const NO_DAY: Day = { variant: -1, steps: new Int32Array(0), cells: new Int32Array(0), cost: 0 };
