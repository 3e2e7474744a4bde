import { describe, expect, it } from 'vitest';
import { Rng } from '../../src/kit/rng.ts';
import { tryKinds } from '../../src/routing/search/kinds.ts';
import { Section } from '../../src/routing/search/section.ts';
import { costOf, type PartName, solveInline } from '../../src/routing/solve.ts';
import { packedLength } from '../../src/routing/state/packed.ts';
import { mixedFleet as fleet } from './mixed-fleet.ts';
import { params } from './pool-world.ts';

/** A section with a first solution, and how to make others of one kind. */
function begun(seed: number, problem = fleet(seed)) {
  const section = Section.ofWhole(problem, new Rng(seed));
  const { anneal, tours } = section;
  anneal.construct();
  const scratch = new Int32Array(packedLength(problem, tours.slots));
  const asked: number[][] = [];
  const construct = (kind: readonly number[]) => {
    asked.push([...kind]);
    anneal.construct(false, undefined, kind);
  };
  return { section, anneal, tours, scratch, asked, construct };
}

describe('first solutions with vehicles of one capacity', () => {
  it('are tried, the largest first, and the cheapest is kept', () => {
    let better = 0;
    for (const seed of [1, 2, 3, 4]) {
      const { section, anneal, tours, scratch, asked, construct } = begun(seed);
      const before = anneal.bestCost;
      tryKinds(section, scratch, construct, () => 0);
      expect(asked).toEqual([[2], [1], [0]]);
      expect(tours.absentCount).toBe(0);
      expect([...tours.available]).toEqual([...tours.problem.count]);
      expect(tours.cost).toBe(anneal.bestCost);
      expect(anneal.bestCost).toBeLessThanOrEqual(before);
      if (anneal.bestCost < before) better++;
    }
    expect(better).toBeGreaterThan(0);
  });

  it('have others where there are not enough of a kind', () => {
    const { tours, construct } = begun(1, fleet(1, 60, 1));
    construct([2]);
    expect(tours.used[2]).toBe(1);
    expect(tours.usedVehicles).toBeGreaterThan(1);
    expect(tours.absentCount).toBe(0);
  });

  it('are not begun where much of the time is over', () => {
    const { section, scratch, asked, construct } = begun(1);
    tryKinds(section, scratch, construct, () => 0.2);
    expect(asked).toEqual([]);
  });

  it('lead short searches to larger vehicles that pay', () => {
    const costs = (without: readonly PartName[]) =>
      [1, 2, 3, 4].map((seed) => {
        const problem = fleet(seed, 100);
        const { best } = solveInline(problem, params({ seed, iterations: 10_000, without }), { elapsed_s: () => 0 });
        return costOf(problem, best);
      });
    const sum = (list: number[]) => list.reduce((a, b) => a + b, 0);
    // Where vehicles cost less while it is hot most of these days come to the same without them.
    expect(sum(costs(['rebate', 'fleet-trials']))).toBeLessThan(0.98 * sum(costs(['rebate', 'fleet-trials', 'kinds'])));
  });
});
