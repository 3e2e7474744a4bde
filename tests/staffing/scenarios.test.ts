import { expect, it, vi } from 'vitest';
import type { ScenarioRow } from '../../src/contract/staffing/plan.ts';
import type { StaffingRequest } from '../../src/contract/staffing/request.ts';
import type { StaffingInput } from '../../src/contract/staffing/schema.ts';
import { Control } from '../../src/pool/control.ts';
import { runStaffing } from '../../src/pool/staffing-thread.ts';
import { applyScenario, withHubsPlaced } from '../../src/staffing/plan/index.ts';
import { planHere, readRequest } from './plan-here.ts';
import { smallDay, square, twoPeaks } from './samples.ts';

vi.setConfig({ testTimeout: 60_000 });

function run(request: StaffingRequest, scenario: Parameters<typeof runStaffing>[0]['scenario']) {
  const control = new Control().buffer;
  const answer = runStaffing({ request, scenario, control, started_ns: process.hrtime.bigint() });
  if (!answer.ok) throw new Error(answer.message);
  return answer;
}

function baseOf(input: StaffingInput) {
  const base = run(readRequest(input), null);
  if (!('plan' in base)) throw new Error('no plan');
  return base;
}

/** The rows of all scenarios, worked out as threads do. */
function rowsOf(input: StaffingInput) {
  const { plan, demand, request } = baseOf(input);
  const rows = request.scenarios.map((_, index) => run(request, { index, demand, plan }) as { row: ScenarioRow });
  return { plan, rows: new Map(rows.map(({ row }) => [row.id, row])) };
}

it('plays through every kind of change', () => {
  const { plan, rows } = rowsOf({
    ...smallDay(),
    no_show: { rate: 0.02 },
    scenarios: [
      { id: 'rain', demand: [{ factor: 1.3 }] },
      { id: 'no-show', no_show_rate: 0.1 },
      { id: 'ill', lose_riders: 2 },
      { id: 'north', new_zone: { zone: { id: 'north', polygon: square(16.3, 48.22) }, orders: twoPeaks(5) } },
      { id: 'hub', hubs: [{ zone: 'west' }, { zone: 'west' }] },
      { id: 'target', service: { target_min: 30 } },
    ],
  });
  const { summary } = plan;
  expect(rows.get('rain')!.demand / summary.demand).toBeCloseTo(1.3, 2);
  expect(rows.get('rain')!.to_book_h).toBeGreaterThan(summary.to_book_h);
  expect(rows.get('no-show')!.required_h).toBe(summary.required_h);
  expect(rows.get('no-show')!.to_book_h).toBeGreaterThan(summary.to_book_h);
  expect(rows.get('ill')!.planned_h).toBeLessThan(summary.planned_h);
  expect(rows.get('north')!.demand).toBeGreaterThan(summary.demand + 10);
  expect(rows.get('target')!.required_h).toBeGreaterThan(summary.required_h);
  for (const row of rows.values()) expect(row.late_share_unchanged).not.toBeNull();
  const { hubs } = rows.get('hub')!;
  expect(hubs.map(({ zone, way_before_m }) => [zone, way_before_m])).toEqual([
    ['west', null],
    ['west', null],
  ]);
  // Two hubs of a square stand a quarter of the way in, from both sides.
  const [a, b] = hubs.map(({ at }) => at.map((degrees, axis) => (degrees - [16.3, 48.2][axis]!) / 0.02));
  expect(Math.abs(a![0]! - b![0]!) + Math.abs(a![1]! - b![1]!)).toBeGreaterThan(0.3);
  for (const part of [...a!, ...b!]) expect(part).toBeGreaterThan(0.1);
  for (const part of [...a!, ...b!]) expect(part).toBeLessThan(0.9);
});

it('plays what the plan as it is says to do now, on a day under way', () => {
  const at = (time: string) => `2026-03-02T${time}:00+01:00`;
  const { riders, ...day } = smallDay();
  const { plan, demand, request } = baseOf({
    ...day,
    // Rides today although not available: is not taken for one of those who are gone.
    riders: riders!.map((rider) =>
      rider.id === 'bob' ? { ...rider, availability: [{ days: ['thu'], from: '10:00', to: '23:00' }] } : rider,
    ),
    intraday: {
      now: at('12:10'),
      actual: [],
      on_duty: [{ rider: 'bob', zone: 'east', from: at('10:00'), to: at('19:00') }],
    },
    scenarios: [{ id: 'rain', demand: [{ factor: 2 }] }],
  });
  const lateShare = (change: Partial<NonNullable<typeof plan.intraday>>) => {
    const intraday = { ...plan.intraday!, moves: [], breaks: [], calls: [], releases: [], ...change };
    const { row } = run(request, { index: 0, demand, plan: { ...plan, intraday } }) as { row: ScenarioRow };
    return row.late_share_unchanged;
  };
  const home = { rider: 'bob', zone: 'east', from: at('12:10'), saving: 0, skips_break: true };
  expect(lateShare({ releases: [{ ...home, reason: 'not_needed' }] })).toBe(1);
  expect(lateShare({})).toBeLessThan(1);
});

