import { BreaksInTurn } from './breaks-in-turn.ts';
import { Decisions, type Label, Labels, type Preference } from './labels.ts';
import { PlacedBreaks } from './placed-breaks.ts';
import { SAME_END_S, timeSlack } from './slack.ts';

const INFINITY = Number.POSITIVE_INFINITY;
const NOTHING_YET = { endBy_s: INFINITY, handled: 0, decision: -1, driven: 0 };

/**
 * Where the breaks of a route go (rules T4 and T5): a search over position by position with all ways to have taken some of
 * them, as for the truck driver scheduling problem (Goel 2009, doi 10.1287/trsc.1070.0226), for the earliest end.
 */
export class Breaks extends PlacedBreaks {
  /** Breaks with windows that have to be thought of, in order. */
  private active = new Int32Array(4);
  private activeCount = 0;
  /** All of these, while only those that close before the end are. */
  private open = new Int32Array(4);
  private now = new Labels();
  private next = new Labels();
  private readonly decisions = new Decisions();
  private readonly inTurn = new BreaksInTurn(this.frame, this.driver);
  private list = new Int32Array(4);
  private before = new Float64Array(0);
  /** Per position: whoever leaves it later does not end in time; last: the end. */
  private latest_s = new Float64Array(0);
  /** Order counts among those that end together; otherwise only the end does. */
  private isPicky = false;
  private readonly label: Label = { time_s: 0, endBy_s: 0, handled: 0, decision: -1, driven: 0 };

  /** Places them for the earliest end when leaving at `from_s`. @returns that end, or Infinity: no way. */
  place(from_s: number): number {
    this.reset(from_s);
    this.driver.strict = true;
    if (this.inTurn.take(this.active, this.activeCount)) return this.placeInTurn(from_s);
    this.latest_s.fill(INFINITY, 0, this.frame.count + 1);
    this.isPicky = false;
    const first = this.driver.rules > 0 ? this.search(from_s) : this.searchNeeded(from_s);
    if (first < 0) return INFINITY;
    const end_s = this.now.time_s[first]!;
    if (end_s === -INFINITY) return end_s;
    // Among all that end together, the first in order; whoever is too late for that end is left behind at once.
    this.isPicky = true;
    this.frame.latestDepartures(end_s, this.latest_s);
    const best = this.search(from_s);
    this.adopt(this.now.decision[best < 0 ? first : best]!);
    return end_s;
  }

  private placeInTurn(from_s: number): number {
    const { inTurn, active, planned, plannedFrom, frame } = this;
    const end_s = inTurn.place(from_s, this.latest_s);
    for (let b = 0; b < this.activeCount && inTurn.arcs[b]! >= 0; b++) {
      planned[b] = active[b]!;
      plannedFrom.fill(b + 1, inTurn.arcs[b]! + 1, frame.count + 2);
    }
    return end_s;
  }

  /**
   * Without driving rules a break does nothing but take time: those are taken that close before the end, which comes the later for
   * them, so that more of them do; until no more do. They stay in `active`, none of which is left out. @returns as `search`
   */
  private searchNeeded(from_s: number): number {
    const { active } = this;
    const all = this.activeCount;
    this.open.set(active.subarray(0, all));
    this.activeCount = 0;
    for (;;) {
      const first = this.search(from_s);
      if (first < 0) return first;
      const end_s = this.now.time_s[first]!;
      let count = 0;
      for (let b = 0; b < all; b++) {
        const closes_s = this.lastClose(this.open[b]!);
        if (end_s > closes_s + timeSlack(closes_s)) active[count++] = this.open[b]!;
      }
      if (count === this.activeCount) return first;
      this.activeCount = count;
    }
  }

