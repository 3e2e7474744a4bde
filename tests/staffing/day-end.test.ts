import { expect, it } from 'vitest';
import type { StaffingInput } from '../../src/contract/staffing/schema.ts';
import { judgeStaffing } from '../../src/simulation/judge.ts';
import { dayEndSlot } from '../../src/staffing/plan/intraday/day-end.ts';
import { planHere, readRequest } from './plan-here.ts';

const SLOTS = 48;
const at = (time: string) => `2026-03-02T${time}`;

/** Three days on the first of which twice as many orders came until four as were expected. */
function threeDays(usual: number[]): StaffingInput {
  const actual = usual.slice(0, 32).map((orders) => 2 * orders);
  return {
    kind: 'staffing',
    version: 1,
    horizon: { time_zone: 'Europe/Vienna', starts_on: '2026-03-02', days: 3, slot_min: 30 },
    zones: [{ id: 'west' }],
    demand: [{ zone: 'west', orders: usual, dispersion: 1.3 }],
    riders: [{ id: 'ann', availability: [{ from: '08:00', to: '24:00' }] }],
    intraday: { now: at('16:00'), actual: [{ zone: 'west', orders: actual }], on_duty: [] },
    simulate: { days: 0 },
  };
}

it('expects no more of later days than was forecast, however busy this one is', () => {
  const usual = Array.from({ length: SLOTS }, (_, slot) => (slot >= 20 && slot < 42 ? 6 : 0));
  const { plan, request } = planHere(readRequest(threeDays(usual)));
  expect(judgeStaffing(request, plan)).toEqual([]);
  const [now] = plan.intraday!.zones;
  const { slots } = plan.zones[0]!;
  expect(now!.demand[36]).toBeGreaterThan(10);
  expect(now!.demand.slice(SLOTS)).toEqual([...usual, ...usual]);
  expect(now!.required[36]).toBeGreaterThan(slots.required[36]!);
  for (const day of [1, 2]) expect(now!.required[day * SLOTS + 36]).toBeCloseTo(slots.required[day * SLOTS + 36]!, 1);
});

it('is of the day until its night is over', () => {
  // Open from ten to two.
  const late = Array.from({ length: SLOTS }, (_, slot) => (slot >= 20 || slot < 4 ? 6 : 0));
  const { demand } = planHere(readRequest(threeDays(late))).plan.intraday!.zones[0]!;
  expect(Math.min(...demand.slice(SLOTS, SLOTS + 4))).toBeGreaterThan(10);
  expect(demand.slice(SLOTS + 4)).toEqual([...late.slice(4), ...late]);
});

it('ends at the least orders of the whole city between midnight and six', () => {
  const { horizon } = readRequest(threeDays(new Array(SLOTS).fill(6)));
  const orders = new Float64Array(2 * horizon.slots).fill(5);
  const endOf = (slot: number) => dayEndSlot(horizon, slot * horizon.slot_s, orders);
  expect([0, 47, 48].map(endOf)).toEqual([SLOTS, SLOTS, 2 * SLOTS]);
  orders[SLOTS + 9] = 3;
  orders[horizon.slots + SLOTS + 5] = 2;
  orders[SLOTS + 13] = 0;
  const night = SLOTS + 5;
  expect([0, 47, 48, night - 1, night].map(endOf)).toEqual([night, night, night, night, 2 * SLOTS]);
  expect(endOf(2 * SLOTS + 1)).toBe(horizon.slots);
});
