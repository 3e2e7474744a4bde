import type { Rng } from '../../kit/rng.ts';
import { MANDATORY } from '../../model/problem.ts';
import { leftOut } from '../state/left-out.ts';
import { isAllSound } from '../state/sound.ts';
import type { Tours } from '../state/tours.ts';
import type { Undo } from '../state/undo.ts';
import type { Insertion } from './insertion.ts';
import { Refusals } from './refusals.ts';
import { takeOff } from './take-off.ts';
import { Vacancy } from './vacancy.ts';

/** Sets of tasks tried per step, at most: what bounds its time. */
const MOST_TRIED = 30_000;
/** On routes with more tasks than this only single ones are taken off. */
const MOST_PAIRED = 128;
/** Failures that any task is counted from the start. */
const LEAST_FAILURES = 1;

/**
 * Guided ejection search (Nagata & Bräysy 2009, doi 10.1016/j.orl.2009.04.006; for pickups and deliveries Nagata & Kobayashi
 * 2010, doi 10.1007/978-3-642-15844-5_54): a task that finds room nowhere gets it at the expense of one or two tasks of a
 * route, those that have been the least trouble so far. What is taken off becomes absent in its stead. Counts of failures
 * grow, so that hard tasks stay where they are at last and the easy ones move. Where routes are simulated it is not used.
 */
export class Ejection {
  private readonly tours: Tours;
  private readonly undo: Undo;
  private readonly rng: Rng;
  private readonly insertion: Insertion;
  private readonly vacancy: Vacancy;
  /** Which routes have no room for which task whichever one of theirs is gone, and whichever two. */
  private readonly refusals: Refusals;
  private readonly refusalsOfPairs: Refusals;
  /** Per task: how often it found no room, plus one. */
  private readonly failures: Float64Array;
  /** Tasks that no other makes way for. */
  private readonly benched = new Set<number>();
  /** Tasks of the route looked at. */
  private readonly members: Int32Array;
  private tried = 0;
  /** The cheapest set found: its failures, its route and its one or two tasks (-1: none). */
  private least = 0;
  private slot = -1;
  private one = -1;
  private other = -1;

  constructor(tours: Tours, undo: Undo, rng: Rng, insertion: Insertion) {
    this.tours = tours;
    this.undo = undo;
    this.rng = rng;
    this.insertion = insertion;
    this.vacancy = new Vacancy(tours);
    this.refusals = new Refusals(tours);
    this.refusalsOfPairs = new Refusals(tours);
    this.failures = new Float64Array(tours.problem.tasks).fill(LEAST_FAILURES);
    this.members = new Int32Array(tours.problem.tasks);
  }

  /** From now on no task makes way for those that are absent now: they would for each other, without end. */
  bench(): void {
    this.benched.clear();
    for (const task of leftOut(this.tours)) this.benched.add(task);
  }

  /** Finds room for the task that became absent last. Returns whether tours have changed. */
  step(): boolean {
    const { tours } = this;
    // Whoever was in their way may have become absent.
    for (const task of this.benched)
      if (tours.absentAt[task]! >= 0 && this.place(task)) return this.benched.delete(task);
    const task = this.lastAbsent();
    if (task < 0) return false;
    if (this.place(task)) return true;
    return this.makeRoom(task);
  }

  /** The task that became absent last, of those that are not benched; -1 where it need not be served, or there is none. */
  private lastAbsent(): number {
    const { absent, absentCount, problem } = this.tours;
    for (let k = absentCount - 1; k >= 0; k--) {
      const task = absent[k]!;
      if (!this.benched.has(task)) return problem.prize[task] === MANDATORY ? task : -1;
    }
    return -1;
  }

  /** Puts an absent task where there is room for it, if anywhere. */
  private place(task: number): boolean {
    const { tours, undo } = this;
    undo.begin();
    tours.takeAbsent(tours.absentAt[task]!);
    this.insertion.place(task, undo);
    return tours.absentAt[task]! < 0;
  }

