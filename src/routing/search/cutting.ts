import type { Problem } from '../../model/problem.ts';
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

/** Of many prices or ways to travel, tables of a part are too large for caches as well, and take longer to make than they save. */
const MOST_TABLE_BYTES = 16 * 2 ** 20;

/** Whether parts get tables of their own: not where routes are simulated, nor where they would be large. */
export function hasOwnTables({ rich, features, tasks, arcs, durations, distances }: Problem): boolean {
  if (rich !== null) return false;
  const both = features.symmetric ? 1 : 2;
  const bytes = both * (arcs.byteLength + durations.byteLength) + distances.byteLength;
  return bytes * Math.min(1, CACHED_TASKS / tasks) ** 2 <= MOST_TABLE_BYTES;
}

/**
 * Into how many parts a solution is cut for lanes to work on; 1: every lane on a whole.
 * @param served tasks on its routes
 */
export function partsFor(problem: Problem, served: number, routes: number, lanes: number): number {
  const most = Math.floor(Math.min(served / PART_TASKS, routes / PART_ROUTES));
  if (most < lanes) return Math.max(1, Math.min(most, Math.ceil(lanes / LANES_PER_PART)));
  const wanted = hasOwnTables(problem) ? Math.max(1, Math.round(served / CACHED_TASKS / lanes)) : 1;
  return lanes * Math.min(wanted, Math.floor(most / lanes));
}

/** For how many rounds, of all of these, lanes keep their parts. The same for all lanes. */
export function roundsPerCut({ iterations, time_s }: SolveParams, rounds: number): number {
  const byTime = time_s === null ? 1 : (CUT_S * rounds) / time_s;
  const byCount = iterations === null ? 1 : (CUT_ITERATIONS * rounds) / iterations;
  return Math.min(rounds, Math.ceil(Math.max(byTime, byCount, 1)));
}
