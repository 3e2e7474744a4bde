import { describe, expect, it } from 'vitest';
import { checkPlan } from '../../src/check/index.ts';
import type { Task, Vehicle } from '../../src/contract/request.ts';
import { buildPlan } from '../../src/plan/build.ts';
import { pause, REPORT, rawRoute, requestOf, task, vehicle } from './plan-world.ts';

/** The route of one vehicle through the tasks in their order; every plan here must pass the checker. */
function routeOf(tasks: Task[], by: Vehicle = vehicle(), rest: Parameters<typeof requestOf>[2] = {}) {
  const request = requestOf(tasks, [by], rest);
  const plan = buildPlan(request, { routes: [rawRoute(0, [...tasks.keys()])], unassigned: [] }, REPORT);
  expect(checkPlan(request, plan).violations).toEqual([]);
  return plan.routes[0]!;
}

const timesOf = ({ stops }: ReturnType<typeof routeOf>) =>
  stops.map(({ arrival_s, waiting_s, departure_s }) => [arrival_s, waiting_s, departure_s]);

describe('departure', () => {
  it('is as late as the window allows, so that nobody waits', () => {
    const route = routeOf([task('a', 10, { windows: [[100, 200]] })]);
    expect(timesOf(route)).toEqual([
      [90, 0, 90],
      [100, 0, 100],
      [110, 0, 110],
    ]);
    expect(route).toMatchObject({ starts_s: 90, ends_s: 110, duty_s: 20, waiting_s: 0 });
  });

  it('is held back by an early window, so that waiting falls after it', () => {
    const a = task('a', 10, { windows: [[20, 20]], service_s: 5 });
    const b = task('b', 20, { windows: [[100, 110]], service_s: 5 });
    const route = routeOf([a, b]);
    expect(timesOf(route)).toEqual([
      [10, 0, 10],
      [20, 0, 25],
      [35, 65, 105],
      [125, 0, 125],
    ]);
    expect(route).toMatchObject({ duty_s: 115, waiting_s: 65, service_s: 10, driving_s: 40 });
  });

  it('may be before second 0 where there is no shift', () => {
    const route = routeOf([task('a', 10, { windows: [[5, 8]] })]);
    expect(route).toMatchObject({ starts_s: -5, ends_s: 15 });
  });

  it('is second 0 where nothing says when', () => {
    expect(routeOf([task('a', 10), task('b', 20)])).toMatchObject({ starts_s: 0, ends_s: 40 });
  });

  it('is second 0 also where a break is over by then', () => {
    const breaks = [pause('early', 10, { windows: [[-100, -50]] })];
    expect(routeOf([task('a', 10)], vehicle({ breaks }))).toMatchObject({ starts_s: 0, break_s: 0 });
    expect(routeOf([task('a', 10)], vehicle({ start: null, breaks }))).toMatchObject({ starts_s: 0, break_s: 0 });
  });

  it('is when the shift begins where only the shift says when', () => {
    expect(routeOf([task('a', 10)], vehicle({ shift: [50, 90] }))).toMatchObject({ starts_s: 50, ends_s: 70 });
  });

  it('does not run before the shift, and waits for the window rather', () => {
    const a = task('a', 10, { windows: [[60, 60]] });
    const b = task('b', 20, { windows: [[80, 80]] });
    const route = routeOf([a, b], vehicle({ shift: [50, 100] }));
    expect(timesOf(route)).toEqual([
      [50, 0, 50],
      [60, 0, 60],
      [70, 10, 80],
      [100, 0, 100],
    ]);
  });
});

describe('several windows', () => {
  it('uses the later one where that delays nothing', () => {
    const a = task('a', 10, {
      windows: [
        [0, 15],
        [50, 60],
      ],
    });
    const b = task('b', 20, { windows: [[100, 100]] });
    const route = routeOf([a, b], vehicle({ shift: [0, 1000] }));
    expect(timesOf(route)).toEqual([
      [50, 0, 50],
      [60, 0, 60],
      [70, 30, 100],
      [120, 0, 120],
    ]);
  });

  it('waits for the next one where it falls into a gap', () => {
    const a = task('a', 10, { windows: [[10, 10]], service_s: 5 });
    const b = task('b', 20, {
      windows: [
        [0, 20],
        [40, 50],
      ],
    });
    expect(timesOf(routeOf([a, b]))).toEqual([
      [0, 0, 0],
      [10, 0, 15],
      [25, 15, 40],
      [60, 0, 60],
    ]);
  });

  it('ends early rather than with a shorter duty', () => {
    const a = task('a', 10, {
      windows: [
        [10, 10],
        [100, 100],
      ],
    });
    const b = task('b', 20, {
      windows: [
        [50, 50],
        [110, 110],
      ],
    });
    // Leaving at 90 would take 40 s instead of 70 s, and end at 130 instead of 70.
    expect(routeOf([a, b])).toMatchObject({ starts_s: 0, ends_s: 70, duty_s: 70, waiting_s: 30 });
  });
});

describe('open routes', () => {
  it('begin at the first stop, when its service begins', () => {
    const a = task('a', 10, { windows: [[30, 40]], service_s: 5 });
    const b = task('b', 20, { windows: [[100, 100]] });
    const route = routeOf([a, b], vehicle({ start: null, shift: [0, 200] }));
    expect(route.stops.map(({ kind }) => kind)).toEqual(['delivery', 'delivery', 'end']);
    expect(timesOf(route)).toEqual([
      [40, 0, 45],
      [55, 45, 100],
      [120, 0, 120],
    ]);
    expect(route).toMatchObject({ starts_s: 40, duty_s: 80, distance_m: 30 });
  });

  it('end at the last stop, after its service', () => {
    const route = routeOf([task('a', 10, { service_s: 7 })], vehicle({ end: null }));
    expect(route.stops.map(({ kind }) => kind)).toEqual(['start', 'delivery']);
    expect(route).toMatchObject({ starts_s: 0, ends_s: 17, duty_s: 17, distance_m: 10, driving_s: 10 });
  });

  it('may be only the service', () => {
    const route = routeOf([task('a', 10, { service_s: 7, windows: [[3, 9]] })], vehicle({ start: null, end: null }));
    expect(route).toMatchObject({ starts_s: 3, ends_s: 10, duty_s: 7, driving_s: 0, distance_m: 0 });
  });
});

