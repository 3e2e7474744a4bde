import { describe, expect, it } from 'vitest';
import { checkPlan } from '../../src/check/index.ts';
import { Simulator } from '../../src/check/simulate.ts';
import { asOnBoard } from '../../src/contract/normalise-tasks.ts';
import type { RouteStep, RoutingRequest, Task, Vehicle } from '../../src/contract/request.ts';
import { withoutShortRoutes } from '../../src/jobs/short-routes.ts';
import type { RawRoute } from '../../src/model/solution.ts';
import { buildPlan } from '../../src/plan/build.ts';
import { compiled, planOf } from '../property/solve-plan.ts';
import {
  line,
  NO_COSTS,
  objective,
  pause,
  REPORT,
  rawRoute,
  reload,
  requestOf,
  shipment,
  stepOf,
  task,
  vehicle,
} from '../unit/plan-world.ts';
import { Track } from '../unit/route-world.ts';

const sequence = (...tasks: number[]) => ({ kind: 'sequence' as const, tasks, minGap_s: 0 });

/** The plan of these routes, which must be legal. */
function legalPlan(request: RoutingRequest, routes: RawRoute[]) {
  const plan = buildPlan(request, { routes, unassigned: [] }, REPORT);
  expect(checkPlan(request, plan).violations).toEqual([]);
  return plan;
}

