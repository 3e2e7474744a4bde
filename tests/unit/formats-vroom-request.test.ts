import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ErrorList } from '../../src/contract/error-list.ts';
import { parseRequest } from '../../src/contract/parse.ts';
import type { RequestInput } from '../../src/contract/schema.ts';
import {
  idsOf,
  located,
  locateInAnswer,
  readAnswer,
  readRequest,
  routesOfAnswer,
  type Vroom,
  vroomAnswer,
  vroomRequest,
} from '../../src/formats/index.ts';
import { vroomSchema } from '../../src/formats/vroom-schema.ts';
import { type GivenTour, nativeOf, planOf } from '../support/vroom-plan.ts';

function convert(input: object) {
  const parsed = parseRequest(input);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  const errors = new ErrorList(100);
  const notes: string[] = [];
  return { written: vroomRequest(parsed.value, errors, notes), paths: errors.all().map(({ path }) => path), notes };
}

const SIZE = 6;
const small = fc.integer({ min: 0, max: 50 });
const matrix = fc.array(fc.array(fc.integer({ min: 0, max: 999 }), { minLength: SIZE, maxLength: SIZE }), {
  minLength: SIZE,
  maxLength: SIZE,
});
const windows = fc
  .uniqueArray(fc.integer({ min: 0, max: 5000 }), { minLength: 2, maxLength: 6 })
  .map((times) => times.sort((a, b) => a - b))
  .map((times) =>
    Array.from({ length: times.length >> 1 }, (_, i): [number, number] => [times[2 * i]!, times[2 * i + 1]!]),
  );
/** Values that are written, thus never those that stand for nothing. */
const work = fc.record(
  {
    ...{ location_index: fc.nat(SIZE - 1), description: fc.string({ minLength: 1, maxLength: 5 }) },
    ...{ setup: fc.integer({ min: 1, max: 9 }), service: fc.integer({ min: 1, max: 99 }), time_windows: windows },
    service_per_type: fc.constant({ van: 7 }),
    setup_per_type: fc.constant({ van: 3, bike: 2 }),
  },
  { requiredKeys: ['location_index'] },
);
const needs = fc.record(
  { skills: fc.uniqueArray(fc.nat(4), { minLength: 1, maxLength: 3 }), priority: fc.integer({ min: 1, max: 100 }) },
  { requiredKeys: [] },
);
const amount = fc.tuple(small, small).map((pair): number[] => pair);
const direction = fc.constantFrom(['delivery'], ['pickup'], ['delivery', 'pickup']);
const pause = fc.record(
  {
    ...{ time_windows: windows, service: small, description: fc.string({ minLength: 1, maxLength: 5 }) },
    max_load: fc.tuple(small, small).map((pair): number[] => pair),
  },
  { requiredKeys: ['time_windows', 'service'] },
);
const vehicle = fc.record(
  {
    ...{ profile: fc.constant('car'), start_index: fc.nat(SIZE - 1), end_index: fc.nat(SIZE - 1), capacity: amount },
    ...{ description: fc.string({ minLength: 1, maxLength: 5 }), type: fc.constantFrom('van', 'bike') },
    ...{ skills: fc.uniqueArray(fc.nat(4), { minLength: 1 }), time_window: windows.map(([first]) => first!) },
    ...{ max_travel_time: small, max_distance: small, speed_factor: fc.constantFrom(0.5, 1.25, 5) },
    costs: fc.record({ fixed: small, per_hour: small, per_task_hour: small, per_km: small }),
  },
  { requiredKeys: ['profile', 'start_index', 'capacity', 'costs'] },
);

