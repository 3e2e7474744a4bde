import { describe, expect, it, vi } from 'vitest';
import { grubhubZones, unmetWithMoves, unmetWithoutMoves } from '../../bench/staffing/grubhub-zones.ts';
import { hasMdrp, readMdrp } from '../../bench/staffing/mdrp.ts';
import { loadHighs } from '../../src/staffing/highs.ts';
import { planMoves } from '../../src/staffing/moves/index.ts';

vi.setConfig({ testTimeout: 60_000 });

describe.skipIf(!hasMdrp)('moves on a Grubhub day [shared]', () => {
  it('close four fifths of the gap to one pooled zone, with a safety margin, on the longest day', async () => {
    const wanted = (load: number) => Math.ceil(load + 0.5 * Math.sqrt(load) - 1e-9);
    const { problem } = grubhubZones(readMdrp('4o100t100s2p100'), 4, wanted, { paid: 0.01, approach_s: 0 });
    const { still, pooled } = unmetWithoutMoves(problem);
    const highs = await loadHighs();
    const { moves, short_rider_slots } = planMoves(problem, { seed: 1 }, { elapsed_s: () => 0, highs });
    const moved = unmetWithMoves(problem, moves);
    expect((still - moved) / (still - pooled)).toBeGreaterThan(0.8);
    // The planner counts what is lost by riding in full, also where nobody is missing.
    expect(moved).toBeLessThanOrEqual(short_rider_slots + 1e-6);
    expect(unmetWithMoves(problem, [])).toBeCloseTo(still, 9);
  });
});
