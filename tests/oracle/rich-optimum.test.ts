import { describe, expect, it } from 'vitest';
import { checkPlan } from '../../src/check/index.ts';
import type { RoutingRequest } from '../../src/contract/request.ts';
import { planOf } from '../property/solve-plan.ts';
import { levelsOf } from '../support/rich-levels.ts';
import { parsed } from '../support/rich-world.ts';
import { isBetter, optimumOf } from './rich-brute.ts';
import { reloadsInARow } from './rich-routes.ts';
import { tinyInput } from './rich-tiny.ts';

/**
 * RICH_CASES=50000 for a long look, RICH_SEED to begin elsewhere, RICH_ITERATIONS to search longer: few do, for these are solved
 * by trying everything.
 */
const CASES = Number(process.env['RICH_CASES'] ?? 1000);
const SEED = Number(process.env['RICH_SEED'] ?? 1);
const ITERATIONS = Number(process.env['RICH_ITERATIONS'] ?? 150);
/** Costs are rounded to ticks of a millionth, times to ticks of a millisecond. */
const TOLERANCE = 2e-3;
/** Seeds outside the first ones for which the plan was once illegal, not the best, or better than what counted as the best. */
const ONCE_WRONG = [
  2082, 2588, 2620, 3239, 3598, 3898, 4409, 5479, 5578, 5643, 7238, 7268, 7285, 7594, 8066, 8713, 9515, 11190, 11417,
  11516, 101583, 101809, 105974, 106451, 108950, 110884, 125822, 140102, 141557, 142102, 146896,
];
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

function solveAll(seeds: number[]): Tally {
  const tally: Tally = { solved: 0, missed: [], wrong: [] };
  for (const seed of seeds) {
    const request = parsed(tinyInput(seed));
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
  const best = optimumOf(request);
  if (best === null) return null;
  const plan = planOf(request, { iterations: ITERATIONS });
  const [violation] = checkPlan(request, plan).violations;
  if (violation) throw new Error(`${violation.cause} ${violation.path}: ${violation.detail}`);
  const found = levelsOf(plan);
  if (behind(request, found, best.levels) > TOLERANCE) return 'missed';
  // Several reloads in a row, as a way to spend time, are not asked for; but a plan that has some may be better for them.
  const inARow = Math.max(1, ...plan.routes.map(({ stops }) => reloadsInARow(stops)));
  const bound = inARow > 1 ? optimumOf(request, inARow)! : best;
  // The enumeration compares level by level; weighed, what is a hair behind on one may make up for it on the next.
  if (behind(request, found, bound.levels) < -TOLERANCE && isBetter(found, bound.levels))
    throw new Error(`the plan is worth ${found}, the best ${bound.levels}`);
  return 'found';
}

describe('on tiny requests with any mix of features', { timeout: 7_200_000 }, () => {
  it('the solver finds the optimum', () => {
    const { missed, solved, wrong } = solveAll(Array.from({ length: CASES }, (_, i) => SEED + i));
    expect(wrong.slice(0, 20)).toEqual([]);
    expect(solved).toBeGreaterThan(0.95 * CASES);
    expect(missed).toEqual([]);
  });

  it('the solver finds the optimum where it once did not', () => {
    expect(solveAll(ONCE_WRONG)).toEqual({ solved: ONCE_WRONG.length, missed: [], wrong: [] });
  });
});
