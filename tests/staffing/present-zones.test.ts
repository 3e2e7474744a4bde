import { expect, it, vi } from 'vitest';
import { parseStaffing } from '../../src/contract/staffing/parse.ts';
import type { StaffingInput } from '../../src/contract/staffing/schema.ts';
import { judgeStaffing } from '../../src/simulation/judge.ts';
import { planHere } from './plan-here.ts';
import { smallDay, square } from './samples.ts';

vi.setConfig({ testTimeout: 60_000 });

type Place = [number, number];
const WEST: Place = [16.305, 48.21];
const EAST: Place = [16.355, 48.21];

/** Orders of four weeks, as many in a western and in an eastern town, and a request that has one zone for each drawn. */
function twoTowns(): StaffingInput {
  const { demand: _, zones: __, riders: ___, ...day } = smallDay();
  const history_orders = Array.from({ length: 900 }, (_, i) => {
    const [lon, lat] = i % 2 === 0 ? WEST : EAST;
    const off = (step: number) => (((i * step) % 1) - 0.5) * 0.02;
    const time = new Date(Date.UTC(2026, 1, 1 + (i % 28), 10 + ((i * 7) % 11), (i * 13) % 60)).toISOString();
    return { time: time.slice(0, 16), at: [lon + off(0.754877), lat + off(0.56984)] as Place };
  });
  return {
    ...day,
    design_zones: { count: 2 },
    history_orders,
    zones: [
      { id: 'old-west', polygon: square(16.29, 48.195, 0.03) },
      { id: 'old-east', polygon: square(16.34, 48.195, 0.03) },
    ],
    simulate: { days: 0 },
  };
}

const always = [{ from: '10:00', to: '23:00' }];

function planned(input: StaffingInput) {
  const parsed = parseStaffing(JSON.parse(JSON.stringify(input)));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  const answer = planHere(parsed.value);
  expect(judgeStaffing(answer.request, answer.plan)).toEqual([]);
  return answer;
}

function errorsOf(input: unknown): string[] {
  const parsed = parseStaffing(JSON.parse(JSON.stringify(input)));
  return parsed.ok ? [] : parsed.errors.map(({ code, path }) => `${code} ${path}`).sort();
}

it('gives riders the drawn zones that lie where theirs were', () => {
  const booked = { rider: 'ann', zone: 'old-west', from: '2026-03-02T11:00', to: '2026-03-02T14:00' };
  const { plan } = planned({
    ...twoTowns(),
    booked: [booked],
    riders: [
      { id: 'ann', availability: always, home: 'old-west', zones: ['old-west'] },
      { id: 'bob', availability: always, home_at: EAST, zones: ['old-east'] },
      { id: 'cem', availability: always, home_at: [16.29, 48.3] },
      { id: 'dea', availability: always, zones: ['old-west', 'old-east'] },
      { id: 'eli', availability: always },
      { id: 'fay', availability: always, zones: ['old-east'] },
    ],
  });
  const [first, second] = plan.zones;
  const west = first!.centre![0] < second!.centre![0] ? first! : second!;
  const east = west === first ? second! : first!;
  expect(west.made_of).toEqual([{ zone: 'old-west', share: 1 }]);
  expect(east.made_of![0]!.zone).toBe('old-east');
  const both = [west.id, east.id].sort();
  expect(plan.riders.map(({ id, home, zones }) => [id, home, zones])).toEqual([
    ['ann', west.id, [west.id]],
    ['bob', east.id, [east.id]],
    // Outside of all zones: the nearest.
    ['cem', west.id, both],
    ['dea', null, both],
    ['eli', null, both],
    ['fay', null, [east.id]],
  ]);
  for (const { rider, zone } of plan.shifts) {
    if (rider === 'ann') expect(zone).toBe(west.id);
    if (rider === 'bob' || rider === 'fay') expect(zone).toBe(east.id);
  }
  expect(plan.shifts.find(({ origin }) => origin === 'booked')).toMatchObject({ rider: 'ann', zone: west.id });
  expect(plan.warnings.map(({ code }) => code)).not.toContain('zone_not_mapped');
});

it('maps opening hours, handling times, events and what-ifs, too', () => {
  const { request } = planned({
    ...twoTowns(),
    rules: {
      opening: [
        { from: '10:00', to: '23:00', zones: ['old-west'] },
        { from: '17:00', to: '22:00', zones: ['old-east'] },
      ],
    },
    handling: { minutes: 20, by_zone: [{ zone: 'old-east', minutes: 40 }] },
    events: [{ name: 'match', from: '2026-03-02T18:00', to: '2026-03-02T20:00', zones: ['old-east'], factor: 2 }],
    scenarios: [
      { id: 'rain', demand: [{ factor: 1.3, zones: ['old-west'] }] },
      { id: 'hub', hubs: [{ zone: 'old-east', at: EAST }, { zone: 'old-west' }] },
    ],
  });
  const west = request.zones[0]!.centre![0] < request.zones[1]!.centre![0] ? 0 : 1;
  const east = 1 - west;
  expect(request.rules.opening[west]![1]!.to_s).toBe(23 * 3600);
  expect(request.rules.opening[east]![1]!.to_s).toBe(22 * 3600);
  expect([request.handling.given_s[west], request.handling.given_s[east]]).toEqual([1200, 2400]);
  expect(request.events[0]!.zones).toEqual([east]);
  expect(request.scenarios[0]!.demand[0]!.zones).toEqual([west]);
  expect(request.scenarios[1]!.hubs.map(({ zone }) => zone)).toEqual([east, west]);
});

