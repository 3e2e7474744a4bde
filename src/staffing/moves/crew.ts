import { BestDay, type Day } from './best-day.ts';
import type { Network } from './network.ts';
import { NO_DAY } from './relaxed.ts';
import type { MoveProblem } from './types.ts';

/** The days of all riders, with what they cover. Riders are taken out and put back one by one. */
export class Crew {
  readonly problem: MoveProblem;
  readonly network: Network;
  readonly days: Day[];
  /** Riders in each cell. */
  readonly cover: Int32Array;
  /** What is still missing in each cell; not to be changed. */
  readonly short: Float64Array;
  private readonly finder: BestDay;

  constructor(problem: MoveProblem, network: Network) {
    this.problem = problem;
    this.network = network;
    this.days = problem.riders.map(() => NO_DAY);
    this.cover = new Int32Array(problem.required.length);
    this.short = problem.required.slice();
    this.finder = new BestDay(problem);
  }

  /** Cost of shortage and of all days. */
  cost(): number {
    const { shortage_cost } = this.problem;
    const { short } = this;
    let sum = 0;
    for (let c = 0; c < short.length; c++) sum += shortage_cost[c]! * short[c]!;
    for (const day of this.days) sum += day.cost;
    return sum;
  }

  /** Takes a rider's day out; returns what all of it was worth, shortage less own cost. */
  take(rider: number): number {
    const day = this.days[rider]!;
    this.days[rider] = NO_DAY;
    return -this.add(day, -1) - day.cost;
  }

  /** Puts a day in; returns what it is worth. */
  put(rider: number, day: Day): number {
    this.days[rider] = day;
    return this.add(day, 1) - day.cost;
  }

  /**
   * The best day for a rider who is out, as things are. @throws RangeError where there is none.
   * @param rate worth of a whole rider who is missing in a cell; the cost of shortage where it is left out.
   */
  best(rider: number, rate = this.problem.shortage_cost): Day {
    const { network, finder } = this;
    const worth = { rate, room: this.short };
    let day: Day = NO_DAY;
    let best = network.optional[rider] ? 0 : Number.NEGATIVE_INFINITY;
    let solved = -1;
    for (const [v, { group, zone, start, cost }] of network.variants[rider]!.entries()) {
      // Beginnings of one group follow each other: one solution is of all of them.
      if (group !== solved) finder.solve(network.groups[group]!, worth);
      solved = group;
      const value = finder.valueAt(start, zone) - cost;
      if (value <= best) continue;
      best = value;
      const traced = finder.trace(start, zone);
      day = { ...traced, variant: v, cost: traced.cost + cost };
    }
    if (best === Number.NEGATIVE_INFINITY)
      throw new RangeError(`rider ${rider}: no day takes all breaks in their windows`);
    return day;
  }

  private add({ cells }: Day, sign: 1 | -1): number {
    const { cover, short } = this;
    const { required, shortage_cost } = this.problem;
    let gained = 0;
    for (let i = 0; i < cells.length; i++) {
      const c = cells[i]!;
      const before = short[c]!;
      cover[c]! += sign;
      short[c] = Math.max(0, required[c]! - cover[c]!);
      gained += shortage_cost[c]! * (before - short[c]!);
    }
    return gained;
  }
}
