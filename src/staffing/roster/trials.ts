import type { Compiled } from './compiled.ts';
import type { Relaxed } from './day.ts';
import type { RosterSearch } from './search.ts';
import type { RiderReason, ShortageReason } from './types.ts';
import { mostOfWeek, pinnedUnits } from './weeks.ts';

/** The rules that a trial leaves out one at a time, in the order in which they are named. */
export const RULES: { relaxed: Relaxed; shortage: ShortageReason; rider: RiderReason }[] = [
  { relaxed: { hours: true }, shortage: 'all_at_max_hours', rider: 'max_hours' },
  { relaxed: { rest: true }, shortage: 'rest_rule', rider: 'rest_rule' },
  { relaxed: { split: true }, shortage: 'split_rule', rider: 'split_rule' },
];
export const ALL_RULES: Relaxed = { hours: true, rest: true, split: true };

/** Trials of all cells together, where no time ends them: a city short of riders everywhere has more than anybody waits for. */
const MOST_TRIALS = 50_000;
/** What kept a rider from a slot is what keeps that rider from those just after it, for so long on one day. */
const SAME_RULE_S = 7200;

/**
 * Which riders can be in a cell, and what keeps those from it who cannot. Whether the rules allow it does not depend on the plan: each is
 * tried once, however often the plan changes.
 */
export class Trials {
  private readonly search: RosterSearch;
  private readonly compiled: Compiled;
  private readonly stops: () => boolean;
  private done = 0;
  /** Keys of rider, zone and slot that no plan has. */
  private readonly never = new Set<number>();
  /** riders * days; 1: no hours are left, -1: some are, 0: not looked at yet. */
  private readonly full: Int8Array;
  /** By rider, for the zones asked for last: slot from which the rule was found, slot asked for last, and the rule. */
  private readonly rules = new Map<number, { zones: string; from: number; last: number; reason: ShortageReason }>();

  constructor(search: RosterSearch, compiled: Compiled, stops: () => boolean) {
    this.search = search;
    this.compiled = compiled;
    this.stops = stops;
    this.full = new Int8Array(compiled.riders.length * compiled.days);
  }

  /** Nobody is tried any more. */
  isOver(): boolean {
    return this.done >= MOST_TRIALS || this.stops();
  }

  /** The rider in one of the zones, under all rules; see `RosterSearch.tryCover`. */
  cover(r: number, zones: readonly number[], slot: number, keeps: boolean): 'no' | 'dearer' | 'cheaper' {
    const { zones: all, slots } = this.compiled;
    for (const zone of zones) {
      const key = (r * all + zone) * slots + slot;
      if (this.never.has(key)) continue;
      this.done++;
      const outcome = this.search.tryCover(r, zone, slot, null, keeps);
      if (outcome !== 'no') return outcome;
      this.never.add(key);
    }
    return 'no';
  }

  /** Whether booked shifts and hours ridden leave none for any shift more on the slot's day: then there is nothing to try. */
  hasNoHours(r: number, slot: number): boolean {
    const { days, dayOf } = this.compiled;
    const at = r * days + dayOf[slot]!;
    this.full[at] ||= this.isFull(r, dayOf[slot]!) ? 1 : -1;
    return this.full[at] === 1;
  }

  private isFull(r: number, day: number): boolean {
    const { compiled } = this;
    const { riders, dayOf, weekOfDay, hours, problem } = compiled;
    const rider = riders[r]!;
    const week = weekOfDay[day]!;
    // Whole units of booked hours are a little more than they are.
    let [ofDay, ofWeek, rounded] = [0, 0, 0];
    for (const shift of rider.pinned) {
      const its = dayOf[Math.floor(shift.from_s / problem.slot_s)]!;
      const units = pinnedUnits(compiled, shift);
      if (weekOfDay[its] === week) ofWeek += units;
      if (its !== day) continue;
      ofDay += units;
      rounded++;
    }
    const shortest = hours.reduce((few, units) => Math.min(few, units), Number.POSITIVE_INFINITY);
    const least = Math.max(shortest, rider.minDay - ofDay);
    return ofWeek + least > mostOfWeek(compiled, rider, week) || ofDay + least > rider.maxDay + rounded;
  }

  /** Whether it is known already that the rider cannot be in the cell, and where that is asked what is in the way. */
  knows(r: number, zones: readonly number[], slot: number, withRule: boolean): boolean {
    const { zones: all, slots } = this.compiled;
    const cannot = this.hasNoHours(r, slot) || zones.every((zone) => this.never.has((r * all + zone) * slots + slot));
    return cannot && (!withRule || this.lastRule(r, zones, slot) !== undefined);
  }

  /** What kept the rider from the slots just before. */
  private lastRule(r: number, zones: readonly number[], slot: number) {
    const { dayOf, problem } = this.compiled;
    const before = this.rules.get(r);
    const follows = before?.zones === zones.join() && slot >= before.last && slot - before.last <= 1;
    const isNear = follows && (slot - before.from) * problem.slot_s < SAME_RULE_S;
    return isNear && dayOf[slot] === dayOf[before.from] ? before : undefined;
  }

  /** What keeps a rider from a cell that no plan has: the first rule without which there is one. */
  rule(r: number, zones: readonly number[], slot: number): ShortageReason {
    const before = this.lastRule(r, zones, slot);
    if (before) {
      before.last = slot;
      return before.reason;
    }
    // Where the shortest shift has hours left, they are hardly ever in the way (the starts of shifts may ask for a longer one), and trials
    // without that rule take longest.
    const isFull = this.hasNoHours(r, slot);
    const mayBe = isFull ? RULES : RULES.slice(1);
    const could = (relaxed: Relaxed) => this.could(r, zones, slot, relaxed);
    const rule = mayBe.find(({ relaxed }) => could(relaxed));
    let reason = rule?.shortage ?? 'availability_too_short';
    if (!rule && !isFull && could({ ...ALL_RULES, hours: false })) reason = mayBe[0]!.shortage;
    else if (!rule && (isFull || !this.isOver()) && could(ALL_RULES)) reason = RULES[0]!.shortage;
    this.rules.set(r, { zones: zones.join(), from: slot, last: slot, reason });
    return reason;
  }

  private could(r: number, zones: readonly number[], slot: number, relaxed: Relaxed): boolean {
    return zones.some((zone) => {
      this.done++;
      return this.search.tryCover(r, zone, slot, relaxed) !== 'no';
    });
  }
}
