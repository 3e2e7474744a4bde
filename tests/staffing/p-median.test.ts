import fc from 'fast-check';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { exactPMedian, madePMedian } from '../../bench/staffing/p-median-exact.ts';
import { type Highs, loadHighs } from '../../src/staffing/highs.ts';
import { type PMedianProblem, solvePMedian } from '../../src/staffing/zones/index.ts';

let highs: Highs;
beforeAll(async () => {
  highs = await loadHighs();
});

const tiny = fc
  .record({
    places: fc.array(fc.tuple(fc.nat(50), fc.nat(50), fc.integer({ min: 1, max: 9 })), { minLength: 2, maxLength: 7 }),
    p: fc.integer({ min: 1, max: 3 }),
    slack: fc.double({ min: 1, max: 2, noNaN: true }),
  })
  .map(({ places, p, slack }): PMedianProblem => {
    const count = Math.min(p, places.length);
    const columns = places.map(([x, y]) => Float64Array.from(places, ([a, b]) => Math.hypot(a - x, b - y)));
    const weight = Float64Array.from(places, ([, , w]) => w);
    const total = weight.reduce((sum, w) => sum + w, 0);
    return {
      items: places.length,
      p: count,
      capacity: Math.max(...weight, Math.ceil((slack * total) / count)),
      weight,
      costsTo: (j) => columns[j]!,
    };
  });

/** Every choice of medians and every assignment; Infinity where none is valid. */
function enumerate({ items, p, capacity, weight, costsTo }: PMedianProblem): number {
  let best = Number.POSITIVE_INFINITY;
  const choose = (medians: number[], from: number) => {
    if (medians.length < p) {
      for (let j = from; j < items; j++) choose([...medians, j], j + 1);
      return;
    }
    const load = new Float64Array(p);
    const assign = (i: number, cost: number) => {
      if (cost >= best) return;
      if (i === items) {
        best = cost;
        return;
      }
      for (let k = 0; k < p; k++) {
        if (load[k]! + weight[i]! > capacity) continue;
        load[k]! += weight[i]!;
        assign(i + 1, cost + costsTo(medians[k]!)[i]!);
        load[k]! -= weight[i]!;
      }
    };
    assign(0, 0);
  };
  choose([], 0);
  return best;
}

describe('capacitated p-median', () => {
  it('finds what enumeration finds, with a bound that never lies', () => {
    fc.assert(
      fc.property(tiny, (problem) => {
        const best = enumerate(problem);
        const found = solvePMedian(problem, { iterations: 200, bound_rounds: 40 });
        if (best === Number.POSITIVE_INFINITY) {
          expect(found.overload).toBeGreaterThan(0);
          return;
        }
        expect(found.overload).toBe(0);
        expect(found.cost).toBeCloseTo(best, 6);
        expect(found.bound).toBeLessThanOrEqual(best + 1e-6);
        const load = new Float64Array(problem.p);
        let cost = 0;
        for (const [i, k] of found.medianOf.entries()) {
          load[k]! += problem.weight[i]!;
          cost += problem.costsTo(found.medians[k]!)[i]!;
        }
        expect(Math.max(...load)).toBeLessThanOrEqual(problem.capacity + 1e-9);
        expect(cost).toBeCloseTo(found.cost, 9);
        expect(new Set(found.medians).size).toBe(problem.p);
      }),
      { numRuns: 100, seed: 3 },
    );
  });

  it('asks for the costs to medians only, where those of one item can be had', () => {
    const problem = madePMedian(120, 4, 1);
    const columns = vi.fn(problem.costsTo);
    const costOf = (item: number, median: number) => problem.costsTo(median)[item]!;
    const found = solvePMedian({ ...problem, costsTo: columns, costOf }, { iterations: 0 });
    expect(found).toEqual(solvePMedian(problem, { iterations: 0 }));
    expect(columns.mock.calls.length).toBeLessThan(60);
  });

  it('is within 1 % of what HiGHS proves on made instances', () => {
    for (const seed of [1, 2]) {
      const problem = madePMedian(24, 3, seed);
      const best = exactPMedian(problem, highs, 30);
      const found = solvePMedian(problem, { iterations: 300 });
      expect(best).not.toBeNaN();
      expect(found.overload).toBe(0);
      expect(found.cost).toBeGreaterThanOrEqual(best - 1e-6);
      expect(found.cost).toBeLessThanOrEqual(1.01 * best);
    }
  });

  it('is the same for the same seed, and refuses what cannot be', () => {
    const problem = madePMedian(40, 5, 3);
    expect(solvePMedian(problem, { iterations: 50, seed: 9 })).toEqual(
      solvePMedian(problem, { iterations: 50, seed: 9 }),
    );
    expect(() => solvePMedian({ ...problem, p: 41 })).toThrow(/41 medians of 40 items/);
  });
});
