import { type Compiled, LEAST_MISSING } from './compiled.ts';
import { END, FIELDS, START } from './cover.ts';
import type { Relaxed } from './day.ts';
import type { RosterSearch } from './search.ts';
import { ALL_RULES, RULES, Trials } from './trials.ts';
import type { RiderReason, Shortage, ShortageReason } from './types.ts';
import { NO_FAIRNESS, wantedInAll } from './weeks.ts';

/** Riders who are kept from a cell by the same: no more need be tried. */
const ENOUGH_ALIKE = 25;

/**
 * Why each cell is short, found by trying every rider who counts there: planned anew with that cell worth more than all
 * else, then with one rule left out. A trial that is cheaper than the plan changes the plan, hence more than one pass; not
 * where hours have been spread, which costs.
 * @param isOver true: nobody is tried any more, and only reasons that need no trial are told
 */
export function explainShortages(search: RosterSearch, compiled: Compiled, isOver: () => boolean): Shortage[] {
  const spread = search.fair !== NO_FAIRNESS;
  const trials = new Trials(search, compiled, isOver);
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const found = explainAll(search, compiled, trials, !spread && pass + 1 < MOST_PASSES);
    if (found) return found;
  }
  return [];
}

const MOST_PASSES = 4;

function explainAll(search: RosterSearch, compiled: Compiled, trials: Trials, mayChange: boolean): Shortage[] | null {
  const { zones, slots, cells, layers, required, riders } = compiled;
  const counts = Array.from({ length: layers }, (_, layer) => riders.some(({ weights }) => weights[layer]! > 0));
  const shortages: Shortage[] = [];
  let changed = false;
  for (let layer = 0; layer < layers; layer++) {
    for (let zone = 0; zone < zones; zone++) {
      for (let slot = 0; slot < slots; slot++) {
        const at = layer * cells + zone * slots + slot;
        if (required[at]! - search.assignment.cover[at]! <= LEAST_MISSING) continue;
        const shared = zonesOf(compiled, zone, slot);
        const reason = counts[layer]
          ? explain(search, compiled, trials, layer, shared, slot, mayChange)
          : shared.some((zone) => hasLegalShift(compiled, zone, slot))
            ? 'no_vehicle_of_kind'
            : 'no_legal_shift';
        if (reason === 'changed') {
          changed = true;
          slot--;
          continue;
        }
        shortages.push({ layer, zone, slot, missing: required[at]! - search.assignment.cover[at]!, reason });
      }
    }
  }
  return changed ? null : shortages;
}

function explain(
  search: RosterSearch,
  compiled: Compiled,
  trials: Trials,
  layer: number,
  shared: readonly number[],
  slot: number,
  mayChange: boolean,
): ShortageReason | 'changed' {
  if (!shared.some((zone) => hasLegalShift(compiled, zone, slot))) return 'no_legal_shift';
  const known = new Set(shared.flatMap((zone) => [...compiled.ridersOfZone[zone]!]));
  const knowing = [...known].filter((r) => compiled.riders[r]!.weights[layer]! > 0);
  if (knowing.length === 0) return 'no_known_zone';
  const available = knowing.filter((r) => isAvailable(compiled, r, slot));
  if (available.length === 0) return 'no_rider_available';
  const free = available.filter((r) => !isRiding(search, compiled, r, slot));
  const isBusy = free.length < available.length;
  const knownOf = (r: number) => shared.filter((zone) => compiled.riders[r]!.zones.includes(zone));
  const [full, able] = [true, false].map((hasNone) => free.filter((r) => trials.hasNoHours(r, slot) === hasNone));
  const counts = new Map<ShortageReason, number>();
  // Once trials are over, what is known from before still counts.
  let isUntried = false;
  const mayAsk = (r: number) => {
    const may = !trials.isOver() || trials.knows(r, knownOf(r), slot, !isBusy);
    isUntried ||= !may;
    return may;
  };
  // Where somebody rides already nobody needs to know what keeps the others from it.
  const count = (r: number) => {
    const reason = isBusy ? 'all_busy' : trials.rule(r, knownOf(r), slot);
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
    return counts.get(reason)! < ENOUGH_ALIKE;
  };
  for (const r of spreadOut(able!)) {
    if (!mayAsk(r)) continue;
    const outcome = trials.cover(r, knownOf(r), slot, mayChange);
    if (outcome === 'cheaper' && mayChange) return 'changed';
    if (outcome !== 'no') return 'not_worth_cost';
    if (!count(r)) break;
  }
  for (const r of isBusy ? [] : spreadOut(full!)) if (mayAsk(r) && !count(r)) break;
  if (isUntried && Math.max(0, ...counts.values()) < ENOUGH_ALIKE) return 'not_tried';
  if (isBusy) return 'all_busy';
  const rules = RULES.map(({ shortage }) => shortage).filter((reason) => counts.has(reason));
  rules.sort((a, b) => counts.get(b)! - counts.get(a)!);
  return rules[0] ?? 'availability_too_short';
}

