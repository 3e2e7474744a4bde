import type { Tours } from '../state/tours.ts';

/** Entries at most, 24 bytes each, and per task; the number is a power of two. */
const MOST_LOG2 = 16;
const PER_TASK = 256;
/** Words of an entry: task, both marks of the route, cost. */
const WORDS = 4;
/** Spreads numbers over entries (Knuth 1973: the golden ratio), and tasks apart from marks. */
const SPREAD = 0x9e3779b1;
const APART = 0x2545f491;
/** In place of a visit, where no place was cheaper than the cost noted. */
const NONE = -3;

/**
 * The cheapest two places of a shipment on a route, or what no two are cheaper than, for as long as they are not forgotten: most
 * routes are as they were when they were looked through last, or come back to it. Costs and places follow from the task and
 * the route alone, told by 64 bits, so that a search finds what it would have found. A table of fixed size: of two that fall on
 * one entry the later is remembered.
 */
export class KnownPlaces {
  private readonly tours: Tours;
  private readonly bits: number;
  /** One entry is read at a time: its words lie together. */
  private readonly entries: Int32Array;
  /** Entry x (visit the pickup comes after, visit the delivery comes after). */
  private readonly afters: Int32Array;
  /** The entry looked at last. */
  private at = 0;

  constructor(tours: Tours) {
    let bits = 1;
    while (bits < MOST_LOG2 && 2 ** bits < PER_TASK * tours.problem.tasks) bits++;
    this.tours = tours;
    this.bits = bits;
    this.entries = new Int32Array(WORDS * 2 ** bits).fill(-1);
    this.afters = new Int32Array(2 * 2 ** bits);
  }

  /** Whether something is known of a task on a route in use; the fields below tell what. */
  look(task: number, slot: number): boolean {
    const { entries, tours } = this;
    const mark = tours.mark[2 * slot]!;
    this.at = Math.imul(Math.imul(task + 1, APART) ^ mark, SPREAD) >>> (32 - this.bits);
    const entry = this.at * WORDS;
    return entries[entry] === task && entries[entry + 1] === mark && entries[entry + 2] === tours.mark[2 * slot + 1];
  }

  /** What the places cost, or what none costs less than. */
  get cost(): number {
    return this.entries[this.at * WORDS + 3]!;
  }

  /** Whether the places are known, not only what none is cheaper than. */
  get hasPlaces(): boolean {
    return this.afters[2 * this.at + 1] !== NONE;
  }
  get afterPickup(): number {
    return this.afters[2 * this.at]!;
  }
  /** As in `Pairs`: -2 is right after the pickup. */
  get afterDelivery(): number {
    return this.afters[2 * this.at + 1]!;
  }

  /** Notes that the task looked at last has no places on the route that cost less. */
  noteNone(task: number, slot: number, cost: number): void {
    this.notePlaces(task, slot, Math.floor(cost), -1, NONE);
  }

  /** Notes the cheapest places of the task and route looked at last. @param cost in whole ticks */
  notePlaces(task: number, slot: number, cost: number, afterPickup: number, afterDelivery: number): void {
    const { entries, afters, at, tours } = this;
    entries[at * WORDS] = task;
    entries[at * WORDS + 1] = tours.mark[2 * slot]!;
    entries[at * WORDS + 2] = tours.mark[2 * slot + 1]!;
    entries[at * WORDS + 3] = cost;
    afters[2 * at] = afterPickup;
    afters[2 * at + 1] = afterDelivery;
  }
}
