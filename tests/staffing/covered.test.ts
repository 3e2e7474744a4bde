import { expect, it, vi } from 'vitest';
import type { StaffingInput } from '../../src/contract/staffing/schema.ts';
import { judgeStaffing } from '../../src/simulation/judge.ts';
import { planHere, readRequest } from './plan-here.ts';
import { smallDay, square } from './samples.ts';

vi.setConfig({ testTimeout: 60_000 });

/** Three zones whose peaks follow each other, bikes and scooters on shifts that are too long to fit them. */
function unevenDay(allowed: boolean): StaffingInput {
  const zones = ['a', 'b', 'c'].map((id, i) => ({ id, polygon: square(16.3 + 0.02 * i, 48.2), pickups: 6 }));
  const orders = (i: number) =>
    Array.from({ length: 48 }, (_, s) => (s >= 20 && s < 46 ? 4 + 4 * Math.sin(0.8 * s + 2 * i) : 0));
  const riders = Array.from({ length: 16 }, (_, r) => ({
    id: `r${r}`,
    vehicle: r % 5 < 3 ? 'bike' : 'scooter',
    availability: [{ from: '10:00', to: '23:00' }],
    wants_h_week: 8,
  }));
  return {
    ...smallDay(),
    zones,
    demand: zones.map(({ id }, i) => ({ zone: id, orders: orders(i) })),
    riders,
    rules: { opening: [{ from: '10:00', to: '23:00' }], shift_min_h: 4, shift_max_h: 6 },
    moves: { allowed },
    simulate: { days: 0 },
    options: { seed: 7, iterations: 300 },
  };
}

function planOf(input: StaffingInput) {
  const { plan, request } = planHere(readRequest(input));
  expect(judgeStaffing(request, plan)).toEqual([]);
  return plan;
}

it('moves riders and offers shifts for what is missing then, not both for the same', () => {
  const [moved, still] = [planOf(unevenDay(true)), planOf(unevenDay(false))];
  expect(still.summary.moves).toBe(0);
  expect(moved.summary.moves).toBeGreaterThan(3);
  // Moves cost a way, open shifts their pay.
  expect(moved.cost.total).toBeLessThan(0.995 * still.cost.total);
  expect(moved.cost.open).toBeLessThan(still.cost.open);
});

it('moves riders of a vehicle type that rules name, but those who are needed where they are', () => {
  const bump = (at: number) => Array.from({ length: 96 }, (_, s) => 10 * Math.exp(-(((s - at) / 6) ** 2)));
  const dayOf = (vehicles?: NonNullable<StaffingInput['rules']>['vehicles']) =>
    planOf({
      ...smallDay(),
      horizon: { time_zone: 'Europe/Vienna', starts_on: '2026-03-02', slot_min: 15 },
      zones: ['a', 'b'].map((id, i) => ({ id, polygon: square(16.3 + 0.02 * i, 48.2) })),
      demand: ['a', 'b'].map((zone, i) => ({ zone, orders: bump(48 + 16 * i) })),
      vehicles: [{ id: 'bike', mode: 'bike' }],
      riders: Array.from({ length: 16 }, (_, r) => ({
        id: `r${r}`,
        availability: [{ from: '10:00', to: '20:00' }],
      })),
      rules: { vehicles, shift_min_h: 6, shift_max_h: 8, opening: [{ from: '10:00', to: '20:00' }] },
      simulate: { days: 0 },
      options: { iterations: 500 },
    });
  const without = dayOf();
  expect(without.summary.moves).toBeGreaterThan(3);
  const noon = dayOf([{ vehicle: 'bike', riders: 1, from: '12:00', to: '13:00' }]);
  expect(noon.summary.moves).toBeGreaterThan(3);
  expect(noon.cost.total).toBeLessThan(1.05 * without.cost.total);
  const always = dayOf([{ vehicle: 'bike', riders: 2 }]);
  expect(always.summary.moves).toBeGreaterThan(0);
  for (const { slots, vehicles } of always.zones) {
    const [bikes] = vehicles;
    bikes!.least!.forEach((least, s) => {
      expect(slots.with_moves[s]! + slots.open[s]! + bikes!.short![s]!).toBeGreaterThanOrEqual(least - 1e-6);
    });
    expect(bikes!.short!.reduce((sum, heads) => sum + heads, 0)).toBeLessThan(4);
  }
});
