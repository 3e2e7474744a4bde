import type { Rng } from '../../kit/rng.ts';

/**
 * Blinks (Christiaens & Vanden Berghe 2020): each place is overlooked with a small probability. Instead of a random
 * number per place, the distance to the next blink is drawn once, from the geometric distribution.
 */
export class Blinks {
  /** Places left until the next blink; a scan counts it down and writes it back. */
  left: number;
  private readonly rng: Rng;
  private readonly factor: number;

  /** @param rate probability of overlooking a place, 0..1 */
  constructor(rng: Rng, rate: number) {
    this.rng = rng;
    this.factor = rate > 0 ? 1 / Math.log(1 - rate) : 0;
    this.left = this.draw();
  }

  /** Places until the next blink, at least 1. */
  draw(): number {
    if (this.factor === 0) return 2 ** 30;
    return 1 + Math.min(2 ** 30 - 1, Math.floor(Math.log(1 - this.rng.double()) * this.factor));
  }
}
