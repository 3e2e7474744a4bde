import type { Rng } from '../../kit/rng.ts';
import { nextStamp } from '../../kit/stamps.ts';
import { MANDATORY } from '../../model/problem.ts';
import type { Tours } from '../state/tours.ts';

/** Chance that tasks count for themselves alone while a list is placed: pairs that are not worth it together have to go again. */
const ALONE_RATE = 0.5;

/**
 * What a place for a task must cost less than: for an optional one its prize, and what is added to that for now. A task that others
 * wait for in a sequence counts as much as all of them: the key that is fetched first is worth nothing by itself.
 */
export class Worth {
  private readonly tours: Tours;
  private readonly most: number;
  /** Whether some optional task has others wait for it. */
  private readonly hasWaiting: boolean;
  private countsOthers = true;
  /** Per task: the question in which it was met. */
  private readonly met: Int32Array;
  private readonly waiting: Int32Array;
  private question = 0;

  /** @param most what any place must cost less than */
  constructor(tours: Tours, most: number) {
    const { prize, tasks } = tours.problem;
    const bonds = tours.exact?.bonds;
    this.tours = tours;
    this.most = most;
    this.hasWaiting = bonds?.linked.some((task) => prize[task] !== MANDATORY && bonds.isWaitedFor(task)) ?? false;
    this.met = new Int32Array(this.hasWaiting ? tasks : 0);
    this.waiting = new Int32Array(this.hasWaiting ? tasks : 0);
  }

  /** A list is to be placed: perhaps each of it counts for itself alone. */
  begin(rng: Rng | null): void {
    if (this.hasWaiting && rng !== null) this.countsOthers = rng.double() >= ALONE_RATE;
  }

  of(task: number): number {
    const { problem, excess } = this.tours;
    const prize = problem.prize[task]!;
    if (prize === MANDATORY) return this.most;
    const others = this.hasWaiting ? this.ofWaiting(task) : 0;
    // What must be served comes before all cost.
    if (others >= MANDATORY) return this.most;
    return Math.min(this.most, (prize + (this.countsOthers ? others : 0)) * (1 + excess.lure));
  }

  /** Whether a task has to be served, or one that waits for it. */
  isMust(task: number): boolean {
    const isMandatory = this.tours.problem.prize[task]! === MANDATORY;
    return isMandatory || (this.hasWaiting && this.ofWaiting(task) >= MANDATORY);
  }

  /** The prizes of all that cannot be served before a task is, and now are on no route. */
  private ofWaiting(task: number): number {
    const { met, waiting, tours } = this;
    const { bonds, rich } = tours.exact!;
    const { start, items } = rich.after;
    this.question = nextStamp(met, this.question);
    waiting[0] = task;
    let count = 1;
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const before = waiting[i]!;
      for (let k = start[before]!; k < start[before + 1]!; k++) {
        const other = items[k]!;
        if (met[other] === this.question || bonds.slotOf(other) >= 0) continue;
        met[other] = this.question;
        waiting[count++] = other;
        sum += tours.problem.prize[other]!;
      }
    }
    return sum;
  }
}
