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

describe('a task that needs others beside it', () => {
  const parcels = (count: number, rest: Parameters<typeof task>[2] = {}) =>
    Array.from({ length: count }, (_, i) => task(`t${i}`, 10 + i, { load: [1], ...rest }));
  const leftIn = (request: RoutingRequest) => {
    const plan = planOf(request, { iterations: 50 });
    expect(checkPlan(request, plan).violations).toEqual([]);
    return plan.unassigned;
  };

  it('has no room where they fill the van, whatever it is sent out for', () => {
    const van = vehicle({ capacity: [5], minLoad: [4] });
    expect(leftIn(requestOf(parcels(7), [van])).map(({ reason }) => reason)).toEqual(['no_room', 'no_room']);
    const hired = vehicle({ minDuty_s: 100, maxTasks: 1 });
    expect(leftIn(requestOf([task('far', 60, { priority: 1 }), task('near', 10)], [hired]))).toMatchObject([
      { task: 'near', reason: 'no_room' },
    ]);
  });

  it('has no room where they are not there', () => {
    const [left] = leftIn(requestOf(parcels(1), [vehicle({ capacity: [5], minLoad: [4] })]));
    expect(left).toMatchObject({
      reason: 'no_room',
      cause:
        "'van' may serve it, but no route has room for it, and no vehicle that is left can take it in this plan. " +
        "To serve it alone 'van' would break another of its rules: less than its minimum load or duty.",
    });
  });

  it('has no room where the van is full of pickups beside its delivery', () => {
    const tasks = [task('out', 5, { load: [1] }), ...parcels(3, { kind: 'pickup' })];
    const left = leftIn(requestOf(tasks, [vehicle({ capacity: [2], backhauls: 'after_a_delivery' })]));
    expect(left.map(({ reason }) => reason)).toEqual(['no_room']);
  });

  it('has no room where a vehicle in progress is full of what it came with', () => {
    const van = vehicle({ inProgress: true, capacity: [10], initialLoad: [8], shift: [0, 1000] });
    const left = leftIn(requestOf([task('more', 20, { load: [3] })], [van]));
    expect(left).toMatchObject([{ reason: 'no_room', cause: expect.stringContaining('what it has on board') }]);
  });
});
