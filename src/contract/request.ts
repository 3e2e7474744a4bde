/**
 * The request as everything behind the contract reads it: defaults filled in, times in seconds on one clock, places
 * numbered. Model, plan and checker all start from this. What the fields mean for a route is in docs/model.md.
 */
export interface RoutingRequest {
  id: string | null;
  description: string | null;
  /** Milliseconds since 1970 of second 0, or null when the request has a clock of its own. */
  startsAt_ms: number | null;
  /** Every location that is used or named; a given matrix has one row and column per place, in this order. */
  places: Place[];
  profiles: Profile[];
  zones: Zone[];
  tasks: Task[];
  vehicles: Vehicle[];
  relations: Relation[];
  /** Pairs of classes of goods that are never on board together. */
  incompatibleGoods: [string, string][];
  /** In order of importance; the first is `unserved`, alone. */
  objectives: ObjectiveLevel[];
  /** A plan to start from; at most one route per vehicle and number. */
  routes: GivenRoute[];
  /** What is to be explained beside the plan. */
  explain: Explain;
  options: SolveOptions;
}

export type Position = [number, number];

export interface Place {
  /** The user's id, or null for a place given only as a position. */
  id: string | null;
  /** [longitude, latitude] in degrees, or [x, y] for euclidean profiles. */
  position: Position | null;
  /** Indices of `zones` that contain it (their border included), ascending. */
  zones: number[];
}

/** An area: rings of positions, the first the outline, the others holes. */
export interface Zone {
  id: string;
  polygon: Position[][];
}

/**
 * Where times and distances come from. Rules that every reader of the request (solver, plan, checker) must follow
 * to the letter, for whole places i and j:
 * - `great_circle`: metres = round(detour x haversine(i, j)) on a sphere of radius 6,371,008.8 m; seconds =
 *   round(metres / (speed_kmh / 3.6)).
 * - `euclidean`: metres = rounding(scale x sqrt(dx^2 + dy^2)); seconds = rounding(metres / speed_m_per_s). `nearest`
 *   rounds halves to even, `down` truncates, `none` keeps doubles.
 * - `matrix`: as given.
 * - `none`: no metres, no seconds (an outside carrier's own business).
 * A vehicle's seconds are then divided by its `speedFactor`; where that is not 1 they are rounded to whole seconds
 * (halves to even) unless the profile is euclidean with rounding `none`. Traffic applies to what results (rule T3).
 */
export type Profile = { name: string; traffic: Traffic[] } & (
  | { kind: 'great_circle'; speed_kmh: number; detour: number }
  | { kind: 'euclidean'; scale: number; speed_m_per_s: number; rounding: 'none' | 'nearest' | 'down' }
  | { kind: 'matrix'; durations_s: number[][]; distances_m: number[][] }
  | { kind: 'none' }
);

/** Speeds by time of day for journeys that leave a place in a zone (null: any place). Steps ascend in `from_s`. */
export interface Traffic {
  /** Index into `zones`. */
  zone: number | null;
  /** `factor` 0.5 = half as fast as the profile says. */
  steps: { from_s: number; factor: number }[];
}

/** [opens, closes] in seconds, both inclusive; service must start within. */
export type Window = [number, number];

export interface SoftWindow {
  window: Window;
  early_cost_per_hour: number;
  late_cost_per_hour: number;
}

/** One way to take a step: where, when, how long. */
export interface Stop {
  /** Index into `places`. */
  place: number;
  /** Sorted, disjoint; empty = at any time. */
  windows: Window[];
  softWindows: SoftWindow[];
  service_s: number;
  /** Instead of `service_s`, for vehicles of that type. */
  serviceByType: ForType[];
  setup_s: number;
  setupByType: ForType[];
  /** Extra cost of choosing this option. */
  cost: number;
  label: string | null;
}

export interface ForType {
  type: string;
  seconds: number;
}

