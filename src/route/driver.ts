import type { Facts } from './facts.ts';
import type { Frame } from './frame.ts';

const INFINITY = Number.POSITIVE_INFINITY;
/** Differences of less are of rounding. */
const EPSILON_S = 1e-6;

/** A break as taken. */
export interface TakenBreak {
  /** Index into the vehicle's `breaks`. */
  index: number;
  /** The arc it is taken on; position `arc` comes after it. */
  arc: number;
  arrival_s: number;
  begin_s: number;
  duration_s: number;
  /** Driven on this arc before it, and how much of the arc that is, 0..1. */
  driven_s: number;
  progress: number;
}

/**
 * Drives one arc after the other, takes the breaks planned on it and those that driving asks for (rule T4), and keeps
 * the clocks of the driving rules.
 */
export class Driver {
  private readonly frame: Frame;
  private readonly facts: Facts;
  /**
   * Per rule of the vehicle: driving since the last break that counts for it. Then, per gap of a sequence on the route:
   * when the task before it is finished.
   */
  clock_s = new Float64Array(0);
  rules = 0;
  firstRule = 0;
  /** False: a missed window or a board too heavy does not stop it. */
  strict = true;
  /** True: windows close without slack, so that a search for the latest departure does not use it up. */
  exact = false;
  /** Seconds driven on the arc. */
  driven_s = 0;
  break_s = 0;
  waiting_s = 0;
  /** Where breaks taken are noted; null = nowhere. */
  log: TakenBreak[] | null = null;
  /** Breaks for driving taken. */
  driven = 0;
  /** Tells apart drives with other breaks, or with the same on other arcs or in other windows. */
  trail = 0;
  /** The last arc failed for a break for driving after all that were planned: one more before it may help. */
  lacksBreak = false;

  constructor(frame: Frame) {
    this.frame = frame;
    this.facts = frame.facts;
  }

  /** Forgets all that was driven, but for what a vehicle in progress had before. */
  start(): void {
    const { ruleFrom, breaks } = this.facts;
    const { vehicle } = this.frame;
    this.firstRule = ruleFrom[vehicle]!;
    this.rules = ruleFrom[vehicle + 1]! - this.firstRule;
    const clocks = this.rules + this.frame.gaps;
    if (this.clock_s.length < clocks) this.clock_s = new Float64Array(clocks);
    this.clock_s.fill(0);
    for (let rule = 0; rule < this.rules; rule++) this.clock_s[rule] = breaks.drivenBefore_s[this.firstRule + rule]!;
    this.driven = 0;
    this.trail = 0;
    this.break_s = 0;
    this.waiting_s = 0;
  }

  /** Earliest begin of a break with windows; infinite where they have closed. */
  opening(which: number, time_s: number): number {
    const { windowFrom, opens_s, closes_s, closesSlack_s } = this.facts.breaks;
    const until_s = this.exact ? closes_s : closesSlack_s;
    for (let w = windowFrom[which]!; w < windowFrom[which + 1]!; w++) {
      if (time_s <= until_s[w]!) return Math.max(time_s, opens_s[w]!);
    }
    return INFINITY;
  }

  /**
   * @param planned breaks with windows to take on this arc: `planned[from]` .. `planned[to - 1]`.
   * @returns the arrival, breaks on arrival included; infinite where one of them cannot be taken.
   */
  drive(arc: number, leaves_s: number, planned: Int32Array, from: number, to: number): number {
    const { frame } = this;
    const { duration_s } = this.facts.breaks;
    let time_s = leaves_s;
    let left_s = frame.legs_s[arc]!;
    let next = from;
    this.driven_s = 0;
    this.lacksBreak = false;
    for (;;) {
      // Seconds rather than times: a departure may be minus infinity, where nothing binds it yet.
      const toEnd_s = frame.secondsFor(arc, time_s, left_s);
      const rule = this.nextRule();
      const toLimit_s = rule < 0 ? INFINITY : this.roomOf(rule);
      const which = next < to ? planned[next]! : -1;
      let opens_s = which < 0 ? INFINITY : this.opening(which, time_s);
      if (which >= 0 && opens_s === INFINITY) {
        if (this.strict) return INFINITY;
        opens_s = time_s;
      }
      const toBreak_s = opens_s === time_s ? 0 : opens_s - time_s;
      if (left_s > 0 && toLimit_s < Math.min(toEnd_s, toBreak_s) - EPSILON_S) {
        const driving = this.firstRule + rule;
        if (this.strict && !frame.allowsBreak(driving, arc)) {
          this.lacksBreak = next === to;
          return INFINITY;
        }
        left_s = Math.max(0, left_s - frame.workIn(arc, time_s, toLimit_s));
        this.count(toLimit_s);
        time_s += toLimit_s;
        this.driven++;
        this.take(driving, arc, time_s, time_s, left_s);
        time_s += duration_s[driving]!;
        continue;
      }
      if (which < 0) {
        this.count(toEnd_s);
        return frame.travel(arc, time_s, left_s);
      }
      if (this.strict && !frame.allowsBreak(which, arc)) return INFINITY;
      const isThere = toEnd_s <= toBreak_s;
      const stops_s = isThere ? frame.travel(arc, time_s, left_s) : opens_s;
      left_s = isThere ? 0 : Math.max(0, left_s - frame.workIn(arc, time_s, toBreak_s));
      this.count(Math.min(toEnd_s, toBreak_s));
      this.take(which, arc, stops_s, opens_s, left_s);
      time_s = opens_s + duration_s[which]!;
      next++;
    }
  }

