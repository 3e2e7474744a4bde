import { describe, expect, it } from 'vitest';
import { checkPlan } from '../../src/check/index.ts';
import type { Relation, RoutingRequest } from '../../src/contract/request.ts';
import { Rng } from '../../src/kit/rng.ts';
import type { Problem } from '../../src/model/problem.ts';
import { Anneal } from '../../src/routing/search/anneal.ts';
import { blocksOf, leavesOutBound } from '../../src/routing/search/blocks.ts';
import { partition } from '../../src/routing/search/partition.ts';
import { solveInline } from '../../src/routing/solve.ts';
import { pack, packedLength, routeStarts } from '../../src/routing/state/packed.ts';
import { Tours } from '../../src/routing/state/tours.ts';
import { pause, vehicle } from './plan-world.ts';
import { compiled, params, planOfWords, town } from './pool-world.ts';

const relation = (kind: Relation['kind'], ...tasks: number[]): Relation => ({ kind, tasks, minGap_s: 0 });
const RELATIONS = [
  relation('same_vehicle', 3, 100),
  relation('different_vehicles', 5, 6),
  relation('sequence', 7, 60, 110),
  relation('sequence', 60, 20),
];

function day(size: number): RoutingRequest {
  const lunch = pause('lunch', 300, { windows: [[2000, 6000]] });
  const vans = vehicle({ count: Math.ceil(size / 8), capacity: [30], shift: [0, 20_000], breaks: [lunch] });
  return { ...town(size), vehicles: [vans], relations: RELATIONS };
}

function solutionOf(problem: Problem) {
  const tours = new Tours(problem);
  new Anneal(tours, new Rng(4)).construct();
  const words = new Int32Array(packedLength(problem, problem.tasks));
  pack(problem, tours, words);
  return { words, routeOf: (task: number) => tours.route[tours.at[task]!]! };
}

describe('routes of which tasks wait for each other', () => {
  const { problem } = compiled(day(120));
  const { words, routeOf } = solutionOf(problem);

  it('are one block, all others by themselves', () => {
    const bound = new Set([7, 60, 110, 20].map(routeOf));
    const blocks = blocksOf(problem, words);
    expect(blocks.flat().sort((a, b) => a - b)).toEqual(routeStarts(words));
    expect(blocks.map(({ length }) => length).filter((length) => length > 1)).toEqual([bound.size]);
  });

  it('are in the same part, wherever it is cut', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const parts = [0, 1, 2].map(() => new Int32Array(words.length));
      const quotas = parts.map(() => new Int32Array(problem.types));
      partition(problem, words, parts, quotas, new Rng(seed));
      const servedIn = (part: Int32Array) =>
        new Set(routeStarts(part).flatMap((at) => [...part.subarray(at + 2, at + 2 + part[at + 1]!)]));
      const holding = parts.map((part) =>
        [7, 60, 110, 20].filter((task) => servedIn(part).has(problem.firstStop[task]!)),
      );
      expect(holding.map(({ length }) => length).sort()).toEqual([0, 0, 4]);
      expect(parts.every((part) => part[0]! > 0)).toBe(true);
    }
  });

  it('need a whole only while one of the tasks that are bound is left out', () => {
    expect(leavesOutBound(problem, words)).toBe(false);
    const absent = (task: number) => leavesOutBound(problem, Int32Array.of(0, 1, task));
    expect([3, 5, 20, 7].map(absent)).toEqual([true, false, true, true]);
  });
});

describe('a day with relations that is large enough for parts', () => {
  it('is searched in parts, and keeps its relations', { timeout: 120_000 }, () => {
    const request = day(640);
    const model = compiled(request);
    for (const seed of [1, 2]) {
      const { best } = solveInline(model.problem, params({ lanes: 2, iterations: 400, seed }), { elapsed_s: () => 0 });
      const plan = planOfWords(request, model, best);
      expect(checkPlan(request, plan).violations).toEqual([]);
      expect(plan.unassigned).toEqual([]);
    }
  });
});
