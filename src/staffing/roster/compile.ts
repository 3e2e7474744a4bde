import { gcd } from '../../kit/gcd.ts';
import type { RosterProblem, RosterRider, Shift, Window } from './types.ts';

/** One rider as the planner reads it: times in slots where they must lie on the grid, hours in units. */
export interface CompiledRider {
  /** Availability in whole slots, merged: pairs from, to. */
  windows: Int32Array;
  /** The same with the slots of booked shifts. */
  ranges: Int32Array;
  /** Zones where the rider may ride, then those of booked shifts elsewhere. */
  zones: Int32Array;
  known: number;
  /** Cost on top of the pay, per unit of hours, aligned with `zones`. */
  away: Float64Array;
  /** What the rider counts for, one per layer. */
  weights: Float64Array;
  /** Money for being on a shift during a slot, a row of slots for each zone named and one for all others. Null without preferences. */
  likes: Float64Array | null;
  /** Where the row of a zone begins in `likes`, aligned with `zones`. */
  likesAt: Int32Array;
  /** Booked shifts by start. */
  pinned: Shift[];
  /** Keys of the published shifts, see `shiftKey`. Null where nothing was published. */
  published: Set<number> | null;
  /** Units of hours; they need not be whole. */
  minDay: number;
  maxDay: number;
  minWeek: number;
  maxWeek: number;
  /** Per entry of `days`: rest before its first shift; less than the rider's where booked shifts leave less. */
  rest_s: Int32Array;
  maxPerDay: number;
  costPerUnit: number;
  /** Chance of turning up: who stays away is not paid. */
  turnsUp: number;
  /** Hours wanted by week, s: of weeks that lie in the horizon in part, as much less. */
  wanted_s: Float64Array;
  guaranteed: number;
  /** Units ridden outside of the horizon, by week. */
  worked: Float64Array;
  lastEnd_s: number;
  /** Days on which a shift may begin or one is booked, ascending. */
  days: Int32Array;
  /** Per entry of `days`: soonest start and latest end of any shift of that day. */
  soonest_s: Int32Array;
  latest_s: Int32Array;
}

export interface Compiled {
  problem: RosterProblem;
  zones: number;
  slots: number;
  cells: number;
  layers: number;
  days: number;
  /** Day of each slot, and the first slot of each day with one past the last. */
  dayOf: Int32Array;
  dayFrom: Int32Array;
  weekOfDay: Int32Array;
  weeks: number;
  /** 1 where a shift may start. */
  mayStart: Uint8Array;
  /** zones * slots: the slot by which a shift that starts here must be over; 0 where it may not start. */
  openTo: Int32Array;
  /** Lengths in slots, ascending; hours of each in units; whether a break is due. */
  lengths: Int32Array;
  hours: Int32Array;
  hasBreak: Uint8Array;
  /** Break: slots it touches, share of each it takes, soonest start after the shift's and latest before its end. */
  breakSlots: number;
  breakShare: Float64Array;
  breakAfter: number;
  breakBefore: number;
  /** Hours are counted in units of so many seconds. */
  unit_s: number;
  riders: CompiledRider[];
  /** layers * cells each. */
  required: Float64Array;
  shortageCost: Float64Array;
  surplusCost: Float64Array;
  /** The cell that has requirement and cover of each cell: another zone's where zones share riders. */
  coverOf: Int32Array;
  /** Riders who know each zone. */
  ridersOfZone: Int32Array[];
  /** Most shifts of any rider. */
  most: number;
}

const hoursOf = (seconds: number): number => seconds / 3600;

/** Tells apart shifts of one rider. */
export const shiftKey = (problem: { slots: number; slot_s: number }, zone: number, start_s: number, end_s: number) => {
  const span = problem.slots * problem.slot_s + 1;
  return (zone * span + start_s) * span + end_s;
};

/**
 * Checks the problem and brings it into tables.
 * @throws RangeError naming the rule that cannot be kept or the table that does not fit.
 */
