import { merged } from '../../kit/spans.ts';
import { type Compiled, type CompiledRider, hoursOf, shiftKey } from './compiled.ts';
import type { RosterProblem, RosterRider, Shift, Window } from './types.ts';

/** What is compiled before the riders are. */
type Common = Omit<Compiled, 'riders' | 'ridersOfZone' | 'most'>;

/** The whole slots within windows, merged: pairs from, to. */
export function wholeSlots(windows: readonly Window[], slots: number, slot_s: number): Int32Array {
  const pairs: number[] = [];
  for (const { from_s, to_s } of merged(windows)) {
    const from = Math.max(0, Math.ceil(from_s / slot_s));
    const to = Math.min(slots, Math.floor(to_s / slot_s));
    if (to > from) pairs.push(from, to);
  }
  return Int32Array.from(pairs);
}

/** @param pinned,published of the rider, by their begin */
export function compileRider(
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
  const promised = (week_s: number) =>
    worked_s.map((done_s, w) => (Math.max(0, week_s - done_s) * (rider.asked?.[w] ?? 1)) / unit_s);
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
    maxWeek: rider.maxWeek_s / unit_s,
    maxPerDay: Math.min(rider.maxPerDay, problem.shift.maxPerDay),
    costPerUnit: rider.cost_per_h * hoursOf(unit_s),
    turnsUp: rider.reliability,
    wanted_s: wantedOf(problem, rider, worked_s),
    least: promised(rider.minWeek_s),
    guaranteed: promised(rider.guaranteed_s),
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
