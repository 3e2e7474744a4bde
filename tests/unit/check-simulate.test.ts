import { describe, expect, it } from 'vitest';
import { objectiveValues, Simulator } from '../../src/check/simulate.ts';
import type { RouteStep, RoutingRequest, Task, Vehicle } from '../../src/contract/request.ts';
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
import { objective, pause } from './plan-world.ts';

const run = (tasks: Task[], van: Partial<Vehicle>, order: RouteStep[], rest: Partial<RoutingRequest> = {}) => {
  const request = requestOf(tasks, [vehicle(van)], rest);
  return new Simulator(request).route(request.vehicles[0]!, order);
};
const times = (found: ReturnType<typeof run>) => found && [found.starts_s, ...found.begins_s, found.ends_s];

describe('times', () => {
  it('leaves at 0 where nothing says when', () => {
    expect(times(run([task('a', 10), task('b', 30)], {}, steps(0, 1)))).toEqual([0, 10, 30, 60]);
  });

  it('ends as early, then leaves as late as it can', () => {
    const tasks = [task('a', 10, { windows: [[20, 30]] }), task('b', 20, { windows: [[50, 60]] })];
    expect(times(run(tasks, { shift: [0, 100] }, steps(0, 1)))).toEqual([20, 30, 50, 70]);
    expect(run(tasks, { shift: [0, 69] }, steps(0, 1))).toBeNull();
  });

  it('begins without a start at its first stop, and ends without an end at its last', () => {
    const tasks = [
      task('a', 10, { windows: [[20, 30]], setup_s: 1 }),
      task('b', 20, { windows: [[50, 60]], service_s: 4 }),
    ];
    const found = run(tasks, { start: null, end: null }, steps(0, 1));
    expect(times(found)).toEqual([30, 30, 50, 54]);
    expect(found).toMatchObject({ setup_s: 1, waiting_s: 9, service_s: 4, duty_s: 24, driving_s: 10 });
  });

  it('charges setup once per place, and service by type', () => {
    const setup = { setup_s: 5, service_s: 2, serviceByType: [{ type: 'lorry', seconds: 3 }] };
    const tasks = [task('a', 10, setup), task('b', 10, setup), task('c', 0, setup)];
    expect(run(tasks, { type: 'lorry' }, steps(2, 0, 1))).toMatchObject({ setup_s: 5, service_s: 9 });
    expect(run(tasks, {}, steps(0, 2, 1))).toMatchObject({ setup_s: 15, service_s: 6 });
  });

  it('is not late for a soft window for the sake of a late departure', () => {
    const wait = task('b', 20, { windows: [[100, 100]] });
    const tasks = [task('a', 10, { softWindows: [soft(0, 40)] }), wait];
    expect(times(run(tasks, { shift: [0, 200] }, steps(0, 1)))).toEqual([30, 40, 100, 120]);
    const early = [task('a', 10, { softWindows: [soft(0, 5)] }), wait];
    const found = run(early, { shift: [0, 200] }, steps(0, 1));
    expect(times(found)).toEqual([0, 10, 100, 120]);
    expect(found).toMatchObject({ lateness_s: 5, cost: { lateness: 5 } });
  });

  it('drives at the speed of the moment', () => {
    const traffic = [
      {
        zone: null,
        steps: [
          { from_s: 5, factor: 0.5 },
          { from_s: 15, factor: 1 },
        ],
      },
    ];
    const [profile] = requestOf([]).profiles;
    const found = run([task('a', 10), task('b', 12)], { shift: [0, 99] }, steps(0, 1), {
      profiles: [{ ...profile!, traffic }],
    });
    expect(times(found)).toEqual([0, 15, 17, 29]);
    expect(found).toMatchObject({ driving_s: 29, metres: 24 });
  });
});

