import { describe, expect, it } from 'vitest';
import { checkPlan } from '../../src/check/index.ts';
import type { RoutingRequest } from '../../src/contract/request.ts';
import { Rng } from '../../src/kit/rng.ts';
import { planOf } from '../property/solve-plan.ts';
import { placesAt, requestOf, task, vehicle } from '../unit/plan-world.ts';

/** A day of 120 tasks all over a square, for vans that have room for nine tenths of them. */
function overfull(seed: number): RoutingRequest {
  const rng = new Rng(seed);
  const positions = Array.from({ length: 121 }, (): [number, number] => [rng.below(1000), rng.below(1000)]);
  return requestOf(
    positions.slice(1).map((_, i) => task(`t${i}`, i + 1, { load: [1 + rng.below(9)] })),
    [vehicle({ count: 9, capacity: [60] })],
    { places: placesAt(positions) },
  );
}

describe('a day with more tasks than there is room for', () => {
  // Whatever relieved the tasks that were absent was accepted at any cost to the end: tours were up to twice as long as need be.
  it.each([1, 2, 3])('has tours about as short as those of what it serves alone (seed %i)', (seed) => {
    const request = overfull(seed);
    const plan = planOf(request, { seed, iterations: 12_000 });
    expect(checkPlan(request, plan).violations).toEqual([]);
    expect(plan.unassigned.length).toBeGreaterThan(0);
    const left = new Set(plan.unassigned.map(({ task: id }) => id));
    const served = { ...request, tasks: request.tasks.filter(({ id }) => !left.has(id)) };
    const alone = planOf(served, { seed, iterations: 12_000 });
    expect(alone.unassigned).toEqual([]);
    expect(plan.summary.distance_m).toBeLessThan(1.2 * alone.summary.distance_m);
  });
});
