import { describe, expect, it } from 'vitest';
import { checkPlan } from '../../src/check/index.ts';
import type { RoutingPlan } from '../../src/contract/plan.ts';
import type { RoutingRequest } from '../../src/contract/request.ts';
import type { RawSolution } from '../../src/model/solution.ts';
import { buildPlan } from '../../src/plan/build.ts';
import { Dice } from '../support/rich-dice.ts';
import { levelsOf } from '../support/rich-levels.ts';
import { randomRaw } from '../support/rich-raw.ts';
import { parsed, richRequest } from '../support/rich-world.ts';
import { objective, REPORT } from '../unit/plan-world.ts';
import { optimumOf } from './rich-brute.ts';
import { Judge } from './rich-judge.ts';
import { tinyInput } from './rich-tiny.ts';

/** RICH_CASES=50000 for a long look, RICH_SEED to begin elsewhere. */
const CASES = Number(process.env['RICH_CASES'] ?? 1500);
const SEED = Number(process.env['RICH_SEED'] ?? 1);
const seeds = (count: number) => Array.from({ length: count }, (_, i) => SEED + i);
const DAY = { tasks: [1, 12], kinds: [1, 3], count: [1, 3] } as const satisfies Parameters<typeof richRequest>[1];
/** Relative: what doubles may add up to in another order; and for clocks since 1970. */
const TOLERANCE = 1e-6;
const EPOCH_TOLERANCE = 1e-2;

/**
 * What the checker, by its own calculation of the plan's times, has against a plan.
 * @param expected the levels of objectives by the checker's simulation; null where the plan is not legal.
 * @param isBest no plan is better.
 */
function complaints(request: RoutingRequest, raw: RawSolution, expected: number[] | null, isBest = false): string[] {
  const plan = buildPlan(request, raw, REPORT);
  const { violations } = checkPlan(request, plan);
  if (expected === null) return violations.length > 0 ? [] : ['illegal for the simulation only'];
  const found = levelsOf(plan);
  const least = plan.routes.some(({ ends_s }) => ends_s > 1e9) ? EPOCH_TOLERANCE : TOLERANCE;
  const near = (value: number) => Math.max(least, TOLERANCE * Math.abs(value));
  const isSame = found.every((value, i) => Math.abs(value - expected[i]!) <= near(value));
  return [
    ...violations.map(({ cause, path, detail }) => `${cause} ${path}: ${detail}`),
    ...(isBest ? improvable(plan) : []),
    ...(isSame ? [] : [`the plan is worth ${found}, for the simulation ${expected}`]),
  ];
}

/** Tasks that would make the plan better by their reason: in the best plan there are none. */
const improvable = ({ unassigned }: RoutingPlan): string[] =>
  unassigned
    .filter(({ reason }) => reason === 'search_ended')
    .map(({ task, cause }) => `'${task}' is left out: ${cause}`);

/** Planner, checker and the checker's simulation are three calculations of the same rules. */
describe('planner and checker agree', { timeout: 3_600_000 }, () => {
  it('on random plans of any features: what is legal, and what it is worth', () => {
    let [legal, illegal] = [0, 0];
    const wrong: string[] = [];
    for (const seed of seeds(CASES)) {
      const request = richRequest(seed, DAY);
      const judge = new Judge(request);
      const dice = new Dice(seed, 1);
      const raw = randomRaw(request, dice, (slot, steps) => judge.alone(slot, steps) !== null, dice.pick([0, 0, 0.05]));
      const judged = judge.plan(raw);
      const expected = judged && judge.levels(judged, raw.unassigned);
      if (expected === null) illegal++;
      else legal++;
      wrong.push(...complaints(request, raw, expected).map((complaint) => `seed ${seed}: ${complaint}`));
    }
    expect(wrong.slice(0, 40)).toEqual([]);
    expect(legal).toBeGreaterThan(CASES / 3);
    expect(illegal).toBeGreaterThan(CASES / 50);
  });

  it('on the best plans of tiny requests', () => {
    let found = 0;
    const wrong: string[] = [];
    for (const seed of seeds(CASES / 5)) {
      const request = parsed(tinyInput(seed));
      // Where nothing is asked for but how many are served, the cheapest of the best plans is meant.
      const isAsked = request.objectives.flat().some(({ name }) => name !== 'unserved' && name !== 'vehicles');
      const { objectives } = request;
      const best = optimumOf(isAsked ? request : { ...request, objectives: [...objectives, [objective('cost')]] });
      if (best === null) continue;
      found++;
      const levels = best.levels.slice(0, objectives.length);
      wrong.push(...complaints(request, best, levels, true).map((complaint) => `seed ${seed}: ${complaint}`));
    }
    expect(wrong.slice(0, 40)).toEqual([]);
    expect(found).toBeGreaterThan(0.9 * (CASES / 5));
  });
});