/** Requests that say every default, so that a round trip must give the same again. */
const vroomDay = fc
  .record({
    jobs: fc.array(fc.tuple(work, needs, direction, amount, amount), { minLength: 1, maxLength: 5 }),
    shipments: fc.array(fc.tuple(work, work, needs, amount), { minLength: 1, maxLength: 4 }),
    vehicles: fc.array(fc.tuple(vehicle, fc.array(pause, { maxLength: 2 })), { minLength: 1, maxLength: 3 }),
    durations: matrix,
    distances: matrix,
    shift: fc.integer({ min: 1, max: 900 }),
  })
  .map(({ jobs, shipments, vehicles, durations, distances, shift }): Vroom => {
    const ids = (i: number) => 3 * i + shift;
    // The places of breaks are by their windows: in the order that VROOM has them.
    const inOrder = (breaks: (typeof vehicles)[number][1]) =>
      breaks.sort((a, b) => a.time_windows[0]![0] - b.time_windows[0]![0]).map((each, i) => ({ id: ids(i), ...each }));
    return {
      jobs: jobs.map(([work, needs, directions, ...amounts], i) => ({
        id: ids(i),
        ...work,
        ...needs,
        ...Object.fromEntries(directions.map((direction, d) => [direction, nonZero(amounts[d]!)])),
      })),
      // Descriptions of both sides become one, so there are none here.
      shipments: shipments.map(
        ([{ description: _, ...pickup }, { description: __, ...delivery }, needs, amount], i) => ({
          pickup: { id: ids(i), ...pickup },
          delivery: { id: ids(i) + 1, ...delivery },
          ...{ amount, ...needs },
        }),
      ),
      vehicles: vehicles.map(([vehicle, breaks], i) => ({
        id: ids(i),
        ...vehicle,
        ...(breaks.length > 0 && { breaks: inOrder(breaks) }),
      })),
      matrices: { car: { durations, distances } },
      options: { l: 3 },
    };
  });

/** A pickup of nothing is read as a delivery of nothing, which is the same. */
const nonZero = (amount: number[]) => (amount.some((value) => value > 0) ? amount : [1, 0]);

/** Matrices without a way from a place to itself. */
function withDiagonal(day: Vroom): Vroom {
  const { durations = [], distances = [] } = day.matrices!['car']!;
  for (const rows of [durations, distances]) rows.forEach((row, i) => (row[i] = 0));
  return day;
}

describe('a VROOM request, read and written', () => {
  it('is the same', () => {
    fc.assert(
      fc.property(vroomDay, (drawn) => {
        const day = withDiagonal(drawn);
        const request = nativeOf(day);
        const errors = new ErrorList(10);
        const notes: string[] = [];
        const written = vroomRequest(request, errors, notes);
        expect(errors.all()).toEqual([]);
        expect(notes).toEqual([]);
        expect(written!.vroom).toEqual(day);
        expect(vroomSchema.parse(written!.vroom)).toEqual(written!.vroom);
        // And so is the native one.
        expect(nativeOf(written!.vroom)).toEqual(request);
        expect(written!.ids).toEqual(idsOf(day));
      }),
      { numRuns: 60 },
    );
  });

  it('keeps the steps of vehicles', () => {
    const day: Vroom = {
      jobs: [{ id: 5, location: [0, 1] }],
      shipments: [{ pickup: { id: 6, location: [0, 2] }, delivery: { id: 9, location: [0, 3] } }],
      vehicles: [
        {
          ...{ id: 2, start: [0, 0] },
          steps: [
            { type: 'start' },
            { type: 'pickup', id: 6 },
            { type: 'job', id: 5 },
            { type: 'delivery', id: 9 },
            { type: 'end' },
          ],
        },
      ],
      options: { c: true },
    };
    const written = vroomRequest(nativeOf(day), new ErrorList(10), [])!.vroom;
    expect(written.vehicles[0]!.steps).toEqual(day.vehicles[0]!.steps);
    expect(written.options).toMatchObject({ c: true });
  });
});

