import { describe, expect, it } from 'vitest';
import { checkPlan, VIOLATION_CAUSES, type ViolationCause } from '../../src/check/index.ts';
import type { RoutingPlan } from '../../src/contract/plan.ts';
import type { RoutingRequest, Stop, Task, Vehicle } from '../../src/contract/request.ts';
import type { RawSolution } from '../../src/model/solution.ts';
import { buildPlan } from '../../src/plan/build.ts';
import { REPORT, requestOf, task, vehicle } from './plan-world.ts';

/**
 * What would the checker let through? One rich plan that is right, and every way to spoil it: each value in it by itself,
 * each list, each fact of the request it rests on, and each decision of the solver with all numbers worked out anew.
 */
const costs = {
  ...{ fixed: 7, per_km: 1000, per_hour: 90, per_travel_hour: 70 },
  ...{ per_service_hour: 50, per_waiting_hour: 30, per_task: 5 },
};
const request = requestOf(
  [
    task('a', 10, { load: [3, 1], windows: [[20, 20]], service_s: 5, cost: 1.5, label: 'home' }),
    task('b', 20, {
      ...{ kind: 'pickup', load: [2, 2], service_s: 5, skills: ['lift'] },
      windows: [
        [30, 31],
        [100, 110],
      ],
    }),
    task('c', 30, { kind: 'visit', service_s: 3, anySkills: ['lift', 'cold'], windows: [[0, 150]] }),
    task('d', 40, { load: [4, 4], onlyVehicles: ['van', 'bike'] }),
    task('e', 5, { load: [1, 1], forbiddenVehicles: ['van'] }),
    task('f', 8, { load: [1, 0], forbiddenSkills: ['lift'] }),
    task('g', 45, { prize: 40, service_s: 5, load: [0, 0] }),
    task('h', 70, { skills: ['wings'], load: [0, 0] }),
    task('i', 12, { load: [9, 0] }),
  ],
  [
    vehicle({ ...{ id: 'van', skills: ['lift'], capacity: [7, 6], costs, shift: [0, 200] }, maxDistance_m: 80 }),
    vehicle({ ...{ id: 'bike', count: 2, start: null, end: 3, capacity: [2, 2], costs }, maxTasks: 2, maxDuty_s: 50 }),
  ],
  { startsAt_ms: Date.UTC(2026, 10, 23) },
);
const raw: RawSolution = {
  routes: [
    { vehicle: 0, number: 1, tasks: [0, 1, 2, 3] },
    { vehicle: 1, number: 2, tasks: [4, 5] },
  ],
  unassigned: [6, 7, 8],
};
const plan = buildPlan(request, raw, REPORT);

const causesOf = (against: RoutingRequest, spoilt: RoutingPlan) =>
  checkPlan(against, spoilt).violations.map(({ cause }) => cause);

it('is right to begin with, and has every kind of thing in it', () => {
  expect(checkPlan(request, plan).violations).toEqual([]);
  expect(plan.summary.waiting_s).toBeGreaterThan(0);
  expect(plan.unassigned.map(({ reason }) => reason)).toEqual([
    'not_worth_it',
    'no_skilled_vehicle',
    'load_over_capacity',
  ]);
});

type Key = string | number;
type Holder = Record<Key, unknown>;

/** Paths to every value that is no list or object, and to every list; the solver's own report is its word. */
function pathsOf(value: unknown, path: Key[] = []): { values: Key[][]; lists: Key[][] } {
  if (typeof value !== 'object' || value === null) return { values: [path], lists: [] };
  const keys: Key[] = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  const within = keys.filter((key) => key !== 'solver').map((key) => pathsOf((value as Holder)[key], [...path, key]));
  const lists = Array.isArray(value) ? [path] : [];
  return {
    values: within.flatMap((found) => found.values),
    lists: [...lists, ...within.flatMap((found) => found.lists)],
  };
}

/** A copy of the plan with one change. */
function spoil(path: Key[], change: (value: unknown) => unknown): RoutingPlan {
  const copy = structuredClone(plan) as unknown as Holder;
  const holder = path.slice(0, -1).reduce((at, key) => at[key] as Holder, copy);
  const key = path.at(-1)!;
  const changed = change(holder[key]);
  if (changed === undefined) delete holder[key];
  else holder[key] = changed;
  return copy as unknown as RoutingPlan;
}

