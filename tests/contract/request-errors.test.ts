import { describe, expect, it } from 'vitest';
import { ERROR_CODES } from '../../src/contract/errors.ts';
import { parseRequest } from '../../src/contract/parse.ts';
import { errorsOf, withValue } from './errors-of.ts';
import { globeDay, matrixDay, richDay } from './samples.ts';

const NO_NUMBERS: [string, unknown][] = [
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['1e308', 1e308],
  ['a negative', -1],
];

describe('valid requests', () => {
  it.each([
    ['the plain fields', globeDay()],
    ['a given matrix', matrixDay()],
    ['every other field', richDay()],
  ])('with %s are accepted', (_, request) => {
    expect(errorsOf(request)).toEqual([]);
  });

  it('get defaults, numbered places and seconds', () => {
    const parsed = parseRequest(globeDay());
    if (!parsed.ok) throw new Error('refused');
    const { tasks, vehicles, places, startsAt_ms } = parsed.value;
    expect(startsAt_ms).toBe(Date.parse('2026-03-01T23:00:00Z'));
    expect(tasks[0]!.stops[0]!.windows).toEqual([
      [28_800, 36_000],
      [43_200, 50_400],
    ]);
    expect(tasks[2]).toMatchObject({ load: [0, 0], prize: null, onlyVehicles: null, priority: 0 });
    expect(places.map(({ id }) => id)).toEqual(['depot', null, null, null]);
    expect(vehicles[0]).toMatchObject({ start: 0, end: 3, shift: [25_200, 64_800], count: 2 });
    expect(vehicles[1]).toMatchObject({ end: null, shift: null, maxDuty_s: null, speedFactor: 1 });
    expect(vehicles[1]!.costs).toMatchObject({ per_km: 1, fixed: 0 });
  });

  it('may leave the diagonal of a matrix empty', () => {
    const parsed = parseRequest(matrixDay());
    if (!parsed.ok || parsed.value.profiles[0]?.kind !== 'matrix') throw new Error('refused');
    expect(parsed.value.profiles[0].durations_s[1]).toEqual([61, 0, 30]);
  });
});

