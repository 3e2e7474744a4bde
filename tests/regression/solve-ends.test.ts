import { describe, expect, it } from 'vitest';
import { checkPlan } from '../../src/check/index.ts';
import type { RoutingRequest } from '../../src/contract/request.ts';
import { planOf } from '../property/solve-plan.ts';
import { placesAt, requestOf, task, vehicle } from '../unit/plan-world.ts';

const FULL = 70;

/** Many tasks that fill a vehicle each, one on the near side of them and one far behind: those two fit one vehicle. */
function onTheWay(): RoutingRequest {
  const positions: [number, number][] = Array.from({ length: FULL }, (_, i) => [50 + i / 10, i % 2]);
  const all: [number, number][] = [[0, 0], ...positions, [49, 0], [150, 0]];
  return requestOf(
    all.slice(1).map((_, i) => task(`t${i}`, i + 1, { load: [i < FULL ? 100 : 50] })),
    [vehicle({ count: FULL + 2, capacity: [100] })],
    { places: placesAt(all) },
  );
}

describe('a task whose neighbours are all full', () => {
  // Once only routes of its nearest were looked at, so that it got a vehicle of its own, and kept it.
  it('goes along with a vehicle that passes on its way to somewhere else', () => {
    const request = onTheWay();
    const plan = planOf(request, { iterations: 1 });
    expect(checkPlan(request, plan).violations).toEqual([]);
    expect(plan.unassigned).toEqual([]);
    expect(plan.routes).toHaveLength(FULL + 1);
  });
});
