import type { Move, MoveCost, MoveEnv, MoveLinks, MoveParams, MovePlan, MoveRider } from '../moves/types.ts';

/** The day so far. Slots before `now_slot` are over; `now_share` (0 to below 1) of the slot `now_slot` has passed. */
export interface DaySoFar {
  zones: number;
  slots: number;
  slot_s: number;
  now_slot: number;
  now_share: number;
  /** Slot with which the day ends; of days after it the day so far tells nothing. */
  day_end_slot: number;
  /** Orders forecast before the day, by zone * slots + slot. */
  forecast: Float64Array;
  /** Orders that came, by zone * slots + slot; what lies after now is not read. */
  actual: Float64Array;
}

/** How far days are off their forecast; all from the backtest where there is one. */
export interface DayPrior {
  /** Coefficient of variation of the level of the whole city. Default 0.15. */
  city_cv?: number;
  /** Of each zone's own level, apart from the city's. Default 0.2. */
  zone_cv?: number;
  /** Variance / mean of the orders of a slot at a known level, 1 (Poisson) or more. Default 1.5. */
  dispersion?: number;
  /** Orders of this long ago count half. Default 3 h; Infinity for all alike. */
  half_life_s?: number;
}

export interface DayUpdate {
  /** Orders expected, by zone * slots + slot: as they came before now, the forecast times the levels until the day ends. */
  mean: Float64Array;
  /** Variance of these, 0 before now. */
  variance: Float64Array;
  city_level: number;
  /** Each zone's level without the city's; the forecast is multiplied by both. */
  zone_level: Float64Array;
  /** Standard deviations of the levels. */
  city_sd: number;
  zone_sd: Float64Array;
}

export interface IntradayRequest {
  day: DaySoFar;
  prior?: DayPrior;
  /** Riders wanted at such a demand, in the cells of `MoveProblem.required`: the load and service rules of the day plan. */
  requirement(mean: Float64Array, variance: Float64Array): Float64Array;
  shortage_cost: Float64Array;
  links: MoveLinks;
  /** On duty now or later today, those on call with `call`, those that may be sent home with `release`. */
  riders: readonly MoveRider[];
  params?: MoveParams;
  env?: MoveEnv;
}

/** A short code and the figures it rests on. */
export interface IntradayReason {
  code: 'covers_shortage' | 'off_the_peak' | 'not_needed';
  zone: number;
  from_slot: number;
  to_slot: number;
  /** Rider-slots missing without it, or spare for `not_needed`. */
  rider_slots: number;
}

export interface BreakShift {
  rider: number;
  /** Index in the rider's breaks. */
  index: number;
  from_slot: number;
  to_slot: number;
  reason: IntradayReason;
}

export interface Call {
  rider: number;
  zone: number;
  from_slot: number;
  to_slot: number;
  cost: number;
  reason: IntradayReason;
}

export interface Release {
  rider: number;
  zone: number;
  /** First slot they no longer work. */
  from_slot: number;
  saving: number;
  /** A break that was still to come is not taken: the duty is too short for it now. */
  skips_break: boolean;
  reason: IntradayReason;
}

export interface IntradayPlan {
  update: DayUpdate;
  required: Float64Array;
  /** Missing where nothing is changed, from now on, in the cells of `required`; the sums are of the first layer. */
  short_before: Float64Array;
  short_after: Float64Array;
  short_rider_slots_before: number;
  short_rider_slots_after: number;
  moves: Move[];
  breaks: BreakShift[];
  calls: Call[];
  releases: Release[];
  cost: MoveCost;
  bound: number;
  gap: number;
  plan: MovePlan;
}