describe('a break', () => {
  it.each([
    [0, []],
    [70, [30]],
    [100, [0]],
  ])('for driving comes the sooner where %i s have been driven since the last one', (drivenBefore_s, begins_s) => {
    const day = (before_s: number) => {
      const rest = pause('rest', 5, { afterDriving_s: 100, drivenBefore_s: before_s });
      return requestOf([task('a', 40)], [vehicle({ inProgress: true, shift: [0, 1000], breaks: [rest] })]);
    };
    const request = day(drivenBefore_s);
    const plan = planOf(request);
    expect(checkPlan(request, plan).violations).toEqual([]);
    const breaks = plan.routes[0]!.stops.filter(({ kind }) => kind === 'break');
    expect(breaks.map(({ begin_s }) => begin_s)).toEqual(begins_s);
    // Planned as if the driver were rested, the limit is passed.
    const causes = checkPlan(request, planOf(day(0))).violations.map(({ cause }) => cause);
    expect(causes).toEqual(drivenBefore_s === 0 ? [] : ['driving_limit']);
  });

  it('is not left out because a first stop waits for another route', () => {
    // Without a start, 'b' would begin at 400, after the window; but by itself 'two' could have begun before.
    const tasks = [
      task('a', 10, { windows: [[400, 400]], onlyVehicles: ['one'] }),
      task('b', 20, { onlyVehicles: ['two'] }),
    ];
    const lunch = pause('lunch', 10, { windows: [[0, 300]] });
    const two = vehicle({ id: 'two', start: null, shift: [0, 1000], breaks: [lunch] });
    const request = requestOf(tasks, [vehicle({ id: 'one' }), two], { relations: [sequence(0, 1)] });
    const plan = planOf(request);
    expect(checkPlan(request, plan).violations).toEqual([]);
    expect(plan.unassigned.map(({ task: id }) => id)).toEqual(['b']);
  });

  it('with a window makes room where a break for driving is not allowed with so much on board', () => {
    const breaks = [
      pause('rest', 10, { afterDriving_s: 100, maxLoad: [2] }),
      pause('tea', 20, { windows: [[50, 60]], maxLoad: [9] }),
    ];
    const van = vehicle({ speedFactor: 0.5, shift: [0, 1000], end: null, breaks });
    const request = requestOf([task('a', 70, { load: [3] })], [van]);
    expect(new Track(request).run([0])).toBe(true);
    const plan = legalPlan(request, [rawRoute(0, [0])]);
    expect(plan.routes[0]).toMatchObject({ starts_s: 0, ends_s: 160, break_s: 20 });
  });

  it('for driving is not taken in a first wait where it would then be due with too much on board', () => {
    // 80 s from 'a' to 'p': the rest is due on the way, unless taken at 'a', and then after 'p'.
    const tasks = [task('a', 15, { load: [1], windows: [[100, 200]] }), task('p', 55, { kind: 'pickup', load: [3] })];
    const rest = pause('rest', 10, { afterDriving_s: 100, maxLoad: [2] });
    const van = vehicle({ speedFactor: 0.5, shift: [0, 1000], end: 70, breaks: [rest] });
    const request = requestOf(tasks, [van]);
    expect(new Track(request).run([0, 1])).toBe(true);
    const plan = legalPlan(request, [rawRoute(0, [0, 1])]);
    expect(plan.routes[0]).toMatchObject({ starts_s: 70, ends_s: 220, break_s: 10 });
  });

  it('for driving does not keep a vehicle from leaving later where that does without it again', () => {
    // Lunch is at 100, and 'a' opens at 240. What is driven between them counts for the rest: up to 20 s (leaving by 60) none
    // is due on the last leg; up to 50 s one is; after more (leaving after 90) it is taken before 'a', in time for it.
    const breaks = [pause('lunch', 50, { windows: [[100, 100]] }), pause('rest', 20, { afterDriving_s: 50 })];
    const van = vehicle({ shift: [0, 1000], end: 90, breaks });
    const request = requestOf([task('a', 60, { windows: [[240, 300]] })], [van]);
    expect(legalPlan(request, [rawRoute(0, [0])]).routes[0]).toMatchObject({ starts_s: 100, ends_s: 270 });
    expect(new Simulator(request).route(van, [stepOf(0)])).toMatchObject({ starts_s: 100, ends_s: 270 });
  });

  it('may be in its next window where a later departure then needs fewer for driving', () => {
    const breaks = [
      pause('lunch', 79, {
        windows: [
          [326, 339],
          [463, 540],
        ],
      }),
      pause('rest', 79, { afterDriving_s: 106 }),
    ];
    const van = vehicle({ start: 30, end: 32, speedFactor: 0.5, shift: [308, 9999], breaks });
    const tasks = [task('a', 73, { windows: [[490, 683]], service_s: 69 }), task('b', 0, { service_s: 30 })];
    const request = requestOf(tasks, [van]);
    // From 308 to 325 it ends at 957, then later, from 345 to 379 at 932 at the latest, and then later again.
    expect(legalPlan(request, [rawRoute(0, [0, 1])]).routes[0]).toMatchObject({ starts_s: 379, ends_s: 932 });
    expect(new Simulator(request).route(van, [0, 1].map(stepOf))).toMatchObject({ starts_s: 379, ends_s: 932 });
  });

  it('for driving that no traffic would need does not keep a vehicle without a shift at home', () => {
    // At no time of day 40 s: with goods on board there may be no rest. From second 0 on, 20.
    const rest = pause('rest', 10, { afterDriving_s: 30, maxLoad: [0] });
    const request = requestOf([task('a', 40, { load: [1] })], [vehicle({ end: null, breaks: [rest] })]);
    const [profile] = request.profiles;
    const traffic = [{ zone: null, steps: [{ from_s: 0, factor: 2 }] }];
    const fast = { ...request, profiles: [{ ...profile!, traffic }] };
    expect(legalPlan(fast, [rawRoute(0, [0])]).routes[0]).toMatchObject({ starts_s: 0, ends_s: 20 });
    expect(planOf(fast).unassigned).toEqual([]);
  });

  it('for driving that only an earlier departure needs does not keep the vehicle from leaving later', () => {
    // From 0, 'a' takes 50 s of driving and the rest falls on the way to 'b'; from 40 on it takes 30, and there is none.
    const tasks = [task('a', 30), task('b', 60, { windows: [[200, 300]] })];
    const rest = pause('rest', 10, { afterDriving_s: 60 });
    const steps = [
      { from_s: 0, factor: 0.5 },
      { from_s: 40, factor: 1 },
    ];
    const request = requestOf(tasks, [vehicle({ shift: [0, 1000], end: null, breaks: [rest] })]);
    const [profile] = request.profiles;
    const slow = { ...request, profiles: [{ ...profile!, traffic: [{ zone: null, steps }] }] };
    const plan = legalPlan(slow, [rawRoute(0, [0, 1])]);
    expect(plan.routes[0]).toMatchObject({ starts_s: 140, break_s: 0, waiting_s: 0 });
  });
});

