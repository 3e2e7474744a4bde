import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseRequest } from '../../../src/contract/parse.ts';
import type { RequestInput } from '../../../src/contract/schema.ts';
import { drop, type Edit, put } from './edit.ts';
import { PAGES, readSample } from './suite.ts';

const WINDOW = [0, 3600];
const add =
  (list: keyof RequestInput, item: unknown): Edit =>
  (request) => {
    request[list] = [...((request[list] ?? []) as unknown[]), item] as never;
  };

/** What the pages say is refused: sample -> code and path -> the change that is. */
const REFUSED: Record<string, Record<string, Edit>> = {
  capacity: {
    'dimension_mismatch tasks[0].load': put('tasks.0.load', [1]),
    'wrong_length tasks[0].load': put('tasks.0.load', Array(9).fill(1)),
    'conflicting_fields tasks[0].load': put('tasks.0.kind', 'visit'),
    'conflicting_fields tasks[0].return_load'(request) {
      put('tasks.0.return_load', [1, 1])(request);
      put('tasks.0.goods', 'glass')(request);
    },
  },
  shipments: {
    'missing_field tasks[0].pickup': drop('tasks.0.pickup'),
    'unknown_field tasks[0].at': put('tasks.0.at', 'lab'),
    'conflicting_fields tasks[0].due': put('tasks.0.due', 3600),
    'route_conflict routes[0].steps[0]': add('routes', {
      vehicle: 'van',
      steps: [
        { task: 'bread', part: 'delivery' },
        { task: 'bread', part: 'pickup' },
      ],
    }),
  },
  backhauls: { 'wrong_value vehicles[0].backhauls': put('vehicles.backhauls', 'never') },
  lifo: { 'wrong_value vehicles[0].unloading': put('vehicles.unloading', 'fifo') },
  'incompatible-goods': {
    'wrong_value incompatible_goods[0]': put('incompatible_goods', [['food', 'food']]),
  },
  reloads: {
    'missing_field vehicles[0].reloads': drop('vehicles.reloads'),
    'unknown_reference vehicles[0].reloads[0].at': put('vehicles.reloads.at', 'nowhere'),
  },
  'hub-times': {
    'conflicting_fields tasks[0].due': put('tasks.0.due', 3600),
    'conflicting_fields tasks[3].release': put('tasks.3.release', 3600),
    'bad_time tasks[2].release'(request) {
      put('tasks.2.release', '2027-03-16T10:00:00Z')(request);
      drop('starts_at')(request);
    },
  },
  windows: {
    'bad_time tasks[0].windows[0][0]'(request) {
      put('tasks.0.windows', [['2027-03-16T10:00:00Z', 9000]])(request);
      drop('starts_at')(request);
    },
    'impossible_window tasks[0].windows[0]': put('tasks.0.windows', [[9000, 0]]),
    'conflicting_fields vehicles[0].shifts': put('vehicles.shifts', [WINDOW]),
    'overlapping_shifts vehicles[0].shifts[1]'(request) {
      drop('vehicles.shift')(request);
      put('vehicles.shifts', [WINDOW, WINDOW])(request);
    },
  },
  'soft-windows': {
    'missing_field tasks[0].soft_windows[0].late_cost_per_hour': drop('tasks.0.soft_windows.late_cost_per_hour'),
    'impossible_window tasks[0].soft_windows[0].window': put('tasks.0.soft_windows.window', [9000, 0]),
  },
  service: {
    'duplicate_id tasks[0].setup_by_type[1].type': put('tasks.0.setup_by_type', [
      { type: 'bike', seconds: 1 },
      { type: 'bike', seconds: 2 },
    ]),
  },
  breaks: {
    'missing_field vehicles[0].breaks[0].windows': drop('vehicles.breaks.windows'),
    'conflicting_fields vehicles[0].breaks[0].after_driving_s': put('vehicles.breaks.0.after_driving_s', 60),
    'duplicate_id vehicles[0].breaks[1].id': put('vehicles.breaks.id', 'lunch'),
  },
  'driving-rules': {
    'conflicting_fields vehicles[0].breaks[1].after_driving_s'({ vehicles }) {
      vehicles[0]!.breaks!.push({ id: 'second', duration_s: 60, after_driving_s: 60 });
    },
    'conflicting_fields vehicles[0].breaks[0].after_driving_s': put('vehicles.breaks.windows', [WINDOW]),
    'out_of_bounds vehicles[0].breaks'({ vehicles }) {
      for (let n = 1; n <= 7; n++)
        vehicles[0]!.breaks!.push({ id: `short ${n}`, duration_s: 60, windows: [[0, 3600]] });
    },
  },
  traffic: {
    'unknown_reference profiles[0].traffic[0].zone': put('profiles.traffic.0.zone', 'nowhere'),
    'duplicate_id profiles[0].traffic[1]': put('profiles.traffic.zone', 'centre'),
    'position_needed places[0]': onTable,
    'not_ascending profiles[0].traffic[0].steps[1].from': put('profiles.traffic.0.steps.from', 60),
  },
  'max-ride': {
    'conflicting_fields tasks[3].max_ride_s': add('tasks', { kind: 'visit', id: 'dan', at: 'ann', max_ride_s: 60 }),
  },
  costs: { 'out_of_bounds vehicles[0].costs.per_km': put('vehicles.costs.per_km', -1) },
  depots: {
    'unknown_reference vehicles[0].start': put('vehicles.start', 'nowhere'),
    'position_needed places[0]': drop('places.position'),
    'place_needed vehicles[2].start'(request) {
      put('profiles', [{ kind: 'matrix', name: 'car', durations_s: [[0]] }])(request);
      put('vehicles.2.start', [0, 0])(request);
    },
  },
  profiles: {
    'unknown_reference vehicles[0].profile': put('vehicles.profile', 'boat'),
    'matrix_size profiles[0].durations_s': put('profiles', [{ kind: 'matrix', name: 'car', durations_s: [[0]] }]),
    'matrix_hole profiles[0].durations_s[0][1]': withMatrix((from, to) => (from === 0 && to === 1 ? null : 60)),
    'unreachable_place places[0]': withMatrix((from, to) => (from === 0 && to > 0 ? null : 60)),
  },
  skills: { 'unknown_reference tasks[3].vehicles[0]': put('tasks.3.vehicles', ['dora']) },
  zones: {
    'bad_polygon zones[0].polygon[0]': put('zones.polygon.0.4', [1, 1]),
    'unknown_reference vehicles[0].zones[0]': put('vehicles.0.zones', ['mainland']),
    'position_needed places[1]': onTable,
    'wrong_length zones[0].polygon': put(
      'zones.polygon',
      Array(2).fill([...Array.from({ length: 1999 }, (_, i) => [Math.cos(i), Math.sin(i)]), [1, 0]]),
    ),
  },
  minimums: { 'dimension_mismatch vehicles[1].min_load': put('vehicles.1.min_load', [1, 1]) },
  overtime: { 'missing_field vehicles[0].costs.overtime.after_s': drop('vehicles.costs.overtime.after_s') },
  carriers: {
    'unknown_reference vehicles[1].tariff[0].zone': put('vehicles.1.tariff.0.zone', 'far'),
    'position_needed places[1]': onTable,
    'dimension_mismatch vehicles[1].tariff[0].up_to': put('vehicles.1.tariff.0.up_to', [1, 1]),
  },
  priorities: {
    'out_of_bounds tasks[0].priority': put('tasks.0.priority', 101),
    'out_of_bounds tasks[4].prize': put('tasks.4.prize', -1),
    'conflicting_fields tasks[4].priority': put('tasks.4.priority', 1),
    'wrong_type tasks[0].priority': put('tasks.0.priority', 0.5),
  },
  options: {
    'conflicting_fields tasks[0].at': put('tasks.0.at', 'relay'),
    'missing_field tasks[0].at': drop('tasks.0.options'),
  },
  'same-vehicle': {
    'unknown_reference relations[0].tasks[1]': put('relations.0.tasks', ['kitchen', 'sink']),
    'duplicate_id relations[0].tasks[1]': put('relations.0.tasks', ['kitchen', 'kitchen']),
    'wrong_length relations[0].tasks': put('relations.0.tasks', ['kitchen']),
    'conflicting_relations relations[1].tasks': put('relations.1.tasks', ['kitchen', 'table']),
  },
  sequence: {
    'relation_cycle relations[3].tasks': add('relations', { kind: 'sequence', tasks: ['inspect-1', 'clean-1'] }),
    'conflicting_fields relations[0].min_gap_s': put('relations.0.kind', 'same_vehicle'),
  },
  objectives: {
    'bad_objectives objectives[4]': put('objectives', ['unserved', 'cost', 'lateness', 'co2', 'distance']),
    'bad_objectives objectives[1]': put('objectives', ['cost', 'cost']),
    'bad_objectives objectives[1][0]': put('objectives', ['cost', ['unserved', 'co2']]),
    'conflicting_fields objectives[2][1].of': put('objectives.2.1.of', 'tasks'),
  },
  balance: {
    'conflicting_fields objectives[1][1].measure': put('objectives.1.1.name', 'lateness'),
    'wrong_value objectives[1][1].measure': put('objectives.1.1.measure', 'mean'),
  },
  co2: { 'out_of_bounds vehicles[0].co2_g_per_km': put('vehicles.co2_g_per_km', -1) },
  search: {
    'out_of_bounds options.threads': put('options.threads', 65),
    'out_of_bounds options.seed': put('options.seed', -1),
  },
  'given-routes': {
    'route_conflict routes[1].tasks[0]': put('routes.1.tasks', ['d', 'c', 'e']),
    'route_conflict routes[1].number': put('routes.number', 1),
    'unknown_reference routes[0].tasks[0]': put('routes.0.tasks', ['z']),
    'out_of_bounds routes[1].number': put('routes.1.number', 3),
    'out_of_bounds routes[1].locked': put('routes.1.locked', 4),
    'conflicting_fields routes[0].tasks': put('routes.0.steps', ['d', 'a']),
    'conflicting_fields routes[0].locked': put('routes.0.locked', 1),
    'missing_field routes[0].shift': put('vehicles.shifts', [WINDOW, [7200, 9000]]),
  },
  'in-progress': {
    'impossible_window routes[0].progress.left_at': put('routes.progress.left_at', 9001),
    'impossible_window routes[0].progress.time': put('routes.progress.time', 28_801),
    'route_conflict routes[0].progress.on_board[0]': put('routes.progress.on_board', ['c']),
    'unknown_reference routes[0].progress.breaks_done[0]': put('routes.progress.breaks_done', ['lunch']),
    'conflicting_fields routes[0].progress.breaks_done[0]'(request) {
      put('vehicles.breaks', [{ id: 'rest', duration_s: 60, after_driving_s: 600 }])(request);
      put('routes.progress.breaks_done', ['rest'])(request);
    },
  },
  'plan-check': {
    'missing_field routes': drop('routes'),
    'route_conflict routes[0].tasks[3]': put('routes.0.tasks', ['a', 'b', 'c', 'a']),
  },
  explain: {
    'unknown_reference explain.vehicles[0]': put('explain.vehicles', ['z']),
    'duplicate_id explain.slots[0].task.id': put('explain.slots.task.id', 'a'),
  },
};

