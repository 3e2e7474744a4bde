import { classesThatTell } from '../../model/classes.ts';
import type { Problem } from '../../model/problem.ts';
import { shareOfLoad } from '../../model/shares.ts';
import type { Packed } from '../state/packed.ts';
import type { Section } from './section.ts';

/** Kinds tried at most, the largest first, and the part of the time in which another is begun. */
const MOST_KINDS = 8;
const BEGUN = 0.1;

/** Types of vehicle of one capacity each, carriers that cost the same wherever they go by themselves; the largest first. None where all are of one kind. */
function kindsOf(problem: Problem): number[][] {
  const { types, dimensions, capacity, costClass, nodes } = problem;
  const telling = classesThatTell(problem);
  const of = (type: number) => capacity.subarray(type * dimensions, (type + 1) * dimensions);
  const kinds = Map.groupBy(
    Array.from({ length: types }, (_, type) => type),
    (type) => `${of(type).join()} ${telling.includes(costClass[type]! * nodes * nodes)}`,
  );
  if (kinds.size < 2) return [];
  const shares = shareOfLoad(problem);
  const size = ([type]: number[]) => of(type!).reduce((sum, each, d) => sum + shares[d]! * each, 0);
  return [...kinds.values()].sort((a, b) => size(b) - size(a)).slice(0, MOST_KINDS);
}

/**
 * First solutions with vehicles of one kind, as long as there are any: the cheapest is gone on from, where it is better than the
 * one at hand. Task by task the smallest vehicle that will do, or an outside carrier, is the cheapest, and a search that has little time, or simulates
 * routes, never gets to larger ones, or to own ones, that would pay.
 * @param construct makes a solution with vehicles of such types, as far as they go
 * @param scratch words of a solution
 * @param spent share of the time so far
 */
export function tryKinds(
  section: Section,
  scratch: Packed,
  construct: (kind: readonly number[]) => void,
  spent: () => number,
): void {
  const { anneal, tours } = section;
  for (const kind of kindsOf(tours.problem)) {
    if (spent() > BEGUN) return;
    section.packBest(scratch);
    const { bestCost, bestMissing } = anneal;
    construct(kind);
    if (anneal.bestMissing > bestMissing || (anneal.bestMissing === bestMissing && anneal.bestCost >= bestCost))
      section.load(scratch);
  }
}
