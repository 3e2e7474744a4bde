import { describe, expect, it } from 'vitest';
import { checkPlan } from '../../src/check/index.ts';
import type { RoutingRequest, Task, Vehicle } from '../../src/contract/request.ts';
import type { RawSolution } from '../../src/model/solution.ts';
import { buildPlan } from '../../src/plan/build.ts';
import { planGeoJson } from '../../src/plan/geojson.ts';
import { line, NO_COSTS, REPORT, rawRoute, requestOf, type Step, shipment, task, vehicle } from './plan-world.ts';

/** Builds a plan that has to pass the checker. `routes`: one list of steps per vehicle index. */
function planOf(request: RoutingRequest, routes: Step[][]) {
  const raws = routes.flatMap((steps, i) => (steps.length === 0 ? [] : [rawRoute(i, steps)]));
  const served = new Set(raws.flatMap(({ steps }) => steps.flatMap((one) => (one.kind === 'step' ? [one.task] : []))));
  const raw: RawSolution = {
    routes: raws,
    unassigned: request.tasks.flatMap((_, i) => (served.has(i) ? [] : [i])),
  };
  const plan = buildPlan(request, raw, REPORT);
  expect(checkPlan(request, plan).violations).toEqual([]);
  return plan;
}

describe('loads', () => {
  it('carries deliveries from the start and pickups to the end, per dimension', () => {
    const tasks = [
      task('a', 1, { load: [3, 0] }),
      task('b', 2, { kind: 'pickup', load: [2, 1] }),
      task('c', 3, { kind: 'visit', load: [9, 9] }),
      task('d', 4, { load: [1, 4] }),
    ];
    const [route] = planOf(requestOf(tasks, [vehicle({ capacity: [5, 8] })]), [[0, 1, 2, 3]]).routes;
    expect(route!.stops.map(({ load }) => load)).toEqual([
      [4, 4],
      [1, 4],
      [3, 5],
      [3, 5],
      [2, 1],
      [2, 1],
    ]);
    expect(route!.max_load).toEqual([4, 5]);
  });

  it('takes back from the stop of a delivery, as the checker sees it, too', () => {
    const tasks = [task('a', 1, { load: [5], returnLoad: [4] }), task('b', 2, { load: [3], returnLoad: [1] })];
    const [route] = planOf(requestOf(tasks, [vehicle({ capacity: [8] })]), [[0, 1]]).routes;
    expect(route!.stops.map(({ load }) => load)).toEqual([[8], [7], [5], [5]]);
    const left = planOf(requestOf([task('c', 1, { load: [1], returnLoad: [9] })], [vehicle({ capacity: [8] })]), []);
    expect(left.unassigned).toMatchObject([
      { reason: 'load_over_capacity', cause: expect.stringContaining('takes back [9]') },
    ]);
  });

  it('counts what an open route starts with, though no stop shows it', () => {
    const [route] = planOf(requestOf([task('a', 1, { load: [3] })], [vehicle({ start: null })]), [[0]]).routes;
    expect(route!.stops[0]!.load).toEqual([0]);
    expect(route!.max_load).toEqual([3]);
  });

  it('is empty to the last digit when all is delivered', () => {
    const tasks = [0.1, 0.2, 0.3].map((load, i) => task(`t${i}`, i, { load: [load] }));
    const [route] = planOf(requestOf(tasks), [[0, 1, 2]]).routes;
    expect(route!.stops.at(-1)!.load).toEqual([0]);
  });
});

