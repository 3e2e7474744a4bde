import type { Problem } from '../../model/problem.ts';
import { NOWHERE, type Tours } from '../state/tours.ts';
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
  /** Type x type: 1 where the schedule of a route does not depend on which of them drives it. */
  private readonly alike: Uint8Array;
  /** Type x type: what a route costs more with the second than with the first, at least. */
  private readonly dearer: Float64Array;

  /** Null where no route can be driven by another type without a look at its times. */
  static for(tours: Tours, routes: NearRoutes): Upgrades | null {
    const alike = alikeTypes(tours.problem);
    const { types } = tours.problem;
    return alike.some((is, k) => is === 1 && k % (types + 1) !== 0) ? new Upgrades(tours, routes, alike) : null;
  }

  private constructor(tours: Tours, routes: NearRoutes, alike: Uint8Array) {
    this.tours = tours;
    this.routes = routes;
    this.alike = alike;
    this.dearer = leastDearer(tours.problem);
  }

  /** Whether a route can be driven by another type without a look at its times. */
  private areAlike(type: number, other: number): boolean {
    return this.alike[type * this.tours.problem.types + other] === 1;
  }

  /** Looks for the cheapest place below `bound` on the full routes that were listed last; whether there is one. */
  find(visit: number, bound: number): boolean {
    const { tours, routes } = this;
    const { types } = tours.problem;
    const counted = 1 - tours.excess.rebate;
    this.cost = bound;
    this.slot = -1;
    for (let i = 0; i < routes.fullCount; i++) {
      const slot = routes.full[i]!;
      const now = tours.type[slot]!;
      for (let type = 0; type < types; type++) {
        if (type === now || counted * this.dearer[now * types + type]! >= this.cost) continue;
        if (tours.used[type]! >= tours.available[type]! || !this.areAlike(now, type)) continue;
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

/**
 * Fixed costs decide between types where one has no cheaper arcs than the other: told by those from their start. Elsewhere nothing is
 * known: below any cost.
 */
function leastDearer(problem: Problem): Float64Array {
  const { types, nodes, stops, arcs, costClass, startNode, endNode, fixed } = problem;
  const dearer = new Float64Array(types * types).fill(-NOWHERE);
  const fromStart = (type: number) => (costClass[type]! * nodes + startNode[type]!) * nodes;
  for (let a = 0; a < types; a++) {
    for (let b = 0; b < types; b++) {
      if (startNode[a] !== startNode[b] || endNode[a] !== endNode[b]) continue;
      let isDearer = true;
      if (costClass[a] !== costClass[b])
        for (let v = 0; v < stops && isDearer; v++) isDearer = arcs[fromStart(b) + v]! >= arcs[fromStart(a) + v]!;
      if (isDearer) dearer[a * types + b] = fixed[b]! - fixed[a]!;
    }
  }
  return dearer;
}

function alikeTypes(problem: Problem): Uint8Array {
  const { types, features } = problem;
  const { durationClass, startNode, endNode, opens, closes, waitPrice, maxDuty, maxDriving, maxDistance } = problem;
  const { distanceClass, maxTasks, backhauls } = problem;
  const times = [durationClass, startNode, endNode, opens, closes, waitPrice, maxDuty];
  const tables = [...times, maxDriving, maxDistance, distanceClass, maxTasks];
  const timeless = !features.timed && !features.limits;
  const alike = new Uint8Array(types * types);
  for (let a = 0; a < types; a++) {
    for (let b = 0; b < types; b++) {
      const isSame = timeless || tables.every((table) => table[a] === table[b]);
      alike[a * types + b] = isSame && backhauls[a] === backhauls[b] ? 1 : 0;
    }
  }
  return alike;
}
