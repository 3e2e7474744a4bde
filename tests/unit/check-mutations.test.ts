import { afterAll, describe, expect, it, type RunnerTask } from 'vitest';
import { checkPlan, VIOLATION_CAUSES, type ViolationCause, violationsOf } from '../../src/check/index.ts';
import { asOnBoard } from '../../src/contract/normalise-tasks.ts';
import type { RoutingPlan } from '../../src/contract/plan.ts';
import type { RoutingRequest, Stop, Task, Vehicle } from '../../src/contract/request.ts';
import { type Order, planOf } from '../property/check-plans.ts';
import {
  NO_COSTS,
  requestOf,
  sequence,
  shipment,
  soft,
  steps,
  stop,
  task,
  vehicle,
} from '../property/check-requests.ts';
import { pause } from './plan-world.ts';

/**
 * What would the checker let through? One rich plan that is right, and every way to spoil it: each value in it by itself,
 * each list, each fact of the request it rests on, and decisions that are wrong with all numbers worked out anew.
 */
const costs = {
  ...{ fixed: 7, per_km: 1000, per_hour: 90, per_travel_hour: 70, per_service_hour: 50, per_waiting_hour: 30 },
  ...{ per_task: 5, overtime: { after_s: 100, per_hour: 40 } },
};
const north = {
  id: 'north',
  polygon: [
    [
      [-1, -1],
      [45, -1],
      [45, 1],
      [-1, 1],
    ],
  ] as [number, number][][],
};
const request = requestOf(
  [
    task('a', 10, { load: [3, 1], windows: [[12, 80]], service_s: 5, setup_s: 2, cost: 1.5, label: 'home' }),
    shipment('s', 20, 30, { load: [2, 2], goods: 'milk', maxRide_s: 40, skills: ['lift'] }),
    task('p', 40, { kind: 'pickup', load: [4, 0], due_s: 500, goods: 'fish', softWindows: [soft(0, 60)] }),
    task('b', 15, { load: [5, 0], release_s: 150, stops: [stop(15), stop(25, { cost: 3, label: 'locker' })] }),
    task('v', 30, { kind: 'visit', load: [0, 0], anySkills: ['lift', 'cold'] }),
    task('w', 35, {
      kind: 'visit',
      load: [0, 0],
      service_s: 4,
      windows: [
        [0, 10],
        [300, 400],
      ],
    }),
    task('e', 5, { load: [1, 1], forbiddenVehicles: ['van'], onBoardOf: 1 }),
    task('g', 45, { prize: 40, service_s: 5, load: [0, 0] }),
    task('h', 70, { skills: ['wings'], load: [0, 0] }),
    task('i', 12, { load: [10, 0] }),
    task('k', 22, { load: [0, 0], goods: 'eggs' }),
  ],
  [
    vehicle({
      ...{ id: 'van', shiftNumber: 2, skills: ['lift'], capacity: [9, 6], costs, shift: [0, 2000] },
      reloads: [{ place: 5, windows: [[0, 600]], service_s: 10 }],
      breaks: [
        pause('tea', 3, { windows: [[10, 20]] }),
        pause('lunch', 20, { windows: [[60, 90]], maxLoad: [9, 6] }),
        pause('rest', 5, { afterDriving_s: 50 }),
      ],
      ...{ unloading: 'any', co2_g_per_km: 200, zones: [0], maxTrips: 2, maxDistance_m: 150 },
    }),
    vehicle({
      ...{ id: 'bike', count: 2, start: null, end: 3, capacity: [5, 5], costs, maxTasks: 3, maxDuty_s: 500 },
      ...{
        tariff: [
          { zone: 0, upTo: [1, 1], price: 2 },
          { zone: null, upTo: null, price: 6 },
        ],
        firstNumber: 3,
      },
    }),
  ],
  {
    startsAt_ms: Date.UTC(2026, 10, 23),
    ...{ zones: [north], relations: [sequence([0, 5], 200), sequence([8, 9])] },
    incompatibleGoods: [
      ['milk', 'fish'],
      ['eggs', 'fish'],
    ],
  },
);
request.objectives.push([
  { name: 'balance', weight: 2, of: 'hours', measure: 'spread' },
  { name: 'compactness', weight: 1, of: 'hours', measure: 'max' },
]);
const orders: Order[] = [
  { vehicle: 0, number: 1, steps: steps(0, [1, 0], [1, 1], 4, 2, 'r', [3, 0, 1]) },
  { vehicle: 1, number: 4, steps: steps(6, 10, 5) },
];
const reasons = { g: 'not_worth_it', h: 'no_skilled_vehicle', i: 'load_over_capacity' } as const;
const plan = planOf(request, orders, reasons)!;

