import { BIG } from '../../model/problem.ts';
import type { Lateness } from '../state/lateness.ts';
import { beginAt } from '../state/schedule.ts';
import type { Tours } from '../state/tours.ts';

/** What costs more than BIG counts as less than it costs, see `Exact`: so that is all a bound may say, of either stop. */
export const MOST_SURE = BIG / 2;

/**
 * Lateness at a price that two places for a shipment bring, told along the way: from the pickup on, past the visits before the delivery,
 * to the end of the route. Each twice: at least, and as far as can be told where breaks put things off.
 */
export class PairLate {
  /** Of the pickup and the visits passed so far. */
  sure = 0;
  likely = 0;
  /** With the delivery, too. */
  sureInAll = 0;
  likelyInAll = 0;
  private readonly tours: Tours;
  private readonly late: Lateness;

  /** Null where nothing is late at a price. */
  static for(tours: Tours): PairLate | null {
    const late = tours.exact?.lateness ?? null;
    return late === null ? null : new PairLate(tours, late);
  }

  private constructor(tours: Tours, late: Lateness) {
    this.tours = tours;
    this.late = late;
  }

  /** The pickup, right after a visit of a route (-1: the start), begins at a tick. */
  fetch(pickup: number, slot: number, after: number, begin: number): void {
    const { late } = this;
    const own = late.ofBegin(pickup, slot, begin);
    this.sure = Math.min(MOST_SURE, own);
    this.likely = Math.max(own, late.ofBegin(pickup, slot, begin + late.shift(slot, after)));
  }

  /** A visit of the route is passed with the shipment on board, and begins at a tick. */
  pass(visit: number, slot: number, begin: number): void {
    const { late } = this;
    const delayed = late.ofDelay(visit, slot, begin);
    this.likely += delayed;
    if (late.bounds(slot)) this.sure = Math.min(MOST_SURE, this.sure + delayed);
  }

  /** The delivery, right after a visit of the route (-1: the start) or the pickup, begins at a tick. */
  deliver(delivery: number, slot: number, after: number, begin: number): void {
    const { late } = this;
    const own = late.ofBegin(delivery, slot, begin);
    this.sureInAll = this.sure + Math.min(MOST_SURE, own);
    this.likelyInAll = this.likely + Math.max(own, late.ofBegin(delivery, slot, begin + late.shift(slot, after)));
  }

  /** What follows the delivery is put off by it, up to `most`. @param begin of the delivery */
  putOff(delivery: number, slot: number, type: number, follows: number, begin: number, most: number): void {
    const { late } = this;
    const { problem } = this.tours;
    const { nodes, durations, durationClass, service } = problem;
    const row = (durationClass[type]! * nodes + delivery) * nodes;
    const there = beginAt(problem, follows, begin + service[delivery]! + durations[row + follows]!);
    const delayed = late.ofDelayFrom(follows, slot, there, most);
    this.likelyInAll += delayed;
    if (late.bounds(slot)) this.sureInAll = Math.min(BIG, this.sureInAll + delayed);
  }
}
