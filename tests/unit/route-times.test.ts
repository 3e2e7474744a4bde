import { describe, expect, it } from 'vitest';
import type { RoutingRequest } from '../../src/contract/request.ts';
import { line, pause, reload, requestOf, softWindow, stop, task, vehicle } from './plan-world.ts';
import { Track } from './route-world.ts';

describe('a plain route', () => {
  it('ends as early as it can and leaves as late as that allows', () => {
    const tasks = [task('a', 10, { windows: [[20, 40]] }), task('b', 20, { windows: [[100, 110]], service_s: 5 })];
    const track = new Track(requestOf(tasks));
    expect(track.run([0, 1])).toBe(true);
    expect(track.begins(2)).toEqual([40, 100]);
    expect(track.sim).toMatchObject({ starts_s: 30, ends_s: 125, waiting_s: 50, duty_s: 95, distance_m: 40 });
  });

  it('leaves at second 0 where nothing says when', () => {
    const track = new Track(requestOf([task('a', 10)]));
    expect(track.run([0])).toBe(true);
    expect(track.sim).toMatchObject({ starts_s: 0, ends_s: 20 });
  });

  it.each([
    ['a window', requestOf([task('a', 10, { windows: [[0, 9]] })], [vehicle({ shift: [0, 50] })])],
    ['the shift', requestOf([task('a', 10)], [vehicle({ shift: [0, 19] })])],
    ['the distance', requestOf([task('a', 10)], [vehicle({ maxDistance_m: 19 })])],
    ['the driving', requestOf([task('a', 10)], [vehicle({ maxDriving_s: 19 })])],
    ['the duty', requestOf([task('a', 10, { service_s: 1 })], [vehicle({ maxDuty_s: 20 })])],
    ['the tasks', requestOf([task('a', 10)], [vehicle({ maxTasks: 0 })])],
    ['skills', requestOf([task('a', 10, { skills: ['lift'] })])],
    ['zones', requestOf([task('a', 10)], [vehicle({ zones: [0] })])],
    [
      'no row in the tariff',
      requestOf([task('a', 10, { load: [5] })], [vehicle({ tariff: [{ zone: null, upTo: [4], price: 1 }] })]),
    ],
  ])('refuses a route over %s', (_, request) => {
    const track = new Track(request);
    expect(track.run([0])).toBe(false);
    expect(track.detail([0]).arrival_s).toHaveLength(1);
  });

  it('does not shut a window or a limit on errors of rounding', () => {
    const tasks = [0.1, 0.2].map((service_s, i) => task(`t${i}`, 0, { service_s, load: [service_s] }));
    const exact = vehicle({ shift: [0, 0.3], maxDuty_s: 0.3, capacity: [0.3] });
    expect(new Track(requestOf(tasks, [exact])).run([0, 1])).toBe(true);
  });
});

describe('setup', () => {
  it('is charged once per place, by type, and for another place before', () => {
    const setup = { setup_s: 7, setupByType: [{ type: 'bike', seconds: 2 }] };
    const tasks = [task('a', 10, setup), task('b', 10, setup), task('c', 20, setup), task('d', 0, setup)];
    const track = new Track(requestOf(tasks, [vehicle(), vehicle({ type: 'bike' })]));
    expect(track.run([0, 1, 2])).toBe(true);
    expect(track.sim).toMatchObject({ setup_s: 14, service_s: 0, duty_s: 54 });
    expect(track.run([3, 0])).toBe(true);
    expect(track.sim.setup_s).toBe(7);
    const bike = new Track(requestOf(tasks, [vehicle({ type: 'bike' })]));
    expect(bike.run([0, 1, 2])).toBe(true);
    expect(bike.sim.setup_s).toBe(4);
  });

  it('is charged at the first stop of a route without a start', () => {
    const track = new Track(requestOf([task('a', 10, { setup_s: 7 })], [vehicle({ start: null })]));
    expect(track.run([0])).toBe(true);
    expect(track.sim.setup_s).toBe(7);
  });

  it('counts service by type', () => {
    const by = task('a', 10, { service_s: 60, serviceByType: [{ type: 'pair', seconds: 30 }] });
    const track = new Track(requestOf([by], [vehicle({ type: 'pair' }), vehicle({ type: 'other' })]));
    expect(track.run([0]) && track.sim.service_s).toBe(30);
  });
});