/** A native day that VROOM can say, in words of its own. */
function nativeDay(): RequestInput {
  return {
    kind: 'routing',
    version: 1,
    starts_at: '2027-03-16T00:00:00Z',
    places: [{ id: 'depot', position: [2, 46] }, { id: 'market', position: [2.1, 46] }, { id: 'mill' }],
    profiles: [
      {
        ...{ kind: 'matrix', name: 'van' },
        durations_s: [
          [0, 60, 120],
          [60, 0, 90],
          [120, 90, 0],
        ],
      },
    ],
    tasks: [
      {
        kind: 'delivery',
        id: 'bread',
        at: 'market',
        load: [2],
        windows: [['2027-03-16T06:00:00Z', 30000]],
        skills: ['cold'],
      },
      { kind: 'pickup', id: 'empties', at: 'mill', load: [1], priority: 3, description: 'crates' },
      { kind: 'visit', id: 'meter', at: 'mill', service_s: 60 },
      { kind: 'shipment', id: 'flour', load: [4], pickup: { at: 'mill' }, delivery: { at: 'market' } },
    ],
    vehicles: [
      {
        ...{ id: 'van', count: 2, profile: 'van', start: 'depot', skills: ['cold', 'lift'], shift: [18_000, 60_000] },
        costs: { fixed: 12.5, per_km: 0.25, per_travel_hour: 20 },
        breaks: [{ id: 'lunch', duration_s: 1800, windows: [[40_000, 45_000]] }],
      },
      {
        ...{ id: 'bike', profile: 'van', end: 'depot', capacity: [3], costs: { per_travel_hour: 15 } },
        shifts: [
          [20_000, 30_000],
          [40_000, 50_000],
        ],
      },
    ],
    routes: [{ vehicle: 'van', number: 2, tasks: ['flour', 'meter', 'flour'] }],
  };
}

