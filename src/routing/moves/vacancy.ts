import { BIG } from '../../model/problem.ts';
import { beginAt } from '../state/schedule.ts';
import type { Tours } from '../state/tours.ts';
import { Layout } from './layout.ts';

/**
 * Tells whether a task may find room on a route once one or two others are gone, without touching the tours: whether windows,
 * shift and loads let it in somewhere. What it refuses fits nowhere; what it lets through is to be tried, for limits and duty
 * have a say as well. A route is laid out once for all that may go; time per question is about that of one walk along it.
 */
export class Vacancy {
  private readonly tours: Tours;
  private readonly layout: Layout;
  private task = -1;
  private slot = -1;
  /** Travel from each of the route's positions to each stop of the task and back, a row per stop. */
  private to = new Int32Array(64);
  private from = new Int32Array(64);
  private width = 0;
  /** Whether the pickup has room on the leg after each position. */
  private roomy = new Uint8Array(64);
  /** When the task can be done at the earliest, and has to have begun at the latest. */
  private firstDone = 0;
  private lastBegin = 0;
  private isTooHeavy = false;

  constructor(tours: Tours) {
    this.tours = tours;
    this.layout = new Layout(tours);
  }

  /** Sets the task that wants room, and the route. */
  lookAt(task: number, slot: number): void {
    const { tours, layout } = this;
    this.task = task;
    this.slot = slot;
    layout.lookAt(slot);
    this.width = layout.count + 2;
    if (this.width > this.roomy.length) this.roomy = new Uint8Array(2 * this.width);
    this.isTooHeavy = !this.isLightEnough(-1, -1);
    if (!tours.problem.features.timed) return;
    this.layOutTravel();
    this.findSpan();
  }

  /** Whether the task may fit once these are gone. @param other -1: only one goes */
  mayFit(one: number, other: number): boolean {
    if (!this.isLightEnough(one, other) || !this.layout.lift(one, other)) return false;
    const fits = this.findsPlace(one, other);
    this.layout.lower();
    return fits;
  }

  /**
   * Whether the route, as far as the task may be on it, is another without this one: in times, or in what is on board. Two that go
   * together are of help if either is.
   */
  matters(one: number): boolean {
    const { layout } = this;
    if (this.isTooHeavy || !this.tours.problem.features.timed) return true;
    if (!layout.lift(one, -1)) return true;
    const changes = layout.changes(this.lastBegin, this.firstDone);
    layout.lower();
    return changes;
  }

  private findsPlace(one: number, other: number): boolean {
    const { tours, task, slot } = this;
    const { problem } = tours;
    const { allowed, firstStop, secondStep, features } = problem;
    const { timed } = features;
    const type = tours.type[slot]!;
    const second = secondStep[task]!;
    const end = firstStop[task + 1]!;
    for (let visit = firstStop[task]!; visit < second; visit++) {
      if (allowed[type * problem.visits + visit] === 0) continue;
      if (second === end) {
        if (!timed || this.holdsOne(visit)) return true;
        continue;
      }
      this.findRoom(visit, one, other);
      for (let delivery = second; delivery < end; delivery++)
        if (allowed[type * problem.visits + delivery] === 1 && this.holdsPair(visit, delivery, timed)) return true;
    }
    return false;
  }

  private layOutTravel(): void {
    const { tours, task, width } = this;
    const { count, visits } = this.layout;
    const { nodes, durations, durationsTo, durationClass, startNode, endNode, firstStop } = tours.problem;
    const type = tours.type[this.slot]!;
    const end = firstStop[task + 1]!;
    const length = width * (end - firstStop[task]!);
    if (length > this.to.length) [this.to, this.from] = [new Int32Array(2 * length), new Int32Array(2 * length)];
    const { to, from } = this;
    let at = 0;
    for (let stop = firstStop[task]!; stop < end; stop++, at += width) {
      const row = (durationClass[type]! * nodes + stop) * nodes;
      to[at] = durationsTo[row + startNode[type]!]!;
      for (let i = 1; i <= count; i++) {
        to[at + i] = durationsTo[row + visits[i]!]!;
        from[at + i] = durations[row + visits[i]!]!;
      }
      from[at + count + 1] = durations[row + endNode[type]!]!;
    }
  }

  /** Between when the task, whichever of its stops are chosen, has to be on the route. */
  private findSpan(): void {
    const { windowStart, windowOpens, windowCloses, service, firstStop, secondStep } = this.tours.problem;
    const first = firstStop[this.task]!;
    const second = secondStep[this.task]!;
    const end = firstStop[this.task + 1]!;
    this.firstDone = BIG;
    this.lastBegin = 0;
    for (let v = first; v < second; v++)
      this.firstDone = Math.min(this.firstDone, windowOpens[windowStart[v]!]! + service[v]!);
    for (let v = second < end ? second : first; v < end; v++)
      this.lastBegin = Math.max(this.lastBegin, windowCloses[windowStart[v + 1]! - 1]!);
  }

