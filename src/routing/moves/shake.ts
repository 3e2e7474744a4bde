import type { Rng } from '../../kit/rng.ts';
import { isAllSound } from '../state/sound.ts';
import type { Tours } from '../state/tours.ts';
import type { Undo } from '../state/undo.ts';
import type { Insertion } from './insertion.ts';
import { Refusals } from './refusals.ts';
import { takeOff } from './take-off.ts';

/** Of the moves that are tried so many bring a task to another route, the others exchange it with one of there. */
const RELOCATED = 0.7;

/**
 * Random moves that keep all limits, whatever they cost: a task to the route of a near one, or in exchange with a task of that
 * route. They lead away from what is cheap, between ejections (Nagata & Kobayashi 2010, see `Ejection`). Where routes are
 * simulated it is not used.
 */
export class Shake {
  private readonly tours: Tours;
  private readonly undo: Undo;
  private readonly rng: Rng;
  private readonly insertion: Insertion;
  private readonly refusals: Refusals;
  /** How many of a stop's neighbours are near. */
  private readonly width: number;

  /** @param width how many neighbours a move may lead to, at most `problem.nearest` */
  constructor(tours: Tours, undo: Undo, rng: Rng, insertion: Insertion, width: number) {
    this.tours = tours;
    this.undo = undo;
    this.rng = rng;
    this.insertion = insertion;
    this.refusals = new Refusals(tours);
    this.width = Math.min(width, tours.problem.nearest);
  }

  /** Tries so many moves. Where tours are tight one in a hundred to one in a thousand can be made. */
  run(count: number): void {
    const { tours, rng, width } = this;
    const { tasks, firstStop, nearest, near, taskOf } = tours.problem;
    if (width === 0) return;
    for (let k = 0; k < count; k++) {
      const task = rng.below(tasks);
      const from = tours.route[tours.at[task]!]!;
      if (from < 0) continue;
      const stop = firstStop[task]! + rng.below(firstStop[task + 1]! - firstStop[task]!);
      const other = taskOf[near[stop * nearest + rng.below(width)]!]!;
      const to = tours.route[tours.at[other]!]!;
      if (to < 0 || to === from) continue;
      if (rng.double() < RELOCATED) this.relocate(task, to);
      else this.exchange(task, other);
    }
  }

  private relocate(task: number, to: number): void {
    const { tours, undo, insertion, refusals } = this;
    if (refusals.has(task, to)) return;
    if (!insertion.findOn(task, to)) {
      refusals.note(task, to);
      return;
    }
    undo.begin();
    takeOff(tours, undo, task);
    if (!isAllSound(tours, undo)) {
      undo.rollback();
      return;
    }
    undo.touch(to);
    insertion.apply(task);
  }

  /** Routes of one task stay out: what would be left has no place to be found on. */
  private exchange(one: number, other: number): void {
    const { tours, undo, insertion } = this;
    const from = tours.route[tours.at[one]!]!;
    const to = tours.route[tours.at[other]!]!;
    undo.begin();
    takeOff(tours, undo, one);
    takeOff(tours, undo, other);
    const isLeft = tours.size[from]! > 0 && tours.size[to]! > 0;
    if (isLeft && isAllSound(tours, undo) && insertion.findOn(one, to)) {
      insertion.apply(one);
      if (insertion.findOn(other, from)) {
        insertion.apply(other);
        return;
      }
    }
    undo.rollback();
  }
}
