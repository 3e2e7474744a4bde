import { afterAll, describe, expect, it } from 'vitest';
import { checkPlan } from '../../src/check/index.ts';
import type { RoutingRequest } from '../../src/contract/request.ts';
import { Rng } from '../../src/kit/rng.ts';
import { createSolverPool } from '../../src/pool/pool.ts';
import { Anneal } from '../../src/routing/search/anneal.ts';
import { partition } from '../../src/routing/search/partition.ts';
import { solveInline } from '../../src/routing/solve.ts';
import { join, pack, packedLength, unpack } from '../../src/routing/state/packed.ts';
import { Tours } from '../../src/routing/state/tours.ts';
import { placesAt, shipment, vehicle } from './plan-world.ts';
import { compiled, params, planOfWords, town } from './pool-world.ts';

/** Two kinds of vehicle, some tasks optional, and not enough room for all: routes, absent tasks, spare vehicles. */
function mixedTown(size = 330): RoutingRequest {
  const plain = town(size);
  const tasks = plain.tasks.map((task, i) => (i % 7 === 0 ? { ...task, prize: 0.2 } : task));
  const vehicles = [
    vehicle({ id: 'small', count: Math.ceil(size / 20), capacity: [20] }),
    vehicle({ id: 'large', count: Math.ceil(size / 38), capacity: [45], maxTasks: 14 }),
  ];
  return { ...plain, tasks, vehicles };
}

const request = mixedTown();
const model = compiled(request);
const { problem } = model;

function solution() {
  const tours = new Tours(problem);
  const anneal = new Anneal(tours, new Rng(4));
  anneal.construct();
  anneal.run(50, problem.arcUnit);
  const words = new Int32Array(packedLength(problem, problem.tasks));
  pack(problem, tours, words);
  return words;
}

const numbered = (words: Int32Array) => {
  const tours = new Tours(problem);
  unpack(words, tours);
  return { cost: tours.cost, missing: tours.missing, used: [...tours.used], absent: tours.absentCount };
};

describe('the parts of a solution', () => {
  it.each([2, 3, 5])('of %i lanes are disjoint, together the whole, and have the whole fleet', (lanes) => {
    const words = solution();
    const parts = Array.from({ length: lanes }, () => new Int32Array(words.length));
    const quotas = parts.map(() => new Int32Array(problem.types));
    partition(problem, words, parts, quotas, new Rng(9));
    const whole = new Int32Array(words.length);
    join(parts, whole);
    expect(numbered(whole)).toEqual(numbered(words));
    const seen = new Tours(problem);
    unpack(whole, seen);
    const tasks = [...seen.route.keys()].filter((t) => seen.route[t]! >= 0 || seen.absentAt[t]! >= 0);
    expect(tasks).toHaveLength(problem.tasks);
    for (let type = 0; type < problem.types; type++) {
      expect(quotas.reduce((sum, quota) => sum + quota[type]!, 0)).toBe(problem.count[type]);
    }
    parts.forEach((part, lane) => {
      const { used } = numbered(part);
      used.forEach((count, type) => expect(count).toBeLessThanOrEqual(quotas[lane]![type]!));
    });
  });

  it('are about equally large', () => {
    const words = solution();
    const parts = [0, 1].map(() => new Int32Array(words.length));
    const quotas = parts.map(() => new Int32Array(problem.types));
    partition(problem, words, parts, quotas, new Rng(9));
    const [one, two] = parts.map(tasksIn) as [number, number];
    expect(Math.abs(one - two)).toBeLessThan(0.2 * (one + two));
  });
});