  /** All ways to the end that are worth keeping, in `now`. @returns the best, or -1. */
  private search(from_s: number): number {
    const { frame, driver, decisions } = this;
    decisions.size = 0;
    driver.start();
    this.now.clear(driver.rules, frame.gaps);
    this.now.add(Object.assign(this.label, { time_s: from_s, ...NOTHING_YET }), driver.clock_s, this.comesFirst);
    for (let arc = 0; arc <= frame.count && this.now.size > 0; arc++) {
      this.next.clear(driver.rules, frame.gaps);
      this.expandAll(arc);
      [this.now, this.next] = [this.next, this.now];
    }
    return this.firstToEnd(this.now);
  }

  /** Places them one by one where they first fit, and leaves out what cannot be taken: for routes that keep no rule. */
  placeSomehow(from_s: number): void {
    this.reset(from_s);
    const { frame, driver } = this;
    driver.strict = false;
    let time_s = from_s;
    let handled = 0;
    let placed = 0;
    for (let arc = 0; arc <= frame.count; arc++) {
      this.plannedFrom[arc] = placed;
      const first = placed;
      let arrival_s = this.tryOut(arc, time_s, first, placed);
      while (handled < this.activeCount && !this.frame.isNowhere(arc)) {
        const which = this.active[handled]!;
        const opens_s = driver.opening(which, time_s);
        const begin_s = arc === frame.count ? arrival_s : this.beginSomehow(arc, arrival_s);
        if (opens_s === INFINITY) handled++;
        else if (opens_s <= arrival_s || this.isLastChance(which, opens_s, begin_s)) {
          this.planned[placed++] = which;
          handled++;
          arrival_s = this.tryOut(arc, time_s, first, placed);
        } else break;
      }
      arrival_s = driver.drive(arc, time_s, this.planned, first, placed);
      if (arc < frame.count) time_s = this.beginSomehow(arc, arrival_s) + frame.work_s[arc]!;
    }
    this.plannedFrom[frame.count + 1] = placed;
  }

  private reset(from_s: number): void {
    const { facts, frame, driver } = this;
    const { breakFrom, breaks } = facts;
    const most = breakFrom[frame.vehicle + 1]! - breakFrom[frame.vehicle]!;
    this.clear(most);
    if (this.active.length < most) {
      [this.active, this.list, this.open] = [new Int32Array(most), new Int32Array(most), new Int32Array(most)];
    }
    if (this.latest_s.length < frame.count + 2) this.latest_s = new Float64Array(2 * frame.count + 2);
    if (this.before.length < driver.clock_s.length) this.before = new Float64Array(driver.clock_s.length);
    const start_s = facts.start[frame.vehicle]! < 0 ? frame.firstBegin(from_s) : from_s;
    this.activeCount = 0;
    for (let b = breakFrom[frame.vehicle]!; b < breakFrom[frame.vehicle + 1]!; b++) {
      // Its windows have closed before the vehicle can leave.
      if (start_s > breaks.closes_s[breaks.windowFrom[b + 1]! - 1]!) continue;
      this.active[this.activeCount++] = b;
    }
  }

  /** Those with more breaks taken first: at equal times they had them earlier. */
  private expandAll(arc: number): void {
    for (let handled = this.activeCount; handled >= 0; handled--) {
      for (let l = 0; l < this.now.size; l++) {
        if (this.now.handled[l] === handled) this.expand(l, arc, handled, 0, this.now.endBy_s[l]!);
      }
    }
  }

  /** Crosses the arc with the breaks in `list`, then with each further one that may follow. */
  private expand(label: number, arc: number, handled: number, taken: number, endBy_s: number): void {
    if (!this.arrive(label, arc, handled, taken, endBy_s) || this.frame.isNowhere(arc)) return;
    let mustEnd_s = endBy_s;
    for (let b = handled; b < this.activeCount; b++) {
      const which = this.active[b]!;
      const opens_s = this.facts.breaks.opens_s[this.facts.breaks.windowFrom[which]!]!;
      if (opens_s > mustEnd_s) continue;
      this.list[taken] = which;
      this.expand(label, arc, b + 1, taken + 1, mustEnd_s);
      if (this.driver.rules === 0) return;
      // The next one instead of this: then the route is over before this one's windows have closed.
      mustEnd_s = Math.min(mustEnd_s, this.lastClose(which));
      // Of two that are alike the first is left out rather than the second.
      if (b === handled && taken > 0 && this.facts.breaks.twinOf[which] === this.list[taken - 1]) return;
    }
  }

