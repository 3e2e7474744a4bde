import { describe, expect, it } from 'vitest';
import { parseRequest } from '../../src/contract/parse.ts';
import type { RequestInput } from '../../src/contract/schema.ts';
import { detectFormat, located, type Objective, readRequest } from '../../src/formats/index.ts';

/** A VRPLIB file of a depot and clients, with sections in place of or beside the usual ones. */
function vrplib(specs: Record<string, string | number>, sections: Record<string, string>): string {
  const all = {
    NODE_COORD_SECTION: '1 0 0\n2 3 4\n3 6 8\n4 0 5',
    DEMAND_SECTION: '1 0\n2 4\n3 6\n4 2',
    DEPOT_SECTION: '1\n-1',
    ...sections,
  };
  const head = { NAME: 'tiny', DIMENSION: 4, EDGE_WEIGHT_TYPE: 'EUC_2D', CAPACITY: 10, ...specs };
  const lines = [
    ...Object.entries(head).flatMap(([name, value]) => (value === '' ? [] : [`${name} : ${value}`])),
    ...Object.entries(all).flatMap(([name, rows]) => (rows === '' ? [] : [name, rows])),
    'EOF',
  ];
  return lines.join('\n');
}

/** Windows that keep nothing from anything. */
const WINDOWS = { TIME_WINDOW_SECTION: '1 0 1000\n2 0 1000\n3 0 1000\n4 0 1000' };

const SOLOMON = `T101

VEHICLE
NUMBER     CAPACITY
  2         20

CUSTOMER
CUST NO.  XCOORD.   YCOORD.    DEMAND   READY TIME  DUE DATE   SERVICE   TIME

    0      40         50          0          0       1236          0
    1      45.5       68         10        912        967         90
    2      45         70         30        825.26     870         90
`;

const LI_LIM = `3\t20\t1
0\t40\t50\t0\t0\t1236\t0\t0\t0
1\t45\t68\t10\t912\t967\t90\t0\t2
2\t45\t70\t-10\t825\t1000\t90\t1\t0
`;

function read(text: string, objective?: Objective): RequestInput {
  const result = readRequest(text, { objective });
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return result.input as RequestInput;
}

/** What the contract has against a file that can be read, where it stands in the file. */
function refusalsOf(text: string, objective?: Objective): string[] {
  const result = readRequest(text, { objective });
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  const parsed = parseRequest(result.input);
  return parsed.ok ? [] : located(parsed.errors, result.locate).map(({ code, path }) => `${code} ${path}`.trim());
}

function errorsOf(text: string, objective?: string): string[] {
  const result = readRequest(text, { objective: objective as Objective });
  return result.ok ? [] : result.errors.map(({ code, path }) => `${code} ${path}`.trim());
}

const codesOf = (input: unknown) => {
  const parsed = parseRequest(input);
  return parsed.ok
    ? []
    : [...new Set(parsed.errors.map(({ code, path }) => `${code} ${path.replace(/\d+/g, 'N')}`))].sort();
};

describe('formats are told by their content', () => {
  it.each([
    ['vrplib', vrplib({}, {})],
    ['vrplib', vrplib({}, {}).replaceAll('\n', '\r\n').replaceAll(' : ', ':\t')],
    ['solomon', SOLOMON],
    ['solomon', SOLOMON.replaceAll('\n', '\r\n')],
    ['lilim', LI_LIM],
    ['native', '{"kind": "routing"}'],
    ['native', '\uFEFF  {"tasks": []}'],
    ['vroom', '{"jobs": [], "vehicles": []}'],
    ['vroom', '{"vehicles": [], "shipments": []}'],
    ['loggibud', '{"name": "x", "origin": {}, "deliveries": []}'],
    [null, '{}'],
    [null, '{"jobs": ['],
    [null, '[1, 2]'],
    [null, ''],
    [null, 'Dear all,\nplease find the routes attached.'],
    [null, '1 2 3\n4 5 6'],
  ])('%s', (format, text) => {
    expect(detectFormat(text)).toBe(format);
  });

  it('unknown content is an error', () => {
    expect(errorsOf('Route #1: 1 2')).toEqual(['unknown_format']);
    expect(errorsOf('{"a": 1}')).toEqual(['unknown_format']);
    expect(errorsOf(' ')).toEqual(['unknown_format']);
    expect(errorsOf('{"jobs": [')).toEqual(['not_json']);
    expect(errorsOf('['.repeat(100_000))).toEqual(['not_json']);
    expect(errorsOf(`{"jobs": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`)).toEqual(['too_deep jobs[0][0]']);
  });
});

