import type { Problem } from '../../model/problem.ts';
import type { Judge } from './judge.ts';
import type { Listing } from './listing.ts';

/** A route that a best plan may have. */
export interface Candidate {
  type: number;
  /** Its tasks, a bit each. */
  served: number;
  /** Ticks it costs in any plan, at least. */
  cost: number;
  /** What balance is measured by. */
  share: number;
  /** Visits, or -1 - site for a reload. */
  steps: Int32Array;
}

/** Collects the routes that a best plan may have: of those with the same tasks, the cheapest, and what may be better for others. */
export class Candidates {
  private readonly judge: Judge;
  private readonly listing: Listing;
  /** Per type and set of tasks. */
  private readonly found = new Map<number, Candidate[]>();
  private readonly types: number;
  private readonly balance: 'none' | 'max' | 'spread';
  /** Tasks that wait for others or are waited for: their routes are judged together with others only. */
  private readonly linked: number;

  constructor(problem: Problem, judge: Judge, listing: Listing) {
    const { rich, types } = problem;
    this.judge = judge;
    this.listing = listing;
    this.types = types;
    this.balance = rich?.balance?.measure ?? 'none';
    let linked = 0;
    for (const lists of rich === null ? [] : [rich.before, rich.after])
      for (const task of lists.items) linked |= 1 << task;
    this.linked = linked;
  }

  /** Judges the route listed last. */
  consider(type: number): void {
    const { judge, listing, found, types, linked } = this;
    const { steps, served, length } = listing;
    if (!judge.route(type, steps, length)) return;
    const isLinked = (served & linked) !== 0;
    // Waiting for others may fill up a minimum of hours, and it may save costs.
    if (judge.isShort && !isLinked) return;
    const cost = isLinked ? 0 : judge.cost;
    const { share } = judge;
    const candidate = () => ({ type, served, cost, share, steps: steps.slice(0, length) });
    const known = found.get(served * types + type);
    if (known === undefined) {
      found.set(served * types + type, [candidate()]);
      return;
    }
    if (!isLinked) {
      if (known.some((other) => this.isAsGood(other.cost, other.share, cost, share))) return;
      const left = known.filter((other) => !this.isAsGood(cost, share, other.cost, other.share));
      known.splice(0, known.length, ...left);
    }
    known.push(candidate());
  }

  /** All, cheapest first. */
  list(): Candidate[] {
    return [...this.found.values()].flat().sort((a, b) => a.cost - b.cost);
  }

  /** Whether a route is as good as another with the same tasks, whatever the rest of the plan. */
  private isAsGood(cost: number, share: number, otherCost: number, otherShare: number): boolean {
    if (cost > otherCost) return false;
    if (this.balance === 'none' || share === otherShare) return true;
    return this.balance === 'max' && share < otherShare;
  }
}