const { values, lists } = pathsOf(plan);
const named = (paths: Key[][]) => paths.map((path) => [path.join('.'), path] as const);
const at = (path: Key[]) => path.reduce<unknown>((value, key) => (value as Holder)[key], plan);

describe('every value', () => {
  const numbers = values.filter((path) => typeof at(path) === 'number');
  const texts = values.filter((path) => typeof at(path) === 'string' && path.at(-1) !== 'cause');

  it.each(named(numbers))('%s: a little more, less, half, negative or no number', (_, path) => {
    const changes: ((value: number) => number)[] = [
      (value) => value + 0.01,
      (value) => value - 0.01,
      (value) => value + 1,
      (value) => value / 2,
      (value) => -value,
      () => Number.NaN,
      () => Number.POSITIVE_INFINITY,
    ];
    const passed = changes.filter((change) => {
      const value = at(path) as number;
      if (Object.is(change(value), value) || change(value) === value) return false;
      // Both numbers of a bike are free to be used: that is another plan, not a wrong one.
      if (path.join('.') === 'routes.1.number' && change(value) === 1) return false;
      return checkPlan(
        request,
        spoil(path, () => change(value)),
      ).ok;
    });
    expect(passed.map(String)).toEqual([]);
  });

  it.each(named(texts))('%s: another text', (_, path) => {
    const others = ['', 'x', ...texts.map(at)].filter((text) => text !== at(path));
    expect(
      others.filter(
        (text) =>
          checkPlan(
            request,
            spoil(path, () => text),
          ).ok,
      ),
    ).toEqual([]);
  });

  it.each(named(values.filter((path) => path.at(-1) !== 'option')))('%s: left out', (_, path) => {
    expect(
      checkPlan(
        request,
        spoil(path, () => undefined),
      ).ok,
    ).toBe(false);
  });
});

describe('every list', () => {
  const filled = lists.filter((path) => (at(path) as unknown[]).length > 0);

  it.each(named(filled))('%s: an item less, or twice', (_, path) => {
    const length = (at(path) as unknown[]).length;
    for (let i = 0; i < length; i++) {
      expect(
        checkPlan(
          request,
          spoil(path, (list) => (list as unknown[]).toSpliced(i, 1)),
        ).ok,
      ).toBe(false);
      const doubled = spoil(path, (list) => (list as unknown[]).toSpliced(i, 0, (list as unknown[])[i]));
      expect(checkPlan(request, doubled).ok).toBe(false);
    }
  });

  it.each(named(filled.filter((path) => path.at(-1) === 'stops')))('%s: two items change places', (_, path) => {
    const stops = at(path) as unknown[];
    for (let i = 1; i < stops.length; i++) {
      expect(
        checkPlan(
          request,
          spoil(path, () => stops.toSpliced(i - 1, 2, stops[i], stops[i - 1])),
        ).ok,
      ).toBe(false);
    }
  });
});