export function compile(problem: RosterProblem): Compiled {
  const { zones, slots } = problem;
  const cells = zones * slots;
  for (const [i, layer] of problem.layers.entries()) {
    for (const name of ['required', 'shortageCost', 'surplusCost'] as const) {
      if (layer[name].length !== cells) throw new RangeError(`layers[${i}].${name} must have ${cells} entries`);
      if (layer[name].some((value) => !(value >= 0 && value < Number.POSITIVE_INFINITY)))
        throw new RangeError(`layers[${i}].${name} must be at least 0 and finite`);
    }
  }
  const grid = compileGrid(problem);
  const unit_s = unitOf(problem);
  const { lengths, hours, hasBreak, ...breaks } = compileLengths(problem, unit_s);
  const join = (name: 'required' | 'shortageCost' | 'surplusCost') => {
    const all = new Float64Array(problem.layers.length * cells);
    for (const [i, layer] of problem.layers.entries()) all.set(layer[name], i * cells);
    return all;
  };
  const coverOf = checkShared(problem);
  const required = join('required');
  for (let at = 0; at < required.length; at++) {
    const cell = at % cells;
    if (coverOf[cell] === cell) continue;
    required[at - cell + coverOf[cell]!]! += required[at]!;
    required[at] = 0;
  }
  const common = {
    problem,
    zones,
    slots,
    cells,
    layers: problem.layers.length,
    days: problem.days_s.length,
    ...grid,
    weekOfDay: problem.weekOfDay,
    weeks: problem.weekOfDay.reduce((most, week) => Math.max(most, week + 1), 0),
    lengths,
    hours,
    hasBreak,
    ...breaks,
    unit_s,
    required,
    shortageCost: join('shortageCost'),
    surplusCost: join('surplusCost'),
    coverOf,
  };
  const pinned = byRider(problem, problem.pinned);
  const published = problem.published && byRider(problem, problem.published);
  const riders = problem.riders.map((rider, r) =>
    compileRider(problem, common, rider, r, pinned[r]!, published ? published[r]! : null),
  );
  const knowing: number[][] = Array.from({ length: zones }, () => []);
  for (const [r, rider] of riders.entries())
    for (const zone of rider.zones.subarray(0, rider.known)) knowing[zone]!.push(r);
  let most = 1;
  for (const rider of riders) {
    most = Math.max(most, rider.days.length * rider.maxPerDay + rider.pinned.length);
  }
  return { ...common, riders, ridersOfZone: knowing.map((list) => Int32Array.from(list)), most };
}

/** @throws RangeError where a shared cell is of another slot, or shared on */
function checkShared({ zones, slots, shared }: RosterProblem): Int32Array {
  const own = Int32Array.from({ length: zones * slots }, (_, cell) => cell);
  if (!shared) return own;
  if (shared.length !== own.length) throw new RangeError(`shared must have ${own.length} entries`);
  for (const [cell, at] of shared.entries()) {
    if (!(at >= 0 && at < own.length) || at % slots !== cell % slots || shared[at] !== at)
      throw new RangeError(`shared[${cell}] must be a cell of the same slot that has its own cover`);
  }
  return shared;
}