describe('clocks and speed', () => {
  it('drives at the speed of the vehicle', () => {
    const route = routeOf([task('a', 10)], vehicle({ speedFactor: 4 }));
    expect(route).toMatchObject({ driving_s: 5, distance_m: 20, ends_s: 5 });
  });

  it('gives ISO times where the request has a calendar', () => {
    const startsAt_ms = Date.UTC(2026, 10, 23, 6);
    const route = routeOf([task('a', 10, { windows: [[3600, 3600]], service_s: 90.5 })], vehicle(), { startsAt_ms });
    expect(route.stops.map(({ arrival, departure }) => [arrival, departure])).toEqual([
      ['2026-11-23T06:59:50.000Z', '2026-11-23T06:59:50.000Z'],
      ['2026-11-23T07:00:00.000Z', '2026-11-23T07:01:30.500Z'],
      ['2026-11-23T07:01:40.500Z', '2026-11-23T07:01:40.500Z'],
    ]);
  });

  it.each<[string, [number, number][], boolean[]]>([
    ['after', [], [true, false, false]],
    ['before', [[0, 10]], [false, true, false]],
  ])('has no ISO times %s the calendar', (_, windows, isDated) => {
    const crawl = vehicle({ speedFactor: 1e-12 });
    const { stops } = routeOf([task('a', 10, { windows })], crawl, { startsAt_ms: Date.UTC(2026, 10, 23, 6) });
    expect(stops.map(({ arrival }) => arrival !== undefined)).toEqual(isDated);
  });

  it('counts in epoch seconds as well as from 0', () => {
    const epoch_s = 1_795_000_000;
    const windows: [number, number][] = [[epoch_s + 100, epoch_s + 200]];
    const route = routeOf([task('a', 10, { windows, service_s: 0.1 })], vehicle({ speedFactor: 3 }));
    expect(route.starts_s).toBeCloseTo(epoch_s + 100 - 10 / 3, 5);
    expect(route.duty_s).toBeCloseTo(20 / 3 + 0.1, 5);
  });
});

it('plans what cannot be on time all the same, for the checker to refuse', () => {
  const late = [task('a', 10, { windows: [[0, 100]] }), task('b', 90, { windows: [[0, 50]] })];
  const request = requestOf(late, [vehicle({ shift: [0, 150] })]);
  const plan = buildPlan(request, { routes: [rawRoute(0, [0, 1])], unassigned: [] }, REPORT);
  expect(plan.routes[0]).toMatchObject({ starts_s: 0, ends_s: 180, waiting_s: 0 });
  const { ok, violations } = checkPlan(request, plan);
  expect(ok).toBe(false);
  expect(violations.map(({ cause, path, amount }) => [cause, path, amount])).toEqual([
    ['window_missed', 'routes[0].stops[2].begin_s', 40],
    ['shift_broken', 'routes[0].stops[3].arrival_s', 30],
  ]);
});

describe('a route that is late at one stop', () => {
  const tasks = [
    task('first', 10),
    task('noon', 20, { windows: [[500, 600]], service_s: 5 }),
    task('late', 30, { windows: [[500, 510]] }),
  ];
  const judged = (by: Partial<Vehicle>) => {
    const request = requestOf(tasks, [vehicle({ shift: [0, 1000], ...by })]);
    const plan = buildPlan(request, { routes: [rawRoute(0, [0, 1, 2])], unassigned: [] }, REPORT);
    return { ...plan.routes[0]!, broken: checkPlan(request, plan).violations.map(({ path }) => path) };
  };

  it('leaves as late as makes that no later, like one that is in time', () => {
    const late = 'routes[0].stops[3].begin_s';
    expect(judged({ maxDuty_s: 100 })).toMatchObject({ starts_s: 480, ends_s: 545, waiting_s: 0, broken: [late] });
  });

  it('leaves its breaks in their windows', () => {
    const broken = ['routes[0].stops[4].begin_s'];
    const breaks = [pause('coffee', 5, { windows: [[100, 200]] })];
    expect(judged({ breaks })).toMatchObject({ ends_s: 545, break_s: 5, broken });
  });
});

it('a route that is late is waited for as it is driven', () => {
  const tasks = [
    task('clean', 10, { service_s: 100 }),
    task('late', 20, { windows: [[0, 10]] }),
    task('inspect', 10, { windows: [[0, 50]], service_s: 5 }),
    task('sign', 10),
  ];
  const relations = [{ kind: 'sequence' as const, tasks: [0, 2, 3], minGap_s: 0 }];
  const request = requestOf(tasks, [vehicle({ count: 3, shift: [0, 1000] })], { relations });
  const routes = [[0, 1], [2], [3]].map((steps, i) => ({ ...rawRoute(0, steps), number: i + 1 }));
  const plan = buildPlan(request, { routes, unassigned: [] }, REPORT);
  expect(plan.routes.map(({ stops }) => stops[1]!.begin_s)).toEqual([10, 110, 115]);
  expect(checkPlan(request, plan).violations.map(({ cause }) => cause)).toEqual(['window_missed', 'window_missed']);
});