describe('a native request in the words of VROOM', () => {
  it('has numbers for names, vehicles one by one, whole costs', () => {
    const { written, notes } = convert(nativeDay());
    const { vroom } = written!;
    expect(vroom.jobs).toEqual([
      {
        ...{ id: 1, description: 'bread', location: [2.1, 46], location_index: 1, time_windows: [[21_600, 30_000]] },
        ...{ delivery: [2], skills: [1] },
      },
      { id: 2, description: 'crates', location_index: 2, pickup: [1], priority: 3 },
      { id: 3, description: 'meter', location_index: 2, service: 60 },
    ]);
    expect(vroom.shipments).toEqual([
      {
        pickup: { id: 1, description: 'flour', location_index: 2 },
        delivery: { id: 1, description: 'flour', location: [2.1, 46], location_index: 1 },
        amount: [4],
      },
    ]);
    const van = {
      ...{
        profile: 'van',
        start: [2, 46],
        start_index: 0,
        capacity: [7],
        skills: [1, 2],
        time_window: [18_000, 60_000],
      },
      costs: { fixed: 1250, per_km: 25, per_hour: 2000, per_task_hour: 0 },
      breaks: [{ id: 1, description: 'lunch', time_windows: [[40_000, 45_000]], service: 1800 }],
    };
    const bike = {
      ...{ profile: 'van', end: [2, 46], end_index: 0, capacity: [3] },
      costs: { fixed: 0, per_km: 0, per_hour: 1500, per_task_hour: 0 },
    };
    const steps = [
      { type: 'start' },
      { type: 'pickup', id: 1 },
      { type: 'job', id: 3 },
      { type: 'delivery', id: 1 },
      { type: 'end' },
    ];
    expect(vroom.vehicles).toEqual([
      { id: 1, description: 'van 1', ...van },
      { id: 2, description: 'van 2', ...van, steps },
      { id: 3, description: 'bike, shift 1', ...bike, time_window: [20_000, 30_000] },
      { id: 4, description: 'bike, shift 2', ...bike, time_window: [40_000, 50_000] },
    ]);
    expect(notes.join()).toMatch(/costs .* times 100/);
    expect(parseRequest(nativeDay()).ok && nativeOf(vroom).tasks).toHaveLength(4);
  });

  it('has a number for each shipment, whatever their ids have in common', () => {
    const day = nativeDay();
    const flour = { kind: 'shipment' as const, load: [4], pickup: { at: 'mill' }, delivery: { at: 'market' } };
    const written = (ids: string[]) => {
      const { vroom } = convert({ ...day, routes: [], tasks: ids.map((id) => ({ ...flour, id })) }).written!;
      return vroom.shipments!.map(({ pickup, delivery }) => [pickup.id, delivery.id, pickup.description]);
    };
    expect(written(['7', 'shipment-7'])).toEqual([
      [1, 1, '7'],
      [2, 2, 'shipment-7'],
    ]);
    expect(written(['8', 'shipment-7']).map(([pickup]) => pickup)).toEqual([8, 7]);
  });

  it('answers with its names, and gives the routes back', () => {
    const { vroom, ids } = convert(nativeDay()).written!;
    const plan = planOf(vroom, [
      { vehicle: 2, steps: ['job 1', 'pickup 1', 'delivery 1'] },
      { vehicle: 4, steps: ['job 2'] },
    ]);
    const answer = vroomAnswer(plan, vroom, { geometry: false, loading_ms: 0 });
    expect(routesOfAnswer(answer, ids, new ErrorList(9))).toEqual([
      {
        vehicle: 'van',
        number: 2,
        steps: ['bread', { task: 'flour', part: 'pickup' }, { task: 'flour', part: 'delivery' }],
      },
      { vehicle: 'bike', number: 1, shift: 2, steps: ['empties'] },
    ]);
    const native = { ...nativeDay(), routes: routesOfAnswer(answer, ids, new ErrorList(9)) };
    expect(parseRequest(native)).toMatchObject({ ok: true });
  });

  it('costs of an answer are those of VROOM, times what made them whole', () => {
    const { vroom, ids } = convert(nativeDay()).written!;
    expect(ids.costScale).toBe(100);
    const named = planOf(vroom, [{ vehicle: 3, steps: ['job 3'] }]);
    // The plan of the native request: its own names and money.
    Object.assign(named.routes[0]!, { vehicle: 'bike', number: 1, shift: 1 });
    named.routes[0]!.cost.total = 3.21;
    named.routes[0]!.stops[0]!.task = 'meter';
    named.unassigned = [{ task: 'flour', reason: 'no_room', cause: '', cost: 0 }];
    const { routes, unassigned } = vroomAnswer(named, vroom, { geometry: false, loading_ms: 0 }, ids);
    expect(routes[0]).toMatchObject({ vehicle: 3, cost: 321, description: 'bike, shift 1' });
    expect(unassigned.map(({ id, type }) => `${type} ${id}`)).toEqual(['pickup 1', 'delivery 1']);
  });

  const stop = { at: 'mill' };
  type Day = ReturnType<typeof nativeDay>;
  it.each<[string[], (day: Day) => void]>([
    [['tasks[0].any_skills'], (day) => Object.assign(day.tasks[0]!, { any_skills: ['cold'] })],
    [['tasks[0].forbidden_skills'], (day) => Object.assign(day.tasks[0]!, { forbidden_skills: ['lift'] })],
    [['tasks[0].vehicles'], (day) => Object.assign(day.tasks[0]!, { vehicles: ['van'] })],
    [['tasks[0].forbidden_vehicles'], (day) => Object.assign(day.tasks[0]!, { forbidden_vehicles: ['van'] })],
    [['tasks[0].prize'], (day) => Object.assign(day.tasks[0]!, { prize: 5 })],
    [['tasks[0].release'], (day) => Object.assign(day.tasks[0]!, { release: 5 })],
    [['tasks[1].due'], (day) => Object.assign(day.tasks[1]!, { due: 50_000 })],
    [['tasks[0].max_ride_s'], (day) => Object.assign(day.tasks[0]!, { max_ride_s: 5 })],
    [['tasks[1].cost'], (day) => Object.assign(day.tasks[1]!, { cost: 5 })],
    [
      ['tasks[1].soft_windows'],
      (day) => Object.assign(day.tasks[1]!, { soft_windows: [{ window: [0, 1], late_cost_per_hour: 1 }] }),
    ],
    [['tasks[1].options'], (day) => (day.tasks[1] = { kind: 'pickup', id: 'x', load: [1], options: [stop, stop] })],
    [['tasks[3].pickup'], (day) => Object.assign(day.tasks[3]!, { pickup: [stop, stop] })],
    [['tasks[3].delivery.cost'], (day) => Object.assign(day.tasks[3]!, { delivery: { ...stop, cost: 1 } })],
    [
      ['incompatible_goods', 'tasks[0].goods', 'tasks[1].goods'],
      (day) => {
        Object.assign(day, { incompatible_goods: [['a', 'b']] });
        for (const [i, goods] of ['a', 'b'].entries()) Object.assign(day.tasks[i]!, { goods });
      },
    ],
    [['relations'], (day) => Object.assign(day, { relations: [{ kind: 'same_vehicle', tasks: ['bread', 'meter'] }] })],
    [['objectives'], (day) => Object.assign(day, { objectives: ['unserved', 'distance'] })],
    [['explain'], (day) => Object.assign(day, { explain: { unassigned: true } })],
    [
      ['profiles[0].traffic'],
      (day) => Object.assign(day.profiles![0]!, { traffic: [{ steps: [{ from: 0, factor: 0.5 }] }] }),
    ],
    [
      ['profiles[0].kind', 'vehicles[0].zones'],
      (day) => {
        day.profiles = [{ kind: 'none', name: 'van' }];
        const polygon = [
          [
            [0, 0],
            [50, 0],
            [50, 50],
            [0, 0],
          ],
        ] as [number, number][][];
        day.zones = [{ id: 'z', polygon }];
        day.places![2]!.position = [2, 46];
        Object.assign(day.vehicles[0]!, { zones: ['z'] });
      },
    ],
    [['routes[0].pinned'], (day) => Object.assign(day.routes![0]!, { pinned: true })],
    [['routes[0].locked'], (day) => Object.assign(day.routes![0]!, { locked: 1 })],
    [['routes[0]'], (day) => Object.assign(day, { options: { search: false } })],
    [['vehicles[0].progress'], (day) => Object.assign(day.routes![0]!, { progress: { at: 'mill', time: 20_000 } })],
    [
      ['vehicles[0].reloads', 'routes[0].steps'],
      (day) => {
        Object.assign(day.vehicles[0]!, { reloads: [{ at: 'depot' }] });
        day.routes = [{ vehicle: 'van', steps: ['bread', { reload: 0 }, 'meter'] }];
      },
    ],
    [['vehicles[0].tariff'], (day) => Object.assign(day.vehicles[0]!, { tariff: [{ price: 1 }] })],
    [['vehicles[0].backhauls'], (day) => Object.assign(day.vehicles[0]!, { backhauls: 'after_deliveries' })],
    [['vehicles[0].unloading'], (day) => Object.assign(day.vehicles[0]!, { unloading: 'lifo' })],
    [['vehicles[0].min_load'], (day) => Object.assign(day.vehicles[0]!, { min_load: [1] })],
    [['vehicles[0].min_duty_s'], (day) => Object.assign(day.vehicles[0]!, { min_duty_s: 1 })],
    // Both of its shifts are one error.
    [['vehicles[1].max_duty_s'], (day) => Object.assign(day.vehicles[1]!, { max_duty_s: 1 })],
    [['vehicles[0].speed_factor'], (day) => Object.assign(day.vehicles[0]!, { speed_factor: 6 })],
    [['vehicles[0].start'], (day) => Reflect.deleteProperty(day.vehicles[0]!, 'start')],
    [['vehicles[0].max_tasks'], (day) => Object.assign(day.vehicles[0]!, { max_tasks: 2 })],
    ...['per_hour', 'per_waiting_hour', 'per_task'].map((field): [string[], (day: Day) => void] => [
      [`vehicles[0].costs.${field}`],
      (day) => Object.assign(day.vehicles[0]!.costs!, { [field]: 1 }),
    ]),
    [
      ['vehicles[0].costs.overtime'],
      (day) => Object.assign(day.vehicles[0]!.costs!, { overtime: { after_s: 1, per_hour: 1 } }),
    ],
    [['vehicles'], (day) => Object.assign(day.vehicles[0]!.costs!, { per_km: 1 / 3 })],
    [
      ['vehicles[0].breaks[0].after_driving_s'],
      (day) => (day.vehicles[0]!.breaks = [{ id: 'x', duration_s: 5, after_driving_s: 5 }]),
    ],
    [
      ['vehicles[0].breaks'],
      (day) => day.vehicles[0]!.breaks!.push({ id: 'coffee', duration_s: 300, windows: [[30_000, 31_000]] }),
    ],
    [['tasks[1].load[0]'], (day) => (day.tasks[1]!.load = [0.5])],
    [['tasks[0].windows[0][0]'], (day) => Object.assign(day.tasks[0]!, { windows: [[-5, 10]] })],
    [
      ['profiles[0].durations_s[1][2]'],
      (day) =>
        Object.assign(day.profiles![0]!, {
          durations_s: [
            [0, 1, 1],
            [1, 0, 1.5],
            [1, 1, 0],
          ],
        }),
    ],
  ])('says that VROOM has no %j', (paths, change) => {
    const day = nativeDay();
    change(day);
    const result = convert(day);
    expect(result.written).toBeNull();
    expect(result.paths.sort()).toEqual(paths.sort());
  });
});

