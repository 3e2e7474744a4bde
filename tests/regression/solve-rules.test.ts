import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkPlan } from '../../src/check/index.ts';
import type { Profile, RoutingRequest } from '../../src/contract/request.ts';
import { compiled, planOf } from '../property/solve-plan.ts';
import { anyRequest } from '../property/solve-world.ts';
import { NO_COSTS, requestOf, task, vehicle } from '../unit/plan-world.ts';

const matrixOf = (rows: number[][]): Profile => ({
  ...{ kind: 'matrix', name: 'm', traffic: [], durations_s: rows, distances_m: rows },
});
const placesOf = (rows: number[][]) => rows.map((_, i) => ({ id: `p${i}`, position: null, zones: [] }));

describe('matrices without triangle inequality', () => {
  it('an infeasible place is not taken because its arcs cost less than the one they replace', () => {
    // Both windows are open at the same moment only, so one vehicle cannot serve both; a detour by b would save money.
    const rows = [
      [0, 3, 1],
      [3, 0, 1],
      [1, 1, 0],
    ];
    const moment: [number, number][] = [[0, 0]];
    const tasks = [task('a', 1, { windows: moment }), task('b', 2, { windows: moment })];
    const request = requestOf(tasks, [vehicle()], { places: placesOf(rows), profiles: [matrixOf(rows)] });
    const plan = planOf(request);
    expect(checkPlan(request, plan).violations).toEqual([]);
    expect(plan.unassigned).toHaveLength(1);
  });

  it('a route does not break its rules by a stop that is taken out of it', () => {
    const anyRows = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 23 });
    const requests = anyRequest({ tasks: [2, 6], kinds: [1, 2], count: [1, 2] });
    fc.assert(
      fc.property(requests, anyRows, (drawn, values) => {
        const rows = drawn.places.map((_, i) =>
          drawn.places.map((__, j) => (i === j ? 0 : values[(i * 31 + j * 17) % values.length]!)),
        );
        const request: RoutingRequest = { ...drawn, profiles: [matrixOf(rows)] };
        expect(checkPlan(request, planOf(request)).violations).toEqual([]);
      }),
      { seed: 5, numRuns: 600 },
    );
  });
});

describe('the price of waiting', () => {
  it('is kept where all other costs are whole numbers', () => {
    const costs = { ...NO_COSTS, per_km: 1000, per_waiting_hour: 1.7 };
    const windows = (at: number): [number, number][] => [[at, at]];
    const tasks = [task('a', 10, { windows: windows(100) }), task('b', 20, { windows: windows(3000) })];
    const request = requestOf(tasks, [vehicle({ costs })]);
    const { problem } = compiled(request);
    const perSecond = problem.waitPrice[0]! / 1024 / problem.costScale;
    expect(perSecond).toBeCloseTo(1.7 / 3600, 8);
  });

  it('decides between waiting and a second vehicle', () => {
    // 59,890 s of waiting at 1.7 an hour are 28.28; a second vehicle is 2 and drives 20 m more, 20.
    const costs = { ...NO_COSTS, fixed: 2, per_km: 1000, per_waiting_hour: 1.7 };
    const at = (time_s: number): [number, number][] => [[time_s, time_s]];
    const tasks = [task('a', 10, { windows: at(100) }), task('b', 20, { windows: at(60_000) })];
    const plan = planOf(requestOf(tasks, [vehicle({ count: 2, costs })]));
    expect(plan.routes).toHaveLength(2);
  });

  it('of weeks fits the tables', () => {
    const costs = { ...NO_COSTS, per_km: 0.001, per_waiting_hour: 30 };
    const day = 86_400;
    const at = (time_s: number): [number, number][] => [[time_s, time_s]];
    const tasks = [task('a', 10, { windows: at(0) }), task('b', 20, { windows: at(20 * day) })];
    const request = requestOf(tasks, [vehicle({ costs })]);
    const plan = planOf(request);
    expect(checkPlan(request, plan).violations).toEqual([]);
    expect(plan.unassigned).toEqual([]);
    expect(plan.cost.time).toBeCloseTo((30 * (20 * day - 10)) / 3600, 6);
  });
});

describe('limits', () => {
  const apart = (x: number) => [
    { id: 'depot', position: [0, 0] as [number, number], zones: [] },
    { id: 'there', position: [x, 0] as [number, number], zones: [] },
  ];

  it('of distance are kept to the fraction of a metre', () => {
    const places = apart(3.5);
    const within = (maxDistance_m: number) =>
      planOf(requestOf([task('a', 1)], [vehicle({ maxDistance_m })], { places })).unassigned;
    expect(within(7)).toEqual([]);
    expect(within(6.99)).toHaveLength(1);
  });

  it('of capacity are kept to a millionth of a unit', () => {
    const loads = (amount: number) => Array.from({ length: 10 }, (_, i) => task(`t${i}`, 1, { load: [amount] }));
    const left = (amount: number, capacity: number) =>
      planOf(requestOf(loads(amount), [vehicle({ capacity: [capacity] })])).unassigned.length;
    expect(left(0.333333, 3.33333)).toBe(0);
    expect(left(0.333334, 3.33333)).toBe(1);
  });

  it.each([
    [1 / 3, 3],
    [1 / 12, 24],
    [0.3333333333, 3],
  ])('of capacity hold as many parts of a unit (%d) as make them up', (amount, count) => {
    const tasks = Array.from({ length: count }, (_, i) => task(`t${i}`, i, { load: [amount] }));
    const plan = planOf(requestOf(tasks, [vehicle({ count: 3, capacity: [Math.ceil(count * amount)] })]));
    expect(plan.unassigned).toEqual([]);
    expect(plan.routes).toHaveLength(1);
  });

  it.each([null, [1e9]])('of capacity %j do not end at what the tables hold', (capacity) => {
    const tasks = Array.from({ length: 600 }, (_, i) => task(`t${i}`, i % 99, { load: [1e6] }));
    expect(planOf(requestOf(tasks, [vehicle({ capacity })]), { iterations: 1 }).unassigned).toEqual([]);
  });

  it('of capacity are exact however much there is in all', () => {
    const tasks = Array.from({ length: 600 }, (_, i) => task(`t${i}`, i % 99, { load: [999_999] }));
    const plan = planOf(requestOf(tasks, [vehicle({ count: 300, capacity: [1_999_998] })]), { iterations: 1 });
    expect(plan.unassigned).toEqual([]);
    expect(plan.routes).toHaveLength(300);
  });
});

describe('what plans cost', () => {
  it('may be more than any one place does: nothing is lost where the sum is beyond that', () => {
    const tasks = Array.from({ length: 40 }, (_, i) => task(`t${i}`, i + 1, { load: [1] }));
    const fleet = [vehicle({ count: 40, capacity: [1], costs: { ...NO_COSTS, fixed: 1e8, per_km: 1000 } })];
    const request = requestOf(tasks, fleet);
    const plan = planOf(request, { iterations: 200 });
    expect(plan.unassigned).toEqual([]);
    expect(plan.routes).toHaveLength(40);
    expect(checkPlan(request, plan).violations).toEqual([]);
  });
});
