import { Breaks } from './breaks.ts';
import type { Frame } from './frame.ts';
import { type Departure, latestFine } from './pieces.ts';
import { roundingOf, timeSlack } from './slack.ts';
import { lastOpening } from './windows.ts';

const INFINITY = Number.POSITIVE_INFINITY;
const LONG_S = 1e12;
const MILLISECOND = 1e-3;
/** Parts of the time in which a departure is looked for, where traffic changes the breaks for driving. */
const TRAFFIC_PIECES = 8;

/**
 * When everything on a route happens (rules T1 to T5): forwards for the earliest end, backwards from that end for the latest
 * departure, forwards again from there. With at most one window per stop that is the shortest duty there is (Savelsbergh
 * 1992, doi 10.1287/ijoc.4.2.146).
 */
export class Times {
  readonly breaks: Breaks;
  starts_s = 0;
  ends_s = 0;
  /** Of the last drive: it waited somewhere. */
  private waited = false;
  hasBreaks = false;
  /** No breaks and no traffic. */
  private isPlain = true;
  /** The route is late somewhere: there it is to be no later. */
  private isLenient = false;
  private readonly frame: Frame;
  /** Per gap: the latest departure from the position before it. */
  private gapBounds_s = new Float64Array(0);
  /** Per position: latest begin that rule T5 and sequences allow. */
  private bounds_s = new Float64Array(0);

  constructor(frame: Frame) {
    this.frame = frame;
    this.breaks = new Breaks(frame);
  }

  get isDriven(): boolean {
    return !this.isPlain;
  }

  /** Everything as early as can be. Fills the times of `frame`; false where a window, a break or the end is missed. */
  earliest(): boolean {
    const { frame } = this;
    this.look();
    if (frame.isLinked && frame.earliest_s === -INFINITY) frame.earliest_s = this.leavesFrom();
    const isDriven = this.driveFirst(frame.earliest_s) && this.isBack();
    const mayNeedTime = frame.earliest_s === -INFINITY && this.hasBreaks && this.breaks.driver.rules > 0;
    if (!isDriven && !mayNeedTime) return false;
    // Nothing says when, or ever so early a break for driving is due where there can be none: at second 0.
    if (!isDriven || this.ends_s === -INFINITY) {
      frame.earliest_s = 0;
      if (!this.driveFirst(0)) return false;
    }
    return this.isBack();
  }

  /** With the breaks placed for the earliest end. */
  private driveFirst(from_s: number): boolean {
    return (!this.hasBreaks || this.breaks.place(from_s) < INFINITY) && this.drive(from_s, true);
  }

  private leavesFrom(): number {
    const { count, node, leavesFrom_s } = this.frame;
    let from_s = -INFINITY;
    for (let i = 0; i < count; i++) from_s = Math.max(from_s, leavesFrom_s[node[i]!]!);
    return from_s;
  }

  /** The schedule that is published; false where there is none. */
  settle(): boolean {
    if (!this.earliest() || !this.delay()) return false;
    this.beginWithFirst();
    return true;
  }

  /** Without a start nobody waits at the first stop: the route begins there. */
  private beginWithFirst(): void {
    const { facts, vehicle, count, arrival_s, begin_s } = this.frame;
    if (facts.start[vehicle]! >= 0 || count === 0) return;
    arrival_s[0] = begin_s[0]!;
    this.starts_s = begin_s[0]!;
  }

  /** What a route without breaks misses first, when everything is as early as can be; see `Simulator.missedBy`. */
  missed(): { at: number; miss_s: number } | null {
    const { frame } = this;
    this.hasBreaks = false;
    this.isPlain = frame.traffic < 0;
    this.drive(frame.earliest_s, false);
    if (this.ends_s === -INFINITY) this.drive(0, false);
    for (let i = 0; i < frame.count; i++) {
      const { windowFrom, closes_s } = frame.facts;
      const node = frame.node[i]!;
      const last = windowFrom[node + 1]! - 1;
      if (last < windowFrom[node]!) continue;
      const miss_s = frame.begin_s[i]! - closes_s[last]!;
      if (miss_s > timeSlack(closes_s[last]!)) return { at: i, miss_s };
    }
    return this.isBack() ? null : { at: -1, miss_s: this.ends_s - frame.latest_s };
  }

  /** The same for a route that may break rules: what is missed is done on arrival. */
  settleSomehow(): void {
    const { frame } = this;
    const { latest_s } = frame;
    frame.latest_s = INFINITY;
    const fits = this.settle();
    frame.latest_s = latest_s;
    if (fits) return;
    this.starts_s = frame.earliest_s;
    if (this.hasBreaks) this.breaks.placeSomehow(this.starts_s);
    this.drive(this.starts_s, false);
    // Something is late whatever happens, and is to be no later; leaving just in time for the first stop delays nothing further.
    const justInTime_s = frame.count === 0 ? this.starts_s : this.before(0, frame.begin_s[0]!, this.starts_s);
    const departure_s = Math.max(this.starts_s, justInTime_s);
    if (!this.delaySomehow(departure_s)) this.drive(Number.isFinite(departure_s) ? departure_s : 0, false);
    this.beginWithFirst();
  }