describe('structure', () => {
  it.each<[string, string, unknown, string[]]>([
    ['unknown field', 'tasks.0.prioritty', 3, ['unknown_field tasks[0].prioritty']],
    ['unknown root field', 'jobs', [], ['unknown_field jobs']],
    ['missing kind', 'kind', undefined, ['missing_field kind']],
    ['wrong kind', 'kind', 'routes', ['wrong_value kind']],
    ['wrong version', 'version', 2, ['wrong_value version']],
    ['missing tasks', 'tasks', undefined, ['missing_field tasks']],
    ['tasks as an object', 'tasks', {}, ['wrong_type tasks']],
    ['a task that is null', 'tasks.1', null, ['wrong_type tasks[1]']],
    ['a task without a kind', 'tasks.1.kind', undefined, ['missing_field tasks[1].kind']],
    ['an unknown kind of task', 'tasks.1.kind', 'drop', ['wrong_value tasks[1].kind']],
    ['a numeric id', 'tasks.1.id', 7, ['wrong_type tasks[1].id']],
    ['an empty id', 'tasks.1.id', '', ['wrong_length tasks[1].id']],
    ['service as text', 'tasks.0.service_s', '120', ['wrong_type tasks[0].service_s']],
    ['priority with a fraction', 'tasks.0.priority', 1.5, ['wrong_type tasks[0].priority']],
    ['priority above 100', 'tasks.0.priority', 101, ['out_of_bounds tasks[0].priority']],
    ['a window with one time', 'tasks.0.windows.1', [5], ['wrong_length tasks[0].windows[1]']],
    [
      'a window of texts',
      'tasks.0.windows.1',
      ['8:00', '9:00'],
      ['bad_time tasks[0].windows[1][0]', 'bad_time tasks[0].windows[1][1]'],
    ],
    ['a time without an offset', 'tasks.0.windows.1.0', '2026-03-02T08:00:00', ['bad_time tasks[0].windows[1][0]']],
    ['a date that does not exist', 'starts_at', '2026-02-30T08:00:00Z', ['bad_time starts_at']],
    [
      'a day that does not exist, and nothing else',
      'tasks.0.windows.1.1',
      '2026-02-29T11:00:00Z',
      ['bad_time tasks[0].windows[1][1]'],
    ],
    ['a time that is an object', 'tasks.0.windows.1.0', {}, ['wrong_type tasks[0].windows[1][0]']],
    ['a position of three', 'tasks.0.at', [1, 2, 3], ['wrong_length tasks[0].at']],
    ['a position with a text', 'tasks.0.at', [1, '2'], ['wrong_type tasks[0].at[1]']],
    ['a location that is a number', 'tasks.0.at', 5, ['wrong_type tasks[0].at']],
    ['an unknown cost', 'vehicles.0.costs.per_mile', 5, ['unknown_field vehicles[0].costs.per_mile']],
    [
      'too many dimensions',
      'tasks.0.load',
      [1, 2, 3, 4, 5, 6, 7, 8, 9],
      ['dimension_mismatch tasks[0].load', 'wrong_length tasks[0].load'],
    ],
    ['count with a fraction', 'vehicles.0.count', 1.5, ['wrong_type vehicles[0].count']],
    ['options that are a list', 'options', [], ['wrong_type options']],
    ['a threads of zero', 'options.threads', 0, ['out_of_bounds options.threads']],
    ['an unknown objective', 'objectives.0', 'profit', ['wrong_value objectives[0]']],
  ])('%s', (_, path, value, expected) => {
    expect(errorsOf(withValue(globeDay(), path, value))).toEqual([...expected].sort());
  });

  it.each([null, undefined, 3, 'text', [], [1]])('the root is %j', (root) => {
    expect(errorsOf(root)).toEqual(['wrong_type']);
  });

  it.each(NO_NUMBERS)('%s is out of bounds wherever a number stands', (_, value) => {
    for (const path of [
      'tasks.0.service_s',
      'tasks.0.load.0',
      'tasks.1.prize',
      'tasks.0.cost',
      'vehicles.0.capacity.1',
      'vehicles.0.costs.per_km',
      'vehicles.0.max_distance_m',
      'vehicles.0.max_duty_s',
      'vehicles.0.speed_factor',
      'profiles.0.speed_kmh',
      'profiles.0.detour',
      'options.time_s',
    ]) {
      const where = path.replace(/\.(\d+)/g, '[$1]');
      expect(errorsOf(withValue(globeDay(), path, value))).toEqual([`out_of_bounds ${where}`]);
    }
    expect(errorsOf(withValue(matrixDay(), 'profiles.0.durations_s.0.1', value))).toEqual([
      'out_of_bounds profiles[0].durations_s[0][1]',
    ]);
  });
});