describe('costs and figures', () => {
  const costs = {
    ...{ fixed: 7, per_km: 1000, per_hour: 3600, per_travel_hour: 7200 },
    ...{ per_service_hour: 36_000, per_waiting_hour: 360, per_task: 5, overtime: null },
  };
  const tasks = [
    task('a', 10, { windows: [[20, 20]], service_s: 5, cost: 1.5 }),
    task('b', 20, { windows: [[100, 110]], service_s: 5 }),
    task('c', 30, { prize: 2, skills: ['lift'] }),
  ];
  const plan = planOf(requestOf(tasks, [vehicle({ costs, capacity: [0], count: 2 })]), [[0, 1]]);

  it('splits the cost of a route', () => {
    // 40 m, duty 115 s, driving 40 s, service 10 s, waiting 65 s, 2 tasks.
    const time = 115 * 1 + 40 * 2 + 10 * 10 + 65 * 0.1;
    expect(plan.routes[0]!.cost).toEqual({
      ...{ fixed: 7, distance: 40, time, tasks: 11.5, lateness: 0, unserved: 0 },
      total: 7 + 40 + time + 11.5,
    });
  });

  it('adds lost prizes to the cost of the plan', () => {
    expect(plan.cost.unserved).toBe(2);
    expect(plan.cost.total).toBe(plan.routes[0]!.cost.total + 2);
    expect(plan.unassigned).toMatchObject([{ task: 'c', cost: 2, place: 'at 30', position: [30, 0] }]);
  });

  it('sums up', () => {
    expect(plan.summary).toEqual({
      ...{ tasks: 3, served: 2, unassigned: 1, vehicles_used: 1, vehicles_available: 2 },
      ...{ trips: 1, distance_m: 40, driving_s: 40, setup_s: 0, service_s: 10, waiting_s: 65, duty_s: 115 },
      ...{ break_s: 0, overtime_s: 0, lateness_s: 0, co2_g: 0 },
      ...{ load_use: [0], tasks_per_route: 2, tasks_per_duty_hour: 2 / (115 / 3600) },
      ...{ cost_per_task: plan.routes[0]!.cost.total / 2, m_per_task: 20 },
    });
  });

  it('means the load over the capacity, of the routes that have one', () => {
    const loaded = [task('a', 1, { load: [1] }), task('b', 1, { load: [3] }), task('c', 1, { load: [9] })];
    const fleet = [
      vehicle({ id: 'small', capacity: [2] }),
      vehicle({ id: 'large', capacity: [4] }),
      vehicle({ id: 'any' }),
    ];
    expect(planOf(requestOf(loaded, fleet), [[0], [1], [2]]).summary.load_use).toEqual([(1 / 2 + 3 / 4) / 2]);
  });

  it('is all zero where nothing is planned', () => {
    const empty = planOf(requestOf([task('a', 1, { skills: ['lift'] })]), []);
    expect(empty.cost.total).toBe(0);
    expect(empty.summary).toMatchObject({ served: 0, tasks_per_route: 0, tasks_per_duty_hour: 0, cost_per_task: 0 });
  });
});

