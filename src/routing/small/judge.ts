import { BIG, type Problem } from '../../model/problem.ts';
import { type Packed, unpack } from '../state/packed.ts';
import { refresh } from '../state/refresh.ts';
import { isAllSound } from '../state/sound.ts';
import { Tours } from '../state/tours.ts';
import { Undo } from '../state/undo.ts';

/** Judges whole routes and plans, as they are, on tours of its own. */
export class Judge {
  /** Of what was judged last, in ticks. */
  cost = 0;
  missing = 0;
  /** What balance is measured by. */
  share = 0;
  /** The route stays below a minimum of its vehicle. */
  isShort = false;
  private readonly tours: Tours;
  private readonly undo: Undo;

  constructor(problem: Problem) {
    this.tours = new Tours(problem);
    this.undo = new Undo(this.tours);
  }

  /** Whether a route by itself keeps all rules but minimums and relations to other routes. @param steps visits, or -1 - site for a reload */
  route(type: number, steps: Int32Array, length: number): boolean {
    const { tours, undo } = this;
    tours.clear();
    undo.begin();
    undo.touch(0);
    for (let i = 0; i < length; i++) {
      const word = steps[i]!;
      const visit = word >= 0 ? word : tours.exact!.reloads.forStep(-1 - word, type, i);
      if (visit < 0) return false;
      tours.append(visit, 0, type);
    }
    refresh(tours, 0);
    this.cost = tours.cost;
    this.missing = tours.missing;
    this.share = tours.share[0]!;
    this.isShort = tours.short[0] === 1;
    return tours.exact !== null ? tours.feasible[0] === 1 : isAllSound(tours, undo) && this.fits(type);
  }

  /** Whether a whole plan keeps all rules. */
  plan(packed: Packed): boolean {
    const { tours } = this;
    unpack(packed, tours);
    this.cost = tours.cost;
    this.missing = tours.missing;
    for (let slot = 0; slot < tours.slots; slot++) {
      if (tours.size[slot] === 0) continue;
      if (tours.feasible[slot] === 0 || tours.short[slot] === 1) return false;
      if (tours.exact !== null && !tours.exact.bonds.hold(slot)) return false;
    }
    return true;
  }

  /** What insertion sees to place by place: loads, the number of tasks, arcs that nobody drives. Where nothing is simulated. */
  private fits(type: number): boolean {
    const { tours } = this;
    const { problem, delivered, picked, peakBefore } = tours;
    const { dimensions, capacity, features } = problem;
    const last = tours.last[0]!;
    for (let d = 0; d < dimensions; d++) {
      const peak = features.mixedLoads ? peakBefore[last * dimensions + d]! : Math.max(delivered[d]!, picked[d]!);
      if (peak > capacity[type * dimensions + d]!) return false;
    }
    if (tours.size[0]! > problem.maxTasks[type]!) return false;
    for (let v = tours.first[0]!; v >= 0; v = tours.next[v]!) if (tours.into[v]! >= BIG) return false;
    return true;
  }
}
