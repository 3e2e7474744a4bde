import { NOWHERE, type Tours } from '../state/tours.ts';
import { extraCost } from './feasible.ts';
import { travelAdded } from './saving.ts';

/** Places that are simulated for a task on one route, and on all of them: mostly one that finds none is a task too many. */
const MOST_PER_ROUTE = 6;
const MOST = 240;

/** Places on any route, the cheapest by their arcs first, for a task that finds none near where each takes a simulation. */
export class Everywhere {
  private readonly tours: Tours;
  /** Of the route looked at: what their arcs add less what the route may save, and where. */
  private readonly bound: Float64Array;
  private readonly after: Int32Array;
  private count = 0;
  /** Places that may still be tried, on the route and in all. */
  private left = 0;
  private leftInAll = 0;
  /** Trials judged when a place was given last: only what is simulated counts. */
  private judged = 0;

  constructor(tours: Tours) {
    const { visits } = tours.problem;
    this.tours = tours;
    this.bound = new Float64Array(visits + 1);
    this.after = new Int32Array(visits + 1);
  }

  /** Before the first route for a task. */
  begin(): void {
    this.leftInAll = MOST;
    this.judged = this.tours.exact!.judged;
  }

  /** Collects the places of a route that constant-time conditions allow, below `most`. */
  look(visit: number, slot: number, type: number, most: number): void {
    const { tours, bound, after } = this;
    const { problem, next, into } = tours;
    const { nodes, arcs, arcsTo } = problem;
    const row = (problem.costClass[type]! * nodes + visit) * nodes;
    const credit = Math.max(0, tours.idle[slot]!);
    this.left = MOST_PER_ROUTE;
    this.count = 0;
    let at = -1;
    let from = problem.startNode[type]!;
    for (let to = tours.first[slot]!; this.leftInAll > 0; to = next[to]!) {
      const isEnd = to < 0;
      const replaced = isEnd ? tours.out[slot]! : into[to]!;
      const delta = arcsTo[row + from]! + arcs[row + (isEnd ? problem.endNode[type]! : to)]! - replaced;
      if (delta < most + credit && this.mayBe(visit, slot, type, at, to)) {
        bound[this.count] = delta - credit;
        after[this.count++] = at;
      }
      if (isEnd) return;
      at = from = to;
    }
  }

  private mayBe(visit: number, slot: number, type: number, after: number, before: number): boolean {
    const { tours } = this;
    const hours = tours.exact!.hours;
    if (extraCost(tours, visit, slot, type, after, before) >= NOWHERE) return false;
    return (
      hours === null || hours.lets(slot, type, travelAdded(tours, visit, slot, after), tours.problem.service[visit]!)
    );
  }

  /** The cheapest place left below `most`: the visit before it, or -1 for the start; -2: none. */
  next(most: number): number {
    const { bound, count } = this;
    const { judged } = this.tours.exact!;
    if (judged > this.judged) {
      this.left--;
      this.leftInAll--;
      this.judged = judged;
    }
    if (this.left <= 0 || this.leftInAll <= 0) return -2;
    let cheapest = -1;
    let least = most;
    for (let i = 0; i < count; i++) {
      if (bound[i]! >= least) continue;
      least = bound[i]!;
      cheapest = i;
    }
    if (cheapest < 0) return -2;
    bound[cheapest] = Number.POSITIVE_INFINITY;
    return this.after[cheapest]!;
  }
}
