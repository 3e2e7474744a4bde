import { describe, expect, it } from 'vitest';
import { errorsOfVroom as errorsOf, readVroomDay as read, vroomDay, vroomMatrixDay } from '../support/vroom.ts';

describe('VROOM', () => {
  it('jobs and vehicles keep all they say', () => {
    const { input, notes } = read(vroomDay());
    expect(input).toEqual({
      kind: 'routing',
      version: 1,
      profiles: [{ kind: 'great_circle', name: 'car', speed_kmh: 30, detour: 1.3 }],
      tasks: [
        {
          ...{ kind: 'delivery', id: '1', at: [2.35, 48.85], load: [4, 1], service_s: 300 },
          ...{ skills: ['1', '14'], priority: 10, description: 'x' },
        },
        {
          kind: 'pickup',
          id: '2',
          at: [2.36, 48.86],
          load: [1, 0],
          windows: [
            [3600, 7200],
            [9000, 9600],
          ],
        },
        { kind: 'delivery', id: '3', at: [2.37, 48.87], load: [0, 0] },
      ],
      vehicles: [
        {
          ...{ id: '7', profile: 'car', start: [2.3, 48.8], end: [2.3, 48.8], capacity: [8, 2] },
          ...{ skills: ['1', '14', '2'], shift: [0, 28_800], max_tasks: 9, max_driving_s: 7200 },
          ...{ max_distance_m: 90_000, speed_factor: 1.2 },
          costs: { fixed: 100, per_travel_hour: 1800, per_service_hour: 900, per_km: 5 },
        },
      ],
    });
    expect(notes).toEqual(["profile 'car' has no matrix: its travel is as the crow flies x 1.3, at 30 km/h"]);
    expect(errorsOf(vroomDay())).toEqual([]);
  });

  it('a second of travel costs 1 where no costs are given', () => {
    const { input } = read({ ...vroomDay(), vehicles: [{ id: 1, start: [0, 0], capacity: [1, 1] }] });
    expect(input.vehicles[0]?.costs).toEqual({ fixed: 0, per_km: 0, per_travel_hour: 3600, per_service_hour: 0 });
  });

  it('profiles without a matrix have a speed each', () => {
    const vehicles = ['bike', 'truck', 'bike'].map((profile, id) => ({ id, profile, start: [0, 0] }));
    const { input } = read({ jobs: [{ id: 1, location: [0, 1] }], vehicles });
    expect(input.profiles).toMatchObject([
      { kind: 'great_circle', name: 'bike', speed_kmh: 15 },
      { kind: 'great_circle', name: 'truck', speed_kmh: 30 },
    ]);
  });

  it('a vehicle without capacity has none of what the first one carries', () => {
    const day = vroomDay();
    const { input } = read({ ...day, vehicles: [...day.vehicles, { id: 8, start: [0, 0] }] });
    expect(input.vehicles[1]?.capacity).toEqual([0, 0]);
  });

  it('a job that delivers and picks up is one task', () => {
    const day = vroomDay();
    Object.assign(day.jobs[0]!, { pickup: [2, 0] });
    expect(read(day).input.tasks[0]).toMatchObject({ kind: 'delivery', load: [4, 1], return_load: [2, 0] });
    expect(errorsOf(day)).toEqual([]);
  });

  it('without any capacity, jobs are visits', () => {
    const { input } = read({ jobs: [{ id: 1, location: [0, 1] }], vehicles: [{ id: 1, end: [0, 0] }] });
    expect(input.tasks).toEqual([{ kind: 'visit', id: '1', at: [0, 1] }]);
    expect(input.vehicles[0]).not.toHaveProperty('capacity');
    expect(input.vehicles[0]).not.toHaveProperty('start');
  });

  it('matrices become places by index, with the positions that are known', () => {
    const day = vroomMatrixDay();
    const { input, notes } = read(day);
    expect(input.places).toEqual([{ id: '0' }, { id: '1' }, { id: '2', position: [2.37, 48.87] }]);
    expect(input.profiles).toEqual([
      { kind: 'matrix', name: 'car', durations_s: day.matrices.car.durations, distances_m: day.matrices.car.distances },
    ]);
    expect(input.tasks.map((task) => (task as { at: unknown }).at)).toEqual(['1', '2']);
    expect(input.vehicles[0]).toMatchObject({ start: '0', end: '0' });
    expect(notes).toEqual([]);
    expect(errorsOf(day)).toEqual([]);
  });

  it('shipments, breaks, types, setup and steps keep all they say', () => {
    const day = vroomDay();
    const shipment = {
      pickup: { id: 4, location: [2.3, 48.8], service: 60 },
      delivery: { id: 5, location: [2.4, 48.9], time_windows: [[0, 9000]] },
      ...{ amount: [1, 1], skills: [2], priority: 3 },
    };
    const pause = { id: 1, time_windows: [[100, 200]], service: 60, description: 'lunch', max_load: [3, 1] };
    const steps = [
      { type: 'start' },
      { type: 'job', id: 1 },
      { type: 'pickup', id: 4 },
      { type: 'delivery', id: 5 },
      { type: 'end' },
    ];
    const full = {
      jobs: [{ ...day.jobs[0]!, setup: 30, setup_per_type: { van: 20 }, service_per_type: { van: 200 } }],
      shipments: [shipment],
      vehicles: [{ ...day.vehicles[0]!, type: 'van', breaks: [pause], steps }],
      options: { t: 2, l: 5, g: true },
    };
    const { input, notes } = read(full);
    expect(input.tasks[1]).toEqual({
      ...{ kind: 'shipment', id: 'shipment-4', load: [1, 1], skills: ['2'], priority: 3 },
      pickup: { at: [2.3, 48.8], service_s: 60, label: '4' },
      delivery: { at: [2.4, 48.9], windows: [[0, 9000]], label: '5' },
    });
    expect(input.vehicles[0]?.breaks).toEqual([
      { id: '1', windows: [[100, 200]], duration_s: 60, description: 'lunch', max_load: [3, 1] },
    ]);
    const sides = (['pickup', 'delivery'] as const).map((part) => ({ task: 'shipment-4', part }));
    expect(input.routes).toEqual([{ vehicle: '7', steps: ['1', ...sides] }]);
    expect(input.options).toEqual({ threads: 2, time_s: 5 });
    expect(notes).toContainEqual(expect.stringContaining('options.g'));
    expect(errorsOf(full)).toEqual([]);
  });

  const job = { id: 1, location: [0, 1] };
  const vehicle = { id: 1, start: [0, 0], capacity: [5] };
  it.each<[string, object, string[]]>([
    ['an unknown field', { jobs: [{ ...job, colour: 1 }], vehicles: [vehicle] }, ['unknown_field jobs[0].colour']],
    ['an id that is a text', { jobs: [{ ...job, id: 'a' }], vehicles: [vehicle] }, ['wrong_type jobs[0].id']],
    ['no vehicles field', { jobs: [job] }, ['missing_field vehicles']],
    ['an empty fleet', { jobs: [job], vehicles: [] }, ['no_vehicles vehicles']],
    ['no jobs', { jobs: [], vehicles: [vehicle] }, ['no_tasks jobs']],
    [
      'a fraction of a second',
      { jobs: [{ ...job, service: 1.5 }], vehicles: [vehicle] },
      ['wrong_type jobs[0].service'],
    ],
    [
      'a negative pickup beside a delivery',
      { jobs: [{ ...job, delivery: [1], pickup: [-2] }], vehicles: [vehicle] },
      ['out_of_bounds jobs[0].pickup[0]'],
    ],
    [
      'amounts of another length',
      { jobs: [{ ...job, delivery: [1, 2] }], vehicles: [vehicle] },
      ['dimension_mismatch jobs[0].delivery'],
    ],
    [
      'amounts without a capacity',
      { jobs: [{ ...job, pickup: [1] }], vehicles: [{ id: 1, start: [0, 0] }] },
      ['dimension_mismatch jobs[0].pickup'],
    ],
    [
      'capacities of two lengths',
      { jobs: [job], vehicles: [vehicle, { ...vehicle, id: 2, capacity: [1, 2] }] },
      ['dimension_mismatch vehicles[1].capacity'],
    ],
    ['no start and no end', { jobs: [job], vehicles: [{ id: 1 }] }, ['missing_field vehicles[0].start']],
    ['no location', { jobs: [{ id: 1 }], vehicles: [vehicle] }, ['missing_field jobs[0].location']],
    [
      'an index without a matrix',
      { jobs: [{ id: 1, location_index: 0 }], vehicles: [vehicle] },
      ['missing_field jobs[0].location'],
    ],
    ['a matrix the old way', { jobs: [job], vehicles: [vehicle], matrix: [[0]] }, ['not_supported matrix']],
    [
      'a step that is nowhere',
      { jobs: [job], vehicles: [{ ...vehicle, steps: [{ type: 'pickup', id: 1 }] }] },
      ['unknown_reference vehicles[0].steps[0].id'],
    ],
    ['two jobs with one id', { jobs: [job, job], vehicles: [vehicle] }, ['duplicate_id jobs[1].id']],
    [
      'a negative amount',
      { jobs: [{ ...job, delivery: [-1] }], vehicles: [vehicle] },
      ['out_of_bounds jobs[0].delivery[0]'],
    ],
    [
      'a window that closes first',
      { jobs: [{ ...job, time_windows: [[5, 4]] }], vehicles: [{ ...vehicle, time_window: [2, 1] }] },
      ['impossible_window jobs[0].time_windows[0]', 'impossible_window vehicles[0].time_window'],
    ],
    [
      'a latitude off the globe',
      { jobs: [{ id: 1, location: [0, 91] }], vehicles: [{ ...vehicle, start: [0, 92] }] },
      ['out_of_bounds jobs[0].location[1]', 'out_of_bounds vehicles[0].start[1]'],
    ],
    [
      'a break whose place is another here, and seconds by type',
      {
        jobs: [{ ...job, setup_per_type: { lorry: 1, bike: -1 } }],
        shipments: [{ pickup: job, delivery: { ...job, service_per_type: { bike: -1 } } }],
        vehicles: [
          {
            ...vehicle,
            breaks: [
              { id: 5, time_windows: [[90, 99]], service: -1 },
              { id: 6, time_windows: [[0, 9]] },
            ],
          },
        ],
      },
      [
        'out_of_bounds jobs[0].setup_per_type.bike',
        'out_of_bounds shipments[0].delivery.service_per_type.bike',
        'out_of_bounds vehicles[0].breaks[0].service',
      ],
    ],
    [
      'limits out of bounds',
      { jobs: [job], vehicles: [{ ...vehicle, max_travel_time: -1, costs: { per_hour: -1 } }] },
      ['out_of_bounds vehicles[0].costs.per_hour', 'out_of_bounds vehicles[0].max_travel_time'],
    ],
  ])('%s is an error in terms of the file', (_, value, expected) => {
    expect(errorsOf(value).sort()).toEqual(expected);
  });

  it.each<[string, (day: ReturnType<typeof vroomMatrixDay>) => void, string[]]>([
    [
      'no index',
      (day) => Reflect.deleteProperty(day.jobs[0]!, 'location_index'),
      ['missing_field jobs[0].location_index'],
    ],
    [
      'an index beyond the matrix',
      (day) => (day.jobs[0]!.location_index = 3),
      ['out_of_bounds jobs[0].location_index'],
    ],
    [
      'no durations',
      (day) => Reflect.deleteProperty(day.matrices.car, 'durations'),
      ['missing_field matrices.car.durations'],
    ],
    ['a short row', (day) => day.matrices.car.durations[1]!.pop(), ['matrix_size matrices.car.durations[1]']],
    [
      'a hole',
      (day) => (day.matrices.car.durations[1]![0] = null as never),
      ['matrix_hole matrices.car.durations[1][0]'],
    ],
    [
      'a text',
      (day) => (day.matrices.car.durations[1]![0] = '5' as never),
      ['wrong_type matrices.car.durations[1][0]'],
    ],
    [
      'another profile, whose places have no positions',
      (day) => Object.assign(day.vehicles[0]!, { profile: 'bike' }),
      ['position_needed location_index 0', 'position_needed location_index 1'],
    ],
  ])('a matrix with %s is an error in terms of the file', (_, change, expected) => {
    const day = vroomMatrixDay();
    change(day);
    const errors = errorsOf(day);
    // Without its durations a matrix has no rows, so every index is beyond it too.
    expect(errors.filter((error) => expected.includes(error))).toEqual(expected);
    if (!expected[0]!.endsWith('durations')) expect(errors).toEqual(expected);
  });

  it('reports errors of form, of the reader and of the native rules at once', () => {
    const day = {
      jobs: [
        { id: 1 },
        { ...job, id: 'x' },
        { id: 2, location: [200, 0], delivery: [-1] },
        { ...job, id: 3 },
        { ...job, id: 3 },
      ],
      shipments: [{ pickup: job, amount: [1] }],
      vehicles: [
        { id: 1 },
        { ...vehicle, id: 2, capacity: [1], time_window: [9, 5], steps: [{ type: 'pickup', id: 1 }] },
      ],
      options: { t: 'all' },
      colour: 1,
    };
    // What only the shipment that is set aside could tell is not: its pickup, dimensions of the first vehicle.
    expect(errorsOf(day).sort()).toEqual([
      'duplicate_id jobs[4].id',
      'impossible_window vehicles[1].time_window',
      'missing_field jobs[0].location',
      'missing_field shipments[0].delivery',
      'missing_field vehicles[0].start',
      'out_of_bounds jobs[2].delivery[0]',
      'out_of_bounds jobs[2].location[0]',
      'unknown_field colour',
      'wrong_type jobs[1].id',
      'wrong_type options.t',
    ]);
  });

  it('distances are needed where they cost or are limited, and otherwise noted', () => {
    const day = vroomMatrixDay();
    Reflect.deleteProperty(day.matrices.car, 'distances');
    expect(read(day).notes).toEqual(["profile 'car' has no distances: the plan shows its seconds as metres"]);
    Object.assign(day.vehicles[0]!, { costs: { per_km: 1 } });
    expect(errorsOf(day)).toEqual(['missing_field matrices.car.distances']);
  });
});

