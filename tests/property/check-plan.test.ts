import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkPlan } from '../../src/check/index.ts';
import { Simulator } from '../../src/check/simulate.ts';
import { planSchema, type RoutingPlan } from '../../src/contract/plan.ts';
import type { RouteStep, RoutingRequest } from '../../src/contract/request.ts';
import type { RawSolution } from '../../src/model/solution.ts';
import { buildPlan } from '../../src/plan/build.ts';
import { Dice } from '../support/rich-dice.ts';
import { randomRaw } from '../support/rich-raw.ts';
import type { Slot } from '../support/rich-slots.ts';
import { richRequest } from '../support/rich-world.ts';
import { REPORT, rawRoute, requestOf, task } from '../unit/plan-world.ts';
import { planOf } from './check-plans.ts';

const SIZE = { tasks: [1, 10], kinds: [1, 3], count: [1, 3] } as const satisfies Parameters<typeof richRequest>[1];

interface World {
  request: RoutingRequest;
  raw: RawSolution;
}

/** Requests of any features, with a plan whose routes are legal one by one. */
const world: fc.Arbitrary<World> = fc.nat(1_000_000).map((seed) => {
  const request = richRequest(seed, SIZE);
  const simulator = new Simulator(request);
  const fits = ({ vehicle }: Slot, steps: RouteStep[]) => simulator.route(request.vehicles[vehicle]!, steps) !== null;
  return { request, raw: randomRaw(request, new Dice(seed, 1), fits, 0) };
});

describe('a plan written down from the simulation', () => {
  it('is accepted, but for reasons nobody worked out', () => {
    let legal = 0;
    fc.assert(
      fc.property(world, ({ request, raw }) => {
        const plan = planOf(request, raw.routes);
        if (plan === null) return;
        legal++;
        const { violations, cost } = checkPlan(request, plan);
        expect(violations.filter(({ cause }) => cause !== 'wrong_reason')).toEqual([]);
        expect(cost!.total).toBeCloseTo(plan.cost.total, 6);
      }),
      { numRuns: 500 },
    );
    expect(legal).toBeGreaterThan(150);
  });

  it('survives JSON, and is of the documented form', () => {
    let legal = 0;
    fc.assert(
      fc.property(world, ({ request, raw }) => {
        const plan = planOf(request, raw.routes);
        if (plan === null) return;
        legal++;
        const back = planSchema.parse(JSON.parse(JSON.stringify(plan)));
        expect(checkPlan(request, back)).toEqual(checkPlan(request, plan));
      }),
      { numRuns: 50 },
    );
    expect(legal).toBeGreaterThan(10);
  });

  it('is checked without a change to it or the request', () => {
    fc.assert(
      fc.property(world, ({ request, raw }) => {
        const plan = buildPlan(request, raw, REPORT);
        const before = structuredClone({ request, plan });
        const verdict = checkPlan(request, plan);
        expect({ request, plan }).toEqual(before);
        expect(checkPlan(request, plan)).toEqual(verdict);
      }),
      { numRuns: 50 },
    );
  });
});

describe('any plan', () => {
  /** Replaces one value anywhere in the plan by anything. */
  const spoilt = fc
    .record({ world, where: fc.nat(), what: fc.anything() })
    .map(({ world: { request, raw }, where, what }) => {
      const spots: [Record<string, unknown>, string][] = [];
      const walk = (value: unknown) => {
        if (typeof value !== 'object' || value === null) return;
        for (const key of Object.keys(value)) {
          spots.push([value as Record<string, unknown>, key]);
          walk((value as Record<string, unknown>)[key]);
        }
      };
      const copy = structuredClone(buildPlan(request, raw, REPORT));
      walk(copy);
      const [holder, key] = spots[where % spots.length]!;
      holder[key] = what;
      return { request, plan: copy };
    });

  it('gets a verdict, never an exception', () => {
    fc.assert(
      fc.property(spoilt, ({ request, plan }) => {
        const { ok, violations } = checkPlan(request, plan);
        expect(ok).toBe(violations.length === 0);
      }),
      { numRuns: 300 },
    );
  });

  it('gets a verdict for a plan of another request', () => {
    fc.assert(
      fc.property(world, world, (one, other) => {
        expect(() => checkPlan(one.request, buildPlan(other.request, other.raw, REPORT))).not.toThrow();
      }),
      { numRuns: 100 },
    );
  });

  it('gets a verdict however long its routes are', () => {
    const request = requestOf([task('a', 10, { load: [1] })]);
    const plan = buildPlan(request, { routes: [rawRoute(0, [0])], unassigned: [] }, REPORT);
    const [start, stop, end] = plan.routes[0]!.stops;
    plan.routes[0]!.stops = [start!, ...Array.from({ length: 150_000 }, () => stop!), end!];
    expect(checkPlan(request, plan).violations.map(({ cause }) => cause)).toContain('task_twice');
  });

  it('gets a verdict even if it is no plan', () => {
    fc.assert(
      fc.property(world, fc.anything(), ({ request }, anything) => {
        const { ok, cost } = checkPlan(request, anything as RoutingPlan);
        expect([ok, cost]).toEqual([false, null]);
      }),
      { numRuns: 50 },
    );
  });
});
