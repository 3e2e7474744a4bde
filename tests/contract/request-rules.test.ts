import { describe, expect, it } from 'vitest';
import { errorsOf, withValue } from './errors-of.ts';
import { globeDay, matrixDay, richDay } from './samples.ts';

type Case = [title: string, path: string, value: unknown, errors: string[]];

/** Changes one value of the rich day. */
function expectErrors(_: string, path: string, value: unknown, errors: string[]): void {
  expect(errorsOf(withValue(richDay(), path, value))).toEqual([...errors].sort());
}

const SQUARE = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 0],
];

/** Around the middle. */
const BIG = [
  [-9, -9],
  [9, -9],
  [9, 9],
  [-9, 9],
  [-9, -9],
];

const PRIZED = { kind: 'visit', id: 'a', at: 'depot', prize: 2 };

function sevenBreaks(...windows: [number, number][]): object[] {
  return Array.from({ length: 7 }, (_, i) => ({ id: i > 0 ? `break ${i}` : 'lunch', duration_s: 9, windows }));
}

/** A round one. */
function ringOf(count: number): number[][] {
  const ring = Array.from({ length: count - 1 }, (_, i) => (2 * Math.PI * i) / (count - 1));
  return [...ring, 0].map((angle) => [Math.cos(angle), Math.sin(angle)]);
}

describe('tasks', () => {
  it.each<Case>([
    ['a release of a pickup', 'tasks.6.release', 5, ['conflicting_fields tasks[6].release']],
    ['a release of a shipment', 'tasks.3.release', 5, ['conflicting_fields tasks[3].release']],
    ['a due time of a delivery', 'tasks.0.due', 5, ['conflicting_fields tasks[0].due']],
    ['a longest ride of a visit', 'tasks.2.max_ride_s', 5, ['conflicting_fields tasks[2].max_ride_s']],
    ['a return of a pickup', 'tasks.6.return_load', [1, 0], ['unknown_field tasks[6].return_load']],
    ['a return of one dimension', 'tasks.0.return_load', [1], ['dimension_mismatch tasks[0].return_load']],
    ['a return beside goods', 'tasks.4.return_load', [1, 0], ['conflicting_fields tasks[4].return_load']],
    ['a return of nothing beside goods', 'tasks.4.return_load', [0, 0], []],
    ['a priority beside a prize', 'tasks.0', { ...PRIZED, priority: 1 }, ['conflicting_fields tasks[0].priority']],
    ['no priority beside a prize', 'tasks.0', { ...PRIZED, priority: 0 }, []],
    ['a due time that is none', 'tasks.6.due', '8 pm', ['bad_time tasks[6].due']],
    ['a shipment without a delivery', 'tasks.3.delivery', undefined, ['missing_field tasks[3].delivery']],
    ['a shipment with no delivery stop', 'tasks.3.delivery', [], ['wrong_length tasks[3].delivery']],
    ['a shipment to nowhere', 'tasks.3.delivery.1.at', 'x', ['unknown_reference tasks[3].delivery[1].at']],
    ['an option nowhere', 'tasks.4.options.0.at', 'x', ['unknown_reference tasks[4].options[0].at']],
    [
      'a wish that ends before it begins',
      'tasks.5.soft_windows.0.window',
      [9, 8],
      ['impossible_window tasks[5].soft_windows[0].window'],
    ],
    [
      'two setups of one type',
      'tasks.5.setup_by_type.1',
      { type: 'lorry', seconds: 1 },
      ['duplicate_id tasks[5].setup_by_type[1].type'],
    ],
  ])('%s', expectErrors);
});

