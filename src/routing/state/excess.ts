import type { Problem } from '../../model/problem.ts';
import { loadOfStops } from '../../model/shares.ts';

/** What a unit counts at least in the dimension with most units, where there are several: whole numbers tell the others by that. */
const LEAST_UNIT = 16;

/**
 * What counts beside the cost of tours while they are searched, and is none of it. What routes have beyond what they may: load above
 * capacity and duty beyond the longest, where a search lets them at a price (see `search/softening.ts`); sums over routes, in
 * units of load and ticks. And what absent tasks count beyond their prizes, and used vehicles less than they cost (see
 * `search/temperatures.ts`).
 */
export class Excess {
  load = 0;
  duty = 0;
  /** Per slot. */
  readonly dutyOf: Int32Array;
  /** What a unit of load counts: 1 in one dimension; in several as much as is typical of a task in each. Per dimension. */
  readonly unit: Float64Array;
  /** What a route may have for now, type of vehicle x dimension, and per type. */
  readonly mostLoad: Int32Array;
  readonly mostDuty: Int32Array;
  /** Cost ticks per unit of load and per tick of duty. */
  loadPrice = 0;
  dutyPrice = 0;
  /** Sum of the prizes of absent tasks, cost ticks, and the share of them that is added for now. */
  prizes = 0;
  lure = 0;
  /** Sum of the fixed costs of used vehicles, cost ticks, and the share of them that is left out for now. */
  fixed = 0;
  rebate = 0;

  constructor(problem: Problem, slots: number) {
    const { types, dimensions } = problem;
    this.dutyOf = new Int32Array(slots);
    this.unit = unitsOf(problem);
    this.mostLoad = new Int32Array(types * Math.max(1, dimensions));
    this.mostDuty = new Int32Array(types);
  }

  /** What it costs. */
  get cost(): number {
    const beyond = this.loadPrice * this.load + this.dutyPrice * this.duty;
    return beyond + this.led(this.lure, this.rebate);
  }

  /** What absent tasks and used vehicles would cost beside what they do, by such shares. */
  led(lure: number, rebate: number): number {
    return lure * this.prizes - rebate * this.fixed;
  }

  /** Forgets what routes have, and absent tasks. */
  clear(): void {
    this.prizes = 0;
    this.fixed = 0;
    this.load = 0;
    this.duty = 0;
    this.dutyOf.fill(0);
  }

  /** Notes how much longer than the longest the duty of a route is. */
  setDuty(slot: number, ticks: number): void {
    this.duty += ticks - this.dutyOf[slot]!;
    this.dutyOf[slot] = ticks;
  }
}

/**
 * What a unit of load counts beside one of another dimension, by what all stops bring and collect. Whole numbers, so that sums of what is
 * beyond capacity come back to none. Per dimension.
 */
export function unitsOf(problem: Problem): Float64Array {
  if (problem.dimensions === 1) return Float64Array.of(1);
  const loads = loadOfStops(problem);
  const most = Math.max(...loads);
  return loads.map((load) => (load > 0 ? Math.round((LEAST_UNIT * most) / load) : 1));
}
