import type { Rng } from '../../kit/rng.ts';
import { BIG, MANDATORY } from '../../model/problem.ts';
import { refresh } from '../state/refresh.ts';
import { NOWHERE, type Tours } from '../state/tours.ts';
import type { Undo } from '../state/undo.ts';
import type { Blinks } from './blinks.ts';
import { costAlone, extraCost, hasRoom } from './feasible.ts';
import { Places } from './places.ts';

/**
 * Chances of daring what only pays for several tasks together: a vehicle for an optional task that is not worth one
 * alone, and a vehicle of a kind drawn at random instead of the cheapest for this one task.
 */
const DARE = 0.1;

/**
 * Finds the cheapest feasible place for a task. Three stages, each paid only by what passes the one before:
 * arcs (a lower bound of the added cost), constant-time necessary conditions (load, windows, limits), and for routes
 * whose waiting costs money or whose duty is limited the exact schedule.
 *
 * Looked at: the routes of the task's nearest neighbours (see `Places`) and one empty vehicle of each type; every route
 * only where nothing else is feasible.
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
  private readonly rng: Rng | null;
  private readonly places: Places;
  /** Cost alone decides on a place. */
  private readonly plain: boolean;

  /** @param rng null: never dares  @param width how many neighbours are looked at, at most `problem.nearest` */
  constructor(tours: Tours, rng: Rng | null, blinks: Blinks, width: number) {
    const { features } = tours.problem;
    this.tours = tours;
    this.rng = rng;
    this.places = new Places(tours, blinks, width);
    this.plain = !features.timed && !features.mixedLoads && !features.limits;
  }

  /** Looks for a place; true where one exists that an optional task is worth. */
  find(task: number): boolean {
    const { prize } = this.tours.problem;
    // An optional task must be worth its prize. The bound of others is below what any infeasible place counts as, also
    // where its arcs cost less than the one they replace.
    this.cost = prize[task] === MANDATORY ? NOWHERE - BIG : prize[task]!;
    this.slot = -1;
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

  /** Puts a task where it costs least, or among the absent; `undo` remembers the route. */
  place(task: number, undo: Undo): void {
    if (this.find(task)) {
      undo.touch(this.slot);
      this.apply(task);
    } else this.tours.addAbsent(task);
  }

  private nearPlain(task: number): void {
    const { places, tours } = this;
    if (!places.cheapest(task, this.cost)) return;
    const { slot, after } = places;
    this.takeBeside(task, slot, after, tours.type[slot]!, 0);
  }

  /** Takes a place on a route in use. @param extra what it costs beyond its arcs */
  private takeBeside(task: number, slot: number, after: number, type: number, extra: number): void {
    const { tours } = this;
    const { problem } = tours;
    const before = after >= 0 ? tours.next[after]! : tours.first[slot]!;
    const row = (problem.costClass[type]! * problem.nodes + task) * problem.nodes;
    const arcIn = problem.arcsTo[row + (after >= 0 ? after : problem.startNode[type]!)]!;
    const arcOut = problem.arcs[row + (before >= 0 ? before : problem.endNode[type]!)]!;
    const replaced = before >= 0 ? tours.into[before]! : tours.out[slot]!;
    this.take(arcIn + arcOut - replaced + extra, slot, after, type, arcIn, arcOut);
  }

  /**
   * The same where a place must be checked beyond its arcs: places are collected without a call, then checked from the
   * cheapest on until no other can be cheaper. So few pay for the check.
   */
  private nearChecked(task: number): void {
    const { tours } = this;
    const count = this.places.collect(task, this.cost);
    const { placeDelta, placeBound, placeSlot, placeAfter } = this.places;
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
      const extra = extraCost(tours, task, slot, type, after, before);
      if (placeDelta[cheapest]! + extra < this.cost) this.takeBeside(task, slot, after, type, extra);
    }
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
        if (!plain) cost += extraCost(tours, task, slot, type, -1, first);
        if (cost < this.cost) this.take(cost, slot, -1, type, arcStart, arcOut);
      }
    }
    const last = tours.last[slot]!;
    const arcEnd = arcs[row + problem.endNode[type]!]!;
    if (arcEnd - tours.out[slot]! < this.cost + credit) {
      const arcIn = arcsTo[row + last]!;
      let cost = arcIn + arcEnd - tours.out[slot]!;
      if (cost < this.cost + credit) {
        if (!plain) cost += extraCost(tours, task, slot, type, last, -1);
        if (cost < this.cost) this.take(cost, slot, last, type, arcIn, arcEnd);
      }
    }
  }

  /** Every place of every route: for a task that finds nothing near. */
  private scanAll(task: number): void {
    const { tours } = this;
    for (let slot = 0; slot < tours.slots; slot++) {
      if (tours.size[slot]! > 0 && hasRoom(tours, task, slot, tours.type[slot]!))
        this.scan(task, slot, tours.type[slot]!);
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
        if (!plain) cost += extraCost(tours, task, slot, type, from, to);
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

  private dares(): boolean {
    return this.rng !== null && this.rng.double() < DARE;
  }

  /** An unused vehicle of each type, or of one drawn at random. Draws only where there is a choice to dare. */
  private tryEmpty(task: number): void {
    const { tours, rng } = this;
    const { problem } = tours;
    const { nodes, arcs, arcsTo, fixed, prize, types } = problem;
    let free = -2;
    if (prize[task] !== MANDATORY && this.slot < 0 && this.dares()) this.cost = NOWHERE - BIG;
    const only = rng !== null && types > 1 && this.dares() ? rng.below(types) : -1;
    for (let type = 0; type < types; type++) {
      if (only >= 0 && type !== only) continue;
      if (tours.used[type]! >= tours.available[type]! || problem.allowed[type * problem.tasks + task] === 0) continue;
      const row = (problem.costClass[type]! * nodes + task) * nodes;
      const arcIn = arcsTo[row + problem.startNode[type]!]!;
      const arcOut = arcs[row + problem.endNode[type]!]!;
      const delta = fixed[type]! + arcIn + arcOut;
      if (delta >= this.cost) continue;
      if (free === -2) free = tours.freeSlot();
      if (free < 0) return;
      const cost = delta + costAlone(tours, task, free, type);
      if (cost < this.cost) this.take(cost, free, -1, type, arcIn, arcOut);
    }
  }
}
