import type { Rng } from '../../kit/rng.ts';
import { BIG } from '../../model/problem.ts';
import { type Exact, INFEASIBLE } from '../state/exact.ts';
import { beginAt } from '../state/schedule.ts';
import type { Tours } from '../state/tours.ts';
import { travelAdded, travelAddedByPair } from './saving.ts';

const MOST_ADDED = 3;
/** Chance that a reload is tried although the place is feasible without: it may save waiting or lateness. */
const SPARE_RELOAD_RATE = 0.05;
/** Ticks that arcs and a fixed cost are rounded up by at most, all together. */
const ROUNDED = 4;

/**
 * Tries places by simulation, and remembers the best: what is added where. On vehicles that reload, a task that does not
 * fit a place is tried there with a reload right before or after it.
 */
export class Trials {
  private readonly tours: Tours;
  private readonly exact: Exact;
  private readonly added = new Int32Array(MOST_ADDED);
  private readonly addedAfter = new Int32Array(MOST_ADDED);
  /** Visits of what was remembered last. */
  count = 0;

  private readonly rng: Rng | null;
  /** How much quicker than its arcs say traffic lets any vehicle drive, at least 1. */
  private readonly quickest: number;

  /** @param rng null: reloads are tried only where it takes one */
  constructor(tours: Tours, exact: Exact, rng: Rng | null) {
    this.tours = tours;
    this.exact = exact;
    this.rng = rng;
    this.quickest = exact.rich.facts.speed.reduce((most, speed) => Math.max(most, speed), 1);
  }

  /** Cost of a visit between two others of a route, where that is below `bound`, else INFEASIBLE. */
  beside(visit: number, slot: number, type: number, after: number, before: number, bound: number): number {
    const { exact, tours } = this;
    if (before >= 0 && exact.rich.locked[before] === 1) return INFEASIBLE;
    if (exact.hours !== null) {
      const travel = travelAdded(tours, visit, slot, after);
      if (!exact.hours.lets(slot, type, travel, tours.problem.service[visit]!)) return INFEASIBLE;
    }
    if (exact.ranges !== null && !exact.ranges.lets(slot, type, visit, after)) return INFEASIBLE;
    const hasRoom = exact.trips === null || exact.trips.hasRoom(visit, slot, type, after);
    if (hasRoom && (exact.dues === null || exact.dues.lets(visit, type, after, before))) {
      exact.clear();
      exact.add(visit, after);
      const cost = exact.addedCost(slot, type);
      if (cost < bound) this.keep();
      if (cost < INFEASIBLE && !this.sparesReload(type)) return cost < bound ? cost : INFEASIBLE;
      if (cost < bound) return Math.min(cost, this.withReload(visit, slot, type, after, before, cost));
    }
    if (exact.rich.mostReloads[type] === 0) return INFEASIBLE;
    return this.withReload(visit, slot, type, after, before, bound);
  }

  private sparesReload(type: number): boolean {
    return this.exact.rich.mostReloads[type]! > 0 && this.rng !== null && this.rng.double() < SPARE_RELOAD_RATE;
  }

  /** Cost of a route of its own, where that is below `bound`, else INFEASIBLE. */
  alone(visit: number, slot: number, type: number, bound: number): number {
    const { exact, tours } = this;
    if (this.isTooDear(visit, visit, type, bound)) return INFEASIBLE;
    if (!exact.mayJoin(tours.problem.taskOf[visit]!, slot, type)) return INFEASIBLE;
    exact.clear();
    exact.add(visit, -1);
    const cost = exact.addedCost(slot, type);
    if (cost < bound) this.keep();
    const best = Math.min(cost, bound);
    // A reload may bring the goods after a break they are too heavy for, or fill up a minimum of hours.
    const takesReload = exact.rich.mostReloads[type]! > 0 && (cost >= INFEASIBLE || exact.belowMinimum);
    if (takesReload || (cost < INFEASIBLE && this.sparesReload(type))) {
      const withIt = this.withReload(visit, slot, type, -1, -1, best);
      if (withIt < best) return withIt;
    }
    return cost < bound ? cost : INFEASIBLE;
  }

  /**
   * Whether a route of a visit, or from a shipment's first to its second, costs `bound` by its vehicle and its arcs alone: where every vehicle is
   * of a type of its own, hardly any is worth a simulation. Not told where it may reload on the way.
   */
  private isTooDear(first: number, second: number, type: number, bound: number): boolean {
    if (this.exact.rich.mostReloads[type]! > 0) return false;
    const { nodes, arcs, fixed, costClass, startNode, endNode } = this.tours.problem;
    const base = costClass[type]! * nodes;
    const ends = arcs[(base + startNode[type]!) * nodes + first]! + arcs[(base + second) * nodes + endNode[type]!]!;
    const between = first === second ? 0 : arcs[(base + first) * nodes + second]!;
    const least = fixed[type]! + (ends + between) / this.quickest - ROUNDED;
    // Beyond that costs are tamed.
    return Math.min(BIG, least) >= bound;
  }

  /** Whether a route has the hours and the range for a pair, as far as constant time tells. */
  letsPair(
    pickup: number,
    afterPickup: number,
    delivery: number,
    afterDelivery: number,
    slot: number,
    type: number,
  ): boolean {
    const { hours, ranges } = this.exact;
    if (this.tours.size[slot] === 0) return true;
    if (ranges !== null && !ranges.letsPair(slot, type, pickup, afterPickup, delivery, afterDelivery)) return false;
    if (hours === null) return true;
    const { service } = this.tours.problem;
    const travel = travelAddedByPair(this.tours, pickup, afterPickup, delivery, afterDelivery, slot);
    return hours.lets(slot, type, travel, service[pickup]! + service[delivery]!);
  }