describe('breaks', () => {
  const lunch = (opens: number, closes: number, rest = {}) => [
    pause('lunch', 10, { windows: [[opens, closes]], ...rest }),
  ];

  it('are taken on the way when their window opens', () => {
    const found = run([task('a', 30)], { shift: [0, 100], breaks: lunch(20, 25) }, steps(0));
    expect(times(found)).toEqual([0, 40, 70]);
    expect(found!.pauses).toMatchObject([{ arrival_s: 20, begin_s: 20, done_s: 20 }]);
    expect(found).toMatchObject({ break_s: 10, waiting_s: 0, duty_s: 70, driving_s: 60 });
  });

  it('are left out where the route ends by their last close', () => {
    expect(run([task('a', 30)], { shift: [0, 100], breaks: lunch(0, 60) }, steps(0))!.pauses).toEqual([]);
    expect(run([task('a', 30)], { shift: [0, 100], breaks: lunch(0, 59) }, steps(0))!.pauses).toHaveLength(1);
    expect(run([task('a', 30)], { shift: [60, 200], breaks: lunch(0, 59) }, steps(0))!.pauses).toEqual([]);
  });

  it('are left out where they are over before second 0, and nothing says when', () => {
    const breaks = lunch(-100, -50);
    expect(times(run([task('a', 30)], { breaks }, steps(0)))).toEqual([0, 30, 60]);
    const timed = run([task('a', 30, { windows: [[40, 50]] })], { breaks }, steps(0));
    expect(timed!.pauses).toHaveLength(1);
  });

  it('use waiting that there is', () => {
    const found = run([task('a', 10, { windows: [[50, 60]] })], { shift: [0, 99], breaks: lunch(20, 40) }, steps(0));
    expect(times(found)).toEqual([40, 60, 70].map((t) => t - 10));
    expect(found!.pauses).toMatchObject([{ leg: 0, begin_s: 30 }]);
  });

  it('keep to their largest load', () => {
    const tasks = [task('a', 30, { load: [5] })];
    const breaks = lunch(20, 25, { maxLoad: [4] });
    expect(run(tasks, { shift: [0, 100], breaks }, steps(0))).toBeNull();
    const back = lunch(20, 35, { maxLoad: [4] });
    expect(run(tasks, { shift: [0, 100], breaks: back }, steps(0))!.pauses).toMatchObject([{ leg: 1, begin_s: 30 }]);
  });

  it('that open after one left out has closed are not tried, be they many', () => {
    let looks = 0;
    const later = Array.from({ length: 18 }, (_, i) => {
      const night = pause(`night ${i}`, 10, {});
      return Object.defineProperty(night, 'windows', { get: () => looks++ >= 0 && [[100 * (i + 1), 100 * i + 120]] });
    });
    const breaks = [...later, pause('rest', 10, { afterDriving_s: 500 })];
    const found = run([task('a', 10), task('b', 20)], { shift: [0, 2000], breaks }, steps(0, 1));
    expect(found!.pauses).toEqual([]);
    expect(looks).toBeLessThan(100_000);
  });

  it('for driving are taken at the limit, or in a wait before', () => {
    const breaks = [pause('rest', 10, { afterDriving_s: 25 })];
    const found = run([task('a', 30)], { shift: [0, 100], breaks }, steps(0));
    expect(found!.pauses.map(({ begin_s }) => begin_s)).toEqual([25, 60]);
    expect(times(found)).toEqual([0, 40, 80]);
    const tasks = [task('a', 20), task('b', 22, { windows: [[60, 70]] })];
    const waited = run(tasks, { shift: [0, 100], breaks }, steps(0, 1));
    expect(waited!.pauses).toMatchObject([{ leg: 1 }]);
    expect(times(waited)).toEqual([28, 48, 60, 82]);
  });
});

