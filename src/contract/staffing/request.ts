import type { Offset } from '../../kit/wall-time.ts';
import type { Position } from '../request.ts';

/**
 * The normalised staffing request: defaults filled in, ids replaced by indices, times in whole seconds after the first
 * moment of the horizon (elapsed time: a day on which clocks change has 23 or 25 hours). Planner, simulation and judge read
 * this form only. Tables by zone and slot are flat, index `zone * slots + slot`.
 */

/** Half-open: from_s <= t < to_s. */
export interface Span {
  from_s: number;
  to_s: number;
}

export interface Horizon {
  timeZone: string;
  /** Unix seconds of second 0. */
  origin_s: number;
  days: number;
  slot_s: 900 | 1800;
  /** Of all days together; 92 or 100 quarters of an hour on a day when clocks change. */
  slots: number;
  /** First moment of each local day, and of the day after the last: days + 1 values. */
  dayStarts_s: number[];
  /** Local date of each day. */
  dates: string[];
  /** What the clocks on the wall are ahead of UTC, from a week before the horizon to a week after it. */
  offsets: Offset[];
  /** Calendar week of each day (weeks begin on Monday), counted from 0 for the week of the first day. */
  weekOfDay: number[];
}

export interface StaffingZone {
  id: string;
  /** GeoJSON rings, outline first; null where only the id is known. */
  polygon: Position[][] | null;
  /** Representative point, inside of the polygon; null where nothing is known. */
  centre: Position | null;
  area_m2: number;
  /** Where bikes stand and idle riders wait; empty: anywhere in the zone. */
  hubs: Position[];
  /** Number of places where goods are picked up (restaurants, shops). */
  pickups: number;
  /** Of a zone that was drawn: present zones that have some of its work, and their shares of it, the largest first. */
  madeOf?: { id: string; share: number }[];
}

export type Mode = 'foot' | 'bike' | 'scooter';

export interface StaffingVehicle {
  id: string;
  mode: Mode;
  speed_kmh: number;
  /** Longest way from pickup to door, metres by road; Infinity: any. */
  reach_m: number;
  /** Most orders on one trip. */
  capacity: number;
  /** Share of the riders without names that come with it; sums to 1. */
  share: number;
}

/** Demand as given: mean orders that arrive in each slot, and how far they spread. */
export interface GivenDemand {
  kind: 'given';
  /** zones x slots. */
  mean: Float64Array;
  /** Variance / mean of the count of a slot, zones x slots; 1 = Poisson. */
  dispersion: Float64Array;
}

/** Counts of the past on the slot grid of the horizon: the last slot ends where the horizon starts. */
export interface HistoryDemand {
  kind: 'history';
  slots: number;
  /** zones x slots of the history; NaN: not known. */
  counts: Float64Array;
  /** Stretches of slots [from, to) that are not known of any zone, where orders were counted. */
  unknown: { from: number; to: number }[];
}

/** An order with place and time, of the past or to be simulated. */
export interface StaffingOrder {
  time_s: number;
  /** Index of the zone; -1: in none, or zones are still to be designed. */
  zone: number;
  /** Door; null where only the zone is known. */
  at: Position | null;
  pickup: Position | null;
  /** From placing the order to goods ready; null: the request's preparation. */
  preparation_s: number | null;
}

export interface CalendarEvent {
  name: string;
  span: Span;
  /** Null: all. */
  zones: number[] | null;
  /** Demand is multiplied by this; null: learnt from the past events of the same name. */
  factor: number | null;
}

export interface Weather {
  span: Span;
  /** 0 = as usual; on a scale of the user's, such as mm of rain per hour. */
  level: number;
}

export interface Handling {
  /** Per zone, seconds of a rider per order on its own; NaN: from geometry. */
  given_s: Float64Array;
  /** Of zones that come in later; NaN: from geometry. */
  givenElsewhere_s: number;
  /** Seconds of a rider per order of tours that were planned; empty: none. */
  tours_s: Float64Array;
  /** Standard deviation / mean of the handling time. */
  cv: number;
  preparation_s: number;
  /** Standard deviation of the preparation. */
  preparationSd_s: number;
  pickup_s: number;
  dropoff_s: number;
  /** Road metres per metre as the crow flies. */
  detour: number;
  /** From pickup to door, metres by road; null: from areas, or from the orders of the history. */
  ride_m: number | null;
  /** Most orders per trip. */
  bundleMax: number;
  /** Orders of one pickup that are ready within this of each other may ride together. */
  bundleWindow_s: number;
}

export interface Service {
  /** Orders are to be at the door within this, from placing. */
  target_s: number;
  /** Share of orders for which that is to be so. */
  share: number;
  /** Orders not picked up within this from placing are given up. */
  patience_s: number;
  /** Highest load per rider, 0..1. */
  maxUtilisation: number;
  /** What says how many riders are enough. */
  by: 'formulas' | 'simulation';
}

