import { afterAll, describe, expect, it } from 'vitest';
import { DistrictSearch } from '../../src/jobs/district-search.ts';
import { createSolverPool } from '../../src/pool/pool.ts';
import { NO_COSTS, vehicle } from './plan-world.ts';
import { params, town } from './pool-world.ts';

const pool = createSolverPool({ threads: 2, grace_s: 20 });
afterAll(() => pool.close());

/** A day of 150 tasks for 16 own vans of some ten tasks each, or a carrier that is paid by the task. */
function dayOf(price: number) {
  const request = town(150);
  request.profiles.push({ kind: 'none', name: 'none', traffic: [] });
  const costs = { ...NO_COSTS, per_task: price };
  request.vehicles = [
    vehicle({ count: 16, capacity: [30] }),
    vehicle({ id: 'carrier', count: 150, profile: 1, start: null, end: null, costs }),
  ];
  return request;
}

/** Of a first plan, and next to nothing after it: how many vans are used. @param time_s that the whole search has */
async function vansUsed(price: number, time_s: number) {
  const request = dayOf(price);
  const asked = { request, pool, params: params({ lanes: 2, iterations: null, time_s }), hooks: {} };
  const rehearse = () => time_s;
  const search = new DistrictSearch({ ...asked, rehearse, started_ns: process.hrtime.bigint() }, 30);
  const answer = await search.run({ routes: [], unassigned: request.tasks.map((_, t) => t) });
  if (!answer.ok) throw new Error(JSON.stringify(answer.errors));
  expect(answer.solution.unassigned).toEqual([]);
  return answer.solution.routes.filter((route) => route.vehicle === 0).length;
}

describe('a timed search in districts', () => {
  it('begins with own vans where they pay, though no task alone is worth one', async () => {
    expect(await vansUsed(400, 60)).toBeGreaterThan(10);
  });

  it('begins with a carrier where that is far cheaper', async () => {
    expect(await vansUsed(20, 60)).toBe(0);
  });
});
