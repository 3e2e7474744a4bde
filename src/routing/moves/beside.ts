import type { Tours } from '../state/tours.ts';
import { NOWHERE } from '../state/tours.ts';
import type { Blinks } from './blinks.ts';
import { extraCost } from './feasible.ts';
import type { NearRoutes } from './near-routes.ts';

/**
 * A neighbour farther away than this times what the cheapest place so far costs (or saves) is not looked at, nor are those after it: what is
 * beside it is dearer unless it lies on an arc still longer.
 */
const REACH = 2;
/** No place: neither a visit nor the start. */
const NONE = -2;

/**
 * Finds the cheapest place for a stop, on the routes of its nearest neighbours: of short routes all places, of long ones
 * those beside the neighbours and both ends. A place that is overlooked (see `Blinks`) is searched for and then left out of
 * a second search: that needs no look at the blinks in the loops. These are the kernels of the search: flat loops with few
 * calls, so that the bases of the tables stay in registers.
 */
export class Beside {
  /** The place found last, and what it costs beyond its arcs. */
  slot = -1;
  after = -1;
  extra = 0;
  /** Whether routes are short: then all their places are looked at, which takes no longer and misses nothing. */
  wholeRoutes = false;
  private cost = 0;
  private readonly tours: Tours;
  private readonly routes: NearRoutes;
  private readonly blinks: Blinks;
  /** Cost alone decides on a place. */
  private readonly plain: boolean;
  /** `REACH`, or no bound where all stops are neighbours anyway: on a small problem nothing is overlooked. */
  private readonly reach: number;
  /** The place left out. */
  private notSlot = -1;
  private notAfter = -1;

  constructor(tours: Tours, routes: NearRoutes, blinks: Blinks) {
    const { features } = tours.problem;
    this.tours = tours;
    this.routes = routes;
    this.blinks = blinks;
    this.reach = routes.width >= tours.problem.nearest ? Number.POSITIVE_INFINITY : REACH;
    this.plain = !features.timed && !features.mixedLoads && !features.limits;
  }

  /** Looks for the cheapest place that costs less than `bound`; whether there is one. */
  find(visit: number, bound: number): boolean {
    this.notSlot = -1;
    this.search(visit, bound);
    for (let skip = this.blinks.skip(); skip > 0 && this.slot >= 0; skip--) {
      this.notSlot = this.slot;
      this.notAfter = this.after;
      this.search(visit, bound);
    }
    return this.slot >= 0;
  }

  private search(visit: number, bound: number): void {
    const { routes } = this;
    this.slot = -1;
    this.after = -1;
    this.extra = 0;
    this.cost = bound;
    const count = routes.withRoom(visit, !this.wholeRoutes);
    if (this.wholeRoutes) {
      if (this.plain) this.onRoutes(visit, count);
      else this.onRoutesChecked(visit, count);
    } else if (this.plain) {
      this.ends(visit, count);
      this.besideNeighbours(visit);
    } else {
      this.besideNeighboursChecked(visit);
      this.endsChecked(visit, count);
    }
  }

  /** All places of the routes listed. */
  private onRoutes(visit: number, count: number): void {
    const { tours, routes, notSlot, notAfter } = this;
    const { next, into, first, size, out, type: types, problem } = tours;
    const { nodes, arcs, arcsTo, costClass, startNode, endNode } = problem;
    const { slots, need, room, over } = routes;
    const price = tours.excess.loadPrice;
    let best = this.cost;
    for (let i = 0; i < count; i++) {
      const slot = slots[i]!;
      const type = types[slot]!;
      const row = (costClass[type]! * nodes + visit) * nodes;
      const skipped = slot === notSlot ? notAfter : NONE;
      // What the route is above its capacity then, as far as it is for this stop.
      const overload = price * (over === null ? Math.max(0, Math.min(need - room[slot]!, need)) : over[i]!);
      best -= overload;
      let after = -1;
      let from = startNode[type]!;
      let to = first[slot]!;
      let bestAfter = NONE;
      for (let steps = size[slot]!; steps > 0; steps--) {
        const cost = arcsTo[row + from]! + arcs[row + to]! - into[to]!;
        if (cost < best && after !== skipped) {
          best = cost;
          bestAfter = after;
        }
        after = from = to;
        to = next[to]!;
      }
      const cost = arcsTo[row + from]! + arcs[row + endNode[type]!]! - out[slot]!;
      if (cost < best && after !== skipped) {
        best = cost;
        bestAfter = after;
      }
      best += overload;
      if (bestAfter !== NONE) {
        this.slot = slot;
        this.after = bestAfter;
        this.extra = overload;
      }
    }
    this.cost = best;
  }