export interface Task {
  id: string;
  kind: 'delivery' | 'pickup' | 'visit' | 'shipment';
  description: string | null;
  /** Alternatives, of which exactly one is used; of a shipment: those of its pickup. Never empty. */
  stops: Stop[];
  /** Of a shipment: the alternatives of its delivery; else empty. */
  deliveryStops: Stop[];
  /** One amount per dimension of the request. */
  load: number[];
  /** Of a delivery: what is taken along from its stop, on board to the end of its trip; null = nothing. */
  returnLoad: number[] | null;
  skills: string[];
  anySkills: string[];
  forbiddenSkills: string[];
  /** Ids of vehicles, or null for all. */
  onlyVehicles: string[] | null;
  forbiddenVehicles: string[];
  /** 0-100. */
  priority: number;
  /** Cost of leaving it out; null = mandatory. */
  prize: number | null;
  /** Deliveries: the goods are there to be loaded from this time on. */
  release_s: number | null;
  /** Pickups: the goods must be unloaded at a reload or the end by this time. */
  due_s: number | null;
  goods: string | null;
  maxRide_s: number | null;
  /** On board of a vehicle in progress: index into `vehicles` (of count 1), the only one that may deliver it. */
  onBoardOf: number | null;
  /** It is what is left of a shipment that was picked up before: a delivery, for which rules of shipments hold. */
  isPickedUp: boolean;
}

export interface Costs {
  fixed: number;
  per_km: number;
  per_hour: number;
  per_travel_hour: number;
  per_service_hour: number;
  per_waiting_hour: number;
  per_task: number;
  overtime: { after_s: number; per_hour: number } | null;
}

/** A row of an outside carrier's price list. */
export interface TariffRow {
  /** Index into `zones`, or null for everywhere. */
  zone: number | null;
  /** Largest load per dimension, or null for any. */
  upTo: number[] | null;
  price: number;
}

export interface Break {
  id: string;
  description: string | null;
  duration_s: number;
  /** One of the two below: windows (sorted, disjoint, not empty), or a driving rule. */
  windows: Window[] | null;
  afterDriving_s: number | null;
  /** Driven by a vehicle in progress since the last break that counts for the rule; at most `afterDriving_s`. */
  drivenBefore_s: number;
  maxLoad: number[] | null;
}

export interface Reload {
  /** Index into `places`. */
  place: number;
  windows: Window[];
  service_s: number;
}

export interface Vehicle {
  /** Shared by the shifts of one vehicle, see `shiftNumber`. */
  id: string;
  /** For a vehicle with several shifts there is one entry per shift, numbered from 1; else null. */
  shiftNumber: number | null;
  description: string | null;
  type: string | null;
  /** How many of exactly this kind. */
  count: number;
  /** The `number` of the first of them: 1, but for vehicles taken out of their kind because they are in progress. */
  firstNumber: number;
  /** Index into `profiles`. */
  profile: number;
  speedFactor: number;
  /** Index into `places`, or null: starts at its first stop. */
  start: number | null;
  /** Index into `places`, or null: ends at its last stop. */
  end: number | null;
  /** Leaves not before, is back not after; null = at any time. */
  shift: Window | null;
  /** One per dimension, or null for unlimited. */
  capacity: number[] | null;
  /** On board from the start to the first reload or the end; one per dimension, or null for none. */
  initialLoad: number[] | null;
  skills: string[];
  costs: Costs;
  tariff: TariffRow[] | null;
  breaks: Break[];
  reloads: Reload[];
  /** Null = any number, where there are reloads. */
  maxTrips: number | null;
  /** Indices into `zones` it may enter, or null for everywhere. */
  zones: number[] | null;
  backhauls: 'mixed' | 'after_deliveries' | 'after_a_delivery';
  unloading: 'any' | 'lifo';
  minLoad: number[] | null;
  minDuty_s: number;
  co2_g_per_km: number;
  /** Limits per route; null = none. */
  maxDistance_m: number | null;
  maxDriving_s: number | null;
  maxDuty_s: number | null;
  maxTasks: number | null;
  /** It is in progress: it has left, its duty so far has been taken off the limits above. */
  inProgress: boolean;
  /** What it has used up beyond its limits, which are 0 then (trips: 1, the one it is on); null where it is not in progress. */
  overdrawn: Overdrawn | null;
  /** False: on its way with what is known to be on board, so that it delivers nothing else before it reloads. */
  loadsAtStart: boolean;
}

