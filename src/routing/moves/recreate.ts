import type { Rng } from '../../kit/rng.ts';
import type { Tours } from '../state/tours.ts';
import type { Undo } from '../state/undo.ts';
import type { Insertion } from './insertion.ts';

/** Orders of insertion and their chances: random, largest, farthest, nearest; with windows: shortest, first to open and to close. */
const PLAIN_ORDERS = [4, 4, 2, 1];
const TIMED_ORDERS = [4, 4, 2, 1, 2, 2, 2];

/** Greedy insertion with blinks of a list of tasks, in an order drawn anew each time (Christiaens & Vanden Berghe 2020). */
export class Recreate {
  private readonly tours: Tours;
  private readonly undo: Undo;
  private readonly rng: Rng;
  private readonly insertion: Insertion;
  private readonly keys: Float64Array;
  /** Index of the order for each value of a die. */
  private readonly die: Int32Array;

  constructor(tours: Tours, undo: Undo, rng: Rng, insertion: Insertion) {
    this.tours = tours;
    this.undo = undo;
    this.rng = rng;
    this.insertion = insertion;
    this.keys = new Float64Array(tours.problem.tasks);
    const orders = tours.problem.features.timed ? TIMED_ORDERS : PLAIN_ORDERS;
    this.die = Int32Array.from(orders.flatMap((weight, order) => new Array<number>(weight).fill(order)));
  }

  /** Inserts list[0..count-1] (reordered in place); what finds no place becomes absent. */
  run(list: Int32Array, count: number): void {
    const { undo, insertion } = this;
    this.sort(list, count);
    for (let i = 0; i < count; i++) {
      insertion.place(list[i]!, undo);
    }
  }

  private sort(list: Int32Array, count: number): void {
    const { keys, rng } = this;
    const order = this.die[rng.below(this.die.length)]!;
    for (let i = 0; i < count; i++) keys[i] = this.key(order, list[i]!);
    if (count > 200) this.sortMany(list, count);
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
        return (
          problem.windowCloses[problem.windowStart[task + 1]! - 1]! - problem.windowOpens[problem.windowStart[task]!]!
        );
      case 5:
        return problem.windowOpens[problem.windowStart[task]!]!;
      default:
        return problem.windowCloses[problem.windowStart[task + 1]! - 1]!;
    }
  }
}