/** Travel from a table for all profiles, and no positions. */
function onTable(request: RequestInput): void {
  const durations_s = request.places!.map(() => request.places!.map(() => 60));
  request.profiles = request.profiles!.map((profile) => {
    const traffic = 'traffic' in profile && profile.traffic ? { traffic: profile.traffic } : {};
    return { kind: 'matrix', name: profile.name, durations_s, ...traffic };
  });
  drop('places.position')(request);
}

/** All that is wrong is reported at once, so a hole may come with others. */
function withMatrix(seconds: (from: number, to: number) => number | null): Edit {
  return (request) => {
    const all = request.places!.map((_, i) => i);
    const durations_s = all.map((from) => all.map((to) => (from === to ? 0 : seconds(from, to))));
    request.profiles = [
      { kind: 'matrix', name: 'car', durations_s },
      { kind: 'none', name: 'bike' },
    ];
  };
}

describe.each(Object.entries(REFUSED))('the page %s says what is refused', (name, cases) => {
  const page = readFileSync(join(PAGES, `${name}.md`), 'utf8');
  it.each(Object.entries(cases))('%s', (expected, edit) => {
    const input = readSample(name);
    edit(input);
    const parsed = parseRequest(input);
    expect(parsed.ok ? [] : parsed.errors.map(({ code, path }) => `${code} ${path}`)).toContain(expected);
    expect(page).toContain(`\`${expected.split(' ')[0]}\``);
  });
});
