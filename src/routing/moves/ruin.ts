import type { Rng } from '../../kit/rng.ts';
import { nextStamp } from '../../kit/stamps.ts';
import { refresh } from '../state/refresh.ts';
import type { Tours } from '../state/tours.ts';
import type { Undo } from '../state/undo.ts';

/** Average number of tasks removed, and the longest string taken from a route. */
const MEAN_REMOVED = 10;
const LONGEST_STRING = 10;
/** Chance that a string spares some tasks in its middle, and that it stops sparing more. */
const SPLIT_RATE = 0.5;
const SPLIT_DEPTH = 0.01;

/**
 * Adjacent string removal: strings of consecutive tasks from routes near a random task (Christiaens & Vanden Berghe 2020,
 * doi 10.1287/trsc.2019.0914). What is removed leaves room in several neighbouring routes at once.
 */
export class Ruin {
  /** removed[0..count-1], in the order of removal. */
  readonly removed: Int32Array;
  count = 0;
  private readonly tours: Tours;
  private readonly undo: Undo;
  private readonly rng: Rng;
  private readonly ruined: Int32Array;
  private round = 0;

  constructor(tours: Tours, undo: Undo, rng: Rng) {
    this.tours = tours;
    this.undo = undo;
    this.rng = rng;
    this.removed = new Int32Array(tours.problem.tasks);
    this.ruined = new Int32Array(tours.slots);
  }

  /** Removes strings around `seed`; the touched routes are refreshed. @param meanSize mean tasks per route in use */
  run(seed: number, meanSize: number): void {
    const { tours, rng, ruined } = this;
    const { near, nearest } = tours.problem;
    const round = nextStamp(ruined, this.round);
    this.round = round;
    this.count = 0;
    const longest = Math.max(1, Math.min(LONGEST_STRING, meanSize));
    const mostStrings = (4 * MEAN_REMOVED) / (1 + longest) - 1;
    let strings = Math.floor(1 + rng.double() * mostStrings);
    const row = seed * nearest;
    for (let k = -1; k < nearest && strings > 0; k++) {
      const centre = k < 0 ? seed : near[row + k]!;
      const slot = tours.route[centre]!;
      if (slot < 0 || ruined[slot] === round) continue;
      ruined[slot] = round;
      this.undo.touch(slot);
      const size = tours.size[slot]!;
      const length = Math.floor(1 + rng.double() * Math.min(size, longest));
      if (length > 1 && length < size && rng.double() < SPLIT_RATE) this.removeSplit(centre, length, size);
      else this.removeString(centre, length, length, 0);
      refresh(tours, slot);
      strings--;
    }
  }

  /** A longer string that contains the centre, of which some tasks in a row are spared. */
  private removeSplit(centre: number, length: number, size: number): void {
    let spared = 1;
    while (length + spared < size && this.rng.double() > SPLIT_DEPTH) spared++;
    this.removeString(centre, length + spared, length, spared);
  }

  /** Removes `length` tasks of a string of `span` around the centre; `spared` of them in a row stay. */
  private removeString(centre: number, span: number, length: number, spared: number): void {
    const { next, prev } = this.tours;
    let back = 0;
    let start = centre;
    while (back < span - 1 && prev[start]! >= 0) {
      start = prev[start]!;
      back++;
    }
    let ahead = 0;
    for (let t = next[centre]!; t >= 0 && ahead < span - 1; t = next[t]!) ahead++;
    // The string starts between span-1 and 0 tasks before the centre, as far as the route reaches.
    const least = Math.max(0, span - 1 - ahead);
    const offset = least + this.rng.below(back - least + 1);
    for (let i = back; i > offset; i--) start = next[start]!;
    // Spared tasks are inside the string: at least one is cut on either side of them.
    const head = spared > 0 ? 1 + this.rng.below(length - 1) : length;
    let t = this.cut(start, head);
    if (spared === 0) return;
    for (let i = 0; i < spared; i++) t = next[t]!;
    this.cut(t, length - head);
  }

  /** Cuts `length` tasks from `from` on; returns the task after them. */
  private cut(from: number, length: number): number {
    const { next } = this.tours;
    let to = from;
    this.removed[this.count++] = from;
    for (let i = 1; i < length; i++) {
      to = next[to]!;
      this.removed[this.count++] = to;
    }
    const following = next[to]!;
    this.tours.cut(from, to);
    return following;
  }
}
