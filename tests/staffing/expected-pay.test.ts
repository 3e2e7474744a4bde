import { expect, it } from 'vitest';
import type { StaffingInput } from '../../src/contract/staffing/schema.ts';
import { judgeStaffing } from '../../src/simulation/judge.ts';
import { planHere, readRequest } from './plan-here.ts';

type Riders = NonNullable<StaffingInput['riders']>;

const AVAILABLE = [{ from: '10:00', to: '22:00' }];
const some = (name: string, pay: object): Riders =>
  [0, 1, 2, 3].map((i) => ({ id: `${name} ${i}`, availability: AVAILABLE, ...pay }));

/** A day of two orders a quarter of an hour from 11 to 19. */
function planned(riders: Riders, change: object = {}) {
  const request = {
    kind: 'staffing',
    version: 1,
    horizon: { time_zone: 'Europe/Vienna', starts_on: '2026-03-02' },
    zones: [{ id: 'a' }],
    demand: [{ zone: 'a', orders: Array.from({ length: 96 }, (_, s) => (s >= 44 && s < 76 ? 2 : 0)) }],
    rules: { meal: null },
    riders,
    simulate: { days: 10 },
    options: { iterations: 500 },
    ...change,
  };
  return planHere(readRequest(request));
}

it('has those ride who are cheapest by hours or orders, and says what a simulated day pays', () => {
  const { plan, request } = planned([
    ...some('hour', { cost_per_h: 15 }),
    ...some('order', { cost_per_h: 5, pay_per_order: 12 }),
  ]);
  const hoursOf = (name: string) =>
    plan.riders.filter(({ id }) => id.startsWith(name)).reduce((sum, { hours }) => sum + hours, 0);
  expect(hoursOf('hour')).toBeGreaterThan(5 * hoursOf('order'));
  const { cost_per_order, orders } = plan.service!;
  expect(cost_per_order.mean * orders.mean).toBeLessThan(1.15 * plan.cost.pay);
  expect(judgeStaffing(request, plan)).toEqual([]);
});

it('counts orders where they bring more than hours, on each shift and in all', () => {
  const { plan, request } = planned(some('order', { cost_per_h: 5, pay_per_order: 12 }));
  const pay = plan.shifts.reduce((sum, { cost }) => sum + cost, 0);
  const { cost_per_order, orders } = plan.service!;
  expect((cost_per_order.mean * orders.mean) / plan.cost.pay).toBeGreaterThan(0.85);
  expect(plan.cost.pay).toBeGreaterThan(0.85 * pay);
  expect(plan.riders.reduce((sum, rider) => sum + rider.pay, 0)).toBeCloseTo(pay, 2);
  expect(judgeStaffing(request, plan)).toEqual([]);
});

it('counts orders to come over the hours to come on a day under way', () => {
  const riders = some('order', { cost_per_h: 5, pay_per_order: 12 });
  const perHour = ({ shifts }: ReturnType<typeof planned>['plan']) =>
    shifts.reduce((sum, { cost }) => sum + cost, 0) / shifts.reduce((sum, { hours }) => sum + hours, 0);
  const at = (time: string) => `2026-03-02T${time}`;
  const on_duty = [{ rider: 'order 0', zone: 'a', from: at('12:00'), to: at('19:00') }];
  const { plan, request } = planned(riders, { intraday: { now: at('17:30'), actual: [], on_duty } });
  expect(perHour(plan)).toBeLessThan(1.5 * perHour(planned(riders).plan));
  expect(judgeStaffing(request, plan)).toEqual([]);
});

it('pays guaranteed hours as such: orders make up for them', () => {
  const horizon = { time_zone: 'Europe/Vienna', starts_on: '2026-03-02', days: 7 };
  const pay = { cost_per_h: 5, pay_per_order: 12 };
  const costOf = (guaranteed_h_week: number) =>
    planned(some('order', { ...pay, guaranteed_h_week }), { horizon, simulate: { days: 0 } }).plan;
  const [without, least] = [costOf(0), costOf(20)];
  const hours = without.riders.map((rider) => rider.hours);
  expect(Math.min(...hours)).toBeGreaterThan(20);
  // More is paid for the orders of a week than for twenty hours of it.
  expect(least.cost.pay).toBeLessThan(1.05 * without.cost.pay);
  const idle = planned(some('order', { ...pay, guaranteed_h_week: 20 }), {
    demand: [{ zone: 'a', orders: new Array(96).fill(0) }],
    horizon,
    simulate: { days: 0 },
  }).plan;
  expect(idle.cost.pay).toBeCloseTo(4 * 20 * 5, 2);
});

it('is judged: costs below the hours, and orders an hour that differ between riders of a type', () => {
  const riders = some('order', { cost_per_h: 5, pay_per_order: 12 });
  const { plan, request } = planned(riders);
  const rulesOf = (change: (cost: number, i: number) => number) => {
    const copy = structuredClone(plan);
    for (const [i, shift] of copy.shifts.entries()) shift.cost = change(shift.cost, i);
    return judgeStaffing(request, copy).map(({ rule }) => rule);
  };
  expect(rulesOf((cost) => cost)).toEqual([]);
  expect(rulesOf((cost) => 1.1 * cost)).toContain('wrong_figure');
  expect(rulesOf((cost) => 0.9 * cost)).toContain('wrong_figure');
  expect(rulesOf(() => 1)).toContain('wrong_figure');

  const mixed = planned(riders, {
    vehicles: [
      { id: 'bike', mode: 'bike' },
      { id: 'scooter', mode: 'scooter' },
    ],
    riders: riders.map((rider, i) => ({ ...rider, vehicle: i % 2 ? 'scooter' : 'bike' })),
  });
  expect(judgeStaffing(mixed.request, mixed.plan)).toEqual([]);
  mixed.plan.shifts[0]!.cost *= 1.1;
  expect(judgeStaffing(mixed.request, mixed.plan).map(({ rule }) => rule)).toContain('wrong_figure');
});