  /** Leaves as late as makes nothing late that was not, and nothing later that was; false where that is not after a departure. */
  private delaySomehow(after_s: number): boolean {
    const { frame } = this;
    const { count, begin_s } = frame;
    const { driver } = this.breaks;
    const [end_s, trail] = [this.ends_s, driver.trail];
    const begins_s = begin_s.slice(0, count);
    const late = Array.from(begins_s, (_, i) => this.isLate(i));
    this.isLenient = true;
    const latest_s = count === 0 ? -INFINITY : this.latestDeparture(end_s);
    this.isLenient = false;
    if (!Number.isFinite(latest_s) || latest_s <= after_s) return false;
    this.drive(latest_s, false);
    const isNoLater = late.every((was, i) =>
      was ? begin_s[i]! <= begins_s[i]! + timeSlack(begins_s[i]!) : !this.isLate(i),
    );
    // Breaks stay where they are, and within the windows they were in.
    return isNoLater && this.ends_s <= end_s + timeSlack(end_s) && (!this.hasBreaks || driver.trail === trail);
  }

  /** The begin at this position is in none of its windows any more, or after what else binds it. */
  private isLate(i: number): boolean {
    const { begin_s, upper_s } = this.frame;
    const begins_s = begin_s[i]!;
    return begins_s > upper_s[i]! + timeSlack(upper_s[i]!) || this.frame.earliestBegin(i, begins_s) === INFINITY;
  }

  /** Leaves as late as the end allows. */
  private delay(): boolean {
    const from_s = this.starts_s;
    const end_s = this.ends_s;
    const { driver } = this.breaks;
    const waits = this.waited || (this.hasBreaks && (driver.waiting_s > 0 || (driver.driven > 0 && this.breaks.vary)));
    if (!waits && from_s !== -INFINITY) return true;
    if (this.hasBreaks && driver.rules > 0) return this.delayWithRules(from_s, end_s);
    const latest_s = this.latestDeparture(end_s);
    const isLater = Number.isFinite(latest_s) && latest_s > from_s;
    if (isLater && this.drive(latest_s, true) && this.ends_s <= end_s + timeSlack(end_s)) return true;
    if (!isLater && Number.isFinite(from_s)) return true;
    // Several breaks on one leg, each with its windows, can make a later departure a different drive.
    return !this.isPlain && this.searchDeparture(from_s, end_s, end_s);
  }

  /** The same with breaks for driving, which a later departure may need elsewhere, or more or fewer of. */
  private delayWithRules(from_s: number, end_s: number): boolean {
    const most_s = this.latestWithoutRules(end_s);
    if (most_s <= from_s) return Number.isFinite(from_s);
    if (!Number.isFinite(most_s)) return this.searchDeparture(from_s, end_s, end_s);
    if (this.isFine(most_s, end_s)) return true;
    const { trail } = this.breaks.driver;
    this.drive(from_s, true);
    if (this.frame.traffic >= 0) return this.searchDeparture(from_s, most_s, end_s);
    const latest_s = this.latestDeparture(end_s);
    // How far the clocks of driving have run was taken from the earliest drive; for a later one, other parts of its legs
    // lie before a break.
    const isLater = Number.isFinite(latest_s) && latest_s > from_s && this.isFine(latest_s, end_s);
    const good_s = isLater ? latest_s : from_s;
    if (!Number.isFinite(good_s)) return this.searchDeparture(good_s, most_s, end_s);
    const isLast = !this.isFine(good_s + MILLISECOND + 4 * timeSlack(end_s), end_s);
    this.drive(good_s, true);
    const isOnlyPiece = !this.breaks.vary || this.breaks.driver.trail === trail;
    return (isLast && isOnlyPiece) || this.searchDeparture(good_s, most_s, end_s);
  }

  /** No departure with breaks for driving is later. */
  private latestWithoutRules(end_s: number): number {
    const { driver } = this.breaks;
    const { rules } = driver;
    driver.rules = 0;
    const latest_s = this.latestDeparture(end_s);
    driver.rules = rules;
    return latest_s;
  }

  /** Whether a departure keeps the end, and every begin within what rule T5 leaves it. Drives it. */
  private isFine(leaves_s: number, end_s: number, slack_s = timeSlack(end_s)): boolean {
    const { count, begin_s } = this.frame;
    if (!this.drive(leaves_s, true) || this.ends_s > end_s + slack_s) return false;
    for (let i = 0; i < count; i++) if (begin_s[i]! > this.bounds_s[i]! + slack_s) return false;
    return true;
  }

