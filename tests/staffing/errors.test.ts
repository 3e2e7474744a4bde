import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStaffing } from '../../src/contract/staffing/parse.ts';
import { withValue } from '../contract/errors-of.ts';
import { counts, smallDay, square } from './samples.ts';

function errorsOf(request: unknown): string[] {
  const parsed = parseStaffing(request);
  return parsed.ok ? [] : parsed.errors.map(({ code, path }) => `${code} ${path}`.trim()).sort();
}

const day = smallDay();
const rider = { id: 'gil', availability: [{ from: '10:00', to: '15:00' }] };
const withHistory = (starts_on: string, list: (number | null)[]) => ({
  ...day,
  demand: undefined,
  history_counts: ['west', 'east'].map((zone) => ({ zone, starts_on, counts: list })),
});
const withHoles = (every: number) => counts(42, 4).map((count, i) => (Math.floor(i / 48) % every === 1 ? null : count));

it('takes the sample', () => {
  expect(errorsOf(day)).toEqual([]);
  // Short ones that are one, the second of the day before.
  const opening = [
    { from: '00:00', to: '01:30' },
    { from: '23:00', to: '24:00' },
  ];
  expect(errorsOf({ ...day, rules: { ...day.rules, opening } })).toEqual([]);
});

it('refuses zones that cover the same ground, from a hundredth of the smaller on', () => {
  const side = fc.integer({ min: 0, max: 210 });
  fc.assert(
    fc.property(side, side, (dx, dy) => {
      const zones = [day.zones![0]!, { ...day.zones![1]!, polygon: square(16.3 + dx / 10_000, 48.2 + dy / 10_000) }];
      const share = (Math.max(0, 200 - dx) * Math.max(0, 200 - dy)) / 40_000;
      // Where the outlines shift by a hair the share is just at the limit.
      fc.pre(Math.abs(share - 0.01) > 0.001);
      expect(errorsOf({ ...day, zones })).toEqual(share > 0.01 ? ['overlapping_zones zones[1].polygon'] : []);
    }),
    { numRuns: 60, seed: 2 },
  );
});

it('cannot place a hub in a zone of which only the id is known', () => {
  const scenarios = [{ id: 'a', hubs: [{ zone: 'west' }] }];
  expect(errorsOf({ ...day, scenarios })).toEqual([]);
  const zones = [{ id: 'west' }, day.zones![1]];
  expect(errorsOf({ ...day, zones, scenarios })).toEqual(['missing_field scenarios[0].hubs[0].at']);
});