/** Those named one after the other are often alike: taken from all of the list in turn. */
function spreadOut(riders: readonly number[]): number[] {
  const steps = Math.ceil(riders.length / ENOUGH_ALIKE);
  return Array.from({ length: steps }, (_, first) => riders.filter((_, i) => i % steps === first)).flat();
}

/** The zones whose riders count in a cell: its own, and those that share it. */
function zonesOf({ zones, slots, coverOf, problem }: Compiled, zone: number, slot: number): number[] {
  if (!problem.shared) return [zone];
  const cell = zone * slots + slot;
  return Array.from({ length: zones }, (_, z) => z).filter((z) => coverOf[z * slots + slot] === cell);
}

/** Whether the opening hours and grids hold any shift over the slot. */
function hasLegalShift(compiled: Compiled, zone: number, slot: number): boolean {
  const { slots, lengths, openTo } = compiled;
  const longest = lengths[lengths.length - 1]!;
  for (let s = Math.max(0, slot - longest + 1); s <= slot; s++) {
    const to = openTo[zone * slots + s]!;
    for (const length of lengths) if (s + length > slot && s + length <= to) return true;
  }
  return false;
}

function isAvailable(compiled: Compiled, r: number, slot: number): boolean {
  const { windows } = compiled.riders[r]!;
  for (let w = 0; w < windows.length; w += 2) if (windows[w]! <= slot && slot < windows[w + 1]!) return true;
  return false;
}

function isRiding(search: RosterSearch, compiled: Compiled, r: number, slot: number): boolean {
  const { shifts, counts } = search.assignment;
  const { slot_s } = compiled.problem;
  for (let i = 0; i < counts[r]!; i++) {
    const at = (r * compiled.most + i) * FIELDS;
    if (shifts[at + START]! < (slot + 1) * slot_s && shifts[at + END]! > slot * slot_s) return true;
  }
  return false;
}

/** Why a rider has fewer hours (units) than wanted; null where not. @param isOver true: nothing is tried any more */
export function explainRider(
  search: RosterSearch,
  compiled: Compiled,
  r: number,
  hours: number,
  isOver: () => boolean,
): RiderReason | null {
  const rider = compiled.riders[r]!;
  if (hours * compiled.unit_s >= wantedInAll(rider) - 1) return null;
  if (compiled.problem.riders[r]!.available.length === 0) return 'no_availability';
  if (rider.known === 0) return 'no_known_zone';
  if (rider.windows.length === 0) return 'availability_too_short';
  if (isOver()) return 'not_tried';
  const hasMore = (relaxed: Relaxed) => search.mostHours(r, relaxed) > hours + 1e-6;
  if (hasMore({})) return 'not_worth_cost';
  const rule = RULES.find(({ relaxed }) => hasMore(relaxed));
  return rule?.rider ?? (hasMore(ALL_RULES) ? 'max_hours' : 'availability_too_short');
}