describe('meaning', () => {
  it('no tasks', () => {
    expect(errorsOf(withValue(globeDay(), 'tasks', []))).toEqual(['no_tasks tasks']);
  });

  it.each<[string, string, unknown, string[]]>([
    [
      'no vehicles',
      'vehicles',
      [],
      [
        'no_vehicles vehicles',
        'unknown_reference tasks[1].vehicles[0]',
        'unknown_reference tasks[2].forbidden_vehicles[0]',
      ],
    ],
    ['two tasks with one id', 'tasks.1.id', 'a', ['duplicate_id tasks[1].id']],
    [
      'two vehicles with one id',
      'vehicles.1.id',
      'van',
      ['duplicate_id vehicles[1].id', 'unknown_reference tasks[2].forbidden_vehicles[0]'],
    ],
    [
      'two profiles with one name',
      'profiles.1.name',
      'van',
      ['duplicate_id profiles[1].name', 'unknown_reference vehicles[1].profile'],
    ],
    ['an unknown place', 'tasks.2.at', 'depo', ['unknown_reference tasks[2].at']],
    ['an unknown start', 'vehicles.0.start', 'depo', ['unknown_reference vehicles[0].start']],
    ['an unknown vehicle', 'tasks.1.vehicles', ['van', 'vam'], ['unknown_reference tasks[1].vehicles[1]']],
    ['an unknown profile', 'vehicles.0.profile', 'truck', ['unknown_reference vehicles[0].profile']],
    [
      'the default profile where there is none',
      'vehicles.0.profile',
      undefined,
      ['unknown_reference vehicles[0].profile'],
    ],
    ['a window that closes before it opens', 'tasks.0.windows.1', [9, 8], ['impossible_window tasks[0].windows[1]']],
    [
      'a window of both kinds of time, closing first',
      'tasks.0.windows.1',
      [43_200, '2026-03-02T11:59:59+01:00'],
      ['impossible_window tasks[0].windows[1]'],
    ],
    ['a shift that ends before it starts', 'vehicles.0.shift', [9, 8], ['impossible_window vehicles[0].shift']],
    ['fewer loads than capacities', 'tasks.0.load', [3], ['dimension_mismatch tasks[0].load']],
    ['no place at all', 'tasks.0.at', undefined, ['missing_field tasks[0].at']],
    ['a longitude off the globe', 'tasks.0.at', [181, 0], ['out_of_bounds tasks[0].at[0]']],
    ['a latitude off the globe', 'places.0.position', [0, -90.1], ['out_of_bounds places[0].position[1]']],
    ['a place without a position', 'places.0.position', undefined, ['position_needed places[0]']],
    ['a visit that carries something', 'tasks.2.load', [1, 0], ['conflicting_fields tasks[2].load']],
  ])('%s', (_, path, value, expected) => {
    expect(errorsOf(withValue(globeDay(), path, value))).toEqual(expected);
  });

  it('a window of exactly one moment is possible', () => {
    expect(errorsOf(withValue(globeDay(), 'tasks.0.windows.1', [9, 9]))).toEqual([]);
  });

  it('vehicles that all have a count of zero are none', () => {
    const request = globeDay();
    expect(errorsOf({ ...request, vehicles: request.vehicles.map((v) => ({ ...v, count: 0 })) })).toEqual([
      'no_vehicles vehicles',
    ]);
  });

  it('more vehicles than any fleet are a mistake', () => {
    const request = globeDay();
    const vehicles = request.vehicles.map((v) => ({ ...v, count: 60_000 }));
    expect(errorsOf({ ...request, vehicles })).toEqual(['out_of_bounds vehicles']);
  });

  it('ISO times need starts_at, each one', () => {
    expect(errorsOf(withValue(globeDay(), 'starts_at', undefined))).toEqual([
      'bad_time tasks[0].windows[0][0]',
      'bad_time tasks[0].windows[0][1]',
      'bad_time vehicles[0].shift[1]',
    ]);
  });

  it('options exclude what they say themselves', () => {
    const task = { kind: 'delivery', id: 'o', at: 'depot', service_s: 5, options: [{ at: 'depo' }] };
    expect(errorsOf({ ...globeDay(), tasks: [task], vehicles: [{ id: 'v', profile: 'van' }] })).toEqual([
      'conflicting_fields tasks[0].at',
      'conflicting_fields tasks[0].service_s',
      'unknown_reference tasks[0].options[0].at',
    ]);
  });

  it('a repeated id names the first of them, so that both are found', () => {
    const parsed = parseRequest(withValue(globeDay(), 'tasks.2.id', 'a'));
    expect(parsed.ok || parsed.errors[0]?.cause).toBe("'a' is already the id of tasks[0]");
  });
});

