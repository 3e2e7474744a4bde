import type { Rng } from '../../kit/rng.ts';
import { hasOptional, MANDATORY } from '../../model/problem.ts';
import type { Rich } from '../../model/rich.ts';
import { WHOLE, type Without } from '../parts.ts';
import type { Tours } from '../state/tours.ts';

/** Absent tasks tried again per iteration, at most. */
const MOST_RECALLED = 12;
/** Share of the iterations in which absent mandatory tasks are tried again, once cost counts as much as room for them. */
const RECALLED = 0.3;
/** Chance that where more optional tasks are absent, so many near the seed are tried: enough for a vehicle to pay. */
const BUNDLE_RATE = 0.15;
const BUNDLE = 40;

/**
 * Which absent tasks an iteration tries to insert, and which of them have been absent long: a task nobody has room for
 * must displace others, so a solution whose absent tasks have been absent less often is progress at equal cost
 * (sum of absences, Christiaens & Vanden Berghe 2020).
 */
export class Absences {
  private readonly tours: Tours;
  private readonly rng: Rng;
  private readonly counts: boolean;
  private readonly bundleRate: number;
  /** Whether the last recall brought so many that a vehicle may pay for them together. */
  isBundle = false;
  /** Per task: accepted or refused iterations in which it stayed absent. */
  private readonly sums: Float64Array;
  private sumBefore = 0;

  constructor(tours: Tours, rng: Rng, without: Without = WHOLE) {
    this.tours = tours;
    this.rng = rng;
    this.counts = !without.includes('absences');
    this.bundleRate = hasOptional(tours.problem) && !without.includes('bundles') ? BUNDLE_RATE : 0;
    this.sums = new Float64Array(tours.problem.tasks);
  }

  /**
   * Takes absent tasks off their list and appends them to list[count..]; returns the new count. Mandatory ones take the room of
   * others, and what lacks more is refused: mostly left out, they leave the others to be improved.
   * @param roomFirst whether they are tried every time
   */
  recall(list: Int32Array, count: number, seed: number, roomFirst: boolean): number {
    const { tours, rng } = this;
    this.isBundle = false;
    // Where none is tried, none is relieved.
    this.sumBefore = 0;
    if (tours.absentCount === 0) return count;
    if (tours.missing >= tours.unservedUnit && !roomFirst && rng.double() >= RECALLED) return count;
    if (tours.missing > 0) this.sumBefore = this.sumOfAbsent();
    let n = count;
    if (tours.absentCount <= MOST_RECALLED) {
      while (tours.absentCount > 0) list[n++] = tours.takeAbsent(tours.absentCount - 1);
      return n;
    }
    return this.recallNear(list, n, seed);
  }

  /** Many are absent: those near the seed, where there is room now, and a few from anywhere. */
  private recallNear(list: Int32Array, count: number, seed: number): number {
    const { tours, rng } = this;
    const { near, nearest, taskOf } = tours.problem;
    const row = tours.at[seed]! * nearest;
    let n = count;
    this.isBundle = this.bundleRate > 0 && rng.double() < this.bundleRate;
    let wanted = this.isBundle ? BUNDLE : MOST_RECALLED - 2;
    if (tours.absentAt[seed]! >= 0) list[n++] = tours.takeAbsent(tours.absentAt[seed]!);
    for (let k = 0; k < nearest && wanted > 0; k++) {
      const at = tours.absentAt[taskOf[near[row + k]!]!]!;
      if (at < 0) continue;
      list[n++] = tours.takeAbsent(at);
      wanted--;
    }
    for (let k = 0; k < 2 && tours.absentCount > 0; k++) list[n++] = tours.takeAbsent(rng.below(tours.absentCount));
    return tours.exact?.bonds.timed ? this.recallBound(tours.exact.rich, list, count, n) : n;
  }

  /** With the absent of list[from..count-1] those that they wait for, and that wait for them: neither is served without the other. */
  private recallBound({ before, after }: Rich, list: Int32Array, from: number, count: number): number {
    const { tours } = this;
    let n = count;
    for (let i = from; i < n && n < from + BUNDLE; i++) {
      const task = list[i]!;
      for (const { start, items } of [before, after])
        for (let k = start[task]!; k < start[task + 1]!; k++) {
          const at = tours.absentAt[items[k]!]!;
          if (at >= 0) list[n++] = tours.takeAbsent(at);
        }
    }
    return n;
  }

  /** Whether what is absent now has been absent less than what was before. Counts the absence of both. */
  relieves(): boolean {
    if (!this.counts) return false;
    const { absent, absentCount } = this.tours;
    const now = this.sumOfAbsent();
    for (let k = 0; k < absentCount; k++) this.sums[absent[k]!]!++;
    return now < this.sumBefore;
  }

  private sumOfAbsent(): number {
    const { absent, absentCount, problem } = this.tours;
    let sum = 0;
    for (let k = 0; k < absentCount; k++) if (problem.prize[absent[k]!] === MANDATORY) sum += this.sums[absent[k]!]!;
    return sum;
  }
}
