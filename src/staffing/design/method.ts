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

/**
 * The method that measured best for the kind of columns (bench/staffing/design.ts). Runs: annealing over sets of shifts
 * with the best counts of each by flow. Gaps: the same with counts that are nearly best, then annealing over riders. Breaks
 * that can be at several places: moves of shifts are slow and mislead where shifts are dear, so that few of them are made,
 * and half of the riders' moves begin with nobody.
 */
export function searchCounts({ problem, catalogue, charge, reach, seed }: SearchCase, options: SearchOptions): Found {
  const sets = new SetSearch(problem, catalogue, charge, reach, seed);
  if (catalogue.consecutive) return bestCounts(problem, catalogue, charge, sets.run(options));
  const setShare = catalogue.breaks ? 0.04 : 0.5;
  const first = sets.run(part(options, 0, setShare));
  const anneal = (count: Int32Array, hot: number, from: number, to: number) => {
    const { iterations, ...rest } = part(options, from, to);
    const riders = new RiderAnneal(problem, catalogue, charge, count, seed);
    const found = riders.run({ ...rest, iterations: iterations * RIDER_MOVES }, hot);
    return { ...found, iterations: Math.ceil(found.iterations / RIDER_MOVES) };
  };
  const half = catalogue.breaks ? (1 + setShare) / 2 : 1;
  const found = [first, anneal(first.count, AFTER_SETS, setShare, half)];
  if (catalogue.breaks) found.push(anneal(new Int32Array(catalogue.columns), FROM_NOTHING, half, 1));
  const best = found.reduce((a, b) => (b.cost < a.cost ? b : a));
  return { ...best, iterations: found.reduce((sum, { iterations }) => sum + iterations, 0) };
}

/** A part of the iterations and of the time, given as shares of both. */
function part({ iterations, timeUsed, cancelled }: SearchOptions, from: number, to: number): SearchOptions {
  return {
    iterations: Math.ceil(iterations * to) - Math.ceil(iterations * from),
    timeUsed: () => (timeUsed() - from) / (to - from),
    cancelled,
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