/** Where shifts may start and how far they may reach. */
function compileGrid(problem: RosterProblem) {
  const { zones, slots, slot_s, days_s, shift } = problem;
  if (days_s.length === 0 || days_s[0]! > 0) throw new RangeError('days_s must begin at or before 0');
  if (problem.weekOfDay.length !== days_s.length) throw new RangeError('weekOfDay must have an entry per day');
  if (shift.startGrid_s % slot_s !== 0 || shift.lengthGrid_s % slot_s !== 0 || !(shift.startGrid_s > 0))
    throw new RangeError('startGrid_s and lengthGrid_s must be multiples of slot_s');
  const dayOf = new Int32Array(slots);
  const mayStart = new Uint8Array(slots);
  const dayFrom = new Int32Array(days_s.length + 1).fill(slots);
  for (let s = 0, day = 0; s < slots; s++) {
    const at_s = s * slot_s;
    while (day + 1 < days_s.length && days_s[day + 1]! <= at_s) day++;
    dayOf[s] = day;
    if ((at_s - days_s[day]!) % shift.startGrid_s === 0) mayStart[s] = 1;
  }
  for (let s = slots - 1; s >= 0; s--) dayFrom[dayOf[s]!] = s;
  for (let day = days_s.length - 1; day >= 0; day--) dayFrom[day] = Math.min(dayFrom[day]!, dayFrom[day + 1]!);
  const openTo = new Int32Array(zones * slots);
  for (let zone = 0; zone < zones; zone++) {
    const windows = problem.open[zone] ?? [{ from_s: 0, to_s: slots * slot_s }];
    const merged = wholeSlots(windows, slots, slot_s);
    for (let w = 0; w < merged.length; w += 2) {
      for (let s = merged[w]!; s < merged[w + 1]!; s++) if (mayStart[s]) openTo[zone * slots + s] = merged[w + 1]!;
    }
  }
  return { dayOf, dayFrom, mayStart, openTo };
}

/** Legal lengths: on their grid, and with room for their break. */
function compileLengths(problem: RosterProblem, unit_s: number) {
  const { slot_s, shift, break: rule } = problem;
  const lengths: number[] = [];
  const breakAfter = rule ? Math.ceil(rule.earliestAfterStart_s / slot_s) : 0;
  const breakBefore = rule ? Math.ceil((rule.latestBeforeEnd_s + rule.length_s) / slot_s) : 0;
  const due = (length_s: number) => rule !== null && length_s > rule.longerThan_s;
  let roomless = false;
  const first = Math.max(1, Math.ceil(shift.minLength_s / shift.lengthGrid_s)) * shift.lengthGrid_s;
  for (let length_s = first; length_s <= shift.maxLength_s; length_s += shift.lengthGrid_s) {
    const length = length_s / slot_s;
    if (due(length_s) && breakAfter > length - breakBefore) roomless = true;
    else lengths.push(length);
  }
  if (lengths.length === 0) {
    throw new RangeError(
      roomless
        ? 'no shift is legal: the window of the break holds no break in shifts of any length'
        : 'no shift is legal: no multiple of lengthGrid_s lies between minLength_s and maxLength_s',
    );
  }
  const breakSlots = rule ? Math.ceil(rule.length_s / slot_s) : 0;
  const breakShare = Float64Array.from({ length: breakSlots }, (_, i) => Math.min(1, rule!.length_s / slot_s - i));
  const seconds = lengths.map((length) => length * slot_s);
  const hours = seconds.map((s) => (s - (due(s) && !rule!.paid ? rule!.length_s : 0)) / unit_s);
  return {
    lengths: Int32Array.from(lengths),
    hours: Int32Array.from(hours),
    hasBreak: Uint8Array.from(seconds, (s) => (due(s) ? 1 : 0)),
    breakSlots,
    breakShare,
    breakAfter,
    breakBefore,
  };
}

/**
 * The largest stretch of time of which the hours of all shifts to be planned are multiples: the planner has a state for each. Those of
 * booked shifts may be odd, and set no unit.
 */
function unitOf({ shift, break: rule }: RosterProblem): number {
  return rule && !rule.paid ? gcd(shift.lengthGrid_s, rule.length_s) : shift.lengthGrid_s;
}

/** The whole slots within windows, merged: pairs from, to. */
function wholeSlots(windows: readonly Window[], slots: number, slot_s: number): Int32Array {
  const sorted = [...windows].sort((a, b) => a.from_s - b.from_s);
  const merged: Window[] = [];
  for (const { from_s, to_s } of sorted) {
    const last = merged.at(-1);
    if (last && from_s <= last.to_s) last.to_s = Math.max(last.to_s, to_s);
    else merged.push({ from_s, to_s });
  }
  const pairs: number[] = [];
  for (const { from_s, to_s } of merged) {
    const from = Math.max(0, Math.ceil(from_s / slot_s));
    const to = Math.min(slots, Math.floor(to_s / slot_s));
    if (to > from) pairs.push(from, to);
  }
  return Int32Array.from(pairs);
}