it('knows both parts of a zone that is split, the nearest of one without orders, and one zone at least', () => {
  const whole = { id: 'all', polygon: square(16.28, 48.17, 0.1) };
  const { plan } = planned({
    ...twoTowns(),
    zones: [whole, { id: 'far', polygon: square(17, 48, 0.01) }],
    riders: [
      { id: 'ann', availability: always, zones: ['all'] },
      { id: 'bob', availability: always, home: 'far', zones: ['far'] },
    ],
  });
  const ids = plan.zones.map(({ id }) => id);
  expect(plan.riders[0]!.zones).toEqual(ids);
  // Nothing was ordered in `far`: the nearest zone, and it is said.
  const east = plan.zones.reduce((a, b) => (a.centre![0] > b.centre![0] ? a : b)).id;
  expect(plan.riders[1]).toMatchObject({ home: east, zones: [east] });
  expect(plan.warnings).toContainEqual({
    code: 'zone_not_mapped',
    path: 'zones[1]',
    cause: "no past order lies in zone 'far'",
  });
  const half = { id: 'third', polygon: square(16.29, 48.195, 0.012) };
  const knows = planned({
    ...twoTowns(),
    design_zones: { count: 1 },
    zones: [half, { id: 'rest', polygon: square(16.34, 48.195, 0.03) }],
    riders: [{ id: 'ann', availability: always, zones: ['third'] }],
  }).plan;
  // A part is not the whole, but somewhere she must ride.
  expect(knows.zones[0]!.made_of!.find(({ zone }) => zone === 'third')!.share).toBeLessThan(0.5);
  expect(knows.riders[0]!.zones).toEqual([knows.zones[0]!.id]);
});

it('simulates orders in the zones that were drawn', () => {
  const orders = Array.from({ length: 40 }, (_, i) => ({ time: `2026-03-02T12:${10 + i}`, at: i % 2 ? WEST : EAST }));
  const riders = [{ id: 'ann', availability: always, home_at: WEST }];
  const { plan } = planned({ ...twoTowns(), zones: undefined, riders, simulate: { days: 1, orders } });
  expect(plan.service!.orders.mean).toBe(40);
});

it('says where it cannot be', () => {
  const towns = twoTowns();
  const ann = { id: 'ann', availability: always, home: 'old-west' };
  expect(errorsOf({ ...towns, riders: [ann] })).toEqual([]);
  expect(errorsOf(towns)).toEqual(['conflicting_fields zones']);
  expect(errorsOf({ ...towns, riders: [{ ...ann, home: 'north' }] })).toEqual(['unknown_reference riders[0].home']);
  expect(errorsOf({ ...towns, zones: undefined, riders: [ann] })).toEqual(['unknown_reference riders[0].home']);
  expect(errorsOf({ ...towns, riders: [{ ...ann, home_at: WEST }] })).toEqual(['conflicting_fields riders[0].home_at']);
  expect(errorsOf({ ...towns, zones: [{ id: 'old-west' }], riders: [ann] })).toEqual([
    'missing_field zones[0].polygon',
  ]);
  const pools = [{ zones: ['old-west', 'old-east'] }];
  expect(errorsOf({ ...towns, riders: [ann], moves: { pools } })).toEqual([
    'unknown_reference moves.pools[0].zones[0]',
    'unknown_reference moves.pools[0].zones[1]',
  ]);
  const now = { now: '2026-03-02T12:00', actual: [], on_duty: [] };
  expect(errorsOf({ ...towns, riders: [ann], intraday: now })).toEqual(['conflicting_fields intraday']);
  const day = smallDay();
  const named = [{ ...day.riders![1]!, home: undefined, home_at: [16.31, 48.21] }];
  expect(errorsOf({ ...day, riders: named })).toEqual([]);
  const bare = [{ id: 'west' }, { id: 'east' }];
  expect(errorsOf({ ...day, zones: bare, riders: named })).toEqual(['missing_field riders[0].home']);
});

it('takes a home by its place among given zones: within, or the nearest', () => {
  const day = smallDay();
  const at = (home_at: Place) => [{ id: 'ann', availability: always, home_at }];
  const home = (place: Place) => {
    const parsed = parseStaffing({ ...day, riders: at(place) });
    return parsed.ok ? parsed.value.riders[0]!.homeZone : Number.NaN;
  };
  expect(home([16.319, 48.21])).toBe(0);
  expect(home([16.321, 48.21])).toBe(1);
  expect(home([16.36, 48.25])).toBe(1);
});