/** By how much, in the unit of the limit; 0 where it is kept. */
export type Overdrawn = Record<'maxDistance_m' | 'maxDriving_s' | 'maxDuty_s' | 'maxTasks' | 'maxTrips', number>;

export interface Relation {
  kind: 'same_vehicle' | 'different_vehicles' | 'sequence';
  /** Indices into `tasks`, at least two, all different. */
  tasks: number[];
  minGap_s: number;
}

export const OBJECTIVES = [
  'unserved',
  'vehicles',
  'cost',
  'distance',
  'duration',
  'lateness',
  'balance',
  'compactness',
  'co2',
  'change',
] as const;

export type ObjectiveName = (typeof OBJECTIVES)[number];

/** Objectives that are added up, each times its weight. */
export type ObjectiveLevel = Objective[];

export interface Objective {
  name: ObjectiveName;
  /** Per unit of its value, above 0. */
  weight: number;
  /** Of `balance`; else the defaults. */
  of: 'hours' | 'tasks';
  measure: 'max' | 'spread';
}

/** A step or a reload on a route. */
export type RouteStep =
  /** `part` 1 is the delivery of a shipment; everything else is 0. `option` indexes the alternatives of that step. */
  | { kind: 'step'; task: number; part: 0 | 1; option: number }
  /** Index into the vehicle's `reloads`. */
  | { kind: 'reload'; reload: number };

export interface GivenRoute {
  /** Index into `vehicles`. */
  vehicle: number;
  /** Which of the vehicles of this kind, `firstNumber` .. `firstNumber + count - 1`. */
  number: number;
  steps: RouteStep[];
  /** So many steps from the first on stay as they are. */
  locked: number;
  /** All of it stays, and nothing joins it. */
  pinned: boolean;
}

export interface Explain {
  /** Indices of tasks whose alternatives on other vehicles are priced. */
  vehicles: number[];
  /** For every unassigned task: what binds on each vehicle, and what would free it. */
  unassigned: boolean;
  /** Tasks that are not part of the plan, and the windows to be offered for each. */
  slots: { task: Task; windows: Window[] }[];
}

export interface SolveOptions {
  /** False: nothing is searched, `routes` are judged as they are. */
  search: boolean;
  /** Wall time of the search in seconds; null = only iterations count. */
  time_s: number | null;
  /** Iterations per thread; null = only time counts. With both, whichever ends first. */
  iterations: number | null;
  seed: number;
  /** Null = what the worker gives a job. */
  threads: number | null;
}

/** Why a task is not in the plan. */
export const UNASSIGNED_REASONS = {
  no_skilled_vehicle: 'No vehicle has the skills it needs.',
  no_allowed_vehicle: 'No vehicle is allowed to serve it, by lists, zones or tariffs, or none has its goods.',
  load_over_capacity: 'Its load alone exceeds every vehicle that may serve it.',
  window_unreachable:
    'Every vehicle that may serve it would arrive after its windows close, or be back after its shift.',
  route_limit:
    'Serving it alone breaks another rule of every vehicle that may serve it: a limit, a ride time, a release, a break.',
  predecessor_unserved: 'A task that must come before it is not served.',
  no_room: 'A vehicle could serve it, but no place was found for it beside the tasks that are planned.',
  not_worth_it: 'Serving it costs at least as much as its prize, or is no better by the other objectives.',
  search_ended: 'There is room for it in the plan, but the search ended before it was placed. Give it more time.',
} as const;
export type UnassignedReason = keyof typeof UNASSIGNED_REASONS;