describe('goods', () => {
  it('are on board from the departure of their trip, or between the steps of a shipment', () => {
    const tasks = [
      task('a', 10, { load: [3] }),
      shipment('s', 20, 30, { load: [4] }),
      task('p', 40, { kind: 'pickup', load: [5] }),
    ];
    const order = steps([1, 0], 0, [1, 1], 2);
    expect(run(tasks, { capacity: [7] }, order)!.loads).toEqual([[3], [7], [4], [0], [5]]);
    expect(run(tasks, { capacity: [6] }, order)).toBeNull();
    expect(run(tasks, {}, steps([1, 1], [1, 0]))).toBeNull();
    expect(run(tasks, {}, steps([1, 0]))).toBeNull();
  });

  it('change at a reload', () => {
    const tasks = [
      task('a', 10, { load: [3] }),
      task('b', 20, { load: [4] }),
      task('p', 5, { kind: 'pickup', load: [2] }),
    ];
    const reloads = [{ place: 0, windows: [], service_s: 7 }];
    const found = run(tasks, { capacity: [5], reloads, initialLoad: [1] }, steps(0, 2, 'r', 1));
    expect(found!.loads).toEqual([[4], [1], [3], [4], [0]]);
    expect(found).toMatchObject({ trips: 2, service_s: 7, tasks: 3, duty_s: 67 });
    expect(run(tasks, { capacity: [5], reloads, maxTrips: 1 }, steps(0, 2, 'r', 1))).toBeNull();
  });

  it('are unloaded last in, first out', () => {
    const tasks = [shipment('s', 10, 20), shipment('t', 30, 40), task('d', 50), task('p', 60, { kind: 'pickup' })];
    const van = { unloading: 'lifo' as const, reloads: [{ place: 0, windows: [], service_s: 0 }] };
    expect(run(tasks, van, steps([0, 0], [1, 0], [1, 1], [0, 1], 2, 3))).not.toBeNull();
    for (const order of [
      steps([0, 0], [1, 0], [0, 1], [1, 1]),
      steps(3, 2),
      steps([0, 0], 2, [0, 1]),
      steps([0, 0], 'r', [0, 1]),
    ]) {
      expect(run(tasks, van, order)).toBeNull();
      expect(run(tasks, { ...van, unloading: 'any' }, order)).not.toBeNull();
    }
  });

  it('of some classes are kept apart', () => {
    const tasks = [
      task('a', 10, { goods: 'fish' }),
      task('b', 20, { goods: 'milk' }),
      task('p', 30, { kind: 'pickup', goods: 'milk' }),
    ];
    const rest = { incompatibleGoods: [['milk', 'fish']] as [string, string][] };
    expect(run(tasks, {}, steps(0, 1), rest)).toBeNull();
    expect(run(tasks, {}, steps(0, 2), rest)).not.toBeNull();
    expect(run(tasks, {}, steps(2, 0), rest)).toBeNull();
  });

  it('ride no longer than they may', () => {
    const tasks = [
      task('a', 10, { maxRide_s: 10 }),
      shipment('s', 20, 40, { maxRide_s: 20 }),
      task('b', 30, { service_s: 1 }),
    ];
    expect(run(tasks, {}, steps(0, [1, 0], [1, 1]))).not.toBeNull();
    expect(run(tasks, {}, steps([1, 0], 2, [1, 1]))).toBeNull();
    expect(run(tasks, {}, steps(2, 0))).toBeNull();
  });

  it('leave when they are there and are back when they are due', () => {
    const tasks = [task('a', 10, { release_s: 50 }), task('p', 20, { kind: 'pickup', due_s: 90 })];
    expect(times(run(tasks, {}, steps(0, 1)))).toEqual([50, 60, 70, 90]);
    expect(run([task('a', 10, { release_s: 51 }), tasks[1]!], {}, steps(0, 1))).toBeNull();
    const reloads = [{ place: 0, windows: [], service_s: 5 }];
    expect(times(run(tasks, { reloads, shift: [0, 99] }, steps(1, 'r', 0)))).toEqual([10, 30, 50, 65, 75]);
  });
});

describe('relations', () => {
  it('make a later task wait, on the same route and on another', () => {
    const tasks = [task('a', 10, { service_s: 3 }), task('b', 20)];
    const request = requestOf(tasks, [vehicle(), vehicle({ id: 'bike' })], { relations: [sequence([0, 1], 30)] });
    const simulator = new Simulator(request);
    expect(times(simulator.route(request.vehicles[0]!, steps(0, 1)))).toEqual([0, 10, 43, 63]);
    expect(simulator.route(request.vehicles[0]!, steps(1, 0))).toBeNull();
    const [van, bike] = request.vehicles.map((one) => ({ vehicle: one, number: 1 }));
    const both = simulator.together([
      { ...van!, steps: steps(1) },
      { ...bike!, steps: steps(0) },
    ]);
    expect(both!.map(times)).toEqual([
      [23, 43, 63],
      [0, 10, 23],
    ]);
    expect(simulator.together([{ ...van!, steps: steps(1) }])).toBeNull();
    expect(simulator.together([{ ...van!, steps: steps(0) }])).toHaveLength(1);
  });

  it('cannot wait for each other in a circle', () => {
    const tasks = ['a', 'b', 'c', 'd'].map((id, i) => task(id, 10 * i));
    const request = requestOf(tasks, [vehicle({ count: 2 })], {
      relations: [sequence([0, 1], 1), sequence([2, 3], 1)],
    });
    const two = (one: RouteStep[], other: RouteStep[]) =>
      new Simulator(request).together([
        { vehicle: request.vehicles[0]!, number: 1, steps: one },
        { vehicle: request.vehicles[0]!, number: 2, steps: other },
      ]);
    expect(two(steps(3, 0), steps(1, 2))).toBeNull();
    expect(two(steps(0, 3), steps(1, 2))).not.toBeNull();
  });
});