type Common = Omit<Compiled, 'riders' | 'ridersOfZone' | 'most'>;

function byRider(problem: RosterProblem, shifts: readonly Shift[]): Shift[][] {
  const lists: Shift[][] = problem.riders.map(() => []);
  for (const shift of shifts) {
    const list = lists[shift.rider];
    if (!list) throw new RangeError(`there is no rider ${shift.rider}`);
    list.push(shift);
  }
  for (const list of lists) list.sort((a, b) => a.from_s - b.from_s);
  return lists;
}

function compileRider(
  problem: RosterProblem,
  common: Common,
  rider: RosterRider,
  r: number,
  pinned: Shift[],
  published: Shift[] | null,
): CompiledRider {
  const { slots, slot_s } = problem;
  const { unit_s } = common;
  const windows = wholeSlots(rider.available, slots, slot_s);
  for (const [i, shift] of pinned.entries()) {
    if (i > 0 && pinned[i - 1]!.to_s > shift.from_s) throw new RangeError(`booked shifts of rider ${r} overlap`);
    if (i > 0 && Math.floor(pinned[i - 1]!.from_s / slot_s) === Math.floor(shift.from_s / slot_s))
      throw new RangeError(`two booked shifts of rider ${r} begin in one slot`);
    if (shift.from_s < 0 || shift.to_s > slots * slot_s) throw new RangeError('booked shifts must lie in the horizon');
  }
  const known = new Map(rider.zones.map(({ zone, cost_per_h }) => [zone, cost_per_h]));
  const zones = [...new Set([...known.keys(), ...pinned.map((shift) => shift.zone)])];
  const worked_s = workedOf(rider, common.weeks);
  return {
    windows,
    ranges: rangesWith(windows, pinned, slots, slot_s),
    zones: Int32Array.from(zones),
    known: known.size,
    away: Float64Array.from(zones, (zone) => (known.get(zone) ?? 0) * hoursOf(unit_s)),
    weights: Float64Array.from(
      problem.layers,
      (layer) => (layer.weights[rider.kind] ?? 0) * (layer.heads ? 1 : rider.reliability),
    ),
    ...likesOf(problem, rider, zones),
    pinned,
    published: published ? new Set(published.map((s) => shiftKey(problem, s.zone, s.from_s, s.to_s))) : null,
    minDay: Math.min(rider.minDay_s, slots * slot_s) / unit_s,
    maxDay: Math.min(rider.maxDay_s, slots * slot_s) / unit_s,
    minWeek: rider.minWeek_s / unit_s,
    maxWeek: rider.maxWeek_s / unit_s,
    maxPerDay: Math.min(rider.maxPerDay, problem.shift.maxPerDay),
    costPerUnit: rider.cost_per_h * hoursOf(unit_s),
    turnsUp: rider.reliability,
    wanted_s: wantedOf(problem, rider, worked_s),
    guaranteed: rider.guaranteed_s / unit_s,
    worked: worked_s.map((seconds) => seconds / unit_s),
    lastEnd_s: rider.lastEnd_s ?? Number.NEGATIVE_INFINITY,
    ...activeDays(problem, common, windows, [...known.keys()], pinned, rider),
  };
}

function workedOf({ worked_s = 0, workedAfter_s = 0 }: RosterRider, weeks: number): Float64Array {
  const of = new Float64Array(weeks);
  of[0]! += worked_s;
  of[weeks - 1]! += workedAfter_s;
  return of;
}

/** Seven days make a week; what is ridden outside of the horizon is off it. */
function wantedOf({ weekOfDay }: RosterProblem, rider: RosterRider, worked_s: Float64Array): Float64Array {
  const wanted_s = new Float64Array(worked_s.length);
  for (const week of weekOfDay) wanted_s[week]! += rider.wanted_s / 7;
  return wanted_s.map((of, week) => Math.min(of, Math.max(0, rider.wanted_s - worked_s[week]!)));
}

