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

/** Task 3 and task 9 have windows. */
function timed(request: RoutingRequest): RoutingRequest {
  for (const t of [3, 9]) request.tasks[t]!.stops[0]!.windows = [[0, 7200]];
  return request;
}

const sharedIn = (request: RoutingRequest): number[] => [...carriersOf(request, 30).vehicles];

function onCarrier({ tasks }: RoutingRequest, served: number[]): RawSolution {
  const steps = served.map((task) => ({ kind: 'step' as const, task, part: 0 as const, option: 0 }));
  return {
    routes: [{ vehicle: 1, number: 1, steps }],
    unassigned: tasks.flatMap((_, t) => (served.includes(t) ? [] : [t])),
  };
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
    ['with room for so much', { capacity: [149] }],
    ['with so many tasks', { maxTasks: 99 }],
    ['with a shift', { shift: [0, 1e6] }],
    ['that reloads', { reloads: [reload(0)] }],
    ['that rests', { breaks: [pause('rest', 60, { windows: [[0, 1e6]] })] }],
    ['that unloads last in, first out', { unloading: 'lifo' }],
    ['that is paid once', { costs: { ...NO_COSTS, fixed: 1 } }],
  ])('is in one district at a time %s', (_, rest) => {
    expect(sharedIn(dayWith(rest))).toEqual([]);
    expect(sharedIn(dayWith())).toEqual([1]);
  });

  it('is in all where its limits are wider than the day', () => {
    expect(sharedIn(dayWith({ capacity: [1e6], maxTasks: 150, maxDistance_m: 9 }))).toEqual([1]);
  });

  it('is in one district at a time where tasks are due, or there is one for each and tasks are particular', () => {
    const due = dayWith();
    due.tasks[9]!.due_s = 1e6;
    expect(sharedIn(due)).toEqual([]);
    const riding = dayWith();
    Object.assign(riding.tasks[9]!, { kind: 'pickup', maxRide_s: 1e6 });
    expect(sharedIn(riding)).toEqual([]);
    expect(sharedIn(dayWith({ count: 5 }))).toEqual([1]);
    expect(sharedIn(timed(dayWith({ count: 5 })))).toEqual([]);
    expect(sharedIn(timed(dayWith({ count: 4 })))).toEqual([1]);
  });
});

describe('tasks with times beside a carrier of all districts', () => {
  it('are those with a window, a release or a longest ride, in sequences or apart from others, or with goods that keep others away', () => {
    const request = timed(dayWith());
    request.tasks[30]!.release_s = 60;
    request.tasks[32]!.maxRide_s = 7200;
    request.tasks[31]!.goods = 'chlorine';
    request.relations = [
      { kind: 'different_vehicles', tasks: [40, 41] },
      { kind: 'sequence', tasks: [42, 43] },
      { kind: 'same_vehicle', tasks: [44, 45] },
    ] as RoutingRequest['relations'];
    const found = carriersOf({ ...request, incompatibleGoods: [['food', 'chlorine']] }, 30).particular;
    expect([...found].sort((a, b) => a - b)).toEqual([3, 9, 30, 31, 32, 40, 41, 42, 43]);
  });

  it('go with it in one district, the first: what is on its route already all to the same', () => {
    const request = timed(dayWith());
    for (const start of [nothing(request), onCarrier(request, [5, 9, 100, 3])]) {
      const parts = new Districts(request, 30).divide(start, new Rng(7), 30);
      expect(parts.length).toBeGreaterThan(3);
      const may = parts.map(({ tasks, request: own }) =>
        tasks.filter((t, i) => [3, 9].includes(t) && !own.tasks[i]!.forbiddenVehicles.includes('carrier')),
      );
      expect(may.slice(1).flat()).toEqual([]);
      for (const { tasks, request: own } of parts)
        tasks.forEach((t, i) => {
          if (![3, 9].includes(t)) expect(own.tasks[i]!.forbiddenVehicles).toEqual([]);
        });
      if (start.routes.length > 0) expect(may[0]!.toSorted((a, b) => a - b)).toEqual([3, 9]);
    }
  });

  it('go where one of them waits that nobody serves', () => {
    const request = dayWith();
    for (const { stops } of request.tasks) stops[0]!.windows = [[0, 1e6]];
    const seen = new Set<number>();
    for (let seed = 1; seed <= 12; seed++) {
      const [keeper] = new Districts(request, 30).divide(onCarrier(request, [5, 9, 100, 3]), new Rng(seed), 30);
      expect(keeper!.tasks).toEqual(expect.arrayContaining([3, 5, 9, 100]));
      for (const t of keeper!.tasks) seen.add(t);
    }
    expect(seen.size).toBeGreaterThan(120);
  });

  it('keep them on the route that districts put together, and nothing is left out for one window', async () => {
    const request = timed(dayWith());
    const solution = await solved(request);
    expect(solution.unassigned).toEqual([]);
    expect(checkPlan(request, buildPlan(request, solution, REPORT)).violations).toEqual([]);
  });

  it('keep their hours also where the carrier has most of them', async () => {
    const request = dayWith();
    for (const [t, { stops }] of request.tasks.entries()) if (t % 3 === 0) stops[0]!.windows = [[60 * t, 60 * t + 900]];
    request.tasks[4]!.release_s = 3000;
    request.relations = [{ kind: 'different_vehicles', tasks: [10, 11] }] as RoutingRequest['relations'];
    const solution = await solved(request);
    expect(checkPlan(request, buildPlan(request, solution, REPORT)).violations).toEqual([]);
    const carried = solution.routes.filter(({ vehicle }) => vehicle === 1);
    expect(carried.length).toBe(1);
    expect(solution.unassigned.filter((t) => t % 3 !== 0)).toEqual([]);
  });
});
