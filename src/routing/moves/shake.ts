import type { Rng } from '../../kit/rng.ts';
import { refresh } from '../state/refresh.ts';
import { isAllSound } from '../state/sound.ts';
import type { Tours } from '../state/tours.ts';
import type { Undo } from '../state/undo.ts';
import type { Insertion } from './insertion.ts';
import { Refusals } from './refusals.ts';

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

  /** Tries so many moves; nine of ten fail, most without a look. Returns how many were made. */
  run(count: number): number {
    const { tours, rng, width } = this;
    const { tasks, firstStop, nearest, near, taskOf } = tours.problem;
    if (width === 0) return 0;
    let made = 0;
    for (let k = 0; k < count; k++) {
      const task = rng.below(tasks);
      const from = tours.route[tours.at[task]!]!;
      if (from < 0) continue;
      const stop = firstStop[task]! + rng.below(firstStop[task + 1]! - firstStop[task]!);
      const other = taskOf[near[stop * nearest + rng.below(width)]!]!;
      const to = tours.route[tours.at[other]!]!;
      if (to < 0 || to === from) continue;
      const isMade = rng.double() < RELOCATED ? this.relocate(task, to) : this.exchange(task, other);
      if (isMade) made++;
    }
    return made;
  }

  private relocate(task: number, to: number): boolean {
    const { tours, undo, insertion, refusals } = this;
    if (refusals.has(task, to)) return false;
    if (!insertion.findOn(task, to)) {
      refusals.note(task, to);
      return false;
    }
    undo.begin();
    this.takeOff(task);
    if (!isAllSound(tours, undo)) {
      undo.rollback();
      return false;
    }
    undo.touch(to);
    insertion.apply(task);
    return true;
  }

  /** Routes of one task stay out: what would be left has no place to be found on. */
  private exchange(one: number, other: number): boolean {
    const { tours, undo, insertion } = this;
    const from = tours.route[tours.at[one]!]!;
    const to = tours.route[tours.at[other]!]!;
    undo.begin();
    this.takeOff(one);
    this.takeOff(other);
    const isLeft = tours.size[from]! > 0 && tours.size[to]! > 0;
    if (isLeft && isAllSound(tours, undo) && insertion.findOn(one, to)) {
      insertion.apply(one);
      if (insertion.findOn(other, from)) {
        insertion.apply(other);
        return true;
      }
    }
    undo.rollback();
    return false;
  }

  private takeOff(task: number): void {
    const { tours, undo } = this;
    const slot = tours.route[tours.at[task]!]!;
    undo.touch(slot);
    tours.cutTask(task);
    refresh(tours, slot);
  }
}
