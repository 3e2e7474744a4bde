import type { Rng } from '../../kit/rng.ts';
import { Blinks } from '../moves/blinks.ts';
import { Insertion } from '../moves/insertion.ts';
import { Recreate } from '../moves/recreate.ts';
import { Ruin } from '../moves/ruin.ts';
import type { Linked } from '../state/packed.ts';
import { isAllSound } from '../state/sound.ts';
import type { Tours } from '../state/tours.ts';
import { Undo } from '../state/undo.ts';
import { Absences } from './absences.ts';
import { Descent } from './descend.ts';

/** Chance of overlooking a place, and how many neighbours are looked at. */
const BLINK_RATE = 0.01;
const INSERTION_WIDTH = 40;
/** Local search goes over all tasks several times; with more than this many that takes too long to be done at once. */
const MOST_DESCENDED = 2000;

/**
 * Slack induction by string removals under simulated annealing (Christiaens & Vanden Berghe 2020,
 * doi 10.1287/trsc.2019.0914), on the tasks that are in the tours now: all of them, or a part.
 */
export class Anneal {
  readonly tours: Tours;
  iterations = 0;
  /** Best since `restart`. */
  bestCost = 0;
  bestMissing = 0;
  private readonly best: Linked;
  private readonly rng: Rng;
  private readonly undo: Undo;
  private readonly ruin: Ruin;
  private readonly recreate: Recreate;
  private readonly absences: Absences;
  private readonly descent: Descent;
  /** members[0..memberCount-1]: the tasks in the tours, absent ones included. */
  private readonly members: Int32Array;
  private memberCount = 0;

  constructor(tours: Tours, rng: Rng) {
    const { tasks } = tours.problem;
    this.tours = tours;
    this.rng = rng;
    this.undo = new Undo(tours);
    this.ruin = new Ruin(tours, this.undo, rng);
    this.recreate = new Recreate(
      tours,
      this.undo,
      rng,
      new Insertion(tours, rng, new Blinks(rng, BLINK_RATE), INSERTION_WIDTH),
    );
    this.absences = new Absences(tours, rng);
    this.descent = new Descent(tours, this.undo, rng, INSERTION_WIDTH);
    this.members = new Int32Array(tasks);
    this.best = {
      slots: tours.slots,
      next: new Int32Array(tasks),
      first: new Int32Array(tours.slots),
      size: new Int32Array(tours.slots),
      type: new Int32Array(tours.slots),
      absent: new Int32Array(tasks),
      absentCount: 0,
    };
  }

  /** Builds tours for all tasks from nothing. */
  construct(): void {
    const { tours } = this;
    tours.clear();
    this.undo.begin();
    const list = Int32Array.from({ length: tours.problem.tasks }, (_, t) => t);
    this.recreate.run(list, list.length);
    this.descend();
    this.restart();
  }

  /** Local search on the tours as they are; the result is the best where it is better. */
  polish(): void {
    this.descend();
    this.keepIfBest();
  }

  private descend(): void {
    if (this.tours.problem.tasks <= MOST_DESCENDED) this.descent.run();
  }

  /** Takes the tours as they are for the state to search from, and for the best. */
  restart(): void {
    const { tours, members } = this;
    this.memberCount = 0;
    for (let t = 0; t < tours.problem.tasks; t++) if (tours.route[t]! >= 0) members[this.memberCount++] = t;
    for (let k = 0; k < tours.absentCount; k++) members[this.memberCount++] = tours.absent[k]!;
    this.keepBest();
  }

  /** Runs iterations at one temperature (cost ticks). */
  run(count: number, temperature: number): void {
    const { tours, rng, undo, ruin, recreate, members, memberCount, absences } = this;
    if (memberCount === 0) return;
    const meanSize = this.meanRouteSize();
    for (let i = 0; i < count; i++) {
      const { cost, missing } = tours;
      undo.begin();
      const seed = members[rng.below(memberCount)]!;
      ruin.run(seed, meanSize);
      const listed = absences.recall(ruin.removed, ruin.count, seed);
      recreate.run(ruin.removed, listed);
      if (isAllSound(tours, undo) && this.accepts(cost, missing, temperature)) this.keepIfBest();
      else undo.rollback();
    }
    this.iterations += count;
  }

  /** The best since `restart`, to be packed. */
  get bestTours(): Linked {
    return this.best;
  }

  private accepts(cost: number, missing: number, temperature: number): boolean {
    const { tours } = this;
    if (tours.missing !== missing) return tours.missing < missing;
    if (tours.cost < cost - temperature * Math.log(this.rng.double())) return true;
    return missing > 0 && this.absences.relieves();
  }

  private meanRouteSize(): number {
    let routes = 0;
    for (let v = 0; v < this.tours.used.length; v++) routes += this.tours.used[v]!;
    return routes === 0 ? 1 : (this.memberCount - this.tours.absentCount) / routes;
  }

  private keepIfBest(): void {
    const { missing, cost } = this.tours;
    if (missing < this.bestMissing || (missing === this.bestMissing && cost < this.bestCost)) this.keepBest();
  }

  private keepBest(): void {
    const { best, tours } = this;
    this.bestCost = tours.cost;
    this.bestMissing = tours.missing;
    best.next.set(tours.next);
    best.first.set(tours.first);
    best.size.set(tours.size);
    best.type.set(tours.type);
    best.absentCount = tours.absentCount;
    for (let k = 0; k < tours.absentCount; k++) best.absent[k] = tours.absent[k]!;
  }
}