  /** The same but for what doubles lose: slack is for rounding only, and a search for the latest would find the last of it. */
  private isExactlyFine(leaves_s: number, end_s: number, slack_s: number): boolean {
    const { count, begin_s, node, facts } = this.frame;
    const { driver } = this.breaks;
    driver.exact = true;
    const isFine = this.isFine(leaves_s, end_s, slack_s);
    driver.exact = false;
    if (!isFine) return false;
    for (let i = 0; i < count; i++) if (begin_s[i]! > lastOpening(facts, node[i]!, begin_s[i]!) + slack_s) return false;
    return true;
  }

  /** The latest departure up to `most_s` by halving, over the whole route each time. */
  private searchDeparture(from_s: number, most_s: number, end_s: number): boolean {
    const slack_s = roundingOf(end_s);
    const tryAt = (leaves_s: number): Departure => {
      const isFine = this.isExactlyFine(leaves_s, end_s, slack_s);
      return { leaves_s, isFine, trail: this.breaks.driver.trail };
    };
    let from = { leaves_s: from_s, isFine: true, trail: this.breaks.driver.trail };
    for (let before_s = 1; from.leaves_s === -INFINITY || !from.isFine; before_s *= 2) {
      if (before_s > LONG_S) return false;
      from = tryAt(most_s - before_s);
    }
    const hasPieces = this.frame.traffic >= 0 && this.breaks.vary;
    const piece_s = hasPieces ? (1 + 1e-9) * ((most_s - from.leaves_s) / TRAFFIC_PIECES) : INFINITY;
    const latest_s = latestFine(tryAt, from, tryAt(most_s), piece_s, slack_s)!.leaves_s;
    // Whole seconds are what was meant.
    const whole_s = Math.round(latest_s);
    if (Math.abs(whole_s - latest_s) <= 2 * timeSlack(end_s) && this.isFine(whole_s, end_s)) return true;
    return this.drive(latest_s, true);
  }

  private look(): void {
    this.hasBreaks = this.breaks.hasAny(this.frame.vehicle);
    this.isPlain = !this.hasBreaks && this.frame.traffic < 0;
  }

  private isBack(): boolean {
    const { latest_s } = this.frame;
    return this.ends_s <= latest_s + timeSlack(latest_s);
  }

  /** From a departure on, everything as early as possible. Not strict: a stop reached too late is served on arrival. */
  private drive(from_s: number, strict: boolean): boolean {
    this.frame.stopsDriven += this.frame.count;
    if (this.isPlain && strict && this.frame.gaps === 0) return this.drivePlain(from_s);
    const { frame, isPlain } = this;
    const { count, legs_s, work_s, arrival_s, begin_s, departure_s, upper_s } = frame;
    let time_s = from_s;
    let waited = false;
    if (this.hasBreaks) this.breaks.start(strict);
    for (let i = 0; i < count; i++) {
      const arrives_s = isPlain ? time_s + legs_s[i]! : this.cross(i, time_s);
      let begins_s = frame.earliestBegin(i, arrives_s);
      const upper = upper_s[i]!;
      if (begins_s >= upper && (begins_s === INFINITY || begins_s > upper + timeSlack(upper))) {
        if (strict) return false;
        if (begins_s === INFINITY) begins_s = Math.max(arrives_s, frame.lower_s[i]!);
      }
      if (begins_s > arrives_s) waited = true;
      arrival_s[i] = arrives_s;
      begin_s[i] = begins_s;
      time_s = begins_s + work_s[i]!;
      departure_s[i] = time_s;
      if (frame.gaps > 0) this.bindLater(i, time_s);
    }
    this.starts_s = from_s;
    this.ends_s = isPlain ? time_s + legs_s[count]! : this.cross(count, time_s);
    this.waited = waited;
    return this.ends_s !== INFINITY;
  }

  /** A later task of a sequence on this route begins so long after position i is left. */
  private bindLater(i: number, departure_s: number): void {
    const { frame } = this;
    const { gapFrom, gapTo, gap_s, lower_s, notBefore_s, node } = frame;
    for (let g = 0; g < frame.gaps; g++) {
      if (gapFrom[g] !== i) continue;
      const to = gapTo[g]!;
      lower_s[to] = Math.max(notBefore_s[node[to]!]!, departure_s + gap_s[g]!);
    }
  }

