import type { Rng } from '../../kit/rng.ts';
import { BIG, MANDATORY, optionalShare, type Problem } from '../../model/problem.ts';
import { spotsEnd } from '../../model/spots.ts';
import { WHOLE, type Without } from '../parts.ts';
import type { Tours } from '../state/tours.ts';
import type { Undo } from '../state/undo.ts';
import type { Insertion } from './insertion.ts';

/** Chance that new vehicles look cheaper than they are while tasks are placed: more and smaller ones may pay together. */
const CHEAP_RATE = 0.2;
/** Chance that routes may get larger vehicles while tasks are placed. */
const UPGRADE_RATE = 0.3;
/** Chance that a new vehicle counts by the load it is for, where vehicles differ in capacity. */
const BY_LOAD_RATE = 0.5;
/** Lists longer than this are sorted by the library. */
const MANY = 200;
/**
 * Orders of insertion and their chances: random, largest, farthest, nearest; with windows: shortest, first to open and to
 * close; with optional tasks, the more the more of them there are: largest prize for the load.
 */
const PLAIN_ORDERS = [4, 4, 2, 1];
const TIMED_ORDERS = [4, 4, 2, 1, 2, 2, 2];
const PRIZE_ORDER = 7;
const PRIZE_CHANCE = 4;
const RANDOM_ORDER = [1];

/** Greedy insertion with blinks of a list of tasks, in an order drawn anew each time (Christiaens & Vanden Berghe 2020). */
export class Recreate {
  private readonly tours: Tours;
  private readonly undo: Undo;
  private readonly rng: Rng;
  private readonly insertion: Insertion;
  private readonly keys: Float64Array;
  /** Index of the order for each value of a die. */
  private readonly die: Int32Array;
  private readonly upgradeRate: number;
  private readonly cheapRate: number;
  private readonly byLoadRate: number;
  /** Whether tasks of a spot are placed one after the other, where they may beside each other. */
  bySpot = false;
  /** Whether to leave out all that has no place yet, where there is hardly time for a first solution. Null: never. */
  isLate: (() => boolean) | null = null;
  /** Per spot, or group of tasks: where in the list its first task is. */
  private readonly firstAt: Int32Array;
  private readonly spotOf: (task: number) => number;
  /** Null where no tasks are to be placed with others: shipments that share a route are not, what they take up is free again further on. */
  private readonly groupOf: ((task: number) => number) | null;

  constructor(tours: Tours, undo: Undo, rng: Rng, insertion: Insertion, without: Without = WHOLE) {
    this.tours = tours;
    this.undo = undo;
    this.rng = rng;
    this.insertion = insertion;
    this.keys = new Float64Array(tours.problem.tasks);
    const { spot, firstStop, tasks } = tours.problem;
    this.firstAt = new Int32Array(Math.max(tasks, spotsEnd(tours.problem)));
    this.spotOf = (task) => spot[firstStop[task]!]!;
    const groups = tours.problem.features.pairs ? null : (tours.exact?.bonds.groupOf ?? null);
    this.groupOf = groups && ((task) => groups[task]!);
    const orders = without.includes('orders') ? RANDOM_ORDER : ordersOf(tours.problem);
    this.upgradeRate = without.includes('upgrades') ? 0 : UPGRADE_RATE;
    this.cheapRate = without.includes('cheap-vehicles') ? 0 : CHEAP_RATE;
    const hasSizes = tours.exact === null && differInCapacity(tours.problem);
    this.byLoadRate = !hasSizes || without.includes('by-load') ? 0 : BY_LOAD_RATE;
    this.die = Int32Array.from(orders.flatMap((weight, order) => new Array<number>(weight).fill(order)));
  }

  /**
   * Inserts list[0..count-1] (reordered in place); what finds no place becomes absent.
   * @param most where tours get as dear as that, with what is beyond what is allowed, and miss as much as `missing`, or where
   * a mandatory task finds no place, it ends half-way
   * @returns whether all is done
   */
  run(list: Int32Array, count: number, most = Number.POSITIVE_INFINITY, missing = 0): boolean {
    return this.insert(list, count, most, missing, true);
  }

  /**
   * The same in the order of the list. In their own order, which is spatial where tasks have positions, tasks make compact routes:
   * mostly a far better first solution than in an order drawn, though not a better one to anneal from.
   */
  runInOrder(list: Int32Array): void {
    this.insert(list, list.length, Number.POSITIVE_INFINITY, 0, false);
  }

  private insert(list: Int32Array, count: number, most: number, missing: number, sorts: boolean): boolean {
    const { rng, tours, insertion } = this;
    if (tours.problem.types > 1) insertion.upgrading = rng.double() < this.upgradeRate;
    insertion.fixedShare = tours.problem.types > 1 && rng.double() < this.cheapRate ? rng.double() : 1;
    const isByLoad = this.byLoadRate > 0 && rng.double() < this.byLoadRate;
    insertion.share.pending = isByLoad ? this.loadOf(list, count) : 0;
    insertion.begin();
    if (sorts) this.sort(list, count);
    if (this.bySpot) this.gather(list, count, this.spotOf);
    // Before the room for others of them is gone.
    if (this.groupOf !== null) this.gather(list, count, this.groupOf);
    if (tours.exact?.bonds.timed) this.putFirstThingsFirst(list, count);
    const isDone = this.placeAll(list, count, most, missing);
    insertion.share.pending = 0;
    return isDone;
  }