describe('soft windows', () => {
  it('cost what they say before and after, the cheapest counts, and nobody waits', () => {
    const softWindows = [softWindow([0, 5], 3600), softWindow([50, 60], 3600, 360)];
    const track = new Track(requestOf([task('a', 10, { softWindows })], [vehicle({ shift: [0, 100] })]));
    expect(track.run([0])).toBe(true);
    // At 10: 5 s late for the first costs 5, 40 s early for the second 4.
    expect(track.begins(1)).toEqual([10]);
    expect(track.sim.latenessCost).toBeCloseTo(4, 9);
    expect(track.sim.lateness_s).toBe(0);
  });

  it('does not leave later into lateness', () => {
    const tasks = [task('a', 10, { softWindows: [softWindow([0, 25])] }), task('b', 20, { windows: [[100, 100]] })];
    const track = new Track(requestOf(tasks, [vehicle({ shift: [0, 200] })]));
    expect(track.run([0, 1])).toBe(true);
    expect(track.begins(2)).toEqual([25, 100]);
    expect(track.sim).toMatchObject({ lateness_s: 0, latenessCost: 0, starts_s: 15 });
  });

  it('counts seconds late', () => {
    const track = new Track(
      requestOf([task('a', 10, { softWindows: [softWindow([0, 4], 1800)] })], [vehicle({ shift: [0, 200] })]),
    );
    expect(track.run([0])).toBe(true);
    expect(track.sim).toMatchObject({ lateness_s: 6, latenessCost: 3 });
  });
});

describe('breaks', () => {
  const lunch = (windows: [number, number][], duration_s = 10) => pause('lunch', duration_s, { windows });
  const trackOf = (tasks: Parameters<typeof requestOf>[0], rest: Parameters<typeof vehicle>[0]) =>
    new Track(requestOf(tasks, [vehicle({ shift: [0, 1000], ...rest })]));

  it('are taken on the way when their window opens', () => {
    const track = trackOf([task('a', 40)], { breaks: [lunch([[30, 35]])] });
    const { breaks } = track.detail([0]);
    expect(breaks).toEqual([
      { index: 0, arc: 0, arrival_s: 30, begin_s: 30, duration_s: 10, driven_s: 30, progress: 0.75 },
    ]);
    expect(track.run([0])).toBe(true);
    expect(track.sim).toMatchObject({ starts_s: 0, ends_s: 90, driving_s: 80, break_s: 10, waiting_s: 0 });
    expect(track.begins(1)).toEqual([50]);
  });

  it('are waited for on arrival where the way is shorter', () => {
    const track = trackOf([task('a', 10, { windows: [[12, 100]] })], { end: null, breaks: [lunch([[60, 70]])] });
    // Left out: the route is over at 12.
    expect(track.run([0])).toBe(true);
    expect(track.sim).toMatchObject({ ends_s: 12, break_s: 0 });
    const long = trackOf([task('a', 10), task('b', 20, { windows: [[100, 100]] })], { breaks: [lunch([[60, 70]])] });
    expect(long.run([0, 1])).toBe(true);
    expect(long.sim).toMatchObject({ ends_s: 120, break_s: 10 });
    const { breaks } = long.detail([0, 1]);
    expect(breaks).toHaveLength(1);
    expect(breaks[0]!.begin_s).toBeGreaterThanOrEqual(60);
    expect(breaks[0]!.begin_s).toBeLessThanOrEqual(70);
  });

  it('must be taken where the route ends after their last window', () => {
    const track = trackOf([task('a', 10, { windows: [[5, 25]], service_s: 50 })], { breaks: [lunch([[20, 40]], 30)] });
    // At 10 the service would run from before the window to after it; so the break comes first.
    expect(track.run([0])).toBe(false);
    const early = trackOf([task('a', 10, { windows: [[5, 60]], service_s: 50 })], { breaks: [lunch([[20, 40]], 30)] });
    expect(early.run([0])).toBe(true);
    expect(early.begins(1)).toEqual([50]);
    expect(early.sim).toMatchObject({ ends_s: 110, starts_s: 10, waiting_s: 0 });
  });

  it('need not be taken by who cannot leave before they are over', () => {
    const track = trackOf([task('a', 10)], { shift: [51, 100], breaks: [lunch([[20, 50]])] });
    expect(track.run([0])).toBe(true);
    expect(track.sim.break_s).toBe(0);
  });

  it('keep their order and their window', () => {
    const breaks = [pause('one', 5, { windows: [[10, 12]] }), pause('two', 5, { windows: [[0, 40]] })];
    const track = trackOf([task('a', 30)], { breaks });
    expect(track.detail([0]).breaks.map(({ index, begin_s }) => [index, begin_s])).toEqual([
      [0, 10],
      [1, 15],
    ]);
    expect(track.run([0])).toBe(true);
    expect(track.sim.ends_s).toBe(70);
  });

  it('are refused where the board is too heavy', () => {
    const rest = { maxLoad: [3] };
    const tasks = [task('a', 10, { load: [4], windows: [[0, 100]] })];
    const both = { breaks: [pause('l', 10, { windows: [[0, 18]], ...rest })] };
    const track = trackOf(tasks, both);
    // Empty after the stop: at 10 the way home begins.
    expect(track.run([0])).toBe(true);
    expect(track.detail([0]).breaks[0]!.arc).toBe(1);
    expect(trackOf([task('a', 19, { load: [4] })], both).run([0])).toBe(false);
  });

  it('end no route they are not part of: an open start begins with its first stop', () => {
    const tasks = [task('a', 10, { service_s: 30 }), task('b', 20)];
    const track = trackOf(tasks, { start: null, end: null, breaks: [lunch([[0, 35]])] });
    expect(track.run([0, 1])).toBe(true);
    expect(track.detail([0, 1]).breaks[0]).toMatchObject({ arc: 1 });
  });

  it('show what is missed on a route that keeps no rule', () => {
    const track = trackOf([task('a', 10, { service_s: 100, windows: [[0, 12]] })], { breaks: [lunch([[5, 30]], 20)] });
    expect(track.run([0])).toBe(false);
    const { begin_s } = track.detail([0]);
    expect(begin_s[0]).toBeGreaterThan(12);
    expect(track.sim.break_s).toBe(20);
  });
});

