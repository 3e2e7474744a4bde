import type { Without } from '../parts.ts';
import type { Packed } from '../state/packed.ts';

/** What a search is given. Same problem, seed, lanes and iterations: same plan. */
export interface SolveParams {
  /** 0..2^32-1 */
  seed: number;
  /** Searches that work together, one per thread. */
  lanes: number;
  /** Per lane, or null for no bound. */
  iterations: number | null;
  /** Wall time in seconds from the start of `SolveEnv.elapsed_s`, or null for no bound. */
  time_s: number | null;
  /** A solution to start from, e.g. of an earlier run that was interrupted; null: build one. */
  initial: Packed | null;
  /** Where this search is a leg of a longer one: which part of that, as shares of its budget. Default: all, [0, 1]. */
  leg?: readonly [from: number, to: number];
  /**
   * Seconds that a longer search has for this problem, where it asks for a first solution alone: a part of them goes into others by kind of
   * vehicle. Default: none.
   */
  ahead_s?: number;
  /** Parts to do without, where it is measured what they are worth; default: none. */
  without?: Without;
}

/** What the search may know of the world. */
export interface SolveEnv {
  /** Seconds since the job's search began, monotonic, the same clock for every lane. */
  elapsed_s(): number;
}

export interface TracePoint {
  elapsed_s: number;
  iterations: number;
  /** Ticks. */
  cost: number;
  unassigned: number;
}