describe('reasons', () => {
  /** The reason for the last task, which is on no route; the others are, one list per vehicle. */
  function reasonFor(tasks: Task[], fleet: Vehicle[], routes: number[][] = []) {
    return planOf(requestOf(tasks, fleet), routes).unassigned.at(-1)!;
  }

  it.each<[string, Partial<Task>, string, string]>([
    ['skills', { skills: ['lift', 'cold'] }, 'no_skilled_vehicle', "all of 'lift', 'cold'"],
    ['one of some skills', { anySkills: ['lift', 'cold'] }, 'no_skilled_vehicle', "one of 'lift', 'cold'"],
    ['absent skills', { forbiddenSkills: ['dog'] }, 'no_skilled_vehicle', "none of 'dog'"],
    ['a list', { onlyVehicles: ['truck'] }, 'no_allowed_vehicle', "only 'truck'"],
    ['a ban', { forbiddenVehicles: ['van'] }, 'no_allowed_vehicle', "forbids 'van'"],
    ['its load', { load: [11] }, 'load_over_capacity', "its load is [11]; the closest in size, 'van', carries [10]"],
  ])('%s', (_, needs, reason, words) => {
    const left = reasonFor([task('a', 10, needs)], [vehicle({ skills: ['dog'], capacity: [10] })]);
    expect(left.reason).toBe(reason);
    expect(left.cause.toLowerCase()).toContain(words);
  });

  it('names the vehicle that comes closest in time', () => {
    const fleet = [vehicle({ id: 'late', shift: [70, 200] }), vehicle({ id: 'early', shift: [50, 200] })];
    const left = reasonFor([task('a', 30, { windows: [[0, 75]] })], fleet);
    expect(left.reason).toBe('window_unreachable');
    expect(left.cause).toBe("'early' could be there at 80 s, but its last window closes at 75 s.");
  });

  it('says when the shift is what is too short', () => {
    const left = reasonFor([task('a', 30, { service_s: 5 })], [vehicle({ shift: [0, 60] })]);
    expect(left).toMatchObject({
      reason: 'window_unreachable',
      cause: "'van' would be back at 65 s, but its shift ends at 60 s.",
    });
  });

  it.each<[string, Partial<Vehicle>, string]>([
    ['distance', { maxDistance_m: 59 }, 'drive 60 m of 59 m'],
    ['driving', { maxDriving_s: 59 }, 'drive 60 s of 59 s'],
    ['duty', { maxDuty_s: 64 }, 'be on duty 65 s of 64 s'],
    ['number of tasks', { maxTasks: 0 }, 'serve 1 of 0 tasks'],
  ])('names the limit on %s', (_, limits, words) => {
    const left = reasonFor([task('a', 30, { service_s: 5 })], [vehicle(limits)]);
    expect(left.reason).toBe('route_limit');
    expect(left.cause).toContain(words);
  });

  it('tells the obstacle of the vehicle that gets furthest', () => {
    const fleet = [vehicle({ id: 'unskilled' }), vehicle({ id: 'small', skills: ['lift'], capacity: [1] })];
    expect(reasonFor([task('a', 1, { skills: ['lift'], load: [2] })], fleet).reason).toBe('load_over_capacity');
  });

  it('names what forbids a vehicle that the lists allow', () => {
    const inZone = line.map((place) => ({ ...place, zones: [0] }));
    const causeFor = (rest: Partial<Task>, fleet: Vehicle[]) =>
      planOf(requestOf([task('a', 10, rest)], fleet, { places: inZone }), []).unassigned[0]!.cause;
    const fleet = [vehicle({ id: 'other' }), vehicle({ id: 'carrier', zones: [1] })];
    expect(causeFor({ onBoardOf: 1 }, fleet)).toContain("'carrier' may not enter its zone.");
    const unlisted = causeFor({ forbiddenVehicles: ['other'] }, fleet);
    expect(unlisted).toContain("It forbids 'other'. 'carrier' may not enter its zone.");
    const tariff = [{ zone: null, upTo: [5], price: 1 }];
    expect(causeFor({ load: [9] }, [vehicle({ zones: [0], tariff })])).toContain("'van' has no price for it.");
  });

  it('ignores kinds of which there is none', () => {
    expect(reasonFor([task('a', 1)], [vehicle({ count: 0 })]).reason).toBe('no_skilled_vehicle');
  });

  it.each<[string, Partial<Vehicle>, number | null]>([
    ['longest duty', { maxDuty_s: 10.1 - 1e-4 }, null],
    ['least duty', { minDuty_s: 10.1 + 1e-4 }, null],
    ['ride', {}, 10 / 3 - 1e-4],
  ])('is as exact as a clock of epoch seconds: %s', (_, limits, maxRide_s) => {
    const from_s = 1_795_000_000;
    const parcel = shipment('a', 5, 15, { windows: [[from_s, from_s + 100]], service_s: 0.1, maxRide_s });
    expect(reasonFor([parcel], [vehicle({ speedFactor: 3, ...limits })]).reason).toBe('search_ended');
  });

  it('says no room where every place is full or too late', () => {
    const tasks = [task('a', 10, { load: [6] }), task('b', 20, { load: [5] })];
    expect(reasonFor(tasks, [vehicle({ capacity: [10] })], [[0]]).reason).toBe('no_room');
    const timed = [task('a', 10, { windows: [[10, 10]] }), task('b', 20, { windows: [[15, 15]] })];
    expect(reasonFor(timed, [vehicle()], [[0]]).reason).toBe('no_room');
  });

  it('names the tasks that it may not be with, or has to be with', () => {
    const tasks = [task('a', 10), task('b', 20)];
    const causeWith = (kind: 'same_vehicle' | 'different_vehicles', fleet: Vehicle[]) => {
      const relations = [{ kind, tasks: [0, 1], minGap_s: 0 }];
      const [left] = planOf(requestOf(tasks, fleet, { relations }), [[0]]).unassigned;
      expect(left!.reason).toBe('no_room');
      return left!.cause;
    };
    const other = vehicle({ id: 'other' });
    expect(causeWith('same_vehicle', [vehicle({ maxTasks: 1 }), other])).toContain("on one route with 'a'");
    expect(causeWith('different_vehicles', [vehicle()])).toContain("not be on a route with 'a'");
  });

  it('does not blame the search where there was none', () => {
    const options = { search: false, time_s: null, iterations: null, seed: 1, threads: 1 };
    const [left] = planOf(requestOf([task('a', 10), task('b', 5)], [vehicle()], { options }), [[0]]).unassigned;
    expect(left).toMatchObject({ reason: 'search_ended', cause: expect.stringContaining('Nothing was searched') });
  });

  it('says not worth it where every place costs more than the prize', () => {
    const tasks = [task('a', 10), task('b', 30, { prize: 39.5 })];
    const left = reasonFor(tasks, [vehicle()], [[0]]);
    expect(left.reason).toBe('not_worth_it');
    expect(left.cause).toBe("At best, on a route of 'van' it would add 40 to the cost; its prize is 39.5.");
  });

  it('counts fixed cost and waiting, not only the way', () => {
    const costs = { ...NO_COSTS, fixed: 3, per_waiting_hour: 3600 };
    const b = task('b', 10, { windows: [[100, 100]], prize: 50 });
    // On the route of a: it holds a's departure, so b is waited for, 80 s. Alone: 3.
    const busy = reasonFor([task('a', 10, { windows: [[20, 20]] }), b], [vehicle({ costs })], [[0]]);
    expect(busy).toMatchObject({ reason: 'not_worth_it' });
    expect(busy.cause).toContain('add 80 ');
    const spare = reasonFor([task('a', 10, { windows: [[20, 20]] }), b], [vehicle({ costs, count: 2 })], [[0]]);
    expect(spare).toMatchObject({ reason: 'search_ended' });
    expect(spare.cause).toContain('add 3 ');
  });

  it('admits that the search left a task out that has room', () => {
    const tasks = [task('a', 10), task('b', 5)];
    expect(reasonFor(tasks, [vehicle()], [[0]])).toMatchObject({ reason: 'search_ended', cost: 0 });
    expect(reasonFor(tasks, [vehicle({ maxTasks: 1 })], [[0]]).reason).toBe('no_room');
    expect(reasonFor(tasks, [vehicle({ maxTasks: 1, count: 2 })], [[0]]).reason).toBe('search_ended');
  });
});