describe('vehicles', () => {
  it.each<Case>([
    ['shift and shifts', 'vehicles.1.shift', [0, 9], ['conflicting_fields vehicles[1].shifts']],
    [
      'shifts that overlap',
      'vehicles.1.shifts',
      [
        [5, 9],
        [0, 6],
      ],
      ['overlapping_shifts vehicles[1].shifts[0]'],
    ],
    [
      'shifts that touch',
      'vehicles.1.shifts',
      [
        [0, 5],
        [5, 6],
      ],
      [],
    ],
    [
      'a break that says nothing',
      'vehicles.0.breaks.0.windows',
      undefined,
      ['missing_field vehicles[0].breaks[0].windows'],
    ],
    [
      'a break that says both',
      'vehicles.0.breaks.1.windows',
      [[0, 9]],
      ['conflicting_fields vehicles[0].breaks[1].after_driving_s'],
    ],
    [
      'two driving rules',
      'vehicles.0.breaks.2',
      { id: 'more', after_driving_s: 9, duration_s: 9 },
      ['conflicting_fields vehicles[0].breaks[2].after_driving_s'],
    ],
    [
      'seven breaks at one time beside a driving rule, their windows in any order',
      'vehicles.0.breaks',
      [{ id: 'rest', after_driving_s: 9, duration_s: 9 }, ...sevenBreaks([50, 60], [0, 10])],
      ['out_of_bounds vehicles[0].breaks'],
    ],
    [
      'six of them',
      'vehicles.0.breaks',
      [{ id: 'rest', after_driving_s: 9, duration_s: 9 }, ...sevenBreaks([50, 60], [0, 10]).slice(0, 6)],
      [],
    ],
    ['two breaks with one id', 'vehicles.0.breaks.1.id', 'lunch', ['duplicate_id vehicles[0].breaks[1].id']],
    [
      'a break with other dimensions',
      'vehicles.0.breaks.0.max_load',
      [1],
      ['dimension_mismatch vehicles[0].breaks[0].max_load'],
    ],
    ['a least load with other dimensions', 'vehicles.0.min_load', [1], ['dimension_mismatch vehicles[0].min_load']],
    ['trips without a reload', 'vehicles.1.max_trips', 2, ['missing_field vehicles[1].reloads']],
    ['a reload nowhere', 'vehicles.0.reloads.0.at', 'x', ['unknown_reference vehicles[0].reloads[0].at']],
    [
      'a reload that closes before it opens',
      'vehicles.0.reloads.0.windows',
      [[9, 8]],
      ['impossible_window vehicles[0].reloads[0].windows[0]'],
    ],
    ['an unknown zone', 'vehicles.0.zones.0', 'x', ['unknown_reference vehicles[0].zones[0]']],
    ['no zone at all', 'vehicles.0.zones', [], ['wrong_length vehicles[0].zones']],
    ['a tariff for an unknown zone', 'vehicles.2.tariff.0.zone', 'x', ['unknown_reference vehicles[2].tariff[0].zone']],
    [
      'a tariff with other dimensions',
      'vehicles.2.tariff.0.up_to',
      [5],
      ['dimension_mismatch vehicles[2].tariff[0].up_to'],
    ],
    ['more shifts than any fleet', 'vehicles.1.count', 60_000, ['out_of_bounds vehicles']],
  ])('%s', expectErrors);
});