describe('steps of VROOM', () => {
  const job = (id: number, more = {}) => ({ id, location: [0, id / 100], ...more });
  const shipment = (id: number) => ({ pickup: job(id), delivery: job(id + 1), amount: [1] });
  const vehicle = { id: 1, start: [0, 0], end: [0, 0], capacity: [5], time_window: [1000, 9000] };
  const withSteps = (steps: object[], more: object = {}, options?: object) => ({
    jobs: [
      job(1, {
        time_windows: [
          [100, 200],
          [400, 500],
        ],
      }),
      job(2),
    ],
    shipments: [shipment(11)],
    vehicles: [{ ...vehicle, ...more, steps }],
    ...(options && { options }),
  });
  const windowsOf = (value: object) => (read(value).input.tasks[0] as { windows?: unknown }).windows;

  it.each<[string, object, unknown]>([
    ['service_at', { service_at: 450 }, [[450, 450]]],
    [
      'service_after',
      { service_after: 150 },
      [
        [150, 200],
        [400, 500],
      ],
    ],
    [
      'service_before',
      { service_before: 420 },
      [
        [100, 200],
        [400, 420],
      ],
    ],
    ['both', { service_after: 150, service_before: 180 }, [[150, 180]]],
  ])('%s narrows the windows of its step', (_, times, expected) => {
    const steps = [{ type: 'job', id: 1, ...times }];
    expect(windowsOf(withSteps(steps))).toEqual(expected);
    expect(windowsOf(withSteps(steps, {}, { c: true }))).toEqual(expected);
  });

  it('a time outside of all windows is an error, but goes before them where the steps are judged', () => {
    const steps = [{ type: 'job', id: 1, service_at: 300 }];
    expect(errorsOf(withSteps(steps))).toEqual(['impossible_window vehicles[0].steps[0]']);
    expect(windowsOf(withSteps(steps, {}, { c: true }))).toEqual([[300, 300]]);
    const crossed = [{ type: 'job', id: 1, service_after: 300, service_before: 200 }];
    expect(errorsOf(withSteps(crossed, {}, { c: true }))).toContain('impossible_window vehicles[0].steps[0]');
  });

  it.each<[object[], object, [number, number]]>([
    [[{ type: 'start', service_at: 2000 }], {}, [2000, 9000]],
    [[{ type: 'start', service_after: 500 }], {}, [1000, 9000]],
    [[{ type: 'start', service_at: 500 }], { c: true }, [500, 9000]],
    [[{ type: 'end', service_before: 8000 }], {}, [1000, 8000]],
    [[{ type: 'end', service_at: 9500 }], { c: true }, [1000, 9500]],
  ])('times of start and end narrow the shift: %j %j', (steps, options, expected) => {
    expect(read(withSteps(steps, {}, options)).input.vehicles[0]!.shift).toEqual(expected);
  });

  it('without a time_window vehicles leave from second 0 on, where anything has a time', () => {
    const shiftOf = (day: object) => read(day).input.vehicles[0]!.shift;
    const day = withSteps([], { time_window: undefined });
    expect(shiftOf(day)).toEqual([0, 1e10]);
    const bare = { jobs: [{ id: 1, location: [2, 48] }], vehicles: [{ id: 1, start: [2, 48] }] };
    expect(shiftOf(bare)).toBeUndefined();
    expect(
      shiftOf({ ...bare, vehicles: [{ id: 1, start: [2, 48], breaks: [{ id: 1, time_windows: [[5, 9]] }] }] }),
    ).toEqual([0, 1e10]);
  });

  it('a start that the time window excludes is an error where it is searched', () => {
    const steps = [{ type: 'start', service_at: 500 }];
    expect(errorsOf(withSteps(steps))).toEqual(['impossible_window vehicles[0].steps[0]']);
  });

  it('judged routes have the breaks of their steps, in their order; others all, by their windows', () => {
    const breaks = [
      { id: 1, time_windows: [[3000, 4000]] },
      { id: 2, time_windows: [[2000, 2500]] },
      { id: 3, time_windows: [[5000, 6000]] },
    ];
    const steps = [
      { type: 'break', id: 3, service_at: 5500 },
      { type: 'job', id: 1 },
      { type: 'break', id: 1 },
    ];
    const ids = (value: object) => read(value).input.vehicles[0]!.breaks!.map(({ id }) => id);
    expect(ids(withSteps(steps, { breaks }))).toEqual(['2', '1', '3']);
    expect(ids(withSteps(steps, { breaks }, { c: true }))).toEqual(['3', '1']);
    const { breaks: judged } = read(withSteps(steps, { breaks }, { c: true })).input.vehicles[0]!;
    expect(judged![0]!.windows).toEqual([[5500, 5500]]);
    const unknown = withSteps([{ type: 'break', id: 9 }], { breaks });
    expect(errorsOf(unknown)).toEqual(['unknown_reference vehicles[0].steps[0].id']);
    const open = withSteps([{ type: 'job', id: 1 }], { breaks: [{ id: 1, service: 60 }] });
    expect(errorsOf(open)).toEqual(['missing_field vehicles[0].breaks[0].time_windows']);
  });

  it('options.c asks for a judgement of the routes given, none of them included', () => {
    const { input } = read(withSteps([{ type: 'job', id: 1 }], {}, { c: true }));
    expect(input.options).toEqual({ search: false });
    expect(input.routes).toEqual([{ vehicle: '1', steps: ['1'] }]);
    const breaks = [{ id: 7, time_windows: [[0, 600]] }];
    for (const steps of [[], [{ type: 'start' }, { type: 'break', id: 7 }, { type: 'end' }]]) {
      expect(read(withSteps(steps, { breaks }, { c: true })).input.routes).toEqual([]);
    }
  });

  it.each<[string, object[]]>([
    [
      'delivered before its pickup',
      [
        { type: 'delivery', id: 12 },
        { type: 'pickup', id: 11 },
      ],
    ],
    ['not delivered', [{ type: 'pickup', id: 11 }]],
    ['not picked up', [{ type: 'delivery', id: 12 }]],
  ])('a shipment that is %s is judged in pieces', (_, steps) => {
    const value = withSteps(steps, {}, { c: true });
    const { input } = read(value);
    expect(input.tasks.map(({ kind, id }) => `${kind} ${id}`)).toEqual([
      'delivery 1',
      'delivery 2',
      'visit pickup-11',
      'visit delivery-12',
    ]);
    const expected = steps.map((step) => `${(step as { type: string }).type}-${(step as { id: number }).id}`);
    expect(input.routes![0]!.steps).toEqual(expected);
    expect(errorsOf(value)).toEqual([]);
    // Where it is searched, such a plan to start from is refused.
    expect(errorsOf(withSteps(steps))).toContain('route_conflict vehicles[0].steps[0]');
  });

  it('errors of steps name the step, each its own, beside what else is wrong', () => {
    const steps = [{ type: 'start' }, { type: 'job', id: 1 }, { type: 'break', id: 3 }, { type: 'job', id: 1 }];
    const breaks = [{ id: 3, time_windows: [[1000, 2000]] }];
    const value = withSteps([...steps, { type: 'job', id: 9 }, { type: 'job', id: 2 }], { breaks });
    value.vehicles.unshift({ ...vehicle, id: 8 } as never);
    value.vehicles.push({ ...vehicle, id: 7, steps: [{ type: 'end' }, { type: 'job', id: 2 }] } as never);
    const expected = [
      'route_conflict vehicles[1].steps[3]',
      'route_conflict vehicles[2].steps[1]',
      'unknown_reference vehicles[1].steps[4]',
    ];
    expect(errorsOf(value).sort()).toEqual(expected);
    Object.assign(value, { colour: 1 });
    expect(errorsOf(value).sort()).toEqual([...expected.slice(0, 2), 'unknown_field colour', expected[2]]);
  });

  it('errors of a shipment that is judged in pieces have the paths of its sides', () => {
    const value = withSteps([{ type: 'pickup', id: 21 }], {}, { c: true });
    value.shipments.push(shipment(21));
    Object.assign(value.shipments[1]!, { priority: 101 });
    for (const side of ['pickup', 'delivery'] as const)
      Object.assign(value.shipments[1]![side], { service: -1, setup_per_type: { van: -2 } });
    expect(errorsOf(value).sort()).toEqual([
      'out_of_bounds shipments[1].delivery.service',
      'out_of_bounds shipments[1].delivery.setup_per_type.van',
      'out_of_bounds shipments[1].pickup.service',
      'out_of_bounds shipments[1].pickup.setup_per_type.van',
      ...new Array(2).fill('out_of_bounds shipments[1].priority'),
    ]);
  });

  it('a shipment on two vehicles is judged in pieces, one on none stays whole', () => {
    const value = withSteps([{ type: 'pickup', id: 11 }], {}, { c: true });
    value.vehicles.push({ ...vehicle, id: 2, steps: [{ type: 'delivery', id: 12 }] });
    value.shipments.push(shipment(21));
    const { input } = read(value);
    expect(input.tasks.map(({ id }) => id)).toEqual(['1', '2', 'pickup-11', 'shipment-21', 'delivery-12']);
    expect(input.routes!.map(({ steps }) => steps)).toEqual([['pickup-11'], ['delivery-12']]);
    expect(errorsOf(value)).toEqual([]);
  });

  it('max_tasks counts a shipment as two: exact with shipments alone, else only where it does not bind', () => {
    const limit = (value: object) => read(value).input.vehicles[0]!.max_tasks;
    const mixed = (max_tasks: number, options = {}) => withSteps([], { max_tasks }, options);
    expect(limit({ ...mixed(5), jobs: [] })).toBe(2);
    expect(limit({ ...mixed(5), shipments: [] })).toBe(5);
    expect(limit(mixed(4))).toBeUndefined();
    expect(limit(mixed(3, { c: true }))).toBeUndefined();
    expect(errorsOf(mixed(3))).toEqual(['not_supported vehicles[0].max_tasks']);
  });

  it('two deliveries or two pickups of shipments with one id are errors', () => {
    const value = { shipments: [shipment(1), { ...shipment(1), pickup: job(5) }], vehicles: [vehicle] };
    expect(errorsOf(value)).toEqual(['duplicate_id shipments[1].delivery.id']);
    const other = { shipments: [shipment(1), { ...shipment(1), delivery: job(5) }], vehicles: [vehicle] };
    expect(errorsOf(other)).toEqual(['duplicate_id shipments[1].pickup.id']);
  });

  it('jobs, pickups and deliveries may share a number', () => {
    const value = { jobs: [job(1)], shipments: [{ pickup: job(1), delivery: job(1) }], vehicles: [vehicle] };
    expect(errorsOf(value)).toEqual([]);
  });
});

