import { expect, it } from 'vitest';
import type { RoutingPlan } from '../../../src/contract/plan.ts';
import { createSolverPool } from '../../../src/pool/pool.ts';
import { drop, put } from './edit.ts';
import { HOUR_S, routeOf } from './feature.ts';
import { describeFeatures, solveSample } from './suite.ts';

const amountOf = (plan: RoutingPlan, name: string) => plan.objectives.flat().find((one) => one.name === name)?.value;

describeFeatures({
  objectives: {
    variants: { 'cost-alone': drop('objectives') },
    facts(plan, cost) {
      expect(plan.routes).toHaveLength(1);
      expect(plan.summary.lateness_s).toBe(0);
      expect(plan.objectives.map((level) => level.map(({ name }) => name))).toEqual([
        ...[['unserved'], ['vehicles'], ['cost', 'lateness']],
      ]);
      expect(cost.routes).toHaveLength(2);
      expect(cost.cost.total).toBeLessThan(plan.cost.total - 10);
    },
  },

  balance: {
    variants: {
      'cost-alone': drop('objectives'),
      'spread-of-tasks': put('objectives', [
        'unserved',
        'vehicles',
        [{ name: 'balance', of: 'tasks', measure: 'spread' }],
      ]),
    },
    facts(plan, cost, spread) {
      const longest = (of: RoutingPlan) => Math.max(...of.routes.map(({ duty_s }) => duty_s));
      expect(amountOf(plan, 'balance')).toBe(longest(plan));
      expect(longest(plan)).toBeLessThan(1.5 * HOUR_S);
      expect(cost.routes).toHaveLength(1);
      expect(longest(cost)).toBeGreaterThan(2.5 * HOUR_S);
      expect(spread.routes).toHaveLength(1);
      expect(amountOf(spread, 'balance')).toBe(0);
    },
  },

  compactness: {
    variants: { 'cost-alone': drop('objectives') },
    facts(plan, cost) {
      expect(plan.routes).toHaveLength(2);
      for (const [one, other] of ['ab', 'bc', 'de', 'ef']) {
        expect(routeOf(plan, one!)).toBe(routeOf(plan, other!));
      }
      expect(cost.routes).toHaveLength(1);
      expect(plan.cost.total - cost.cost.total).toBeCloseTo(14.7, 1);
    },
  },

  co2: {
    variants: { 'cost-first': drop('objectives') },
    facts(plan, cost) {
      expect(plan.routes.map(({ vehicle }) => vehicle)).toEqual(['electric', 'electric']);
      expect(plan.summary.co2_g).toBeCloseTo((60 * plan.summary.distance_m) / 1000, 6);
      expect(amountOf(plan, 'co2')).toBeCloseTo(plan.summary.co2_g, 6);
      expect(cost.routes.map(({ vehicle }) => vehicle)).toEqual(['diesel']);
      expect([plan, cost].map(({ summary }) => (summary.co2_g / 1000).toFixed(1))).toEqual(['3.2', '38.3']);
    },
  },

  search: {
    variants: {},
    facts(plan) {
      expect(plan.solver).toMatchObject({ iterations: 400, seed: 1, threads: 1, stopped: 'iterations' });
      expect(plan.summary).toMatchObject({ served: 10, vehicles_used: 3 });
    },
  },
});

it('the search gives the same plan again, and as good a one for any order of the input', async () => {
  await using pool = createSolverPool({ threads: 2 });
  const bare = ({ solver: _, ...plan }: RoutingPlan) => plan;
  const plan = await solveSample('search', pool);
  expect(bare(await solveSample('search', pool))).toEqual(bare(plan));
  const twice = put('options.threads', 2);
  expect(bare(await solveSample('search', pool, twice))).toEqual(bare(await solveSample('search', pool, twice)));
  for (const turn of [1, 4, 7]) {
    const other = await solveSample('search', pool, ({ tasks }) => {
      tasks.push(...tasks.splice(0, turn));
      tasks.reverse();
    });
    expect(other.cost.total).toBeCloseTo(plan.cost.total, 6);
  }
});
