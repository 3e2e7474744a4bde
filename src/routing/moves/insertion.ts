import { BIG, MANDATORY, type Problem } from '../../model/problem.ts';
import { dutyWith } from '../state/duty.ts';
import { refresh } from '../state/refresh.ts';
import { beginAt, waitCostOf, waitingWith } from '../state/schedule.ts';
import { NOWHERE, type Tours } from '../state/tours.ts';
import { type Blinks, GAPS } from './blinks.ts';

/**
 * Finds the cheapest feasible place for a task. Three stages, each paid only by what passes the one before:
 * arcs (a lower bound of the added cost), constant-time necessary conditions (load, windows, limits), and for routes
 * whose waiting costs money or whose duty is limited the exact schedule.
 *
 * Looked at: the places beside each of the task's nearest neighbours, both ends of the routes these are on, and one
 * empty vehicle of each type; every route in full only where nothing else is feasible.
 */
export class Insertion {
  /** The place found by the last `find`. */
  cost = NOWHERE;
  slot = -1;
  after = -1;
  type = -1;
  private arcIn = 0;
  private arcOut = 0;

  private readonly tours: Tours;
  private readonly blinks: Blinks;
  private readonly width: number;
  /** Cost alone decides on a place. */
  private readonly plain: boolean;
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
  /** Places collected for one task: two beside each neighbour, two ends for each route. */
  private readonly placeDelta: Int32Array;
  private readonly placeBound: Int32Array;
  private readonly placeSlot: Int32Array;
  private readonly placeAfter: Int32Array;
  private readonly placeIn: Int32Array;
  private readonly placeOut: Int32Array;

  /** @param width how many neighbours are looked at, at most `problem.nearest` */
  constructor(tours: Tours, blinks: Blinks, width: number) {
    const { nearest, tasks, features } = tours.problem;
    this.tours = tours;
    this.blinks = blinks;
    this.width = Math.min(width, nearest);
    this.plain = !features.timed && !features.mixedLoads && !features.limits;
    this.seen = new Int32Array(tours.slots);
    this.known = new Int32Array(tasks);
    this.fromTask = new Int32Array(tasks);
    this.toTask = features.symmetric ? this.fromTask : new Int32Array(tasks);
    this.ranks = new Int32Array(this.width * 2);
    const places = this.width * 4;
    this.placeDelta = new Int32Array(places);
    this.placeBound = new Int32Array(places);
    this.placeSlot = new Int32Array(places);
    this.placeAfter = new Int32Array(places);
    this.placeIn = new Int32Array(places);
    this.placeOut = new Int32Array(places);
    this.single = tours.problem.arcs.length === tours.problem.nodes ** 2;
  }

  /** Looks for a place; true where one exists that an optional task is worth. */
  find(task: number): boolean {
    const { prize } = this.tours.problem;
    // An optional task must be worth its prize.
    // Less than any infeasible place, also where its arcs cost less than the one they replace.
    this.cost = prize[task] === MANDATORY ? NOWHERE - BIG : prize[task]!;
    this.slot = -1;
    this.round += 2;
    if (this.plain) this.nearPlain(task);
    else this.nearChecked(task);
    this.tryEmpty(task);
    if (this.slot < 0) this.scanAll(task);
    return this.slot >= 0;
  }

