import { afterAll, describe, expect, it } from 'vitest';
import { checkPlan } from '../../src/check/index.ts';
import type { RoutingRequest, Vehicle } from '../../src/contract/request.ts';
import { carriersOf } from '../../src/districts/carriers.ts';
import { Districts } from '../../src/districts/index.ts';
import { DistrictSearch } from '../../src/jobs/district-search.ts';
import { Rng } from '../../src/kit/rng.ts';
import type { RawSolution } from '../../src/model/solution.ts';
import { buildPlan } from '../../src/plan/build.ts';
import { createSolverPool } from '../../src/pool/pool.ts';
import { NO_COSTS, pause, REPORT, reload, vehicle } from './plan-world.ts';
import { params, town } from './pool-world.ts';

const pool = createSolverPool({ threads: 2, grace_s: 20 });
afterAll(() => pool.close());

const carrier = (rest: Partial<Vehicle> = {}): Vehicle =>
  vehicle({ id: 'carrier', profile: 1, start: null, end: null, costs: { ...NO_COSTS, per_task: 400 }, ...rest });

/** A day of 150 tasks, five own vans of ten tasks each, and one carrier. */
function dayWith(rest: Partial<Vehicle> = {}): RoutingRequest {
  const request = town(150);
  request.profiles.push({ kind: 'none', name: 'none', traffic: [] });
  request.vehicles = [vehicle({ count: 5, capacity: [30] }), carrier(rest)];
  return request;
}

const nothing = ({ tasks }: RoutingRequest): RawSolution => ({ routes: [], unassigned: tasks.map((_, t) => t) });

async function solved(request: RoutingRequest): Promise<RawSolution> {
  const asked = { request, pool, params: params({ lanes: 2, iterations: 600 }), hooks: {}, rehearse: () => 0 };
  const search = new DistrictSearch({ ...asked, started_ns: process.hrtime.bigint() }, 30);
  const answer = await search.run(nothing(request));
  if (!answer.ok) throw new Error(JSON.stringify(answer.errors));
  return answer.solution;
}

describe('an outside carrier beside districts', () => {
  it('serves what is left in all of them, on one route', async () => {
    const request = dayWith();
    const solution = await solved(request);
    expect(solution.unassigned).toEqual([]);
    const carried = solution.routes.filter(({ vehicle }) => vehicle === 1);
    expect(carried.map(({ number }) => number)).toEqual([1]);
    expect(carried[0]!.steps.length).toBeGreaterThan(60);
    expect(solution.routes.filter(({ vehicle }) => vehicle === 0).length).toBe(5);
    expect(checkPlan(request, buildPlan(request, solution, REPORT)).violations).toEqual([]);
  });

  it('makes no district larger, and all of its routes come back whole', () => {
    const request = dayWith({ count: 2 });
    const steps = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, k) => ({
        kind: 'step' as const,
        task: from + k,
        part: 0 as const,
        option: 0,
      }));
    const routes = [
      { vehicle: 0, number: 1, steps: steps(0, 10) },
      { vehicle: 1, number: 1, steps: steps(10, 100) },
      { vehicle: 1, number: 2, steps: steps(100, 140) },
    ];
    const unassigned = Array.from({ length: 10 }, (_, k) => 140 + k);
    const districts = new Districts(request);
    const parts = districts.divide({ routes, unassigned }, new Rng(1), 30);
    expect(Math.max(...parts.map(({ tasks }) => tasks.length))).toBeLessThan(40);
    for (const { request: own } of parts) expect(own.vehicles[1]!.count).toBe(2);
    const whole = districts.join(
      parts.map((district) => {
        const served = new Set(
          district.request.routes.flatMap((route) => route.steps.map((step) => 'task' in step && step.task)),
        );
        const left = district.tasks.map((_, t) => t).filter((t) => !served.has(t));
        return { district, solution: { routes: district.request.routes, unassigned: left } };
      }),
    );
    const tasksOf = (nth: number) =>
      whole.routes[nth]!.steps.map((step) => (step.kind === 'step' ? step.task : -1)).sort((a, b) => a - b);
    expect(whole.unassigned).toEqual(unassigned);
    expect(whole.routes.map(({ vehicle, number }) => [vehicle, number])).toEqual([
      [0, 1],
      [1, 1],
      [1, 2],
    ]);
    expect([0, 1, 2].map(tasksOf)).toEqual(routes.map((route) => route.steps.map(({ task }) => task)));
  });

  it.each<[string, Partial<Vehicle>]>([
    ['that drives', { profile: 0 }],
    ['with room for so much', { capacity: [900] }],
    ['with so many tasks', { maxTasks: 99 }],
    ['with a shift', { shift: [0, 1e6] }],
    ['that reloads', { reloads: [reload(0)] }],
    ['that rests', { breaks: [pause('rest', 60, { windows: [[0, 1e6]] })] }],
    ['that unloads last in, first out', { unloading: 'lifo' }],
    ['that is paid once', { costs: { ...NO_COSTS, fixed: 1 } }],
  ])('is in one district at a time %s', (_, rest) => {
    expect([...carriersOf(dayWith(rest))]).toEqual([]);
    expect([...carriersOf(dayWith())]).toEqual([1]);
  });

  it('is in one district at a time where tasks have times, or goods must not travel together', () => {
    const timed = dayWith();
    timed.tasks[9]!.stops[0]!.windows = [[0, 1e6]];
    expect([...carriersOf(timed)]).toEqual([]);
    const mixed = { ...dayWith(), incompatibleGoods: [['food', 'chlorine'] as [string, string]] };
    expect([...carriersOf(mixed)]).toEqual([]);
  });
});
