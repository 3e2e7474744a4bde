import { describe, expect, it } from 'vitest';
import { checkPlan } from '../../src/check/index.ts';
import type { RoutingRequest } from '../../src/contract/request.ts';
import { planOf } from '../property/solve-plan.ts';
import { levelsOf } from '../support/rich-levels.ts';
import type { Mix } from '../support/rich-mix.ts';
import { parsed } from '../support/rich-world.ts';
import { optimumOf } from './rich-brute.ts';
import { reloadsInARow } from './rich-routes.ts';
import { tinyInput } from './rich-tiny.ts';

/** RICH_CASES=50000 for a long look, RICH_SEED to begin elsewhere, RICH_ITERATIONS to search longer. */
const CASES = Number(process.env['RICH_CASES'] ?? 2000);
const SEED = Number(process.env['RICH_SEED'] ?? 1);
const ITERATIONS = Number(process.env['RICH_ITERATIONS'] ?? 1000);
/** Costs are rounded to ticks of a millionth, times to ticks of a millisecond. */
const TOLERANCE = 2e-3;
/** A level decides where it differs by more than this of the one below, see docs/model.md. */
const LEVEL = 1e-4;

/**
 * How much worse the values of one plan are than those of another, the levels weighed as the search weighs them. What is
 * exact counts for itself: the first level, and vehicles right after it.
 */
function behind({ objectives }: RoutingRequest, found: number[], best: number[]): number {
  const exact = objectives[1]?.length === 1 && objectives[1][0]!.name === 'vehicles' ? 2 : 1;
  for (let level = 0; level < exact; level++) {
    const gap = found[level]! - best[level]!;
    if (Math.abs(gap) > 0.5) return gap * 1e6;
  }
  return found.slice(exact).reduce((sum, value, i) => sum + (value - best[exact + i]!) * LEVEL ** i, 0);
}

interface Tally {
  solved: number;
  /** Seeds with a legal plan that is not the best. */
  missed: number[];
  /** What must not be: no plan, an illegal one, or one better than the best. */
  wrong: string[];
}

function solveAll(cases: number, fixed: Partial<Mix>): Tally {
  const tally: Tally = { solved: 0, missed: [], wrong: [] };
  for (let seed = SEED; seed < SEED + cases; seed++) {
    const request = parsed(tinyInput(seed, fixed));
    try {
      const verdict = judged(request);
      if (verdict === 'missed') tally.missed.push(seed);
      if (verdict !== null) tally.solved++;
    } catch (error) {
      tally.wrong.push(`seed ${seed}: ${error instanceof Error ? error.message : error}`);
    }
  }
  return tally;
}

/** @returns null where no plan at all is legal. @throws where the plan is illegal, or better than the best. */
function judged(request: RoutingRequest): 'found' | 'missed' | null {
  let best = optimumOf(request);
  if (best === null) return null;
  const plan = planOf(request, { iterations: ITERATIONS });
  const [violation] = checkPlan(request, plan).violations;
  if (violation) throw new Error(`${violation.cause} ${violation.path}: ${violation.detail}`);
  const found = levelsOf(plan);
  // Several reloads in a row are not enumerated, unless the plan has some and may be better for them.
  const inARow = Math.max(1, ...plan.routes.map(({ stops }) => reloadsInARow(stops)));
  if (inARow > 1) best = optimumOf(request, inARow)!;
  const gap = behind(request, found, best.levels);
  if (gap < -TOLERANCE) throw new Error(`the plan is worth ${found}, the best ${best.levels}`);
  return gap > TOLERANCE ? 'missed' : 'found';
}

/** Share of cases that may be missed: the search is a heuristic, and some optima are several moves at once away. */
const MAY_MISS = 0.02;

describe('on tiny requests with any mix of features', { timeout: 7_200_000 }, () => {
  it('the solver finds the optimum', () => {
    const { missed, solved, wrong } = solveAll(CASES, {});
    expect(wrong.slice(0, 20)).toEqual([]);
    expect(solved).toBeGreaterThan(0.95 * CASES);
    expect(missed.length, `missed: ${missed}`).toBeLessThanOrEqual(MAY_MISS * solved);
  });
});