const found = new Set<ViolationCause>();
const check = (against: RoutingRequest, spoilt: RoutingPlan) => {
  const verdict = checkPlan(against, spoilt);
  for (const { cause } of verdict.violations) found.add(cause);
  return verdict;
};
const causesOf = (against: RoutingRequest, spoilt: RoutingPlan) =>
  check(against, spoilt).violations.map(({ cause }) => cause);

it('is right to begin with, and has every kind of thing in it', () => {
  expect(checkPlan(request, plan).violations).toEqual([]);
  expect(checkPlan(request, plan).reasons).toEqual({ checked: 3, skipped: 0 });
  const [van] = plan.routes;
  expect(van!.stops.flatMap(({ break: id }) => id ?? [])).toEqual(['tea', 'lunch', 'rest']);
  expect(van!.stops.map(({ kind }) => kind)).toContain('reload');
  for (const field of ['setup_s', 'waiting_s', 'overtime_s', 'lateness_s', 'co2_g', 'break_s'] as const) {
    expect(plan.summary[field], field).toBeGreaterThan(0);
  }
});

type Key = string | number;
type Holder = Record<Key, unknown>;

/** Paths to every value that is no list or object, and to every list; the solver's own report is its word. */
function pathsOf(value: unknown, path: Key[] = []): { values: Key[][]; lists: Key[][] } {
  if (typeof value !== 'object' || value === null) return { values: [path], lists: [] };
  const keys: Key[] = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  const within = keys.filter((key) => key !== 'solver').map((key) => pathsOf((value as Holder)[key], [...path, key]));
  const own = Array.isArray(value) ? [path] : [];
  return {
    values: within.flatMap(({ values }) => values),
    lists: [...own, ...within.flatMap(({ lists }) => lists)],
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
  /** Each stands in the plan, for something else mostly. */
  const OTHERS = ['a', 's', 'van', 'at 5', 'lunch', 'delivery', 'end', 'locker', 'no_room', 'cost'];
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
      return check(
        request,
        spoil(path, () => change(value)),
      ).ok;
    });
    expect(passed.map(String)).toEqual([]);
  });

  it.each(named(texts))('%s: another text', (_, path) => {
    const others = ['', 'x', ...OTHERS].filter((text) => text !== at(path));
    const passed = others.filter((text) => {
      return check(
        request,
        spoil(path, () => text),
      ).ok;
    });
    expect(passed).toEqual([]);
  });

  // The only option, and the only reload, go without saying.
  const implied = ({ length, ...path }: Key[]) =>
    (path[length - 1] === 'option' || path[length - 1] === 'reload') &&
    at(Array.from({ length, ...path } as ArrayLike<Key>)) === 0;
  it.each(named(values.filter((path) => !implied(path))))('%s: left out', (_, path) => {
    expect(
      check(
        request,
        spoil(path, () => undefined),
      ).ok,
    ).toBe(false);
  });
});

describe('every list', () => {
  const filled = lists.filter((path) => (at(path) as unknown[]).length > 0);

  it.each(named(filled))('%s: an item less, or twice', (_, path) => {
    const { length } = at(path) as unknown[];
    for (let i = 0; i < length; i++) {
      const shorter = spoil(path, (list) => (list as unknown[]).toSpliced(i, 1));
      expect(check(request, shorter).ok).toBe(false);
      const doubled = spoil(path, (list) => (list as unknown[]).toSpliced(i, 0, (list as unknown[])[i]));
      expect(check(request, doubled).ok).toBe(false);
    }
  });

  it.each(named(filled.filter((path) => path.at(-1) === 'stops')))('%s: two items change places', (_, path) => {
    const stops = at(path) as unknown[];
    for (let i = 1; i < stops.length; i++) {
      const swapped = spoil(path, () => stops.toSpliced(i - 1, 2, stops[i], stops[i - 1]));
      expect(check(request, swapped).ok).toBe(false);
    }
  });
});