/** The same plan under a request that it breaks: the cause, and by how much. */
describe('every rule', () => {
  const withTask = (id: string, change: Partial<Task> & Partial<Stop>): RoutingRequest => ({
    ...request,
    tasks: request.tasks.map((one) =>
      one.id === id ? { ...one, ...change, stops: one.stops.map((option) => ({ ...option, ...change })) } : one,
    ),
  });
  const withVehicle = (id: string, change: Partial<Vehicle>): RoutingRequest => ({
    ...request,
    vehicles: request.vehicles.map((one) => (one.id === id ? { ...one, ...change } : one)),
  });

  it.each<[string, RoutingRequest, ViolationCause, number | undefined]>([
    ['capacity in the first dimension', withVehicle('van', { capacity: [6, 6] }), 'over_capacity', 1],
    ['capacity in the second, in the middle', withVehicle('van', { capacity: [7, 5] }), 'over_capacity', 1],
    ['capacity before an open start', withVehicle('bike', { capacity: [1, 2] }), 'over_capacity', 1],
    ['a window that closes earlier', withTask('b', { windows: [[30, 99]] }), 'window_missed', 1],
    ['a window that opens later', withTask('b', { windows: [[102, 110]] }), 'window_missed', 2],
    [
      'a gap between windows',
      withTask('c', {
        windows: [
          [0, 10],
          [140, 150],
        ],
      }),
      'window_missed',
      25,
    ],
    ['a shift that begins later', withVehicle('van', { shift: [13, 200] }), 'shift_broken', 3],
    ['a shift that ends earlier', withVehicle('van', { shift: [0, 160] }), 'shift_broken', 8],
    ['the distance', withVehicle('van', { maxDistance_m: 79 }), 'max_distance', 1],
    ['the driving time', withVehicle('van', { maxDriving_s: 78 }), 'max_driving', 2],
    ['the duty', withVehicle('van', { maxDuty_s: 150 }), 'max_duty', 8],
    ['the number of tasks', withVehicle('van', { maxTasks: 3 }), 'max_tasks', 1],
    ['the count of a kind', withVehicle('bike', { count: 1 }), 'vehicle_number', 1],
    ['a skill', withTask('a', { skills: ['cold'] }), 'missing_skill', undefined],
    ['one skill of several', withTask('c', { anySkills: ['cold', 'wings'] }), 'missing_skill', undefined],
    ['a skill not wanted', withTask('a', { forbiddenSkills: ['lift'] }), 'forbidden_skill', undefined],
    ['a list of vehicles', withTask('d', { onlyVehicles: ['bike'] }), 'vehicle_not_allowed', undefined],
    ['a ban of a vehicle', withTask('d', { forbiddenVehicles: ['van'] }), 'vehicle_not_allowed', undefined],
    ['a longer service', withTask('a', { service_s: 6 }), 'wrong_time', -1],
    ['another place', withTask('d', { place: 39 }), 'wrong_place', undefined],
    ['another start', withVehicle('van', { start: 1 }), 'wrong_place', undefined],
    ['a start that is not in the plan', withVehicle('bike', { start: 3 }), 'wrong_stop', undefined],
    ['no end where the plan has one', withVehicle('van', { end: null }), 'wrong_stop', undefined],
    ['another kind of task', withTask('d', { kind: 'pickup' }), 'wrong_stop', undefined],
    ['another label', withTask('a', { label: 'locker' }), 'wrong_stop', undefined],
    ['another load', withTask('a', { load: [2, 1] }), 'wrong_load', 1],
    ['a slower vehicle', withVehicle('van', { speedFactor: 0.5 }), 'wrong_driving', -10],
    ['a fixed cost', withVehicle('van', { costs: { ...costs, fixed: 8 } }), 'wrong_cost', -1],
    ['the cost of an option', withTask('a', { cost: 0 }), 'wrong_cost', 1.5],
    ['a prize', withTask('g', { prize: 39 }), 'wrong_cost', 1],
    ['a prize worth more than the way', withTask('g', { prize: 5000 }), 'wrong_cost', -4960],
    ['the name of the request', { ...request, id: 'night' }, 'wrong_request', undefined],
    [
      'a task nobody planned',
      { ...request, tasks: [...request.tasks, task('z', 1, { load: [0, 0] })] },
      'task_missing',
      undefined,
    ],
    ['no such task', { ...request, tasks: request.tasks.slice(0, -1) }, 'unknown_task', undefined],
    ['no such vehicle', { ...request, vehicles: [request.vehicles[0]!] }, 'unknown_vehicle', undefined],
    ['a reason that is past', withTask('h', { skills: [] }), 'wrong_reason', undefined],
    ['no calendar', { ...request, startsAt_ms: null }, 'wrong_time', undefined],
    ['another calendar', { ...request, startsAt_ms: request.startsAt_ms! - 5000 }, 'wrong_time', 5],
  ])('%s', (_, against, cause, amount) => {
    const found = checkPlan(against, plan).violations.filter((violation) => violation.cause === cause);
    expect(found).not.toEqual([]);
    if (amount === undefined) return;
    expect(found.some((violation) => Math.abs(violation.amount! - amount) < 1e-6)).toBe(true);
  });
});