describe('a matrix of costs in VROOM', () => {
  const day = () => {
    const value = vroomMatrixDay();
    const costs = value.matrices.car.durations.map((row) => row.map((seconds) => seconds * 7));
    return { ...value, matrices: { car: { ...value.matrices.car, costs } } };
  };

  it('takes the place of the distances, a unit each', () => {
    const value = day();
    const { input, notes } = read(value);
    expect(input.profiles).toMatchObject([
      { durations_s: value.matrices.car.durations, distances_m: value.matrices.car.costs },
    ]);
    expect(input.vehicles[0]!.costs).toEqual({ fixed: 0, per_km: 1000, per_travel_hour: 0, per_service_hour: 0 });
    expect(notes).toEqual([expect.stringContaining('costs as metres')]);
    expect(errorsOf(value)).toEqual([]);
  });

  it.each<[string, object, string]>([
    ['per_hour', { costs: { per_hour: 1 } }, 'conflicting_fields vehicles[0].costs.per_hour'],
    ['per_km', { costs: { per_km: 1 } }, 'conflicting_fields vehicles[0].costs.per_km'],
    ['max_distance', { max_distance: 1 }, 'not_supported vehicles[0].max_distance'],
  ])('excludes %s', (_, more, expected) => {
    const value = day();
    expect(errorsOf({ ...value, vehicles: [{ ...value.vehicles[0], ...more }] })).toEqual([expected]);
  });

  it('has the size of the durations and no holes', () => {
    const value = day();
    value.matrices.car.costs[0]!.pop();
    value.matrices.car.costs[2]![0] = null as never;
    expect(errorsOf(value)).toEqual(['matrix_size matrices.car.costs[0]', 'matrix_hole matrices.car.costs[2][0]']);
  });
});
