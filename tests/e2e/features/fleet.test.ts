import { expect } from 'vitest';
import { drop, put } from './edit.ts';
import { driverOf, HOUR_S, MINUTE_S, routeOf, stopOf } from './feature.ts';
import { describeFeatures } from './suite.ts';

describeFeatures({
  costs: {
    variants: { 'dear-lorry': put('vehicles.1.costs.fixed', 140) },
    facts(plan, dear) {
      expect(plan.routes.map(({ vehicle }) => vehicle)).toEqual(['lorry']);
      const [{ cost, distance_m, duty_s }] = plan.routes as [(typeof plan.routes)[number]];
      expect(cost.fixed).toBe(85);
      expect(cost.distance).toBeCloseTo((0.9 * distance_m) / 1000, 6);
      expect(cost.time).toBeCloseTo((24 * duty_s) / HOUR_S, 6);
      expect(dear.routes.map(({ vehicle }) => vehicle)).toEqual(['van', 'van', 'van']);
    },
  },

  depots: {
    variants: { 'back-home': put('vehicles.2.end', 'home') },
    facts(plan, closed) {
      expect(['a', 'b', 'c', 'd'].map((task) => driverOf(plan, task))).toEqual([
        ...['north-van', 'north-van', 'south-van', 'south-van'],
      ]);
      const open = routeOf(plan, 'f');
      expect(open.vehicle).toBe('courier');
      expect(open.stops.at(-1)).toMatchObject({ kind: 'delivery', task: 'f' });
      expect(routeOf(closed, 'f').stops.at(-1)).toMatchObject({ kind: 'end', place: 'home' });
    },
  },

  profiles: {
    variants: { 'no-van': drop('vehicles.0') },
    facts(plan, slow) {
      expect(['a', 'b', 'f'].map((task) => driverOf(plan, task))).toEqual(['bike', 'bike', 'bike']);
      const bike = routeOf(plan, 'a');
      expect(bike.distance_m / bike.driving_s).toBeCloseTo(6, 1);
      const [van, beginner] = [routeOf(plan, 'c'), routeOf(slow, 'c')];
      expect([van.vehicle, beginner.vehicle]).toEqual(['van', 'beginner']);
      expect(beginner.distance_m).toBe(van.distance_m);
      expect(van.driving_s / beginner.driving_s).toBeCloseTo(0.7, 2);
    },
  },

  skills: {
    variants: {
      anybody: drop(
        ...['tasks.skills', 'tasks.any_skills', 'tasks.forbidden_skills'],
        ...['tasks.vehicles', 'tasks.forbidden_vehicles'],
      ),
    },
    facts(plan, anybody) {
      expect([driverOf(plan, 'fridge'), driverOf(plan, 'embassy'), driverOf(plan, 'letter')]).toEqual([
        ...['ben', 'anna', 'chris'],
      ]);
      expect(['anna', 'ben']).toContain(driverOf(plan, 'washer'));
      expect(anybody.routes).toHaveLength(1);
    },
  },

  zones: {
    variants: { anywhere: drop('vehicles.zones') },
    facts(plan, anywhere) {
      expect(['a', 'b', 'c', 'd', 'e'].map((task) => driverOf(plan, task))).toEqual([
        ...['cart', 'cart', 'cart', 'van', 'van'],
      ]);
      expect(anywhere.routes.map(({ vehicle }) => vehicle)).toEqual(['cart']);
    },
  },

  limits: {
    variants: {
      'no-limits': drop('vehicles.max_duty_s', 'vehicles.max_distance_m', 'vehicles.max_tasks'),
      'duty-only': drop('vehicles.max_distance_m', 'vehicles.max_tasks'),
      'distance-only': drop('vehicles.max_duty_s', 'vehicles.max_tasks'),
      'tasks-only': drop('vehicles.max_duty_s', 'vehicles.max_distance_m'),
    },
    facts(plan, without, ...single) {
      for (const { duty_s, distance_m, tasks } of plan.routes) {
        expect(duty_s).toBeLessThanOrEqual(2 * HOUR_S);
        expect(distance_m).toBeLessThanOrEqual(60_000);
        expect(tasks).toBeLessThanOrEqual(4);
      }
      const [all] = without.routes;
      expect(all!.duty_s).toBeGreaterThan(2 * HOUR_S);
      expect(all!.distance_m).toBeGreaterThan(60_000);
      expect(all!.tasks).toBe(6);
      for (const { routes } of single) expect(routes).toHaveLength(2);
    },
  },

  minimums: {
    variants: { 'no-minimums': drop('vehicles.min_load', 'vehicles.min_duty_s') },
    facts(plan, without) {
      const hired = routeOf(plan, 'd');
      expect(hired.vehicle).toBe('hired');
      expect(hired.tasks).toBe(4);
      expect(hired.duty_s).toBeGreaterThanOrEqual(45 * MINUTE_S);
      expect([driverOf(plan, 'g'), driverOf(without, 'g')]).toEqual(['hired', 'own']);
      expect(routeOf(without, 'd')).toMatchObject({ vehicle: 'hired', tasks: 3 });
      expect(plan.cost.total - without.cost.total).toBeCloseTo(8, 1);
    },
  },

  overtime: {
    variants: { 'no-surcharge': drop('vehicles.costs.overtime') },
    facts(plan, without) {
      expect(plan.summary).toMatchObject({ vehicles_used: 2, overtime_s: 0 });
      expect(without.summary).toMatchObject({ vehicles_used: 1, overtime_s: 0 });
      const hours = without.routes[0]!.duty_s / HOUR_S;
      expect(hours).toBeGreaterThan(9);
      expect(without.cost.total + 40 * (hours - 8)).toBeGreaterThan(plan.cost.total);
    },
  },

  carriers: {
    variants: { 'own-van-only': drop('vehicles.1') },
    facts(plan, own) {
      expect(['a', 'b', 'c', 'sofa'].map((task) => driverOf(plan, task))).toEqual(['van', 'van', 'van', 'van']);
      expect(['village', 'farm'].map((task) => driverOf(plan, task))).toEqual(['carrier', 'carrier']);
      expect(routeOf(plan, 'village')).toMatchObject({ distance_m: 0, driving_s: 0, cost: { tasks: 22, total: 22 } });
      expect(stopOf(own, 'village')).toBeDefined();
      expect(own.cost.total - plan.cost.total).toBeGreaterThan(39);
    },
  },
});
