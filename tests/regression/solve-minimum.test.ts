import { expect, it } from 'vitest';
import { checkPlan } from '../../src/check/index.ts';
import { planOf } from '../property/solve-plan.ts';
import { NO_COSTS, requestOf, task, vehicle } from '../unit/plan-world.ts';
import { homesAround } from './homes.ts';

const JOBS = 165;

// Six full lorries and a seventh with half of its minimum left 15 unserved: each parcel moved there counted as one more left out.
it('serves all where the last lorry reaches its minimum only with what others carry', () => {
  const { world } = homesAround(3, JOBS);
  const tasks = Array.from({ length: JOBS }, (_, i) => task(`t${i}`, i + 1, { load: [1] }));
  const lorry = vehicle({ count: 9, capacity: [25], minLoad: [22], costs: { ...NO_COSTS, fixed: 120, per_km: 1 } });
  const request = requestOf(tasks, [lorry], world);
  for (const seed of [1, 2]) {
    const plan = planOf(request, { seed, iterations: 5000 });
    expect(checkPlan(request, plan).violations).toEqual([]);
    expect(plan.unassigned).toEqual([]);
  }
});
