import { describe, expect, it } from 'vitest';
import type { Objective } from '../../src/contract/request.ts';
import { goalOf, withTies } from '../../src/model/objective.ts';
import { planOf } from '../property/solve-plan.ts';
import { homesAround, VAN } from '../regression/homes.ts';
import { NO_COSTS, objective, requestOf, task, vehicle } from './plan-world.ts';
import { compiled } from './pool-world.ts';

const HOMES = 60;

function dayWith(...levels: Objective[][]) {
  const { world } = homesAround(3, HOMES);
  const tasks = Array.from({ length: HOMES }, (_, i) => task(`t${i}`, i + 1, { service_s: 300 }));
  return requestOf(tasks, [vehicle({ count: 9, ...VAN })], {
    ...world,
    objectives: [[objective('unserved')], ...levels],
  });
}

describe('the levels of a request', () => {
  it('need no simulation where arcs, vehicles and waiting have all that counts', () => {
    const simulates = (...levels: Objective[][]) => compiled(dayWith(...levels)).problem.features.exact;
    expect(simulates([objective('cost')], [objective('co2')])).toBe(false);
    expect(simulates([objective('vehicles')], [objective('distance')], [objective('duration')])).toBe(false);
    // Nothing can be late, and nothing was given that could change.
    expect(simulates([objective('cost')], [objective('lateness')], [objective('change')])).toBe(false);
    expect(simulates([objective('cost')], [objective('balance')])).toBe(true);
  });

  it('weigh each level ten thousand times the next', () => {
    const { weights, vehiclesFirst } = goalOf(
      dayWith([objective('vehicles')], [objective('distance')], [objective('duration')]),
    );
    expect(vehiclesFirst).toBe(true);
    expect(weights.distance / weights.duration).toBeCloseTo(1e4);
  });

  it('leave the shortest of plans that cost the same, where vehicles cost the same wherever they go', () => {
    const { fixed } = VAN.costs;
    const lengthOf = (costs: typeof NO_COSTS) => {
      const day = dayWith([objective('cost')]);
      const plan = planOf({ ...day, vehicles: [vehicle({ count: 9, ...VAN, costs })] }, { iterations: 3000 });
      expect(plan.cost.total).toBeGreaterThanOrEqual(fixed * plan.routes.length);
      return { vehicles: plan.routes.length, distance_m: plan.summary.distance_m };
    };
    const hired = lengthOf({ ...NO_COSTS, fixed });
    const paid = lengthOf({ ...NO_COSTS, fixed, per_km: 0.01 });
    expect(hired.vehicles).toBe(paid.vehicles);
    expect(hired.distance_m).toBeLessThan(1.1 * paid.distance_m);
  });

  it('leave tours of vehicles that cost the same wherever they go short beside others that do not', () => {
    const { fixed } = VAN.costs;
    const hired = vehicle({ id: 'hired', count: 8, ...VAN, costs: { ...NO_COSTS, fixed } });
    const lengthOf = (...costs: (typeof NO_COSTS)[]) => {
      const day = dayWith([objective('cost')]);
      const own = costs.map((each) => vehicle({ id: 'own', ...VAN, costs: each }));
      return planOf({ ...day, vehicles: [hired, ...own] }, { iterations: 3000 }).summary.distance_m;
    };
    expect(lengthOf({ ...NO_COSTS, fixed, per_km: 0.4 })).toBeLessThan(1.2 * lengthOf({ ...NO_COSTS, fixed }));
  });

  it('make no metre of such a vehicle dear, whatever it costs by itself, nor any of a carrier', () => {
    const day = dayWith([objective('cost')]);
    const own = vehicle({ id: 'own', ...VAN, costs: { ...NO_COSTS, per_km: 0.4 } });
    const other = (id: string, costs: Partial<typeof NO_COSTS>) => vehicle({ id, costs: { ...NO_COSTS, ...costs } });
    const vehicles = [own, other('last resort', { fixed: 1e6 }), other('carrier', { per_task: 3 })];
    const [paid, dear, carrier] = withTies({ ...day, vehicles }).vehicles.map(({ costs }) => costs.per_km);
    expect([paid, carrier]).toEqual([0.4, 0]);
    expect(dear).toBeGreaterThan(0);
    expect(dear).toBeLessThanOrEqual(0.05 * 0.4);
  });

  it('leave the cheapest of the plans with fewest vehicles where nothing else is asked for', () => {
    const alone = planOf(dayWith([objective('vehicles')]), { iterations: 3000 });
    const asked = planOf(dayWith([objective('vehicles')], [objective('cost')]), { iterations: 3000 });
    expect(alone.routes.length).toBe(asked.routes.length);
    expect(alone.cost.total).toBeLessThan(1.05 * asked.cost.total);
  });

  it('leave the cheapest plan where nothing is asked for at all', () => {
    const cheapest = planOf(dayWith([objective('cost')]), { iterations: 3000 });
    expect(planOf(dayWith(), { iterations: 3000 }).cost.total).toBeLessThan(1.05 * cheapest.cost.total);
  });

  it('leave tours short where ways are not asked for, and days even', () => {
    const planWith = (...levels: Objective[][]) => planOf(dayWith(...levels), { iterations: 2000 });
    const short_m = planWith([objective('distance')]).summary.distance_m;
    for (const name of ['lateness', 'co2'] as const)
      expect(planWith([objective(name)]).summary.distance_m, name).toBeLessThan(1.15 * short_m);
    const asked = planWith([objective('balance')], [objective('cost')]).objectives[1]![0]!.value;
    for (const levels of [
      [[objective('balance')]],
      [[objective('balance')], [objective('vehicles')]],
      [[objective('balance', { weight: 1e-6 })]],
    ])
      expect(planWith(...levels).objectives[1]![0]!.value).toBeLessThan(1.1 * asked);
  });
});
