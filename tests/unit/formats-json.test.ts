import { describe, expect, it } from 'vitest';
import { parseRequest } from '../../src/contract/parse.ts';
import type { RequestInput } from '../../src/contract/schema.ts';
import { readRequest } from '../../src/formats/index.ts';
import { globeDay } from '../contract/samples.ts';

function read(value: object): { input: RequestInput; notes: string[] } {
  const result = readRequest(JSON.stringify(value));
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return { input: result.input as RequestInput, notes: result.notes };
}

/** Errors of reading, or of the native request in terms of the file. */
function errorsOf(value: object): string[] {
  const result = readRequest(value);
  if (!result.ok) return result.errors.map(({ code, path }) => `${code} ${path}`.trim());
  const parsed = parseRequest(result.input);
  return parsed.ok ? [] : parsed.errors.map(({ code, path }) => `${code} ${result.locate(path)}`.trim());
}

/** A day in VROOM's terms, without matrices. */
function vroomDay() {
  return {
    jobs: [
      {
        id: 1,
        location: [2.35, 48.85],
        delivery: [4, 1],
        service: 300,
        skills: [1, 14],
        priority: 10,
        description: 'x',
      },
      {
        id: 2,
        location: [2.36, 48.86],
        pickup: [1, 0],
        time_windows: [
          [3600, 7200],
          [9000, 9600],
        ],
      },
      { id: 3, location: [2.37, 48.87] },
    ],
    vehicles: [
      {
        ...{ id: 7, start: [2.3, 48.8], end: [2.3, 48.8], capacity: [8, 2], skills: [1, 14, 2] },
        ...{ time_window: [0, 28_800], max_tasks: 9, max_travel_time: 7200, max_distance: 90_000, speed_factor: 1.2 },
        costs: { fixed: 100, per_hour: 1800, per_task_hour: 900, per_km: 5 },
      },
    ],
  };
}

/** The same with a matrix: the depot and two jobs. */
function vroomMatrixDay() {
  return {
    jobs: [
      { id: 1, location_index: 1, delivery: [1] },
      { id: 2, location_index: 2, location: [2.37, 48.87], delivery: [1] },
    ],
    vehicles: [{ id: 1, start_index: 0, end_index: 0, capacity: [2] }],
    matrices: {
      car: {
        durations: [
          [0, 10, 20],
          [11, 0, 30],
          [21, 31, 0],
        ],
        distances: [
          [0, 100, 200],
          [110, 0, 300],
          [210, 310, 0],
        ],
      },
    },
  };
}

describe('native JSON', () => {
  it('passes through as it is', () => {
    const day = globeDay();
    expect(read(day)).toEqual({ input: day, notes: [] });
    expect(readRequest(`\uFEFF\n${JSON.stringify(day)}`)).toMatchObject({ ok: true, format: 'native', input: day });
  });
});

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

  it('what the native format will say later is mapped, and refused for now', () => {
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
    expect(input.routes).toEqual([{ vehicle: '7', tasks: ['1', 'shipment-4', 'shipment-4'] }]);
    expect(input.options).toEqual({ threads: 2, time_s: 5 });
    expect(notes).toContainEqual(expect.stringContaining('options.g'));
    expect(errorsOf(full).sort()).toEqual([
      'not_supported jobs[0].service_per_type',
      'not_supported jobs[0].setup',
      'not_supported jobs[0].setup_per_type',
      'not_supported shipments[0].kind',
      'not_supported vehicles',
      'not_supported vehicles[0].breaks',
    ]);
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
      'both a delivery and a pickup',
      { jobs: [{ ...job, delivery: [1], pickup: [2] }], vehicles: [vehicle] },
      ['not_supported jobs[0].pickup'],
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
      'a check of given routes',
      { jobs: [job], vehicles: [vehicle], options: { c: true } },
      ['not_supported options.c'],
    ],
    [
      'times of steps',
      { jobs: [job], vehicles: [{ ...vehicle, steps: [{ type: 'job', id: 1, service_at: 5 }] }] },
      ['not_supported vehicles[0].steps[0].service_at'],
    ],
    [
      'breaks as steps',
      { jobs: [job], vehicles: [{ ...vehicle, steps: [{ type: 'break', id: 1 }] }] },
      ['not_supported vehicles[0].steps[0]'],
    ],
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
    [
      'a matrix of costs',
      (day) => Object.assign(day.matrices.car, { costs: [[1]] }),
      ['not_supported matrices.car.costs'],
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

  it('distances are needed where they cost or are limited, and otherwise noted', () => {
    const day = vroomMatrixDay();
    Reflect.deleteProperty(day.matrices.car, 'distances');
    expect(read(day).notes).toEqual(["profile 'car' has no distances: the plan shows its seconds as metres"]);
    Object.assign(day.vehicles[0]!, { costs: { per_km: 1 } });
    expect(errorsOf(day)).toEqual(['missing_field matrices.car.distances']);
  });
});

