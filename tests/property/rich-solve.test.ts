import { describe, expect, it } from 'vitest';
import { checkPlan } from '../../src/check/index.ts';
import type { RoutingPlan } from '../../src/contract/plan.ts';
import { sound } from '../oracle/rich-sound.ts';
import { Dice } from '../support/rich-dice.ts';
import { levelsOf } from '../support/rich-levels.ts';
import { otherwiseTold } from '../support/rich-turn.ts';
import { parsed, richInput } from '../support/rich-world.ts';
import { planOf } from './solve-plan.ts';

const CASES = Number(process.env['RICH_DAYS'] ?? 40);
const SEED = Number(process.env['RICH_SEED'] ?? 1);
const DAY = { tasks: [20, 60], kinds: [1, 4], count: [1, 4] } as const satisfies Parameters<typeof richInput>[1];

const days = () =>
  Array.from({ length: CASES }, (_, i) => ({ seed: SEED + i, input: sound(richInput(SEED + i, DAY)) }));

describe('any day with any features', { timeout: 3_600_000 }, () => {
  it('gets a plan that breaks no rule, and the same one again', () => {
    for (const { seed, input } of days()) {
      const request = parsed(input);
      const params = { seed, lanes: 1 + (seed % 2), iterations: 100 };
      const plan = planOf(request, params);
      expect(checkPlan(request, plan).violations, `seed ${seed}`).toEqual([]);
      expect(planOf(request, params), `seed ${seed}`).toEqual(plan);
    }
  });

  it('gets as good a plan whatever the order of tasks and vehicles, and their names', () => {
    const [left, cost]: [number[], number[]] = [
      [0, 0],
      [0, 0],
    ];
    for (const { seed, input } of days()) {
      const plans = [input, otherwiseTold(input, new Dice(seed, 2))].map((told): RoutingPlan => {
        const request = parsed(told);
        const plan = planOf(request, { iterations: 200 });
        expect(checkPlan(request, plan).violations, `seed ${seed}`).toEqual([]);
        return plan;
      });
      plans.forEach((plan, i) => {
        left[i]! += plan.unassigned.length;
      });
      const [one, other] = plans.map(levelsOf) as [number[], number[]];
      // Costs say something only of plans that serve as many.
      if (one[0] !== other[0] || plans[0]!.unassigned.length !== plans[1]!.unassigned.length) continue;
      plans.forEach((plan, i) => {
        cost[i]! += plan.cost.total;
      });
    }
    // One search may be luckier than another; over all of them, the order makes no difference.
    expect(Math.abs(left[0]! - left[1]!)).toBeLessThanOrEqual(2 + 0.05 * left[0]!);
    expect(Math.abs(cost[0]! / cost[1]! - 1)).toBeLessThan(0.03);
  });
});
