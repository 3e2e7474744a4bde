import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RoutingRequest, Stop } from '../../src/contract/request.ts';
import { planOf } from './solve-plan.ts';
import { anyRequest } from './solve-world.ts';

const SMALL = { tasks: [2, 7], kinds: [1, 2], count: [1, 2] } as const satisfies Parameters<typeof anyRequest>[0];

/** The first windows of some tasks open at a time. */
function openedAt(request: RoutingRequest, isMoved: boolean[], opens_s: number): RoutingRequest {
  const moved = ({ windows: [first, ...others], ...rest }: Stop): Stop => ({
    ...rest,
    windows: first ? [[opens_s, first[1]], ...others] : [],
  });
  const tasks = request.tasks.map((task, t) => (isMoved[t] ? { ...task, stops: task.stops.map(moved) } : task));
  return { ...request, tasks };
}

describe('a window that is open before any shift', () => {
  const timed = fc.oneof(
    anyRequest(SMALL, { windows: 'one', shifts: true }),
    anyRequest(SMALL, { windows: 'several', shifts: true }),
  );
  const someTasks = fc.array(fc.boolean(), { minLength: 7, maxLength: 7 });

  it.each([0, -1e9])('might have opened at %d: as much is served, for as much', (opens_s) => {
    fc.assert(
      fc.property(timed, someTasks, (request, isMoved) => {
        const firstShift_s = Math.min(...request.vehicles.map(({ shift }) => shift![0]));
        const closes_s = request.tasks.flatMap(({ stops }) =>
          stops.map(({ windows }) => windows[0]?.[1] ?? firstShift_s),
        );
        fc.pre(Math.min(...closes_s) >= firstShift_s);
        const before = planOf(openedAt(request, isMoved, firstShift_s));
        const plan = planOf(openedAt(request, isMoved, Math.min(opens_s, firstShift_s)));
        expect(plan.objectives[0]).toEqual(before.objectives[0]);
        expect(plan.cost.total).toBeCloseTo(before.cost.total, 6);
      }),
      { seed: 41, numRuns: 150 },
    );
  });
});