/** Decisions that are wrong though every number follows from them. */
describe('every decision', () => {
  const replanned = (change: (routes: RawSolution['routes']) => void, unassigned = raw.unassigned) => {
    const routes = structuredClone(raw.routes);
    change(routes);
    return causesOf(request, buildPlan(request, { routes, unassigned }, REPORT));
  };

  it.each<[string, ViolationCause, () => ViolationCause[]]>([
    ['a task on two routes', 'task_twice', () => replanned(([, bike]) => void bike!.tasks.push(0))],
    ['a task twice on a route', 'task_twice', () => replanned(([van]) => void van!.tasks.push(0))],
    ['planned and unassigned', 'task_both', () => replanned(() => {}, [0, 6, 7, 8])],
    ['unassigned twice', 'task_twice', () => replanned(() => {}, [6, 6, 7, 8])],
    ['neither', 'task_missing', () => replanned(() => {}, [6, 7])],
    ['left out with a reason that is not true', 'wrong_reason', () => notSearched()],
    [
      'a vehicle twice',
      'vehicle_twice',
      () => replanned((routes) => void routes.push({ vehicle: 1, number: 2, tasks: [8] }), [6, 7]),
    ],
    ['a vehicle too many', 'vehicle_number', () => replanned(([, bike]) => void (bike!.number = 3))],
    ['a task too heavy', 'over_capacity', () => replanned(([van]) => void van!.tasks.push(8), [6, 7])],
    ['an order too late', 'window_missed', () => replanned(([van]) => void van!.tasks.reverse())],
    ['a way too long', 'max_distance', () => replanned(([van]) => void van!.tasks.push(6), [7, 8])],
    [
      'a vehicle that may not',
      'vehicle_not_allowed',
      () => replanned(([van, bike]) => void van!.tasks.push(bike!.tasks.shift()!)),
    ],
    [
      'a vehicle that cannot',
      'missing_skill',
      () => replanned(([van, bike]) => void (bike!.tasks = van!.tasks.splice(1, 1)), [4, 5, 6, 7, 8]),
    ],
    ['too many tasks', 'max_tasks', () => replanned(([van, bike]) => void bike!.tasks.push(van!.tasks.pop()!))],
  ])('%s: %s', (_, cause, causes) => expect(causes()).toContain(cause));

  function notSearched(): ViolationCause[] {
    const spoilt = buildPlan(request, { routes: [raw.routes[1]!], unassigned: [0, 1, 2, 3, 6, 7, 8] }, REPORT);
    expect(spoilt.unassigned[0]!.reason).toBe('search_ended');
    spoilt.unassigned[0]!.reason = 'no_room';
    return causesOf(request, spoilt);
  }
});

it('accepts any other schedule that keeps the rules', () => {
  const earlier = structuredClone(plan);
  const [start] = earlier.routes[0]!.stops;
  // The van leaves 4 s earlier and waits at its first stop.
  for (const field of ['arrival_s', 'begin_s', 'departure_s'] as const) start![field] -= 4;
  const first = earlier.routes[0]!.stops[1]!;
  first.arrival_s -= 4;
  first.waiting_s += 4;
  const iso = (text: string | undefined) => new Date(Date.parse(text!) - 4000).toISOString();
  [start!.arrival, start!.departure, first.arrival] = [iso(start!.arrival), iso(start!.departure), iso(first.arrival)];
  const route = earlier.routes[0]!;
  route.starts_s -= 4;
  const extra = 4 * ((costs.per_hour + costs.per_waiting_hour) / 3600);
  for (const totals of [route, earlier.summary]) {
    totals.duty_s += 4;
    totals.waiting_s += 4;
  }
  for (const cost of [route.cost, earlier.cost]) {
    cost.time += extra;
    cost.total += extra;
  }
  earlier.summary.tasks_per_duty_hour = 6 / (earlier.summary.duty_s / 3600);
  earlier.summary.cost_per_task = (earlier.cost.total - earlier.cost.unserved) / 6;
  expect(checkPlan(request, earlier).violations).toEqual([]);
});

it('explains every cause', () => {
  for (const [cause, text] of Object.entries(VIOLATION_CAUSES)) expect(text, cause).toMatch(/^[A-Z].*\.$/);
});