const withTask = (id: string, change: Partial<Task> & Partial<Stop>): RoutingRequest => ({
  ...request,
  tasks: request.tasks.map((one) =>
    one.id === id ? { ...one, stops: one.stops.map((option) => ({ ...option, ...change })), ...change } : one,
  ),
});
const withVehicle = (id: string, change: Partial<Vehicle>): RoutingRequest => ({
  ...request,
  vehicles: request.vehicles.map((one) => (one.id === id ? { ...one, ...change } : one)),
});
const [van, bike] = plan.routes as [RoutingPlan['routes'][0], RoutingPlan['routes'][0]];
const breaks = request.vehicles[0]!.breaks;
const withBreak = (id: string, change: Partial<(typeof breaks)[0]>) =>
  withVehicle('van', { breaks: breaks.map((one) => (one.id === id ? { ...one, ...change } : one)) });
const given = (change: Partial<RoutingRequest['routes'][0]>): RoutingRequest => ({
  ...request,
  routes: [{ vehicle: 0, number: 1, steps: orders[0]!.steps, locked: 0, pinned: false, ...change }],
});

/** The same plan under a request that it breaks: the cause, and by how much. */
describe('every rule', () => {
  it.each<[string, RoutingRequest, ViolationCause, number | undefined]>([
    ['capacity in the first dimension', withVehicle('van', { capacity: [4, 6] }), 'over_capacity', 1],
    ['capacity before an open start', withVehicle('bike', { capacity: [0.5, 5] }), 'over_capacity', 0.5],
    ['goods on board from the start', withVehicle('van', { initialLoad: [6, 0] }), 'over_capacity', 1],
    ['a window that closes earlier', withTask('a', { windows: [[11, 12]] }), 'window_missed', undefined],
    [
      'a window of a reload',
      withVehicle('van', { reloads: [{ place: 5, windows: [[0, 99]], service_s: 10 }] }),
      'window_missed',
      undefined,
    ],
    ['a shift that begins later', withVehicle('van', { shift: [van.starts_s + 4, 2000] }), 'shift_broken', 4],
    ['a shift that ends earlier', withVehicle('van', { shift: [0, van.ends_s - 4] }), 'shift_broken', 4],
    ['a shorter way', withVehicle('van', { maxDistance_m: van.distance_m - 3 }), 'max_distance', 3],
    ['less driving', withVehicle('van', { maxDriving_s: van.driving_s - 3 }), 'max_driving', 3],
    ['a shorter duty', withVehicle('bike', { maxDuty_s: bike.duty_s - 1 }), 'max_duty', 1],
    ['fewer tasks', withVehicle('bike', { maxTasks: 2 }), 'max_tasks', 1],
    ['fewer trips', withVehicle('van', { maxTrips: 1 }), 'max_trips', 1],
    ['a longer duty', withVehicle('bike', { minDuty_s: bike.duty_s + 2 }), 'min_duty', 2],
    ['more load', withVehicle('bike', { minLoad: [3, 1] }), 'min_load', 2],
    ['deliveries first', withTask('a', { kind: 'visit' }), 'wrong_stop', undefined],
    ['goods apart', withTask('e', { goods: 'fish' }), 'goods_together', undefined],
    ['a skill', withTask('a', { skills: ['cold'] }), 'missing_skill', undefined],
    ['one of several skills', withTask('v', { anySkills: ['cold'] }), 'missing_skill', undefined],
    ['a ban of a skill', withTask('a', { forbiddenSkills: ['lift'] }), 'forbidden_skill', undefined],
    ['a list of vehicles', withTask('a', { onlyVehicles: ['bike'] }), 'vehicle_not_allowed', undefined],
    ['a ban of a vehicle', withTask('a', { forbiddenVehicles: ['van'] }), 'vehicle_not_allowed', undefined],
    ['goods on board of another', withTask('a', { onBoardOf: 1 }), 'not_on_board', undefined],
    [
      'goods on board of another that ride for so long only',
      { ...withTask('a', { onBoardOf: 1, maxRide_s: 1e6 }), vehicles: withVehicle('van', { shift: null }).vehicles },
      'not_on_board',
      undefined,
    ],
    [
      'a shipment on board',
      { ...request, tasks: request.tasks.map((one) => (one.id === 's' ? asOnBoard(one, 0) : one)) },
      'not_on_board',
      undefined,
    ],
    [
      'a zone',
      {
        ...request,
        zones: [
          {
            ...north,
            polygon: [
              [
                [-1, -1],
                [9, -1],
                [9, 1],
                [-1, 1],
              ],
            ],
          },
        ],
      },
      'zone_forbidden',
      undefined,
    ],
    ['a tariff', withVehicle('bike', { tariff: [{ zone: 0, upTo: [0.5, 1], price: 2 }] }), 'no_tariff', undefined],
    ['another price', withVehicle('bike', { tariff: [{ zone: null, upTo: null, price: 3 }] }), 'wrong_cost', -3],
    ['a later release', withTask('b', { release_s: 161, stops: request.tasks[3]!.stops }), 'release_broken', undefined],
    ['a release before the first trip', withTask('a', { release_s: van.starts_s + 1 }), 'release_broken', 1],
    ['an earlier due', withTask('p', { due_s: 99 }), 'due_missed', undefined],
    [
      'a shorter ride of a shipment',
      withTask('s', { maxRide_s: 1, stops: request.tasks[1]!.stops }),
      'max_ride',
      undefined,
    ],
    ['a shorter ride of a delivery', withTask('a', { maxRide_s: 1 }), 'max_ride', undefined],
    ['a shorter ride of a pickup', withTask('p', { maxRide_s: 1 }), 'max_ride', undefined],
    ['a break with less on board', withBreak('tea', { maxLoad: [1, 1] }), 'break_load', undefined],
    ['a break at another time', withBreak('lunch', { windows: [[61, 62]] }), 'break_window', undefined],
    [
      'a break more',
      withVehicle('van', { breaks: [...breaks, pause('nap', 1, { windows: [[0, 99]] })] }),
      'break_missed',
      van.ends_s - 99,
    ],
    ['breaks the other way round', withVehicle('van', { breaks: breaks.toReversed() }), 'break_order', undefined],
    ['a break after less driving', withBreak('rest', { afterDriving_s: 20 }), 'driving_limit', undefined],
    ['a break after more driving', withBreak('rest', { afterDriving_s: 500 }), 'break_placed', undefined],
    ['a longer break', withBreak('lunch', { duration_s: 21 }), 'wrong_time', -1],
    ['a break of another name', withBreak('lunch', { id: 'dinner' }), 'unknown_break', undefined],
    [
      'one vehicle',
      { ...request, relations: [{ kind: 'same_vehicle', tasks: [0, 9, 6], minGap_s: 0 }] },
      'same_vehicle',
      undefined,
    ],
    [
      'different vehicles',
      { ...request, relations: [{ kind: 'different_vehicles', tasks: [0, 9, 3], minGap_s: 0 }] },
      'different_vehicles',
      undefined,
    ],
    ['a longer gap', { ...request, relations: [sequence([0, 5], 400)] }, 'sequence_broken', undefined],
    ['a task before that is not served', { ...request, relations: [sequence([9, 5])] }, 'sequence_broken', undefined],
    ['another pinned route', given({ pinned: true, steps: steps(0, 4, [1, 0], [1, 1]) }), 'pinned_changed', undefined],
    [
      'a shorter pinned route',
      given({ pinned: true, steps: orders[0]!.steps.slice(0, -1) }),
      'pinned_changed',
      undefined,
    ],
    ['a pinned route that is gone', given({ pinned: true, number: 1, vehicle: 1 }), 'pinned_changed', undefined],
    ['other locked steps', given({ locked: 2, steps: steps(0, 4) }), 'locked_changed', undefined],
    [
      'a locked option',
      given({ locked: 7, steps: [...orders[0]!.steps.slice(0, -1), ...steps(3)] }),
      'locked_changed',
      undefined,
    ],
    ['a longer service', withTask('a', { service_s: 6 }), 'wrong_time', -1],
    [
      'service by type',
      {
        ...withVehicle('van', { type: 't' }),
        tasks: withTask('a', { serviceByType: [{ type: 't', seconds: 4 }] }).tasks,
      },
      'wrong_time',
      1,
    ],
    ['a setup', withTask('a', { setup_s: 3 }), 'wrong_time', -1],
    ['no soft window', withTask('p', { softWindows: [] }), 'wrong_time', undefined],
    ['another soft window', withTask('p', { softWindows: [soft(0, 50)] }), 'wrong_time', -10],
    ['another place', withTask('p', { place: 39 }), 'wrong_place', undefined],
    ['another start', withVehicle('van', { start: 1 }), 'wrong_place', undefined],
    ['a start that is not in the plan', withVehicle('bike', { start: 3 }), 'wrong_stop', undefined],
    ['no end where the plan has one', withVehicle('van', { end: null }), 'wrong_stop', undefined],
    ['another kind of task', withTask('p', { kind: 'delivery' }), 'wrong_stop', undefined],
    ['another label', withTask('a', { label: 'locker' }), 'wrong_stop', undefined],
    ['fewer options', withTask('b', { stops: [stop(15)] }), 'unknown_option', undefined],
    ['no reload', withVehicle('van', { reloads: [] }), 'unknown_reload', undefined],
    ['another load', withTask('a', { load: [2, 1] }), 'wrong_load', 1],
    ['a slower vehicle', withVehicle('van', { speedFactor: 0.5 }), 'wrong_driving', -10],
    [
      'traffic',
      {
        ...request,
        profiles: request.profiles.map((one) => ({
          ...one,
          traffic: [{ zone: 0, steps: [{ from_s: 0, factor: 0.5 }] }],
        })),
      },
      'wrong_driving',
      undefined,
    ],
    [
      'no travel at all',
      { ...request, profiles: [{ kind: 'none', name: 'n', traffic: [] }] },
      'wrong_distance',
      undefined,
    ],
    ['a fixed cost', withVehicle('van', { costs: { ...costs, fixed: 8 } }), 'wrong_cost', -1],
    ['a vehicle in progress', withVehicle('van', { inProgress: true }), 'wrong_cost', 7],
    [
      'other overtime',
      withVehicle('van', { costs: { ...costs, overtime: { after_s: 90, per_hour: 40 } } }),
      'wrong_total',
      -10,
    ],
    ['no costs', withVehicle('van', { costs: NO_COSTS }), 'wrong_cost', 7],
    ['the cost of an option', withTask('a', { cost: 0 }), 'wrong_cost', 1.5],
    ['a prize', withTask('g', { prize: 39 }), 'wrong_cost', 1],
    ['other emissions', withVehicle('van', { co2_g_per_km: 100 }), 'wrong_total', undefined],
    ['other objectives', { ...request, objectives: request.objectives.slice(0, 2) }, 'wrong_objective', undefined],
    [
      'another measure',
      {
        ...request,
        objectives: request.objectives.map((level) => level.map((one) => ({ ...one, measure: 'max' as const }))),
      },
      'wrong_objective',
      undefined,
    ],
    ['a prize worth more than the way', withTask('g', { prize: 5000 }), 'wrong_reason', undefined],
    ['the name of the request', { ...request, id: 'night' }, 'wrong_request', undefined],
    [
      'a task nobody planned',
      { ...request, tasks: [...request.tasks, task('z', 1, { load: [0, 0] })] },
      'task_missing',
      undefined,
    ],
    ['no such task', { ...request, relations: [], tasks: request.tasks.slice(0, -1) }, 'unknown_task', undefined],
    [
      'no such vehicle',
      { ...withTask('e', { onBoardOf: null }), vehicles: [request.vehicles[0]!] },
      'unknown_vehicle',
      undefined,
    ],
    ['another shift', withVehicle('van', { shiftNumber: 1 }), 'unknown_vehicle', undefined],
    ['other numbers', withVehicle('bike', { firstNumber: 5 }), 'vehicle_number', undefined],
    ['a reason that is past', withTask('h', { skills: [] }), 'wrong_reason', undefined],
    ['no calendar', { ...request, startsAt_ms: null }, 'wrong_time', undefined],
    ['another calendar', { ...request, startsAt_ms: request.startsAt_ms! - 5000 }, 'wrong_time', 5],
  ])('%s', (_, against, cause, amount) => {
    const violations = check(against, plan).violations.filter((violation) => violation.cause === cause);
    expect(violations).not.toEqual([]);
    if (amount === undefined) return;
    expect(violations.map((violation) => violation.amount!).some((by) => Math.abs(by - amount) < 1e-6)).toBe(true);
  });

  it('of what is loaded last', () => {
    const tasks = [shipment('s', 10, 30), task('d', 20), task('p', 40, { kind: 'pickup' })];
    const van = (unloading: Vehicle['unloading']) => requestOf(tasks, [vehicle({ unloading })]);
    const planned = planOf(van('any'), [{ vehicle: 0, number: 1, steps: steps([0, 0], 1, 2, [0, 1]) }])!;
    const violations = check(van('lifo'), planned).violations.map(({ cause, path }) => [cause, path]);
    expect(violations).toEqual([
      ['lifo_broken', 'routes[0].stops[2]'],
      ['lifo_broken', 'routes[0].stops[4]'],
    ]);
  });

  it('of backhauls', () => {
    const tasks = [task('p', 10, { kind: 'pickup' }), task('d', 20)];
    const planned = planOf(requestOf(tasks), [{ vehicle: 0, number: 1, steps: steps(0, 1) }])!;
    const under = (backhauls: Vehicle['backhauls']) => causesOf(requestOf(tasks, [vehicle({ backhauls })]), planned);
    expect([under('mixed'), under('after_deliveries'), under('after_a_delivery')]).toEqual([
      [],
      ['backhaul_order'],
      ['backhaul_order'],
    ]);
    const alone = requestOf(tasks.slice(0, 1), [vehicle({ backhauls: 'after_a_delivery' })]);
    const lonely = planOf(requestOf(tasks.slice(0, 1)), [{ vehicle: 0, number: 1, steps: steps(0) }])!;
    expect(causesOf(alone, lonely)).toEqual(['backhaul_order']);
  });
});

