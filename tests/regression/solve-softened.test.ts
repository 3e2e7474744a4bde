import { describe, expect, it } from 'vitest';
import { checkPlan } from '../../src/check/index.ts';
import type { RoutingRequest } from '../../src/contract/request.ts';
import { planOf } from '../property/solve-plan.ts';
import { vehicle } from '../unit/plan-world.ts';
import { town } from '../unit/pool-world.ts';

/** Nearly full vehicles for more tasks than one lane has: two lanes work on parts. */
function fullTown(backhauls: boolean, types: number): RoutingRequest {
  const request = town(640);
  const tasks = request.tasks.map(
    (task, i) => ({ ...task, kind: backhauls && i % 2 ? 'pickup' : 'delivery' }) as const,
  );
  const sum = (kind: string) => tasks.reduce((all, task) => all + (task.kind === kind ? task.load[0]! : 0), 0);
  const most = Math.ceil(Math.max(sum('delivery'), sum('pickup')) / 29.5);
  const vans = Array.from({ length: types }, (_, k) =>
    vehicle({
      ...{ id: `van${k}`, count: k === 0 ? 31 : 4, capacity: [most * (k + 1)], maxDuty_s: 3000 },
      backhauls: backhauls ? 'after_deliveries' : 'mixed',
    }),
  );
  return { ...request, tasks, vehicles: vans };
}

/** Vans with room to spare that are back before most of what is near them is served. */
function shortDays(): RoutingRequest {
  const request = town(640);
  return { ...request, vehicles: [vehicle({ count: 40, capacity: [10_000], maxDuty_s: 3000 })] };
}

describe('what is above a limit for a time', () => {
  // Once parts were let begin above their capacities, and took that for their best.
  it.each([
    ['backhauls', fullTown(true, 1)],
    ['one type', fullTown(false, 1)],
    ['two types', fullTown(false, 2)],
    ['short days', shortDays()],
  ])('is not in the plan of lanes that work on parts: %s', (_, request) => {
    const plan = planOf(request, { lanes: 2, iterations: 3000 });
    expect(checkPlan(request, plan).violations).toEqual([]);
    expect(plan.unassigned).toEqual([]);
  });
});
