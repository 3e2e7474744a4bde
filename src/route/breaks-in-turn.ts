import type { Driver } from './driver.ts';
import type { Frame } from './frame.ts';
import { SAME_END_S, timeSlack } from './slack.ts';

const INFINITY = Number.POSITIVE_INFINITY;

/**
 * Where the breaks of a route go whose windows come one after the other, as those of most days do: as `Breaks` would place
 * them, without labels. None can be left out with a later one taken, so all there is to know of the way to a stop is how
 * many were taken, and when it is left at the earliest.
 */
export class BreaksInTurn {
  /** Per break: the arc on which it was placed last; -1: it is left out, for the route is over before its windows have closed. */
  arcs = new Int32Array(4);
  private readonly frame: Frame;
  private readonly driver: Driver;
  /** The breaks (indices into `facts.breaks`), how long they last, and when they are missed for good. */
  private list = new Int32Array(4);
  private lasts_s = new Float64Array(4);
  private missed_s = new Float64Array(4);
  private count = 0;
  /** By breaks taken: when the position is left, and the next one. */
  private now_s = new Float64Array(5);
  private next_s = new Float64Array(5);

  constructor(frame: Frame, driver: Driver) {
    this.frame = frame;
    this.driver = driver;
  }

  /**
   * Takes on the breaks of the route in the frame, after `Driver.start`; false where this will not do for them.
   * @param list indices into `facts.breaks`, `count` of them
   */
  take(list: Int32Array, count: number): boolean {
    const { frame, driver } = this;
    const { windowFrom, opens_s, closes_s, duration_s, hasMaxLoad } = frame.facts.breaks;
    if (driver.rules > 0 || frame.gaps > 0) return false;
    if (this.list.length < count) this.grow(count);
    this.count = count;
    let closed_s = -INFINITY;
    for (let b = 0; b < count; b++) {
      const which = list[b]!;
      if (hasMaxLoad[which] === 1 || opens_s[windowFrom[which]!]! <= closed_s) return false;
      closed_s = closes_s[windowFrom[which + 1]! - 1]!;
      this.list[b] = which;
      this.lasts_s[b] = duration_s[which]!;
      this.missed_s[b] = closed_s + timeSlack(closed_s);
    }
    return true;
  }

  /**
   * Places them for the earliest end, and among all ways to end then on the earliest arcs, the first break first.
   * @param latest_s room for a number per position, and one for the end
   * @returns that end, or Infinity: no way
   */
  place(from_s: number, latest_s: Float64Array): number {
    const { frame, count } = this;
    const first_s = frame.legs_s[0]!;
    this.arcs.fill(-1, 0, count);
    this.run(0, from_s, first_s, 0);
    let end_s = INFINITY;
    for (let taken = count; taken >= 0; taken--)
      if (this.now_s[taken]! < end_s - SAME_END_S) end_s = this.now_s[taken]!;
    if (!Number.isFinite(end_s)) return end_s;
    frame.latestDepartures(end_s, latest_s);
    let over_s = this.now_s[0]!;
    let arc = 0;
    let time_s = from_s;
    let left_s = first_s;
    // Each as long as the route does not end in time without it and those that follow.
    for (let b = 0; b < count && over_s > end_s + SAME_END_S; b++) {
      while (!this.mayTake(b, arc, time_s, left_s, end_s, latest_s)) {
        if (arc === frame.count) return end_s;
        time_s = this.go(arc, time_s, left_s);
        left_s = frame.legs_s[++arc]!;
      }
      this.arcs[b] = arc;
      over_s = this.now_s[b + 1]!;
      const begin_s = this.driver.opening(this.list[b]!, time_s);
      left_s = this.leftAt(arc, begin_s, time_s, left_s);
      time_s = begin_s + this.lasts_s[b]!;
    }
    return end_s;
  }

