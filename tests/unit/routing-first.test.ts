import { describe, expect, it } from 'vitest';
import { gateCvrp } from '../../data/generate/gate.ts';
import { parseRequest } from '../../src/contract/parse.ts';
import { Rng } from '../../src/kit/rng.ts';
import { inSpatialOrder } from '../../src/model/order.ts';
import { isBrief } from '../../src/routing/search/brief.ts';
import { Section } from '../../src/routing/search/section.ts';
import { type PartName, solveInline } from '../../src/routing/solve.ts';
import { compiled, params } from './pool-world.ts';

/** A day of stops all over a square or in clusters, its tasks in spatial order. */
function day(clustered: boolean, seed = 1) {
  const parsed = parseRequest(gateCvrp(seed, 300, 20, clustered));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return compiled(inSpatialOrder(parsed.value).request).problem;
}

describe('a first solution', () => {
  it.each([
    [false, 0.9],
    [true, 0.95],
  ])('is better in spatial order than in one drawn (clusters: %s), a lot without clusters', (clustered, most) => {
    const ratios = [1, 2, 3, 4, 5].map((seed) => {
      const problem = day(clustered, seed);
      const [drawn, inOrder] = [false, true].map((inOrder) => {
        const { anneal, tours } = Section.ofWhole(problem, new Rng(seed));
        anneal.construct(inOrder);
        expect(tours.absentCount).toBe(0);
        return tours.cost;
      });
      return inOrder! / drawn!;
    });
    expect(ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length).toBeLessThan(most);
  });

  it('is made in that order where there is time for little else', () => {
    const problem = day(false);
    const [point] = solveInline(problem, params({ iterations: 0 }), { elapsed_s: () => 0 }).trace;
    const { anneal, tours } = Section.ofWhole(problem, new Rng(1, 1));
    anneal.construct(true);
    expect(point!.cost).toBe(tours.cost);
    expect([0, 8_999, 9_000].map((iterations) => isBrief(problem, iterations, null))).toEqual([true, true, false]);
    expect([0.5, 1.2, 60].map((time_s) => isBrief(problem, null, time_s))).toEqual([true, false, false]);
    expect(isBrief(problem, null, null)).toBe(false);
  });

  it('is improved by local search only as long as there is time', () => {
    const problem = day(false);
    const costOf = (isOver?: () => boolean, without: readonly PartName[] = []) => {
      const { anneal, tours } = Section.ofWhole(problem, new Rng(1), without);
      anneal.construct(false, isOver);
      return tours.cost;
    };
    let looks = 0;
    const bare = costOf(undefined, ['local-search']);
    expect(costOf(() => true)).toBe(bare);
    expect(costOf(() => ++looks > 100)).toBeLessThan(bare);
    expect(looks).toBe(101);
    expect(costOf()).toBeLessThan(bare);
  });
});
