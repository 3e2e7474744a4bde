import { describe, expect, it } from 'vitest';
import { checkPlan } from '../../src/check/index.ts';
import type { Profile } from '../../src/contract/request.ts';
import { planOf } from '../property/solve-plan.ts';
import { NO_COSTS, requestOf, stop, task, vehicle } from '../unit/plan-world.ts';

/** What is large somewhere must not hide what is small elsewhere. */
describe('prizes', () => {
  // All from about 1,000 on were the same number, so that the van served who was near.
  it.each([
    [1500, 6000],
    [1e6, 2e6],
  ])('of %d and %d are told apart, whatever ways cost', (prize, more) => {
    const tasks = Array.from({ length: 24 }, (_, i) =>
      task(`t${i}`, i < 12 ? i + 1 : i + 60, { load: [1], prize: i < 12 ? prize : more }),
    );
    const costs = { ...NO_COSTS, per_km: 0.7 };
    const plan = planOf(requestOf(tasks, [vehicle({ capacity: [12], costs })]));
    expect(plan.unassigned.map(({ cost }) => cost)).toEqual(Array(12).fill(prize));
  });
});

describe('loads', () => {
  // With one scale for all dimensions a parcel of 350 g weighed a kilogram beside one of 50 cubic metres in cm3.
  it.each([
    [0.35, 5e7],
    [5e7, 0.35],
    [0.35123, 2e5],
  ])('of %d and %d fill a vehicle in both dimensions', (first, second) => {
    const tasks = Array.from({ length: 12 }, (_, i) => task(`t${i}`, i + 1, { load: [first, second] }));
    const capacity = [first * 12, second * 12];
    const plan = planOf(requestOf(tasks, [vehicle({ capacity })]), { iterations: 50 });
    expect(plan.unassigned).toEqual([]);
  });
});

describe('loads of nine digits', () => {
  // Taken for parts of a unit, of which they are no whole number, they were rounded up, and what fits exactly did not.
  it.each([123456.789, 1000000.37])('that fill a vehicle exactly (%d) do so', (load) => {
    const tasks = [task('a', 1, { load: [load] }), task('b', 2, { load: [load] })];
    const plan = planOf(requestOf(tasks, [vehicle({ capacity: [2 * load] })]), { iterations: 50 });
    expect(plan.unassigned).toEqual([]);
  });
});

describe('a price that means never', () => {
  const costs = { ...NO_COSTS, per_km: 0.7 };
  const tasks = Array.from({ length: 30 }, (_, i) => task(`t${i}`, 1 + ((i * 37) % 90), { load: [1] }));
  const never = (price: number) => [
    vehicle({ id: 'van', count: 2, capacity: [20], costs }),
    vehicle({ id: 'spare', capacity: [20], costs: { ...costs, fixed: price } }),
  ];

  // One price of 1e8 or more left a tick or none to a way, and tours were drawn by lot.
  it.each([1e8, 1e9])('of a vehicle (%d) leaves tours short', (price) => {
    const { distance_m } = planOf(requestOf(tasks, never(price)), { iterations: 2000 }).summary;
    expect(distance_m).toBeLessThan(
      planOf(requestOf(tasks, never(100)), { iterations: 2000 }).summary.distance_m * 1.1,
    );
  });

  it('of an option leaves tours short', () => {
    const some = (price: number) => [{ ...tasks[0]!, stops: [stop(50), stop(0, { cost: price })] }, ...tasks.slice(1)];
    const plan = (price: number) => planOf(requestOf(some(price), never(100)), { iterations: 2000 });
    expect(plan(1e9).summary.distance_m).toBeLessThan(plan(100).summary.distance_m * 1.1);
  });

  it('is compared with prizes as it is', () => {
    const more = (prize: number) => requestOf([task('one more', 95, { load: [20], prize }), ...tasks], never(1e8));
    expect(planOf(more(5e7), { iterations: 2000 }).unassigned).toHaveLength(1);
    expect(planOf(more(5e8), { iterations: 2000 }).unassigned).toEqual([]);
  });

  // Above a lid, never counted as two hundred thousand ways or so at most, and prizes below it in full.
  it('is not paid for prizes that are less all together', () => {
    const full = Array.from({ length: 40 }, (_, i) => task(`f${i}`, 1 + i, { load: [1] }));
    const more = Array.from({ length: 10 }, (_, i) => task(`more ${i}`, 50 + i, { load: [1], prize: 1e6 }));
    const { cost } = planOf(requestOf([...full, ...more], never(1e9)), { iterations: 2000 });
    expect(cost).toMatchObject({ fixed: 0, unserved: 1e7 });
  });

  it('is paid for a larger prize, also where routes are simulated', () => {
    const [van, spare] = never(1e8);
    const vehicles = [van!, { ...spare!, unloading: 'lifo' as const }];
    const request = requestOf([task('one more', 95, { load: [20], prize: 5e8 }), ...tasks], vehicles);
    expect(planOf(request, { iterations: 500 }).unassigned).toEqual([]);
  });

  it('is paid where nothing else will do', () => {
    const plan = planOf(requestOf([task('one more', 95, { load: [20] }), ...tasks], never(1e9)), { iterations: 500 });
    expect(plan.unassigned).toEqual([]);
    expect(plan.cost.fixed).toBe(1e9);
  });
});