describe('places, zones and traffic', () => {
  it.each<Case>([
    ['a place that a van may visit needs a position', 'tasks.7.vehicles', undefined, ['position_needed places[1]']],
    ['a start of a bike needs a position', 'vehicles.1.start', 'hub', ['position_needed places[1]']],
    ['a start of a carrier needs none', 'vehicles.2.start', 'hub', []],
    [
      'a forbidden vehicle needs no position',
      'tasks.7',
      { kind: 'visit', id: 'far', at: 'hub', forbidden_vehicles: ['van', 'bike', 'carrier'] },
      [],
    ],
    ['a price of a zone needs a position', 'tasks.7.vehicles', ['carrier'], ['position_needed places[1]']],
    ['where a vehicle is needs a position', 'routes.1.progress.at', 'hub', ['position_needed places[1]']],
    [
      'a second outline',
      'zones.0.polygon',
      [SQUARE, SQUARE.map(([x, y]) => [x! + 4, y!])],
      ['bad_polygon zones[0].polygon[1]'],
    ],
    [
      'an island in a hole',
      'zones.0.polygon',
      [BIG, ...[3, 5].map((size) => BIG.map(([x, y]) => [(x! * size) / 9, (y! * size) / 9]))],
      ['bad_polygon zones[0].polygon[1]'],
    ],
    [
      'two holes',
      'zones.0.polygon',
      [BIG, ...[-3, 3].map((far) => BIG.map(([x, y]) => [far + x! / 9, far + y! / 9]))],
      [],
    ],
    [
      'a line there and back',
      'zones.0.polygon',
      [
        [
          [0, 0],
          [1, 1],
          [0, 0],
          [0, 0],
        ],
      ],
      ['bad_polygon zones[0].polygon[0]'],
    ],
    [
      'a hole that is a line',
      'zones.0.polygon',
      [
        BIG,
        [
          [0.1, 0.1],
          [0.2, 0.2],
          [0.3, 0.3],
          [0.1, 0.1],
        ],
      ],
      ['bad_polygon zones[0].polygon[1]'],
    ],
    ['an open ring', 'zones.0.polygon', [[...SQUARE.slice(0, 3), [0, 1]]], ['bad_polygon zones[0].polygon[0]']],
    ['a ring of three', 'zones.0.polygon', [SQUARE.slice(1)], ['wrong_length zones[0].polygon[0]']],
    [
      'a ring that crosses itself',
      'zones.0.polygon',
      [
        [
          [0, 0],
          [2, 2],
          [2, 0],
          [0, 2],
          [0, 0],
        ],
      ],
      ['bad_polygon zones[0].polygon'],
    ],
    ['a position given twice in a row', 'zones.0.polygon', [[...SQUARE.slice(0, 2), ...SQUARE.slice(1)]], []],
    [
      'a hole that crosses the outline',
      'zones.1.polygon.1',
      [
        [12, 52.2],
        [13.5, 52.2],
        [13.5, 52.3],
        [12, 52.2],
      ],
      ['bad_polygon zones[1].polygon'],
    ],
    [
      'a zone off the globe',
      'zones.0.polygon',
      [SQUARE.map(([x, y]) => [x! + 180, y])],
      ['out_of_bounds zones[0].polygon[0][1][0]', 'out_of_bounds zones[0].polygon[0][2][0]'],
    ],
    [
      'a coastline',
      'zones.0.polygon',
      new Array(3).fill(new Array(1000).fill([0, 0])),
      ['wrong_length zones[0].polygon'],
    ],
    [
      'two zones with one id',
      'zones.1.id',
      'north',
      ['duplicate_id zones[1].id', 'unknown_reference vehicles[0].zones[0]'],
    ],
    ['traffic of an unknown zone', 'profiles.0.traffic.0.zone', 'x', ['unknown_reference profiles[0].traffic[0].zone']],
    ['two traffics everywhere', 'profiles.0.traffic.0.zone', undefined, ['duplicate_id profiles[0].traffic[1]']],
    [
      'traffic out of order',
      'profiles.0.traffic.1.steps.1.from',
      25_200,
      ['not_ascending profiles[0].traffic[1].steps[1].from'],
    ],
    [
      'a standstill',
      'profiles.0.traffic.0.steps.0.factor',
      0,
      ['out_of_bounds profiles[0].traffic[0].steps[0].factor'],
    ],
    ['traffic where there is no travel', 'profiles.2.traffic', [], ['unknown_field profiles[2].traffic']],
  ])('%s', expectErrors);
});

describe('zones beside a table, whose places need no positions but for them', () => {
  const zones = [{ id: 'z', polygon: [SQUARE] }];
  const day = matrixDay();
  const needed = (...places: number[]) => places.map((i) => `position_needed places[${i}]`);

  it('of a vehicle, and of prices: where it has tasks', () => {
    const vehicle = { ...day.vehicles[0]!, zones: ['z'] };
    expect(errorsOf({ ...day, zones, vehicles: [vehicle] })).toEqual(needed(1, 2));
    const carrier = { ...day.vehicles[0]!, tariff: [{ zone: 'z', price: 1 }] };
    expect(errorsOf({ ...day, zones, vehicles: [carrier] })).toEqual(needed(1, 2));
    expect(errorsOf({ ...day, zones })).toEqual([]);
  });

  it('of traffic: wherever it comes', () => {
    const traffic = [{ zone: 'z', steps: [{ from: 0, factor: 0.5 }] }];
    const profiles = [{ ...day.profiles[0]!, traffic }];
    expect(errorsOf({ ...day, zones, profiles })).toEqual(needed(0, 1, 2));
    const places = day.places.map((place, i) => ({ ...place, position: [i, i] }));
    expect(errorsOf({ ...day, zones, profiles, places })).toEqual([]);
  });
});