  /** @returns false where these breaks cannot be taken here, so that no more can. */
  private arrive(from: number, arc: number, handled: number, taken: number, endBy_s: number): boolean {
    const { frame, driver, now, label, next } = this;
    frame.stopsDriven++;
    now.restore(from, driver.clock_s);
    driver.driven = now.driven[from]!;
    const arrival_s = driver.drive(arc, now.time_s[from]!, this.list, 0, taken);
    if (arrival_s === INFINITY) return driver.lacksBreak;
    label.decision = now.decision[from]!;
    for (let n = 0; n < taken; n++) label.decision = this.decisions.add(label.decision, this.list[n]!, arc);
    label.endBy_s = endBy_s;
    label.handled = handled;
    label.driven = driver.driven;
    label.time_s = arrival_s;
    if (arc < frame.count) {
      this.bindGaps(arc);
      const begin_s = frame.earliestBegin(arc, arrival_s);
      if (begin_s === INFINITY || begin_s > frame.upper_s[arc]! + timeSlack(frame.upper_s[arc]!)) return true;
      label.time_s = begin_s + frame.work_s[arc]!;
      this.noteGaps(arc, label.time_s);
      if (label.time_s > this.latest_s[arc]! || this.isDead(label)) return true;
      next.add(label, driver.clock_s, this.comesFirst);
      if (begin_s > arrival_s && !this.frame.isNowhere(arc)) this.rest(arc, arrival_s, begin_s);
    } else if (arrival_s <= this.latest_s[arc]! && !this.isDead(label))
      next.add(label, driver.clock_s, this.comesFirst);
    return true;
  }

  /** The same arrival with the break of a rule in its wait. */
  private rest(i: number, arrival_s: number, begin_s: number): void {
    const { driver, label, next } = this;
    const { decision, driven } = label;
    if (driver.rules === 0) return;
    this.before.set(driver.clock_s);
    for (let rule = 0; rule < driver.rules; rule++) {
      if (!driver.mayRest(rule, i, arrival_s, begin_s)) continue;
      driver.restAt(rule, i, arrival_s);
      label.decision = this.decisions.add(decision, -1 - rule, i);
      label.driven = driven + 1;
      next.add(label, driver.clock_s, this.comesFirst);
      driver.clock_s.set(this.before.subarray(0, driver.clock_s.length));
    }
  }

  /** A task begins so long after the one before it in a sequence is finished, on the same route. */
  private bindGaps(i: number): void {
    const { frame, driver } = this;
    for (let g = 0; g < frame.gaps; g++) {
      if (frame.gapTo[g] !== i) continue;
      const bound_s = driver.clock_s[driver.rules + g]! + frame.gap_s[g]!;
      frame.lower_s[i] = Math.max(frame.notBefore_s[frame.node[i]!]!, bound_s);
    }
  }

  private noteGaps(i: number, departure_s: number): void {
    const { frame, driver } = this;
    for (let g = 0; g < frame.gaps; g++) if (frame.gapFrom[g] === i) driver.clock_s[driver.rules + g] = departure_s;
  }

  private isDead({ time_s, endBy_s, handled }: Label): boolean {
    return time_s > endBy_s + timeSlack(endBy_s) || this.isMissed(handled, time_s);
  }

  /** Whether a break that is still to come would be missed by a route that is not over by `time_s`. */
  private isMissed(handled: number, time_s: number): boolean {
    for (let b = handled; b < this.activeCount; b++) {
      const closes_s = this.lastClose(this.active[b]!);
      if (time_s > closes_s + timeSlack(closes_s)) return true;
    }
    return false;
  }

  private lastClose(which: number): number {
    const { windowFrom, closes_s } = this.facts.breaks;
    return closes_s[windowFrom[which + 1]! - 1]!;
  }

