import type { Highs } from 'highs';

/**
 * Who rides when and in which zone: what the roster planner is given and what it returns. All times are whole seconds
 * after the start of the horizon, elapsed and not on the wall clock; lengths of time end in `_s`; money is in plain
 * units. Tables by zone and slot are flat, index `zone * slots + slot`.
 */

/** A stretch of time [from_s, to_s). */
export interface Window {
  from_s: number;
  to_s: number;
}

/**
 * One kind of need. Several layers may ask for the same riders: one for all riders weighted by productivity, one more
 * for "at least two scooters".
 */
export interface Layer {
  /** Riders (or units of productivity) needed, zones * slots, >= 0. */
  required: Float64Array;
  /** Cost of one unit missing for one slot, zones * slots, >= 0. */
  shortageCost: Float64Array;
  /** Cost of one unit too many for one slot, zones * slots, >= 0; small. */
  surplusCost: Float64Array;
  /** What a rider of each vehicle kind counts for, one per kind, >= 0. Per vehicle type: 1 for it, 0 for the others. */
  weights: Float64Array;
  /** Riders count in full, whatever their reliability. Default false. */
  heads?: boolean;
}

export interface ShiftRules {
  /** Shortest and longest shift, breaks included; both are rounded to the length grid, inwards. */
  minLength_s: number;
  maxLength_s: number;
  /** Lengths are multiples of this; itself a multiple of `slot_s`. */
  lengthGrid_s: number;
  /** Starts are multiples of this after midnight, by the clock on the wall; itself a multiple of `slot_s`. */
  startGrid_s: number;
  /** Shifts that may start on one day: 1 = no split shifts. 1..4. */
  maxPerDay: number;
  /** Least time between two shifts of one day, >= 0. */
  minGap_s: number;
}

/** One break in each shift longer than `longerThan_s`. */
export interface BreakRule {
  longerThan_s: number;
  length_s: number;
  /** The break begins no sooner than this after the shift's start. */
  earliestAfterStart_s: number;
  /** The break is over no later than this before the shift's end. */
  latestBeforeEnd_s: number;
  /** Unpaid breaks count neither as cost nor as hours. */
  paid: boolean;
  /**
   * Of the riders on duty in a zone and slot at most this share may be on a break at once, though always one, 0..1.
   * Kept wherever the breaks' windows allow it; what is over is counted in `Roster.breaksOverShare`.
   */
  maxShare: number;
}

/** Where and when a rider likes to ride: worth `value_per_h` of money for each hour; negative for what is disliked. */
export interface Preference extends Window {
  /** Zone, or -1 for any. */
  zone: number;
  value_per_h: number;
}

export interface KnownZone {
  zone: number;
  /** Cost of each hour ridden there on top of the pay; 0 for the home zone. */
  cost_per_h: number;
}

export interface RosterRider {
  /** Index into the layers' `weights`. */
  kind: number;
  /** When the rider may ride, by the second. Overlaps and any order are allowed. */
  available: Window[];
  /** Zones where the rider may ride, the home zone among them. */
  zones: KnownZone[];
  preferences: Preference[];
  /** Least hours of a day on which the rider rides at all, and most hours of any day. */
  minDay_s: number;
  maxDay_s: number;
  /** Least hours of a week (each one missing costs `minHoursCost_per_h`, and is named) and most hours (never broken). */
  minWeek_s: number;
  maxWeek_s: number;
  /** Least rest between the last shift of one day and the first of a later one. */
  rest_s: number;
  /** Shifts per day, at most `ShiftRules.maxPerDay`; 1 for riders who take no split shifts. */
  maxPerDay: number;
  /** Probability of turning up, 0..1: the rider counts for that share. 1 where the requirement has no-shows in it. */
  reliability: number;
  cost_per_h: number;
  /** Hours a week that are paid whether ridden or not. */
  guaranteed_s: number;
  /** By week, the share of what is left of `minWeek_s` and `guaranteed_s` that is asked of its days in the horizon. Default: 1. */
  asked?: Float64Array;
  /** Hours a week that the rider asks for, those outside of the horizon among them; of a part of a week as much less. 0 = no wish. */
  wanted_s: number;
  /** Hours of the first week ridden before the horizon began. Default 0. */
  worked_s?: number;
  /** Hours of the last week to be ridden after the horizon ends. Default 0. */
  workedAfter_s?: number;
  /** When the last shift before the horizon ended, <= 0. Default: long ago. */
  lastEnd_s?: number;
}

/** A shift that is booked, or was published, or is planned. */
export interface Shift extends Window {
  rider: number;
  zone: number;
  break: Window | null;
}

export interface RosterProblem {
  zones: number;
  slots: number;
  slot_s: number;
  /** Where each day begins, ascending, the first at or before 0; a shift belongs to the day it starts on. */
  days_s: Int32Array;
  /** Week of each day, from 0, ascending. */
  weekOfDay: Int32Array;
  /** By slot, seconds after midnight by the clock on the wall, where clocks change. Default: after the start of the day. */
  wall_s?: Int32Array;
  layers: Layer[];
  /** Per zone, when it is open; shifts lie inside the windows (those that touch are one). Null: always. Empty: never. */
  open: (Window[] | null)[];
  /**
   * Zones that share riders in some slots: for each cell (zone * slots + slot) the one that has its requirement and cover, of the same slot;
   * itself where nothing is shared. Requirements are added up, costs are those of that cell. Default: nothing is shared.
   */
  shared?: Int32Array;
  shift: ShiftRules;
  break: BreakRule | null;
  riders: RosterRider[];
  /** Booked shifts, kept as they are, whatever the rules; a break that is null is planned where the rule asks for one. */
  pinned: Shift[];
  /** The plan that riders have seen, or null. */
  published: Shift[] | null;
  /** Cost of each published shift that is gone and of each new one that was not published. */
  changeCost: number;
  /** Of an hour of an open shift, whoever takes it. */
  openPay_per_h: number;
  /** What somebody on an open shift for the first layer counts for in it. */
  openUnits: number;
  /** Cost of each hour that a rider is short of `minWeek_s`. */
  minHoursCost_per_h: number;
  /** Slots counted as peak, slots long, 1 or 0; for the fairness of peak slots. */
  peak: Uint8Array;
  fairness: FairnessRules;
}