describe('a place without a position, where only a carrier may go', () => {
  const { profiles, vehicles } = globeDay();
  const day = {
    kind: 'routing',
    version: 1,
    places: [{ id: 'x' }, { id: 'y' }],
    profiles: [...profiles, { kind: 'none', name: 'post' }],
    tasks: [
      { kind: 'delivery', id: 'a', at: 'x', vehicles: ['post'] },
      { kind: 'visit', id: 'b', options: [{ at: [13.4, 52.5] }, { at: 'y' }], vehicles: ['post'] },
    ],
    vehicles: [
      { id: 'van', profile: 'van', start: vehicles[0]!.end },
      { id: 'post', profile: 'post' },
    ],
  };
  const judged = { search: false };

  it('needs one where a van is given it and the routes are judged as they are', () => {
    const routes = [{ vehicle: 'van', tasks: ['a'] }];
    expect(errorsOf({ ...day, routes, options: judged })).toEqual(['position_needed places[0]']);
    const steps = [{ task: 'b', option: 1 }, 'a'];
    expect(errorsOf({ ...day, routes: [{ vehicle: 'van', steps }], options: judged })).toEqual([
      'position_needed places[0]',
      'position_needed places[1]',
    ]);
    const carried = [{ vehicle: 'post', tasks: ['a', 'b'] }];
    expect(errorsOf({ ...day, routes: carried, options: judged })).toEqual([]);
  });

  it('needs none where the routes are but a start, in which the task finds no place on the van', () => {
    expect(errorsOf({ ...day, routes: [{ vehicle: 'van', tasks: ['a'] }] })).toEqual([]);
  });
});

describe('relations, goods and objectives', () => {
  it('are looked through in time, and without filling the memory, where there are very many', () => {
    const day = matrixDay();
    const tasks = Array.from({ length: 3000 }, (_, i) => ({ ...day.tasks[0]!, id: `t${i}` }));
    const together = Array.from({ length: 1500 }, (_, i) => ({
      kind: 'same_vehicle',
      tasks: [`t${i}`, `t${i + 1500}`],
    }));
    const apart = Array.from({ length: 60 }, (_, k) => ({
      kind: 'different_vehicles',
      tasks: Array.from({ length: 1000 }, (_, i) => `t${((i + 7 * k) % 1500) + (k % 2) * 1500}`),
    }));
    expect(errorsOf({ ...day, tasks, relations: [...together, ...apart] })).toEqual([]);
  });

  it.each<Case>([
    ['a task twice in a relation', 'relations.0.tasks', ['a', 'b', 'a'], ['duplicate_id relations[0].tasks[2]']],
    ['an unknown task', 'relations.0.tasks.1', 'x', ['unknown_reference relations[0].tasks[1]']],
    ['a task alone', 'relations.0.tasks', ['a'], ['wrong_length relations[0].tasks']],
    ['a gap where there is no order', 'relations.0.min_gap_s', 5, ['conflicting_fields relations[0].min_gap_s']],
    ['together and apart', 'relations.1.tasks', ['c', 'b', 'a'], ['conflicting_relations relations[1].tasks']],
    [
      'a circle of two sequences',
      'relations.3',
      { kind: 'sequence', tasks: ['w', 'o', 'a'] },
      ['relation_cycle relations[3].tasks'],
    ],
    ['two sequences over the same tasks', 'relations.3', { kind: 'sequence', tasks: ['a', 'w'] }, []],
    ['goods that exclude themselves', 'incompatible_goods.0', ['food', 'food'], ['wrong_value incompatible_goods[0]']],
    ['three levels below the exact ones', 'objectives', ['unserved', 'vehicles', 'cost', 'lateness', 'co2'], []],
    ['three without vehicles', 'objectives', ['unserved', 'cost', 'lateness', 'vehicles'], []],
    ['a fourth level', 'objectives', ['cost', 'lateness', 'vehicles', ['co2']], ['bad_objectives objectives[3]']],
    ['an objective twice', 'objectives.2.name', 'cost', ['bad_objectives objectives[2]']],
    ['unserved later', 'objectives.2', 'unserved', ['bad_objectives objectives[2]']],
    ['unserved not alone', 'objectives.1.0', 'unserved', ['bad_objectives objectives[1][0]']],
    ['unserved first', 'objectives.0', ['unserved'], []],
    [
      'a spread of the cost',
      'objectives.2',
      { name: 'cost', measure: 'max' },
      ['bad_objectives objectives[2]', 'conflicting_fields objectives[2].measure'],
    ],
    ['a weight of nothing', 'objectives.2.weight', 0, ['out_of_bounds objectives[2].weight']],
    ['an unknown objective in a sum', 'objectives.1.0', 'profit', ['wrong_value objectives[1][0]']],
    [
      'seven levels',
      'objectives',
      ['unserved', 'vehicles', 'cost', 'distance', 'duration', 'lateness', 'co2'],
      ['wrong_length objectives', 'bad_objectives objectives[5]', 'bad_objectives objectives[6]'],
    ],
  ])('%s', expectErrors);

  it('zones too many to look up places in are refused', () => {
    const zones = Array.from({ length: 50 }, (_, i) => ({ id: String(i), polygon: [ringOf(1500)] }));
    const tasks = (count: number) =>
      Array.from({ length: count }, (_, i) => ({ kind: 'visit', id: String(i), at: [5, i / 1e4] }));
    const request = (count: number) => ({
      kind: 'routing',
      version: 1,
      tasks: tasks(count),
      vehicles: [{ id: 'v' }],
      zones,
    });
    expect(errorsOf(request(100))).toEqual([]);
    expect(errorsOf(request(3000))).toEqual(['too_large zones']);
  });

  it('a circle is told by the tasks in it', () => {
    const sequence = (...tasks: string[]) => ({ kind: 'sequence', tasks });
    const relations = [sequence('a', 'b'), sequence('b', 'c', 'a'), sequence('a', 'o')];
    const request = { ...richDay(), relations };
    expect(errorsOf(request)).toHaveLength(1);
    expect(errorsOf(request)[0]).toMatch(/^relation_cycle relations\[[01]\].tasks$/);
  });

  it('very many relations are compared in good time', () => {
    const tasks = Array.from({ length: 40_000 }, (_, i) => ({ kind: 'visit', id: String(i), at: [0, 0] }));
    const pairs = (kind: string, from: number) =>
      Array.from({ length: 19_999 }, (_, i) => ({ kind, tasks: ['0', String(from + i)] }));
    const relations = [...pairs('same_vehicle', 1), ...pairs('different_vehicles', 20_000)];
    expect(errorsOf({ kind: 'routing', version: 1, tasks, vehicles: [{ id: 'v' }], relations })).toEqual([]);
  });
});