/** Decisions that are wrong though every number follows from them. */
describe('every decision', () => {
  const tasks = [task('a', 10), shipment('s', 20, 30), task('b', 40, { service_s: 3 })];
  const fleet = [vehicle({ count: 2 }), vehicle({ id: 'bike', start: null, end: null })];
  const plain = requestOf(tasks, fleet);
  const order = (vehicleIndex: number, number: number, ...of: Parameters<typeof steps>) => ({
    ...{ vehicle: vehicleIndex, number, steps: steps(...of) },
  });
  const all = () => planOf(plain, [order(0, 1, 0, [1, 0], [1, 1]), order(0, 2, 2)])!;
  const changed = (change: (plan: RoutingPlan) => void) => {
    const copy = all();
    change(copy);
    return causesOf(plain, copy);
  };
  const left = (id: string) => ({
    task: id,
    reason: 'no_room' as const,
    cause: 'So.',
    cost: 0,
    place: 'at 10',
    position: [10, 0] as [number, number],
  });

  it('is right to begin with', () => expect(changed(() => {})).toEqual([]));

  it.each<[string, ViolationCause, (plan: RoutingPlan) => void]>([
    ['a task on two routes', 'task_twice', ({ routes }) => void routes[1]!.stops.splice(1, 0, routes[0]!.stops[1]!)],
    ['planned and unassigned', 'task_both', ({ unassigned }) => void unassigned.push(left('a'))],
    ['unassigned twice', 'task_twice', ({ unassigned }) => void unassigned.push(left('a'), left('a'))],
    ['neither', 'task_missing', ({ routes }) => void routes.splice(1, 1)],
    ['a vehicle twice', 'vehicle_twice', ({ routes }) => void (routes[1]!.number = 1)],
    ['a vehicle too many', 'vehicle_number', ({ routes }) => void (routes[1]!.number = 3)],
    ['half a shipment', 'shipment_split', ({ routes }) => void routes[0]!.stops.splice(3, 1)],
    [
      'a shipment on two routes',
      'shipment_split',
      ({ routes }) => void routes[1]!.stops.splice(1, 0, ...routes[0]!.stops.splice(3, 1)),
    ],
    [
      'a shipment the wrong way',
      'shipment_order',
      ({ routes }) => void routes[0]!.stops.splice(2, 2, ...routes[0]!.stops.slice(2, 4).toReversed()),
    ],
    ['nothing', 'empty_route', ({ routes }) => void routes[1]!.stops.splice(1, 1)],
  ])('%s: %s', (_, cause, change) => expect(changed(change)).toContain(cause));

  it.each<[string, RoutingRequest, Order[], RoutingPlan['unassigned'][0]['reason']]>([
    ['room for a task', plain, [order(0, 1, 0, [1, 0], [1, 1])], 'search_ended'],
    ['room for a shipment', plain, [order(0, 1, 0, 2)], 'search_ended'],
    [
      'no room beside a pinned route',
      {
        ...requestOf(tasks, [vehicle()]),
        routes: [{ vehicle: 0, number: 1, steps: steps(0, 2), locked: 0, pinned: true }],
      },
      [order(0, 1, 0, 2)],
      'no_room',
    ],
    [
      'no room before what is locked',
      {
        ...requestOf([task('a', 10), task('b', 5, { windows: [[0, 5]] })], [vehicle({ shift: [0, 500] })]),
        routes: [{ vehicle: 0, number: 1, steps: steps(0), locked: 1, pinned: false }],
      },
      [order(0, 1, 0)],
      'no_room',
    ],
    [
      'a task before it',
      {
        ...requestOf(tasks, [vehicle()]),
        relations: [sequence([3, 1]), sequence([2, 3])],
        tasks: [...tasks, task('x', 1, { skills: ['wings'] })],
      },
      [order(0, 1, 0, 2)],
      'predecessor_unserved',
    ],
    [
      'room after a reload only',
      requestOf(
        [task('a', 10, { load: [3] }), task('b', 20, { load: [3] })],
        [vehicle({ capacity: [4], reloads: [{ place: 0, windows: [], service_s: 0 }] })],
      ),
      [order(0, 1, 0)],
      'search_ended',
    ],
    [
      'room at another place only',
      requestOf([task('a', 10), task('b', 99, { stops: [stop(50), stop(12)] })], [vehicle({ maxDistance_m: 30 })]),
      [order(0, 1, 0)],
      'search_ended',
    ],
    [
      'a way too long',
      requestOf([task('a', 10), task('b', 50)], [vehicle({ maxDistance_m: 30 })]),
      [order(0, 1, 0)],
      'route_limit',
    ],
    [
      'room beside what reaches a minimum',
      requestOf([task('a', 10, { load: [4] }), task('b', 50)], [vehicle({ minLoad: [3] })]),
      [order(0, 1, 0)],
      'search_ended',
    ],
    [
      'a minimum that nothing reaches',
      requestOf([task('a', 10), task('b', 50)], [vehicle({ maxTasks: 1 }), vehicle({ id: 'more', minDuty_s: 200 })]),
      [order(0, 1, 0)],
      'no_room',
    ],
    [
      'room for a pickup beside a delivery',
      requestOf([task('a', 10), task('b', 50, { kind: 'pickup' })], [vehicle({ backhauls: 'after_a_delivery' })]),
      [order(0, 1, 0)],
      'search_ended',
    ],
    [
      'no delivery for a pickup',
      requestOf(
        [task('a', 10), task('b', 50, { kind: 'pickup' })],
        [vehicle({ maxTasks: 1 }), vehicle({ id: 'late', backhauls: 'after_a_delivery' })],
      ),
      [order(0, 1, 0)],
      'no_room',
    ],
    [
      'what a vehicle in progress has on board',
      requestOf(
        [task('a', 10, { load: [1] }), task('b', 50, { load: [1] })],
        [
          vehicle({ maxTasks: 1, capacity: [1] }),
          vehicle({ id: 'out', inProgress: true, capacity: [2], initialLoad: [2] }),
        ],
      ),
      [order(0, 1, 0)],
      'no_room',
    ],
    [
      'a window out of reach',
      requestOf([task('a', 10), task('b', 50, { windows: [[0, 49]] })], [vehicle({ shift: [0, 500] })]),
      [order(0, 1, 0)],
      'window_unreachable',
    ],
    [
      'a zone',
      requestOf([task('a', 10), task('b', 50)], [vehicle({ zones: [0] })], { zones: [north] }),
      [order(0, 1, 0)],
      'no_allowed_vehicle',
    ],
    [
      'a tariff',
      requestOf([task('a', 10), task('b', 50)], [vehicle({ tariff: [{ zone: 0, upTo: null, price: 1 }] })], {
        zones: [north],
      }),
      [order(0, 1, 0)],
      'no_allowed_vehicle',
    ],
    [
      'vehicles apart',
      {
        ...requestOf([task('a', 10), task('b', 12)]),
        relations: [{ kind: 'different_vehicles', tasks: [0, 1], minGap_s: 0 }],
      },
      [order(0, 1, 0)],
      'no_room',
    ],
    [
      'a way worth more than the prize',
      requestOf([task('a', 10), task('b', 50, { prize: 79 })]),
      [order(0, 1, 0)],
      'not_worth_it',
    ],
    [
      'a way worth less than the prize',
      requestOf([task('a', 10), task('b', 50, { prize: 81 })]),
      [order(0, 1, 0)],
      'search_ended',
    ],
  ])('%s is the reason', (_, against, routes, truth) => {
    const planned = planOf(against, routes)!;
    const reasonOf = (reason: typeof truth) => {
      const copy = structuredClone(planned);
      for (const one of copy.unassigned) if (one.task !== 'x') one.reason = reason;
      for (const one of copy.unassigned) if (one.task === 'x') one.reason = 'no_skilled_vehicle';
      return check(against, copy).violations.map(({ cause, detail }) => `${cause}: ${detail}`);
    };
    expect(reasonOf(truth)).toEqual([]);
    const wrong = truth === 'no_room' ? 'search_ended' : 'no_room';
    expect(reasonOf(wrong)).not.toEqual([]);
  });
});