  /** Cost of a pair between others of a route where that is below `bound`, else INFEASIBLE. */
  pair(
    pickup: number,
    afterPickup: number,
    delivery: number,
    afterDelivery: number,
    slot: number,
    type: number,
    bound: number,
  ): number {
    const { exact, tours } = this;
    if (tours.size[slot] === 0 && this.isTooDear(pickup, delivery, type, bound)) return INFEASIBLE;
    if (!this.letsPair(pickup, afterPickup, delivery, afterDelivery, slot, type)) return INFEASIBLE;
    let best = bound;
    exact.clear();
    exact.add(pickup, afterPickup);
    exact.add(delivery, afterDelivery);
    const cost = exact.addedCost(slot, type);
    if (cost < best) {
      best = cost;
      this.keep();
    }
    const tries = cost >= INFEASIBLE ? exact.rich.mostReloads[type]! > 0 : this.sparesReload(type);
    if (tries && tours.reloads(slot) < exact.rich.mostReloads[type]!) {
      for (let site = 0; site < exact.rich.sites; site++) {
        const reload = exact.reloads.freeFor(site, type);
        if (reload < 0) continue;
        for (let side = 0; side < 2; side++) {
          exact.clear();
          if (side === 0) exact.add(reload, afterPickup);
          exact.add(pickup, afterPickup);
          exact.add(delivery, afterDelivery);
          if (side === 1) exact.add(reload, afterDelivery);
          const withIt = exact.addedCost(slot, type);
          if (withIt >= best) continue;
          best = withIt;
          this.keep();
        }
      }
    }
    return best < bound ? best : INFEASIBLE;
  }

  private withReload(visit: number, slot: number, type: number, after: number, before: number, bound: number): number {
    const { exact, tours } = this;
    const { rich } = exact;
    let best = bound;
    if (tours.reloads(slot) >= rich.mostReloads[type]!) return INFEASIBLE;
    for (let site = 0; site < rich.sites; site++) {
      const reload = exact.reloads.freeFor(site, type);
      if (reload < 0) continue;
      for (let side = 0; side < 2; side++) {
        const first = side === 0 ? reload : visit;
        const second = side === 0 ? visit : reload;
        if (this.leastCost(first, second, slot, type, after, before) >= best) continue;
        if (!this.isInTime(first, second, type, after, before)) continue;
        const { dues } = exact;
        if (dues !== null && !dues.letsSplit(visit, reload, side === 0, type, after, before)) continue;
        if (tours.size[slot]! > 0 && !exact.trips!.canSplit(visit, slot, type, after, side === 0)) continue;
        exact.clear();
        exact.add(first, after);
        exact.add(second, after);
        const cost = exact.addedCost(slot, type);
        if (cost >= best) continue;
        best = cost;
        this.keep();
      }
    }
    return best < bound ? best : INFEASIBLE;
  }

  /** What the arcs of two visits in a row add, less all that the route may save by them. */
  private leastCost(first: number, second: number, slot: number, type: number, after: number, before: number): number {
    const { tours } = this;
    const { nodes, arcs, costClass, startNode, endNode } = tours.problem;
    const base = costClass[type]! * nodes * nodes;
    const from = after >= 0 ? after : startNode[type]!;
    const to = before >= 0 ? before : endNode[type]!;
    const isEmpty = tours.size[slot] === 0;
    const replaced = before >= 0 ? tours.into[before]! : isEmpty ? 0 : tours.out[slot]!;
    const added =
      arcs[base + from * nodes + first]! + arcs[base + first * nodes + second]! + arcs[base + second * nodes + to]!;
    return added - replaced - (isEmpty ? 0 : Math.max(0, tours.idle[slot]!));
  }

  /** Whether two visits in a row can be in time, and what follows too. */
  private isInTime(first: number, second: number, type: number, after: number, before: number): boolean {
    const { tours } = this;
    const { problem, early, late } = tours;
    const { nodes, durations, durationClass, startNode, endNode, service, opens, closes, features } = problem;
    if (!features.timed) return true;
    const base = durationClass[type]! * nodes * nodes;
    const from = after >= 0 ? after : startNode[type]!;
    const to = before >= 0 ? before : endNode[type]!;
    const leaves = after >= 0 ? early[after]! + service[after]! : opens[type]!;
    const there = beginAt(problem, first, leaves + durations[base + from * nodes + first]!);
    if (there > BIG) return false;
    const then = beginAt(problem, second, there + service[first]! + durations[base + first * nodes + second]!);
    const due = before >= 0 ? late[before]! : closes[type]!;
    return then + service[second]! + durations[base + second * nodes + to]! <= due;
  }

  /** Remembers the last trial. */
  keep(): void {
    const { exact } = this;
    this.count = exact.addedCount;
    for (let k = 0; k < this.count; k++) {
      this.added[k] = exact.added[k]!;
      this.addedAfter[k] = exact.addedAfter[k]!;
    }
  }

  /** Carries out what was remembered last. */
  apply(slot: number, type: number): void {
    const { tours, added, addedAfter } = this;
    let last = -1;
    for (let k = 0; k < this.count; k++) {
      const follows = k > 0 && addedAfter[k] === addedAfter[k - 1];
      const after = follows ? last : addedAfter[k]!;
      tours.insertAt(added[k]!, slot, after, type);
      last = added[k]!;
    }
  }
}