describe('spare vehicles, one of each type', () => {
  it.each([2, 3, 5])('are dealt evenly to %i parts', (count) => {
    const types = Array.from({ length: 31 }, (_, v) => vehicle({ id: `van-${v}`, capacity: [20 + v] }));
    const { problem } = compiled({ ...town(120), vehicles: types });
    const tours = new Tours(problem);
    new Anneal(tours, new Rng(4)).construct();
    const words = new Int32Array(packedLength(problem, problem.tasks));
    pack(problem, tours, words);
    const parts = Array.from({ length: count }, () => new Int32Array(words.length));
    const quotas = parts.map(() => new Int32Array(problem.types));
    partition(problem, words, parts, quotas, new Rng(9));
    const spare = parts.map((part, p) => quotas[p]!.reduce((sum, quota) => sum + quota, 0) - part[0]!);
    expect(spare.reduce((sum, own) => sum + own, 0)).toBe(31 - words[0]!);
    expect(31 - words[0]!).toBeGreaterThan(10);
    expect(Math.max(...spare) - Math.min(...spare)).toBeLessThanOrEqual(1);
  });
});

describe('the parts of a day of shipments', () => {
  it('are about equally large, too', () => {
    const plain = town(301);
    const tasks = Array.from({ length: 150 }, (_, i) => shipment(`s${i}`, 1 + i, 151 + i, { load: [1] }));
    const { problem } = compiled({ ...plain, tasks, vehicles: [vehicle({ count: 40, capacity: [3] })] });
    const tours = new Tours(problem);
    new Anneal(tours, new Rng(4)).construct();
    const words = new Int32Array(packedLength(problem, problem.tasks));
    pack(problem, tours, words);
    const parts = [0, 1, 2].map(() => new Int32Array(words.length));
    const quotas = parts.map(() => new Int32Array(problem.types));
    partition(problem, words, parts, quotas, new Rng(9));
    const sizes = parts.map(tasksIn);
    expect(Math.max(...sizes)).toBeLessThan(1.6 * Math.min(...sizes));
  });

  it('have a route each, however long others are', () => {
    // Five of two stops in one corner, one of 55 beside them, and one far away.
    const xs = Array.from({ length: 121 }, (_, i) => (i <= 10 ? i : i <= 65 ? 100 + i : 5000 + i));
    const { problem } = compiled({ ...town(120), places: placesAt(xs.map((x) => [x, 0])) });
    const tours = new Tours(problem);
    const routes = [...Array.from({ length: 5 }, () => 2), 55, 55];
    let visit = 0;
    routes.forEach((size, slot) => {
      for (let k = 0; k < size; k++) tours.append(visit++, slot, 0);
    });
    const words = new Int32Array(packedLength(problem, problem.tasks));
    pack(problem, tours, words);
    for (let seed = 0; seed < 30; seed++) {
      const parts = [0, 1, 2].map(() => new Int32Array(words.length));
      partition(
        problem,
        words,
        parts,
        parts.map(() => new Int32Array(problem.types)),
        new Rng(seed),
      );
      expect(Math.min(...parts.map((part) => part[0]!))).toBeGreaterThan(0);
    }
  });
});

function tasksIn(part: Int32Array): number {
  let tasks = 0;
  for (let at = 2, r = 0; r < part[0]!; r++, at += 2 + part[at + 1]!) tasks += part[at + 1]!;
  return tasks;
}

describe('lanes that work on parts', () => {
  const pool = createSolverPool({ threads: 2 });
  afterAll(() => pool.close());

  const request = mixedTown(700);
  const model = compiled(request);
  const { problem } = model;

  // Two parts: one lane for each, or several.
  it.each([2, 3, 5])('find the same in one thread and in two with %i lanes, and keep every rule', async (lanes) => {
    const wanted = params({ lanes, iterations: 400, seed: 8 });
    const inline = solveInline(problem, wanted, { elapsed_s: () => 0 });
    const plan = planOfWords(request, model, inline.best);
    expect(checkPlan(request, plan).violations).toEqual([]);
    const answer = await pool.solve(problem, wanted, process.hrtime.bigint());
    if (!answer.ok) throw new Error(JSON.stringify(answer.errors));
    expect(planOfWords(request, model, answer.result.best)).toEqual(plan);
    const costs = answer.result.trace.map(({ cost }) => cost);
    expect(costs).toEqual(inline.trace.map(({ cost }) => cost));
    // What the parts cost apart is what the whole costs.
    const tours = new Tours(problem);
    unpack(inline.best, tours);
    expect(tours.cost).toBe(costs.at(-1));
  });
});
