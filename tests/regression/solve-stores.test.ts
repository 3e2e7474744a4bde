import { describe, expect, it } from 'vitest';
import { checkPlan } from '../../src/check/index.ts';
import type { RoutingRequest, Vehicle } from '../../src/contract/request.ts';
import { planOf } from '../property/solve-plan.ts';
import { requestOf, shipment, stop, task, vehicle } from '../unit/plan-world.ts';
import { homesAround, VAN } from './homes.ts';

const HOMES = 60;
const LUNCH = { id: 'lunch', description: null, duration_s: 1800, windows: [[12_000, 20_000] as [number, number]] };

/** Homes served from a store at the depot, of a third in windows: loaded before the tour leaves, or a shipment each. */
function storeDay(seed: number, asShipments: boolean, rules: Partial<Vehicle>): RoutingRequest {
  const { windows, world } = homesAround(seed, HOMES);
  const tasks = windows.map((each, i) => {
    const home = { service_s: 120, windows: each };
    if (!asShipments) return task(`t${i}`, i + 1, { load: [1], ...home });
    return shipment(`t${i}`, 0, i + 1, { load: [1], deliveryStops: [stop(i + 1, home)] });
  });
  return requestOf(tasks, [vehicle({ count: 12, capacity: [20], ...VAN, ...rules })], world);
}

/** Cost of a plan that serves all and keeps all rules. */
function costOf(request: RoutingRequest, iterations: number): number {
  const plan = planOf(request, { iterations });
  expect(checkPlan(request, plan).violations).toEqual([]);
  expect(plan.unassigned).toEqual([]);
  return plan.cost.total;
}

/**
 * What is fetched at the store costs no more than what is loaded there before, and less where a van comes back for more. Where
 * vans were paid by the hour, all places of shipments were simulated, a few dozen each: a third of the tasks found none.
 */
describe('shipments from a store', () => {
  const breaks = [{ ...LUNCH, afterDriving_s: null, drivenBefore_s: 0, maxLoad: null }];
  const cases: [string, Partial<Vehicle>, number, number][] = [
    ['vans paid by the hour', {}, 3000, 2000],
    ['a lunch break', { breaks }, 300, 700],
    ['the last one loaded leaving first', { unloading: 'lifo' }, 3000, 600],
  ];
  it.each(cases)('cost no more than deliveries, with %s', (_, rules, delivering, shipping) => {
    for (const seed of [1, 2]) {
      const delivered = costOf(storeDay(seed, false, rules), delivering);
      expect(costOf(storeDay(seed, true, rules), shipping)).toBeLessThan(1.02 * delivered);
    }
  });
});