export interface NoShow {
  /** Chance that a rider without a reliability of their own stays away. */
  rate: number;
  /** Chance with which enough are to turn up. */
  confidence: number;
}

export interface Rules {
  minShift_s: number;
  maxShift_s: number;
  /** Lengths are multiples of this. */
  lengthGrid_s: number;
  /** Starts are multiples of this after the first moment of the local day. */
  startGrid_s: number;
  /** Per zone: shifts lie inside one of these. Zones to be designed: one entry, for all of them. */
  opening: Span[][];
  /** Shifts of one rider that begin on one day, at most; 2 or more: split shifts. */
  maxPerDay: number;
  /** Least time between two shifts of one day. */
  minGap_s: number;
  meal: MealRule | null;
  /** Riders of vehicle types that are to be planned at least, in each of the zones; null: in all. */
  vehicles: VehicleRule[];
  /** Slots that count as peak for breaks and fairness, 0 or 1 each; null: the highest quarter of the demand of each day. */
  peak: Uint8Array | null;
}

/** Where the zone is open for the whole slot and the slot begins in a span; the highest of all rules counts. */
export interface VehicleRule {
  vehicle: number;
  zones: number[] | null;
  spans: Span[];
  riders: number;
  /** Of the riders required, 0..1; rounded up. */
  share: number;
}

/** One meal break in every shift that is long enough. */
export interface MealRule {
  /** Shifts longer than this have one. */
  longerThan_s: number;
  length_s: number;
  /** It begins no sooner than this after the shift's start, and is over no later than this before its end. */
  earliestAfterStart_s: number;
  latestBeforeEnd_s: number;
  paid: boolean;
  /** Of the riders on duty in a zone and slot, at most this share on a break at once, though always one. */
  maxShare: number;
}

export interface Rider {
  id: string;
  vehicle: number;
  /** Sorted, disjoint, by the second; may reach beyond the horizon. */
  availability: Span[];
  /** `zone` -1: any. Worth `value_per_h` of money per hour; below 0 for what is disliked. */
  preferences: { span: Span; zone: number; value_per_h: number }[];
  /** -1: none. */
  homeZone: number;
  /** Where the home is, for zones to be designed; null: not known. */
  homeAt: Position | null;
  /** Sorted, home among them; all zones where nothing was said. */
  zones: number[];
  /** Asked for, per week; 0: no wish. */
  wanted_s: number;
  /** Of a day on which the rider rides at all, and of any day. */
  minDay_s: number;
  maxDay_s: number;
  /** Least hours of a week are a promise that costs money where it is not kept; most hours are never broken. */
  minWeek_s: number;
  maxWeek_s: number;
  /** Between the last shift of a day and the first of a later one. */
  minRest_s: number;
  maxPerDay: number;
  /** Chance of turning up for a shift; null: as the request's no-shows say. */
  reliability: number | null;
  cost_per_h: number;
  /** Hours a week that are paid whether ridden or not. */
  guaranteed_s: number;
  /** Pay per order where that is more than the pay of the hours; 0: none. */
  pay_per_order: number;
  /** Of the first week, before the horizon began. */
  worked_s: number;
  /** End of the last shift before the horizon; -Infinity: long ago. */
  lastEnd_s: number;
}

/** A shift that somebody has: booked (pinned), or published earlier. */
export interface GivenShift {
  rider: number;
  /** -1, of published shifts: a zone that is not there any more. */
  zone: number;
  span: Span;
  meal: Span | null;
}

export interface Costs {
  /** Of a rider missing for an hour. */
  shortage_per_h: number;
  /** Of a rider too many for an hour, on top of the pay. */
  surplus_per_h: number;
  /** Wage where no rider is known: of shifts without names, and of riders who say nothing. */
  wage_per_h: number;
  /** Of each published shift that is gone, and of each new one that was not published. */
  change: number;
  /** Of an hour that a rider is short of the least hours of a week. */
  minHours_per_h: number;
  /** Of an hour away from the home zone. */
  away_per_h: number;
  move: number;
  travel_per_h: number;
}

/** How open slots are taken: chance = base + perUnit * bonus per hour, at most 1. */
export interface Bonus {
  max_per_h: number;
  step_per_h: number;
  baseChance: number;
  chancePerUnit: number;
}

export interface Fairness {
  /** Extra cost allowed, as a share of the cost without; 0 switches fairness off. */
  extraCost: number;
  /** Spreading stops where the Gini coefficient of hours given / hours wanted is at or below this. */
  giniHours: number;
  giniPeak: number;
}

export interface Moves {
  allowed: boolean;
  /** Seconds from zone to zone, zones x zones; Infinity: no way. */
  travel_s: Float64Array;
  /** Between centres, of zones that come in later (designed ones, new ones of scenarios). */
  speed_kmh: number;
  /** Zones whose riders serve each other's orders without moving. */
  pools: ZonePool[];
  /** Pools may be chosen among zones that touch; null: they may not. */
  choosePools: { mostZones: number; times: Span[] | null } | null;
}