describe('driving rules', () => {
  const rule = (afterDriving_s: number, duration_s = 10) => pause('rest', duration_s, { afterDriving_s });
  const trackOf = (tasks: Parameters<typeof requestOf>[0], rest: Parameters<typeof vehicle>[0]) =>
    new Track(requestOf(tasks, [vehicle({ shift: [0, 1000], ...rest })]));

  it('stop the vehicle when the limit is reached, as often as needed', () => {
    const track = trackOf([task('a', 50)], { breaks: [rule(40)] });
    expect(track.run([0])).toBe(true);
    expect(track.sim).toMatchObject({ ends_s: 120, break_s: 20, driving_s: 100 });
    expect(track.detail([0]).breaks.map(({ arc, begin_s, progress }) => [arc, begin_s, progress])).toEqual([
      [0, 40, 0.8],
      [1, 90, 0.6],
    ]);
  });

  it('do not stop it where the limit is just kept', () => {
    const track = trackOf([task('a', 20)], { breaks: [rule(40)] });
    expect(track.run([0]) && track.sim.break_s).toBe(0);
  });

  it('use a wait that is long enough, where a break is needed later', () => {
    const tasks = [task('a', 30, { windows: [[50, 50]] })];
    const track = trackOf(tasks, { breaks: [rule(40)] });
    expect(track.run([0])).toBe(true);
    // Rests at a from 40 to 50, so it need not stop on the way back.
    expect(track.sim).toMatchObject({ starts_s: 10, ends_s: 80, break_s: 10, waiting_s: 0 });
    expect(track.detail([0]).breaks).toMatchObject([{ arc: 0, begin_s: 40, progress: 1 }]);
    const idle = trackOf([task('a', 20, { windows: [[50, 50]] })], { breaks: [rule(40)] });
    expect(idle.run([0])).toBe(true);
    expect(idle.sim).toMatchObject({ starts_s: 30, break_s: 0 });
  });

  it('are content with a longer break of another kind', () => {
    const breaks = [pause('lunch', 20, { windows: [[30, 31]] }), rule(40)];
    const track = trackOf([task('a', 34)], { breaks });
    expect(track.run([0])).toBe(true);
    expect(track.sim).toMatchObject({ break_s: 20, ends_s: 88 });
    const short = trackOf([task('a', 34)], { breaks: [pause('coffee', 5, { windows: [[30, 31]] }), rule(40)] });
    expect(short.run([0])).toBe(true);
    expect(short.sim.break_s).toBe(15);
  });
});