describe('a native request in the plane', () => {
  const plane = (rounding: 'none' | 'nearest') => ({
    kind: 'routing',
    version: 1,
    profiles: [{ kind: 'euclidean', name: 'car', scale: 10, speed_m_per_s: 4, rounding }],
    tasks: [
      { kind: 'visit', id: '1', at: [300, 400], windows: [[0, 5000]] },
      { kind: 'visit', id: '2', at: [300, 0] },
    ],
    vehicles: [{ id: '1', start: [0, 0], end: [0, 0], costs: { per_km: 1 } }],
  });
  const write = (input: object) => {
    const parsed = parseRequest(input);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
    const errors = new ErrorList(10);
    const notes: string[] = [];
    return { written: vroomRequest(parsed.value, errors, notes), notes, errors: errors.all() };
  };

  it('has matrices where its travel is rounded', () => {
    const { written, notes } = write(plane('nearest'));
    const { jobs, vehicles, matrices } = written!.vroom;
    const { distances, durations } = matrices!['car']!;
    const [first, second] = jobs!.map(({ location_index }) => location_index!);
    const from = (index: number) => [first!, second!].map((to) => distances![index]![to]);
    // 5 km and 3 km from the start, 4 km apart; in seconds a quarter of the metres.
    expect([from(vehicles[0]!.start_index!), from(first!)]).toEqual([
      [5000, 3000],
      [0, 4000],
    ]);
    expect(durations![first!]![second!]).toBe(1000);
    expect(jobs!.every(({ location }) => location === undefined)).toBe(true);
    expect(notes).toContain('vehicles without a shift leave at second 0 at the earliest in VROOM');
    expect(nativeOf(written!.vroom).profiles[0]).toMatchObject({ kind: 'matrix', name: 'car' });
  });

  it('is refused where it is not', () => {
    const { written, errors } = write(plane('none'));
    expect(written).toBeNull();
    expect(errors).toMatchObject([{ code: 'not_supported', path: 'profiles[0].rounding' }]);
  });
});