it('changes what is still to come of a day under way: what came is measured against its own forecast', () => {
  const { plan, demand, request } = baseOf({
    ...smallDay(),
    intraday: {
      now: '2026-03-02T17:00',
      actual: [{ zone: 'east', orders: twoPeaks(6).slice(0, 34) }],
      on_duty: [],
    },
    scenarios: [{ id: 'rain', demand: [{ factor: 1.3 }] }],
    simulate: { days: 0 },
  });
  const rain = planHere(applyScenario(request, demand, request.scenarios[0]!)).plan.intraday!;
  const toCome = (answer: typeof rain) =>
    answer.zones.map(({ demand: orders }) => orders.slice(34).reduce((sum, each) => sum + each, 0));
  expect(rain.city_level).toBe(plan.intraday!.city_level);
  toCome(rain).forEach((orders, zone) => {
    expect(orders / toCome(plan.intraday!)[zone]!).toBeCloseTo(1.3, 2);
  });
});

it('draws orders where the demand is another, and keeps those given where it is not', () => {
  const { demand, request } = baseOf({
    ...smallDay(),
    simulate: { days: 1, orders: [{ time: '2026-03-02T12:00', zone: 'west' }] },
    scenarios: [
      { id: 'rain', demand: [{ factor: 2 }] },
      { id: 'north', new_zone: { zone: { id: 'north', polygon: square(16.3, 48.22) }, orders: twoPeaks(5) } },
      { id: 'no-show', no_show_rate: 0.1 },
    ],
  });
  const orders = request.scenarios.map((scenario) => applyScenario(request, demand, scenario).simulate.orders?.length);
  expect(orders).toEqual([undefined, undefined, 1]);
});

it('owes nothing to riders who are gone', () => {
  const { riders, ...day } = smallDay();
  const costOf = (promised: object) =>
    rowsOf({
      ...day,
      riders: riders!.map((rider) => ({ ...rider, ...promised })),
      scenarios: [{ id: 'ill', lose_riders: 6 }],
      simulate: { days: 0 },
    }).rows.get('ill')!.cost;
  expect(costOf({ guaranteed_h_week: 20, min_h_week: 10 })).toBe(costOf({}));
});

it('puts one more hub where the pickups are that the present one is far from', () => {
  const order = (pickup: [number, number], i: number) => ({
    time: `2026-02-${String(1 + (i % 28)).padStart(2, '0')}T12:00`,
    pickup,
    at: [16.31, 48.21] as [number, number],
  });
  const day = smallDay();
  const request = readRequest({
    ...day,
    zones: [{ ...day.zones![0]!, hubs: [[16.302, 48.202]] }, day.zones![1]!],
    history_orders: Array.from({ length: 60 }, (_, i) => order(i % 3 === 0 ? [16.3021, 48.202] : [16.317, 48.217], i)),
    scenarios: [{ id: 'hub', hubs: [{ zone: 'west' }] }],
  });
  const { scenario, placed } = withHubsPlaced(request, request.scenarios[0]!);
  expect(placed).toHaveLength(1);
  const [{ at, way_before_m, way_after_m }] = placed as [ScenarioRow['hubs'][number]];
  expect(scenario.hubs).toEqual([{ zone: 0, at }]);
  expect(Math.abs(at[0] - 16.317)).toBeLessThan(0.002);
  expect(Math.abs(at[1] - 48.217)).toBeLessThan(0.002);
  expect(way_after_m).toBeLessThan(0.2 * way_before_m!);
});

it('places as many hubs as there are places for', () => {
  const history_orders = Array.from({ length: 20 }, (_, i) => ({
    time: `2026-02-${String(1 + i).padStart(2, '0')}T12:00`,
    pickup: [16.302, 48.202] as [number, number],
    at: [16.31, 48.21] as [number, number],
  }));
  const scenarios = [9, 1].map((count) => ({ id: `${count} hubs`, hubs: Array(count).fill({ zone: 'west' }) }));
  const request = readRequest({ ...smallDay(), history_orders, scenarios });
  // One place, and those round it.
  expect(request.scenarios.map((each) => withHubsPlaced(request, each).placed.length)).toEqual([7, 1]);
  expect(withHubsPlaced(request, request.scenarios[0]!).scenario.hubs).toHaveLength(7);
});

it('plays through scenarios in zones that were drawn', () => {
  const { demand: _, zones, ...day } = smallDay();
  const history_orders = Array.from({ length: 600 }, (_, i) => ({
    time: new Date(Date.UTC(2026, 1, 1 + (i % 28), 10 + ((i * 7) % 11), (i * 13) % 60)).toISOString().slice(0, 16),
    at: [16.3 + ((i * 0.754877) % 1) * 0.04, 48.2 + ((i * 0.56984) % 1) * 0.02] as [number, number],
  }));
  const { plan, rows } = rowsOf({
    ...day,
    zones: zones!,
    design_zones: { count: 2 },
    history_orders,
    scenarios: [
      { id: 'rain', demand: [{ factor: 1.5, zones: ['west'] }] },
      { id: 'hub', hubs: [{ zone: 'east' }] },
    ],
  });
  const ids = plan.zones.map(({ id }) => id);
  expect(ids).toEqual(['zone-1', 'zone-2']);
  const west = plan.zones.reduce((a, b) => (a.centre![0] < b.centre![0] ? a : b));
  const more = 0.5 * west.slots.demand.reduce((sum, orders) => sum + orders, 0);
  expect(rows.get('rain')!.demand - plan.summary.demand).toBeCloseTo(more, 1);
  expect(ids).toContain(rows.get('hub')!.hubs[0]!.zone);
});
