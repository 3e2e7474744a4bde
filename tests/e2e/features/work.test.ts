import { expect } from 'vitest';
import { drop } from './edit.ts';
import { driverOf, HOUR_S, leftOut, MINUTE_S, routeOf, stopOf } from './feature.ts';
import { describeFeatures } from './suite.ts';

describeFeatures({
  priorities: {
    variants: { 'no-priorities': drop('tasks.priority') },
    facts(plan, equal) {
      expect(leftOut(plan)).toEqual({ shop: 'no_room', leaflets: 'not_worth_it' });
      expect(plan.cost.unserved).toBe(1);
      expect(leftOut(equal)).toEqual({ pharmacy: 'no_room', leaflets: 'not_worth_it' });
      expect(stopOf(equal, 'shop')).toBeDefined();
    },
  },

  options: {
    variants: {
      'all-home'({ tasks }) {
        for (const task of tasks) if ('options' in task) task.options = task.options!.slice(0, 1);
      },
    },
    facts(plan, home) {
      const labels = ['parcel-1', 'parcel-2', 'parcel-3'].map((task) => stopOf(plan, task).label);
      expect(labels).toEqual(['relay', 'home', 'locker']);
      expect(plan.cost.tasks).toBe(5.5);
      expect(stopOf(home, 'parcel-3')).toMatchObject({ label: 'home', begin_s: 4 * HOUR_S });
      expect(home.cost.total).toBeGreaterThan(plan.cost.total + 10);
    },
  },

  'same-vehicle': {
    variants: { 'no-relations': drop('relations') },
    facts(plan, without) {
      expect(routeOf(plan, 'kitchen')).toBe(routeOf(plan, 'table'));
      expect(routeOf(plan, 'vault1')).not.toBe(routeOf(plan, 'vault2'));
      expect(routeOf(without, 'kitchen')).not.toBe(routeOf(without, 'table'));
      expect(routeOf(without, 'vault1')).toBe(routeOf(without, 'vault2'));
    },
  },

  sequence: {
    variants: { 'any-order': drop('relations') },
    facts(plan, without) {
      for (const flat of [1, 2, 3]) {
        const [clean, inspect] = [`clean-${flat}`, `inspect-${flat}`];
        expect([driverOf(plan, clean), driverOf(plan, inspect)]).toEqual(['cleaner', 'inspector']);
        expect(stopOf(plan, inspect).begin_s).toBeGreaterThanOrEqual(stopOf(plan, clean).departure_s + 30 * MINUTE_S);
      }
      expect(plan.summary.waiting_s).toBe(0);
      expect(without.routes.map(({ starts_s }) => starts_s)).toEqual([0, 0]);
      expect(stopOf(without, 'inspect-2').begin_s).toBeLessThan(stopOf(without, 'clean-2').departure_s);
    },
  },
});