export interface FairnessRules {
  /** What fairness may cost at most, as a share of the cost of the plan without it, >= 0; 0 switches fairness off. */
  extraCost: number;
  /** Spreading stops where the Gini coefficient of hours given / hours wanted is at or below this, 0..1. */
  giniHours: number;
  /** The same for peak hours given / hours wanted; 1 leaves peak slots out. */
  giniPeak: number;
}

/** Why a slot is left short. Each is verified by trying every rider, see `reasons.ts`. */
export type ShortageReason =
  /** The zone is closed there, or no legal shift reaches the slot. */
  | 'no_legal_shift'
  /** No rider has a vehicle of a kind that counts. */
  | 'no_vehicle_of_kind'
  /** No rider of such a kind knows the zone. */
  | 'no_known_zone'
  /** Nobody who knows the zone is available at that time. */
  | 'no_rider_available'
  /** Some are available, but not for a whole shift. */
  | 'availability_too_short'
  /** All who could are riding already, here or in other zones, or are on their breaks. */
  | 'all_busy'
  | 'all_at_max_hours'
  | 'rest_rule'
  /** All have as many shifts on that day as they may, or too small a gap to them. */
  | 'split_rule'
  /** Somebody could ride, but it costs more than the shortage. */
  | 'not_worth_cost'
  /** Some are available, and the time was over before all were tried. */
  | 'not_tried';

export interface Shortage {
  layer: number;
  zone: number;
  slot: number;
  /** Riders (units of the layer) missing. */
  missing: number;
  reason: ShortageReason;
}

/** Why a rider has fewer hours than asked for. */
export type RiderReason =
  | 'no_availability'
  | 'no_known_zone'
  /** Availability, shift lengths and opening hours do not hold the hours wanted. */
  | 'availability_too_short'
  | 'max_hours'
  | 'rest_rule'
  | 'split_rule'
  /** More hours are possible but save less than they cost. */
  | 'not_worth_cost'
  /** The time was over before it was tried. */
  | 'not_tried';

export interface RiderHours {
  /** Hours over the whole horizon, without unpaid breaks. */
  hours_s: number;
  /** Wanted over the whole horizon. */
  wanted_s: number;
  peak_s: number;
  /** Sum over the weeks of what is missing to `minWeek_s`. */
  belowMin_s: number;
  /** Null where the hours asked for are given. */
  reason: RiderReason | null;
}

/** Shifts that nobody covers and that are worth offering. */
export interface OpenShift extends Window {
  zone: number;
  layer: number;
  riders: number;
  /** Where it loses least beside all other shifts; null: too short for one. */
  break: Window | null;
  /** Shortage cost that each of them saves, without pay. */
  saves: number;
  /** What may be paid on top of the pay before it is no longer worth it; for the whole shift. */
  bonus: number;
  bonus_per_h: number;
}

export interface RosterCost {
  total: number;
  shortage: number;
  surplus: number;
  /** Hours ridden, on the mean: who stays away is not paid; and guaranteed hours. */
  pay: number;
  /** Riding away from the home zone. */
  away: number;
  /** Disliked less liked hours; may be negative. */
  preferences: number;
  changes: number;
  minHours: number;
}

export interface Roster {
  /** By rider, then start. */
  shifts: Shift[];
  /** Units on duty and not on a break, zones * slots, per layer. */
  cover: Float64Array[];
  shortages: Shortage[];
  riders: RiderHours[];
  cost: RosterCost;
  /** No plan under these rules costs less than this. */
  bound: number;
  /** (cost - bound) / |cost|, >= 0. */
  gap: number;
  boundBy: 'column_generation' | 'lagrangian';
  fairness: { giniHours: number; giniPeak: number; costBefore: number };
  /** Published shifts gone and new ones, together. */
  changes: number;
  /** Riders on breaks beyond the allowed share, summed over zones and slots. */
  breaksOverShare: number;
  iterations: number;
  /** The time was over before there had been iterations enough. */
  ranOut: boolean;
}

export interface RosterOptions {
  seed: number;
  /** Iterations of the search; one re-plans a few riders. Default: as many as `time_s` allows, without it 50 per rider, at least 2000; spreading hours takes up to twice as many on top, or all that the time allows. */
  iterations?: number;
  /** Steps of the bound's ascent, at most. Default 200; 1000 where there is `time_s`. */
  boundSteps?: number;
  /** Stops the search there, in seconds of `env.elapsed_s()`. Default: never. */
  time_s?: number;
}

export interface RosterEnv {
  /** The solver, loaded; without it the bound is Lagrangian in small cases, too. */
  highs?: Highs;
  elapsed_s(): number;
  stopped?(): boolean;
  progress?(state: { cost: number; bound: number; done: number }): void;
}