it('accepts any other schedule that keeps the rules', () => {
  const earlier = structuredClone(plan);
  const start = earlier.routes[1]!.stops[0]!;
  expect(start.task).toBe('e');
  // The bike begins 4 s earlier and waits at its last stop.
  const shifted = earlier.routes[1]!.stops.slice(0, 3);
  const iso = (text: string | undefined) => new Date(Date.parse(text!) - 4000).toISOString();
  for (const [i, one] of shifted.entries()) {
    one.arrival_s -= 4;
    one.arrival = iso(one.arrival);
    if (i === 2) {
      one.waiting_s += 4;
      continue;
    }
    one.begin_s -= 4;
    one.departure_s -= 4;
    one.departure = iso(one.departure);
  }
  const route = earlier.routes[1]!;
  route.starts_s -= 4;
  for (const totals of [route, earlier.summary]) {
    totals.duty_s += 4;
    totals.waiting_s += 4;
  }
  const overtime_s = Math.max(0, route.duty_s - 100) - route.overtime_s;
  route.overtime_s += overtime_s;
  earlier.summary.overtime_s += overtime_s;
  const extra = (4 * (costs.per_hour + costs.per_waiting_hour) + overtime_s * 40) / 3600;
  for (const cost of [route.cost, earlier.cost]) {
    cost.time += extra;
    cost.total += extra;
  }
  earlier.objectives[1]![0]!.value += extra;
  earlier.objectives[2]![0]!.value = Math.abs(earlier.routes[0]!.duty_s - route.duty_s);
  earlier.summary.tasks_per_duty_hour = earlier.summary.served / (earlier.summary.duty_s / 3600);
  earlier.summary.cost_per_task = (earlier.cost.total - earlier.cost.unserved) / earlier.summary.served;
  expect(checkPlan(request, earlier).violations).toEqual([]);
});

