import { Recombination } from '../columns/recombination.ts';
import type { Without } from '../parts.ts';
import type { Packed } from '../state/packed.ts';
import type { Section } from './section.ts';

/** From here on routes of good states are put together, as a share of the budget. */
const FROM = 0.75;

/** Lets a search go on from routes of several of its good states put together, where that makes a better one. */
export class Recombining {
  private readonly all: Section;
  /** Null where routes cannot be put together. */
  private readonly recombination: Recombination | null;
  private readonly current: Packed;
  private readonly best: Packed;
  /** Iterations whose routes were put together. */
  private earned = 0;

  /** @param words of a solution, at most */
  constructor(all: Section, words: number, without: Without) {
    this.all = all;
    this.recombination = without.includes('recombination') ? null : Recombination.for(all.tours);
    this.current = new Int32Array(words);
    this.best = new Int32Array(words);
    all.anneal.seen = this.recombination?.seen ?? null;
  }

  /** Tries it, once it is time. @param done how far the budget is spent, 0 to 1  @param iterations so far */
  run(done: number, iterations: number): void {
    const { all, current, best, recombination } = this;
    const { anneal } = all;
    if (recombination === null) return;
    recombination.earn(iterations - this.earned);
    this.earned = iterations;
    if (done < FROM || !recombination.isDue || anneal.bestMissing === Number.POSITIVE_INFINITY) return;
    all.packCurrent(current);
    all.packBest(best);
    all.show(best);
    const better = recombination.better();
    if (better !== null) all.show(better);
    if (better === null || !all.tours.isFeasible || !anneal.keepIfBest()) all.show(current);
  }
}
