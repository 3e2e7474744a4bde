import type { Rng } from '../../kit/rng.ts';
import type { Exact } from '../state/exact.ts';
import { refresh } from '../state/refresh.ts';
import type { Tours } from '../state/tours.ts';
import type { Undo } from '../state/undo.ts';
import type { Insertion } from './insertion.ts';
import type { Ruin } from './ruin.ts';

/** Chance that a route below its minimum is filled instead of a ruin, where there is one; less and less, down to this, where that comes to nothing. */
const RATE = 0.25;
const LEAST_RATE = 0.01;
const FALLS = 0.9;
/** Tasks beyond the minimum, at most, and those in a row without a place after which it is left at that. */
const MOST_BEYOND = 6;
const PATIENCE = 6;
/** Chance that routes that lost half of their tasks or more to it lose the rest: their vehicles may not be needed. */
const EMPTIED_RATE = 0.5;

/**
 * Fills a route that has less load or duty than its vehicle has to have with tasks near it, until it has that. One by one they would never
 * get there: each task on a route that is too short counts as left out.
 */
export class Fill {
  private readonly tours: Tours;
  private readonly exact: Exact;
  private readonly undo: Undo;
  private readonly rng: Rng;
  private readonly ruin: Ruin;
  private readonly insertion: Insertion;
  private rate = RATE;
  /** Per slot: visits taken off it. */
  private readonly taken: Int32Array;

  private constructor(tours: Tours, exact: Exact, undo: Undo, rng: Rng, ruin: Ruin, insertion: Insertion) {
    this.tours = tours;
    this.exact = exact;
    this.undo = undo;
    this.rng = rng;
    this.ruin = ruin;
    this.insertion = insertion;
    this.taken = new Int32Array(tours.slots);
  }

  /** @param ruin what is taken off routes, but finds no place on the one to be filled, counts as removed by it. Null where no vehicle has a minimum */
  static for(tours: Tours, undo: Undo, rng: Rng, ruin: Ruin, insertion: Insertion): Fill | null {
    const { exact } = tours;
    if (exact === null) return null;
    const { vehicleOf, facts } = exact.rich;
    const hasMinimum = vehicleOf.some((vehicle) => facts.hasMinimum[vehicle] === 1);
    return hasMinimum ? new Fill(tours, exact, undo, rng, ruin, insertion) : null;
  }

  /** Perhaps fills a route that is below its minimum, if one is, instead of a ruin; else false. */
  perhaps(): boolean {
    const { exact, rng, ruin } = this;
    const slot = this.drawShort();
    if (slot < 0 || rng.double() >= this.rate) return false;
    ruin.count = 0;
    this.taken.fill(0);
    exact.countsShortage = false;
    this.fill(slot, this.drawStop(slot));
    exact.countsShortage = true;
    this.finish(slot);
    this.rate = this.tours.short[slot] === 0 ? RATE : Math.max(LEAST_RATE, FALLS * this.rate);
    return true;
  }

  /** A route that is below its minimum, drawn at random, or -1. */
  private drawShort(): number {
    const { tours, rng } = this;
    let found = 0;
    let short = -1;
    for (let slot = 0; slot < tours.slots; slot++)
      if (tours.size[slot]! > 0 && tours.short[slot] === 1 && rng.below(++found) === 0) short = slot;
    return short;
  }

  private drawStop(slot: number): number {
    const { tours, rng } = this;
    let stop = tours.first[slot]!;
    for (let k = rng.below(tours.size[slot]!); k > 0; k--) stop = tours.next[stop]!;
    return stop < tours.problem.stops ? stop : Math.max(0, tours.prev[stop]!);
  }

  /** Puts tasks near a stop on a route, until it has its minimum and some more. */
  private fill(slot: number, centre: number): void {
    const { tours, undo, rng, ruin, insertion } = this;
    const { near, nearest, taskOf } = tours.problem;
    undo.touch(slot);
    let beyond = rng.below(MOST_BEYOND + 1);
    let inVain = 0;
    const row = centre * nearest;
    for (let k = 0; k < nearest && inVain < PATIENCE; k++) {
      const task = taskOf[near[row + k]!]!;
      if (tours.route[tours.at[task]!] === slot || !this.take(task)) continue;
      if (!insertion.findOn(task, slot)) {
        ruin.removed[ruin.count++] = task;
        inVain++;
        continue;
      }
      inVain = 0;
      insertion.apply(task);
      if (tours.short[slot] === 0 && beyond-- === 0) return;
    }
  }

  /** Takes a task off its route, or out of the absent; false where it stays, or is bound to others. */
  private take(task: number): boolean {
    const { tours, exact } = this;
    const { bonds, rich } = exact;
    const { firstStop, secondStep } = tours.problem;
    if (bonds.any && (bonds.isLinked(task) || bonds.matesOf(task) > 0)) return false;
    if (tours.absentAt[task]! >= 0) {
      tours.takeAbsent(tours.absentAt[task]!);
      return true;
    }
    const slot = bonds.slotOf(task);
    const isPair = secondStep[task]! < firstStop[task + 1]!;
    if (slot < 0 || rich.locked[tours.at[task]!] !== 0 || (isPair && rich.locked[tours.mate[task]!] !== 0))
      return false;
    this.undo.touch(slot);
    tours.cutTask(task);
    this.taken[slot]! += isPair ? 2 : 1;
    return true;
  }

  /** Brings the routes that lost tasks up to date, some of them without any. */
  private finish(slot: number): void {
    const { tours, exact, undo, rng } = this;
    const empties = rng.double() < EMPTIED_RATE;
    for (let k = 0; k < undo.touchedCount; k++) {
      const other = undo.slotAt(k);
      if (empties && other !== slot && tours.size[other]! <= this.taken[other]!) this.empty(other);
      if (exact.rich.sites > 0) exact.dropIdleReloads(other);
      refresh(tours, other);
    }
  }

  private empty(slot: number): void {
    const { tours, ruin } = this;
    const { taskOf } = tours.problem;
    for (let v = tours.first[slot]!, next = -1; v >= 0 && tours.size[slot]! > 0; v = next) {
      next = tours.next[v]!;
      const task = taskOf[v]!;
      // The other stop of a shipment goes with it.
      while (task >= 0 && next >= 0 && taskOf[next] === task) next = tours.next[next]!;
      if (task >= 0 && tours.route[v] === slot && this.take(task)) ruin.removed[ruin.count++] = task;
    }
  }
}