it('counts objectives', () => {
  const plain = { weight: 2, of: 'hours', measure: 'spread' } as const;
  const names = ['unserved', 'vehicles', 'distance', 'duration', 'balance', 'compactness', 'change', 'co2'] as const;
  const request = requestOf(
    [task('a', 10), task('b', 20), task('c', 40), task('d', 5, { priority: 3 })],
    [vehicle({ count: 2, co2_g_per_km: 100 })],
    {
      objectives: names.map((name) => [{ name, ...plain }]),
      routes: [{ vehicle: 0, number: 1, steps: steps(2, 3), locked: 0, pinned: false }],
    },
  );
  const van = request.vehicles[0]!;
  const simulator = new Simulator(request);
  const routes = [steps(0, 1), steps(2)].map((order, i) => ({ ...simulator.route(van, order)!, number: i + 1 }));
  const values = objectiveValues(request, routes, [3]).map(([one]) => one!.value);
  expect(values).toEqual([1 + 3 * 5, 2, 120, 120, 40, 10, 2, 12]);
});

it('weighs more routes against each other than a call takes arguments', () => {
  const balance = objective('balance', { of: 'tasks', measure: 'spread' });
  const request = requestOf([task('a', 10)], [vehicle()], { objectives: [[balance]] });
  const route = { ...new Simulator(request).route(request.vehicles[0]!, steps(0))!, number: 1 };
  const routes = Array.from({ length: 150_000 }, (_, i) => ({ ...route, tasks: 1 + (i % 3) }));
  expect(objectiveValues(request, routes, [])[0]![0]!.value).toBe(2);
});

it('prices a route', () => {
  const zone = {
    id: 'z',
    polygon: [
      [
        [5, -1],
        [15, -1],
        [15, 1],
        [5, 1],
      ],
    ] as [number, number][][],
  };
  const tariff = [
    { zone: 0, upTo: [2], price: 4 },
    { zone: null, upTo: null, price: 9 },
  ];
  const costs = { ...NO_COSTS, fixed: 7, per_hour: 3600, per_task: 1, overtime: { after_s: 30, per_hour: 7200 } };
  const tasks = [task('a', 10, { load: [2], cost: 0.5 }), task('b', 20, { load: [1] })];
  const found = run(tasks, { costs, tariff }, steps(0, 1), { zones: [zone] });
  expect(found!.cost).toEqual({
    total: 7 + 60 + 15.5,
    fixed: 7,
    distance: 0,
    time: 60,
    tasks: 15.5,
    lateness: 0,
    unserved: 0,
  });
  expect(run(tasks, { tariff: [tariff[0]!] }, steps(0, 1), { zones: [zone] })).toBeNull();
  expect(run(tasks, { zones: [0] }, steps(0), { zones: [zone] })).not.toBeNull();
  expect(run(tasks, { zones: [0] }, steps(0, 1), { zones: [zone] })).toBeNull();
});

it('reports what is below a minimum', () => {
  expect(run([task('a', 10, { load: [4] })], { minLoad: [5] }, steps(0))!.belowMinimum).toBe(true);
  expect(run([task('a', 10, { load: [5] })], { minLoad: [5], minDuty_s: 20 }, steps(0))!.belowMinimum).toBe(false);
  expect(run([task('a', 10)], { minDuty_s: 21 }, steps(0))!.belowMinimum).toBe(true);
});

it('takes the option asked for', () => {
  const two = task('a', 10, { stops: [stop(10), stop(30, { cost: 2 })] });
  expect(run([two], {}, steps([0, 0, 1]))).toMatchObject({ metres: 60, options: 2 });
  expect(run([two], {}, steps([0, 0, 2]))).toBeNull();
});

it('counts every drive by which the latest departure is looked for', () => {
  const tasks = [task('a', 10), task('b', 20, { windows: [[500, 600]] })];
  const stopsWith = (breaks: ReturnType<typeof pause>[]) => {
    const request = requestOf(tasks, [vehicle({ shift: [0, 1000], breaks })]);
    const simulator = new Simulator(request);
    expect(simulator.route(request.vehicles[0]!, steps(0, 1))).not.toBeNull();
    return simulator.effort.stops;
  };
  expect(stopsWith([pause('rest', 5, { afterDriving_s: 15 })])).toBeGreaterThan(20 * stopsWith([]));
});