describe('a native request on the globe', () => {
  const write = (profile: { speed_kmh: number; detour: number }) => {
    const { written, notes } = convert({
      kind: 'routing',
      version: 1,
      profiles: [{ kind: 'great_circle', name: 'bike', ...profile }],
      tasks: [{ kind: 'visit', id: '1', at: [2.1, 46] }],
      vehicles: [{ id: '1', profile: 'bike', start: [2, 46], costs: { per_km: 1 } }],
    });
    return { vroom: written!.vroom, notes };
  };

  it('has a matrix where its travel is not what there is without one', () => {
    const speed = 18;
    const { vroom, notes } = write({ speed_kmh: speed, detour: 1.3 });
    const { distances, durations } = vroom.matrices!['bike']!;
    const [from, to] = [vroom.vehicles[0]!.start_index!, vroom.jobs![0]!.location_index!];
    expect(distances![from]![to]).toBeGreaterThan(10_000);
    expect(durations![from]![to]).toBe(Math.round(distances![from]![to]! / (speed / 3.6)));
    expect(vroom.jobs![0]!.location).toEqual([2.1, 46]);
    expect(nativeOf(vroom).profiles[0]).toMatchObject({ kind: 'matrix', durations_s: durations });
    expect(notes.join()).toContain('becomes a matrix');
    expect(write({ speed_kmh: 15, detour: 1.2 }).vroom.matrices).toBeDefined();
  });

  it('has none where it is', () => {
    const { vroom } = write({ speed_kmh: 15, detour: 1.3 });
    expect([vroom.matrices, vroom.jobs![0]!.location_index]).toEqual([undefined, undefined]);
    expect(nativeOf(vroom).profiles[0]).toMatchObject({ kind: 'great_circle', speed_kmh: 15, detour: 1.3 });
  });
});

