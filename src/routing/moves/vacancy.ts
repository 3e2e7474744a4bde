import { BIG } from '../../model/problem.ts';
import { beginAt, beginBy } from '../state/schedule.ts';
import type { Tours } from '../state/tours.ts';

/**
 * Tells whether a task may find room on a route once one or two others are gone, without touching the tours: whether windows,
 * shift and loads let it in somewhere. What it refuses fits nowhere; what it lets through is to be tried, for limits and duty
 * have a say as well. A route is laid out once for all that may go; time per question is about that of one walk along it.
 */
export class Vacancy {
  private readonly tours: Tours;
  private task = -1;
  private slot = -1;
  private count = 0;
  /** Visits of the route in order, with their tasks. */
  private visits = new Int32Array(64);
  private owners = new Int32Array(64);
  /**
   * Travel from each of the route's visits to each stop of the task and back, a row per stop; last in a row from the start, and to
   * the end.
   */
  private to = new Int32Array(64);
  private from = new Int32Array(64);
  /**
   * What is left of the route: positions in `visits`, when each is done, and by when what comes before it has to be there; the
   * last of `due` is the end.
   */
  private kept = new Int32Array(64);
  private done = new Int32Array(64);
  private travel = new Int32Array(64);
  private due = new Int32Array(64);
  /** Whether the pickup has room on the leg before each, the last of them that to the end. */
  private roomy = new Uint8Array(64);
  private left = 0;

  constructor(tours: Tours) {
    this.tours = tours;
  }

  /** Sets the task that wants room, and the route. */
  lookAt(task: number, slot: number): void {
    const { tours } = this;
    const { taskOf, firstStop, features } = tours.problem;
    this.task = task;
    this.slot = slot;
    this.count = tours.size[slot]!;
    this.grow(firstStop[task + 1]! - firstStop[task]!);
    let i = 0;
    for (let v = tours.first[slot]!; v >= 0; v = tours.next[v]!) {
      this.visits[i] = v;
      this.owners[i++] = taskOf[v]!;
    }
    if (features.timed) this.layOut();
  }