  /** Between equal ends, breaks that may be left out are, and others are on the earliest arc, the first break first. */
  private firstToEnd({ size, time_s, decision, driven }: Labels): number {
    let best = -1;
    for (let l = 0; l < size; l++) {
      if (best < 0) {
        best = l;
        continue;
      }
      const behind_s = time_s[l]! === time_s[best]! ? 0 : time_s[l]! - time_s[best]!;
      const isTied = Math.abs(behind_s) <= SAME_END_S;
      if (isTied ? this.comesFirst(decision[l]!, driven[l]!, decision[best]!, driven[best]!) : behind_s < 0) best = l;
    }
    return best;
  }

  /** Whether breaks with windows come first, then those for driving are fewer, then earlier. */
  private readonly comesFirst: Preference = (one, oneDriven, other, otherDriven) => {
    if (!this.isPicky || one === other) return false;
    for (let b = 0; b < this.activeCount; b++) {
      const gap = this.arcOf(this.active[b]!, one) - this.arcOf(this.active[b]!, other);
      if (gap !== 0) return gap < 0;
    }
    if (this.driver.rules === 0 || oneDriven !== otherDriven) return oneDriven < otherDriven;
    return this.restsFirst(one, other);
  };

  /** Of as many breaks for driving: those in waits come earlier, or there are more of them. */
  private restsFirst(one: number, other: number): boolean {
    const [ones, others] = [this.restsOf(one), this.restsOf(other)];
    for (let n = 0; n < Math.min(ones.length, others.length); n++) {
      if (ones[n] !== others[n]) return ones[n]! < others[n]!;
    }
    return ones.length > others.length;
  }

  private restsOf(last: number): number[] {
    const { parent, what, where } = this.decisions;
    const rests: number[] = [];
    for (let d = last; d >= 0; d = parent[d]!) if (what[d]! < 0) rests.push(where[d]!);
    return rests.reverse();
  }

  /** Where a break was taken by the decisions up to this one, or -1. */
  private arcOf(which: number, last: number): number {
    const { parent, what, where } = this.decisions;
    for (let d = last; d >= 0; d = parent[d]!) if (what[d] === which) return where[d]!;
    return -1;
  }

  /** Takes over the decisions of a label as the placing of this route. */
  private adopt(last: number): void {
    const { decisions, frame } = this;
    let placed = 0;
    for (let d = last; d >= 0; d = decisions.parent[d]!) if (decisions.what[d]! >= 0) placed++;
    for (let d = last; d >= 0; d = decisions.parent[d]!) {
      const what = decisions.what[d]!;
      const where = decisions.where[d]!;
      if (what >= 0) {
        this.planned[--placed] = what;
        this.plannedFrom[where + 1] = this.plannedFrom[where + 1]! + 1;
        continue;
      }
      this.rests[where] = -1 - what;
    }
    for (let arc = 0; arc <= frame.count; arc++) {
      this.plannedFrom[arc + 1] = this.plannedFrom[arc + 1]! + this.plannedFrom[arc]!;
    }
  }

  private tryOut(arc: number, time_s: number, from: number, to: number): number {
    const { driver } = this;
    for (let r = 0; r < driver.rules; r++) this.clocks_s[r] = driver.clock_s[r]!;
    const arrival_s = driver.drive(arc, time_s, this.planned, from, to);
    for (let r = 0; r < driver.rules; r++) driver.clock_s[r] = this.clocks_s[r]!;
    return arrival_s;
  }

  private beginSomehow(i: number, arrival_s: number): number {
    const begin_s = this.frame.earliestBegin(i, arrival_s);
    return begin_s === INFINITY ? arrival_s : begin_s;
  }

  /** It has to be taken where the vehicle waits, or now or never. */
  private isLastChance(which: number, opens_s: number, begin_s: number): boolean {
    return opens_s + this.facts.breaks.duration_s[which]! <= begin_s || begin_s > this.lastClose(which);
  }
}