describe('matrices', () => {
  it.each<[string, string, unknown, string[]]>([
    ['a hole', 'profiles.0.durations_s.0.1', null, ['matrix_hole profiles[0].durations_s[0][1]']],
    [
      'a missing row',
      'profiles.0.durations_s',
      [
        [0, 1, 2],
        [1, 0, 2],
      ],
      ['matrix_size profiles[0].durations_s'],
    ],
    ['a short row', 'profiles.0.distances_m.2', [1, 2], ['matrix_size profiles[0].distances_m[2]']],
    ['a row that is no list', 'profiles.0.durations_s.2', 5, ['wrong_type profiles[0].durations_s[2]']],
    ['a text in it', 'profiles.0.durations_s.0.1', '60', ['wrong_type profiles[0].durations_s[0][1]']],
    ['no durations', 'profiles.0.durations_s', undefined, ['missing_field profiles[0].durations_s']],
    ['a matrix that is a text', 'profiles.0.durations_s', 'big', ['wrong_type profiles[0].durations_s']],
    [
      'no way in',
      'profiles.0.durations_s',
      [
        [0, null, 1],
        [1, 0, 1],
        [1, null, 0],
      ],
      ['unreachable_place places[1]'],
    ],
    [
      'no way out',
      'profiles.0.durations_s',
      [
        [0, 1, 1],
        [null, 0, null],
        [1, 1, 0],
      ],
      ['unreachable_place places[1]'],
    ],
    ['a position where ids are needed', 'tasks.0.at', [1, 2], ['place_needed tasks[0].at']],
  ])('%s', (_, path, value, expected) => {
    expect(errorsOf(withValue(matrixDay(), path, value))).toEqual(expected);
  });

  it('a matrix full of texts is told by some of them, within bounds', () => {
    const rows = Array.from({ length: 1000 }, () => new Array(1000).fill('x'));
    const errors = errorsOf(withValue(matrixDay(), 'profiles.0.durations_s', rows));
    expect(errors.length).toBeLessThanOrEqual(201);
    expect(errors).toContain('wrong_type profiles[0].durations_s[0][0]');
    expect(errors).toContain('more_errors');
  });
});

describe('errors', () => {
  it('of all kinds come together', () => {
    const request = {
      ...globeDay(),
      tasks: [
        { kind: 'delivery', id: 'a', at: 'depot', load: [-1, 2] },
        { kind: 'delivery', id: 'a', at: 'nowhere', windows: [[5, 1]], colour: 'red' },
        { kind: 'shipment', id: 's', pickup: { at: 'depot' }, delivery: {} },
      ],
      vehicles: [{ id: 'van', profile: 'van', count: 'two' }],
    };
    expect(errorsOf(request)).toEqual([
      'duplicate_id tasks[1].id',
      'impossible_window tasks[1].windows[0]',
      'missing_field tasks[2].delivery.at',
      'out_of_bounds tasks[0].load[0]',
      'unknown_field tasks[1].colour',
      'unknown_reference tasks[1].at',
      'wrong_type vehicles[0].count',
    ]);
  });

  it('have a known code, a cause and an action in words', () => {
    const parsed = parseRequest({
      ...globeDay(),
      tasks: [{ kind: 'delivery', id: 'a', at: {}, load: [-1, 2], service_s: [] }],
    });
    if (parsed.ok) throw new Error('accepted');
    expect(parsed.errors).toHaveLength(3);
    for (const { code, cause, action } of parsed.errors) {
      expect(Object.keys(ERROR_CODES)).toContain(code);
      expect(cause).toMatch(/^\S.{8,}/);
      expect(action).toMatch(/^[A-Z].*\.$/);
    }
    expect(parsed.errors.map(({ cause }) => cause).sort()).toEqual([
      '-1 is not at least 0',
      'expected a number, not a list of 0',
      'expected a text or a list of two, not an object',
    ]);
  });

  it('are listed up to a number, and the rest is mentioned', () => {
    const tasks = Array.from({ length: 500 }, (_, i) => ({ kind: 'delivery', id: String(i), at: 'nowhere' }));
    const parsed = parseRequest({ ...globeDay(), tasks });
    if (parsed.ok) throw new Error('accepted');
    expect(parsed.errors).toHaveLength(201);
    expect(parsed.errors.at(-1)).toMatchObject({ code: 'more_errors', path: '' });
  });
});