describe('traffic', () => {
  const slow: RoutingRequest['profiles'][number]['traffic'] = [
    {
      zone: null,
      steps: [
        { from_s: 10, factor: 0.5 },
        { from_s: 30, factor: 1 },
      ],
    },
  ];
  const request = (rest: Parameters<typeof vehicle>[0] = {}, traffic = slow) =>
    requestOf([task('a', 20)], [vehicle({ shift: [0, 1000], ...rest })], {
      profiles: [{ kind: 'euclidean', name: 'line', scale: 1, speed_m_per_s: 1, rounding: 'none', traffic }],
    });

  it('drives at the speed of the moment', () => {
    const track = new Track(request());
    expect(track.run([0])).toBe(true);
    // 10 at full speed, 10 at half until 30, then 20 home.
    expect(track.begins(1)).toEqual([30]);
    expect(track.sim).toMatchObject({ starts_s: 0, ends_s: 50, driving_s: 50 });
  });

  it('holds for the zone the vehicle leaves, else everywhere', () => {
    const places = line.map((place, x) => ({ ...place, zones: x === 20 ? [0] : [] }));
    const zoned = { ...request({}, [...slow, { zone: 0, steps: [{ from_s: 0, factor: 2 }] }]), places };
    const track = new Track(zoned);
    expect(track.run([0])).toBe(true);
    expect(track.sim.ends_s).toBe(40);
  });

  it('goes with breaks on the way', () => {
    const track = new Track(request({ breaks: [pause('b', 10, { windows: [[15, 16]] })] }));
    const { breaks } = track.detail([0]);
    expect(breaks[0]).toMatchObject({ begin_s: 15, progress: 0.625 });
    expect(track.run([0])).toBe(true);
    // 12.5 driven by 15, break until 25, 2.5 until 30, 5 more.
    expect(track.begins(1)).toEqual([35]);
    expect(track.sim).toMatchObject({ driving_s: 45, ends_s: 55 });
  });
});

describe('trips', () => {
  const depot = [reload(0, { service_s: 5 })];

  it('reload takes its service, and the loads start anew', () => {
    const tasks = [task('a', 10, { load: [2] }), task('b', 20, { load: [2] })];
    const track = new Track(requestOf(tasks, [vehicle({ capacity: [2], reloads: depot })]));
    expect(track.run([0, 1])).toBe(false);
    expect(track.run([0, { reload: 0 }, 1])).toBe(true);
    expect(track.sim).toMatchObject({ trips: 2, served: 2, service_s: 5, duty_s: 65, distance_m: 60 });
    expect(track.detail([0, { reload: 0 }, 1]).loads.map(([load]) => load)).toEqual([2, 0, 2, 0]);
    const single = new Track(requestOf(tasks, [vehicle({ capacity: [2], reloads: depot, maxTrips: 1 })]));
    expect(single.run([0, { reload: 0 }, 1])).toBe(false);
  });

  it('leaves not before its goods are released', () => {
    const tasks = [task('a', 10, { release_s: 30 }), task('b', 20, { release_s: 100 })];
    const track = new Track(requestOf(tasks, [vehicle({ reloads: depot, shift: [0, 500] })]));
    expect(track.run([0, { reload: 0 }, 1])).toBe(true);
    // As late as the reload at 100 allows.
    expect(track.sim).toMatchObject({ starts_s: 80, ends_s: 145 });
    expect(track.begins(3)).toEqual([90, 100, 125]);
    expect(track.run([0, 1])).toBe(true);
    expect(track.sim.starts_s).toBe(100);
  });

  it('ends by the time its pickups are due', () => {
    const due = (due_s: number) =>
      new Track(
        requestOf(
          [task('a', 10, { kind: 'pickup', due_s }), task('b', 20)],
          [vehicle({ reloads: depot, shift: [0, 500] })],
        ),
      );
    expect(due(20).run([0, { reload: 0 }, 1])).toBe(true);
    expect(due(19).run([0, { reload: 0 }, 1])).toBe(false);
    expect(due(39).run([0, 1])).toBe(false);
    expect(due(40).run([0, 1])).toBe(true);
  });

  it('keeps the hours of a reload', () => {
    const closed = vehicle({ shift: [0, 500], reloads: [reload(0, { windows: [[50, 60]] })] });
    const track = new Track(requestOf([task('a', 10), task('b', 20)], [closed]));
    expect(track.run([0, { reload: 0 }, 1])).toBe(true);
    expect(track.begins(2)).toEqual([40, 50]);
  });
});