function rangesWith(windows: Int32Array, pinned: Shift[], slots: number, slot_s: number): Int32Array {
  if (pinned.length === 0) return windows;
  const all = pinned.map(({ from_s, to_s }) => ({
    from_s: Math.floor(from_s / slot_s) * slot_s,
    to_s: Math.ceil(to_s / slot_s) * slot_s,
  }));
  for (let w = 0; w < windows.length; w += 2) {
    all.push({ from_s: windows[w]! * slot_s, to_s: windows[w + 1]! * slot_s });
  }
  return wholeSlots(all, slots, slot_s);
}

/** Money for each slot on a shift, by zone; breaks count as part of the shift. Most riders name few zones, and a city has many. */
function likesOf(problem: RosterProblem, { preferences }: RosterRider, zones: number[]) {
  if (preferences.length === 0) return { likes: null, likesAt: new Int32Array(0) };
  const { slots, slot_s } = problem;
  const named = [...new Set(preferences.map(({ zone }) => zone))].filter((zone) => zone !== -1 && zones.includes(zone));
  const likes = new Float64Array((1 + named.length) * slots);
  for (const { from_s, to_s, zone, value_per_h } of preferences) {
    const first = Math.max(0, Math.floor(from_s / slot_s));
    const last = Math.min(slots, Math.ceil(to_s / slot_s));
    for (let row = 0; row <= named.length; row++) {
      if (zone !== -1 && (row === 0 || zone !== named[row - 1])) continue;
      for (let s = first; s < last; s++) {
        const overlap_s = Math.min(to_s, (s + 1) * slot_s) - Math.max(from_s, s * slot_s);
        likes[row * slots + s]! += value_per_h * hoursOf(Math.max(0, overlap_s));
      }
    }
  }
  return { likes, likesAt: Int32Array.from(zones, (zone) => (1 + named.indexOf(zone)) * slots) };
}

function activeDays(
  problem: RosterProblem,
  common: Common,
  windows: Int32Array,
  zones: number[],
  pinned: Shift[],
  rider: RosterRider,
) {
  const { slots, slot_s } = problem;
  const { lengths, openTo, dayOf } = common;
  const shortest = lengths[0]!;
  const longest = lengths[lengths.length - 1]!;
  const soonest = new Map<number, number>();
  const latest = new Map<number, number>();
  const note = (day: number, start_s: number, end_s: number) => {
    soonest.set(day, Math.min(soonest.get(day) ?? Number.POSITIVE_INFINITY, start_s));
    latest.set(day, Math.max(latest.get(day) ?? Number.NEGATIVE_INFINITY, end_s));
  };
  for (let w = 0; w < windows.length; w += 2) {
    const to = windows[w + 1]!;
    for (let s = windows[w]!; s + shortest <= to; s++) {
      let end = 0;
      for (const zone of zones) end = Math.max(end, Math.min(to, openTo[zone * slots + s]!, s + longest));
      if (end >= s + shortest) note(dayOf[s]!, s * slot_s, end * slot_s);
    }
  }
  for (const shift of pinned) note(dayOf[Math.floor(shift.from_s / slot_s)]!, shift.from_s, shift.to_s);
  const days = [...soonest.keys()].sort((a, b) => a - b);
  const { rest_s, lastEnd_s = Number.NEGATIVE_INFINITY } = rider;
  const rests = days.map((day) => {
    const first = pinned.findIndex((shift) => dayOf[Math.floor(shift.from_s / slot_s)] === day);
    if (first < 0) return rest_s;
    const before_s = first === 0 ? lastEnd_s : Math.ceil(pinned[first - 1]!.to_s / slot_s) * slot_s;
    return Math.min(rest_s, Math.floor(pinned[first]!.from_s / slot_s) * slot_s - before_s);
  });
  return {
    rest_s: Int32Array.from(rests),
    days: Int32Array.from(days),
    soonest_s: Int32Array.from(days, (day) => soonest.get(day)!),
    latest_s: Int32Array.from(days, (day) => latest.get(day)!),
  };
}
