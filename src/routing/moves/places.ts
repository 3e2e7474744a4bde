import { nextStamp } from '../../kit/stamps.ts';
import type { Tours } from '../state/tours.ts';
import { type Blinks, GAPS } from './blinks.ts';
import { hasRoom } from './feasible.ts';

/** Routes of up to this many tasks are looked at as a whole: as quick as by way of neighbours, and misses nothing. */
const WHOLE_ROUTE = 48;

/**
 * The places looked at for a task: on the routes of its nearest neighbours, all places of short routes, of long ones the
 * ends and those beside the neighbours. These are the kernels of the search: flat loops with few calls, so that the bases
 * of the tables stay in registers.
 */
export class Places {
  /** The place found by `cheapest`. */
  slot = -1;
  after = -1;
  /** Places found by `collect`: added arcs, a lower bound of the added cost, and where. */
  readonly placeDelta: Int32Array;
  readonly placeBound: Int32Array;
  readonly placeSlot: Int32Array;
  readonly placeAfter: Int32Array;

  private readonly tours: Tours;
  private readonly blinks: Blinks;
  private readonly width: number;
  /** Per slot, from 1: the round in which it was listed; entry 0 stands for no route. */
  private readonly seen: Int32Array;
  private round = 0;
  /** Routes that `screen` lists. */
  private readonly slots: Int32Array;
  /** One dimension, no mixed loads, everyone may serve everything: the room left decides on a route. */
  private readonly simple: boolean;
  /** Of the task that `collect` is at: bound of the cost, places so far, last close, and first open plus service. */
  private most = 0;
  private count = 0;
  private closes = 0;
  private done = 0;

  /** @param width how many neighbours are looked at, at most `problem.nearest` */
  constructor(tours: Tours, blinks: Blinks, width: number) {
    const { problem } = tours;
    this.tours = tours;
    this.blinks = blinks;
    this.width = Math.min(width, problem.nearest);
    this.seen = new Int32Array(tours.slots + 1);
    this.slots = new Int32Array(this.width + 2);
    const { mixedLoads, exact, backhauls } = problem.features;
    this.simple = problem.dimensions === 1 && !mixedLoads && !exact && !backhauls && !problem.allowed.includes(0);
    // All of a short route for each neighbour; of long ones two places beside each and two ends.
    const row = () => new Int32Array(this.width * (WHOLE_ROUTE + 1));
    this.placeDelta = row();
    this.placeBound = row();
    this.placeSlot = row();
    this.placeAfter = row();
  }

  /**
   * Lists the routes of the nearest neighbours that have room for the task, in `slots`; returns how many. `listRoutes`
   * has no branch to be guessed wrong: which neighbours share a route looks random to the processor.
   */
  private screen(task: number): number {
    const { tours, slots, simple } = this;
    const { room, problem } = tours;
    const { dimensions } = problem;
    this.begin();
    const distinct = this.listRoutes(task, this.width, 0);
    let count = 0;
    if (simple) {
      const need = problem.delivered[task * dimensions]! + problem.picked[task * dimensions]!;
      for (let i = 0; i < distinct; i++) {
        const slot = slots[i]!;
        slots[count] = slot;
        if (room[slot]! >= need) count++;
      }
      return count;
    }
    for (let i = 0; i < distinct; i++) {
      const slot = slots[i]!;
      slots[count] = slot;
      if (hasRoom(tours, task, slot, tours.type[slot]!)) count++;
    }
    return count;
  }

  /** Starts a list of routes. */
  private begin(): void {
    this.round = nextStamp(this.seen, this.round);
    this.seen[0] = this.round; // where absent tasks end up
  }

  /** Appends the routes of a stop's nearest neighbours to `slots[count..]`; returns the new count. */
  private listRoutes(stop: number, width: number, count: number): number {
    const { tours, seen, slots, round } = this;
    const { route, problem } = tours;
    const { near, nearest } = problem;
    const list = stop * nearest;
    let distinct = count;
    for (let k = 0; k < width; k++) {
      const slot = route[near[list + k]!]!;
      const differs = seen[slot + 1]! ^ round;
      seen[slot + 1] = round;
      slots[distinct] = slot;
      distinct += (differs | -differs) >>> 31;
    }
    return distinct;
  }

