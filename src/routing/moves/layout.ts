import { BIG } from '../../model/problem.ts';
import { beginAt, beginBy } from '../state/schedule.ts';
import type { Tours } from '../state/tours.ts';

/**
 * A route laid out by position, 1 to `count`, with its start at 0 and its end at `count` + 1. One or two tasks are lifted from it
 * and put back, without touching the tours: times are worked out only as far to either side as they change.
 */
export class Layout {
  count = 0;
  /** Per position: its visit, the one before and the one after that are left. */
  visits = new Int32Array(64);
  next = new Int32Array(64);
  private previous = new Int32Array(64);
  /** Per position, in ticks: when it is done, by when it has to begin, travel from the one before. */
  done = new Int32Array(64);
  due = new Int32Array(64);
  travel = new Int32Array(64);
  private readonly tours: Tours;
  private readonly timed: boolean;
  private slot = -1;
  /** Per visit: its position, where it is on the route. */
  private readonly position: Int32Array;
  /** Positions that are lifted. */
  private readonly lifted = new Int32Array(4);
  private lifts = 0;
  /** The first and the last of them. */
  private from = 0;
  private to = 0;
  /** From here on begins are what they were, and up to there latest begins. */
  private sameFrom = 0;
  private sameTo = 0;

  constructor(tours: Tours) {
    this.tours = tours;
    this.timed = tours.problem.features.timed;
    this.position = new Int32Array(tours.problem.nodes);
  }

  lookAt(slot: number): void {
    const { tours, timed, position } = this;
    const { opens, closes, service } = tours.problem;
    const count = tours.size[slot]!;
    if (count + 2 > this.visits.length) this.grow(count + 2);
    const { visits, next, previous, done, due, travel } = this;
    const type = tours.type[slot]!;
    this.slot = slot;
    this.count = count;
    let i = 1;
    for (let v = tours.first[slot]!; v >= 0; v = tours.next[v]!, i++) {
      visits[i] = v;
      position[v] = i;
      if (!timed) continue;
      done[i] = tours.early[v]! + service[v]!;
      due[i] = tours.late[v]!;
      travel[i] = tours.travel[v]!;
    }
    for (let k = 0; k <= count; k++) {
      next[k] = k + 1;
      previous[k + 1] = k;
    }
    done[0] = opens[type]!;
    due[count + 1] = closes[type]!;
    if (timed) travel[count + 1] = tours.back[slot]!;
  }

  /** Lifts one or two tasks (`other` -1: one). False, and nothing lifted, where nothing is left or what is cannot be driven. */
  lift(one: number, other: number): boolean {
    this.lifts = 0;
    this.from = this.count;
    this.to = 1;
    this.unlink(one);
    if (other >= 0) this.unlink(other);
    if (this.next[0]! > this.count) {
      this.link();
      return false;
    }
    if (!this.timed || this.pass()) return true;
    this.lower();
    return false;
  }

  /** Puts back what is lifted. */
  lower(): void {
    const { tours, visits, next, done, due, travel, lifted, from, to, sameFrom, sameTo, count } = this;
    const { service } = tours.problem;
    if (this.timed) {
      for (let i = from; i < sameFrom; i++) done[i] = tours.early[visits[i]!]! + service[visits[i]!]!;
      for (let i = to; i > sameTo; i--) due[i] = tours.late[visits[i]!]!;
      for (let k = 0; k < this.lifts; k++) {
        const i = next[lifted[k]!]!;
        travel[i] = i <= count ? tours.travel[visits[i]!]! : tours.back[this.slot]!;
      }
    }
    this.link();
  }

  /** Whether what is lifted changes times or loads anywhere between what is done by then and what may begin from there on. */
  changes(by: number, from: number): boolean {
    return this.done[this.sameTo]! <= by && this.due[this.sameFrom]! >= from;
  }

  private grow(length: number): void {
    const table = () => new Int32Array(2 * length);
    [this.visits, this.next, this.previous] = [table(), table(), table()];
    [this.done, this.due, this.travel] = [table(), table(), table()];
  }

  private unlink(task: number): void {
    const { tours, slot, next, previous, position } = this;
    const { firstStop } = tours.problem;
    for (let v = firstStop[task]!; v < firstStop[task + 1]!; v++) {
      if (tours.route[v] !== slot) continue;
      const i = position[v]!;
      next[previous[i]!] = next[i]!;
      previous[next[i]!] = previous[i]!;
      this.lifted[this.lifts++] = i;
      if (i < this.from) this.from = i;
      if (i > this.to) this.to = i;
    }
  }

  private link(): void {
    const { next, previous, lifted } = this;
    for (let k = this.lifts - 1; k >= 0; k--) {
      const i = lifted[k]!;
      next[previous[i]!] = i;
      previous[next[i]!] = i;
    }
  }

  /** Works out times again, from what is lifted to either side; false where what is left cannot be driven. */
  private pass(): boolean {
    const { tours, count, visits, next, previous, done, due, travel, from, to } = this;
    const { problem } = tours;
    const { nodes, durations, service } = problem;
    const type = tours.type[this.slot]!;
    const base = problem.durationClass[type]! * nodes;
    this.sameTo = to;
    let last = from - 1;
    let i = next[last]!;
    for (; i <= count; last = i, i = next[i]!) {
      const v = visits[i]!;
      if (last !== i - 1) {
        const behind = last > 0 ? visits[last]! : problem.startNode[type]!;
        travel[i] = durations[(base + behind) * nodes + v]!;
      }
      const begin = beginAt(problem, v, done[last]! + travel[i]!);
      if (begin > BIG) {
        this.sameFrom = i;
        return false;
      }
      const isDone = begin + service[v]!;
      if (i > to && isDone === done[i]) break;
      done[i] = isDone;
    }
    this.sameFrom = i;
    if (i > count && last !== count) travel[i] = durations[(base + visits[last]!) * nodes + problem.endNode[type]!]!;
    let after = to + 1;
    let k = previous[after]!;
    for (; k > 0; after = k, k = previous[k]!) {
      const v = visits[k]!;
      const begin = beginBy(problem, v, due[after]! - travel[after]! - service[v]!);
      if (k < from && begin === due[k]) break;
      due[k] = begin;
    }
    this.sameTo = k;
    return true;
  }
}
