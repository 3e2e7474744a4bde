import { describe, expect, it } from 'vitest';
import type { GivenRoute, Vehicle } from '../../src/contract/request.ts';
import { explainPlan } from '../../src/explain/index.ts';
import { planOf } from '../property/solve-plan.ts';
import { requestOf, task, vehicle } from './plan-world.ts';

/** One van that stays where it is, and a task that nobody can serve. */
function asked(rest: Partial<Vehicle> = {}) {
  const routes: GivenRoute[] = [{ vehicle: 0, number: 1, steps: [], locked: 0, pinned: true }];
  const request = { ...requestOf([task('t', 10, { load: [5] })], [vehicle({ id: 'v', ...rest })]), routes };
  const slots = [{ task: { ...task('new', 20), onBoardOf: null }, windows: [[0, 500] as [number, number]] }];
  return explainPlan(request, planOf(request, { iterations: 10 }), { vehicles: [0], unassigned: true, slots });
}

describe('a vehicle that is pinned to a route with nothing on it', () => {
  it.each([
    ['without limits', {}],
    ['with room for the task', { capacity: [80] }],
  ])('is told as what is in the way: %s', (_, rest) => {
    const { vehicles, unassigned, slots } = asked(rest);
    expect(vehicles).toEqual([{ task: 't', alternatives: [] }]);
    expect(unassigned![0]!.vehicles).toMatchObject([
      { vehicle: 'v', rule: 'no_room.pinned', obstacle: "the route of 'v' is pinned", frees: null },
    ]);
    expect(slots![0]!.slots).toMatchObject([{ cost: null, obstacle: "the route of 'v' is pinned" }]);
  });
});
