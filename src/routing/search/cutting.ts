import type { SolveParams } from './params.ts';

/**
 * With at least this many tasks and routes per part, lanes work on parts of one solution; below, each on a whole. Where there are not
 * as many parts as lanes, so many lanes, or nearly so, try each.
 */
const PART_TASKS = 300;
const PART_ROUTES = 4;
const LANES_PER_PART = 2;
/** Tasks of a part whose tables fit the caches of a core; a lane works on several parts in turn where there are more. */
const CACHED_TASKS = 500;
/** What a cut should last, by whichever budget there is: tables for parts take some milliseconds to make. */
const CUT_S = 0.05;
const CUT_ITERATIONS = 1000;

/**
 * Into how many parts a solution is cut for lanes to work on; 1: every lane on a whole.
 * @param served tasks on its routes
 * @param hasTables whether parts get tables of their own, as they do where routes are not simulated
 */
export function partsFor(served: number, routes: number, lanes: number, hasTables: boolean): number {
  const most = Math.floor(Math.min(served / PART_TASKS, routes / PART_ROUTES));
  if (most < lanes) return Math.max(1, Math.min(most, Math.ceil(lanes / LANES_PER_PART)));
  const wanted = hasTables ? Math.max(1, Math.round(served / CACHED_TASKS / lanes)) : 1;
  return lanes * Math.min(wanted, Math.floor(most / lanes));
}

/** For how many rounds, of all of these, lanes keep their parts. The same for all lanes. */
export function roundsPerCut({ iterations, time_s }: SolveParams, rounds: number): number {
  const byTime = time_s === null ? 1 : (CUT_S * rounds) / time_s;
  const byCount = iterations === null ? 1 : (CUT_ITERATIONS * rounds) / iterations;
  return Math.min(rounds, Math.ceil(Math.max(byTime, byCount, 1)));
}