describe('one thing wrong', () => {
  it.each<[string, string, unknown, string]>([
    ['an unknown time zone', 'horizon.time_zone', 'Europe/Wien', 'bad_time_zone horizon.time_zone'],
    ['an offset for a time zone', 'horizon.time_zone', '+01:00', 'bad_time_zone horizon.time_zone'],
    ['a day that does not exist', 'horizon.starts_on', '2026-02-30', 'bad_time horizon.starts_on'],
    ['a slot of ten minutes', 'horizon.slot_min', 10, 'wrong_value horizon.slot_min'],
    ['negative demand', 'demand.0.orders.21', -2, 'out_of_bounds demand[0].orders[21]'],
    ['a negative spread', 'demand.0.dispersion', -1, 'out_of_bounds demand[0].dispersion'],
    ['demand of another length', 'demand.0.orders', [1, 2], 'wrong_length demand[0].orders'],
    ['spreads of another length', 'demand.0.dispersion', [1, 2], 'wrong_length demand[0].dispersion'],
    ['no demand for a zone', 'demand', [day.demand![0]], 'missing_field demand'],
    ['demand twice', 'demand.1.zone', 'west', 'duplicate_id demand[1].zone'],
    ['no zone', 'zones', [], 'missing_field zones'],
    ['a zone twice', 'zones.1.id', 'west', 'duplicate_id zones[1].id'],
    ['overlapping zones', 'zones.1.polygon', square(16.31, 48.2), 'overlapping_zones zones[1].polygon'],
    ['a zone within another', 'zones.1.polygon', square(16.305, 48.205, 0.005), 'overlapping_zones zones[1].polygon'],
    ['an open ring', 'zones.0.polygon.coordinates.0.4', [16.3, 48.21], 'bad_polygon zones[0].polygon[0]'],
    [
      'a second outline that is sent as a hole',
      'zones.0.polygon.coordinates.1',
      square(16.4, 48.4).coordinates[0],
      'bad_polygon zones[0].polygon[1]',
    ],
    [
      'a position off the earth',
      'zones.0.polygon.coordinates.0.1',
      [16.3, 148],
      'out_of_bounds zones[0].polygon.coordinates[0][1][1]',
    ],
    ['a rider who is never available', 'riders.0.availability', [], 'no_availability riders[0].availability'],
    [
      'availability that ends before it begins',
      'riders.0.availability.0.to',
      '09:00',
      'impossible_window riders[0].availability[0]',
    ],
    ['an unknown vehicle', 'riders.0.vehicle', 'car', 'unknown_reference riders[0].vehicle'],
    ['an unknown home', 'riders.0.home', 'north', 'unknown_reference riders[0].home'],
    ['a rider twice', 'riders.1.id', 'ann', 'duplicate_id riders[1].id'],
    ['more hours at least than at most', 'riders.0.min_h_week', 60, 'impossible_rules riders[0].min_h_week'],
    ['more hours a day at least than at most', 'riders.0.min_h_day', 11, 'impossible_rules riders[0].min_h_day'],
    ['a day too short for any shift', 'riders.0.max_h_day', 1, 'impossible_rules riders[0].max_h_day'],
    [
      'a last shift that ends within the horizon',
      'riders.0.last_shift_ended',
      '2026-03-02T11:00',
      'out_of_bounds riders[0].last_shift_ended',
    ],
    ['a longest shift below the shortest', 'rules.shift_max_h', 1, 'impossible_rules rules.shift_max_h'],
    ['a step that fits no length', 'rules.shift_step_min', 540, 'impossible_rules rules.shift_step_min'],
    ['a step that is no whole slot', 'rules.start_step_min', 20, 'wrong_value rules.start_step_min'],
    ['opening hours shorter than any shift', 'rules.opening.0.to', '11:00', 'impossible_rules rules.opening[0]'],
    [
      'several opening hours, all shorter than any shift',
      'rules.opening',
      [
        { from: '11:00', to: '12:30' },
        { from: '18:00', to: '19:00' },
      ],
      'impossible_rules rules.opening',
    ],
    ['opening hours that end before they begin', 'rules.opening.0.to', '09:00', 'impossible_window rules.opening[0]'],
    [
      'a meal that no shift has room for',
      'rules.meal',
      { longer_than_h: 4, earliest_h: 4 },
      'impossible_rules rules.meal',
    ],
    [
      'a meal that no shift has room for on its slots',
      'rules.meal',
      { longer_than_h: 4, earliest_h: 3.1, latest_before_end_h: 0.9 },
      'impossible_rules rules.meal',
    ],
    ['shifts that fill more than a day', 'rules.shift_min_h', 12, 'impossible_rules rules.shift_max_h'],
    ['hours a day below any shift', 'rules.max_h_day', 1, 'impossible_rules rules.max_h_day'],
    [
      'a booked shift of nobody',
      'booked',
      [{ rider: 'zoe', zone: 'west', from: '2026-03-02T11:00', to: '2026-03-02T13:00' }],
      'unknown_reference booked[0].rider',
    ],
    [
      'a booked shift off the slots',
      'booked',
      [{ rider: 'ann', zone: 'west', from: '2026-03-02T11:10', to: '2026-03-02T13:00' }],
      'wrong_value booked[0]',
    ],
    [
      'no such hour',
      'booked',
      [{ rider: 'ann', zone: 'west', from: '2026-03-02T25:00', to: '2026-03-03T13:00' }],
      'bad_time booked[0].from',
    ],
    ['a scenario that changes nothing', 'scenarios', [{ id: 'a' }], 'missing_field scenarios[0]'],
    [
      'more riders lost than there are',
      'scenarios',
      [{ id: 'a', lose_riders: 7 }],
      'out_of_bounds scenarios[0].lose_riders',
    ],
    [
      'an unknown zone of a scenario',
      'scenarios',
      [{ id: 'a', hubs: [{ zone: 'x', at: [16.3, 48.2] }] }],
      'unknown_reference scenarios[0].hubs[0].zone',
    ],
    [
      'a new zone over an old one',
      'scenarios',
      [{ id: 'a', new_zone: { zone: { id: 'n', polygon: square(16.31, 48.21) }, orders: day.demand![0]!.orders } }],
      'overlapping_zones scenarios[0].new_zone.zone.polygon',
    ],
    [
      'now outside of the horizon',
      'intraday',
      { now: '2026-03-05T12:00', actual: [], on_duty: [] },
      'out_of_bounds intraday.now',
    ],
    [
      'on duty after the end',
      'intraday',
      {
        now: '2026-03-02T12:00',
        actual: [],
        on_duty: [{ rider: 'ann', zone: 'west', from: '2026-03-02T09:00', to: '2026-03-02T11:00' }],
      },
      'out_of_bounds intraday.on_duty[0]',
    ],
    [
      'handling that is given twice',
      'handling',
      { minutes: 20, tours_min: Array(30).fill(20) },
      'conflicting_fields handling.minutes',
    ],
    ['an unknown field', 'colour', 'red', 'unknown_field colour'],
    ['a share above one', 'service', { share: 1.2 }, 'out_of_bounds service.share'],
  ])('%s', (_, path, value, error) => {
    expect(errorsOf(withValue(day, path, value))).toContain(error);
  });

  it.each<[string, unknown, string]>([
    ['a history of a week', withHistory('2026-02-23', counts(7, 4)), 'history_short history_counts'],
    [
      'a history after the horizon',
      withHistory('2026-03-05', counts(7, 4)),
      'out_of_bounds history_counts[0].starts_on',
    ],
    ['every third day missing', withHistory('2026-01-19', withHoles(3)), 'history_holes history_counts'],
    [
      'a history with two pieces over each other',
      {
        ...withHistory('2026-01-19', counts(42, 4)),
        history_counts: [0, 1, 0].map((z) => ({
          zone: ['west', 'east'][z],
          starts_on: '2026-01-19',
          counts: counts(42, 4),
        })),
      },
      'overlapping_history history_counts[2]',
    ],
    [
      'demand and history',
      { ...day, history_counts: [{ zone: 'west', starts_on: '2026-01-19', counts: [1] }] },
      'conflicting_fields history_counts',
    ],
    ['neither demand nor history', { ...day, demand: undefined }, 'missing_field demand'],
    [
      'orders without a place',
      { ...day, demand: undefined, history_orders: [{ time: '2026-02-01T12:00' }] },
      'missing_field history_orders[0].at',
    ],
    [
      'zones to be designed of nothing',
      { ...day, zones: undefined, demand: undefined, riders: undefined, design_zones: { count: 3 } },
      'missing_field history_orders',
    ],
    [
      'riders of zones that are still to be designed',
      { ...day, zones: undefined, demand: undefined, design_zones: { count: 3 } },
      'unknown_reference riders[0].home',
    ],
    [
      'zones of number and of size',
      { ...day, design_zones: { count: 3, max_work_h: 100 } },
      'conflicting_fields design_zones.max_work_h',
    ],
  ])('%s', (_, request, error) => {
    expect(errorsOf(JSON.parse(JSON.stringify(request)))).toContain(error);
  });
});