  /** Lists the routes near either of two stops in `routes`; returns how many. */
  routesNear(stop: number, other: number): number {
    this.begin();
    const half = (this.width + 1) >> 1;
    return this.listRoutes(other, half, this.listRoutes(stop, half, 0));
  }

  /** Routes that `routesNear` lists. */
  get routes(): Int32Array {
    return this.slots;
  }

  /** The cheapest place where cost alone decides, if one costs less than `bound`: `slot`, `after` and the arcs tell it. */
  cheapest(task: number, bound: number): boolean {
    const { tours, slots, blinks, width } = this;
    const { next, into, first, size, out, type: types, problem } = tours;
    const { nodes, arcs, arcsTo, costClass, startNode, endNode } = problem;
    const { gaps } = blinks;
    const count = this.screen(task);
    let { left, cursor } = blinks;
    let best = bound;
    this.slot = -1;
    for (let i = 0; i < count; i++) {
      const slot = slots[i]!;
      const type = types[slot]!;
      const row = (costClass[type]! * nodes + task) * nodes;
      let steps = size[slot]! > WHOLE_ROUTE ? 0 : size[slot]!;
      let after = -1;
      let from = startNode[type]!;
      let to = first[slot]!;
      let bestAfter = -2;
      for (; steps > 0; steps--) {
        if (--left > 0) {
          const cost = arcsTo[row + from]! + arcs[row + to]! - into[to]!;
          if (cost < best) {
            best = cost;
            bestAfter = after;
          }
        } else left = gaps[(cursor = (cursor + 1) & (GAPS - 1))]!;
        after = from = to;
        to = next[to]!;
      }
      if (to < 0) {
        const cost = arcsTo[row + from]! + arcs[row + endNode[type]!]! - out[slot]!;
        if (cost < best) {
          best = cost;
          bestAfter = after;
        }
      }
      if (bestAfter > -2) {
        this.slot = slot;
        this.after = bestAfter;
      }
    }
    blinks.left = left;
    blinks.cursor = cursor;
    for (let i = 0; i < count; i++)
      if (size[slots[i]!]! > WHOLE_ROUTE) best = this.nearLong(task, slots[i]!, width, best);
    return this.slot >= 0;
  }

  /** Places of a long route: its ends, and those beside the task's neighbours on it. Returns the lowest cost so far. */
  private nearLong(task: number, slot: number, width: number, bound: number): number {
    const { tours, blinks } = this;
    const { next, prev, into, route, problem } = tours;
    const { nodes, arcs, arcsTo, costClass, startNode, endNode, near, nearest } = problem;
    const { gaps } = blinks;
    const type = tours.type[slot]!;
    const row = (costClass[type]! * nodes + task) * nodes;
    let { left, cursor } = blinks;
    let best = bound;
    const head = tours.first[slot]!;
    const tail = tours.last[slot]!;
    let cost = arcsTo[row + startNode[type]!]! + arcs[row + head]! - into[head]!;
    if (cost < best) {
      best = cost;
      this.slot = slot;
      this.after = -1;
    }
    cost = arcsTo[row + tail]! + arcs[row + endNode[type]!]! - tours.out[slot]!;
    if (cost < best) {
      best = cost;
      this.slot = slot;
      this.after = tail;
    }
    for (let k = 0; k < width; k++) {
      const v = near[task * nearest + k]!;
      if (route[v] !== slot) continue;
      for (let side = 0; side < 2; side++) {
        const after = side === 0 ? v : prev[v]!;
        const before = side === 0 ? next[v]! : v;
        if (after < 0 || before < 0) continue;
        if (--left > 0) {
          cost = arcsTo[row + after]! + arcs[row + before]! - into[before]!;
          if (cost < best) {
            best = cost;
            this.slot = slot;
            this.after = after;
          }
        } else left = gaps[(cursor = (cursor + 1) & (GAPS - 1))]!;
      }
    }
    blinks.left = left;
    blinks.cursor = cursor;
    return best;
  }