describe('a route that another waits for', () => {
  it('leaves before second 0 where it would by itself', () => {
    // 'x' closes at 30, 60 s from the start: from 0 nobody gets there.
    const [one, two] = [{ onlyVehicles: ['one'] }, { onlyVehicles: ['two'] }];
    const tasks = [task('a', 10, one), task('x', 60, { windows: [[20, 30]], ...one }), task('b', 5, two)];
    const fleet = [vehicle({ id: 'one' }), vehicle({ id: 'two' })];
    const request = requestOf(tasks, fleet, { relations: [sequence(0, 2)] });
    const routes = [rawRoute(0, [0, 1]), rawRoute(1, [2])];
    expect(legalPlan(request, routes).routes).toMatchObject([{ starts_s: -40 }, { starts_s: 0 }]);
    const asked = routes.map((route) => ({ ...route, vehicle: request.vehicles[route.vehicle]! }));
    const found = new Simulator(request).together(asked);
    expect(found).toMatchObject([{ begins_s: [-30, 20] }, { begins_s: [5] }]);
    expect(planOf(request).unassigned).toEqual([]);
  });
});

describe('the checker', () => {
  it('takes the word of a plan for whether a break is just before a stop or at it, where times cannot tell', () => {
    // Half a millisecond before; seconds since 1970 are exact to two.
    const rest = pause('rest', 10, { afterDriving_s: 79.9995 });
    const van = vehicle({ shift: [1.795e9, 1.796e9], end: null, breaks: [rest] });
    const plan = legalPlan(requestOf([task('a', 80)], [van]), [rawRoute(0, [0])]);
    expect(plan.routes[0]!.stops[1]).toMatchObject({ kind: 'break', distance_m: 79.9995 });
  });
});

describe('the reason for a task left out', () => {
  it('is not that a break is in the way, where its release excuses the vehicle from that break', () => {
    // Before its only stop and after it there is no break.
    const lunch = pause('lunch', 10, { windows: [[100, 200]] });
    const costs = { ...NO_COSTS, fixed: 10 };
    const van = vehicle({ start: null, end: null, shift: [0, 1000], breaks: [lunch], costs });
    const request = requestOf([task('a', 50, { service_s: 300, release_s: 250, prize: 1 })], [van]);
    const plan = planOf(request);
    expect(plan.unassigned).toMatchObject([{ task: 'a', reason: 'not_worth_it' }]);
    expect(checkPlan(request, plan).violations).toEqual([]);
  });
});

describe('a sequence on one route', () => {
  it('is in order, also where all of it is at the same time', () => {
    const request = requestOf([task('a', 10), task('b', 10)], [vehicle()], { relations: [sequence(0, 1)] });
    const plan = buildPlan(request, { routes: [rawRoute(0, [1, 0])], unassigned: [] }, REPORT);
    expect(checkPlan(request, plan).violations).toMatchObject([{ cause: 'sequence_broken' }]);
    legalPlan(request, [rawRoute(0, [0, 1])]);
  });
});

describe('a route given', () => {
  it('that cannot be driven at all is no error while nothing of it must stay', () => {
    const van = vehicle({ end: 90, shift: [0, 10], reloads: [reload(5)] });
    const steps = [0, { reload: 0 }, 1].map(stepOf);
    const given = { vehicle: 0, number: 1, steps, locked: 0, pinned: false };
    const { problem } = compiled(requestOf([task('a', 1), task('b', 2)], [van], { routes: [given] }));
    expect([...problem.initial!]).toEqual([0, 2, 0, 1]);
  });
});

