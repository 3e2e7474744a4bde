import { describe, expect, it } from 'vitest';
import { gateCvrp } from '../../data/generate/gate.ts';
import { parseRequest } from '../../src/contract/parse.ts';
import { Rng } from '../../src/kit/rng.ts';
import { Anneal } from '../../src/routing/search/anneal.ts';
import { Temperatures } from '../../src/routing/search/temperatures.ts';
import { costOf, type PartName, solveInline } from '../../src/routing/solve.ts';
import { Tours } from '../../src/routing/state/tours.ts';
import { mixedFleet } from './mixed-fleet.ts';
import { compiled, params } from './pool-world.ts';

describe('vehicles of a mixed fleet that cost less while it is hot', () => {
  it('do so less and less, and only where there is a choice', () => {
    const temperatures = new Temperatures(mixedFleet(1));
    const along = Array.from({ length: 41 }, (_, k) => temperatures.rebate(k / 40));
    expect(along[0]).toBe(0);
    expect(along[1]).toBeGreaterThan(0.2);
    for (let k = 2; k <= 40; k++) expect(along[k]).toBeLessThanOrEqual(along[k - 1]!);
    expect(along.slice(32)).toEqual(new Array(9).fill(0));
    const alike = parseRequest(gateCvrp(1, 20, 5, true));
    if (!alike.ok) throw new Error('refused');
    expect(new Temperatures(compiled(alike.value).problem).rebate(0.2)).toBe(0);
    expect(new Temperatures(mixedFleet(1), ['rebate']).rebate(0.2)).toBe(0);
    const optional = mixedFleet(1);
    optional.prize.fill(1000, 0, 6);
    expect(new Temperatures(optional).rebate(0.2)).toBe(new Temperatures(mixedFleet(1)).rebate(0.2));
    optional.prize.fill(1000, 0, 7);
    expect(new Temperatures(optional).rebate(0.2)).toBe(0);
  });

  it('are counted right through all that is done and taken back, and never in the best', () => {
    const problem = mixedFleet(2);
    const anneal = new Anneal(new Tours(problem), new Rng(1));
    const { tours } = anneal;
    anneal.construct();
    const seen = new Set<number>();
    for (let k = 0; k < 60; k++) {
      anneal.rebate = 0.6;
      anneal.run(20, 3 * problem.arcUnit);
      const fixed = tours.used.reduce((sum, count, type) => sum + count * problem.fixed[type]!, 0);
      expect(tours.excess.fixed).toBe(fixed);
      seen.add(fixed);
      // Nothing of it stays when it has run.
      expect(tours.excess.cost === 0).toBe(true);
      expect([...tours.fixed]).toEqual([...problem.fixed]);
    }
    expect(seen.size).toBeGreaterThan(2);
    const { best, trace } = solveInline(problem, params({ iterations: 500 }), { elapsed_s: () => 0 });
    expect(trace.at(-1)!.cost).toBe(costOf(problem, best));
  });

  it('lead to fleets that cost less', () => {
    const costs = (without: readonly PartName[]) =>
      [1, 2, 3, 4].map((seed) => {
        const problem = mixedFleet(seed, 100, 100, 2);
        const { best } = solveInline(problem, params({ seed, iterations: 40_000, without }), { elapsed_s: () => 0 });
        return costOf(problem, best);
      });
    const sum = (list: number[]) => list.reduce((a, b) => a + b, 0);
    // Doing without some vehicle for a while gets there as well, and so do first solutions of one kind.
    const others: PartName[] = ['fleet-trials', 'kinds'];
    expect(sum(costs(others))).toBeLessThan(0.98 * sum(costs([...others, 'rebate'])));
  });
});
