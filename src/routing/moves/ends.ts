import { NOWHERE, type Tours } from '../state/tours.ts';
import { extraCost } from './feasible.ts';
import type { NearRoutes } from './near-routes.ts';

/**
 * Places at the start and the end of any route, for a stop whose neighbours' routes are all full. Where depots are far and
 * routes short, a stop on the way of a route to somewhere else is near none of its stops and yet costs it next to nothing:
 * a search that never looks there ends with routes too many.
 */
export class Ends {
  /** The place found last. */
  slot = -1;
  after = -1;
  /** What it costs beyond its arcs. */
  extra = 0;
  private readonly tours: Tours;
  private readonly routes: NearRoutes;
  /** Cost alone decides on a place. */
  private readonly plain: boolean;

  constructor(tours: Tours, routes: NearRoutes) {
    const { features } = tours.problem;
    this.tours = tours;
    this.routes = routes;
    this.plain = !features.timed && !features.mixedLoads && !features.limits;
  }

  /** Looks for the cheapest feasible place below `bound`; whether there is one. */
  find(visit: number, bound: number): boolean {
    const { tours, routes } = this;
    const { problem, into, first, last, out, size, type: types } = tours;
    const { nodes, arcs, arcsTo, costClass, startNode, endNode } = problem;
    this.slot = -1;
    let least = bound;
    // Routes lie close together at the beginning of the slots.
    for (let slot = 0, left = tours.usedVehicles; left > 0; slot++) {
      if (size[slot] === 0) continue;
      left--;
      if (!routes.fits(visit, slot)) continue;
      const type = types[slot]!;
      const row = (costClass[type]! * nodes + visit) * nodes;
      const [head, tail] = [first[slot]!, last[slot]!];
      const atStart = arcsTo[row + startNode[type]!]! + arcs[row + head]! - into[head]!;
      const atEnd = arcsTo[row + tail]! + arcs[row + endNode[type]!]! - out[slot]!;
      if (atStart < least) least = this.take(visit, slot, type, -1, head, atStart, least);
      if (atEnd < least) least = this.take(visit, slot, type, tail, -1, atEnd, least);
    }
    return this.slot >= 0;
  }

  /** Takes a place if it is feasible and cheaper; returns what is to be beaten then. @param delta what its arcs add */
  private take(
    visit: number,
    slot: number,
    type: number,
    after: number,
    before: number,
    delta: number,
    least: number,
  ): number {
    const extra = this.plain ? 0 : extraCost(this.tours, visit, slot, type, after, before);
    if (extra >= NOWHERE || delta + extra >= least) return least;
    this.slot = slot;
    this.after = after;
    this.extra = extra;
    return delta + extra;
  }
}
