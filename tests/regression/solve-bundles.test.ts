import { describe, expect, it } from 'vitest';
import { costOf, type PartName, solveInline } from '../../src/routing/solve.ts';
import { NO_COSTS, placesAt, requestOf, task, vehicle } from '../unit/plan-world.ts';
import { compiled, params } from '../unit/pool-world.ts';

const TASKS = 120;

/** Parcels for bikes and lorries, of which one carries as much as seven bikes and costs a little less, ways not counted. */
function parcels() {
  const spread = (i: number, stride: number) => (i * stride) % 16_001;
  const positions = Array.from({ length: TASKS }, (_, i): [number, number] => [
    spread(i + 1, 6_173),
    spread(i + 1, 10_007),
  ]);
  const list = positions.map((_, i) => task(`t${i}`, i + 1, { load: [1 + ((i * 7) % 20)] }));
  const kind = (id: string, room: number, fixed: number, per_km: number) =>
    vehicle({ id, count: 30, capacity: [room], costs: { ...NO_COSTS, fixed, per_km } });
  const vehicles = [kind('bike', 60, 15, 0.4), kind('lorry', 420, 85, 1)];
  return compiled(requestOf(list, vehicles, { places: placesAt([[8_000, 8_000], ...positions]) })).problem;
}

describe('bikes that one lorry would do for', () => {
  // No two or three of them are worth a lorry: whether a day had bikes or lorries was decided by its first solution.
  it('are given up together', () => {
    const problem = parcels();
    const mean = (without: PartName[]) => {
      const costs = [1, 2, 3, 4].map((seed) => {
        const { best } = solveInline(problem, params({ seed, iterations: 30_000, without }), { elapsed_s: () => 0 });
        return costOf(problem, best);
      });
      return costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
    };
    expect(mean([])).toBeLessThan(0.98 * mean(['fleet-trials']));
  });
});