  /**
   * Places on the routes of the nearest neighbours that windows do not rule out at once, cheaper than `most` but for
   * what waiting they may save; returns how many. Of long routes only the ends and what is beside neighbours.
   */
  collect(task: number, most: number): number {
    const { tours, slots } = this;
    const { size, type: types, first, last, next, prev, route, problem } = tours;
    const { near, nearest } = problem;
    const routes = this.screen(task);
    this.most = most;
    this.count = 0;
    this.closes = problem.windowCloses[problem.windowStart[task + 1]! - 1]!;
    this.done = problem.windowOpens[problem.windowStart[task]!]! + problem.service[task]!;
    for (let i = 0; i < routes; i++) {
      const slot = slots[i]!;
      const type = types[slot]!;
      if (size[slot]! <= WHOLE_ROUTE) {
        this.listRoute(task, slot, type);
        continue;
      }
      this.list(task, slot, type, -1, first[slot]!);
      this.list(task, slot, type, last[slot]!, -1);
      for (let k = 0; k < this.width; k++) {
        const v = near[task * nearest + k]!;
        if (route[v] !== slot) continue;
        if (next[v]! >= 0 && this.looks()) this.list(task, slot, type, v, next[v]!);
        // What lies between two neighbours is listed from the first of them.
        if (prev[v]! >= 0 && this.looks()) this.list(task, slot, type, prev[v]!, v);
      }
    }
    return this.count;
  }

  private looks(): boolean {
    const { blinks } = this;
    if (--blinks.left > 0) return true;
    blinks.cursor = (blinks.cursor + 1) & (GAPS - 1);
    blinks.left = blinks.gaps[blinks.cursor]!;
    return false;
  }

  /** All places of a route. Those before the task can begin, or after it must have, are passed over. */
  private listRoute(task: number, slot: number, type: number): void {
    const { tours, blinks, done, closes, most } = this;
    const { placeDelta, placeBound, placeSlot, placeAfter } = this;
    const { next, into, first, out, early, late, extra, problem } = tours;
    const { nodes, arcs, arcsTo, costClass, startNode, endNode, service, features } = problem;
    const { timed } = features;
    const { gaps } = blinks;
    const row = (costClass[type]! * nodes + task) * nodes;
    // Filling a gap can save what waiting costs now.
    const credit = Math.ceil(Math.max(0, extra[slot]!));
    let { left, cursor } = blinks;
    let { count } = this;
    let after = -1;
    let from = startNode[type]!;
    let to = first[slot]!;
    for (;;) {
      if (!timed || to < 0 || late[to]! >= done) {
        if (--left > 0) {
          const delta =
            arcsTo[row + from]! + arcs[row + (to >= 0 ? to : endNode[type]!)]! - (to >= 0 ? into[to]! : out[slot]!);
          if (delta - credit < most) {
            placeDelta[count] = delta;
            placeBound[count] = delta - credit;
            placeSlot[count] = slot;
            placeAfter[count++] = after;
          }
        } else left = gaps[(cursor = (cursor + 1) & (GAPS - 1))]!;
      }
      if (to < 0 || (timed && early[to]! + service[to]! > closes)) break;
      after = from = to;
      to = next[to]!;
    }
    blinks.left = left;
    blinks.cursor = cursor;
    this.count = count;
  }

  /** One place. */
  private list(task: number, slot: number, type: number, after: number, before: number): void {
    const { tours, count } = this;
    const { problem } = tours;
    const { nodes, arcs, arcsTo, costClass, startNode, endNode } = problem;
    if (problem.features.timed) {
      if (after >= 0 && tours.early[after]! + problem.service[after]! > this.closes) return;
      if (before >= 0 && tours.late[before]! < this.done) return;
    }
    const row = (costClass[type]! * nodes + task) * nodes;
    const arcIn = arcsTo[row + (after >= 0 ? after : startNode[type]!)]!;
    const arcOut = arcs[row + (before >= 0 ? before : endNode[type]!)]!;
    const delta = arcIn + arcOut - (before >= 0 ? tours.into[before]! : tours.out[slot]!);
    const bound = delta - Math.ceil(Math.max(0, tours.extra[slot]!));
    if (bound >= this.most) return;
    this.placeDelta[count] = delta;
    this.placeBound[count] = bound;
    this.placeSlot[count] = slot;
    this.placeAfter[count] = after;
    this.count++;
  }
}
