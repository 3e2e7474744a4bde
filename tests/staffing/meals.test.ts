import { expect, it, vi } from 'vitest';
import type { StaffingInput } from '../../src/contract/staffing/schema.ts';
import { judgeStaffing } from '../../src/simulation/judge.ts';
import { planHere, readRequest } from './plan-here.ts';

vi.setConfig({ testTimeout: 60_000 });

type Riders = { from: string; to: string; count: number };

/** One zone, with riders who are there from and to the same hours. */
function planOf(
  { from, to, count }: Riders,
  slot_min: 15 | 30,
  orders: number[],
  rules: StaffingInput['rules'],
  change = {},
) {
  const { plan, request } = planHere(
    readRequest({
      kind: 'staffing',
      version: 1,
      horizon: { time_zone: 'Europe/Vienna', starts_on: '2026-03-02', days: 1, slot_min },
      zones: [{ id: 'z', area_km2: 9 }],
      riders: Array.from({ length: count }, (_, i) => ({ id: `r${i}`, availability: [{ from, to }] })),
      demand: [{ zone: 'z', orders }],
      rules,
      simulate: { days: 0 },
      options: { seed: 1 },
      ...change,
    }),
  );
  expect(judgeStaffing(request, plan)).toEqual([]);
  return plan;
}

it('has named riders on their breaks off the peak, where they are missing all day', () => {
  const orders = Array.from({ length: 48 }, (_, s) => (s < 20 || s >= 35 ? 0 : s >= 24 && s < 28 ? 20 : 8));
  const rules = { opening: [{ from: '10:00', to: '18:00' }], shift_min_h: 8, shift_max_h: 8 };
  const { shifts } = planOf({ from: '10:00', to: '18:00', count: 8 }, 30, orders, rules);
  const meals = shifts.map(({ meal }) => meal!.from.slice(11, 16));
  expect(meals).toHaveLength(8);
  expect(meals.filter((from) => from >= '11:30' && from < '14:00').length).toBeLessThanOrEqual(2);
});

it('has shifts with as many hours as where the longest is just too short to be worth its break', () => {
  const orders = Array.from({ length: 96 }, (_, s) => (s >= 40 && s < 64 ? 3 : 0));
  const planned_h = [6, 6.25, 6.5].map((shift_max_h) => {
    const rules = { opening: [{ from: '10:00', to: '23:00' }], shift_min_h: 4, shift_max_h, meal: { minutes: 60 } };
    return planOf({ from: '10:00', to: '16:00', count: 6 }, 15, orders, rules).summary.planned_h;
  });
  for (const hours of planned_h) expect(hours).toBeGreaterThan(planned_h[0]! - 0.6);
});

it('has shifts that only their break keeps within the hours of a day', () => {
  const orders = Array.from({ length: 96 }, (_, s) => ((s >= 40 && s < 52) || (s >= 56 && s < 64) ? 8 : 0));
  for (const shifts_per_day of [1, 2]) {
    // 6.5 h less 60 min, to be there for both peaks; 6 h have no break.
    const rules = {
      opening: [{ from: '10:00', to: '18:00' }],
      shift_min_h: 4,
      shift_max_h: 6.5,
      shift_step_min: 30,
      shifts_per_day,
      max_h_day: 5.5,
      meal: { minutes: 60 },
    };
    const { shifts } = planOf({ from: '10:00', to: '16:30', count: 2 }, 15, orders, rules);
    expect(shifts.map(({ hours, meal }) => [hours, meal !== null])).toContainEqual([5.5, true]);
  }
});