  private makeRoom(task: number): boolean {
    const { tours, undo, insertion } = this;
    this.failures[task]!++;
    tours.takeAbsent(tours.absentAt[task]!);
    const found = this.search(task);
    if (!found) {
      tours.addAbsent(task);
      return false;
    }
    undo.begin();
    takeOff(tours, undo, this.one, this.other);
    insertion.findOn(task, this.slot);
    insertion.apply(task);
    tours.addAbsent(this.one);
    if (this.other >= 0) tours.addAbsent(this.other);
    return true;
  }

  /** Looks at all routes, from a random one on, for the set of tasks whose failures are the fewest: single tasks, then pairs. */
  private search(task: number): boolean {
    const { tours, rng, refusals, refusalsOfPairs } = this;
    this.least = Number.POSITIVE_INFINITY;
    this.slot = -1;
    this.tried = 0;
    const from = rng.below(tours.slots);
    this.searchRoutes(task, from, refusals, false);
    this.searchRoutes(task, from, refusalsOfPairs, true);
    return this.slot >= 0;
  }

  private searchRoutes(task: number, from: number, refusals: Refusals, inPairs: boolean): void {
    const { tours } = this;
    for (let k = 0; k < tours.slots && this.tried < MOST_TRIED; k++) {
      const slot = (from + k) % tours.slots;
      if (tours.size[slot] === 0 || refusals.has(task, slot)) continue;
      if (inPairs) this.searchPairs(task, slot);
      else this.searchSingles(task, slot);
      // Once a set is found dearer ones are not tried.
      if (this.slot < 0 && this.tried < MOST_TRIED) refusals.note(task, slot);
    }
  }

  private searchSingles(task: number, slot: number): void {
    const count = this.list(slot);
    this.vacancy.lookAt(task, slot);
    for (let i = 0; i < count; i++) this.perhaps(task, slot, this.members[i]!, -1);
  }

  /** Only of tasks each of which changes something for the one that wants room. */
  private searchPairs(task: number, slot: number): void {
    const { members, vacancy } = this;
    const count = this.list(slot);
    if (count > MOST_PAIRED) return;
    let few = 0;
    for (let i = 0; i < count; i++) if (this.mayPair(members[i]!)) members[few++] = members[i]!;
    if (few < 2) return;
    vacancy.lookAt(task, slot);
    let matter = 0;
    for (let i = 0; i < few; i++) if (vacancy.matters(members[i]!)) members[matter++] = members[i]!;
    for (let i = 1; i < matter && this.tried < MOST_TRIED; i++) {
      if (!this.mayPair(members[i]!)) continue;
      for (let j = 0; j < i; j++) this.perhaps(task, slot, members[i]!, members[j]!);
    }
  }

  /** Whether a task may be less trouble than the best so far even with another. */
  private mayPair(one: number): boolean {
    return this.failures[one]! + LEAST_FAILURES < this.least;
  }

  /** Lists the tasks of a route, each once, in random order. */
  private list(slot: number): number {
    const { tours, members, rng } = this;
    const { taskOf } = tours.problem;
    let count = 0;
    for (let v = tours.first[slot]!; v >= 0; v = tours.next[v]!) {
      const task = taskOf[v]!;
      if (tours.at[task] !== v) continue;
      const at = rng.below(count + 1);
      members[count++] = members[at]!;
      members[at] = task;
    }
    return count;
  }

  /** Tries whether there is room once one or two tasks are gone, if those are less trouble than the best so far. */
  private perhaps(task: number, slot: number, one: number, other: number): void {
    const { tours, failures, undo, insertion } = this;
    const sum = failures[one]! + (other >= 0 ? failures[other]! : 0);
    if (sum >= this.least || this.tried >= MOST_TRIED) return;
    this.tried++;
    if (!this.vacancy.mayFit(one, other)) return;
    undo.begin();
    takeOff(tours, undo, one, other);
    if (isAllSound(tours, undo) && insertion.findOn(task, slot)) {
      this.least = sum;
      this.slot = slot;
      this.one = one;
      this.other = other;
    }
    undo.rollback();
  }
}