  /** Whether what is brought and taken by single steps has room, in all. */
  private isLightEnough(one: number, other: number): boolean {
    const { tours, slot, task } = this;
    const { dimensions, capacity, delivered, picked, firstStop } = tours.problem;
    const type = tours.type[slot]!;
    const stop = firstStop[task]!;
    for (let d = 0; d < dimensions; d++) {
      const most = capacity[type * dimensions + d]!;
      let brought = tours.delivered[slot * dimensions + d]! + delivered[stop * dimensions + d]!;
      let taken = tours.picked[slot * dimensions + d]! + picked[stop * dimensions + d]!;
      if (one >= 0) {
        brought -= delivered[firstStop[one]! * dimensions + d]!;
        taken -= picked[firstStop[one]! * dimensions + d]!;
      }
      if (other >= 0) {
        brought -= delivered[firstStop[other]! * dimensions + d]!;
        taken -= picked[firstStop[other]! * dimensions + d]!;
      }
      if (brought > most || taken > most) return false;
    }
    return true;
  }

  /** Whether a stop fits between two of what is left. */
  private holdsOne(stop: number): boolean {
    const { tours, to, from } = this;
    const { count, next, done, due } = this.layout;
    const { problem } = tours;
    const row = (stop - problem.firstStop[this.task]!) * this.width;
    const service = problem.service[stop]!;
    for (let i = 0; i <= count; i = next[i]!) {
      const follows = next[i]!;
      const begin = beginAt(problem, stop, done[i]! + to[row + i]!);
      if (begin <= BIG && begin + service + from[row + follows]! <= due[follows]!) return true;
    }
    return false;
  }

  /** Works out on which legs of what is left a pickup has room. */
  private findRoom(pickup: number, one: number, other: number): void {
    const { tours, roomy, slot } = this;
    const { count, visits, next } = this.layout;
    const { dimensions, capacity, delivered, picked, shipped, firstStop } = tours.problem;
    const type = tours.type[slot]!;
    roomy.fill(1, 0, count + 1);
    for (let d = 0; d < dimensions; d++) {
      const most = capacity[type * dimensions + d]! - shipped[pickup * dimensions + d]!;
      let load = tours.delivered[slot * dimensions + d]! - delivered[firstStop[one]! * dimensions + d]!;
      if (other >= 0) load -= delivered[firstStop[other]! * dimensions + d]!;
      for (let i = 0; ; ) {
        if (load > most) roomy[i] = 0;
        i = next[i]!;
        if (i > count) break;
        const at = visits[i]! * dimensions + d;
        load += picked[at]! - delivered[at]! + shipped[at]!;
      }
    }
  }

  /** Whether a pickup and, right after it or further on, its delivery fit between what is left. */
  private holdsPair(pickup: number, delivery: number, timed: boolean): boolean {
    const { tours, roomy, to, from } = this;
    const { count, visits, next, done, travel, due } = this.layout;
    const { problem } = tours;
    const { service, firstStop, nodes } = problem;
    const type = tours.type[this.slot]!;
    if (!timed) {
      // Without times a shipment may be brought right where it was fetched.
      for (let i = 0; i <= count; i = next[i]!) if (roomy[i] === 1) return true;
      return false;
    }
    const rowP = (pickup - firstStop[this.task]!) * this.width;
    const rowD = (delivery - firstStop[this.task]!) * this.width;
    const between = problem.durations[(problem.durationClass[type]! * nodes + pickup) * nodes + delivery]!;
    const serviceP = service[pickup]!;
    const serviceD = service[delivery]!;
    const firstDone = problem.windowOpens[problem.windowStart[pickup]!]! + serviceP;
    const lastP = problem.windowCloses[problem.windowStart[pickup + 1]! - 1]!;
    const lastD = problem.windowCloses[problem.windowStart[delivery + 1]! - 1]!;
    for (let i = 0; i <= count; i = next[i]!) {
      if (done[i]! > lastP) return false;
      const follows = next[i]!;
      if (roomy[i] === 0 || firstDone > due[follows]!) continue;
      const begin = beginAt(problem, pickup, done[i]! + to[rowP + i]!);
      if (begin > BIG) continue;
      let time = begin + serviceP;
      let begins = beginAt(problem, delivery, time + between);
      if (begins <= BIG && begins + serviceD + from[rowD + follows]! <= due[follows]!) return true;
      let leg = from[rowP + follows]!;
      for (let j = follows; j <= count; leg = travel[j]!) {
        const there = time + leg;
        if (there > due[j]! || roomy[j] === 0) break;
        time = beginAt(problem, visits[j]!, there) + service[visits[j]!]!;
        if (time > lastD) break;
        begins = beginAt(problem, delivery, time + to[rowD + j]!);
        j = next[j]!;
        if (begins <= BIG && begins + serviceD + from[rowD + j]! <= due[j]!) return true;
      }
    }
    return false;
  }
}
