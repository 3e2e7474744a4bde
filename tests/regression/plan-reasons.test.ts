import { describe, expect, it } from 'vitest';
import { checkPlan } from '../../src/check/index.ts';
import type { RoutingRequest } from '../../src/contract/request.ts';
import { buildPlan } from '../../src/plan/build.ts';
import { planOf } from '../property/solve-plan.ts';
import {
  NO_COSTS,
  objective,
  pause,
  REPORT,
  rawRoute,
  requestOf,
  stepOf,
  stop,
  task,
  vehicle,
} from '../unit/plan-world.ts';

/** Two vans that differ by name alone, and two parcels that only the second may take, which has room for one. */
function dayFor(rest: Partial<RoutingRequest['tasks'][number]>): RoutingRequest {
  const parcels = [10, 20].map((x) => task(`t${x}`, x, { load: [1], ...rest }));
  return requestOf(parcels, [vehicle({ id: 'v1', capacity: [1] }), vehicle({ id: 'v2', capacity: [1] })]);
}

describe('the reason of a task that only one of two vans alike may take', () => {
  it.each([
    ['by its list', { onlyVehicles: ['v2'] }],
    ['by what it forbids', { forbiddenVehicles: ['v1'] }],
  ])('is that it has no room: %s', (_, rest) => {
    const request = dayFor(rest);
    const plan = planOf(request, { iterations: 50 });
    expect(plan.unassigned.map(({ reason }) => reason)).toEqual(['no_room']);
    expect(checkPlan(request, plan).violations).toEqual([]);
  });
});

describe('a load that is a sum of doubles', () => {
  it('has the price that planner and checker find', () => {
    const tariff = [
      { zone: null, upTo: [0.3], price: 1 },
      { zone: null, upTo: null, price: 5 },
    ];
    const request = requestOf([task('t', 10, { load: [0.1 + 0.2] })], [vehicle({ capacity: [1], tariff })]);
    const plan = planOf(request, { iterations: 10 });
    expect(plan.cost.tasks).toBe(1);
    expect(checkPlan(request, plan).violations).toEqual([]);
  });

  it('fits the only row of a tariff for the solver, too', () => {
    const tariff = [{ zone: null, upTo: [0.3], price: 1 }];
    const request = requestOf([task('t', 10, { load: [0.1 + 0.2] })], [vehicle({ tariff })]);
    const plan = planOf(request, { iterations: 10 });
    expect(plan.unassigned).toEqual([]);
    expect(plan.cost.tasks).toBe(1);
  });
});

describe('a task that needs others beside it', () => {
  const parcels = (count: number, rest: Parameters<typeof task>[2] = {}) =>
    Array.from({ length: count }, (_, i) => task(`t${i}`, 10 + i, { load: [1], ...rest }));
  const leftIn = (request: RoutingRequest) => {
    const plan = planOf(request, { iterations: 50 });
    expect(checkPlan(request, plan).violations).toEqual([]);
    return plan.unassigned;
  };

  it('has no room where they fill the van, whatever it is sent out for', () => {
    const van = vehicle({ capacity: [5], minLoad: [4] });
    expect(leftIn(requestOf(parcels(7), [van])).map(({ reason }) => reason)).toEqual(['no_room', 'no_room']);
    const hired = vehicle({ minDuty_s: 100, maxTasks: 1 });
    expect(leftIn(requestOf([task('far', 60, { priority: 1 }), task('near', 10)], [hired]))).toMatchObject([
      { task: 'near', reason: 'no_room' },
    ]);
  });

  it('has no room where they are not there', () => {
    const [left] = leftIn(requestOf(parcels(1), [vehicle({ capacity: [5], minLoad: [4] })]));
    expect(left).toMatchObject({
      reason: 'no_room',
      cause:
        "'van' may serve it, but no route has room for it, and no vehicle that is left can take it in this plan. " +
        "To serve it alone 'van' would break another of its rules: less than its minimum load or duty.",
    });
  });

  it('has no room where the van is full of pickups beside its delivery', () => {
    const tasks = [task('out', 5, { load: [1] }), ...parcels(3, { kind: 'pickup' })];
    const left = leftIn(requestOf(tasks, [vehicle({ capacity: [2], backhauls: 'after_a_delivery' })]));
    expect(left.map(({ reason }) => reason)).toEqual(['no_room']);
  });

  it('has no room where a vehicle in progress is full of what it came with', () => {
    const van = vehicle({ inProgress: true, capacity: [10], initialLoad: [8], shift: [0, 1000] });
    const left = leftIn(requestOf([task('more', 20, { load: [3] })], [van]));
    expect(left).toMatchObject([{ reason: 'no_room', cause: expect.stringContaining('what it has on board') }]);
  });
});

