import type { Tours } from '../state/tours.ts';

const PLACES_LOG2 = 16;
/** Multipliers of two hashes that have nothing to do with each other (those of FNV-1a and MurmurHash2). */
const MARK = 0x01000193;
const PLACE = 0x5bd1e995;

/**
 * Which routes have refused which task whatever of theirs would go for it. Most routes stay as they are from one attempt to
 * the next, and need not be asked again. A table of fixed size: of two that fall on one place the later is remembered.
 */
export class Refusals {
  private readonly tours: Tours;
  /** A hash of task and route at a place that another one tells. */
  private readonly marks = new Int32Array(2 ** PLACES_LOG2);

  constructor(tours: Tours) {
    this.tours = tours;
  }

  /** Whether the task is known to find no room on the route as it is now. */
  has(task: number, slot: number): boolean {
    return this.marks[this.placeOf(task, slot)] === this.hash(task, slot, MARK);
  }

  note(task: number, slot: number): void {
    this.marks[this.placeOf(task, slot)] = this.hash(task, slot, MARK);
  }

  private placeOf(task: number, slot: number): number {
    return this.hash(task, slot, PLACE) >>> (32 - PLACES_LOG2);
  }

  /** Of the task, the vehicle's type and the visits in order. */
  private hash(task: number, slot: number, factor: number): number {
    const { type, first, next } = this.tours;
    let hash = Math.imul(task + 1, factor) ^ type[slot]!;
    for (let v = first[slot]!; v >= 0; v = next[v]!) {
      hash = Math.imul(hash ^ (v + 1), factor);
      hash ^= hash >>> 15;
    }
    return hash;
  }
}
