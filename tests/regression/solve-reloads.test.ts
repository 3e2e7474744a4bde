import { describe, expect, it } from 'vitest';
import { checkPlan } from '../../src/check/index.ts';
import type { RoutingRequest, Vehicle } from '../../src/contract/request.ts';
import { planOf } from '../property/solve-plan.ts';
import { pause, reload, requestOf, task, vehicle } from '../unit/plan-world.ts';
import { homesAround, VAN } from './homes.ts';

const HOMES = 116;

/** Homes around a depot, of a third in windows, for small vans: ten parcels each, twelve trips in all. */
function day(seed: number, van: Partial<Vehicle>): RoutingRequest {
  const { windows, world } = homesAround(seed, HOMES);
  const tasks = windows.map((each, i) => task(`t${i}`, i + 1, { load: [1], service_s: 120, windows: each }));
  return requestOf(tasks, [vehicle({ count: 24, capacity: [10], ...VAN, ...van })], world);
}

function solved(request: RoutingRequest, iterations: number) {
  const plan = planOf(request, { iterations });
  expect(checkPlan(request, plan).violations).toEqual([]);
  expect(plan.unassigned).toEqual([]);
  return plan.summary;
}

/**
 * A van that comes back for more drives no farther than one van per trip, and there are as many vans as the hours take. Once there
 * were two or three times as many, for a trip could join another only task by task, and its last one went 8 % farther.
 */
describe('vans that reload', () => {
  it.each([
    ['at the depot', { reloads: [reload(0, { service_s: 300 })] }],
    [
      'with a lunch break',
      {
        reloads: [reload(0, { service_s: 300 })],
        breaks: [pause('lunch', 1800, { windows: [[12_000, 20_000]] })],
      },
    ],
  ] as [string, Partial<Vehicle>][])('drive as many trips as their day has room for: %s', (_, van) => {
    for (const seed of [1, 2, 3]) {
      const separate = solved(day(seed, {}), 5000);
      const reloading = solved(day(seed, van), 5000);
      // A day and a third of work: two vans, or three.
      expect(reloading.vehicles_used).toBeLessThanOrEqual(3);
      expect(reloading.distance_m).toBeLessThan(1.055 * separate.distance_m);
    }
  });
});
