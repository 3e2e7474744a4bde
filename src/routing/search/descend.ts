import type { Rng } from '../../kit/rng.ts';
import { Blinks } from '../moves/blinks.ts';
import { Insertion } from '../moves/insertion.ts';
import { refresh } from '../state/refresh.ts';
import { isAllSound } from '../state/sound.ts';
import type { Tours } from '../state/tours.ts';
import type { Undo } from '../state/undo.ts';

/** Longest string moved as one (or-opt), and passes over all tasks at most: later ones find next to nothing. */
const LONGEST = 3;
const PASSES = 4;

/**
 * Local search by relocation: each string of one to three tasks is taken out and its tasks are put, one after the other,
 * where they cost least; what is not better is taken back (or-opt in the sense of Or 1976, with free places for each task).
 * Ends where a pass finds nothing. For solutions that ruin and recreate has not polished yet, and as a last touch.
 */
export class Descent {
  private readonly tours: Tours;
  private readonly undo: Undo;
  private readonly insertion: Insertion;
  private readonly string = new Int32Array(LONGEST);

  constructor(tours: Tours, undo: Undo, rng: Rng, width: number) {
    this.tours = tours;
    this.undo = undo;
    this.insertion = new Insertion(tours, null, new Blinks(rng, 0), width);
  }

  /** @param isOver whether to leave it at that. Default: never */
  run(isOver: () => boolean = () => false): void {
    const { stops } = this.tours.problem;
    for (let pass = 0, improved = true; pass < PASSES && improved; pass++) {
      improved = false;
      for (let length = 1; length <= LONGEST; length++) {
        for (let stop = 0; stop < stops; stop++) {
          if (isOver()) return;
          if (this.relocate(stop, length)) improved = true;
        }
      }
    }
  }

  /** Relocates the string of `length` stops that starts with `stop`; false where that is no better. */
  private relocate(stop: number, length: number): boolean {
    const { tours, undo, insertion, string } = this;
    const { taskOf } = tours.problem;
    const slot = tours.route[stop]!;
    if (slot < 0) return false;
    let last = stop;
    string[0] = taskOf[stop]!;
    for (let i = 1; i < length; i++) {
      last = tours.next[last]!;
      if (last < 0) return false;
      string[i] = taskOf[last]!;
    }
    const { cost, missing } = tours;
    undo.begin();
    undo.touch(slot);
    tours.cut(stop, last);
    refresh(tours, slot);
    for (let i = 0; i < length; i++) insertion.place(string[i]!, undo);
    const isSound = isAllSound(tours, undo);
    if (isSound && (tours.missing < missing || (tours.missing === missing && tours.cost < cost))) return true;
    undo.rollback();
    return false;
  }
}