describe('an answer of VROOM as routes', () => {
  const day: Vroom = {
    jobs: [1, 2, 3].map((id) => ({ id, location_index: id })),
    shipments: [1, 5].map((id) => ({ pickup: { id, location_index: 4 }, delivery: { id: id + 1, location_index: 5 } })),
    vehicles: [1, 2].map((id) => ({ id, start_index: 0 })),
    matrices: {
      car: {
        durations: Array.from({ length: SIZE }, (_, i) => Array.from({ length: SIZE }, (_, j) => Math.abs(i - j))),
      },
    },
  };

  it('has the order of its steps', () => {
    const orders = [
      ['job 1', 'job 2', 'pickup 1', 'delivery 2', 'job 3'],
      ['pickup 1', 'pickup 5', 'job 1', 'delivery 2', 'delivery 6'],
    ];
    fc.assert(
      fc.property(fc.constantFrom(...orders), fc.nat(4), (order, cut) => {
        // A shipment stays on one route.
        const tours: GivenTour[] = [
          { vehicle: 2, steps: order },
          { vehicle: 1, steps: cut > 2 && !order.includes('job 3') ? ['job 3'] : [] },
        ].filter(({ steps }) => steps.length > 0);
        const answer = vroomAnswer(planOf(day, tours), day, { geometry: false, loading_ms: 0 });
        const errors = new ErrorList(9);
        const read = readAnswer(JSON.parse(JSON.stringify(answer)), errors);
        const routes = routesOfAnswer(read!, idsOf(day), errors);
        expect(errors.all()).toEqual([]);
        const native = { ...nativeOf(day) };
        const nameOf = (step: NonNullable<(typeof routes)[number]['steps']>[number]) => {
          if (typeof step === 'string') return `job ${step}`;
          if (!('task' in step)) throw new Error('a reload');
          const { stops, deliveryStops } = native.tasks.find(({ id }) => id === step.task)!;
          return `${step.part} ${(step.part === 'pickup' ? stops : deliveryStops)[0]!.label}`;
        };
        expect(routes.map(({ vehicle, steps }) => ({ vehicle: Number(vehicle), steps: steps!.map(nameOf) }))).toEqual(
          tours,
        );
      }),
    );
  });

  it('has both sides of a shipment that is judged in pieces', () => {
    const steps = [
      { type: 'delivery' as const, id: 2 },
      { type: 'pickup' as const, id: 1 },
    ];
    const torn: Vroom = { ...day, vehicles: [{ id: 1, start_index: 0, steps }], options: { c: true } };
    const answer = readAnswer({ code: 0, routes: [{ vehicle: 1, steps }] }, new ErrorList(9));
    const routes = routesOfAnswer(answer!, idsOf(torn), new ErrorList(9));
    expect(routes).toEqual([{ vehicle: '1', number: 1, steps: ['delivery-2', 'pickup-1'] }]);
    const read = readRequest(torn);
    expect(parseRequest({ ...Object(read.ok && read.input), routes })).toMatchObject({ ok: true });
  });

  it.each<[string, unknown, string]>([
    ['an error of VROOM', { code: 2, error: 'Invalid jobs.' }, 'code'],
    ['no answer', { code: 0 }, 'routes'],
  ])('%s is refused', (_, value, path) => {
    const errors = new ErrorList(50);
    expect(readAnswer(value, errors)).toBeNull();
    expect(errors.all().map((error) => error.path)).toContain(path);
  });

  it('fields of other versions of VROOM do not matter', () => {
    const steps = [{ type: 'start' }, { type: 'job', id: 2, job: 2, arrival: 5 }, { type: 'end' }];
    const answer = readAnswer({ code: 0, summary: { amount: [1] }, routes: [{ vehicle: 1, steps }] }, new ErrorList(9));
    expect(routesOfAnswer(answer!, idsOf(day), new ErrorList(9))).toEqual([{ vehicle: '1', number: 1, steps: ['2'] }]);
  });

  it('what is wrong with its routes is named by its own steps', () => {
    const job = { type: 'job', id: 2 };
    const steps = [{ type: 'start' }, job, { type: 'break', id: 1 }, job, { type: 'end' }];
    const answer = readAnswer({ code: 0, routes: [1, 1].map((vehicle) => ({ vehicle, steps })) }, new ErrorList(9))!;
    const read = readRequest(day);
    const routes = routesOfAnswer(answer, idsOf(day), new ErrorList(9));
    const parsed = parseRequest({ ...Object(read.ok && read.input), routes });
    const errors = parsed.ok ? [] : located(parsed.errors, locateInAnswer(answer));
    expect(errors.map(({ code, path }) => `${code} ${path}`).sort()).toEqual([
      'route_conflict routes[0].steps[3]',
      'route_conflict routes[1].steps[1]',
      'route_conflict routes[1].steps[3]',
      'route_conflict routes[1].vehicle',
    ]);
  });

  it('names that the request does not have are errors', () => {
    const answer = vroomAnswer(planOf(day, [{ vehicle: 1, steps: ['job 1'] }]), day, {
      geometry: false,
      loading_ms: 0,
    });
    const errors = new ErrorList(9);
    routesOfAnswer(answer, idsOf({ ...day, jobs: [], vehicles: [] }), errors);
    expect(errors.all().map(({ path }) => path)).toEqual(['routes[0].vehicle', 'routes[0].steps[1].id']);
  });
});

describe('a VROOM request with large matrices', () => {
  const SIDE = 500;
  const read = (durationOf: (from: number, to: number) => number) => {
    const side = Array.from({ length: SIDE }, (_, i) => i);
    const durations = side.map((from) => side.map((to) => durationOf(from, to)));
    const jobs = [{ id: 1, location_index: SIDE - 1 }];
    return readRequest(
      JSON.stringify({ vehicles: [{ id: 1, start_index: 0 }], jobs, matrices: { car: { durations } } }),
    );
  };

  it('is read as a native one is', () => {
    expect(read((from, to) => Math.abs(from - to)).ok).toBe(true);
  });

  it('is refused for what is wrong in them, in few words', () => {
    const { ok, ...rest } = read(() => -1);
    expect(ok).toBe(false);
    const errors = (rest as { errors: { path: string }[] }).errors;
    expect(errors[0]!.path).toMatch(/^matrices\.car\.durations/);
    expect(errors.length).toBeLessThan(250);
  });
});