describe('the search', () => {
  it('has fine ticks of time beside a shift without an end', () => {
    // Ticks for all of its 10,000,000,000 s would be more than a minute each.
    const tasks = [0.5, 1.5].map((x, i) => task(`t${i}`, 10 * (i + 1), { windows: [[x, x + 40]] }));
    const { problem } = compiled(requestOf(tasks, [vehicle({ shift: [0, 1e10] })]));
    expect([...problem.windowOpens]).toEqual([500, 1500]);
    expect(problem.closes[0]).toBeGreaterThan(1e6);
  });

  it('serves all tasks where hours of balance count thousands of times what driving costs', () => {
    const tasks = [task('a', 40), task('b', 70)];
    const objectives = [[objective('unserved')], [objective('balance', { weight: 1000 })], [objective('cost')]];
    const van = vehicle({ count: 2, shift: [0, 1000], costs: { ...NO_COSTS, per_km: 0.3333 } });
    expect(planOf(requestOf(tasks, [van], { objectives })).unassigned).toEqual([]);
  });

  it('spends time with a reload before and after the only task, where hours are short', () => {
    const van = vehicle({ minDuty_s: 40, shift: [0, 1000], reloads: [reload(0, { service_s: 20 })] });
    expect(planOf(requestOf([task('a', 0)], [van])).unassigned).toEqual([]);
  });

  it('takes compactness by the distances of the vehicle itself', () => {
    const [profile] = requestOf([]).profiles;
    const rest = {
      profiles: [profile!, { kind: 'none' as const, name: 'outside', traffic: [] }],
      objectives: [[objective('unserved')], [objective('vehicles')], [objective('compactness')]],
    };
    const fleet = [vehicle({ id: 'own', costs: NO_COSTS }), vehicle({ id: 'carrier', profile: 1, costs: NO_COSTS })];
    expect(planOf(requestOf([task('a', 10), task('b', 60)], fleet, rest)).routes).toMatchObject([
      { vehicle: 'carrier' },
    ]);
  });

  it('reloads first where goods are too heavy for a break on the way', () => {
    const lunch = pause('lunch', 5, { windows: [[0, 4]], maxLoad: [0] });
    const van = vehicle({ breaks: [lunch], shift: [0, 1000], reloads: [reload(10)] });
    const request = requestOf([task('a', 20, { load: [1] })], [van]);
    const plan = planOf(request);
    expect(checkPlan(request, plan).violations).toEqual([]);
    expect(plan.unassigned).toEqual([]);
  });
});

describe('goods on board of a vehicle in progress', () => {
  const van = vehicle({ inProgress: true, capacity: [10], shift: [0, 1000] });
  const aboard = task('aboard', 10, { load: [8], onBoardOf: 0, goods: 'food' });
  const left = (...tasks: Parameters<typeof requestOf>[0]) => {
    const request = requestOf(tasks, [van], { incompatibleGoods: [['food', 'chlorine']] });
    const plan = planOf(request, { iterations: 50 });
    expect(checkPlan(request, plan).violations).toEqual([]);
    return plan.unassigned.map(({ task: id, reason }) => [id, reason]);
  };

  it('take up room where they cannot be delivered, too', () => {
    const late = { ...aboard, stops: [{ ...aboard.stops[0]!, windows: [[0, 5] as [number, number]] }] };
    const more = (load: number) => task('more', 20, { kind: 'pickup', load: [load] });
    expect(left(aboard, more(8))).toEqual([]);
    expect(left(late, more(2))).toEqual([['aboard', 'window_unreachable']]);
    expect(left(late, more(3))).toEqual([
      ['aboard', 'window_unreachable'],
      ['more', 'no_room'],
    ]);
    // Though nothing else were on the route, it would be on board together with them.
    const bleach = task('bleach', 20, { kind: 'pickup', load: [1], goods: 'chlorine' });
    expect(left(late, bleach)).toEqual([
      ['aboard', 'window_unreachable'],
      ['bleach', 'no_room'],
    ]);
    expect(left(aboard, bleach)).toEqual([]);
  });

  it('may stay on board where their prize is not worth the way', () => {
    const far = { ...aboard, stops: [{ ...aboard.stops[0]!, place: 90 }], prize: 1 };
    expect(left(far, task('near', 20, { load: [1], prize: 100 }))).toEqual([['aboard', 'not_worth_it']]);
    expect(left(far, task('near', 20, { load: [3], prize: 100 }))).toEqual([
      ['aboard', 'not_worth_it'],
      ['near', 'no_room'],
    ]);
  });
});

