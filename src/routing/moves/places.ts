import type { Tours } from '../state/tours.ts';
import { type Blinks, GAPS } from './blinks.ts';

/**
 * The places looked at for a task: beside each of its nearest neighbours, and both ends of the routes these are on.
 * The kernels of the search. They are flat loops without a call, so that the bases of the tables stay in registers.
 */
export class Places {
  /** The place found by `cheapest`. */
  slot = -1;
  after = -1;
  arcIn = 0;
  arcOut = 0;
  /** Places found by `collect`: added arcs, a lower bound of the added cost, where, and the two arcs. */
  readonly placeDelta: Int32Array;
  readonly placeBound: Int32Array;
  readonly placeSlot: Int32Array;
  readonly placeAfter: Int32Array;
  readonly placeIn: Int32Array;
  readonly placeOut: Int32Array;

  private readonly tours: Tours;
  private readonly blinks: Blinks;
  private readonly width: number;
  /** All types share one cost class. */
  private readonly single: boolean;
  /** Per slot: `round` where the task does not fit, `round + 1` where it may. */
  private readonly seen: Int32Array;
  /** Per task: the round in which the two arcs below are known. */
  private readonly known: Int32Array;
  private readonly toTask: Int32Array;
  private readonly fromTask: Int32Array;
  private round = 0;
  /** Ranks of neighbours that `screen` lets through; -1 - rank for the ends of its route. */
  private readonly ranks: Int32Array;

  /** @param width how many neighbours are looked at, at most `problem.nearest` */
  constructor(tours: Tours, blinks: Blinks, width: number) {
    const { nearest, tasks, features } = tours.problem;
    this.tours = tours;
    this.blinks = blinks;
    this.width = Math.min(width, nearest);
    this.single = tours.problem.arcs.length === tours.problem.nodes ** 2;
    this.seen = new Int32Array(tours.slots);
    this.known = new Int32Array(tasks);
    this.fromTask = new Int32Array(tasks);
    this.toTask = features.symmetric ? this.fromTask : new Int32Array(tasks);
    this.ranks = new Int32Array(this.width * 2);
    const row = () => new Int32Array(this.width * 4);
    this.placeDelta = row();
    this.placeBound = row();
    this.placeSlot = row();
    this.placeAfter = row();
    this.placeIn = row();
    this.placeOut = row();
  }

  /**
   * Lists the neighbours (by rank) whose routes have room for the task, in `ranks`; returns how many.
   * Loops without a call, over few tables each: their bases stay in registers.
   */
  private screen(task: number): number {
    const { tours, seen, width, round, ranks } = this;
    const { route, type: types, delivered: slotDelivered, picked: slotPicked, problem } = tours;
    const { near, nearest, tasks, dimensions, capacity, allowed, delivered, picked } = problem;
    const list = task * nearest;
    const loads = task * dimensions;
    let count = 0;
    for (let k = 0; k < width; k++) {
      const slot = route[near[list + k]!]!;
      if (slot < 0) continue;
      const mark = seen[slot]!;
      if (mark === round) continue;
      if (mark !== round + 1) {
        const type = types[slot]!;
        let fits = allowed[type * tasks + task] !== 0;
        for (let d = 0; d < dimensions; d++) {
          const most = capacity[type * dimensions + d]!;
          if (slotDelivered[slot * dimensions + d]! + delivered[loads + d]! > most) fits = false;
          if (slotPicked[slot * dimensions + d]! + picked[loads + d]! > most) fits = false;
        }
        seen[slot] = fits ? round + 1 : round;
        if (!fits) continue;
        // The first neighbour on a route also stands for the route's ends.
        ranks[count++] = -1 - k;
      }
      ranks[count++] = k;
    }
    return count;
  }