describe('VRPLIB', () => {
  it('a CVRP becomes deliveries from one depot by as many vehicles as there are clients', () => {
    expect(read(vrplib({ TYPE: 'CVRP' }, {}))).toEqual({
      kind: 'routing',
      version: 1,
      id: 'tiny',
      profiles: [{ kind: 'euclidean', name: 'instance', scale: 1, speed_m_per_s: 1, rounding: 'nearest' }],
      tasks: [
        { kind: 'delivery', id: '1', at: [3, 4], load: [4] },
        { kind: 'delivery', id: '2', at: [6, 8], load: [6] },
        { kind: 'delivery', id: '3', at: [0, 5], load: [2] },
      ],
      vehicles: [
        {
          ...{ id: 'v1-3', count: 3, profile: 'instance', start: [0, 0], end: [0, 0], capacity: [10] },
          costs: { per_km: 1000 },
        },
      ],
    });
  });

  it.each<[Objective, unknown]>([
    ['round', { scale: 1, rounding: 'nearest', window: [0, 6], service_s: 2 }],
    ['dimacs', { scale: 10, rounding: 'down', window: [2, 64], service_s: 24 }],
    ['exact', { scale: 1000, rounding: 'nearest', window: [250, 6400], service_s: 2450 }],
    ['real', { scale: 1, rounding: 'none', window: [0.25, 6.4], service_s: 2.45 }],
  ])('the objective %s converts distances and times', (objective, expected) => {
    const text = vrplib(
      { TYPE: 'VRPTW', SERVICE_TIME: 2.45 },
      { TIME_WINDOW_SECTION: '1 0 100\n2 0.25 6.4\n3 0 100\n4 0 100' },
    );
    const { profiles, tasks } = read(text, objective);
    const { scale, rounding } = profiles![0] as { scale: number; rounding: string };
    const { windows, service_s } = tasks[0] as { windows: [number, number][]; service_s: number };
    expect({ scale, rounding, window: windows[0], service_s }).toEqual(expected);
  });

  it('halves go to the even neighbour', () => {
    const text = vrplib({ TYPE: 'VRPTW' }, { TIME_WINDOW_SECTION: '1 0 99\n2 2.5 3.5\n3 0 99\n4 0.0005 4.5' });
    const windows = read(text, 'round').tasks.map((task) => (task as { windows: unknown[] }).windows[0]);
    expect(windows).toEqual([
      [2, 4],
      [0, 99],
      [0, 4],
    ]);
  });

  it('the depot’s window is the shift, its service time is none', () => {
    const sections = { TIME_WINDOW_SECTION: '1 5 100\n2 0 9\n3 0 9\n4 0 9' };
    const [vehicle] = read(vrplib({ TYPE: 'VRPTW', SERVICE_TIME: 3, VEHICLES: 2 }, sections)).vehicles;
    expect(vehicle).toMatchObject({ id: 'v1-3', count: 3, shift: [50, 1000] });
  });

  it('the number of vehicles binds a VRPTW only where vehicles are minimised', () => {
    const text = vrplib({ TYPE: 'VRPTW', VEHICLES: 2 }, WINDOWS);
    expect(read(text).vehicles).toMatchObject([{ id: 'v1-3', count: 3 }]);
    const hierarchical = read(text, 'hierarchical');
    expect(hierarchical.vehicles).toMatchObject([{ id: 'v1-2', count: 2 }]);
    expect(hierarchical.objectives).toEqual(['unserved', 'vehicles', 'cost']);
    expect(codesOf(hierarchical)).toEqual([]);
    expect(read(vrplib({ TYPE: 'CVRP', VEHICLES: 2 }, {})).vehicles).toMatchObject([{ id: 'v1-2', count: 2 }]);
  });

  it('says that a number of vehicles is no limit, where it could be one', () => {
    const notesOn = (text: string, objective?: Objective) => {
      const result = readRequest(text, { objective });
      return result.ok ? result.notes.slice(1) : [];
    };
    const stated = (VEHICLES: number) => vrplib({ TYPE: 'VRPTW', VEHICLES }, WINDOWS);
    const note = "the file's 2 vehicles are no limit, as in the benchmark; --objective hierarchical keeps them";
    expect(notesOn(stated(2))).toEqual([note]);
    expect(notesOn(stated(2), 'real')).toEqual([note]);
    expect([notesOn(stated(2), 'hierarchical'), notesOn(stated(3)), notesOn(SOLOMON)]).toEqual([[], [], []]);
    expect(notesOn(vrplib({ VEHICLES: 2 }, {}))).toEqual([]);
    expect(notesOn(SOLOMON.replace('  2         20', '  1         20'))).toHaveLength(1);
  });

  it('runs of identical vehicles keep their numbers', () => {
    const sections = {
      CAPACITY_SECTION: '1 10\n2 10\n3 20\n4 10',
      VEHICLES_FIXED_COST_SECTION: '1 5\n2 5\n3 7.5\n4 5',
      VEHICLES_UNIT_DISTANCE_COST_SECTION: '1 1\n2 1\n3 2\n4 1',
    };
    const { vehicles } = read(vrplib({ TYPE: 'HFVRP', VEHICLES: 4, CAPACITY: '' }, sections));
    expect(vehicles).toMatchObject([
      { id: 'v1-2', count: 2, capacity: [10], costs: { per_km: 1000, fixed: 5 } },
      { id: 'v3-3', count: 1, capacity: [20], costs: { per_km: 2000, fixed: 7.5 } },
      { id: 'v4-4', count: 1, capacity: [10] },
    ]);
  });

  it('several depots come first; a vehicle has its own, and a longest duration', () => {
    const sections = {
      ...WINDOWS,
      DEPOT_SECTION: '1\n2',
      VEHICLES_DEPOT_SECTION: '1 1\n2 2',
      DEMAND_SECTION: '1 0\n2 0\n3 6\n4 2',
    };
    const request = read(vrplib({ TYPE: 'MDVRPTW', VEHICLES: 2, VEHICLES_MAX_DURATION: 45 }, sections));
    expect(request.tasks.map(({ id }) => id)).toEqual(['2', '3']);
    expect(request.vehicles).toMatchObject([
      { id: 'v1-1', start: [0, 0], end: [0, 0], max_duty_s: 45_000 },
      { id: 'v2-2', start: [3, 4], end: [3, 4], max_duty_s: 45_000 },
    ]);
  });

  it('clients that only some vehicles may serve name those', () => {
    const sections = { ...WINDOWS, VEHICLES_ALLOWED_CLIENTS_SECTION: '1 2 3\n2 2 3\n3 3 4' };
    const request = read(vrplib({ TYPE: 'SDVRPTW', VEHICLES: 3 }, sections));
    const allowed = request.tasks.map(({ vehicles }) => vehicles);
    expect(allowed).toEqual([['v1-2'], undefined, ['v3-3']]);
    expect(codesOf(request)).toEqual([]);
  });

  it('prizes make clients optional, and are scaled like distances', () => {
    const sections = { ...WINDOWS, PRIZE_SECTION: '1 0\n2 0\n3 7.19\n4 1' };
    const request = read(vrplib({ TYPE: 'PCVRPTW', VEHICLES: 3 }, sections));
    expect(request.tasks.map(({ prize }) => prize)).toEqual([undefined, 71, 10]);
  });

  it('a matrix is used as it is, with a place per location', () => {
    const specs = { TYPE: 'VRPTW', EDGE_WEIGHT_TYPE: 'EXPLICIT', EDGE_WEIGHT_FORMAT: 'FULL_MATRIX' };
    const rows = '0 1 2 3\n4 0 5 6\n7 8 0\n9 1 2 3 0';
    const sections = { ...WINDOWS, EDGE_WEIGHT_SECTION: rows };
    const request = read(vrplib(specs, sections));
    expect(request.places?.map(({ id }) => id)).toEqual(['0', '1', '2', '3']);
    expect(request.profiles).toMatchObject([
      {
        kind: 'matrix',
        durations_s: [
          [0, 1, 2, 3],
          [4, 0, 5, 6],
          [7, 8, 0, 9],
          [1, 2, 3, 0],
        ],
      },
    ]);
    expect(request.tasks[0]).toMatchObject({ id: '1', at: '1' });
    expect(codesOf(request)).toEqual([]);
    expect(errorsOf(vrplib(specs, sections), 'round')).toEqual(['conflicting_fields']);
    expect(errorsOf(vrplib({}, {}), 'matrix')).toEqual(['conflicting_fields']);
  });

  it.each([
    ['LOWER_ROW', '1\n2 3\n4 5 6'],
    ['LOWER_DIAG_ROW', '0\n1 0 2 3 0\n4 5 6 0'],
    ['UPPER_ROW', '1 2 4\n3 5\n6'],
    ['UPPER_DIAG_ROW', '0 1 2 4\n0 3 5\n0 6 0'],
  ])('a triangle is a matrix that is the same both ways: %s', (format, rows) => {
    const specs = { TYPE: 'TSP', EDGE_WEIGHT_TYPE: 'EXPLICIT', EDGE_WEIGHT_FORMAT: format };
    const sections = { NODE_COORD_SECTION: '', EDGE_WEIGHT_SECTION: rows, DISPLAY_DATA_SECTION: '1 0 0\n2 1 1\n3 2 2' };
    const request = read(vrplib(specs, sections));
    expect(request.profiles).toMatchObject([
      {
        durations_s: [
          [0, 1, 2, 4],
          [1, 0, 3, 5],
          [2, 3, 0, 6],
          [4, 5, 6, 0],
        ],
      },
    ]);
    expect(codesOf(request)).toEqual([]);
    expect(errorsOf(vrplib(specs, { ...sections, EDGE_WEIGHT_SECTION: `${rows} 7` }))).toEqual(['bad_file line 15']);
  });

  it('backhauls are pickups on vehicles that deliver first, and always deliver', () => {
    const sections = { DEMAND_SECTION: '1 0\n2 4\n3 0\n4 2', BACKHAUL_SECTION: '1 0\n2 0\n3 6\n4 0' };
    const request = read(vrplib({ TYPE: 'VRPB' }, sections));
    expect(request.tasks.map(({ kind, load }) => [kind, load])).toEqual([
      ['delivery', [4]],
      ['pickup', [6]],
      ['delivery', [2]],
    ]);
    expect(request.vehicles).toMatchObject([{ backhauls: 'after_a_delivery' }]);
    expect(codesOf(request)).toEqual([]);
  });

  it('reloads are at named depots, open as those are; releases are of the goods', () => {
    const sections = {
      DEPOT_SECTION: '1\n2',
      DEMAND_SECTION: '1 0\n2 0\n3 6\n4 2',
      VEHICLES_DEPOT_SECTION: '1 1\n2 2',
      VEHICLES_RELOAD_DEPOT_SECTION: '1 1 2\n2 2',
      RELEASE_TIME_SECTION: '1 0\n2 0\n3 6.25\n4 0',
      TIME_WINDOW_SECTION: '1 0 100\n2 5 90\n3 0 80\n4 0 80',
    };
    const request = read(vrplib({ TYPE: 'MTVRPTWR', VEHICLES: 2, SERVICE_TIME: 3 }, sections));
    expect(request.places).toEqual([
      { id: '0', position: [0, 0] },
      { id: '1', position: [3, 4] },
    ]);
    const [first, second] = [
      { at: '0', windows: [[0, 1000]] },
      { at: '1', windows: [[50, 900]] },
    ];
    expect(request.vehicles).toMatchObject([
      { id: 'v1-1', start: '0', end: '0', shift: [0, 1000], reloads: [first, second] },
      { id: 'v2-2', start: '1', end: '1', shift: [50, 900], reloads: [second] },
    ]);
    expect(request.tasks.map((task) => task.release)).toEqual([62, undefined]);
    expect(codesOf(request)).toEqual([]);
  });

  it('a group is one task with a labelled option per client', () => {
    const sections = { DEMAND_SECTION: '1 0\n2 4\n3 6\n4 6', MUTUALLY_EXCLUSIVE_GROUP_SECTION: '1 2\n2 4 3' };
    const request = read(vrplib({ TYPE: 'GVRP' }, sections));
    expect(codesOf(request)).toEqual([]);
    expect(request.tasks).toEqual([
      { kind: 'delivery', id: '1', load: [4], at: [3, 4] },
      {
        ...{ kind: 'delivery', id: '3', load: [6] },
        options: [
          { at: [0, 5], label: '3' },
          { at: [6, 8], label: '2' },
        ],
      },
    ]);
    expect(errorsOf(vrplib({ TYPE: 'GVRP' }, { MUTUALLY_EXCLUSIVE_GROUP_SECTION: '1 2\n2 4 3' }))).toEqual([
      'not_supported line 19',
    ]);
  });

  it.each<[string, string, string[]]>([
    ['a spec that is not known', vrplib({ DISTANCE: 100 }, {}), ['unsupported_section line 5']],
    ['a section that is not known', vrplib({}, { SKILLS_SECTION: '1 2' }), ['unsupported_section line 18']],
    ['a type that is not known', vrplib({ TYPE: 'ACVRP' }, {}), ['unsupported_section line 5']],
    ['other distances', vrplib({ EDGE_WEIGHT_TYPE: 'GEO' }, {}), ['unsupported_section line 3']],
    ['a number that is none', vrplib({}, { DEMAND_SECTION: '1 0\n2 x\n3 1\n4 1' }), ['bad_file line 12']],
    ['a missing row', vrplib({}, { DEMAND_SECTION: '1 0\n2 4\n4 1' }), ['bad_file line 10']],
    ['a row too many', vrplib({}, { DEMAND_SECTION: '1 0\n2 4\n3 1\n4 1\n5 1' }), ['bad_file line 15']],
    ['a row twice', vrplib({}, { DEMAND_SECTION: '1 0\n2 4\n2 4\n3 1\n4 1' }), ['bad_file line 13']],
    ['a row that is too long', vrplib({}, { DEMAND_SECTION: '1 0\n2 4 4\n3 1\n4 1' }), ['bad_file line 12']],
    ['no dimension', vrplib({ DIMENSION: '' }, {}), ['bad_file']],
    ['a dimension beyond reason', vrplib({ DIMENSION: 1e9 }, {}), ['bad_file line 2']],
    ['no coordinates', vrplib({}, { NODE_COORD_SECTION: '' }), ['bad_file line 3']],
    ['depots that are not first', vrplib({}, { DEPOT_SECTION: '2\n-1' }), ['bad_file line 15']],
    [
      'only depots',
      vrplib(
        { TYPE: 'TSP' },
        { DEPOT_SECTION: '1 2 3 4', DEMAND_SECTION: '', VEHICLES_RELOAD_DEPOT_SECTION: '1 1 2 3 4' },
      ),
      ['bad_file line 11'],
    ],
    ['a depot with a demand', vrplib({}, { DEMAND_SECTION: '1 3\n2 4\n3 1\n4 1' }), ['not_supported line 11']],
    ['no capacity', vrplib({ CAPACITY: '' }, {}), ['bad_file']],
    ['a capacity of nothing', vrplib({ CAPACITY: ' ' }, {}), ['bad_file line 4']],
    ['two capacities', vrplib({ CAPACITY: '10 20' }, {}), ['bad_file line 4']],
    ['a capacity that is no number', vrplib({ CAPACITY: 'ten' }, {}), ['bad_file line 4']],
    ['a capacity below 0', vrplib({ CAPACITY: -1 }, {}), ['out_of_bounds line 4']],
    ['a longest duration of nothing', vrplib({ VEHICLES_MAX_DURATION: ' ' }, {}), ['bad_file line 5']],
    ['a service time of nothing', vrplib({ SERVICE_TIME: ' ' }, {}), ['bad_file line 5']],
    ['a file that ends before its demands', vrplib({}, { DEMAND_SECTION: '', DEPOT_SECTION: '' }), ['bad_file']],
    [
      'a second depot without a vehicle',
      vrplib({}, { DEPOT_SECTION: '1 2 -1', DEMAND_SECTION: '1 0\n2 0\n3 1\n4 1' }),
      ['bad_file line 15'],
    ],
    [
      'a section twice',
      `${vrplib({}, {}).replace('EOF', '')}DEMAND_SECTION\n1 0`,
      ['bad_file line 18', 'bad_file line 18', 'bad_file line 18', 'bad_file line 18'],
    ],
    [
      'a window that closes first',
      vrplib({}, { TIME_WINDOW_SECTION: '1 0 9\n2 5 4\n3 0 9\n4 0 9' }),
      ['impossible_window line 20'],
    ],
    ['a vehicle at no depot', vrplib({ VEHICLES: 1 }, { VEHICLES_DEPOT_SECTION: '1 2' }), ['bad_file line 19']],
    [
      'a client of both kinds',
      vrplib({ TYPE: 'VRPB' }, { BACKHAUL_SECTION: '1 0\n2 1\n3 0\n4 0' }),
      ['not_supported line 21'],
    ],
    [
      'an incomplete matrix',
      vrplib({ EDGE_WEIGHT_TYPE: 'EXPLICIT', EDGE_WEIGHT_FORMAT: 'FULL_MATRIX' }, { EDGE_WEIGHT_SECTION: '0 1' }),
      ['bad_file line 19'],
    ],
    ['a line from nowhere', `1 2 3\n${vrplib({}, {})}`, ['bad_file line 1']],
    [
      'two mistakes',
      vrplib({ COLOUR: 'red' }, { DEMAND_SECTION: '1 0\n2 4\n3 1\n4 q' }),
      ['unsupported_section line 5', 'bad_file line 15'],
    ],
  ])('%s is an error with its line', (_, text, expected) => {
    expect(errorsOf(text)).toEqual(expected);
  });

  it.each<[string, string, Record<string, string | number>]>([
    ['VRPTW', 'TIME_WINDOW', {}],
    ['PCVRPTW', 'TIME_WINDOW', { PRIZE: 1 }],
    ['PCVRPTW', 'PRIZE', {}],
    ['MTVRPTWR', 'RELEASE_TIME', {}],
    ['MTVRPTWR', 'VEHICLES_RELOAD_DEPOT', {}],
    ['MDVRPTW', 'VEHICLES_DEPOT', {}],
    ['SDVRPTW', 'VEHICLES_ALLOWED_CLIENTS', {}],
    ['VRPB', 'BACKHAUL', {}],
    ['GVRP', 'MUTUALLY_EXCLUSIVE_GROUP', {}],
    ['HFVRP', 'CAPACITY', { CAPACITY: '' }],
  ])('a %s that ends before its %s is an error', (type, missing, specs) => {
    const result = readRequest(vrplib({ TYPE: type, ...specs }, missing === 'TIME_WINDOW' ? {} : WINDOWS));
    const causes = result.ok ? [] : result.errors.map(({ code, path, cause }) => `${code}${path}: ${cause}`);
    expect(causes).toContain(`bad_file: ${missing} is missing, without which it is no ${type}`);
  });

  it('what is delivered is said once', () => {
    const sections = { LINEHAUL_SECTION: '1 0\n2 1\n3 0\n4 0', BACKHAUL_SECTION: '1 0\n2 0\n3 1\n4 1' };
    expect(errorsOf(vrplib({ TYPE: 'VRPB' }, sections))).toEqual(['bad_file line 19']);
    expect(errorsOf(vrplib({ TYPE: 'VRPB' }, { ...sections, DEMAND_SECTION: '' }))).toEqual([]);
  });

  it('no demands are needed for a tour, none from the depot where there are backhauls', () => {
    const tour = read(vrplib({ TYPE: 'TSP', CAPACITY: '' }, { DEMAND_SECTION: '', DEPOT_SECTION: '' }));
    expect(tour).toMatchObject({ tasks: [{ id: '1' }, { id: '2' }, { id: '3' }], vehicles: [{ count: 1 }] });
    const sections = { DEMAND_SECTION: '', BACKHAUL_SECTION: '1 0\n2 4\n3 6\n4 2' };
    expect(read(vrplib({ TYPE: 'VRPB' }, sections)).tasks.map(({ kind }) => kind)).toEqual(Array(3).fill('pickup'));
  });

  it('a section may begin on the line of its name', () => {
    expect(errorsOf(vrplib({}, {}).replace('DEPOT_SECTION\n1', 'DEPOT_SECTION : 2'))).toEqual(['bad_file line 15']);
    expect(read(vrplib({}, {}).replace('DEPOT_SECTION\n1', 'DEPOT_SECTION 1')).tasks).toHaveLength(3);
  });

  it('remarks may have several lines, other specifications one', () => {
    const twice = (spec: string) => `${spec}\n${spec}\n${vrplib({ TYPE: 'TSP', NAME: '' }, {})}`;
    expect(read(twice('COMMENT : 29 locations in Western Sahara')).tasks).toHaveLength(3);
    expect(errorsOf(twice('NAME : wi29'))).toEqual(['bad_file line 2']);
  });

  it('type, objective and rows are looked at together', () => {
    const text = vrplib({ TYPE: 'ACVRP' }, { DEMAND_SECTION: '1 0\n2 4\n3 1\n4 q' });
    const inFile = ['bad_file line 15', 'unsupported_section line 5'];
    expect(errorsOf(text, 'matrix').sort()).toEqual(['bad_file line 15', 'conflicting_fields', inFile[1]]);
    expect(errorsOf(text, 'cheapest').sort()).toEqual([...inFile, 'wrong_value']);
    expect(errorsOf(vrplib({ EDGE_WEIGHT_TYPE: 'GEO' }, {}), 'matrix')).toEqual(['unsupported_section line 3']);
    expect(errorsOf(SOLOMON.replace('    2      45', '    3      45'), 'matrix')).toEqual([
      'conflicting_fields',
      'bad_file line 12',
    ]);
  });

  it('where there are more errors than are listed, the last one says so', () => {
    const demands = Array.from({ length: 300 }, (_, i) => `${i + 1} x`).join('\n');
    const errors = errorsOf(`DIMENSION : 300\nDEMAND_SECTION\n${demands}\nEDGE_WEIGHT_TYPE : GEO`);
    expect(errors).toHaveLength(201);
    expect(errors.at(-1)).toBe('more_errors');
  });

  it('an objective that does not exist is an error', () => {
    expect(errorsOf(vrplib({}, {}), 'cheapest')).toEqual(['wrong_value']);
    expect(errorsOf('{"kind": "routing"}', 'round')).toEqual(['conflicting_fields']);
  });

  const FLEET = { VEHICLES: 2, TYPE: 'MDVRPTW' };
  const DEPOTS = {
    DEPOT_SECTION: '1 2',
    DEMAND_SECTION: '1 0\n2 0\n3 6\n4 2',
    VEHICLES_DEPOT_SECTION: '1 1\n2 2',
    ...WINDOWS,
  };
  it.each<[string, string, string]>([
    ['a demand', vrplib({}, { DEMAND_SECTION: '1 0\n2 4\n4 -1\n3 1' }), 'line 13'],
    [
      'a delivery beside backhauls',
      vrplib({}, { DEMAND_SECTION: '', LINEHAUL_SECTION: '1 0\n2 4\n3 6\n4 -1' }),
      'line 17',
    ],
    ['a backhaul', vrplib({}, { DEMAND_SECTION: '', BACKHAUL_SECTION: '1 0\n2 4\n3 -6\n4 1' }), 'line 16'],
    ['a place', vrplib({}, { NODE_COORD_SECTION: '1 0 0\n2 3 4\n3 6 1e8\n4 0 5' }), 'line 8'],
    ['the place of the depot', vrplib({}, { NODE_COORD_SECTION: '1 0 1e8\n2 3 4\n3 6 7\n4 0 5' }), 'line 6'],
    ['a window', vrplib({}, { TIME_WINDOW_SECTION: '1 0 9\n2 0 9\n3 0 9\n4 0 1e12' }), 'line 22'],
    ['a service time', vrplib({}, { SERVICE_TIME_SECTION: '1 0\n2 -1\n3 0\n4 0' }), 'line 20'],
    [
      'a service time of a specification',
      vrplib({ SERVICE_TIME: 1e9, DIMENSION: 2 }, { NODE_COORD_SECTION: '1 0 0\n2 1 1', DEMAND_SECTION: '1 0\n2 1' }),
      'line 5',
    ],
    ['a prize', vrplib({}, { PRIZE_SECTION: '1 0\n2 0\n3 -1\n4 0' }), 'line 21'],
    ['a release', vrplib({}, { RELEASE_TIME_SECTION: '1 0\n2 0\n3 0\n4 1e12' }), 'line 22'],
    ['a capacity', vrplib({ CAPACITY: 1e12 }, {}), 'line 4'],
    ['a capacity of a vehicle', vrplib({ VEHICLES: 2 }, { CAPACITY_SECTION: '1 5\n2 -5' }), 'line 21'],
    ['a cost of a vehicle', vrplib({ VEHICLES: 2 }, { VEHICLES_FIXED_COST_SECTION: '1 5\n2 -5' }), 'line 21'],
    ['a cost of distance', vrplib({ VEHICLES: 2 }, { VEHICLES_UNIT_DISTANCE_COST_SECTION: '1 5\n2 -5' }), 'line 21'],
    ['a longest duration', vrplib({ VEHICLES_MAX_DURATION: 1e12 }, {}), 'line 5'],
    ['a shift', vrplib(FLEET, { ...DEPOTS, TIME_WINDOW_SECTION: '1 0 9\n2 0 1e12\n3 0 9\n4 0 9' }), 'line 24'],
    [
      'a place with a number',
      vrplib(FLEET, {
        ...DEPOTS,
        VEHICLES_RELOAD_DEPOT_SECTION: '1 1\n2 2',
        NODE_COORD_SECTION: '1 0 0\n2 0 1e8\n3 1 1\n4 2 2',
      }),
      'line 9',
    ],
    [
      'a client of a group',
      vrplib(
        { TYPE: 'GVRP' },
        {
          MUTUALLY_EXCLUSIVE_GROUP_SECTION: '1 2 3\n2 4',
          DEMAND_SECTION: '1 0\n2 4\n3 4\n4 1',
          NODE_COORD_SECTION: '1 0 0\n2 3 4\n3 1e8 1\n4 0 5',
        },
      ),
      'line 9',
    ],
  ])('%s that the contract refuses is named by its line', (_, text, line) => {
    const refusals = refusalsOf(text);
    expect(refusals).toEqual([`out_of_bounds ${line}`]);
  });

  it('weights below 0 are errors with their line', () => {
    const specs = { TYPE: 'TSP', EDGE_WEIGHT_TYPE: 'EXPLICIT', EDGE_WEIGHT_FORMAT: 'LOWER_ROW' };
    expect(errorsOf(vrplib(specs, { EDGE_WEIGHT_SECTION: '1\n2 3\n4 -5 6' }))).toEqual(['out_of_bounds line 23']);
  });
});