  /** The same where a place must be checked; those before the task can begin, or after it must have, are passed over. */
  private onRoutesChecked(visit: number, count: number): void {
    const { tours, routes } = this;
    const { next, into, first, out, early, late, extra, type: types, problem } = tours;
    const { nodes, arcs, arcsTo, costClass, startNode, endNode, service, features } = problem;
    const { slots, need, room, over } = routes;
    const { timed } = features;
    const price = tours.excess.loadPrice;
    const closes = problem.windowCloses[problem.windowStart[visit + 1]! - 1]!;
    const done = problem.windowOpens[problem.windowStart[visit]!]! + service[visit]!;
    for (let i = 0; i < count; i++) {
      const slot = slots[i]!;
      const type = types[slot]!;
      const row = (costClass[type]! * nodes + visit) * nodes;
      const overload = price * (over === null ? Math.max(0, Math.min(need - room[slot]!, need)) : over[i]!);
      // Filling a gap can save what waiting costs now.
      const saved = extra[slot]! - overload;
      let after = -1;
      let to = first[slot]!;
      // Stops that must have begun before the task is done come first, for latest begins ascend.
      if (timed) {
        while (to >= 0 && late[to]! < done) {
          after = to;
          to = next[to]!;
        }
      }
      let from = after >= 0 ? after : startNode[type]!;
      for (;;) {
        if (to < 0) {
          const delta = arcsTo[row + from]! + arcs[row + endNode[type]!]! - out[slot]!;
          if (delta < this.cost + saved) this.check(visit, slot, type, after, -1, delta, overload);
          break;
        }
        const delta = arcsTo[row + from]! + arcs[row + to]! - into[to]!;
        if (delta < this.cost + saved) this.check(visit, slot, type, after, to, delta, overload);
        if (timed && early[to]! + service[to]! > closes) break;
        after = from = to;
        to = next[to]!;
      }
    }
  }

  private ends(visit: number, count: number): void {
    const { tours, routes, notSlot, notAfter } = this;
    const { into, out, first, last, type: types, problem } = tours;
    const { nodes, arcs, arcsTo, costClass, startNode, endNode } = problem;
    const { slots } = routes;
    let best = this.cost;
    for (let i = 0; i < count; i++) {
      const slot = slots[i]!;
      const type = types[slot]!;
      const row = (costClass[type]! * nodes + visit) * nodes;
      const head = first[slot]!;
      const tail = last[slot]!;
      const atStart = arcsTo[row + startNode[type]!]! + arcs[row + head]! - into[head]!;
      const atEnd = arcsTo[row + tail]! + arcs[row + endNode[type]!]! - out[slot]!;
      if (atStart < best && (slot !== notSlot || notAfter !== -1)) {
        best = atStart;
        this.slot = slot;
        this.after = -1;
      }
      if (atEnd < best && (slot !== notSlot || notAfter !== tail)) {
        best = atEnd;
        this.slot = slot;
        this.after = tail;
      }
    }
    this.cost = best;
  }

