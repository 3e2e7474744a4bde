import { Rng } from '../../src/kit/rng.ts';

/** Draws of a random world; the same seed draws the same. */
export class Dice {
  private readonly rng: Rng;

  constructor(seed: number, stream = 0) {
    this.rng = new Rng(seed, stream);
  }

  /** Uniform over least..most, both included. */
  int(least: number, most: number): number {
    return least + this.rng.below(most - least + 1);
  }

  chance(probability: number): boolean {
    return this.rng.double() < probability;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.rng.below(items.length)]!;
  }

  /** Each of the items with this probability, in their order. */
  some<T>(items: readonly T[], probability: number): T[] {
    return items.filter(() => this.chance(probability));
  }

  shuffled<T>(items: readonly T[]): T[] {
    const all = [...items];
    for (let i = all.length - 1; i > 0; i--) {
      const j = this.rng.below(i + 1);
      [all[i], all[j]] = [all[j]!, all[i]!];
    }
    return all;
  }
}