  /** The cheapest place where cost alone decides, if one costs less than `bound`: `slot`, `after` and the arcs tell it. */
  cheapest(task: number, bound: number): boolean {
    const { tours, ranks, blinks, known, toTask, fromTask, single } = this;
    const { route, next, prev, into, first, last, out, type: types, problem } = tours;
    const { near, nearOut, nearIn, nearest, nodes, tasks, arcs, arcsTo, costClass, startNode, endNode } = problem;
    const { gaps } = blinks;
    const list = task * nearest;
    this.round += 2;
    const { round } = this;
    const count = this.screen(task);
    let { left, cursor } = blinks;
    let best = bound;
    let bestSlot = -1;
    let bestAfter = -1;
    let bestIn = 0;
    let bestOut = 0;
    for (let i = 0; i < count; i++) {
      const rank = ranks[i]!;
      const v = near[list + (rank < 0 ? -1 - rank : rank)]!;
      const slot = route[v]!;
      const type = types[slot]!;
      const costs = costClass[type]!;
      const row = (costs * nodes + task) * nodes;
      if (rank < 0) {
        const head = first[slot]!;
        const arcStart = arcsTo[row + startNode[type]!]!;
        const arcHead = arcs[row + head]!;
        if (arcStart + arcHead - into[head]! < best) {
          best = arcStart + arcHead - into[head]!;
          bestSlot = slot;
          bestAfter = -1;
          bestIn = arcStart;
          bestOut = arcHead;
        }
        const tail = last[slot]!;
        const arcTail = arcsTo[row + tail]!;
        const arcEnd = arcs[row + endNode[type]!]!;
        if (arcTail + arcEnd - out[slot]! < best) {
          best = arcTail + arcEnd - out[slot]!;
          bestSlot = slot;
          bestAfter = tail;
          bestIn = arcTail;
          bestOut = arcEnd;
        }
        continue;
      }
      const at = costs * tasks * nearest + list + rank;
      const vOut = nearOut[at]!;
      const vIn = nearIn[at]!;
      // Arcs are learnt as neighbours come up; what has not come up yet is at least as far.
      let beyond = 0;
      if (single) {
        known[v] = round;
        fromTask[v] = vOut;
        toTask[v] = vIn;
        beyond = Math.min(vOut, vIn);
      }
      const to = next[v]!;
      if (to >= 0) {
        if (--left > 0) {
          const spare = best + into[to]! - vIn;
          const isKnown = known[to] === round;
          if ((isKnown ? fromTask[to]! : beyond) < spare) {
            const arcOut = isKnown ? fromTask[to]! : arcs[row + to]!;
            if (arcOut < spare) {
              best = vIn + arcOut - into[to]!;
              bestSlot = slot;
              bestAfter = v;
              bestIn = vIn;
              bestOut = arcOut;
            }
          }
        } else left = gaps[(cursor = (cursor + 1) & (GAPS - 1))]!;
      }
      const from = prev[v]!;
      if (from >= 0) {
        if (--left > 0) {
          const spare = best + into[v]! - vOut;
          const isKnown = known[from] === round;
          if ((isKnown ? toTask[from]! : beyond) < spare) {
            const arcIn = isKnown ? toTask[from]! : arcsTo[row + from]!;
            if (arcIn < spare) {
              best = arcIn + vOut - into[v]!;
              bestSlot = slot;
              bestAfter = from;
              bestIn = arcIn;
              bestOut = vOut;
            }
          }
        } else left = gaps[(cursor = (cursor + 1) & (GAPS - 1))]!;
      }
    }
    blinks.left = left;
    blinks.cursor = cursor;
    if (bestSlot < 0) return false;
    this.slot = bestSlot;
    this.after = bestAfter;
    this.arcIn = bestIn;
    this.arcOut = bestOut;
    return true;
  }

