import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkPlan } from '../../src/check/index.ts';
import type { RoutingRequest } from '../../src/contract/request.ts';
import { planOf } from '../property/solve-plan.ts';
import { anyRequest } from '../property/solve-world.ts';
import { levelsOf } from '../support/rich-levels.ts';
import { optimumOf } from './rich-brute.ts';

/** ORACLE_CASES=5000 for a long look. */
const CASES = Number(process.env['ORACLE_CASES'] ?? 400);
const SEED = Number(process.env['ORACLE_SEED'] ?? 2026);
const ITERATIONS = 1000;
/** Costs are rounded to ticks of a millionth, times to ticks of a millisecond. */
const TOLERANCE = 1e-3;

/** What a plan is judged by: first what is left out of the mandatory, then money. */
type Worth = [unserved: number, cost: number];

function solved(request: RoutingRequest): Worth {
  const plan = planOf(request, { iterations: ITERATIONS });
  expect(checkPlan(request, plan).violations).toEqual([]);
  return levelsOf(plan) as Worth;
}

/** Whether the plan is worse than the best there is. No plan may be better. */
function misses(request: RoutingRequest): boolean {
  const best = optimumOf(request)!.levels as Worth;
  const found = solved(request);
  expect(found[0]).toBeGreaterThanOrEqual(best[0]);
  if (found[0] > best[0]) return true;
  expect(found[1]).toBeGreaterThanOrEqual(best[1] - TOLERANCE);
  return found[1] > best[1] + TOLERANCE;
}

const TINY = { tasks: [1, 5], kinds: [1, 3], count: [1, 2] } as const satisfies Parameters<typeof anyRequest>[0];
const ONE_KIND = { ...TINY, kinds: [1, 1], count: [1, 3] } as const satisfies Parameters<typeof anyRequest>[0];

describe('on tiny requests with any mix of features', () => {
  it.each([
    ['one kind of vehicle', ONE_KIND, { prizes: 'none' }],
    ['several kinds of vehicle', TINY, { prizes: 'none' }],
    ['some optional tasks', TINY, { prizes: 'some' }],
    ['optional tasks', TINY, { prizes: 'all' }],
  ] as const)('the solver finds the optimum: %s', { timeout: 600_000 }, (...given) => {
    const [, size, features] = given;
    const requests = fc.sample(anyRequest({ ...size }, features), { seed: SEED, numRuns: CASES });
    expect(requests.filter(misses)).toEqual([]);
  });
});
