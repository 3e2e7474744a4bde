import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkPlan } from '../../src/check/index.ts';
import type { RoutingRequest } from '../../src/contract/request.ts';
import { solvedOf } from './solve-plan.ts';
import { anyRequest } from './solve-world.ts';

const DAY = { tasks: [10, 40], kinds: [1, 3], count: [1, 6] } as const satisfies Parameters<typeof anyRequest>[0];
/** Arcs, waits and prizes are rounded to ticks. */
const PER_TASK = 1e-3;

/** Stops at the same position become stops at one place. */
const atOnePlace = (request: RoutingRequest): RoutingRequest => {
  const first = new Map<string, number>();
  const placeOf = request.places.map(({ position }, i) => {
    const key = String(position);
    if (!first.has(key)) first.set(key, i);
    return first.get(key)!;
  });
  const tasks = request.tasks.map((task) => ({
    ...task,
    stops: task.stops.map((stop) => ({ ...stop, place: placeOf[stop.place]! })),
  }));
  const vehicles = request.vehicles.map((vehicle) => ({
    ...vehicle,
    start: vehicle.start === null ? null : placeOf[vehicle.start]!,
    end: vehicle.end === null ? null : placeOf[vehicle.end]!,
  }));
  return { ...request, tasks, vehicles };
};

describe('what a search reckons with', () => {
  it.each([
    ['stops anywhere', { setups: 'none' }],
    ['service by type of vehicle', { setups: 'none', byType: true, heterogeneous: true }],
    ['setups at places of their own', { setups: 'some', crowded: false }],
    ['setups at places of several stops', { setups: 'some', crowded: true, windows: 'none' }],
    ['setups at places of several stops with windows', { setups: 'some', crowded: true }],
  ] as const)('is what the plan costs, and the plan keeps all rules: %s', (_, mix) => {
    let notSimulated = 0;
    fc.assert(
      fc.property(anyRequest(DAY, { prizes: 'none', travel: 'nearest', ...mix }), (drawn) => {
        const request = atOnePlace(drawn);
        const { plan, cost, features } = solvedOf(request, { iterations: 40 });
        expect(checkPlan(request, plan).violations).toEqual([]);
        expect(Math.abs(plan.cost.total - cost)).toBeLessThan(PER_TASK * request.tasks.length);
        if (!features.exact) notSimulated++;
      }),
      { seed: 51, numRuns: 60 },
    );
    expect(notSimulated).toBeGreaterThan(10);
  });
});
