import { MANDATORY, stayingTasks } from '../../model/problem.ts';
import { leftOut } from '../state/left-out.ts';
import type { Packed } from '../state/packed.ts';
import type { Tours } from '../state/tours.ts';
import { choose, isWorthIt } from './choose.ts';
import type { Columns } from './columns.ts';
import { Seen } from './seen.ts';

/** Work per iteration of the search, in rows of columns looked at: a few percent of the time. */
const WORK_PER_ITERATION = 300;
/** At once: about half a second, for a search that is to stop waits for it. */
const MOST_WORK = 100_000_000;

/**
 * Puts routes of several good solutions together to a better one (Rochat & Taillard 1995, doi 10.1007/BF02430370): which of the
 * routes seen serve all tasks at the least cost is a set partitioning problem. Tasks that may be left out are columns, too, and so are
 * those that must be served and are not now.
 */
export class Recombination {
  readonly seen: Seen;
  private readonly tours: Tours;
  private readonly optional: Int32Array;
  /** Tasks that are columns of their own now. */
  private mayLack: Int32Array;
  /** Work saved up since the last time, and the prices of then. */
  private credit = 0;
  private prices: Float64Array | null = null;

  /** Null where routes depend on each other, or what comes before cost is more than a number of vehicles of one type. */
  static for(tours: Tours): Recombination | null {
    const { rich, features, types } = tours.problem;
    // What is to go apart does so on each route.
    const binds = tours.exact?.bonds.timed === true || tours.exact?.bonds.groupOf != null;
    if (binds || rich?.balance != null) return null;
    return features.vehiclesFirst && types > 1 ? null : new Recombination(tours);
  }

  private constructor(tours: Tours) {
    const { tasks, prize } = tours.problem;
    this.tours = tours;
    this.seen = new Seen(tours);
    const staying = stayingTasks(tours.problem);
    const all = Int32Array.from({ length: tasks }, (_, t) => t);
    this.optional = all.filter((t) => prize[t] !== MANDATORY && !staying.has(t));
    this.mayLack = this.optional;
  }

  /** Allows for the work that so many iterations stand for. */
  earn(iterations: number): void {
    this.credit = Math.min(MOST_WORK, this.credit + iterations * WORK_PER_ITERATION);
  }

  /** Whether enough work is allowed for. */
  get isDue(): boolean {
    const { seen, optional, credit } = this;
    return seen.count > 0 && isWorthIt(seen.start[seen.count]! + optional.length, credit);
  }

  /** A better solution than the tours as they are, which keep all limits; null where none is found. */
  better(): Packed | null {
    const { tours, seen } = this;
    const slots = Int32Array.from({ length: tours.slots }, (_, slot) => slot).filter((slot) => tours.size[slot]! > 0);
    // Routes too short to be driven serve nothing.
    if (slots.some((slot) => tours.lost[slot]! > 0)) return null;
    // Seldom is there room for those that are left out now in routes put together.
    this.mayLack = Int32Array.from([...this.optional, ...leftOut(tours)]);
    for (const slot of slots) seen.note(slot);
    // Once more: what is noted may push out what was noted before.
    const known = slots.map((slot) => seen.note(slot));
    if (known.includes(-1)) return null;
    const absent = this.mayLack.map((task, k) => (tours.absentAt[task]! < 0 ? -1 : seen.count + k));
    const all = Int32Array.from([...known, ...absent.filter((column) => column >= 0)]);
    const { chosen, prices } = choose(this.columns(), all, this.credit, this.prices);
    this.prices = prices;
    this.credit = 0;
    return chosen === null ? null : this.pack(chosen);
  }

  /** The routes seen, then tasks that may be left out. */
  private columns(): Columns {
    const { seen, mayLack, tours } = this;
    const { tasks, types, taskOf, secondStep } = tours.problem;
    const count = seen.count + mayLack.length;
    const start = new Int32Array(count + 1);
    const rows = new Int32Array(seen.start[seen.count]! + mayLack.length);
    let at = 0;
    for (let j = 0; j < seen.count; j++) {
      for (let k = seen.start[j]!; k < seen.start[j + 1]!; k++) {
        const visit = seen.words[k]!;
        if (visit >= 0 && visit < secondStep[taskOf[visit]!]!) rows[at++] = taskOf[visit]!;
      }
      start[j + 1] = at;
    }
    const cost = new Float64Array(count);
    cost.set(seen.cost.subarray(0, seen.count));
    const kind = new Int32Array(count).fill(types);
    kind.set(seen.type.subarray(0, seen.count));
    mayLack.forEach((task, k) => {
      rows[at++] = task;
      start[seen.count + k + 1] = at;
      cost[seen.count + k] = tours.costWithout(task);
    });
    const limit = Int32Array.from({ length: types + 1 }, (_, kind) => (kind < types ? this.limitOf(kind) : tasks));
    return { count, rowCount: tasks, start, rows, cost, kind, limit };
  }

  /** How many vehicles of a type may be used: where fewest vehicles come first, no more than are now. */
  private limitOf(type: number): number {
    const { problem, available, usedVehicles } = this.tours;
    return problem.features.vehiclesFirst ? usedVehicles : available[type]!;
  }

  private pack(chosen: Int32Array): Packed {
    const { seen } = this;
    const routes = chosen.filter((j) => j < seen.count);
    const { tasks, taskOf } = this.tours.problem;
    const words: number[] = [routes.length, chosen.length - routes.length];
    const isServed = new Uint8Array(tasks);
    for (const j of routes) {
      const visits = seen.words.subarray(seen.start[j]!, seen.start[j + 1]!);
      words.push(seen.type[j]!, visits.length, ...visits);
      for (const visit of visits) if (visit >= 0) isServed[taskOf[visit]!] = 1;
    }
    isServed.forEach((served, task) => served === 0 && words.push(task));
    return Int32Array.from(words);
  }
}