  /** Whether the task may fit once these are gone. @param other -1: only one goes */
  mayFit(one: number, other: number): boolean {
    const { tours, task, slot } = this;
    const { problem } = tours;
    const { allowed, firstStop, secondStep, features } = problem;
    const { timed } = features;
    if (!this.isLightEnough(one, other) || !this.keep(one, other)) return false;
    const type = tours.type[slot]!;
    const first = firstStop[task]!;
    const second = secondStep[task]!;
    const end = firstStop[task + 1]!;
    for (let visit = first; visit < second; visit++) {
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

  private grow(stops: number): void {
    const length = this.count + 1;
    if (length > this.visits.length) {
      const table = () => new Int32Array(2 * length);
      [this.visits, this.owners, this.kept] = [table(), table(), table()];
      [this.done, this.travel, this.due] = [table(), table(), table()];
      this.roomy = new Uint8Array(2 * length);
    }
    if (length * stops > this.to.length)
      [this.to, this.from] = [new Int32Array(2 * length * stops), new Int32Array(2 * length * stops)];
  }

  private layOut(): void {
    const { tours, task, count, visits, to, from } = this;
    const { nodes, durations, durationsTo, durationClass, startNode, endNode, firstStop } = tours.problem;
    const type = tours.type[this.slot]!;
    const first = firstStop[task]!;
    const end = firstStop[task + 1]!;
    let at = 0;
    for (let stop = first; stop < end; stop++) {
      const row = (durationClass[type]! * nodes + stop) * nodes;
      for (let i = 0; i < count; i++) {
        to[at] = durationsTo[row + visits[i]!]!;
        from[at++] = durations[row + visits[i]!]!;
      }
      to[at] = durationsTo[row + startNode[type]!]!;
      from[at++] = durations[row + endNode[type]!]!;
    }
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
      brought -= delivered[firstStop[one]! * dimensions + d]!;
      taken -= picked[firstStop[one]! * dimensions + d]!;
      if (other >= 0) {
        brought -= delivered[firstStop[other]! * dimensions + d]!;
        taken -= picked[firstStop[other]! * dimensions + d]!;
      }
      if (brought > most || taken > most) return false;
    }
    return true;
  }

  /**
   * Works out what is left of the route, and its times; false where nothing is, or it cannot be driven. Up to where something
   * goes, and from where times are again what they were, those of the tours hold.
   */
  private keep(one: number, other: number): boolean {
    const { tours, count, visits, owners, kept, done, travel, due } = this;
    const { problem, early, late } = tours;
    const { nodes, durations, service, features } = problem;
    const type = tours.type[this.slot]!;
    const base = problem.durationClass[type]! * nodes;
    const { timed } = features;
    let n = 0;
    let time = problem.opens[type]!;
    let from = problem.startNode[type]!;
    let last = -1;
    let isAsBefore = true;
    for (let i = 0; i < count; i++) {
      if (owners[i] === one || owners[i] === other) continue;
      kept[n] = i;
      if (timed) {
        const v = visits[i]!;
        const follows = last === i - 1;
        const arc = follows ? tours.travel[v]! : durations[(base + from) * nodes + v]!;
        const begin: number = follows && isAsBefore ? early[v]! : beginAt(problem, v, time + arc);
        if (begin > BIG) return false;
        isAsBefore = begin === early[v];
        travel[n] = arc;
        time = begin + service[v]!;
        done[n] = time;
        from = v;
        last = i;
      }
      n++;
    }
    this.left = n;
    if (n === 0) return false;
    if (!timed) return true;
    const back =
      last === count - 1 ? tours.back[this.slot]! : durations[(base + from) * nodes + problem.endNode[type]!]!;
    let by = problem.closes[type]!;
    due[n] = by;
    by -= back;
    let next = count;
    isAsBefore = true;
    for (let k = n - 1; k >= 0; k--) {
      const i = kept[k]!;
      const v = visits[i]!;
      const begin: number = isAsBefore && next === i + 1 ? late[v]! : beginBy(problem, v, by - service[v]!);
      isAsBefore = begin === late[v];
      due[k] = begin;
      by = begin - travel[k]!;
      next = i;
    }
    return true;
  }

  /** Whether a stop fits between two of what is left. */
  private holdsOne(stop: number): boolean {
    const { tours, count, kept, done, due, left, to, from } = this;
    const { problem } = tours;
    const row = (stop - problem.firstStop[this.task]!) * (count + 1);
    const service = problem.service[stop]!;
    let leaves = problem.opens[tours.type[this.slot]!]!;
    let at = count;
    for (let k = 0; k <= left; k++) {
      const begin = beginAt(problem, stop, leaves + to[row + at]!);
      const next = k < left ? kept[k]! : count;
      if (begin <= BIG && begin + service + from[row + next]! <= due[k]!) return true;
      if (k === left) return false;
      leaves = done[k]!;
      at = next;
    }
    return false;
  }

  /** Works out on which legs of what is left a pickup has room. */
  private findRoom(pickup: number, one: number, other: number): void {
    const { tours, visits, kept, left, roomy, slot } = this;
    const { dimensions, capacity, delivered, picked, shipped, firstStop } = tours.problem;
    const type = tours.type[slot]!;
    roomy.fill(1, 0, left + 1);
    for (let d = 0; d < dimensions; d++) {
      const most = capacity[type * dimensions + d]! - shipped[pickup * dimensions + d]!;
      let load = tours.delivered[slot * dimensions + d]! - delivered[firstStop[one]! * dimensions + d]!;
      if (other >= 0) load -= delivered[firstStop[other]! * dimensions + d]!;
      for (let k = 0; k <= left; k++) {
        if (load > most) roomy[k] = 0;
        if (k === left) break;
        const at = visits[kept[k]!]! * dimensions + d;
        load += picked[at]! - delivered[at]! + shipped[at]!;
      }
    }
  }

  /** Whether a pickup and, right after it or further on, its delivery fit between what is left. */
  private holdsPair(pickup: number, delivery: number, timed: boolean): boolean {
    const { tours, count, visits, kept, done, travel, due, left, roomy, to, from } = this;
    const { problem } = tours;
    const { service, firstStop, nodes } = problem;
    const type = tours.type[this.slot]!;
    // Without times a shipment may be brought right where it was fetched.
    if (!timed) {
      const leg = roomy.indexOf(1);
      return leg >= 0 && leg <= left;
    }
    const rowP = (pickup - firstStop[this.task]!) * (count + 1);
    const rowD = (delivery - firstStop[this.task]!) * (count + 1);
    const between = problem.durations[(problem.durationClass[type]! * nodes + pickup) * nodes + delivery]!;
    const serviceP = service[pickup]!;
    const serviceD = service[delivery]!;
    const firstDone = problem.windowOpens[problem.windowStart[pickup]!]! + serviceP;
    const lastP = problem.windowCloses[problem.windowStart[pickup + 1]! - 1]!;
    const lastD = problem.windowCloses[problem.windowStart[delivery + 1]! - 1]!;
    let leaves = problem.opens[type]!;
    let at = count;
    for (let k = 0; k <= left; k++) {
      if (leaves > lastP) return false;
      const next = k < left ? kept[k]! : count;
      const mayBe = roomy[k] === 1 && firstDone <= due[k]!;
      const begin = mayBe ? beginAt(problem, pickup, leaves + to[rowP + at]!) : 2 * BIG;
      if (begin <= BIG) {
        let time = begin + serviceP;
        let begins = beginAt(problem, delivery, time + between);
        if (begins <= BIG && begins + serviceD + from[rowD + next]! <= due[k]!) return true;
        let leg = k < left ? from[rowP + next]! : 0;
        for (let j = k; j < left; j++) {
          const v = visits[kept[j]!]!;
          const there = time + leg;
          if (there > due[j]! || roomy[j + 1] === 0) break;
          time = beginAt(problem, v, there) + service[v]!;
          if (time > lastD) break;
          begins = beginAt(problem, delivery, time + to[rowD + kept[j]!]!);
          const then = j + 1 < left ? kept[j + 1]! : count;
          if (begins <= BIG && begins + serviceD + from[rowD + then]! <= due[j + 1]!) return true;
          if (j + 1 < left) leg = travel[j + 1]!;
        }
      }
      if (k === left) return false;
      leaves = done[k]!;
      at = next;
    }
    return false;
  }
}
