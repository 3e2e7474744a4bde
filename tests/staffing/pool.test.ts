import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PoolProblem, poolNeighbours } from '../../src/staffing/moves/index.ts';

const SLOTS = 3;
/** Zones in a row. */
const worlds = fc
  .array(
    fc.array(
      fc.integer({ min: 0, max: 120 }).map((tenths) => tenths / 10),
      { minLength: SLOTS, maxLength: SLOTS },
    ),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .chain((loads) =>
    fc
      .record({
        beta: fc.constantFrom(0, 0.5, 1.5),
        loss: fc.constantFrom(0, 0.1, 0.3),
        most: fc.integer({ min: 1, max: 3 }),
      })
      .map(
        ({ beta, loss, most }): PoolProblem => ({
          zones: loads.length,
          slots: SLOTS,
          load: Float64Array.from(loads.flat()),
          dispersion: new Float64Array(loads.length * SLOTS).fill(1.3),
          beta,
          loss,
          most_zones: most,
          neighbours: loads.map((_, z) => [z - 1, z + 1].filter((n) => n >= 0 && n < loads.length)),
        }),
      ),
  );

/** Riders of a pool by the formula of the docstring. */
function riders({ load, dispersion, beta, loss = 0.1 }: PoolProblem, zones: number[], slot: number): number {
  const at = zones.map((z) => z * SLOTS + slot);
  const mean = at.reduce((sum, c) => sum + load[c]!, 0);
  const wanted = Math.ceil(mean + beta * Math.sqrt(at.reduce((sum, c) => sum + dispersion[c]! * load[c]!, 0)) - 1e-9);
  if (zones.length === 1) return Math.max(0, wanted);
  const kept = at.reduce((sum, c) => sum + Math.floor(load[c]!), 0);
  return kept + Math.max(0, Math.ceil((wanted - kept) / (1 - loss) - 1e-9));
}

/** Least rider-slots over all ways to cut a row into pools. */
function leastOf(problem: PoolProblem): number {
  const { zones, most_zones = 3 } = problem;
  const best = [0];
  for (let end = 1; end <= zones; end++) {
    best[end] = Number.POSITIVE_INFINITY;
    for (let size = 1; size <= Math.min(end, most_zones); size++) {
      const members = Array.from({ length: size }, (_, i) => end - size + i);
      let total = best[end - size]!;
      for (let s = 0; s < SLOTS; s++) total += riders(problem, members, s);
      best[end] = Math.min(best[end]!, total);
    }
  }
  return best[zones]!;
}

describe('pools of neighbours', () => {
  it('hang together, share each zone once, and add up', () => {
    let [ours, least] = [0, 0];
    fc.assert(
      fc.property(worlds, (problem) => {
        const { pools, own, apart_rider_slots, pooled_rider_slots } = poolNeighbours(problem);
        expect(pools.flatMap((pool) => pool.zones).sort((a, b) => a - b)).toEqual(problem.neighbours.map((_, z) => z));
        let total = 0;
        for (const { zones, floats } of pools) {
          expect(zones.length).toBeLessThanOrEqual(problem.most_zones!);
          expect(zones.at(-1)! - zones[0]! + 1).toBe(zones.length);
          for (let s = 0; s < SLOTS; s++) {
            const kept = zones.reduce((sum, z) => sum + own[z * SLOTS + s]!, 0);
            expect(kept + floats[s]!).toBe(riders(problem, zones, s));
            total += kept + floats[s]!;
          }
        }
        expect(pooled_rider_slots).toBeCloseTo(total, 9);
        expect(pooled_rider_slots).toBeLessThanOrEqual(apart_rider_slots);
        ours += apart_rider_slots - total;
        least += apart_rider_slots - leastOf(problem);
        expect(total).toBeGreaterThanOrEqual(leastOf(problem));
      }),
      { numRuns: 200, seed: 12 },
    );
    // Joining pairs and changing one at a time finds most of what there is to save.
    expect(least).toBeGreaterThan(100);
    expect(ours).toBeGreaterThanOrEqual(0.8 * least);
  });

  it('save safety where loads are alike, and nothing where floats lose too much', () => {
    const problem: PoolProblem = {
      zones: 2,
      slots: 1,
      load: Float64Array.of(4, 4),
      dispersion: Float64Array.of(1, 1),
      beta: 1,
      neighbours: [[1], [0]],
      loss: 0,
    };
    // Apart ceil(4 + 2) each; together ceil(8 + sqrt 8) = 11, of which 8 stay.
    expect(poolNeighbours(problem)).toMatchObject({
      apart_rider_slots: 12,
      pooled_rider_slots: 11,
      pools: [{ zones: [0, 1], saved_rider_slots: 1 }],
    });
    expect([...poolNeighbours(problem).pools[0]!.floats]).toEqual([3]);
    expect(poolNeighbours({ ...problem, loss: 0.5 }).pools).toHaveLength(2);
    expect(poolNeighbours({ ...problem, neighbours: [[], []] }).pools).toHaveLength(2);
  });
});
