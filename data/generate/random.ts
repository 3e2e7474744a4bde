import { Rng } from '../../src/kit/rng.ts';

/** Seeded draws of the generator. Streams of different names are independent: a change to one sample leaves the others. */
export class Random {
  private readonly rng: Rng;

  constructor(seed: number, name: string) {
    this.rng = new Rng(seed, hashOf(name));
  }

  /** In [0, 1). */
  next(): number {
    return this.rng.double();
  }

  uniform(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  /** Both bounds inclusive. */
  integer(low: number, high: number): number {
    return low + this.rng.below(high - low + 1);
  }

  /** A multiple of `step` within the bounds, both inclusive. */
  stepped(low: number, high: number, step: number): number {
    return low + step * this.integer(0, Math.floor((high - low) / step));
  }

  /** Standard normal (Box & Muller). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.integer(0, items.length - 1)]!;
  }

  /** Picks an item with a probability in proportion to its weight. */
  weighted<T>(items: readonly (readonly [item: T, weight: number])[]): T {
    let left = this.next() * items.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [item, weight] of items) {
      left -= weight;
      if (left < 0) return item;
    }
    return items.at(-1)![0];
  }

  shuffled<T>(items: readonly T[]): T[] {
    const list = [...items];
    for (let i = list.length - 1; i > 0; i--) {
      const j = this.integer(0, i);
      [list[i], list[j]] = [list[j]!, list[i]!];
    }
    return list;
  }
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