describe('a task with a prize, where not only cost counts', () => {
  const judged = (request: RoutingRequest, routes: ReturnType<typeof rawRoute>[], left: number[]) => {
    const plan = buildPlan(request, { routes, unassigned: left }, REPORT);
    expect(checkPlan(request, plan).violations).toEqual([]);
    return plan.unassigned[0]!;
  };
  const tasks = [task('a', 10), task('b', 20, { prize: 100 })];
  const two = vehicle({ count: 2, maxTasks: 1 });
  const by = (...names: Parameters<typeof objective>[0][]) => ({
    objectives: [[objective('unserved')], ...names.map((name) => [objective(name)])],
  });

  it('is not worth a vehicle where these come first, whatever its prize', () => {
    const left = judged(requestOf(tasks, [two], by('vehicles', 'cost')), [rawRoute(0, [0])], [1]);
    expect(left).toMatchObject({
      reason: 'not_worth_it',
      cause: "At best, on a vehicle of its own, 'van', it would make 'vehicles' 1 worse; its prize is 100.",
    });
    expect(judged(requestOf(tasks, [two], by('cost', 'vehicles')), [rawRoute(0, [0])], [1]).reason).toBe(
      'search_ended',
    );
    const room = vehicle({ maxTasks: 2 });
    expect(judged(requestOf(tasks, [room], by('vehicles', 'cost')), [rawRoute(0, [0])], [1]).reason).toBe(
      'search_ended',
    );
  });

  it('is not worth a way where this comes first, or prizes do not count', () => {
    const way = requestOf(tasks, [vehicle()], by('distance', 'cost'));
    expect(judged(way, [rawRoute(0, [0])], [1])).toMatchObject({
      reason: 'not_worth_it',
      cause: "At best, on a route of 'van' it would make 'distance' 20 worse; its prize is 100.",
    });
    expect(judged(requestOf(tasks, [vehicle()], by('distance')), [rawRoute(0, [0])], [1]).reason).toBe('not_worth_it');
    // On the way: nothing is driven for it.
    const near = [task('a', 10), task('b', 5, { prize: 1 })];
    expect(judged(requestOf(near, [vehicle()], by('distance', 'cost')), [rawRoute(0, [0])], [1]).reason).toBe(
      'search_ended',
    );
    expect(judged(requestOf(near, [vehicle()], by('distance')), [rawRoute(0, [0])], [1])).toMatchObject({
      reason: 'not_worth_it',
      cause: "At best, on a route of 'van' it would make no objective better; its prize is 1.",
    });
  });

  it('is judged at the place that is best by all objectives, not at the cheapest', () => {
    const dear = { ...NO_COSTS, per_km: 9000 };
    const vans = [vehicle({ id: 'far', start: 90, end: 90 }), vehicle({ id: 'near', start: 10, end: 10, costs: dear })];
    const level = [objective('distance'), objective('cost', { weight: 0.1 })];
    const request = requestOf([tasks[1]!, task('x', 95), task('y', 12)], vans, {
      objectives: [[objective('unserved')], level],
    });
    expect(judged(request, [rawRoute(0, [1]), rawRoute(1, [2])], [0])).toMatchObject({
      reason: 'not_worth_it',
      cause: "At best, on a route of 'near' it would make 'distance' 16 worse; its prize is 100.",
    });
  });

  it('is worth what it evens out', () => {
    const level = [[objective('unserved')], [objective('balance', { of: 'tasks', measure: 'spread' })]];
    const vans = [vehicle({ id: 'v' }), vehicle({ id: 'w' })];
    const parcels = [task('a', 10), task('b', 20), task('c', 30), task('d', 40, { prize: 0.5 })];
    const request = requestOf(parcels, vans, { objectives: level });
    expect(judged(request, [rawRoute(0, [0, 1]), rawRoute(1, [2])], [3]).reason).toBe('search_ended');
    expect(
      judged(requestOf(parcels.slice(1), vans, { objectives: level }), [rawRoute(0, [0]), rawRoute(1, [1])], [2])
        .reason,
    ).toBe('not_worth_it');
  });

  it('is worth being where it was given', () => {
    const given = [{ vehicle: 1, number: 1, steps: [stepOf(1)], pinned: false, locked: 0 }];
    const vans = [vehicle({ id: 'v' }), vehicle({ id: 'w' })];
    const request = requestOf(tasks, vans, { ...by('change', 'cost'), routes: given });
    expect(judged(request, [rawRoute(0, [0])], [1])).toMatchObject({
      reason: 'search_ended',
      cause: expect.stringContaining("'w'"),
    });
    expect(judged({ ...request, routes: [{ ...given[0]!, vehicle: 0 }] }, [rawRoute(0, [0])], [1]).cause).toContain(
      "'v'",
    );
  });
});