describe('Solomon', () => {
  it('is a VRPTW in tenths', () => {
    const request = read(SOLOMON);
    expect(request).toMatchObject({
      id: 'T101',
      profiles: [{ scale: 10, rounding: 'down' }],
      tasks: [
        { id: '1', at: [45.5, 68], load: [10], windows: [[9120, 9670]], service_s: 900 },
        { id: '2', at: [45, 70], load: [30], windows: [[8252, 8700]], service_s: 900 },
      ],
      vehicles: [{ id: 'v1-2', count: 2, start: [40, 50], capacity: [20], shift: [0, 12_360] }],
    });
    expect(codesOf(request)).toEqual([]);
  });

  it.each<[string, string, string[]]>([
    ['a missing heading', SOLOMON.replace(/NUMBER.*/, ''), ['bad_file']],
    ['a missing fleet', SOLOMON.replace(/ {2}2 {9}20\n/, ''), ['bad_file line 6', 'bad_file line 6']],
    ['a row out of order', SOLOMON.replace('    2      45', '    3      45'), ['bad_file line 12']],
    ['a row that is too short', SOLOMON.replace('870         90', '870'), ['bad_file line 12']],
    ['a window that closes first', SOLOMON.replace('870', '800'), ['impossible_window line 12']],
    ['a depot with a demand', SOLOMON.replace('50          0', '50          1'), ['not_supported line 10']],
    ['no clients', SOLOMON.split('\n').slice(0, 10).join('\n'), ['bad_file']],
  ])('%s is an error with its line', (_, text, expected) => {
    expect(errorsOf(text)).toEqual(expected);
  });
});

