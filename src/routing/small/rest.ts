import type { Tours } from '../state/tours.ts';
import type { Candidate } from './candidates.ts';

/**
 * What any set of tasks costs at least, on routes of their own or left out, were there vehicles enough and nothing between routes: what
 * tasks that are left add to a plan, whatever it has been decided on before. A sum for each of 2^tasks sets.
 */
export class Rest {
  /** Per set of tasks, a bit each; of all ways those that miss least, and of these the cheapest. */
  readonly missing: Float64Array;
  readonly cost: Float64Array;

  /** @param kept tasks that must not be left out, a bit each */
  constructor(tours: Tours, candidates: readonly Candidate[], kept: number) {
    const { tasks } = tours.problem;
    const sets = 1 << tasks;
    const cheapest = new Float64Array(sets).fill(Number.POSITIVE_INFINITY);
    for (const { served, cost } of candidates) cheapest[served] = Math.min(cheapest[served]!, cost);
    this.missing = new Float64Array(sets).fill(Number.POSITIVE_INFINITY);
    this.cost = new Float64Array(sets).fill(Number.POSITIVE_INFINITY);
    this.missing[0] = this.cost[0] = 0;
    for (let set = 1; set < sets; set++) {
      const task = firstOf(set);
      const others = set & (set - 1);
      if ((kept & (1 << task)) === 0) this.see(set, others, tours.missingWithout(task), tours.costWithout(task));
      // Every route that the first of them may be on.
      for (let left = others; ; left = (left - 1) & others) {
        const route = set & ~left;
        if (cheapest[route]! < Number.POSITIVE_INFINITY) this.see(set, left, tours.vehicleUnit, cheapest[route]!);
        if (left === 0) break;
      }
    }
  }

  /** Notes that a set may be done by something that misses and costs so much, and what is left then. */
  private see(set: number, left: number, missing: number, cost: number): void {
    const misses = missing + this.missing[left]!;
    const costs = cost + this.cost[left]!;
    if (misses > this.missing[set]! || (misses === this.missing[set]! && costs >= this.cost[set]!)) return;
    this.missing[set] = misses;
    this.cost[set] = costs;
  }
}

/** The lowest task of a set. */
export const firstOf = (tasks: number) => 31 - Math.clz32(tasks & -tasks);
