import type { Packed } from '../state/packed.ts';
import { leastVehicles } from './least-vehicles.ts';
import type { Section } from './section.ts';

/**
 * Where fewest vehicles come first: whenever all tasks are served, one route is given up, until the time for that is
 * over or fewer cannot carry all; then the search goes on with the fewest that sufficed (fleet minimisation of Christiaens & Vanden
 * Berghe 2020).
 */
export class Economy {
  private readonly all: Section;
  private readonly best: Packed;
  /** With fewer vehicles nothing is tried: they cannot serve all. */
  private readonly least: number;
  /** Whether the search tries to do with a vehicle fewer now. */
  private tries = false;

  /** @param words of a solution, at most */
  constructor(all: Section, words: number) {
    this.all = all;
    this.best = new Int32Array(words);
    this.least = leastVehicles(all.tours.problem);
  }

  /** Gives up a route, or takes the last attempt back, where it is time to. @param isOpen whether routes may still be given up */
  run(isOpen: boolean): void {
    const { all, best } = this;
    const { anneal, tours } = all;
    // What is beyond what it may is no plan with fewer vehicles.
    const { missing } = tours;
    const isComplete = missing === anneal.bestMissing || (missing < anneal.bestMissing && !anneal.isBeyond);
    if (!isOpen && !this.tries) {
      // Where nothing was ever given up, no more vehicles than there are now either.
      if (isComplete && anneal.bestMissing < tours.unservedUnit) tours.mostVehicles = tours.usedVehicles;
      return;
    }
    if (isOpen && (!isComplete || anneal.bestMissing >= tours.unservedUnit)) return;
    if (!isComplete) {
      all.packBest(best);
      this.takeOver(best);
    }
    this.tries = isOpen && tours.usedVehicles > this.least && anneal.routes.drop();
    if (!this.tries) tours.mostVehicles = tours.usedVehicles;
    anneal.givesUp = this.tries;
  }

  /** Whether a solution that serves all has as few vehicles as can carry it. */
  isLeast(packed: Packed): boolean {
    return packed[0]! <= this.least;
  }

  /** Goes on from another solution, with no more vehicles than that where it serves all that must be. */
  takeOver(packed: Packed): void {
    const { tours } = this.all;
    tours.mostVehicles = Number.POSITIVE_INFINITY;
    this.all.load(packed);
    tours.limitVehicles();
    this.tries = false;
    this.all.anneal.givesUp = false;
  }

  /**
   * Whether ejections go on by themselves now, in place of the search: by turns in every other lane, all the time in those between.
   * Either finds what the other does not. Not where a route has more than it may: only the search mends that.
   */
  wanders(lane: number, round: number): boolean {
    const { anneal } = this.all;
    return this.tries && anneal.ejects && !anneal.isBeyond && (lane % 2 === 1 || round % 2 === 1);
  }

  /** Makes room for a task that found none, while a route is to be done without. */
  help(): void {
    if (this.tries) this.all.anneal.eject();
  }
}
