import type { Rng } from '../../kit/rng.ts';

/** Gaps drawn in advance, a power of two. */
export const GAPS = 4096;

/**
 * Blinks (Christiaens & Vanden Berghe 2020): each place is overlooked with a small probability. Instead of a random
 * number per place, the number of places to the next blink is taken from a table of draws of the geometric
 * distribution: a scan then needs no call in its loop, and the compiler keeps its tables in registers.
 */
export class Blinks {
  /** Draws, each at least 1. */
  readonly gaps: Int32Array;
  /** Places left until the next blink, and the place in `gaps`; a scan moves both on and writes them back. */
  left: number;
  cursor = 0;
  private readonly rng: Rng;
  private readonly rate: number;

  /** @param rate probability of overlooking a place, 0..1 */
  constructor(rng: Rng, rate: number) {
    this.rng = rng;
    this.rate = rate;
    const never = 2 ** 30;
    const factor = rate > 0 ? 1 / Math.log(1 - rate) : 0;
    this.gaps = Int32Array.from({ length: GAPS }, () =>
      rate > 0 ? 1 + Math.min(never, Math.floor(Math.log(1 - rng.double()) * factor)) : never,
    );
    this.left = this.gaps[0]!;
  }

  /** How many of the best places of a search are overlooked: 0 nearly always. */
  skip(): number {
    let skipped = 0;
    while (this.rng.double() < this.rate) skipped++;
    return skipped;
  }
}
