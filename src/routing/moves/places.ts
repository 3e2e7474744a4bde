import { BIG } from '../../model/problem.ts';
import type { Tours } from '../state/tours.ts';
import { type Blinks, GAPS } from './blinks.ts';
import type { NearRoutes } from './near-routes.ts';
import { mostSaved } from './saving.ts';

/** Routes of up to this many tasks are looked at as a whole: as quick as by way of neighbours, and misses nothing. */
const WHOLE_ROUTE = 48;

/**
 * The places looked at for a task where each is simulated: on the routes of its nearest neighbours, all places of short
 * routes, of long ones the ends and those beside the neighbours.
 */
export class Places {
  /** Places found by `collect`: added arcs, a lower bound of the added cost, and where. See `addLateness`. */
  readonly placeDelta: Float64Array;
  /** What may be saved can be far more than any arc costs. */
  readonly placeBound: Float64Array;
  readonly placeSlot: Int32Array;
  readonly placeAfter: Int32Array;
  /** Whether lateness is in the first two. */
  private readonly placeTold: Uint8Array;

  private readonly tours: Tours;
  private readonly blinks: Blinks;
  private readonly routes: NearRoutes;
  /** Of the task that `collect` is at: bound of the cost, places so far, last close, and first open plus service. */
  private most = 0;
  private count = 0;
  private closes = 0;
  private done = 0;

  constructor(tours: Tours, routes: NearRoutes, blinks: Blinks) {
    this.tours = tours;
    this.blinks = blinks;
    this.routes = routes;
    // All of a short route for each neighbour; of long ones two places beside each and two ends.
    const row = () => new Int32Array(routes.width * (WHOLE_ROUTE + 1));
    this.placeDelta = new Float64Array(routes.width * (WHOLE_ROUTE + 1));
    this.placeBound = new Float64Array(routes.width * (WHOLE_ROUTE + 1));
    this.placeSlot = row();
    this.placeAfter = row();
    this.placeTold = new Uint8Array(routes.width * (WHOLE_ROUTE + 1));
  }

  /**
   * Places on the routes of the nearest neighbours that windows do not rule out at once, cheaper than `most` but for
   * what waiting they may save; returns how many. Of long routes only the ends and what is beside neighbours.
   */
  collect(task: number, most: number): number {
    const { tours } = this;
    const { slots, width } = this.routes;
    const { size, type: types, first, last, next, prev, route, problem } = tours;
    const { near, nearest } = problem;
    const routes = this.routes.withRoom(task);
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
      for (let k = 0; k < width; k++) {
        const v = near[task * nearest + k]!;
        if (route[v] !== slot) continue;
        if (next[v]! >= 0 && this.looks()) this.list(task, slot, type, v, next[v]!);
        // What lies between two neighbours is listed from the first of them.
        if (prev[v]! >= 0 && this.looks()) this.list(task, slot, type, prev[v]!, v);
      }
    }
    const { count, placeDelta, placeBound, placeSlot, placeAfter } = this;
    for (let i = 0; i < count; i++)
      placeBound[i] = placeDelta[i]! - Math.ceil(mostSaved(tours, task, placeSlot[i]!, placeAfter[i]!));
    this.placeTold.fill(tours.exact?.lateness == null ? 1 : 0, 0, count);
    return count;
  }

  /**
   * Adds what lateness a place brings, as far as it may still cost less than `most`, to what it adds: true where that is more than was
   * known. Asked for only of places that are the cheapest without.
   */
  addLateness(task: number, i: number, most: number): boolean {
    if (this.placeTold[i] === 1) return false;
    this.placeTold[i] = 1;
    const { tours, placeDelta, placeBound } = this;
    const late = tours.exact!.lateness!;
    const slot = this.placeSlot[i]!;
    const after = this.placeAfter[i]!;
    const type = tours.type[slot]!;
    // Who is late anyway may leave later, and save more than the time a stop takes.
    const least = placeDelta[i]! - Math.ceil(Math.max(0, tours.idle[slot]!));
    // Costs from BIG on count as less than they are: all of it is needed to tell such places apart.
    const added = late.added(task, slot, type, after, most < BIG ? most - least : Number.POSITIVE_INFINITY);
    if (added === 0) return false;
    placeDelta[i] = placeDelta[i]! + added;
    const sure = late.bounds(slot) ? added : late.own(task, slot, type, after);
    // What costs more than BIG counts as less, see `Exact`.
    placeBound[i] = Math.max(placeBound[i]!, Math.min(BIG, least + sure));
    return true;
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
    const { placeDelta, placeSlot, placeAfter } = this;
    const { next, into, first, out, early, late, idle, problem } = tours;
    const { nodes, arcs, arcsTo, costClass, startNode, endNode, service, features } = problem;
    const { timed } = features;
    const { gaps } = blinks;
    const row = (costClass[type]! * nodes + task) * nodes;
    // Filling a gap can save what waiting costs now.
    const credit = Math.ceil(Math.max(0, idle[slot]!));
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
    const bound = delta - Math.ceil(Math.max(0, tours.idle[slot]!));
    if (bound >= this.most) return;
    this.placeDelta[count] = delta;
    this.placeSlot[count] = slot;
    this.placeAfter[count] = after;
    this.count++;
  }
}