describe('GeoJSON', () => {
  it('has a line per route and a point per stop and unassigned task', () => {
    const tasks = [task('a', 10), task('b', 20, { skills: ['lift'] })];
    const json = planGeoJson(planOf(requestOf(tasks), [[0]]));
    expect(json.bbox).toEqual([0, 0, 20, 0]);
    expect(json.features.map(({ geometry, properties }) => [properties?.type, geometry.type])).toEqual([
      ['route', 'LineString'],
      ...Array.from({ length: 3 }, () => ['stop', 'Point']),
      ['unassigned', 'Point'],
    ]);
    expect(json.features[0]!.geometry).toMatchObject({
      coordinates: [
        [0, 0],
        [10, 0],
        [0, 0],
      ],
    });
    expect(json.features[2]!.properties).toMatchObject({
      vehicle: 'van',
      number: 1,
      index: 1,
      task: 'a',
      arrival_s: 10,
    });
  });

  it('has no geometry where there is no position', () => {
    const places = line.map(({ id }) => ({ id, position: null, zones: [] }));
    const row = line.map(() => 1);
    const durations_s = line.map(() => row);
    const profiles: RoutingRequest['profiles'] = [
      { kind: 'matrix', name: 'given', durations_s, distances_m: durations_s, traffic: [] },
    ];
    const request = requestOf([task('a', 1)], [vehicle()], { places, profiles });
    const json = planGeoJson(planOf(request, [[0]]));
    expect(json.features.every(({ geometry }) => geometry === null)).toBe(true);
    expect(json.bbox).toBeUndefined();
  });
});