  /**
   * Places beside the nearest neighbours and at the ends of their routes that windows do not rule out at once,
   * cheaper than `most` but for what waiting they may save; returns how many.
   */
  collect(task: number, most: number): number {
    const { tours, ranks, blinks, known, toTask, fromTask, single } = this;
    const { placeDelta, placeBound, placeSlot, placeAfter, placeIn, placeOut } = this;
    const { route, next, prev, into, first, last, out, type: types, early, late, waitCost, problem } = tours;
    const { near, nearOut, nearIn, nearest, nodes, tasks, arcs, arcsTo, costClass, startNode, endNode, service } =
      problem;
    const { timed } = problem.features;
    const { gaps } = blinks;
    const list = task * nearest;
    const closes = problem.windowCloses[problem.windowStart[task + 1]! - 1]!;
    const done = problem.windowOpens[problem.windowStart[task]!]! + service[task]!;
    this.round += 2;
    const { round } = this;
    const listed = this.screen(task);
    let { left, cursor } = blinks;
    let count = 0;
    for (let i = 0; i < listed; i++) {
      const rank = ranks[i]!;
      const v = near[list + (rank < 0 ? -1 - rank : rank)]!;
      const slot = route[v]!;
      const type = types[slot]!;
      const costs = costClass[type]!;
      const row = (costs * nodes + task) * nodes;
      // Filling a gap can save what waiting costs now.
      const credit = waitCost[slot]!;
      if (rank < 0) {
        const head = first[slot]!;
        if (!timed || late[head]! >= done) {
          placeIn[count] = arcsTo[row + startNode[type]!]!;
          placeOut[count] = arcs[row + head]!;
          placeDelta[count] = placeIn[count]! + placeOut[count]! - into[head]!;
          placeBound[count] = placeDelta[count]! - credit;
          placeSlot[count] = slot;
          placeAfter[count++] = -1;
        }
        const tail = last[slot]!;
        if (!timed || early[tail]! + service[tail]! <= closes) {
          placeIn[count] = arcsTo[row + tail]!;
          placeOut[count] = arcs[row + endNode[type]!]!;
          placeDelta[count] = placeIn[count]! + placeOut[count]! - out[slot]!;
          placeBound[count] = placeDelta[count]! - credit;
          placeSlot[count] = slot;
          placeAfter[count++] = tail;
        }
        continue;
      }
      const at = costs * tasks * nearest + list + rank;
      const vOut = nearOut[at]!;
      const vIn = nearIn[at]!;
      let beyond = 0;
      if (single) {
        known[v] = round;
        fromTask[v] = vOut;
        toTask[v] = vIn;
        beyond = Math.min(vOut, vIn);
      }
      const to = next[v]!;
      if (to >= 0 && (!timed || (early[v]! + service[v]! <= closes && late[to]! >= done))) {
        if (--left > 0) {
          const isKnown = known[to] === round;
          if (vIn + (isKnown ? fromTask[to]! : beyond) - into[to]! - credit < most) {
            const arcOut = isKnown ? fromTask[to]! : arcs[row + to]!;
            placeIn[count] = vIn;
            placeOut[count] = arcOut;
            placeDelta[count] = vIn + arcOut - into[to]!;
            placeBound[count] = placeDelta[count]! - credit;
            placeSlot[count] = slot;
            placeAfter[count++] = v;
          }
        } else left = gaps[(cursor = (cursor + 1) & (GAPS - 1))]!;
      }
      const from = prev[v]!;
      if (from >= 0 && (!timed || (early[from]! + service[from]! <= closes && late[v]! >= done))) {
        if (--left > 0) {
          const isKnown = known[from] === round;
          if (vOut + (isKnown ? toTask[from]! : beyond) - into[v]! - credit < most) {
            const arcIn = isKnown ? toTask[from]! : arcsTo[row + from]!;
            placeIn[count] = arcIn;
            placeOut[count] = vOut;
            placeDelta[count] = arcIn + vOut - into[v]!;
            placeBound[count] = placeDelta[count]! - credit;
            placeSlot[count] = slot;
            placeAfter[count++] = from;
          }
        } else left = gaps[(cursor = (cursor + 1) & (GAPS - 1))]!;
      }
    }
    blinks.left = left;
    blinks.cursor = cursor;
    return count;
  }
}
