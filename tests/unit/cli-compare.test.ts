import { describe, expect, it } from 'vitest';
import { compareFigures, type Figures, figuresOf } from '../../src/cli/compare.ts';
import type { RoutingPlan } from '../../src/contract/plan.ts';

/** The parts of a plan that are compared. */
function planOf(routes: { vehicle: string; tasks: number; cost: number; distance_m: number }[], served: number) {
  const total = routes.reduce((sum, { cost }) => sum + cost, 0);
  return {
    cost: { total },
    summary: {
      ...{ tasks: 10, served, vehicles_used: routes.length, trips: 4, distance_m: 1500, duty_s: 5400 },
      ...{ lateness_s: 60, co2_g: 2500, cost_per_task: total / served },
    },
    routes: routes.map(({ cost, ...route }) => ({ ...route, cost: { total: cost }, co2_g: route.distance_m / 10 })),
  } as unknown as RoutingPlan;
}

const VANS = planOf(
  [
    { vehicle: 'van', tasks: 4, cost: 60, distance_m: 1000 },
    { vehicle: 'van', tasks: 2, cost: 30, distance_m: 300 },
    { vehicle: 'carrier', tasks: 2, cost: 10, distance_m: 200 },
  ],
  8,
);

describe('compare', () => {
  it('adds up what each kind of vehicle does, with its share of the tasks served', () => {
    expect(figuresOf(VANS)).toMatchObject({
      ...{ cost: 100, cost_per_task: 12.5, served: 8, tasks: 10, vehicles_used: 3, distance_m: 1500, co2_g: 2500 },
      by_vehicle: [
        { vehicle: 'van', routes: 2, tasks: 6, share: 0.75, cost: 90, cost_per_task: 15, distance_m: 1300, co2_g: 130 },
        { vehicle: 'carrier', routes: 1, tasks: 2, share: 0.25, cost: 10, cost_per_task: 5 },
      ],
    });
    expect(figuresOf(planOf([], 0)).by_vehicle).toEqual([]);
  });

  it('shows each figure with its change against the first plan', () => {
    const figures = figuresOf(VANS);
    const other: Figures = { ...figures, cost: 80, co2_g: 3000, lateness_s: 0 };
    const lines = compareFigures(['today', 'bikes'], [figures, other]).split('\n');
    const row = (name: string) => lines.find((line) => line.startsWith(name))!.split(/ {2,}/);
    expect(lines[0]!.trim().split(/ +/)).toEqual(['today', 'bikes']);
    expect(row('Cost')).toEqual(['Cost', '100.00', '80.00 (-20.0 %)']);
    expect(row('CO2')).toEqual(['CO2', '2.5 kg', '3.0 kg (+20.0 %)']);
    expect(row('Distance')).toEqual(['Distance', '1.5 km', '1.5 km']);
    expect(row('On duty')).toEqual(['On duty', '1:30 h', '1:30 h']);
    expect(row('Late')).toEqual(['Late', '0:01 h', '0:00 h (-100.0 %)']);
  });

  it('has nothing to say of a change from nothing', () => {
    const none = { ...figuresOf(VANS), lateness_s: 0 };
    expect(compareFigures(['a', 'b'], [none, figuresOf(VANS)])).toMatch(/^Late +0:00 h +0:01 h$/m);
  });
});
