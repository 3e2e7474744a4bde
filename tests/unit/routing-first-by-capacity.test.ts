import { describe, expect, it } from 'vitest';
import { parseRequest } from '../../src/contract/parse.ts';
import { Rng } from '../../src/kit/rng.ts';
import type { Problem } from '../../src/model/problem.ts';
import { tryKinds } from '../../src/routing/search/first-by-capacity.ts';
import { Section } from '../../src/routing/search/section.ts';
import { costOf, type PartName, solveInline } from '../../src/routing/solve.ts';
import { packedLength } from '../../src/routing/state/packed.ts';
import { mixedFleet as fleet } from './mixed-fleet.ts';
import { compiled, params } from './pool-world.ts';

/** Kinds are told by first solutions as they are. */
const NOTHING = () => {};

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
      tryKinds(section, scratch, construct, NOTHING, () => 0);
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
    tryKinds(section, scratch, construct, NOTHING, () => 0.2);
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

/** The type of vehicle of each route. */
function typesOf(packed: Int32Array): number[] {
  const types: number[] = [];
  for (let at = 2; types.length < packed[0]!; at += 2 + packed[at + 1]!) types.push(packed[at]!);
  return types;
}

/** Jobs for own vans with a lunch break, and a carrier that has a fixed price for each. @param routes given ones */
function jobsAndCarrier(price: number, routes: unknown[] = []): Problem {
  const rng = new Rng(3);
  const at = () => [rng.below(16_000), rng.below(16_000)];
  const tasks = Array.from({ length: 60 }, (_, i) => ({
    ...{ kind: 'visit', id: `job-${i}`, at: at(), service_s: 600 + 60 * rng.below(50) },
  }));
  const [start, end] = [
    [8000, 8000],
    [8000, 8000],
  ];
  const own = { fixed: 60, per_km: 0.4, per_hour: 20 };
  const breaks = [{ id: 'lunch', duration_s: 2700, windows: [[12_600, 18_000]] }];
  const parsed = parseRequest({
    ...{ kind: 'routing', version: 1, tasks, routes },
    profiles: [
      { kind: 'euclidean', name: 'car', speed_m_per_s: 8 },
      { kind: 'none', name: 'none' },
    ],
    vehicles: [
      { ...{ id: 'van', count: 7, profile: 'car', start, end, shift: [0, 30_600], costs: own, breaks } },
      { ...{ id: 'carrier', profile: 'none', costs: { per_task: price } } },
    ],
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return compiled(parsed.value).problem;
}

describe('first solutions where an outside carrier has a price per task', () => {
  const costOfPlan = (problem: Problem, seed: number) =>
    costOf(problem, solveInline(problem, params({ seed, iterations: 2400 }), { elapsed_s: () => 0 }).best) /
    problem.costScale;

  it.each([1, 2, 3])('are of own vehicles, though their tours are dearer before they are searched (%s)', (seed) => {
    expect(costOfPlan(jobsAndCarrier(19), seed)).toBeLessThan(0.98 * 60 * 19);
  });

  it('leave all to the carrier in the end where that is cheapest', () => {
    expect(costOfPlan(jobsAndCarrier(8), 1)).toBeCloseTo(60 * 8, 6);
  });

  it('are tried as well where little more than a first stop is given', () => {
    const routes = [{ vehicle: 'van', number: 1, steps: [{ task: 'job-0' }], locked: 1 }];
    expect(costOfPlan(jobsAndCarrier(28, routes), 1)).toBeLessThan(1350);
  });

  it('are tried for a first plan where there is time ahead of it, but not where there is hardly any', () => {
    const problem = jobsAndCarrier(19);
    const first = (ahead_s?: number) => {
      const asked = params({ iterations: 0, ...(ahead_s === undefined ? {} : { ahead_s }) });
      return solveInline(problem, asked, { elapsed_s: () => 0.01 }).best;
    };
    const vansOf = (packed: Int32Array) => typesOf(packed).filter((type) => type === 0).length;
    expect(vansOf(first(10))).toBeGreaterThan(2);
    for (const ahead_s of [undefined, 0.2]) expect(first(ahead_s)).toEqual(first());
    expect(vansOf(first())).toBe(0);
  });
});