describe('given routes', () => {
  it.each<Case>([
    ['an unknown vehicle', 'routes.0.vehicle', 'x', ['unknown_reference routes[0].vehicle']],
    ['an unknown task', 'routes.0.tasks.0', 'x', ['unknown_reference routes[0].tasks[0]']],
    [
      'an unknown task in a step',
      'routes.1.steps.1.task',
      'x',
      ['unknown_reference routes[1].steps[1].task', 'route_conflict routes[1].progress.on_board[1]'],
    ],
    ['tasks and steps', 'routes.0.steps', ['a'], ['conflicting_fields routes[0].tasks']],
    ['neither tasks nor steps', 'routes.0.tasks', undefined, ['missing_field routes[0].tasks']],
    ['a number above the count', 'routes.0.number', 5, ['out_of_bounds routes[0].number']],
    ['a number taken twice', 'routes.0.number', 2, ['route_conflict routes[1].number']],
    [
      'more routes than vehicles',
      'routes.3',
      { vehicle: 'bike', shift: 2, tasks: [] },
      ['out_of_bounds routes[3].vehicle'],
    ],
    ['the other shift', 'routes.3', { vehicle: 'bike', shift: 1, tasks: [] }, []],
    ['no shift', 'routes.2.shift', undefined, ['missing_field routes[2].shift']],
    ['a shift it has not', 'routes.2.shift', 3, ['out_of_bounds routes[2].shift']],
    ['a shift of a vehicle without', 'routes.0.shift', 1, ['conflicting_fields routes[0].shift']],
    ['a task on two routes', 'routes.0.tasks', ['a', 'b'], ['route_conflict routes[1].steps[3]']],
    ['a task twice', 'routes.0.tasks', ['a', 'a'], ['route_conflict routes[0].tasks[1]']],
    ['a part of a delivery', 'routes.1.steps.1.part', 'delivery', ['conflicting_fields routes[1].steps[1].part']],
    ['an option it has not', 'routes.1.steps.1.option', 2, ['out_of_bounds routes[1].steps[1].option']],
    ['a second option of a shipment’s delivery', 'routes.1.steps.0', { task: 's', option: 1 }, []],
    [
      'a third option of a shipment’s delivery',
      'routes.1.steps.0',
      { task: 's', option: 2 },
      ['out_of_bounds routes[1].steps[0].option'],
    ],
    ['a reload it has not', 'routes.1.steps.2.reload', 1, ['out_of_bounds routes[1].steps[2].reload']],
    ['more locked than there is', 'routes.1.locked', 5, ['out_of_bounds routes[1].locked']],
    ['locked and pinned', 'routes.1.pinned', true, ['conflicting_fields routes[1].locked']],
    [
      'a shipment on board picked up again',
      'routes.1.steps.4',
      { task: 's', part: 'pickup' },
      ['route_conflict routes[1].steps[4]'],
    ],
    ['a shipment on board delivered twice', 'routes.1.steps.4', 's', ['route_conflict routes[1].steps[4]']],
    [
      'a shipment that is not picked up',
      'routes.1',
      { vehicle: 'van', steps: [{ task: 's', part: 'delivery' }] },
      ['route_conflict routes[1].steps[0]'],
    ],
    [
      'a shipment that is only picked up',
      'routes.1',
      { vehicle: 'van', tasks: ['s'] },
      ['route_conflict routes[1].tasks[0]'],
    ],
    ['a shipment in both parts', 'routes.1', { vehicle: 'van', tasks: ['s', 'b', 's'], locked: 3 }, []],
    [
      'a pickup on board',
      'routes.1.progress.on_board',
      ['s', 'o', 'b'],
      ['route_conflict routes[1].progress.on_board[2]'],
    ],
    [
      'a delivery on board that is on no step',
      'routes.1.steps',
      ['s'],
      ['route_conflict routes[1].progress.on_board[1]'],
    ],
    [
      'an unknown task on board',
      'routes.1.progress.on_board.2',
      'x',
      ['unknown_reference routes[1].progress.on_board[2]'],
    ],
    ['a task on board twice', 'routes.1.progress.on_board.2', 's', ['duplicate_id routes[1].progress.on_board[2]']],
    [
      'on its way before it left',
      'routes.1.progress.left_at',
      40_001,
      ['impossible_window routes[1].progress.left_at'],
    ],
    [
      'driving since a break that it never needs',
      'routes.2',
      { vehicle: 'bike', shift: 1, progress: { at: [13.4, 52.45], time: 30_000, since_break_s: 60 } },
      ['conflicting_fields routes[2].progress.since_break_s'],
    ],
    ['on its way after its shift', 'routes.1.progress.time', 70_000, ['impossible_window routes[1].progress.time']],
    [
      'a shift that is no number, and cannot become one',
      'routes.1.shift',
      { valueOf: 1, toString: 1 },
      ['conflicting_fields routes[1].shift', 'wrong_type routes[1].shift'],
    ],
    ['no time', 'routes.1.progress.time', undefined, ['missing_field routes[1].progress.time']],
    ['a load with other dimensions', 'routes.1.progress.load', [1], ['dimension_mismatch routes[1].progress.load']],
    [
      'an unknown break',
      'routes.1.progress.breaks_done.0',
      'tea',
      ['unknown_reference routes[1].progress.breaks_done[0]'],
    ],
    [
      'a break that is never over',
      'routes.1.progress.breaks_done.0',
      'rest',
      ['conflicting_fields routes[1].progress.breaks_done[0]'],
    ],
    ['nothing to judge', 'routes', undefined, ['missing_field routes']],
    ['a given id for a slot', 'explain.slots.0.task.id', 'a', ['duplicate_id explain.slots[0].task.id']],
    ['an unknown task to explain', 'explain.vehicles.0', 'x', ['unknown_reference explain.vehicles[0]']],
    [
      'a slot that closes before it opens',
      'explain.slots.0.windows.0',
      [9, 8],
      ['impossible_window explain.slots[0].windows[0]'],
    ],
    ['a slot for a task nowhere', 'explain.slots.0.task.at', 'x', ['unknown_reference explain.slots[0].task.at']],
  ])('%s', expectErrors);

  it('a route without a vehicle is not of the vehicle without an id', () => {
    const request = withValue(withValue(richDay(), 'routes.1.vehicle', undefined), 'vehicles.1.id', undefined);
    const errors = errorsOf(request);
    expect(errors).toContain('missing_field routes[1].vehicle');
    expect(errors).toContain('missing_field vehicles[1].id');
    expect(errors.filter((error) => error.includes('routes[1].'))).toHaveLength(1);
  });

  it('explanations too big to look at are refused as a whole', () => {
    expect(errorsOf({ ...globeDay(), explain: { slots: new Array(300_000).fill(0) } })).toEqual(['too_large explain']);
  });
});