describe('Li & Lim', () => {
  it('is shipments whose stops are labelled with the clients', () => {
    const request = read(LI_LIM);
    expect(request.objectives).toEqual(['unserved', 'vehicles', 'cost']);
    expect(request.vehicles).toMatchObject([{ id: 'v1-3', count: 3, capacity: [20], shift: [0, 1236] }]);
    expect(request.tasks).toEqual([
      {
        ...{ kind: 'shipment', id: '1', load: [10] },
        pickup: { at: [45, 68], windows: [[912, 967]], service_s: 90, label: '1' },
        delivery: { at: [45, 70], windows: [[825, 1000]], service_s: 90, label: '2' },
      },
    ]);
    expect(codesOf(request)).toEqual([]);
  });

  it('what the contract refuses is named by its line', () => {
    expect(refusalsOf(LI_LIM.replaceAll('10\t', '-10\t').replace('--', ''))).toEqual(['out_of_bounds line 3']);
    expect(refusalsOf(LI_LIM.replace('825\t1000\t90', '825\t1000\t-90'))).toEqual(['out_of_bounds line 4']);
    expect(refusalsOf(LI_LIM.replace('3\t20', '3\t-20'))).toEqual(['out_of_bounds line 1']);
    expect(refusalsOf(SOLOMON.replace('   20\n', '  -20\n'))).toEqual(['out_of_bounds line 5']);
    expect(refusalsOf(SOLOMON.replace('   10 ', '  -10 '))).toEqual(['out_of_bounds line 11']);
  });

  it.each<[string, string, string[]]>([
    ['a pickup without its delivery', LI_LIM.replace('90\t0\t2', '90\t0\t0'), ['bad_file line 3', 'bad_file line 4']],
    ['a client of two pairs', LI_LIM.replace('90\t0\t2', '90\t2\t2'), ['bad_file line 3']],
    ['goods that vanish', LI_LIM.replace('-10', '-9'), ['bad_file line 3', 'bad_file line 4']],
    ['another speed', LI_LIM.replace('20\t1', '20\t5'), ['not_supported line 1']],
    ['a fleet beyond reason', LI_LIM.replace('3\t20', '1e9\t20'), ['unknown_format']],
  ])('%s is an error with its line', (_, text, expected) => {
    expect(errorsOf(text)).toEqual(expected);
  });
});