describe('ride times', () => {
  it('count from the departure of the trip, and to its end', () => {
    const reloads = [reload(0, { service_s: 5 })];
    const fleet = [vehicle({ shift: [0, 500], reloads })];
    const meal = (maxRide_s: number) => [task('m', 20, { maxRide_s }), task('b', 10)];
    expect(new Track(requestOf(meal(20), fleet)).run([1, 0])).toBe(true);
    expect(new Track(requestOf(meal(19), fleet)).run([1, 0])).toBe(false);
    expect(new Track(requestOf(meal(20), fleet)).run([1, { reload: 0 }, 0])).toBe(true);
    const sample = (maxRide_s: number) => [task('s', 10, { kind: 'pickup', maxRide_s }), task('b', 20)];
    expect(new Track(requestOf(sample(30), fleet)).run([0, 1])).toBe(true);
    expect(new Track(requestOf(sample(29), fleet)).run([0, 1])).toBe(false);
    expect(new Track(requestOf(sample(10), fleet)).run([0, { reload: 0 }, 1])).toBe(true);
  });

  it('run from the departure from the pickup to the begin of the delivery', () => {
    const ride = (maxRide_s: number) =>
      new Track(
        requestOf(
          [
            task('s', 10, { kind: 'shipment', deliveryStops: [stop(30)], service_s: 4, maxRide_s }),
            task('b', 20, { service_s: 6 }),
          ],
          [vehicle({ shift: [0, 500] })],
        ),
      );
    expect(ride(26).run([0, 1, { task: 0, part: 1 }])).toBe(true);
    expect(ride(25).run([0, 1, { task: 0, part: 1 }])).toBe(false);
  });
});

describe('money', () => {
  it('splits into its parts', () => {
    const costs = {
      ...{ fixed: 7, per_km: 1000, per_hour: 3600, per_travel_hour: 7200, per_service_hour: 36_000 },
      ...{ per_waiting_hour: 360, per_task: 5, overtime: { after_s: 100, per_hour: 7200 } },
    };
    const tasks = [
      task('a', 10, { windows: [[20, 20]], service_s: 5, cost: 1.5 }),
      task('b', 20, { windows: [[100, 110]], service_s: 5 }),
    ];
    const tariff = [{ zone: null, upTo: null, price: 3 }];
    const track = new Track(requestOf(tasks, [vehicle({ costs, tariff, co2_g_per_km: 500 })]));
    expect(track.run([0, 1])).toBe(true);
    expect(track.sim).toMatchObject({ fixedCost: 7, distanceCost: 40, overtime_s: 15, co2_g: 20, waiting_s: 65 });
    expect(track.sim.tasksCost).toBe(2 * 5 + 1.5 + 2 * 3);
    expect(track.sim.timeCost).toBeCloseTo(115 + 40 * 2 + 10 * 10 + 65 * 0.1 + 15 * 2, 9);
    const underway = new Track(requestOf(tasks, [vehicle({ costs, inProgress: true })]));
    expect(underway.run([0, 1]) && underway.sim.fixedCost).toBe(0);
  });

  it('takes the first row of the tariff that fits, of a shipment by where it goes', () => {
    const places = line.map((place, x) => ({ ...place, zones: x === 10 ? [0] : [] }));
    const tariff = [
      { zone: 0, upTo: [1], price: 1 },
      { zone: null, upTo: [5], price: 9 },
    ];
    const tasks = [
      task('in', 10, { load: [1] }),
      task('heavy', 10, { load: [2] }),
      task('out', 20, { load: [1] }),
      task('s', 20, { kind: 'shipment', deliveryStops: [stop(10)], load: [1] }),
    ];
    const track = new Track(requestOf(tasks, [vehicle({ tariff })], { places }));
    const priceOf = (steps: Parameters<Track['run']>[0]) => track.run(steps) && track.sim.tasksCost;
    expect([priceOf([0]), priceOf([1]), priceOf([2]), priceOf([3, { task: 3, part: 1 }])]).toEqual([1, 9, 9, 1]);
  });
});

it('says how compact a route is where that is asked for', () => {
  const tasks = [task('a', 10), task('b', 12), task('c', 30)];
  const objectives: RoutingRequest['objectives'] = [
    [{ name: 'unserved', weight: 1, of: 'hours', measure: 'max' }],
    [{ name: 'compactness', weight: 1, of: 'hours', measure: 'max' }],
  ];
  const track = new Track(requestOf(tasks, [vehicle()], { objectives }));
  expect(track.run([0, 1, 2]) && track.sim.compactness_m).toBe(20);
});

it('reports what is below a minimum without refusing it', () => {
  const small = vehicle({ minLoad: [5], minDuty_s: 30 });
  const track = new Track(
    requestOf([task('a', 10, { load: [5], service_s: 10 }), task('b', 10, { load: [4] })], [small]),
  );
  expect(track.run([0]) && track.sim.belowMinimum).toBe(false);
  expect(track.run([1])).toBe(true);
  expect(track.sim.belowMinimum).toBe(true);
});
