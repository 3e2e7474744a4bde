import type { Rng } from '../../kit/rng.ts';
import type { Problem } from '../../model/problem.ts';
import { WHOLE, type Without } from '../parts.ts';
import { type Packed, pack, packedLength, unpack } from '../state/packed.ts';
import { Tours } from '../state/tours.ts';
import { Anneal } from './anneal.ts';
import { fromSlice, type Slice, slice, toSlice } from './slice.ts';

/** See `Anneal.threshold`: parts on tables of their own do better with twice what wholes have. */
const PART_THRESHOLD = 1.6;

/** Tours that a lane anneals: of a whole problem, or of a part of it, on tables of its own where the problem allows for that. */
export class Section {
  readonly tours: Tours;
  readonly anneal: Anneal;
  private readonly without: Without;
  private readonly slice: Slice | null;
  private readonly words: Packed;

  private constructor(tours: Tours, anneal: Anneal, slice: Slice | null, without: Without) {
    this.without = without;
    this.tours = tours;
    this.anneal = anneal;
    this.slice = slice;
    this.words = new Int32Array(packedLength(tours.problem, tours.slots));
  }

  static ofWhole(problem: Problem, rng: Rng, without: Without = WHOLE): Section {
    const tours = new Tours(problem);
    return new Section(tours, new Anneal(tours, rng, without), null, without);
  }

  /**
   * A part of a problem, with the tours it has.
   * @param quota how many vehicles of each type it may use
   * @param former a part that is not needed any more, for its memory
   */
  static ofPart(whole: Section, part: Packed, quota: Int32Array, rng: Rng, former: Section | null): Section {
    const used = former?.slice?.problem.buffer ?? null;
    const own = slice(whole.tours.problem, part, quota, used);
    const tours = new Tours(own.problem);
    // What is left out counts the same in every part.
    tours.unservedUnit = whole.tours.unservedUnit;
    // Prices are led on from part to part. Where capacities alone are walls, parts lose more by it than they gain.
    const { softening } = whole.anneal;
    const led = softening !== null && softening.duty !== null ? softening : null;
    const section = new Section(tours, new Anneal(tours, rng, whole.without, led), own, whole.without);
    section.anneal.threshold = PART_THRESHOLD;
    tours.excess.unit.set(whole.tours.excess.unit);
    section.load(part);
    return section;
  }

  /** Replaces the tours, and the best. @param packed in numbers of the whole */
  load(packed: Packed): void {
    this.show(packed);
    this.anneal.restart();
  }

  /** Replaces the tours by others of the same tasks; the best stays. @param packed in numbers of the whole */
  show(packed: Packed): void {
    if (this.slice !== null) toSlice(this.slice, packed, this.words);
    unpack(this.slice === null ? packed : this.words, this.tours);
  }

  /** Writes the tours as they are, in numbers of the whole. */
  packCurrent(into: Packed): void {
    this.write(this.tours, into);
  }

  /** Writes the best tours since `load`. */
  packBest(into: Packed): void {
    this.write(this.anneal.bestTours, into);
  }

  private write(tours: Parameters<typeof pack>[1], into: Packed): void {
    if (this.slice === null) {
      pack(this.tours.problem, tours, into);
      return;
    }
    pack(this.slice.problem, tours, this.words);
    fromSlice(this.slice, this.words, into);
  }
}