describe('a shipment on board of a vehicle in progress', () => {
  const later = asOnBoard(shipment('s', 5, 30, { load: [1] }), 0);
  const back = task('back', 10, { kind: 'pickup', load: [1] });
  const found = (tasks: Task[], steps: RouteStep[], rest: Partial<Vehicle>) => {
    const van = vehicle({ inProgress: true, shift: [0, 1000], reloads: [reload(20)], ...rest });
    const request = requestOf(tasks, [van]);
    const given = { vehicle: 0, number: 1, steps };
    const run = new Track(request).run(steps);
    const causes = checkPlan(request, buildPlan(request, { routes: [given], unassigned: [] }, REPORT)).violations;
    expect(causes.length === 0).toBe(run);
    return causes.map(({ cause }) => cause);
  };
  const [first, second] = [stepOf(0), stepOf(1)];

  it('counts for backhauls as shipments do: not', () => {
    expect(found([later, back], [second, first], { backhauls: 'after_deliveries' })).toEqual([]);
    expect(found([later, back], [first, second], { backhauls: 'after_a_delivery' })).toEqual(['backhaul_order']);
  });

  it('is off before anything is loaded at a reload, last in, first out', () => {
    const fresh = task('fresh', 25, { load: [1] });
    const halt: RouteStep = { kind: 'reload', reload: 0 };
    expect(found([later, fresh], [halt, second, first], {})).toEqual([]);
    expect(found([later, fresh], [halt, second, first], { unloading: 'lifo' })).toEqual(['lifo_broken']);
    expect(found([later, fresh], [first, halt, second], { unloading: 'lifo' })).toEqual([]);
  });
});

describe('a vehicle in progress that leaves late', () => {
  const meal = (rest: Parameters<typeof task>[2]) => task('meal', 90, { load: [1], windows: [[5000, 6000]], ...rest });
  const leftOut = (tasks: Task[], rest: Partial<Vehicle> = {}) => {
    const request = requestOf(tasks, [vehicle({ inProgress: true, shift: [0, 9000], ...rest })]);
    const plan = planOf(request, { iterations: 10 });
    expect(checkPlan(request, plan).violations).toEqual([]);
    return { left: plan.unassigned.map(({ reason }) => reason), overtime_s: plan.summary.overtime_s };
  };

  it('has had what is on board there since it began', () => {
    expect(leftOut([meal({ onBoardOf: 0, maxRide_s: 5000 })]).left).toEqual([]);
    expect(leftOut([meal({ onBoardOf: 0, maxRide_s: 4999 })]).left).toEqual(['route_limit']);
    expect(leftOut([meal({ maxRide_s: 100 })]).left).toEqual([]);
  });

  it('has been on duty since then', () => {
    expect(leftOut([meal({})], { maxDuty_s: 5090 }).left).toEqual([]);
    expect(leftOut([meal({})], { maxDuty_s: 5089 }).left).toEqual(['route_limit']);
    const costs = { ...NO_COSTS, overtime: { after_s: 5000, per_hour: 1 } };
    expect(leftOut([meal({})], { costs })).toEqual({ left: [], overtime_s: 90 });
  });
});

describe('routes below a minimum', () => {
  const tasks = [task('a', 40), task('b', 30), task('c', 5, { windows: [[5, 5]] })];
  const least = (seconds: number) => vehicle({ id: `at least ${seconds}`, minDuty_s: seconds, costs: NO_COSTS });
  const routes = [rawRoute(0, [0]), rawRoute(1, [2, 1])];
  const left = (...fleet: ReturnType<typeof least>[]) => {
    const request = requestOf(tasks, fleet, { places: line, relations: [sequence(0, 1)] });
    return withoutShortRoutes(request, { routes, unassigned: [] });
  };

  it('take others with them that are too short without what waited for theirs', () => {
    expect(left(least(100), least(50))).toEqual({ routes: [], unassigned: [0, 1, 2] });
    expect(left(least(100), least(10))).toEqual({ routes: [rawRoute(1, [2])], unassigned: [0, 1] });
  });

  it('are not too short where they wait for another, though a third is late', () => {
    const late = [task('x', 50), task('y', 10, { windows: [[0, 5]] })];
    const fleet = [least(80), least(70), least(0), vehicle({ id: 'late', shift: [0, 1000] })];
    const request = requestOf([...late, ...tasks], fleet, {
      places: line,
      relations: [sequence(2, 3), sequence(0, 1)],
    });
    const driven = [rawRoute(3, [1]), rawRoute(2, [0]), rawRoute(0, [2]), rawRoute(1, [4, 3])];
    expect(withoutShortRoutes(request, { routes: driven, unassigned: [] })).toEqual({ routes: driven, unassigned: [] });
  });

  it('are not too short where they wait for another', () => {
    // By itself the second takes 60 s, with the wait for 'a' 70.
    expect(left(least(80), least(70))).toEqual({ routes, unassigned: [] });
  });
});
