import { RiderAnneal } from './anneal.ts';
import type { Catalogue } from './catalogue.ts';
import type { CoverProblem } from './counts.ts';
import { FlowCounts } from './flow.ts';
import { type Found, type SearchOptions, SetSearch } from './search.ts';

export interface SearchCase {
  problem: CoverProblem;
  catalogue: Catalogue;
  charge: number;
  /** Window of the search's shortest paths, slots beside the column. */
  reach: number;
  seed: number;
}

/** Moves of riders that take about as long as a move of a shift. */
const RIDER_MOVES = 200;
/** First temperatures of the riders' moves: from nothing, and after the search for shifts. */
const FROM_NOTHING = 1;
const AFTER_SETS = 0.4;

/** Shares of the time for the search for shifts, before the riders' moves. */
const SETS_OF_BREAKS = 0.04;
const SETS_OF_GAPS = 0.34;

/**
 * The method that measured best for the kind of columns (bench/staffing/design.ts). Runs: annealing over sets of shifts
 * with the best counts of each by flow. Gaps and breaks: the same with counts that are nearly best, then annealing over
 * riders from there, and from nobody, in equal parts, as either may be better. With breaks moves of shifts are slow and
 * worth little, so that few are made.
 */
export function searchCounts({ problem, catalogue, charge, reach, seed }: SearchCase, options: SearchOptions): Found {
  const sets = new SetSearch(problem, catalogue, charge, reach, seed);
  if (catalogue.consecutive) return bestCounts(problem, catalogue, charge, sets.run(options));
  const setShare = catalogue.breaks ? SETS_OF_BREAKS : SETS_OF_GAPS;
  const first = sets.run(part(options, 0, setShare));
  const anneal = (count: Int32Array, hot: number, from: number, to: number) => {
    const { iterations, ...rest } = part(options, from, to);
    const riders = new RiderAnneal(problem, catalogue, charge, count, seed);
    const found = riders.run({ ...rest, iterations: iterations * RIDER_MOVES }, hot);
    return { ...found, iterations: Math.ceil(found.iterations / RIDER_MOVES) };
  };
  const half = (1 + setShare) / 2;
  const nobody = new Int32Array(catalogue.columns);
  const found = [first, anneal(first.count, AFTER_SETS, setShare, half), anneal(nobody, FROM_NOTHING, half, 1)];
  const best = found.reduce((a, b) => (b.cost < a.cost ? b : a));
  return { ...best, iterations: found.reduce((sum, { iterations }) => sum + iterations, 0) };
}

/** A part of the iterations and of the time, given as shares of both. A beginning may take more than its part. */
function part({ iterations, timeUsed, cancelled }: SearchOptions, from: number, to: number): SearchOptions {
  return {
    iterations: Math.ceil(iterations * to) - Math.ceil(iterations * from),
    timeUsed: () => (timeUsed() - from) / (to - from),
    cancelled,
    isOver: () => cancelled() || timeUsed() >= 1,
  };
}

/**
 * The best counts for the shifts found: the search's paths stay near their columns, here they may go as far as there are
 * slots. Optimal where the horizon is not cyclic.
 */
function bestCounts(problem: CoverProblem, catalogue: Catalogue, charge: number, found: Found): Found {
  const flow = new FlowCounts(problem, catalogue, problem.slots);
  const riders = new Int32Array(catalogue.shifts);
  for (let k = 0; k < catalogue.columns; k++) riders[catalogue.shift[k]!]! += found.count[k]!;
  let cost = 0;
  for (let shift = 0; shift < catalogue.shifts; shift++) {
    if (riders[shift] === 0) continue;
    flow.add(shift);
    cost += charge;
  }
  cost += flow.cost;
  return cost < found.cost ? { ...found, count: flow.count, cover: flow.cover, cost } : found;
}
