import { describe, expect, it } from 'vitest';
import { checkPlan } from '../../src/check/index.ts';
import type { RoutingRequest } from '../../src/contract/request.ts';
import { Rng } from '../../src/kit/rng.ts';
import { planOf } from '../property/solve-plan.ts';
import { NO_COSTS, placesAt, requestOf, task, vehicle } from '../unit/plan-world.ts';

const VISITS = 40;
const HOUR = 3600;

/** Visits, and jobs for which a key has to be fetched first, with prizes or (null) without a choice. */
function keyDay(seed: number, keys: number, key: number | null, job: number | null): RoutingRequest {
  const rng = new Rng(seed);
  const places = VISITS + 2 * keys + 1;
  const positions = Array.from({ length: places }, (): [number, number] => [rng.below(12_000), rng.below(12_000)]);
  const tasks = positions.slice(1).map((_, i) => {
    if (i < VISITS) return task(`t${i}`, i + 1, { service_s: 600 });
    const isKey = (i - VISITS) % 2 === 0;
    return task(`${isKey ? 'key' : 'job'}${(i - VISITS) >> 1}`, i + 1, { service_s: 300, prize: isKey ? key : job });
  });
  const relations = Array.from({ length: keys }, (_, i) => ({
    kind: 'sequence' as const,
    tasks: [VISITS + 2 * i, VISITS + 2 * i + 1],
    minGap_s: 0,
  }));
  const costs = { ...NO_COSTS, fixed: 40, per_km: 0.5, per_hour: 6 };
  const van = vehicle({ count: 8, shift: [0, 9 * HOUR], start: 0, end: 0, costs });
  return requestOf(tasks, [van], { places: placesAt(positions), relations });
}

function solved(request: RoutingRequest, seed: number) {
  const plan = planOf(request, { seed, iterations: 3_000 });
  expect(checkPlan(request, plan).violations).toEqual([]);
  return plan;
}

describe('a task that is worth nothing by itself, but that others wait for', () => {
  // Keys were fetched by vehicles of their own only, opened at random: days were up to 1.6 times as dear.
  it.each<[number, number, number | null]>([
    [1, 16, 60],
    [2, 16, 60],
    [1, 16, null],
    [2, 16, null],
  ])('is served on routes in use (seed %i, %i keys, jobs worth %s)', (seed, keys, job) => {
    const must = solved(keyDay(seed, keys, null, null), seed);
    const may = solved(keyDay(seed, keys, 0, job), seed);
    expect(may.unassigned).toEqual([]);
    expect(may.cost.total).toBeLessThan(1.2 * must.cost.total);
  });

  it('is left out with them where they are not worth it together', () => {
    const plan = solved(keyDay(1, 16, 0, 0.01), 1);
    expect(plan.unassigned.length).toBeGreaterThan(16);
    expect(plan.unassigned.length % 2).toBe(0);
  });
});
