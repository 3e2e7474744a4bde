import { Driver } from './driver.ts';
import type { Facts } from './facts.ts';
import type { Frame } from './frame.ts';
import { roundingOf, timeSlack } from './slack.ts';

const INFINITY = Number.POSITIVE_INFINITY;
/** Enough halvings for a second to come down to the slack of times. */
const HALVINGS = 50;
const MILLISECOND = 1e-3;
const LONG_S = 1e12;

/** The breaks of a route as `Breaks` has placed them, driven forwards and backwards until it places others. */
export class PlacedBreaks {
  readonly driver: Driver;
  protected readonly frame: Frame;
  protected readonly facts: Facts;
  /** Breaks placed, in order, and per arc where its own start. */
  protected planned = new Int32Array(4);
  protected plannedFrom = new Int32Array(0);
  /** Per position: the rule (within the vehicle) whose break is taken on arrival, or -1. */
  protected rests = new Int32Array(0);
  /** Per arc and rule: the clock on leaving. */
  protected clocks_s = new Float64Array(0);

  constructor(frame: Frame) {
    this.frame = frame;
    this.facts = frame.facts;
    this.driver = new Driver(frame);
  }

  hasAny(vehicle: number): boolean {
    const { breakFrom, ruleFrom } = this.facts;
    return breakFrom[vehicle + 1]! > breakFrom[vehicle]! || ruleFrom[vehicle + 1]! > ruleFrom[vehicle]!;
  }

  /** Forgets what was placed and driven, and makes room for as many breaks with windows on the route of the frame. */
  protected clear(most: number): void {
    const { frame, driver } = this;
    driver.start();
    if (this.planned.length < most) this.planned = new Int32Array(most);
    if (this.rests.length < frame.count + 2) {
      this.rests = new Int32Array(2 * frame.count + 2);
      this.plannedFrom = new Int32Array(2 * frame.count + 2);
    }
    const clocks = (frame.count + 1) * driver.rules;
    if (this.clocks_s.length < clocks) this.clocks_s = new Float64Array(2 * clocks);
    this.rests.fill(-1, 0, frame.count + 1);
    this.plannedFrom.fill(0, 0, frame.count + 2);
  }

  /** Begins a drive over the whole route with the breaks as placed. */
  start(strict: boolean): void {
    this.driver.start();
    this.driver.strict = strict;
    if (this.driver.log !== null) this.driver.log.length = 0;
  }

  /** Drives one arc with its breaks. @returns the arrival, breaks on arrival included. */
  cross(arc: number, leaves_s: number): number {
    const { driver, frame } = this;
    if (driver.rules === 0 && this.plannedFrom[arc] === this.plannedFrom[arc + 1]) return driver.pass(arc, leaves_s);
    for (let r = 0; r < driver.rules; r++) this.clocks_s[arc * driver.rules + r] = driver.clock_s[r]!;
    const arrival_s = this.crossArc(arc, leaves_s);
    const rest = arc < frame.count ? this.rests[arc]! : -1;
    return rest < 0 || arrival_s === INFINITY ? arrival_s : driver.restAt(rest, arc, arrival_s);
  }

  /** Whether breaks for driving may come and go with the departure: a later one leaves other parts of the way for after a break. */
  get vary(): boolean {
    const { driver, frame } = this;
    return driver.rules > 0 && (frame.traffic >= 0 || this.plannedFrom[frame.count + 1]! > 0);
  }

  isRest(i: number): boolean {
    return this.rests[i]! >= 0;
  }