describe('an entry of a matrix that stands for "no way"', () => {
  const PLACES = 24;
  /** Places on a line, two minutes apart; from one to the next there is none. */
  const matrix = (fill: number, noWay = (from: number, to: number) => from === 3 && to === 4): Profile => {
    const rows = Array.from({ length: PLACES }, (_, from) =>
      Array.from({ length: PLACES }, (__, to) => (noWay(from, to) ? fill : 120 * Math.abs(from - to))),
    );
    return { kind: 'matrix', name: 'car', traffic: [], durations_s: rows, distances_m: rows };
  };
  const day = (profile: Profile, shift: [number, number] | null, islandOnly = false) => {
    const tasks = Array.from({ length: PLACES - 1 }, (_, i) =>
      task(`t${i}`, i + 1, { service_s: 30.5, windows: islandOnly ? [] : [[150 * i, 150 * i + 600]] }),
    );
    return requestOf(tasks, [vehicle({ shift, count: 2, costs: { ...NO_COSTS, fixed: 10, per_hour: 20 } })], {
      places: Array.from({ length: PLACES }, (_, i) => ({ id: `p${i}`, position: null, zones: [] })),
      profiles: [profile],
    });
  };

  // All ticks were minutes or hours then, in which nobody was in time.
  it.each([
    [1e9, [0, 9000]],
    [1e9, null],
    [99_999_999, null],
  ] as [number, [number, number] | null][])('(%d s) leaves all others in time', (fill, shift) => {
    const plan = planOf(day(matrix(fill), shift), { iterations: 500 });
    expect(plan.unassigned).toEqual([]);
    expect(plan.routes).toHaveLength(planOf(day(matrix(1200), shift), { iterations: 500 }).routes.length);
  });

  it('is driven where nothing else leads there, and nothing forbids it', () => {
    const island = matrix(2e6, (from, to) => from !== to && (from === 7 || to === 7));
    expect(planOf(day(island, null, true), { iterations: 500 }).unassigned).toEqual([]);
    expect(planOf(day(island, [0, 9000], true), { iterations: 500 }).unassigned.map(({ task }) => task)).toEqual([
      't6',
    ]);
  });

  it('of days that last for weeks is a way like any other', () => {
    const far = matrix(11 * 86_400, (from, to) => from >= 12 !== to >= 12);
    const plan = planOf(day(far, [0, 60 * 86_400], true), { iterations: 500 });
    expect(plan.unassigned).toEqual([]);
  });

  it('is not driven in time because ticks end before it', () => {
    const far = matrix(400 * 86_400, (from, to) => from >= 12 !== to >= 12);
    const request = day(far, [0, 300 * 86_400], true);
    const plan = planOf(request, { iterations: 500 });
    expect(checkPlan(request, plan).violations).toEqual([]);
    expect(plan.unassigned).toHaveLength(12);
  });
});