  /** Drives an arc on which there is no break, for a vehicle without rules of driving. @returns the arrival */
  pass(arc: number, leaves_s: number): number {
    const { frame } = this;
    const leg_s = frame.legs_s[arc]!;
    this.driven_s = frame.secondsFor(arc, leaves_s, leg_s);
    return frame.travel(arc, leaves_s, leg_s);
  }

  /** Whether a wait at position i would do for the break of a rule that has something to gain from it. */
  mayRest(rule: number, i: number, arrival_s: number, begin_s: number): boolean {
    const which = this.firstRule + rule;
    const fits = arrival_s + this.facts.breaks.duration_s[which]! <= begin_s + EPSILON_S;
    return fits && this.clock_s[rule]! > 0 && this.frame.allowsBreak(which, i);
  }

  /** Takes the break of a rule where the vehicle has just arrived. */
  restAt(rule: number, arc: number, arrival_s: number): number {
    const which = this.firstRule + rule;
    this.driven++;
    this.take(which, arc, arrival_s, arrival_s, 0);
    return arrival_s + this.facts.breaks.duration_s[which]!;
  }

  private take(which: number, arc: number, arrival_s: number, begin_s: number, left_s: number): void {
    const { duration_s, index } = this.facts.breaks;
    const lasts_s = duration_s[which]!;
    for (let rule = 0; rule < this.rules; rule++) {
      if (duration_s[this.firstRule + rule]! > lasts_s) continue;
      this.clock_s[rule] = 0;
    }
    this.leaveTrail(which, arc, begin_s);
    this.break_s += lasts_s;
    this.waiting_s += begin_s - arrival_s;
    if (this.log === null) return;
    const leg_s = this.frame.legs_s[arc]!;
    const progress = leg_s > 0 ? 1 - left_s / leg_s : 1;
    const taken = { index: index[which]!, arc, arrival_s, begin_s, duration_s: lasts_s };
    this.log.push({ ...taken, driven_s: this.driven_s, progress });
  }

  private leaveTrail(which: number, arc: number, begin_s: number): void {
    const { windowFrom, closes_s } = this.facts.breaks;
    let closed = 0;
    for (let w = windowFrom[which]!; w < windowFrom[which + 1]!; w++) if (closes_s[w]! < begin_s) closed++;
    for (const step of [arc, which, closed]) this.trail = (Math.imul(this.trail, 1009) + step + 1) | 0;
  }

  private count(driven_s: number): void {
    this.driven_s += driven_s;
    for (let rule = 0; rule < this.rules; rule++) {
      this.clock_s[rule] = this.clock_s[rule]! + driven_s;
    }
  }

  private roomOf(rule: number): number {
    return Math.max(0, this.facts.breaks.afterDriving_s[this.firstRule + rule]! - this.clock_s[rule]!);
  }

  /** The rule whose clock runs out first; of several the one with the longest break. */
  private nextRule(): number {
    const { duration_s } = this.facts.breaks;
    let first = -1;
    for (let rule = 0; rule < this.rules; rule++) {
      const gain_s = first < 0 ? 1 : this.roomOf(first) - this.roomOf(rule);
      const isLonger = first < 0 || duration_s[this.firstRule + rule]! > duration_s[this.firstRule + first]!;
      if (gain_s > EPSILON_S || (gain_s >= -EPSILON_S && isLonger)) first = rule;
    }
    return first;
  }
}