export interface ZonePool {
  /** Ascending, two or more; a zone is in one pool only. */
  zones: number[];
  /** Riders are shared in slots that begin within; null: always. */
  times: Span[] | null;
}

/** The state of a day that is under way. */
export interface Intraday {
  now_s: number;
  /** zones x slots; NaN: not known. */
  actual: Float64Array;
  onDuty: OnDuty[];
  /** Notice that somebody who is called needs. */
  notice_s: number;
}

export interface OnDuty {
  rider: number;
  zone: number;
  span: Span;
  /** Of this shift: taken, planned, or null. */
  meal: Span | null;
}

export interface Simulate {
  /** Days to be simulated; 0: none. */
  days: number;
  /** Exactly these orders on every day; null: sampled from the demand. */
  orders: StaffingOrder[] | null;
}

/** One what-if: the request with some of it changed. */
export interface Scenario {
  id: string;
  /** Demand times this, in `zones` (null: all) and `span` (null: always). */
  demand: { factor: number; zones: number[] | null; span: Span | null }[];
  noShowRate: number | null;
  loseRiders: number;
  newZone: { zone: StaffingZone; mean: Float64Array; dispersion: Float64Array; travel_s: number | null } | null;
  /** `at` null: to be placed. */
  hubs: { zone: number; at: Position | null }[];
  service: Service | null;
}

export interface ZoneDesign {
  /** Number of zones; null: as many as `maxWork_h` asks for. */
  count: number | null;
  /** Most rider-hours of work of one zone and week. */
  maxWork_h: number | null;
  /** Stay close to the zones of the request. */
  nearPresent: boolean;
  /** The zones of the request are those that were drawn. */
  isDone: boolean;
}

export interface StaffingOptions {
  seed: number;
  /** Null: as much as `time_s` allows. */
  iterations: number | null;
  time_s: number | null;
  threads: number | null;
}

export interface StaffingRequest {
  id: string | null;
  horizon: Horizon;
  /** Where zones are to be designed: the present ones. Indices of riders, shifts, rules, events and scenarios are then of these. */
  zones: StaffingZone[];
  design: ZoneDesign | null;
  demand: GivenDemand | HistoryDemand;
  /** Of the past, those with a place: for ways, and for the design of zones. */
  pastOrders: StaffingOrder[];
  events: CalendarEvent[];
  /** Local dates, past and to come; on lesser ones only schools or offices are closed. */
  holidays: { date: string; isLesser: boolean }[];
  weather: Weather[];
  vehicles: StaffingVehicle[];
  handling: Handling;
  service: Service;
  noShow: NoShow;
  rules: Rules;
  riders: Rider[];
  booked: GivenShift[];
  /** Null: nothing was published. Shifts before and after the horizon count for rest and hours. */
  published: GivenShift[] | null;
  costs: Costs;
  bonus: Bonus;
  fairness: Fairness;
  moves: Moves;
  intraday: Intraday | null;
  simulate: Simulate;
  scenarios: Scenario[];
  options: StaffingOptions;
  warnings: StaffingWarning[];
}

/** What a manager should know about an input that is good enough to plan with. */
export const WARNINGS = {
  history_holes: 'Some slots of the history are missing; they are left out, not taken for 0.',
  history_short: 'Less than four weeks of history: there is a backtest of one week at most, and intervals are a guess.',
  zone_not_mapped: 'No past order lies in a present zone: what is said of it goes to the nearest of the new ones.',
  zone_without_orders:
    'The history has no order of the zone, or nothing at all; it gets next to nothing, or what a mean zone gets.',
  event_not_learnt: 'No past event of the name to learn from, or no time without; it is taken for an ordinary time.',
  outside_horizon: 'What lies outside the horizon has no effect on the plan.',
  orders_outside_zones: 'Orders lie in none of the zones; they are left out.',
  crosses_horizon:
    'A published shift begins before the horizon or goes on after it: hours and rest count, but the plan tells nothing of what lies outside, and ends its shifts with the horizon.',
  calendar_not_used: 'Demand is given, not forecast: holidays, events and weather change nothing.',
  target_out_of_reach:
    'Even if nobody waited for a rider, fewer orders than asked for would be on time; riders are for 99 % of what can be.',
  design_not_kept:
    'Zones cannot be drawn as asked for: there are too few places with orders, one alone has too much work, or a zone lies in pieces.',
  scenario_not_kept: 'A what-if has fewer hubs than asked for, or failed and has no row in the table.',
  beyond_reach: 'Orders lie farther away than any vehicle type reaches; no number of riders brings them.',
} as const;

export interface StaffingWarning {
  code: keyof typeof WARNINGS;
  path: string;
  cause: string;
}
