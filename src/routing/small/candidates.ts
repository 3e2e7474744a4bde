import type { Problem } from '../../model/problem.ts';
import { breaksFreely } from '../state/bonds.ts';
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
  private readonly problem: Problem;
  private readonly judge: Judge;
  private readonly listing: Listing;
  /** Per type and set of tasks. */
  private readonly found = new Map<number, Candidate[]>();
  private readonly onlyTogether: Candidate[] = [];
  private readonly types: number;
  private readonly balance: 'none' | 'max' | 'spread';
  /** Tasks that wait for others or are waited for: their routes are judged together with others only. */
  private readonly linked: number;

  constructor(problem: Problem, judge: Judge, listing: Listing) {
    const { rich, types } = problem;
    this.problem = problem;
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
    const isLinked = (served & linked) !== 0;
    if (!judge.route(type, steps, length)) {
      // Waiting for others it may leave at another time, and have room by that for its breaks.
      if (isLinked && breaksFreely(this.problem, type))
        this.onlyTogether.push({ type, served, cost: 0, share: 0, steps: steps.slice(0, length) });
      return;
    }
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

  /** All that are needed, cheapest first; last come those that are feasible together with others at most. */
  list(): Candidate[] {
    const all = [...this.found.values()].flat().sort((a, b) => a.cost - b.cost);
    return [...this.withoutSpare(all), ...this.onlyTogether];
  }

  /**
   * Of those with the same tasks, each of another type of vehicle, one more than a plan may have routes beside them: one of these
   * types is free then. Not where balance counts.
   */
  private withoutSpare(cheapestFirst: Candidate[]): Candidate[] {
    const { tasks } = this.problem;
    if (this.balance !== 'none') return cheapestFirst;
    const seen = new Int32Array(1 << tasks);
    return cheapestFirst.filter(({ served }) => {
      if ((served & this.linked) !== 0) return true;
      return seen[served]!++ <= tasks - sizeOf(served);
    });
  }

  /** Whether a route is as good as another with the same tasks, whatever the rest of the plan. */
  private isAsGood(cost: number, share: number, otherCost: number, otherShare: number): boolean {
    if (cost > otherCost) return false;
    if (this.balance === 'none' || share === otherShare) return true;
    return this.balance === 'max' && share < otherShare;
  }
}

function sizeOf(tasks: number): number {
  let size = 0;
  for (let left = tasks; left !== 0; left &= left - 1) size++;
  return size;
}