  /** Places tasks in the order of the list, until it ends half-way; see `run`. */
  private placeAll(list: Int32Array, count: number, most: number, missing: number): boolean {
    const { tours, undo, insertion } = this;
    const isByLoad = insertion.share.pending > 0;
    for (let i = 0; i < count; i++) {
      const left = most - tours.cost - tours.excess.cost;
      const isBounded = left > 0 && left < Number.POSITIVE_INFINITY && tours.missing >= missing;
      const task = list[i]!;
      if (this.isLate?.() === true) {
        tours.addAbsent(task);
        continue;
      }
      const follows = this.bySpot && i > 0 && insertion.placeBehind(list[i - 1]!, task, undo);
      const isPlaced = follows || insertion.place(task, undo, isBounded ? left : undefined);
      if (isBounded && !isPlaced && tours.problem.prize[task] === MANDATORY) return false;
      if (isByLoad) insertion.share.pending -= tours.problem.size[task]!;
      if (isTooDear(tours, most, missing)) return false;
    }
    return true;
  }

  /** Brings tasks of a spot, or that share a route, together, where the first of them is: a stable sort. */
  private gather(list: Int32Array, count: number, groupOf: (task: number) => number): void {
    const { firstAt, keys } = this;
    for (let i = count - 1; i >= 0; i--) firstAt[groupOf(list[i]!)] = i;
    for (let i = 0; i < count; i++) keys[i] = firstAt[groupOf(list[i]!)]!;
    if (count > MANY) this.sortMany(list, count);
    else this.sortFew(list, count);
  }

  /** Tasks that others wait for come before them: a stable sort by depth. */
  private putFirstThingsFirst(list: Int32Array, count: number): void {
    const { depth } = this.tours.exact!.bonds;
    for (let i = 0; i < count; i++) this.keys[i] = depth[list[i]!]!;
    if (count > MANY) this.sortMany(list, count);
    else this.sortFew(list, count);
  }

  private loadOf(list: Int32Array, count: number): number {
    const { size } = this.tours.problem;
    let load = 0;
    for (let i = 0; i < count; i++) load += size[list[i]!]!;
    return load;
  }

  private sort(list: Int32Array, count: number): void {
    const { keys, rng } = this;
    const order = this.die[rng.below(this.die.length)]!;
    for (let i = 0; i < count; i++) keys[i] = this.key(order, list[i]!);
    if (count > MANY) this.sortMany(list, count);
    else this.sortFew(list, count);
  }

  private sortFew(list: Int32Array, count: number): void {
    const { keys } = this;
    for (let i = 1; i < count; i++) {
      const [key, task] = [keys[i]!, list[i]!];
      let j = i - 1;
      while (j >= 0 && keys[j]! > key) {
        keys[j + 1] = keys[j]!;
        list[j + 1] = list[j]!;
        j--;
      }
      keys[j + 1] = key;
      list[j + 1] = task;
    }
  }

  private sortMany(list: Int32Array, count: number): void {
    const { keys } = this;
    const order = Array.from({ length: count }, (_, i) => i).sort((a, b) => keys[a]! - keys[b]! || a - b);
    list.set(order.map((i) => list[i]!));
  }

  private key(order: number, task: number): number {
    const { problem } = this.tours;
    switch (order) {
      case 0:
        return this.rng.double();
      case 1:
        return -problem.size[task]!;
      case 2:
        return -problem.remoteness[task]!;
      case 3:
        return problem.remoteness[task]!;
      case 4:
        return closesOf(problem, task) - opensOf(problem, task);
      case 5:
        return opensOf(problem, task);
      case PRIZE_ORDER:
        // What must be served comes first, the largest of it: for it there is room only now.
        return problem.prize[task] === MANDATORY
          ? -MANDATORY - problem.size[task]!
          : -problem.prize[task]! / (1 + problem.size[task]!);
      default:
        return closesOf(problem, task);
    }
  }
}

/** Chances of the orders that make a difference. */
function ordersOf(problem: Problem): number[] {
  const orders = problem.features.windowed ? TIMED_ORDERS : PLAIN_ORDERS;
  const byPrize = Math.round(PRIZE_CHANCE * optionalShare(problem));
  return Array.from({ length: PRIZE_ORDER + 1 }, (_, order) => (order < PRIZE_ORDER ? (orders[order] ?? 0) : byPrize));
}

/** First open and last close of a task's first stop. */
const opensOf = ({ firstStop, windowStart, windowOpens }: Problem, task: number): number =>
  windowOpens[windowStart[firstStop[task]!]!]!;
const closesOf = ({ firstStop, windowStart, windowCloses }: Problem, task: number): number =>
  windowCloses[windowStart[firstStop[task]! + 1]! - 1]!;

/** Whether tours are too dear to be accepted. Arcs that nobody drives, which ruin may leave, can still be filled. */
function isTooDear(tours: Tours, most: number, missing: number): boolean {
  const over = tours.cost + tours.excess.cost - most;
  return over >= 0 && over < BIG / 2 && tours.missing >= missing;
}

function differInCapacity({ types, dimensions, capacity }: Problem): boolean {
  for (let i = dimensions; i < types * dimensions; i++) if (capacity[i] !== capacity[i - dimensions]) return true;
  return false;
}