describe('good enough', () => {
  it('plans with a day that is missing, and leaves it out', () => {
    const parsed = parseStaffing(withHistory('2026-01-19', withHoles(20)));
    expect(parsed.ok && parsed.value.demand.kind).toBe('history');
    if (!parsed.ok || parsed.value.demand.kind !== 'history') return;
    expect([...parsed.value.demand.counts].filter(Number.isNaN).length).toBe(2 * 3 * 48);
  });

  it('takes zones that touch', () => {
    expect(errorsOf(withValue(day, 'zones.1.polygon', square(16.3199, 48.2)))).toEqual([]);
  });

  it('takes a feature for a polygon', () => {
    const feature = { type: 'Feature', geometry: square(16.32, 48.2), properties: { name: 'East' } };
    expect(errorsOf(withValue(day, 'zones.1.polygon', feature))).toEqual([]);
  });

  it('takes shifts of a published plan of riders who are gone', () => {
    const published = [{ rider: 'zoe', zone: 'west', from: '2026-03-02T11:00', to: '2026-03-02T13:00' }];
    const parsed = parseStaffing({ ...day, published });
    expect(parsed.ok && parsed.value.published).toEqual([]);
  });
});

it('tells everything at once, with cause and action', () => {
  const bad = {
    ...smallDay(),
    horizon: { ...day.horizon, time_zone: 'Mars/Olympus' },
    zones: [day.zones![0], { id: 'east', polygon: square(16.31, 48.2) }],
    riders: [...day.riders!, { ...rider, availability: [] }, { ...rider, min_h_week: 90 }],
    service: { target_min: -5 },
  };
  const parsed = parseStaffing(bad);
  const errors = parsed.ok ? [] : parsed.errors;
  expect(errors.map(({ code }) => code).sort()).toEqual(
    [
      'bad_time_zone',
      'duplicate_id',
      'impossible_rules',
      'no_availability',
      'out_of_bounds',
      'overlapping_zones',
    ].sort(),
  );
  for (const { cause, action } of errors) {
    expect(cause).toMatch(/\w{3}/);
    expect(action).toMatch(/\w{3}.*\.$/);
  }
});

it('never throws', () => {
  for (const input of [
    null,
    7,
    'x',
    [],
    {},
    { kind: 'staffing' },
    { ...day, zones: [null], riders: [7], demand: {} },
  ]) {
    expect(parseStaffing(input).ok).toBe(false);
  }
});
