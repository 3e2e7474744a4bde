import type { Tours } from '../state/tours.ts';

const PLACES_LOG2 = 16;
/** Spreads numbers over places (Knuth 1973: the golden ratio). */
const SPREAD = 0x9e3779b1;

/**
 * Which routes have refused which task. Most routes stay as they are from one attempt to the next, or come back to what they
 * were, and need not be asked again. A table of fixed size: of two that fall on one place the later is remembered.
 */
export class Refusals {
  private readonly tours: Tours;
  /** Task and slot at a place, and what the route was marked by. */
  private readonly keys = new Int32Array(2 ** PLACES_LOG2).fill(-1);
  private readonly marks = new Int32Array(2 ** PLACES_LOG2);

  constructor(tours: Tours) {
    this.tours = tours;
  }

  /** Whether the task is known to find no room on the route as it is now. */
  has(task: number, slot: number): boolean {
    const key = task * this.tours.slots + slot;
    const place = placeOf(key);
    return this.keys[place] === key && this.marks[place] === this.tours.mark[slot * 2];
  }

  note(task: number, slot: number): void {
    const key = task * this.tours.slots + slot;
    const place = placeOf(key);
    this.keys[place] = key;
    this.marks[place] = this.tours.mark[slot * 2]!;
  }
}

const placeOf = (key: number) => Math.imul(key, SPREAD) >>> (32 - PLACES_LOG2);
