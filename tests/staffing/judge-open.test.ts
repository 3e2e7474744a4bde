import { expect, it } from 'vitest';
import type { StaffingPlan } from '../../src/contract/staffing/plan.ts';
import { judgeStaffing } from '../../src/simulation/judge.ts';
import { planHere, readRequest } from './plan-here.ts';
import { smallDay } from './samples.ts';

const day = smallDay();
const opening = [
  { from: '10:00', to: '15:00' },
  { from: '15:30', to: '22:30' },
];

it('offers no shift of which the break lies over a closing', () => {
  const rules = { shift_min_h: 6.5, shift_max_h: 8, opening, meal: { longer_than_h: 6, minutes: 30 } };
  const demand = [{ zone: 'west', orders: Array.from({ length: 48 }, (_, s) => (s >= 22 && s < 44 ? 6 : 0)) }];
  const input = { ...day, zones: [day.zones![0]!], demand, riders: undefined, rules, simulate: { days: 0 } };
  const { request, plan } = planHere(readRequest(input));
  expect(plan.open.length).toBeGreaterThan(0);
  for (const { from } of plan.open) expect(from >= '2026-03-02T15:30').toBe(true);
  expect(judgeStaffing(request, plan)).toEqual([]);
});

it('judges open shifts, moves that are not allowed, and sums of costs', () => {
  const input = { ...day, riders: day.riders!.slice(0, 1), moves: { allowed: false }, simulate: { days: 0 } };
  const { request, plan } = planHere(readRequest(input));
  expect(plan.open.length).toBeGreaterThan(0);
  const rulesOf = (change: (plan: StaffingPlan) => void) => {
    const changed = structuredClone(plan);
    change(changed);
    return new Set(judgeStaffing(request, changed).map(({ rule, path }) => `${rule} ${path.replace(/\[\d+\]$/, '')}`));
  };
  expect(rulesOf(() => {})).toEqual(new Set());
  const at = (time: string) => `2026-03-02T${time}:00+01:00`;
  const first = (with_: object) => (changed: StaffingPlan) => {
    Object.assign(changed.open[0]!, with_);
  };
  const broken = rulesOf(first({ from: at('01:10'), to: at('23:45'), meal: null, riders: 50 }));
  for (const rule of ['shift_length', 'length_grid', 'start_grid', 'closed', 'meal_missing']) {
    expect(broken, rule).toContain(`${rule} open`);
  }
  for (const path of ['cost.open', 'summary.open_h', 'zones[0].slots.open']) {
    expect(broken, path).toContain(`wrong_figure ${path}`);
  }
  const meal = { from: at('12:00'), to: at('12:45') };
  expect(rulesOf(first({ from: at('11:00'), to: at('13:00'), meal }))).toContain('meal_not_due open[0].meal');
  const misplaced = rulesOf(first({ from: at('11:00'), to: at('19:00'), meal }));
  expect(misplaced).toContain('meal_length open[0].meal');
  expect(misplaced).toContain('meal_window open[0].meal');
  expect(rulesOf(first({ zone: 'nowhere' }))).toContain('unknown_zone open[0].zone');
  expect(rulesOf(first({ vehicle: 'car' }))).toContain('unknown_vehicle open[0].vehicle');
  expect(rulesOf(first({ from: 'once' }))).toContain('outside_horizon open');
  const costs = rulesOf((changed) => {
    changed.cost.total = 1;
  });
  expect(costs).toEqual(new Set(['wrong_figure cost.total']));
  const move = { leaves: at('12:00'), arrives: at('12:30'), cost: 0, covers_h: 1, reason: 'covers_shortage' as const };
  const moved = rulesOf((changed) => {
    changed.moves.push({ rider: 'ann', from: 'west', to: 'east', ...move });
  });
  expect(moved).toContain('moves_not_allowed moves');
});

it('lets open shifts begin when the clock on the wall has left out a time at which they may', () => {
  // Two o'clock is half past two.
  const horizon = { time_zone: 'Australia/Lord_Howe', starts_on: '2026-10-04', days: 1, slot_min: 30 as const };
  const demand = day.zones!.map(({ id: zone }) => ({ zone, orders: Array(47).fill(3) }));
  const input = { ...day, horizon, demand, riders: undefined, rules: { start_step_min: 60 }, simulate: { days: 0 } };
  const { request, plan } = planHere(readRequest(input));
  expect(judgeStaffing(request, plan)).toEqual([]);
  const [skipped, half] = ['2026-10-04T02:30:00+11:00', '2026-10-04T03:30:00+11:00'].map((from) => {
    const open = [{ ...plan.open[0]!, from, to: '2026-10-04T06:00:00+11:00', meal: null }];
    return judgeStaffing(request, { ...plan, open }).map(({ rule }) => rule);
  });
  expect(skipped).not.toContain('start_grid');
  expect(half).toContain('start_grid');
});
