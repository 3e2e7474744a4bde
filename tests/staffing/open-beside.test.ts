import { expect, it, vi } from 'vitest';
import type { StaffingInput } from '../../src/contract/staffing/schema.ts';
import { judgeStaffing } from '../../src/simulation/judge.ts';
import { planHere, readRequest } from './plan-here.ts';
import { smallDay, twoPeaks } from './samples.ts';

vi.setConfig({ testTimeout: 60_000 });

/** Can ride nothing: no shift is that short. */
const AWAY = { id: 'away', availability: [{ from: '10:00', to: '10:30' }] };
const OPENING = [{ from: '10:00', to: '23:00' }];

/** Cost per hour to be booked, which the types of named riders change: without names, and beside a rider who is named and cannot come. */
function costsOf(input: Partial<StaffingInput>) {
  return [undefined, [AWAY]].map((riders) => {
    const day = { ...smallDay(), vehicles: undefined, riders, simulate: { days: 0 }, options: { seed: 1 }, ...input };
    const { plan, request } = planHere(readRequest(day));
    expect(judgeStaffing(request, plan)).toEqual([]);
    return plan.cost.total / plan.summary.to_book_h;
  });
}

it.each([
  [6, 2, 8],
  [6, 4, 8],
  [12, 4, 8],
  [6, 3, 5],
])(
  'designs open shifts beside named riders as without: two peaks of %d orders, shifts of %d to %d h',
  (most, min, max) => {
    const [unnamed, beside] = costsOf({
      zones: [{ id: 'z', area_km2: 9 }],
      demand: [{ zone: 'z', orders: twoPeaks(most) }],
      rules: { opening: OPENING, shift_min_h: min, shift_max_h: max, shift_step_min: 60 },
    });
    expect(beside).toBeLessThan(1.03 * unnamed!);
  },
);

it.each([
  ['a', 'b'],
  ['b', 'a'],
])('deals out what zones that share riders lack before it offers shifts: %s, %s', (...order) => {
  const from = (first: number) => Array.from({ length: 48 }, (_, slot) => (slot >= first && slot < 40 ? 8 : 0));
  const [unnamed, beside] = costsOf({
    zones: order.map((id) => ({ id, area_km2: 4 })),
    demand: order.map((zone) => ({ zone, orders: from(zone === 'a' ? 36 : 28) })),
    moves: { pools: [{ zones: ['a', 'b'], times: [{ from: '18:00', to: '21:00' }] }] },
    rules: { opening: OPENING, shift_min_h: 4, shift_max_h: 8, meal: null },
  });
  expect(beside).toBeLessThan(1.01 * unnamed!);
});

it('designs open shifts for a vehicle type that rules name, too', () => {
  const [unnamed, beside] = costsOf({
    zones: [{ id: 'z', area_km2: 9 }],
    vehicles: [
      { id: 'bike', mode: 'bike' },
      { id: 'scooter', mode: 'scooter' },
    ],
    demand: [{ zone: 'z', orders: twoPeaks(10) }],
    rules: { opening: OPENING, shift_min_h: 4, shift_max_h: 8, vehicles: [{ vehicle: 'scooter', share: 0.5 }] },
  });
  expect(beside).toBeLessThan(1.03 * unnamed!);
});

it('plans the same whatever money is counted in, where shifts that differ cost a little', () => {
  const costIn = (unit: number) => {
    const { plan } = planHere(
      readRequest({
        ...smallDay(),
        vehicles: undefined,
        riders: undefined,
        zones: [{ id: 'z' }, { id: 'y' }],
        demand: ['z', 'y'].map((zone, i) => ({ zone, orders: twoPeaks(4 - i) })),
        rules: { opening: OPENING },
        costs: { wage_per_h: 15 * unit, shortage_per_h: 60 * unit },
        simulate: { days: 0 },
        options: { seed: 1 },
      }),
    );
    return plan.cost.total / unit;
  };
  const usual = costIn(1);
  for (const unit of [0.05, 0.001, 1000]) expect(costIn(unit) / usual).toBeCloseTo(1, 2);
});
