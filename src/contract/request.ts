import type { OBJECTIVES } from './schema.ts';

/**
 * The request as everything behind the contract reads it: defaults filled in, times in seconds on one clock, places
 * numbered. Model, plan and checker all start from this.
 */
export interface RoutingRequest {
  id: string | null;
  description: string | null;
  /** Milliseconds since 1970 of second 0, or null when the request has a clock of its own. */
  startsAt_ms: number | null;
  /** Every location that is used or named; a given matrix has one row and column per place, in this order. */
  places: Place[];
  profiles: Profile[];
  tasks: Task[];
  vehicles: Vehicle[];
  /** In order of importance; this version: `['unserved', 'cost']`. */
  objectives: (typeof OBJECTIVES)[number][];
  options: SolveOptions;
}

export type Position = [number, number];

export interface Place {
  /** The user's id, or null for a place given only as a position. */
  id: string | null;
  /** [longitude, latitude] in degrees, or [x, y] for euclidean profiles. */
  position: Position | null;
}

/**
 * Where times and distances come from. Rules that every reader of the request (solver, plan, checker) must follow
 * to the letter, for whole places i and j:
 * - `great_circle`: metres = round(detour x haversine(i, j)) on a sphere of radius 6,371,008.8 m; seconds =
 *   round(metres / (speed_kmh / 3.6)).
 * - `euclidean`: metres = rounding(scale x sqrt(dx^2 + dy^2)); seconds = rounding(metres / speed_m_per_s). `nearest`
 *   rounds halves to even, `down` truncates, `none` keeps doubles.
 * - `matrix`: as given.
 * A vehicle's seconds are then divided by its `speedFactor`; where that is not 1 they are rounded to whole seconds
 * (halves to even) unless the profile is euclidean with rounding `none`.
 */
export type Profile =
  | { kind: 'great_circle'; name: string; speed_kmh: number; detour: number }
  | { kind: 'euclidean'; name: string; scale: number; speed_m_per_s: number; rounding: 'none' | 'nearest' | 'down' }
  | { kind: 'matrix'; name: string; durations_s: number[][]; distances_m: number[][] };

/** [opens, closes] in seconds, both inclusive; service must start within. */
export type Window = [number, number];

/** One way to serve a task: where, when, how long. */
export interface Stop {
  /** Index into `places`. */
  place: number;
  /** Sorted, disjoint; empty = at any time. */
  windows: Window[];
  service_s: number;
  /** Extra cost of choosing this option. */
  cost: number;
  label: string | null;
}

export interface Task {
  id: string;
  /** delivery: on board from the start; pickup: on board to the end; visit: carries nothing. */
  kind: 'delivery' | 'pickup' | 'visit';
  description: string | null;
  /** Alternatives, of which exactly one is used. This version: always one. */
  stops: Stop[];
  /** One amount per dimension of the request. */
  load: number[];
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
}

export interface Costs {
  fixed: number;
  per_km: number;
  per_hour: number;
  per_travel_hour: number;
  per_service_hour: number;
  per_waiting_hour: number;
  per_task: number;
}

export interface Vehicle {
  id: string;
  description: string | null;
  /** How many of exactly this kind. */
  count: number;
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
  skills: string[];
  costs: Costs;
  /**
   * Limits per route; null = none. Duty runs from leaving the start to reaching the end, waiting included. One rule fixes
   * it for a given sequence of stops: the route ends as early as it can, and leaves as late as that end allows (with
   * at most one window per stop, the shortest duty there is). docs/plan.md has all rules of timing.
   */
  maxDistance_m: number | null;
  maxDriving_s: number | null;
  maxDuty_s: number | null;
  maxTasks: number | null;
}

export interface SolveOptions {
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
  no_allowed_vehicle: 'No vehicle is allowed to serve it.',
  load_over_capacity: 'Its load alone exceeds every vehicle that may serve it.',
  window_unreachable:
    'Every vehicle that may serve it would arrive after its windows close, or be back after its shift.',
  route_limit: 'Serving it alone exceeds the distance, driving or duty limit of every vehicle that may serve it.',
  no_room: 'It fits a vehicle alone, but no place was found for it beside the tasks that are planned.',
  not_worth_it: 'Serving it costs at least as much as its prize.',
  search_ended: 'There is room for it in the plan, but the search ended before it was placed. Give it more time.',
} as const;
export type UnassignedReason = keyof typeof UNASSIGNED_REASONS;
