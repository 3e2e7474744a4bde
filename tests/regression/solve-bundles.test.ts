import { describe, expect, it } from 'vitest';
import { solveInline } from '../../src/routing/solve.ts';
import { placesAt, requestOf, task, vehicle } from '../unit/plan-world.ts';
import { compiled } from '../unit/pool-world.ts';

const VILLAGES = 3;
const PER_VILLAGE = 25;
/** A village is 1,000 m away: a van that goes there pays from some fifteen tasks on. */
const PRIZE = 140;

/** Optional tasks in villages in three directions from the depot, each worth a fifteenth of the way there and back. */
function villages() {
  const positions: [number, number][] = [[0, 0]];
  for (let v = 0; v < VILLAGES; v++) {
    const angle = (2 * Math.PI * v) / VILLAGES;
    for (let k = 0; k < PER_VILLAGE; k++)
      positions.push([1000 * Math.cos(angle) + (k % 5), 1000 * Math.sin(angle) + Math.floor(k / 5)]);
  }
  const tasks = positions.slice(1).map((_, i) => task(`t${i}`, i + 1, { load: [1], prize: PRIZE }));
  const van = vehicle({ id: 'van', count: VILLAGES, capacity: [PER_VILLAGE] });
  return compiled(
    requestOf(tasks, [{ ...van, costs: { ...van.costs, per_km: 1000 } }], {
      places: placesAt(positions),
    }),
  ).problem;
}

describe('optional tasks that pay only many together', () => {
  // Twelve were tried at a time, too few for a vehicle to pay: a village stayed out.
  it('get a vehicle', () => {
    const problem = villages();
    const search = { seed: 1, lanes: 1, iterations: 3000, time_s: null, initial: null };
    const { best } = solveInline(problem, search, { elapsed_s: () => 0 });
    expect(best[0]).toBe(VILLAGES);
    expect(best[1]).toBe(0);
  });
});
