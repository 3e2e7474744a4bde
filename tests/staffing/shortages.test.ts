import { expect, it } from 'vitest';
import type { Draft } from '../../src/staffing/plan/draft.ts';
import { shortagesOf } from '../../src/staffing/plan/public/shortages.ts';
import type { AllTables } from '../../src/staffing/plan/public/tables.ts';
import { readRequest } from './plan-here.ts';
import { smallDay } from './samples.ts';

it('does not count who moves within a pool as one who comes', () => {
  const request = readRequest(smallDay());
  const { slots } = request.horizon;
  const cells = (...values: [number, number, number][]) => {
    const table = new Float64Array(2 * slots);
    for (const [zone, slot, value] of values) table[zone * slots + slot] = value;
    return table;
  };
  const at = 24;
  const missing = { layer: 0, zone: 0, slot: at, missing: 1, reason: 'all_busy' as const };
  const draft = {
    roster: { shortages: [missing] },
    turnUp: 1,
    requirement: { booked: cells([0, at, 3], [1, at, 1]) },
    needs: [],
    pools: [{ zones: [0, 1], inSlot: new Uint8Array(slots).fill(1), shared: true }],
  } as unknown as Draft;
  const words = { short: {}, rider: {} } as Parameters<typeof shortagesOf>[3];
  const offered = (moved: Float64Array, openCounted = cells()) => {
    const planned = cells([0, at, 1], [1, at, 2]);
    const tables = { planned, counted: planned, openCounted, withMoves: moved, types: [] } as unknown as AllTables;
    return shortagesOf(request, draft, tables, words).map((shortage) => shortage.offered);
  };
  expect(offered(cells([0, at, 2], [1, at, 1]))).toEqual([false]);
  expect(offered(cells([0, at, 2], [1, at, 2]))).toEqual([true]);
  // Open shifts count for as much as they fill, heads or not.
  const asPlanned = cells([0, at, 1], [1, at, 2]);
  expect(offered(asPlanned, cells([0, at, 0.9]))).toEqual([false]);
  expect(offered(asPlanned, cells([0, at, 1.1]))).toEqual([true]);
});