  /**
   * Latest departure over an arc to be there (breaks on arrival over) by `bound_s`.
   * @param leaves_s a departure that is early enough.
   */
  crossBack(arc: number, bound_s: number, leaves_s: number): number {
    const { driver, frame } = this;
    const rest = arc < frame.count ? this.rests[arc]! : -1;
    const arriveBy_s = rest < 0 ? bound_s : bound_s - this.facts.breaks.duration_s[driver.firstRule + rest]!;
    const planned = this.plannedFrom[arc + 1]! - this.plannedFrom[arc]!;
    const isFree = driver.rules === 0;
    if (isFree && planned === 0) return frame.leave(arc, arriveBy_s, frame.legs_s[arc]!);
    if (isFree && planned === 1) {
      const exact = this.leaveBefore(this.planned[this.plannedFrom[arc]!]!, arc, arriveBy_s);
      if (this.reaches(arc, exact) <= arriveBy_s + timeSlack(arriveBy_s)) return exact;
    }
    return this.halve(arc, arriveBy_s, leaves_s);
  }

  private crossArc(arc: number, leaves_s: number): number {
    return this.driver.drive(arc, leaves_s, this.planned, this.plannedFrom[arc]!, this.plannedFrom[arc + 1]!);
  }

  /** Arrival over an arc as `cross` would have it, without leaving a trace. */
  private reaches(arc: number, leaves_s: number): number {
    const { driver } = this;
    const { break_s, waiting_s, log } = driver;
    this.frame.stopsDriven++;
    for (let r = 0; r < driver.rules; r++) driver.clock_s[r] = this.clocks_s[arc * driver.rules + r]!;
    driver.log = null;
    const arrival_s = this.crossArc(arc, leaves_s);
    driver.break_s = break_s;
    driver.waiting_s = waiting_s;
    driver.log = log;
    return arrival_s;
  }

  /** Latest departure with one break on the way: it begins at once, or when a window opens. */
  private leaveBefore(which: number, arc: number, arriveBy_s: number): number {
    const { frame } = this;
    const { windowFrom, opens_s, closes_s, duration_s } = this.facts.breaks;
    const lasts_s = duration_s[which]!;
    const leg_s = frame.legs_s[arc]!;
    for (let w = windowFrom[which + 1]! - 1; w >= windowFrom[which]!; w--) {
      const atOnce_s = Math.min(closes_s[w]!, frame.leave(arc, arriveBy_s, leg_s) - lasts_s);
      if (atOnce_s >= opens_s[w]!) return atOnce_s;
      const over_s = opens_s[w]! + lasts_s;
      if (over_s > arriveBy_s + timeSlack(arriveBy_s)) continue;
      const after_s = frame.workIn(arc, over_s, Math.max(0, arriveBy_s - over_s));
      return frame.leave(arc, opens_s[w]!, Math.max(0, leg_s - after_s));
    }
    return -INFINITY;
  }

  /** By halving: for several breaks on one arc. A shift of the whole arc is tried first, and whole seconds last. */
  private halve(arc: number, arriveBy_s: number, earliest_s: number): number {
    // Only what doubles lose: slack added arc by arc would be a departure too late in the end.
    const limit_s = arriveBy_s + roundingOf(arriveBy_s);
    const isInTime = (time_s: number) => {
      this.driver.exact = true;
      const arrival_s = this.reaches(arc, time_s);
      this.driver.exact = false;
      return arrival_s <= limit_s;
    };
    let good_s = earliest_s;
    for (let before_s = 1; good_s === -INFINITY; before_s *= 2) {
      if (before_s > LONG_S) return -INFINITY;
      if (isInTime(arriveBy_s - before_s)) good_s = arriveBy_s - before_s;
    }
    const shifted_s = good_s + (arriveBy_s - this.reaches(arc, good_s));
    if (shifted_s > good_s && isInTime(shifted_s)) good_s = shifted_s;
    if (!isInTime(good_s + MILLISECOND)) return good_s;
    let bad_s = arriveBy_s + 1;
    for (let n = 0; n < HALVINGS && bad_s - good_s > 1e-7; n++) {
      const middle_s = (good_s + bad_s) / 2;
      if (isInTime(middle_s)) good_s = middle_s;
      else bad_s = middle_s;
    }
    const whole_s = Math.round(good_s);
    return Math.abs(whole_s - good_s) < 1e-5 && isInTime(whole_s) ? whole_s : good_s;
  }
}