it('reads nothing from what a plan says of its own violations, and finds them itself', () => {
  const violations = [{ cause: 'over_capacity', path: '', detail: 'so they say' }];
  expect(checkPlan(request, { ...plan, violations }).ok).toBe(true);
  const against = withVehicle('van', { capacity: [4, 6] });
  expect(violationsOf(against, plan)).toEqual(checkPlan(against, plan).violations);
  expect(violationsOf(against, plan)[0]).toMatchObject({ cause: 'over_capacity', amount: 1 });
});

it('looks for what explanations name', () => {
  const alternative = { vehicle: 'van', number: 1, cost: 1, before: 'a', obstacle: null };
  const explained = (change: object): RoutingPlan => ({
    ...plan,
    explanations: {
      vehicles: [{ task: 'e', alternatives: [{ ...alternative, ...change }] }],
      unassigned: [{ task: 'h', vehicles: [{ vehicle: 'van', obstacle: 'Wings.', rule: 'R1', frees: null }] }],
    },
  });
  expect(check(request, explained({})).violations).toEqual([]);
  expect(causesOf(request, explained({ vehicle: 'ship' }))).toEqual(['wrong_explanation']);
  expect(causesOf(request, explained({ before: 'z' }))).toEqual(['wrong_explanation']);
});

it('explains every cause', () => {
  for (const [cause, text] of Object.entries(VIOLATION_CAUSES)) expect(text, cause).toMatch(/^[A-Z].*\.$/);
});

// biome-ignore lint/correctness/noEmptyPattern: vitest takes nothing else
afterAll(({}, { tasks }) => {
  // With a filter (`-t`) not all of it has run.
  if (tasks.some(wasLeftOut)) return;
  const never = (Object.keys(VIOLATION_CAUSES) as ViolationCause[]).filter((cause) => !found.has(cause));
  expect(never).toEqual([]);
});

function wasLeftOut(task: RunnerTask): boolean {
  return task.mode === 'skip' || (task.type === 'suite' && task.tasks.some(wasLeftOut));
}
