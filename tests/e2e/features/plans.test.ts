import { expect } from 'vitest';
import { drop, put } from './edit.ts';
import { driverOf, HOUR_S, leftOut, orderOf, routeOf, stopOf } from './feature.ts';
import { describeFeatures } from './suite.ts';

describeFeatures({
  'given-routes': {
    variants: { 'start-only': drop('routes.0.pinned', 'routes.1.locked') },
    facts(plan, free) {
      const orders = plan.routes.map(orderOf);
      expect(orders[0]).toEqual(['d', 'a']);
      expect(orders[1]!.slice(0, 2)).toEqual(['c', 'e']);
      expect(free.cost.total).toBeLessThan(plan.cost.total - 25);
    },
  },

  'in-progress': {
    variants: { 'nobody-out': drop('routes') },
    facts(plan, fresh) {
      const out = routeOf(plan, 'b');
      expect(out).toMatchObject({ vehicle: 'van-1', starts_s: 2.5 * HOUR_S, tasks: 3, cost: { fixed: 0 } });
      expect(out.stops[0]).toMatchObject({ kind: 'start', load: [4] });
      expect(driverOf(plan, 'far')).toBe('van-2');
      expect(fresh.routes.map(({ vehicle }) => vehicle)).toEqual(['van-2']);
      expect(fresh.cost.fixed).toBe(30);
    },
  },

  'plan-check': {
    variants: { searched: put('options', { iterations: 300, threads: 1 }) },
    facts(plan, searched) {
      expect(plan.routes.map(orderOf)).toEqual([['a', 'b', 'c']]);
      expect(plan.violations).toMatchObject([
        { cause: 'over_capacity', amount: 2 },
        { cause: 'window_missed', amount: 102 },
      ]);
      expect(leftOut(plan)).toEqual({ d: 'no_room' });
      expect(searched.violations).toBeUndefined();
      expect(stopOf(searched, 'd')).toBeDefined();
    },
  },

  stability: {
    variants: { 'cheap-change': put('objectives.1.1.weight', 1) },
    facts(plan, cheap) {
      const before = { a: 'anna', b: 'anna', c: 'ben', d: 'ben', e: 'ben', f: 'ben' };
      for (const [task, vehicle] of Object.entries(before)) expect(driverOf(plan, task)).toBe(vehicle);
      expect(driverOf(plan, 'new')).toBe('anna');
      expect(plan.objectives[1]).toContainEqual({ name: 'change', weight: 5, value: 0 });
      expect(['c', 'f', 'new'].map((task) => driverOf(cheap, task))).toEqual(['anna', 'anna', 'ben']);
      expect(cheap.objectives[1]).toContainEqual({ name: 'change', weight: 1, value: 2 });
      expect(plan.cost.total - cheap.cost.total).toBeCloseTo(6.1, 1);
    },
  },

  explain: {
    variants: {},
    facts({ explanations, unassigned }) {
      const { vehicles, unassigned: left, slots } = explanations!;
      const [anna, ben] = vehicles![0]!.alternatives;
      expect(anna).toMatchObject({ vehicle: 'anna', cost: 0 });
      expect(ben).toMatchObject({ vehicle: 'ben', obstacle: null });
      expect(ben!.cost).toBeGreaterThan(10);
      expect(unassigned.map(({ task }) => task)).toEqual(left!.map(({ task }) => task));
      expect(left![0]!.vehicles.find(({ vehicle }) => vehicle === 'ben')!.frees).toMatch(/window/);
      const costs = slots![0]!.slots.map(({ cost }) => cost!);
      expect(costs).toHaveLength(3);
      expect(costs.toSorted((a, b) => a - b)).toEqual(costs);
      expect(slots![0]!.slots.map(({ vehicle }) => vehicle)).toEqual(['anna', 'anna', 'ben']);
    },
  },
});
