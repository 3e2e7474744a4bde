import { describe, expect, it } from 'vitest';
import type { Problem } from '../../src/model/problem.ts';
import { costOf, type PartName, solveInline } from '../../src/routing/solve.ts';
import { NO_COSTS, placesAt, requestOf, task, vehicle } from '../unit/plan-world.ts';
import { compiled, params } from '../unit/pool-world.ts';

/** Parcels for bikes and lorries, of which one carries as much as seven bikes and costs a little less, ways not counted. @param side of the town, m */
function parcels(tasks: number, side: number, bikes = 200, vans = 0): Problem {
  const spread = (i: number, stride: number) => (i * stride) % side;
  const positions = Array.from({ length: tasks }, (_, i): [number, number] => [
    spread(i + 1, 6_173),
    spread(i + 1, 10_007),
  ]);
  const list = positions.map((_, i) => task(`t${i}`, i + 1, { load: [1 + ((i * 7) % 20)] }));
  const kind = (id: string, count: number, room: number, fixed: number, per_km: number) =>
    vehicle({ id, count, capacity: [room], costs: { ...NO_COSTS, fixed, per_km } });
  const all = [kind('bike', bikes, 60, 15, 0.4), kind('van', vans, 160, 38, 0.6), kind('lorry', 60, 420, 85, 1)];
  const vehicles = all.filter(({ count }) => count > 0);
  return compiled(requestOf(list, vehicles, { places: placesAt([[side / 2, side / 2], ...positions]) })).problem;
}

/** Mean cost of plans by several seeds. */
function mean(problem: Problem, seeds: number[], iterations: number, without: PartName[] = []): number {
  const costs = seeds.map((seed) => {
    const { best } = solveInline(problem, params({ seed, iterations, without }), { elapsed_s: () => 0 });
    return costOf(problem, best);
  });
  return costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
}

// No two or three bikes are worth a lorry: whether a day had bikes or lorries was decided by its first solution.
describe('bikes that one lorry would do for', () => {
  it('are given up together', () => {
    const problem = parcels(120, 16_001);
    const seeds = [1, 2, 3, 4];
    const without: PartName[] = ['kinds'];
    expect(mean(problem, seeds, 30_000, without)).toBeLessThan(
      0.98 * mean(problem, seeds, 30_000, ['fleet-trials', ...without]),
    );
  });

  it('are not begun with where there are many, for their first tours are shorter only then', () => {
    const [all, lorries] = [200, 0].map((many) => mean(parcels(500, 25_013, many, many), [1, 2], 20_000));
    expect(all).toBeLessThan(1.03 * lorries!);
  });
});
