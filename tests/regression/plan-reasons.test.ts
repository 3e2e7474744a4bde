import { describe, expect, it } from 'vitest';
import { checkPlan } from '../../src/check/index.ts';
import type { RoutingRequest } from '../../src/contract/request.ts';
import { planOf } from '../property/solve-plan.ts';
import { requestOf, task, vehicle } from '../unit/plan-world.ts';

/** Two vans that differ by name alone, and two parcels that only the second may take, which has room for one. */
function dayFor(rest: Partial<RoutingRequest['tasks'][number]>): RoutingRequest {
  const parcels = [10, 20].map((x) => task(`t${x}`, x, { load: [1], ...rest }));
  return requestOf(parcels, [vehicle({ id: 'v1', capacity: [1] }), vehicle({ id: 'v2', capacity: [1] })]);
}

describe('the reason of a task that only one of two vans alike may take', () => {
  it.each([
    ['by its list', { onlyVehicles: ['v2'] }],
    ['by what it forbids', { forbiddenVehicles: ['v1'] }],
  ])('is that it has no room: %s', (_, rest) => {
    const request = dayFor(rest);
    const plan = planOf(request, { iterations: 50 });
    expect(plan.unassigned.map(({ reason }) => reason)).toEqual(['no_room']);
    expect(checkPlan(request, plan).violations).toEqual([]);
  });
});

describe('a load that is a sum of doubles', () => {
  it('has the price that planner and checker find', () => {
    const tariff = [
      { zone: null, upTo: [0.3], price: 1 },
      { zone: null, upTo: null, price: 5 },
    ];
    const request = requestOf([task('t', 10, { load: [0.1 + 0.2] })], [vehicle({ capacity: [1], tariff })]);
    const plan = planOf(request, { iterations: 10 });
    expect(plan.cost.tasks).toBe(1);
    expect(checkPlan(request, plan).violations).toEqual([]);
  });

  it('fits the only row of a tariff for the solver, too', () => {
    const tariff = [{ zone: null, upTo: [0.3], price: 1 }];
    const request = requestOf([task('t', 10, { load: [0.1 + 0.2] })], [vehicle({ tariff })]);
    const plan = planOf(request, { iterations: 10 });
    expect(plan.unassigned).toEqual([]);
    expect(plan.cost.tasks).toBe(1);
  });
});