describe('a great many tasks that no vehicle can serve', () => {
  const [VANS, ORDERS] = [50, 120];
  const late = [0, 1, 2, 3].map((i) => stop(10 + i, { windows: [[0, 50]] }));
  const orders = Array.from({ length: ORDERS }, (_, i) => task(`t${i}`, 0, { stops: late }));
  const breaks = [pause('lunch', 10, { windows: [[200, 300]] })];
  const judged = (vans: Partial<RoutingRequest['vehicles'][number]>[]) => {
    const fleet = vans.map((van, i) => vehicle({ id: `v${i}`, shift: [100, 1000], breaks, ...van }));
    const request = requestOf([...orders, task('skilled', 10, { skills: ['s'] })], fleet);
    const plan = buildPlan(request, { routes: [], unassigned: request.tasks.map((_, t) => t) }, REPORT);
    const { violations, reasons } = checkPlan(request, plan);
    expect(violations).toEqual([]);
    return {
      plan,
      reasons,
      isVague: plan.unassigned.map(({ cause }) => cause.endsWith('Not every vehicle was tried.')),
    };
  };

  it('are tried on all unlike vehicles up to a bound, which the checker reaches earlier', () => {
    const unlike = Array.from({ length: VANS }, (_, i) => ({ start: i, skills: i === VANS - 1 ? ['s'] : [] }));
    const { plan, reasons, isVague } = judged(unlike);
    expect(reasons.skipped).toBeGreaterThan(0);
    expect(reasons.checked).toBeGreaterThan(20);
    const vagueFrom = isVague.indexOf(true);
    expect(vagueFrom).toBeGreaterThan(1.5 * reasons.checked);
    expect(isVague.slice(vagueFrom, ORDERS)).not.toContain(false);
    expect(new Set(plan.unassigned.slice(0, ORDERS).map(({ reason }) => reason))).toEqual(
      new Set(['window_unreachable']),
    );
    expect(plan.unassigned[ORDERS]).toMatchObject({ task: 'skilled', reason: 'search_ended' });
  });

  it('are tried once on vehicles that differ in name, number and description', () => {
    const { reasons, isVague } = judged(
      Array.from({ length: VANS }, (_, i) => ({ description: `no. ${i}`, skills: ['s'] })),
    );
    expect(reasons).toEqual({ checked: ORDERS + 1, skipped: 0 });
    expect(isVague).not.toContain(true);
  });
});

describe('a task with a prize, where cost is not asked for', () => {
  it.each([
    ['but the fewest vehicles', [[objective('unserved')], [objective('vehicles')]]],
    ['nor anything else', [[objective('unserved')]]],
  ])('is weighed against it: %s', (_, objectives) => {
    const tasks = [task('must', 30), task('cheap', 20, { prize: 3 }), task('dear', 40, { prize: 3 })];
    const request = requestOf(tasks, [vehicle()], { objectives });
    const plan = buildPlan(request, { routes: [rawRoute(0, [0])], unassigned: [1, 2] }, REPORT);
    expect(plan.unassigned.map(({ reason }) => reason)).toEqual(['search_ended', 'not_worth_it']);
    expect(checkPlan(request, plan).violations).toEqual([]);
  });
});

it('a task with a prize is worth what it spares routes that wait for its own', () => {
  const tasks = [
    ...[task('a', 10), task('b', 10), task('c', 10)],
    task('later', 10, { windows: [[1000, 1100]] }),
    ...[task('elsewhere', 10), task('p', 20, { prize: 10 })],
  ];
  const van = (id: string, costs: Partial<typeof NO_COSTS>) =>
    vehicle({ id, shift: [0, 2000], costs: { ...NO_COSTS, ...costs } });
  const vans = [
    van('cheap', { per_km: 750 }),
    van('first', { per_km: 1000 }),
    van('waits', { per_km: 5000, per_hour: 36_000 }),
  ];
  const relations = [{ kind: 'sequence' as const, tasks: [0, 1, 2], minGap_s: 0 }];
  const request = requestOf(tasks, [...vans, van('last', { per_km: 5000 })], { relations });
  const routes = [[4], [0], [1, 3], [2]].map((steps, v) => rawRoute(v, steps));
  // Before 'a' it delays 'b', so that 'waits' leaves later.
  const plan = buildPlan(request, { routes, unassigned: [5] }, REPORT);
  expect(plan.unassigned.map(({ reason }) => reason)).toEqual(['search_ended']);
  expect(checkPlan(request, plan).violations).toEqual([]);
});

describe('a key without a prize that is not fetched', () => {
  // Its cause did not say that a job which must be served waits for it.
  it('names the job that is left out with it', () => {
    const tasks = [task('key', 10, { prize: 0 }), task('job', 20), task('other', 30, { prize: 0 })];
    const request = requestOf(tasks, [vehicle({ costs: { ...NO_COSTS, per_km: 1000 } })], {
      relations: [{ kind: 'sequence', tasks: [0, 1], minGap_s: 0 }],
      options: { search: false, time_s: null, iterations: null, seed: 1, threads: 1 },
    });
    const plan = buildPlan(request, { routes: [], unassigned: [0, 1, 2] }, REPORT);
    const [key, job, other] = plan.unassigned;
    expect(key).toMatchObject({ reason: 'not_worth_it', cause: expect.stringContaining("'job', not served either") });
    expect(job).toMatchObject({ reason: 'predecessor_unserved' });
    expect(other).toMatchObject({ reason: 'not_worth_it', cause: expect.not.stringContaining('by itself') });
    expect(checkPlan(request, plan).violations).toEqual([]);
  });
});