  /** Whether a break may be taken on an arc of which so much is left, for the route to end by `end_s`. */
  private mayTake(
    b: number,
    arc: number,
    time_s: number,
    left_s: number,
    end_s: number,
    latest_s: Float64Array,
  ): boolean {
    const { frame } = this;
    if (time_s === INFINITY || frame.isNowhere(arc)) return false;
    const begin_s = this.driver.opening(this.list[b]!, time_s);
    if (begin_s === INFINITY) return false;
    const over_s = begin_s + this.lasts_s[b]!;
    const rest_s = this.leftAt(arc, begin_s, time_s, left_s);
    if (this.go(arc, over_s, rest_s) > latest_s[arc]!) return false;
    return this.earliestEnd(arc, over_s, rest_s, b + 1) <= end_s + SAME_END_S;
  }

  private earliestEnd(arc: number, time_s: number, left_s: number, taken: number): number {
    this.run(arc, time_s, left_s, taken);
    let end_s = INFINITY;
    for (let h = taken; h <= this.count; h++) end_s = Math.min(end_s, this.now_s[h]!);
    return end_s;
  }

  /** Ends by the number of breaks taken, in `now_s`, from an arc on of which so much is left. */
  private run(from: number, leaves_s: number, left_s: number, taken: number): void {
    const { frame, count } = this;
    if (taken === count) {
      this.now_s[count] = this.endWithout(from, leaves_s, left_s);
      return;
    }
    this.next_s.fill(INFINITY, 0, count + 1);
    this.cross(from, taken, leaves_s, left_s);
    this.turn();
    for (let arc = from + 1; arc <= frame.count; arc++) {
      this.next_s.fill(INFINITY, 0, count + 1);
      for (let h = taken; h <= count; h++)
        if (this.now_s[h]! < INFINITY) this.cross(arc, h, this.now_s[h]!, frame.legs_s[arc]!);
      this.turn();
    }
  }

  private endWithout(from: number, leaves_s: number, left_s: number): number {
    const { frame } = this;
    let time_s = this.go(from, leaves_s, left_s);
    for (let arc = from + 1; arc <= frame.count; arc++) time_s = this.go(arc, time_s, frame.legs_s[arc]!);
    return time_s;
  }

  private turn(): void {
    const { now_s } = this;
    this.now_s = this.next_s;
    this.next_s = now_s;
  }

  /** Drives an arc with no break on it, with the next one, the next two, ... */
  private cross(arc: number, taken: number, leaves_s: number, leg_s: number): void {
    const { next_s, count } = this;
    let time_s = leaves_s;
    let left_s = leg_s;
    for (let b = taken; ; b++) {
      const there_s = this.go(arc, time_s, left_s);
      if (there_s < next_s[b]! && (b === count || there_s <= this.missed_s[b]!)) next_s[b] = there_s;
      if (b === count || this.frame.isNowhere(arc)) return;
      const begin_s = this.driver.opening(this.list[b]!, time_s);
      if (begin_s === INFINITY) return;
      left_s = this.leftAt(arc, begin_s, time_s, left_s);
      time_s = begin_s + this.lasts_s[b]!;
    }
  }

  /** When the position is left that an arc leads to, so much of which is left, at the earliest; of the end: when it is reached. */
  private go(arc: number, leaves_s: number, left_s: number): number {
    const { frame } = this;
    if (leaves_s === INFINITY) return INFINITY;
    frame.stopsDriven++;
    const arrival_s = frame.travel(arc, leaves_s, left_s);
    if (arc === frame.count) return arrival_s;
    const begin_s = frame.earliestBegin(arc, arrival_s);
    if (begin_s === INFINITY || begin_s > frame.upper_s[arc]! + timeSlack(frame.upper_s[arc]!)) return INFINITY;
    return begin_s + frame.work_s[arc]!;
  }

  /** What is left of an arc when a break begins: the vehicle drives until then, or until it arrives. */
  private leftAt(arc: number, begin_s: number, time_s: number, left_s: number): number {
    const { frame } = this;
    if (begin_s === time_s) return left_s;
    const drives_s = begin_s - time_s;
    if (frame.secondsFor(arc, time_s, left_s) <= drives_s) return 0;
    return Math.max(0, left_s - frame.workIn(arc, time_s, drives_s));
  }

  private grow(count: number): void {
    this.arcs = new Int32Array(count);
    this.list = new Int32Array(count);
    this.lasts_s = new Float64Array(count);
    this.missed_s = new Float64Array(count);
    this.now_s = new Float64Array(count + 1);
    this.next_s = new Float64Array(count + 1);
  }
}
