import { expect } from 'vitest';
import { drop } from './edit.ts';
import { breaksOf, HOUR_S, MINUTE_S, orderOf, stopOf } from './feature.ts';
import { describeFeatures } from './suite.ts';

describeFeatures({
  windows: {
    variants: { 'always-open': drop('tasks.windows') },
    facts(plan, open) {
      expect(plan.routes[0]!.starts_s).toBeGreaterThan(0);
      expect(stopOf(plan, 'kiosk').begin_s).toBe(15 * MINUTE_S);
      expect(stopOf(plan, 'shop').begin_s).toBe(HOUR_S);
      expect(stopOf(plan, 'shop').waiting_s).toBeGreaterThan(0);
      expect(stopOf(plan, 'school').begin_s).toBe(2 * HOUR_S);
      expect(open.summary.waiting_s).toBe(0);
    },
  },

  'soft-windows': {
    variants: { 'no-wishes': drop('tasks.soft_windows') },
    facts(plan, without) {
      expect(stopOf(plan, 'cafe').lateness_s).toBe(0);
      expect(stopOf(plan, 'flat').lateness_s).toBeGreaterThan(40 * MINUTE_S);
      expect(plan.cost.lateness).toBeCloseTo((2 * stopOf(plan, 'flat').lateness_s!) / HOUR_S, 6);
      expect(plan.cost.lateness).toBeCloseTo(1.45, 2);
      expect(stopOf(without, 'cafe').begin_s).toBeGreaterThan(15 * MINUTE_S);
      expect(plan.cost.distance - without.cost.distance).toBeCloseTo(3.9, 1);
    },
  },

  service: {
    variants: { alike: drop('tasks.setup_by_type', 'tasks.service_by_type') },
    facts(plan, alike) {
      const floors = ['floor-1', 'floor-2', 'floor-3'].map((task) => stopOf(plan, task));
      expect(floors.map(({ setup_s }) => setup_s).sort()).toEqual([0, 0, 60]);
      expect(floors.map(({ service_s }) => service_s)).toEqual([30, 30, 30]);
      const bike = (of: typeof plan) => of.routes.find(({ vehicle }) => vehicle === 'bike')!;
      expect(bike(alike)).toMatchObject({ setup_s: 360, service_s: 180 });
      expect(bike(alike).duty_s - bike(plan).duty_s).toBe(6.5 * MINUTE_S);
    },
  },

  breaks: {
    variants: { 'no-breaks': drop('vehicles.breaks') },
    facts(plan, without) {
      const breaks = breaksOf(plan);
      expect(breaks.map((stop) => stop.break)).toEqual(['coffee', 'lunch']);
      expect(breaks.map(({ service_s }) => service_s)).toEqual([15 * MINUTE_S, 30 * MINUTE_S]);
      expect(breaks[0]!.begin_s).toBe(1.5 * HOUR_S);
      expect(breaks[1]!.begin_s).toBe(4 * HOUR_S);
      for (const stop of breaks) expect(stop.place).toBeUndefined();
      expect(breaksOf(without)).toEqual([]);
      expect(plan.summary.duty_s - without.summary.duty_s).toBeGreaterThanOrEqual(45 * MINUTE_S);
    },
  },

  'driving-rules': {
    variants: { 'no-rule': drop('vehicles.breaks') },
    facts(plan, without) {
      const [first, second] = breaksOf(plan);
      expect(breaksOf(plan)).toHaveLength(2);
      expect(first!.begin_s).toBe(stopOf(plan, 'b').begin_s - 45 * MINUTE_S);
      expect(first!.driving_s).toBeLessThan(4 * HOUR_S);
      expect(second!.driving_s - first!.driving_s).toBeCloseTo(4.5 * HOUR_S, 3);
      expect(plan.routes[0]!.ends_s - without.routes[0]!.ends_s).toBe(45 * MINUTE_S);
    },
  },

  traffic: {
    variants: { 'no-traffic': drop('profiles.traffic') },
    facts(plan, free) {
      for (const task of ['market', 'station']) expect(stopOf(plan, task).begin_s).toBeGreaterThan(HOUR_S);
      expect(['market', 'station']).toContain(orderOf(free.routes[0]!)[0]);
      expect(plan.summary.driving_s / plan.summary.distance_m).toBeGreaterThan(
        free.summary.driving_s / free.summary.distance_m,
      );
    },
  },

  'max-ride': {
    variants: { 'cold-meals': drop('tasks.max_ride_s') },
    facts(plan, cold) {
      const ride = (of: typeof plan, task: string) =>
        stopOf(of, task, 'delivery').begin_s - stopOf(of, task, 'pickup').departure_s;
      for (const task of ['ann', 'bob', 'cleo']) expect(ride(plan, task)).toBeLessThanOrEqual(15 * MINUTE_S);
      expect(ride(cold, 'cleo')).toBeGreaterThan(30 * MINUTE_S);
      expect(orderOf(plan.routes[0]!).slice(-2)).toEqual(['cleo', 'cleo']);
    },
  },
});
