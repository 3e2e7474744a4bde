import { gcd } from '../../kit/gcd.ts';
import { compileRider, wholeSlots } from './compile-rider.ts';
import type { Compiled } from './compiled.ts';
import type { RosterProblem, Shift } from './types.ts';

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
    const after_s = problem.wall_s?.[s] ?? at_s - days_s[day]!;
    if (after_s % shift.startGrid_s === 0) mayStart[s] = 1;
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
