import { describe, expect, it } from 'vitest';
import { checkPlan } from '../../src/check/index.ts';
import type { RoutingRequest, Vehicle } from '../../src/contract/request.ts';
import type { SolveParams } from '../../src/routing/solve.ts';
import { planOf } from '../property/solve-plan.ts';
import { NO_COSTS, pause, requestOf, task, vehicle } from '../unit/plan-world.ts';
import { homesAround } from './homes.ts';

const HOMES = 300;
const ROOM = 30;
const JOBS = 60;
const PER_JOB = 35;

/** Homes that vans paid by the kilometre serve, and an outside carrier that costs the same wherever it goes, if any. */
function dayWith(seed: number, carriers: Vehicle[]): RoutingRequest {
  const { world } = homesAround(seed, HOMES);
  const tasks = Array.from({ length: HOMES }, (_, i) => task(`t${i}`, i + 1, { load: [1] }));
  const vans = vehicle({ id: 'van', count: 12, capacity: [ROOM], costs: { ...NO_COSTS, fixed: 60, per_km: 0.5 } });
  return requestOf(tasks, [...carriers, vans], world);
}

function costOf(request: RoutingRequest, params: Partial<SolveParams> = { iterations: 15_000 }): number {
  const plan = planOf(request, params);
  expect(checkPlan(request, plan).violations).toEqual([]);
  expect(plan.unassigned).toEqual([]);
  return plan.cost.total;
}

/**
 * A carrier that may be called makes no plan dearer. By its prices everything was near to everything, or the first hundred tasks
 * were: tours of the vans were a third too long.
 */
describe('vans beside an outside carrier', () => {
  it.each<[string, Partial<Vehicle>]>([
    ['paid by the day', { costs: { ...NO_COSTS, fixed: 150 } }],
    ['paid by the parcel', { costs: { ...NO_COSTS, per_task: 8 } }],
  ])('cost no more than without it: %s', (_, costs) => {
    for (const seed of [1, 2]) {
      const alone = costOf(dayWith(seed, []));
      const carrier = vehicle({ id: 'carrier', count: 2, capacity: [ROOM], ...costs });
      expect(costOf(dayWith(seed, [carrier]))).toBeLessThan(1.01 * alone);
    }
  });
});

/**
 * For one job the carrier is always cheaper than a van with its fixed cost: where routes are simulated, the search began with all
 * jobs on the carrier and stayed there, 70 to 90 % too dear.
 */
describe('technicians beside a subcontractor paid by the job', () => {
  it('work where that is cheaper, with a lunch break as well', () => {
    const { world } = homesAround(1, JOBS);
    const tasks = Array.from({ length: JOBS }, (_, i) => task(`t${i}`, i + 1, { service_s: 900 + 300 * (i % 8) }));
    const lunch = pause('lunch', 2700, { windows: [[12_600, 18_000]] });
    const costs = { ...NO_COSTS, fixed: 60, per_km: 0.4, per_hour: 20 };
    const van = vehicle({ id: 'van', count: 10, shift: [0, 30_600], costs, breaks: [lunch] });
    const hired = vehicle({ id: 'hired', costs: { ...NO_COSTS, per_task: PER_JOB } });
    for (const seed of [1, 2]) {
      const cost = costOf(requestOf(tasks, [van, hired], world), { seed, iterations: 1500 });
      expect(cost).toBeLessThan(0.8 * PER_JOB * JOBS);
    }
  });
});
