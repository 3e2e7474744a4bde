import { afterAll, describe, expect, it } from 'vitest';
import { checkPlan } from '../../src/check/index.ts';
import type { GivenRoute, RoutingRequest, Vehicle } from '../../src/contract/request.ts';
import { Districts, isDivisible } from '../../src/districts/index.ts';
import { givenSolution } from '../../src/jobs/decode.ts';
import { DistrictSearch } from '../../src/jobs/district-search.ts';
import { Rng } from '../../src/kit/rng.ts';
import { buildPlan } from '../../src/plan/build.ts';
import { createSolverPool } from '../../src/pool/pool.ts';
import { REPORT, reload, vehicle } from './plan-world.ts';
import { params, town } from './pool-world.ts';

const pool = createSolverPool({ threads: 2 });
afterAll(() => pool.close());

const route = (rest: Partial<GivenRoute>): GivenRoute => ({
  ...{ vehicle: 1, number: 1, steps: [], locked: 0, pinned: false },
  ...rest,
});
const step = (task: number) => ({ kind: 'step' as const, task, part: 0 as const, option: 0 });

/** A hundred tasks, vans enough for nearly all, and one van of its own with a route. */
function dayWith(van: Partial<Vehicle>, given: GivenRoute): RoutingRequest {
  const request = town(100);
  const own = vehicle({ id: 'own', capacity: [30], ...van });
  return { ...request, vehicles: [vehicle({ count: 9, capacity: [30] }), own], routes: [given] };
}

/** Plan of a search in districts of thirty tasks. */
async function solved(request: RoutingRequest) {
  expect(isDivisible(request)).toBe(true);
  const asked = { request, pool, params: params({ lanes: 2, iterations: 1500 }), hooks: {}, rehearse: () => 0 };
  const search = new DistrictSearch({ ...asked, started_ns: process.hrtime.bigint() }, 30);
  const answer = await search.run(givenSolution(request));
  if (!answer.ok) throw new Error(JSON.stringify(answer.errors));
  const plan = buildPlan(request, answer.solution, REPORT);
  expect(checkPlan(request, plan).violations).toEqual([]);
  return plan.routes.find((one) => one.vehicle === 'own');
}

describe('what has to stay, in districts', () => {
  it('is nothing of a van that is pinned to nothing', async () => {
    expect(await solved(dayWith({}, route({ pinned: true })))).toBeUndefined();
  });

  it('is a reload that the van begins with, also where it serves nothing for a while', async () => {
    const van = { reloads: [reload(0), reload(0)] };
    const first = { kind: 'reload' as const, reload: 0 };
    const own = await solved(dayWith(van, route({ steps: [first, step(3), step(4)], locked: 1 })));
    if (own !== undefined) expect(own.stops[1]).toMatchObject({ kind: 'reload', reload: 0 });
  });

  it('is what a van begins with', async () => {
    const own = await solved(dayWith({}, route({ steps: [step(7), step(90), step(3)], locked: 2 })));
    expect(own!.stops.slice(1, 3).map(({ task }) => task)).toEqual(['t7', 't90']);
  });

  it('leaves goods with the vehicle that has them on board, wherever it is and whatever it leaves out', () => {
    const request = dayWith({ initialLoad: [12], shift: [0, 1e6], inProgress: true }, route({}));
    const onBoard = { onBoardOf: 1, isPickedUp: false };
    request.tasks = request.tasks.map((each, i) => (i % 40 === 3 ? { ...each, ...onBoard } : each));
    for (const { tasks, request: part } of new Districts(request).divide(givenSolution(request), new Rng(1), 30)) {
      const isThere = part.vehicles[1]!.count === 1;
      expect([3, 43, 83].filter((task) => tasks.includes(task))).toEqual(isThere ? [3, 43, 83] : []);
    }
  });

  it('is searched as a whole where it is one of several vehicles alike, or may be too short to be driven', () => {
    expect(isDivisible(dayWith({ count: 2 }, route({ pinned: true })))).toBe(false);
    expect(isDivisible(dayWith({ minDuty_s: 600 }, route({ steps: [step(1)], locked: 1 })))).toBe(false);
  });
});
