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
/** Share of the iterations for the shifts, before the riders' moves. */
const SETS_FIRST = 0.5;
/** First temperatures of the riders' moves: from nothing, and after the search for shifts. */
const FROM_NOTHING = 1;
const AFTER_SETS = 0.5;

/**
 * The method that measured best for the kind of columns (bench/staffing/design.ts). Runs: annealing over sets of shifts
 * with the best counts of each by flow. Gaps: the same with counts that are nearly best, then annealing over riders. Breaks
 * that can be at several places: annealing over riders alone.
 */
export function searchCounts({ problem, catalogue, charge, reach, seed }: SearchCase, options: SearchOptions): Found {
  const { iterations, timeUsed } = options;
  if (catalogue.breaks) {
    const riders = new RiderAnneal(problem, catalogue, charge, new Int32Array(catalogue.columns), seed);
    const found = riders.run({ ...options, iterations: iterations * RIDER_MOVES }, FROM_NOTHING);
    return { ...found, iterations: Math.ceil(found.iterations / RIDER_MOVES) };
  }
  const sets = new SetSearch(problem, catalogue, charge, reach, seed);
  if (catalogue.consecutive) return bestCounts(problem, catalogue, charge, sets.run(options));
  const first = Math.ceil(iterations * SETS_FIRST);
  const begin = sets.run({ ...options, iterations: first, timeUsed: () => timeUsed() / SETS_FIRST });
  const riders = new RiderAnneal(problem, catalogue, charge, begin.count, seed);
  const found = riders.run(
    {
      ...options,
      iterations: (iterations - first) * RIDER_MOVES,
      timeUsed: () => (timeUsed() - SETS_FIRST) / (1 - SETS_FIRST),
    },
    AFTER_SETS,
  );
  return { ...found, iterations: begin.iterations + Math.ceil(found.iterations / RIDER_MOVES) };
}

/**
 * The best counts for the shifts found: the search's paths stay near their columns, here they may go as far as there are
 * slots. Optimal where the horizon is not cyclic.
 */
export function bestCounts(problem: CoverProblem, catalogue: Catalogue, charge: number, found: Found): Found {
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
