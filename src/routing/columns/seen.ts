import { Rng } from '../../kit/rng.ts';
import { wordOf } from '../state/packed.ts';
import type { TourTables } from '../state/tables.ts';

/** So many routes are remembered, of so many visits in all; then the half that was not seen for longer is forgotten. */
const MOST_ROUTES = 8192;
const MOST_VISITS = 2 ** 17;
const BUCKETS = 2 * MOST_ROUTES;

/**
 * Routes that were part of good solutions: of those that serve the same tasks with the same type of vehicle the cheapest.
 * Two random keys per task tell sets of tasks apart.
 */
export class Seen {
  /** Routes 0..count-1. The visits of route r are words[start[r] .. start[r + 1]), as in `Packed`. */
  count = 0;
  readonly start = new Int32Array(MOST_ROUTES + 1);
  readonly words = new Int32Array(MOST_VISITS);
  readonly type = new Int32Array(MOST_ROUTES);
  /** Ticks, with the vehicle. */
  readonly cost = new Float64Array(MOST_ROUTES);
  private readonly keyA = new Int32Array(MOST_ROUTES);
  private readonly keyB = new Int32Array(MOST_ROUTES);
  /** As doubles: a day of search has more sightings than an Int32 holds. */
  private readonly sighted = new Float64Array(MOST_ROUTES);
  /** Route + 1 by the first key, in the next free bucket; 0 where there is none. */
  private readonly buckets = new Int32Array(BUCKETS);
  private sightings = 0;
  private readonly tours: TourTables;
  private readonly taskA: Int32Array;
  private readonly taskB: Int32Array;

  constructor(tours: TourTables) {
    const { tasks } = tours.problem;
    const rng = new Rng(tasks);
    this.tours = tours;
    this.taskA = Int32Array.from({ length: tasks }, () => rng.int32());
    this.taskB = Int32Array.from({ length: tasks }, () => rng.int32());
  }

  /** Remembers a route as it is; returns its number, or -1 where it has no task or is too long. */
  note(slot: number): number {
    const { tours, taskA, taskB } = this;
    const { problem, next, into } = tours;
    const type = tours.type[slot]!;
    let a = type;
    let b = ~type;
    let tasks = 0;
    let cost = problem.fixed[type]! + tours.extra[slot]! + tours.out[slot]!;
    for (let v = tours.first[slot]!; v >= 0; v = next[v]!) {
      cost += into[v]!;
      const task = problem.taskOf[v]!;
      // A shipment counts with its pickup.
      if (task < 0 || v >= problem.secondStep[task]!) continue;
      a ^= taskA[task]!;
      b ^= taskB[task]!;
      tasks++;
    }
    if (tasks === 0) return -1;
    const route = this.find(a, b);
    if (route >= 0) {
      this.sighted[route] = ++this.sightings;
      if (cost >= this.cost[route]!) return route;
      if (tours.size[slot] === this.start[route + 1]! - this.start[route]!) {
        this.cost[route] = cost;
        this.write(slot, this.start[route]!);
        return route;
      }
      // With another number of reloads: what is there stays, but is not found any more.
      this.keyB[route]! ^= -1;
    }
    return this.add(slot, a, b, cost);
  }

  private add(slot: number, a: number, b: number, cost: number): number {
    const size = this.tours.size[slot]!;
    if (size > MOST_VISITS / 2) return -1;
    while (this.count === MOST_ROUTES || this.start[this.count]! + size > MOST_VISITS) this.forget();
    const route = this.count++;
    const start = this.start[route]!;
    this.write(slot, start);
    this.start[route + 1] = start + size;
    this.type[route] = this.tours.type[slot]!;
    this.cost[route] = cost;
    this.keyA[route] = a;
    this.keyB[route] = b;
    this.sighted[route] = ++this.sightings;
    this.file(route);
    return route;
  }

  private write(slot: number, start: number): void {
    const { problem, first, next } = this.tours;
    let at = start;
    for (let v = first[slot]!; v >= 0; v = next[v]!) this.words[at++] = wordOf(problem, v);
  }

  private find(a: number, b: number): number {
    for (let k = a & (BUCKETS - 1); this.buckets[k] !== 0; k = (k + 1) & (BUCKETS - 1)) {
      const route = this.buckets[k]! - 1;
      if (this.keyA[route] === a && this.keyB[route] === b) return route;
    }
    return -1;
  }

  private file(route: number): void {
    let k = this.keyA[route]! & (BUCKETS - 1);
    while (this.buckets[k] !== 0) k = (k + 1) & (BUCKETS - 1);
    this.buckets[k] = route + 1;
  }

  /** Forgets the half that was not seen for longer. */
  private forget(): void {
    const { start, words, sighted, count } = this;
    const middle = sighted.slice(0, count).sort()[count >> 1]!;
    this.buckets.fill(0);
    this.count = 0;
    for (let route = 0, from = 0; route < count; route++) {
      const end = start[route + 1]!;
      if (sighted[route]! > middle) {
        const to = this.count++;
        words.copyWithin(start[to]!, from, end);
        start[to + 1] = start[to]! + end - from;
        for (const table of [this.type, this.cost, this.keyA, this.keyB, sighted]) table[to] = table[route]!;
        this.file(to);
      }
      from = end;
    }
  }
}
