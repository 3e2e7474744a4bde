import { MANDATORY } from '../../model/problem.ts';
import { FEW_LEFT_OUT } from '../state/left-out.ts';
import { type Packed, routesEnd } from '../state/packed.ts';
import { leastVehicles } from './least-vehicles.ts';
import type { Section } from './section.ts';

/** Rounds in which the same few tasks are left out until that is borne. */
const PATIENCE = 2;

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
  /** What was left out at the end of the last round, and for how many rounds before that. */
  private lack = 0;
  private rounds = 0;
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
      if (isComplete) tours.limitVehicles();
      return;
    }
    if (isOpen && (!isComplete || !tours.isServed(anneal.bestMissing))) return;
    if (!isComplete) {
      all.packBest(best);
      this.takeOver(best);
    }
    this.tries = isOpen && tours.usedVehicles > this.fewest && anneal.drop();
    if (!this.tries) tours.limitVehicles();
    anneal.givesUp = this.tries;
  }

  /** Whether a solution that serves all has as few vehicles as can carry it. */
  isLeast(packed: Packed): boolean {
    return packed[0]! <= this.fewest;
  }

  /**
   * Gets to know what is missing in the best solution at the end of a round. Where few tasks have been left out for a while, though there are vehicles to spare, others
   * exclude them (two drops at one time for the one van with a lift): that is borne, and the rest served with fewest vehicles.
   */
  note(missing: number, best: Packed): void {
    const { tours } = this.all;
    if (missing === Number.POSITIVE_INFINITY) return;
    const { prize } = tours.problem;
    const end = routesEnd(best);
    const absent = best.subarray(end, end + best[1]!).filter((task) => prize[task] === MANDATORY);
    const lack = tours.lackIn(missing);
    // Not what is on routes that are too short to be driven.
    const isAbsent = lack === absent.reduce((sum, task) => sum + tours.missingWithout(task), 0);
    this.rounds = lack === this.lack ? this.rounds + 1 : 0;
    this.lack = lack;
    const isSpare = missing - lack < tours.slots;
    const isBorne = this.rounds >= PATIENCE && isAbsent && absent.length <= FEW_LEFT_OUT && isSpare;
    tours.borne = isBorne ? lack : Math.min(tours.borne, lack);
  }

  /** How many vehicles it takes at least; what is left out they need not carry. */
  private get fewest(): number {
    return this.all.tours.borne > 0 ? 1 : this.least;
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