  /** Inserts the task at the place found. */
  apply(task: number): void {
    this.tours.insert(task, this.slot, this.after, this.type, this.arcIn, this.arcOut);
    refresh(this.tours, this.slot);
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

  /** Places beside the nearest neighbours where cost alone decides. */
  private nearPlain(task: number): void {
    const { tours, ranks, blinks, round, known, toTask, fromTask, single } = this;
    const { route, next, prev, into, first, last, out, type: types, problem } = tours;
    const { near, nearOut, nearIn, nearest, nodes, tasks, arcs, arcsTo, costClass, startNode, endNode } = problem;
    const { gaps } = blinks;
    const list = task * nearest;
    const count = this.screen(task);
    let { left, cursor } = blinks;
    let best = this.cost;
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
    if (bestSlot >= 0) this.take(best, bestSlot, bestAfter, types[bestSlot]!, bestIn, bestOut);
  }

  /**
   * The same where a place must be checked beyond its arcs: places are collected without a call, then checked from the
   * cheapest on until no other can be cheaper. So few pay for the check.
   */
  private nearChecked(task: number): void {
    const count = this.collect(task);
    const { placeDelta, placeBound, placeSlot, placeAfter, placeIn, placeOut, tours } = this;
    for (;;) {
      let cheapest = -1;
      let bound = this.cost;
      for (let i = 0; i < count; i++) {
        if (placeBound[i]! < bound) {
          bound = placeBound[i]!;
          cheapest = i;
        }
      }
      if (cheapest < 0) return;
      placeBound[cheapest] = NOWHERE;
      const slot = placeSlot[cheapest]!;
      const after = placeAfter[cheapest]!;
      const type = tours.type[slot]!;
      const before = after >= 0 ? tours.next[after]! : tours.first[slot]!;
      const cost = placeDelta[cheapest]! + this.extra(task, slot, type, after, before);
      if (cost < this.cost) this.take(cost, slot, after, type, placeIn[cheapest]!, placeOut[cheapest]!);
    }
  }

  /** Places beside the nearest neighbours and at the ends of their routes that windows do not rule out at once. */
  private collect(task: number): number {
    const { tours, ranks, blinks, round, known, toTask, fromTask, single, cost: most } = this;
    const { placeDelta, placeBound, placeSlot, placeAfter, placeIn, placeOut } = this;
    const { route, next, prev, into, first, last, out, type: types, early, late, waitCost, problem } = tours;
    const { near, nearOut, nearIn, nearest, nodes, tasks, arcs, arcsTo, costClass, startNode, endNode, service } =
      problem;
    const { timed } = problem.features;
    const { gaps } = blinks;
    const list = task * nearest;
    const closes = problem.windowCloses[problem.windowStart[task + 1]! - 1]!;
    const done = problem.windowOpens[problem.windowStart[task]!]! + service[task]!;
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

  /** The first and the last place of a route. */
  private tryEnds(task: number, slot: number, type: number): void {
    const { tours, plain } = this;
    const { problem } = tours;
    const { nodes, arcs, arcsTo, features } = problem;
    const row = (problem.costClass[type]! * nodes + task) * nodes;
    const credit = features.duty ? tours.waitCost[slot]! : 0;
    const first = tours.first[slot]!;
    const arcStart = arcsTo[row + problem.startNode[type]!]!;
    if (arcStart - tours.into[first]! < this.cost + credit) {
      const arcOut = arcs[row + first]!;
      let cost = arcStart + arcOut - tours.into[first]!;
      if (cost < this.cost + credit) {
        if (!plain) cost += this.extra(task, slot, type, -1, first);
        if (cost < this.cost) this.take(cost, slot, -1, type, arcStart, arcOut);
      }
    }
    const last = tours.last[slot]!;
    const arcEnd = arcs[row + problem.endNode[type]!]!;
    if (arcEnd - tours.out[slot]! < this.cost + credit) {
      const arcIn = arcsTo[row + last]!;
      let cost = arcIn + arcEnd - tours.out[slot]!;
      if (cost < this.cost + credit) {
        if (!plain) cost += this.extra(task, slot, type, last, -1);
        if (cost < this.cost) this.take(cost, slot, last, type, arcIn, arcEnd);
      }
    }
  }

  /** Every place of every route: for a task that finds nothing near. */
  private scanAll(task: number): void {
    const { tours } = this;
    for (let slot = 0; slot < tours.slots; slot++) {
      if (tours.size[slot]! > 0 && this.fits(task, slot, tours.type[slot]!)) this.scan(task, slot, tours.type[slot]!);
    }
  }

  private scan(task: number, slot: number, type: number): void {
    const { tours, plain } = this;
    const { problem, next } = tours;
    const { nodes, arcs, arcsTo, features } = problem;
    const row = (problem.costClass[type]! * nodes + task) * nodes;
    const credit = features.duty ? tours.waitCost[slot]! : 0;
    this.tryEnds(task, slot, type);
    let from = tours.first[slot]!;
    for (let to = next[from]!; to >= 0; to = next[to]!) {
      const arcIn = arcsTo[row + from]!;
      const arcOut = arcs[row + to]!;
      let cost = arcIn + arcOut - tours.into[to]!;
      if (cost < this.cost + credit) {
        if (!plain) cost += this.extra(task, slot, type, from, to);
        if (cost < this.cost) this.take(cost, slot, from, type, arcIn, arcOut);
      }
      from = to;
    }
  }

  private take(cost: number, slot: number, after: number, type: number, arcIn: number, arcOut: number): void {
    this.cost = cost;
    this.slot = slot;
    this.after = after;
    this.type = type;
    this.arcIn = arcIn;
    this.arcOut = arcOut;
  }

  /** An unused vehicle of each type. */
  private tryEmpty(task: number): void {
    const { tours } = this;
    const { problem } = tours;
    const { nodes, arcs, arcsTo, fixed } = problem;
    let free = -2;
    for (let type = 0; type < problem.types; type++) {
      if (tours.used[type]! >= tours.available[type]! || problem.allowed[type * problem.tasks + task] === 0) continue;
      const row = (problem.costClass[type]! * nodes + task) * nodes;
      const arcIn = arcsTo[row + problem.startNode[type]!]!;
      const arcOut = arcs[row + problem.endNode[type]!]!;
      const delta = fixed[type]! + arcIn + arcOut;
      if (delta >= this.cost) continue;
      if (free === -2) free = tours.freeSlot();
      if (free < 0) return;
      const cost = delta + this.alone(task, free, type);
      if (cost < this.cost) this.take(cost, free, -1, type, arcIn, arcOut);
    }
  }

  private overCapacity(task: number, type: number): boolean {
    const { dimensions, capacity, delivered, picked } = this.tours.problem;
    for (let d = 0; d < dimensions; d++) {
      const at = task * dimensions + d;
      if (Math.max(delivered[at]!, picked[at]!) > capacity[type * dimensions + d]!) return true;
    }
    return false;
  }

  /** What waiting adds where the task is served alone, or NOWHERE. */
  private alone(task: number, slot: number, type: number): number {
    const { problem } = this.tours;
    const { features, startNode, endNode } = problem;
    if (this.overCapacity(task, type)) return NOWHERE;
    if (features.limits && !withinLimits(problem, type, 0, 0, 0, task, startNode[type]!, endNode[type]!))
      return NOWHERE;
    if (!features.timed) return 0;
    const waiting = waitingWith(this.tours, slot, type, task, -1);
    return waiting < 0 ? NOWHERE : waitCostOf(problem, type, waiting);
  }

  /** Conditions on the route as a whole. */
  private fits(task: number, slot: number, type: number): boolean {
    const { tours } = this;
    const { problem } = tours;
    const { dimensions, capacity } = problem;
    if (problem.allowed[type * problem.tasks + task] === 0) return false;
    for (let d = 0; d < dimensions; d++) {
      const most = capacity[type * dimensions + d]!;
      if (tours.delivered[slot * dimensions + d]! + problem.delivered[task * dimensions + d]! > most) return false;
      if (tours.picked[slot * dimensions + d]! + problem.picked[task * dimensions + d]! > most) return false;
    }
    return true;
  }

  /** What the place adds beyond its arcs (waiting may be saved: below 0), or NOWHERE where it is not feasible. */
  private extra(task: number, slot: number, type: number, after: number, before: number): number {
    const { tours } = this;
    const { problem } = tours;
    const { features } = problem;
    if (features.timed && !this.inTime(task, type, after, before)) return NOWHERE;
    if (features.mixedLoads && !this.loadsFit(task, slot, type, after)) return NOWHERE;
    if (features.limits) {
      const from = after >= 0 ? after : problem.startNode[type]!;
      const to = before >= 0 ? before : problem.endNode[type]!;
      const { size, driving, distance } = tours;
      if (!withinLimits(problem, type, size[slot]!, driving[slot]!, distance[slot]!, task, from, to)) return NOWHERE;
    }
    if (!features.duty) return 0;
    if (problem.waitPrice[type] === 0 && problem.maxDuty[type]! >= BIG) return 0;
    const waiting = features.severalWindows
      ? waitingWith(tours, slot, type, task, after)
      : this.waitingAt(task, slot, type, after, before);
    return waiting < 0 ? NOWHERE : waitCostOf(problem, type, waiting) - tours.waitCost[slot]!;
  }

  private inTime(task: number, type: number, after: number, before: number): boolean {
    const { tours } = this;
    const { problem, early, late } = tours;
    const { nodes, durations, durationsTo, service, opens, closes } = problem;
    // What windows and begins say without any travel refuses most.
    const first = problem.windowOpens[problem.windowStart[task]!]!;
    const last = problem.windowCloses[problem.windowStart[task + 1]! - 1]!;
    const leaves = after >= 0 ? early[after]! + service[after]! : opens[type]!;
    const due = before >= 0 ? late[before]! : closes[type]!;
    if (leaves > last || first + service[task]! > due || leaves + service[task]! > due) return false;
    const row = (problem.durationClass[type]! * nodes + task) * nodes;
    const begin = beginAt(problem, task, leaves + durationsTo[row + (after >= 0 ? after : problem.startNode[type]!)]!);
    if (begin > BIG) return false;
    return begin + service[task]! + durations[row + (before >= 0 ? before : problem.endNode[type]!)]! <= due;
  }

  /** Waiting on the route with the task in it, in constant time; -1 where its duty gets too long. */
  private waitingAt(task: number, slot: number, type: number, after: number, before: number): number {
    const { tours } = this;
    const { problem } = tours;
    const { nodes, durations, durationsTo } = problem;
    const row = (problem.durationClass[type]! * nodes + task) * nodes;
    const arriving = durationsTo[row + (after >= 0 ? after : problem.startNode[type]!)]!;
    const leaving = durations[row + (before >= 0 ? before : problem.endNode[type]!)]!;
    const duty = dutyWith(tours, type, task, after, before, arriving, leaving);
    if (duty > problem.maxDuty[type]!) return -1;
    const direct = before >= 0 ? tours.travel[before]! : tours.back[slot]!;
    return duty - (tours.work[slot]! + arriving + leaving - direct + problem.service[task]!);
  }

  private loadsFit(task: number, slot: number, type: number, after: number): boolean {
    const { tours } = this;
    const { problem, peakBefore, peakAfter } = tours;
    const { dimensions, capacity } = problem;
    for (let d = 0; d < dimensions; d++) {
      const most = capacity[type * dimensions + d]!;
      const delivers = problem.delivered[task * dimensions + d]!;
      const picks = problem.picked[task * dimensions + d]!;
      // A delivery is on board from the start to here, a pickup from here to the end.
      const before = after >= 0 ? peakBefore[after * dimensions + d]! : tours.delivered[slot * dimensions + d]!;
      if (delivers > 0 && before + delivers > most) return false;
      const from = after >= 0 ? peakAfter[after * dimensions + d]! : this.peakOfAll(slot, d);
      if (picks > 0 && from + picks > most) return false;
    }
    return true;
  }

  private peakOfAll(slot: number, d: number): number {
    const { delivered, peakAfter, first, problem } = this.tours;
    const atStart = delivered[slot * problem.dimensions + d]!;
    return Math.max(atStart, peakAfter[first[slot]! * problem.dimensions + d]!);
  }
}

/** Driving time, distance and number of tasks with the task in between; on an empty route (size 0) nothing is replaced. */
function withinLimits(
  problem: Problem,
  type: number,
  size: number,
  driving: number,
  distance: number,
  task: number,
  from: number,
  to: number,
): boolean {
  const { nodes, durations, distances } = problem;
  if (size >= problem.maxTasks[type]!) return false;
  if (problem.maxDriving[type]! < BIG) {
    const base = problem.durationClass[type]! * nodes * nodes;
    const direct = size === 0 ? 0 : durations[base + from * nodes + to]!;
    const added = durations[base + from * nodes + task]! + durations[base + task * nodes + to]! - direct;
    if (driving + added > problem.maxDriving[type]!) return false;
  }
  if (problem.maxDistance[type]! < BIG) {
    const base = problem.distanceClass[type]! * nodes * nodes;
    const direct = size === 0 ? 0 : distances[base + from * nodes + to]!;
    const added = distances[base + from * nodes + task]! + distances[base + task * nodes + to]! - direct;
    if (distance + added > problem.maxDistance[type]!) return false;
  }
  return true;
}
