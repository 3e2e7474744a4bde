import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkPlan } from '../../src/check/index.ts';
import { planSchema, type RoutingPlan } from '../../src/contract/plan.ts';
import { buildPlan } from '../../src/plan/build.ts';
import { REPORT } from '../unit/plan-world.ts';
import { world } from './check-world.ts';

const RUNS = { numRuns: 500 };

describe('a feasible solution', () => {
  it('becomes a plan that the checker accepts and recomputes to the same cost', () => {
    fc.assert(
      fc.property(world, ({ request, raw }) => {
        const plan = buildPlan(request, raw, REPORT);
        const verdict = checkPlan(request, plan);
        expect(verdict.violations).toEqual([]);
        expect(verdict.ok).toBe(true);
        expect(verdict.cost!.total).toBeCloseTo(plan.cost.total, 6);
        expect(verdict.reasons).toEqual({ checked: raw.unassigned.length, skipped: 0 });
      }),
      RUNS,
    );
  });

  it('survives JSON, and is of the documented form', () => {
    fc.assert(
      fc.property(world, ({ request, raw }) => {
        const plan = buildPlan(request, raw, REPORT);
        const back = planSchema.parse(JSON.parse(JSON.stringify(plan)));
        expect(checkPlan(request, back)).toEqual(checkPlan(request, plan));
      }),
      { numRuns: 100 },
    );
  });

  it('is planned the same way twice, and nothing given is changed', () => {
    fc.assert(
      fc.property(world, ({ request, raw }) => {
        const before = structuredClone({ request, raw });
        const plan = buildPlan(request, raw, REPORT);
        checkPlan(request, plan);
        expect({ request, raw }).toEqual(before);
        expect(buildPlan(request, raw, REPORT)).toEqual(plan);
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
      const plan = buildPlan(request, raw, REPORT);
      const spots: [Record<string, unknown>, string][] = [];
      const walk = (value: unknown) => {
        if (typeof value !== 'object' || value === null) return;
        for (const key of Object.keys(value)) {
          spots.push([value as Record<string, unknown>, key]);
          walk((value as Record<string, unknown>)[key]);
        }
      };
      const copy = structuredClone(plan);
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
      RUNS,
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

  it('gets a verdict even if it is no plan', () => {
    fc.assert(
      fc.property(world, fc.anything(), ({ request }, anything) => {
        const { ok, cost } = checkPlan(request, anything as RoutingPlan);
        expect([ok, cost]).toEqual([false, null]);
      }),
      { numRuns: 100 },
    );
  });
});
