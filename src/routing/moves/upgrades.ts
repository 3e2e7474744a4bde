import { BIG } from '../../model/problem.ts';
import { NOWHERE, type Tours } from '../state/tours.ts';
import { Alike } from './alike.ts';
import { extraCost, hasRoom, peakOfAll } from './feasible.ts';
import type { NearRoutes } from './near-routes.ts';

/**
 * Places on routes near a stop that have no room for it, with a vehicle of another type that has: what a fleet of several
 * sizes costs is decided by which load goes with which vehicle, so a route and its vehicle change together (as in Vidal et
 * al. 2014, doi 10.1016/j.ejor.2013.09.045, where a route costs what the best vehicle for it does).
 */
export class Upgrades {
  /** The place found last. */
  slot = -1;
  after = -1;
  type = -1;
  cost = NOWHERE;
  private readonly tours: Tours;
  private readonly routes: NearRoutes;
  private readonly alike: Alike;

  /** Null where no route can be driven by another type without a look at its times. */
  static for(tours: Tours, routes: NearRoutes): Upgrades | null {
    const alike = new Alike(tours.problem);
    return alike.any ? new Upgrades(tours, routes, alike) : null;
  }

  private constructor(tours: Tours, routes: NearRoutes, alike: Alike) {
    this.tours = tours;
    this.routes = routes;
    this.alike = alike;
  }

  /** Looks for the cheapest place below `bound` on the full routes that were listed last; whether there is one. */
  find(visit: number, bound: number): boolean {
    const { tours, routes, alike } = this;
    const counted = 1 - tours.excess.rebate;
    this.cost = bound;
    this.slot = -1;
    for (let i = 0; i < routes.fullCount; i++) {
      const slot = routes.full[i]!;
      const now = tours.type[slot]!;
      const types = alike.types[now]!;
      for (let k = 0; k < types.length; k++) {
        const type = types[k]!;
        if (type === now || tours.used[type]! >= tours.available[type]!) continue;
        if (counted * alike.dearer(now, type) >= this.cost) continue;
        if (!hasRoom(tours, visit, slot, type) || !carriesPeaks(tours, slot, type)) continue;
        if (!routes.restricted || mayDrive(tours, slot, type)) this.tryRoute(visit, slot, type);
      }
    }
    return this.slot >= 0;
  }

  /** All places of a route, for a vehicle of the type. */
  private tryRoute(visit: number, slot: number, type: number): void {
    const { tours } = this;
    const { next, into, problem } = tours;
    const { nodes, arcs, arcsTo, costClass, startNode, endNode, features } = problem;
    const base = costClass[type]! * nodes * nodes;
    const row = base + visit * nodes;
    const plain = !features.timed && !features.mixedLoads && !features.limits;
    // What the other vehicle makes dearer, without the visit.
    let change = tours.fixed[type]! - tours.fixed[tours.type[slot]!]! - tours.out[slot]!;
    // Where the other is not paid while it waits, `extraCost` knows nothing of what waiting costs now.
    if (features.duty && problem.waitPrice[type] === 0 && problem.maxDuty[type]! >= BIG) change -= tours.extra[slot]!;
    let best = NOWHERE;
    let bestAfter = -1;
    let after = -1;
    let from = startNode[type]!;
    for (let to = tours.first[slot]!; ; to = next[to]!) {
      const node = to >= 0 ? to : endNode[type]!;
      const arc = arcs[base + from * nodes + node]!;
      change += arc - (to >= 0 ? into[to]! : 0);
      let delta = arcsTo[row + from]! + arcs[row + node]! - arc;
      if (delta < best && !plain) delta += extraCost(tours, visit, slot, type, after, to);
      if (delta < best) {
        best = delta;
        bestAfter = after;
      }
      if (to < 0) break;
      after = from = to;
    }
    if (best >= NOWHERE || change + best >= this.cost) return;
    this.cost = change + best;
    this.slot = slot;
    this.after = bestAfter;
    this.type = type;
  }
}

/** Whether a vehicle of the type carries what is on board of a route where loads go up and down: it may be smaller, if only it may serve the visit. */
function carriesPeaks(tours: Tours, slot: number, type: number): boolean {
  const { features, dimensions, capacity } = tours.problem;
  if (!features.mixedLoads) return true;
  for (let d = 0; d < dimensions; d++) if (peakOfAll(tours, slot, d) > capacity[type * dimensions + d]!) return false;
  return true;
}

/** Whether a vehicle of the type may go everywhere on a route. */
export function mayDrive({ problem, next, first }: Tours, slot: number, type: number): boolean {
  const { allowed, visits } = problem;
  for (let v = first[slot]!; v >= 0; v = next[v]!) if (allowed[type * visits + v] === 0) return false;
  return true;
}

/** What a route costs with a vehicle of the type, but for what waiting costs. */
export function costAs({ problem, fixed, next, first }: Tours, slot: number, type: number): number {
  const { nodes, arcs, costClass, startNode, endNode } = problem;
  const base = costClass[type]! * nodes * nodes;
  let cost = fixed[type]!;
  let from = startNode[type]!;
  for (let v = first[slot]!; v >= 0; v = next[v]!) {
    cost += arcs[base + from * nodes + v]!;
    from = v;
  }
  return cost + arcs[base + from * nodes + endNode[type]!]!;
}
