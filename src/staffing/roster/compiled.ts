import type { RosterProblem, Shift } from './types.ts';

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
  maxWeek: number;
  /** Per entry of `days`: rest before its first shift; less than the rider's where booked shifts leave less. */
  rest_s: Int32Array;
  maxPerDay: number;
  costPerUnit: number;
  /** Chance of turning up: who stays away is not paid. */
  turnsUp: number;
  /** Hours wanted by week, s: of weeks that lie in the horizon in part, as much less. */
  wanted_s: Float64Array;
  /** Promised and guaranteed units that are left by week, what was ridden outside of the horizon taken off. */
  least: Float64Array;
  guaranteed: Float64Array;
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

/** A shortage smaller than this is none. */
export const LEAST_MISSING = 1e-6;

export const hoursOf = (seconds: number): number => seconds / 3600;

/** Tells apart shifts of one rider; one in a zone that is gone (-1) is no other. */
export const shiftKey = (problem: { slots: number; slot_s: number }, zone: number, start_s: number, end_s: number) => {
  const span = problem.slots * problem.slot_s + 1;
  return (zone * span + start_s) * span + end_s;
};
