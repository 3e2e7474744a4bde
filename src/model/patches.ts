import { apart, rootOf, unite } from '../kit/disjoint.ts';
import type { Problem } from './problem.ts';
import { spanningTree } from './tree.ts';
import { typicalClass } from './unit.ts';

/** How many stops a patch has on average, from level to level. */
const SIZES = [5, 10, 20, 40, 80];

/** Which stops a vehicle may serve as one: spots, or the patches of a level. */
export interface Grain {
  /** Per visit; -1 for a reload. */
  of: Int32Array;
  /** Stops per spot or patch, on average. */
  mean: number;
}

/**
 * Patches of stops at several levels, as settlements are: what is left of a least spanning tree without its longest arcs
 * (single linkage: Gower and Ross 1969, doi 10.2307/2346439), until patches have so many stops on average.
 */
export function patchLevels(problem: Problem): Grain[] {
  const { stops, visits } = problem;
  const { from, to, gap } = spanningTree(problem, typicalClass(problem).base);
  const order = Int32Array.from(gap.keys()).sort((a, b) => gap[a]! - gap[b]!);
  const parent = apart(stops);
  const levels: Grain[] = [];
  for (let joined = 0; joined < order.length; joined++) {
    const edge = order[joined]!;
    unite(parent, from[edge]!, to[edge]!);
    const mean = stops / (stops - joined - 1);
    if (mean < SIZES[levels.length]!) continue;
    const of = new Int32Array(visits).fill(-1);
    for (let stop = 0; stop < stops; stop++) of[stop] = rootOf(parent, stop);
    levels.push({ of, mean });
    if (levels.length === SIZES.length) break;
  }
  return levels;
}