describe('loggibud', () => {
  const point = (lng: number, lat: number) => ({ lng, lat });
  const day = {
    name: 'tiny',
    region: 'rj-0',
    origin: point(-43.3, -22.8),
    vehicle_capacity: 180,
    deliveries: [
      { id: 'a', point: point(-43.2, -22.9), size: 3 },
      { id: 'b', point: point(-43.1, -22.7), size: 5 },
      { id: 'a', point: point(-43.2, -22.9), size: 4 },
      { id: 'a~2', point: point(-43.2, -22.9), size: 1 },
    ],
  };

  it('is deliveries from one hub with as many vehicles as parcels', () => {
    const { input, notes } = read(day);
    expect(input).toEqual({
      ...{ kind: 'routing', version: 1, id: 'tiny', description: 'region rj-0' },
      tasks: [
        { kind: 'delivery', id: 'a', at: [-43.2, -22.9], load: [3] },
        { kind: 'delivery', id: 'b', at: [-43.1, -22.7], load: [5] },
        { kind: 'delivery', id: 'a~3', at: [-43.2, -22.9], load: [4] },
        { kind: 'delivery', id: 'a~2', at: [-43.2, -22.9], load: [1] },
      ],
      vehicles: [{ id: 'vehicle', count: 4, start: [-43.3, -22.8], end: [-43.3, -22.8], capacity: [180] }],
    });
    expect(notes).toHaveLength(1);
    expect(errorsOf(day)).toEqual([]);
  });

  it.each<[string, object, string[]]>([
    ['an unknown field', { ...day, colour: 1 }, ['unknown_field colour']],
    ['no capacity', { ...day, vehicle_capacity: undefined }, ['missing_field vehicle_capacity']],
    [
      'a size that is a text',
      { ...day, deliveries: [{ ...day.deliveries[0], size: '3' }] },
      ['wrong_type deliveries[0].size'],
    ],
    [
      'a negative size',
      { ...day, deliveries: [{ ...day.deliveries[0], size: -3 }] },
      ['out_of_bounds deliveries[0].size'],
    ],
    [
      'a point off the globe',
      { ...day, deliveries: [{ ...day.deliveries[0], point: point(0, 99) }] },
      ['out_of_bounds deliveries[0].point.lat'],
    ],
    ['nothing to deliver', { ...day, deliveries: [] }, ['no_tasks deliveries', 'no_vehicles vehicles']],
  ])('%s is an error in terms of the file', (_, value, expected) => {
    expect(errorsOf(JSON.parse(JSON.stringify(value)))).toEqual(expected);
  });
});

describe('values that were JSON', () => {
  it.each([null, undefined, 5, true, [], ''])('%j is no request', (value) => {
    const result = readRequest(value);
    expect(result.ok || result.errors.map(({ code }) => code)).toEqual(['unknown_format']);
  });

  it('are measured before they are looked at', () => {
    const deep = JSON.parse(`{"jobs": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`);
    const result = readRequest(deep);
    expect(result.ok || result.errors.map(({ code }) => code)).toEqual(['too_deep']);
  });
});