  private besideNeighbours(visit: number): void {
    const { tours, routes, notSlot, notAfter, reach } = this;
    const { next, prev, into, route, type: types, problem } = tours;
    const { nodes, arcs, arcsTo, costClass, near, nearest } = problem;
    const { seen, width } = routes;
    const list = visit * nearest;
    const hasRoom = -routes.round;
    let best = this.cost;
    let bestSlot = this.slot;
    let bestAfter = this.after;
    for (let k = 0; k < width; k++) {
      const v = near[list + k]!;
      const slot = route[v]!;
      if (seen[slot + 1] !== hasRoom) continue;
      const row = (costClass[types[slot]!]! * nodes + visit) * nodes;
      const from = arcsTo[row + v]!;
      const to = arcs[row + v]!;
      if (Math.min(from, to) > reach * Math.abs(best)) break;
      const before = prev[v]!;
      const onward = next[v]!;
      if (before >= 0) {
        const cost = arcsTo[row + before]! + to - into[v]!;
        if (cost < best && (slot !== notSlot || before !== notAfter)) {
          best = cost;
          bestSlot = slot;
          bestAfter = before;
        }
      }
      if (onward >= 0) {
        const cost = from + arcs[row + onward]! - into[onward]!;
        if (cost < best && (slot !== notSlot || v !== notAfter)) {
          best = cost;
          bestSlot = slot;
          bestAfter = v;
        }
      }
    }
    this.cost = best;
    this.slot = bestSlot;
    this.after = bestAfter;
  }

  /** The same where a place must be checked beyond its arcs. */
  private besideNeighboursChecked(visit: number): void {
    const { tours, routes, reach } = this;
    const { next, prev, into, route, early, late, extra, type: types, problem } = tours;
    const { nodes, arcs, arcsTo, costClass, near, nearest, service, features } = problem;
    const { seen, width } = routes;
    const { timed } = features;
    const list = visit * nearest;
    const hasRoom = -routes.round;
    const closes = problem.windowCloses[problem.windowStart[visit + 1]! - 1]!;
    const done = problem.windowOpens[problem.windowStart[visit]!]! + service[visit]!;
    for (let k = 0; k < width; k++) {
      const v = near[list + k]!;
      const slot = route[v]!;
      if (seen[slot + 1] !== hasRoom) continue;
      const type = types[slot]!;
      const row = (costClass[type]! * nodes + visit) * nodes;
      const from = arcsTo[row + v]!;
      const to = arcs[row + v]!;
      if (Math.min(from, to) > reach * Math.abs(this.cost)) break;
      // Filling a gap can save what waiting costs now.
      const most = this.cost + extra[slot]!;
      const before = prev[v]!;
      const onward = next[v]!;
      if (before >= 0 && (!timed || (late[v]! >= done && early[before]! + service[before]! <= closes))) {
        const delta = arcsTo[row + before]! + to - into[v]!;
        if (delta < most) this.check(visit, slot, type, before, v, delta, 0);
      }
      if (onward >= 0 && (!timed || (late[onward]! >= done && early[v]! + service[v]! <= closes))) {
        const delta = from + arcs[row + onward]! - into[onward]!;
        if (delta < most) this.check(visit, slot, type, v, onward, delta, 0);
      }
    }
  }

  private endsChecked(visit: number, count: number): void {
    const { tours, routes } = this;
    const { into, out, first, last, extra, type: types, problem } = tours;
    const { nodes, arcs, arcsTo, costClass, startNode, endNode } = problem;
    const { slots } = routes;
    for (let i = 0; i < count; i++) {
      const slot = slots[i]!;
      const type = types[slot]!;
      const row = (costClass[type]! * nodes + visit) * nodes;
      const head = first[slot]!;
      const tail = last[slot]!;
      const atStart = arcsTo[row + startNode[type]!]! + arcs[row + head]! - into[head]!;
      if (atStart < this.cost + extra[slot]!) this.check(visit, slot, type, -1, head, atStart, 0);
      const atEnd = arcsTo[row + tail]! + arcs[row + endNode[type]!]! - out[slot]!;
      if (atEnd < this.cost + extra[slot]!) this.check(visit, slot, type, tail, -1, atEnd, 0);
    }
  }

  /** Takes a place whose arcs add `delta`, and its load above capacity `overload`, if all the rest lets it be and nothing was cheaper. */
  private check(
    visit: number,
    slot: number,
    type: number,
    after: number,
    before: number,
    delta: number,
    overload: number,
  ): void {
    if (slot === this.notSlot && after === this.notAfter) return;
    const extra = extraCost(this.tours, visit, slot, type, after, before) + overload;
    if (extra >= NOWHERE || delta + extra >= this.cost) return;
    this.cost = delta + extra;
    this.slot = slot;
    this.after = after;
    this.extra = extra;
  }
}
