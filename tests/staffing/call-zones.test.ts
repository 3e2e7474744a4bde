import { describe, expect, it, vi } from 'vitest';
import type { StaffingInput } from '../../src/contract/staffing/schema.ts';
import { judgeStaffing } from '../../src/simulation/judge.ts';
import { callZones, missingByZone, reachOf } from '../../src/staffing/plan/intraday/call-zones.ts';
import { planHere, readRequest } from './plan-here.ts';
import { square } from './samples.ts';

vi.setConfig({ testTimeout: 60_000 });

const at = (time: string) => `2026-03-02T${time}`;
const busy = Array.from({ length: 48 }, (_, slot) => (slot >= 24 && slot < 40 ? 12 : 0));

/** Noon of a day with orders in the last of the zones only, nobody on duty, and six riders who could come. */
function noon(zones: StaffingInput['zones'], change: Partial<StaffingInput> = {}, home?: string): StaffingInput {
  return {
    kind: 'staffing',
    version: 1,
    horizon: { time_zone: 'Europe/Vienna', starts_on: '2026-03-02', slot_min: 30 },
    zones,
    demand: zones!.map(({ id }, z) => ({ zone: id, orders: z === zones!.length - 1 ? busy : busy.map(() => 0) })),
    riders: Array.from({ length: 6 }, (_, r) => ({
      id: `r${r}`,
      ...(home ? { home } : {}),
      availability: [{ from: '08:00', to: '24:00' }],
    })),
    intraday: { now: at('12:00'), actual: [], on_duty: [] },
    simulate: { days: 0 },
    ...change,
  };
}

function answerOf(input: StaffingInput) {
  const { plan, request } = planHere(readRequest(input));
  expect(judgeStaffing(request, plan)).toEqual([]);
  return plan.intraday!;
}

const apart = [{ id: 'west' }, { id: 'east' }];
const beside = [
  { id: 'west', polygon: square(16.3, 48.2) },
  { id: 'east', polygon: square(16.32, 48.2) },
];

describe('who has no home', () => {
  it('is called to the zone where riders are missing, of many, too', () => {
    const many = Array.from({ length: 12 }, (_, z) => ({ id: `z${z}` }));
    for (const zones of [apart, many]) {
      const { calls, short_h_before, short_h_after } = answerOf(noon(zones));
      expect(calls.map(({ zone }) => zone)).toEqual(new Array(6).fill(zones.at(-1)!.id));
      expect(short_h_after).toBeLessThan(0.6 * short_h_before);
    }
  });

  it('begins there, rather than ride there first', () => {
    const { calls, moves } = answerOf(noon(beside));
    expect(calls.map(({ zone }) => zone)).toEqual(new Array(6).fill('east'));
    expect(moves).toEqual([]);
  });

  it('is called by the opening hours of that zone', () => {
    const opening = [
      { from: '08:00', to: '12:00', zones: ['west'] },
      { from: '08:00', to: '24:00', zones: ['east'] },
    ];
    expect(answerOf(noon(beside, { rules: { opening } })).calls).toHaveLength(6);
  });

  it('may begin elsewhere at another time', () => {
    // The one zone is open until three, the other from five on, and both have orders then.
    const opening = [
      { from: '08:00', to: '15:00', zones: ['west'] },
      { from: '17:00', to: '21:00', zones: ['east'] },
    ];
    const orders = (from: number) => Array.from({ length: 48 }, (_, slot) => (slot >= from && slot < from + 6 ? 8 : 0));
    const demand = [
      { zone: 'west', orders: orders(24) },
      { zone: 'east', orders: orders(35) },
    ];
    const { calls } = answerOf(noon(apart, { rules: { opening }, demand }));
    expect(new Set(calls.map(({ zone }) => zone))).toEqual(new Set(['west', 'east']));
    for (const { zone, from } of calls) expect(from < at('15:00')).toBe(zone === 'west');
  });
});

it('is not said to cost too much where nobody could begin, or get to', () => {
  const reasonsOf = (zones: typeof apart) =>
    new Set(answerOf(noon(zones, { costs: { shortage_per_h: 10 } }, 'west')).shortages.map(({ reason }) => reason));
  expect(reasonsOf(beside)).toContain('not_worth_cost');
  expect(reasonsOf(apart)).not.toContain('not_worth_cost');
  expect(reasonsOf(apart)).toContain('no_legal_shift');
});

describe('the zones of a call', () => {
  const riderOf = (homeZone: number, zones: number[]) => ({ homeZone, zones }) as Parameters<typeof callZones>[0];

  it('are the home, or the eight with most missing', () => {
    const missing = [0, 5, 9, 1, 2, 3, 4, 6, 7, 8];
    expect(callZones(riderOf(3, [1, 3]), missing)).toEqual([3]);
    expect(callZones(riderOf(-1, [0, 1, 2]), missing)).toEqual([2, 1, 0]);
    expect(callZones(riderOf(-1, [...missing.keys()]), missing)).toEqual([2, 9, 8, 7, 1, 6, 5, 4]);
  });

  it('reach others through known ones', () => {
    const links = { from: Int32Array.of(0, 1, 2), to: Int32Array.of(1, 2, 3) };
    const reach = reachOf({ ...links, travel_s: new Int32Array(3), cost: new Float64Array(3) });
    expect([...reach([0], [0, 1, 2])]).toEqual([0, 1, 2]);
    expect([...reach([0], [0, 2, 3])]).toEqual([0]);
    expect([...reach([2, 0], [0, 1, 2, 3])].sort()).toEqual([0, 1, 2, 3]);
  });

  it('miss riders of any layer from now on', () => {
    const required = Float64Array.of(9, 2, 9, 0, 0, 1, 0, 1);
    const there = [Float64Array.of(0, 1, 0, 3), Float64Array.of(0, 0, 0, 0)];
    expect([...missingByZone(required, there, { zones: 2, slots: 2, from: 1 })]).toEqual([2, 1]);
  });
});