  /** `drive` for the many routes without breaks and traffic, in one loop. */
  private drivePlain(from_s: number): boolean {
    const { count, legs_s, work_s, arrival_s, begin_s, departure_s, lower_s, upper_s, node, facts } = this.frame;
    const { windowFrom, opens_s, closesSlack_s } = facts;
    let time_s = from_s;
    let waited = false;
    for (let i = 0; i < count; i++) {
      const arrives_s = time_s + legs_s[i]!;
      let begins_s = Math.max(arrives_s, lower_s[i]!);
      const at = node[i]!;
      const to = windowFrom[at + 1]!;
      let w = windowFrom[at]!;
      if (w < to) {
        while (w < to && begins_s > closesSlack_s[w]!) w++;
        if (w === to) return false;
        if (begins_s < opens_s[w]!) begins_s = opens_s[w]!;
      }
      if (begins_s > upper_s[i]! && begins_s > upper_s[i]! + timeSlack(upper_s[i]!)) return false;
      if (begins_s > arrives_s) waited = true;
      arrival_s[i] = arrives_s;
      begin_s[i] = begins_s;
      time_s = begins_s + work_s[i]!;
      departure_s[i] = time_s;
    }
    this.starts_s = from_s;
    this.ends_s = time_s + legs_s[count]!;
    this.waited = waited;
    return true;
  }

  private cross(arc: number, leaves_s: number): number {
    const { frame, breaks } = this;
    const arrival_s = this.hasBreaks ? breaks.cross(arc, leaves_s) : frame.travel(arc, leaves_s, frame.legs_s[arc]!);
    frame.driven_s[arc] = this.hasBreaks ? breaks.driver.driven_s : arrival_s - leaves_s;
    return arrival_s;
  }

  /** The latest departure with which the route still ends by `end_s`; the frame holds the earliest times. */
  private latestDeparture(end_s: number): number {
    const { frame, isPlain } = this;
    const { count, node, legs_s, work_s, begin_s, upper_s, departure_s, keeps, facts } = frame;
    if (this.gapBounds_s.length < frame.gaps) this.gapBounds_s = new Float64Array(frame.gapTo.length);
    if (this.bounds_s.length < count) this.bounds_s = new Float64Array(2 * count);
    let bound_s = end_s;
    for (let i = count - 1; i >= 0; i--) {
      bound_s = (isPlain ? bound_s - legs_s[i + 1]! : this.before(i + 1, bound_s, departure_s[i]!)) - work_s[i]!;
      const isLate = this.isLenient && this.isLate(i);
      if (isLate) bound_s = Math.min(bound_s, begin_s[i]!);
      else if (bound_s > upper_s[i]!) bound_s = upper_s[i]!;
      const softest_s = facts.hasSoft ? Math.max(begin_s[i]!, this.softClose(i)) : INFINITY;
      if (bound_s > softest_s) bound_s = softest_s;
      // A rest is legal only while the vehicle would wait.
      const stays = keeps[node[i]!] === 1 || (this.hasBreaks && this.breaks.isRest(i));
      if (stays && bound_s > begin_s[i]!) bound_s = begin_s[i]!;
      if (!isPlain) this.bounds_s[i] = stays ? begin_s[i]! : Math.min(upper_s[i]!, softest_s);
      for (let g = 0; g < frame.gaps; g++) {
        if (frame.gapFrom[g] === i) bound_s = Math.min(bound_s, this.gapBounds_s[g]! - work_s[i]!);
      }
      if (!isLate) bound_s = lastOpening(facts, node[i]!, bound_s);
      for (let g = 0; g < frame.gaps; g++) {
        if (frame.gapTo[g] === i) this.gapBounds_s[g] = bound_s - frame.gap_s[g]!;
      }
    }
    return this.before(0, bound_s, this.starts_s);
  }

  /** Latest departure over an arc to be there by `bound_s`. */
  private before(arc: number, bound_s: number, earliest_s: number): number {
    if (this.isPlain) return bound_s - this.frame.legs_s[arc]!;
    if (this.hasBreaks) return this.breaks.crossBack(arc, bound_s, earliest_s);
    return this.frame.leave(arc, bound_s, this.frame.legs_s[arc]!);
  }

  /** The first close of a soft window that the earliest begin is not after; minus infinity where it is after all. */
  private softClose(i: number): number {
    const { softFrom, softCloses_s } = this.frame.facts;
    const node = this.frame.node[i]!;
    const from = softFrom[node]!;
    const to = softFrom[node + 1]!;
    if (from === to) return INFINITY;
    let close_s = INFINITY;
    for (let w = from; w < to; w++) {
      if (softCloses_s[w]! >= this.frame.begin_s[i]!) close_s = Math.min(close_s, softCloses_s[w]!);
    }
    return close_s === INFINITY ? -INFINITY : close_s;
  }
}

/** Cost of a begin outside of a soft window. No infinity x 0 for a begin that is not known yet. */
export function softCost(begin_s: number, opens_s: number, closes_s: number, early: number, late: number): number {
  if (begin_s < opens_s) return early === 0 ? 0 : early * (opens_s - begin_s);
  return begin_s > closes_s ? late * (begin_s - closes_s) : 0;
}
