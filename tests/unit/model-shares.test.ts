import { describe, expect, it } from 'vitest';
import { BIG } from '../../src/model/problem.ts';
import { shareOfLoad } from '../../src/model/shares.ts';
import { NO_COSTS, requestOf, task, vehicle } from './plan-world.ts';
import { compiled } from './pool-world.ts';

const costs = { ...NO_COSTS, per_km: 1 };

/** Kilograms and litres: a heavy task, a bulky one, and one that is some of both. */
const tasks = [
  task('stone', 1, { load: [600, 50] }),
  task('straw', 2, { load: [10, 9000] }),
  task('chest', 3, { load: [200, 2000] }),
];

describe('how large tasks of several dimensions are', () => {
  it('is told by how much of them vehicles carry', () => {
    const { problem } = compiled(requestOf(tasks, [vehicle({ count: 3, capacity: [1000, 20_000], costs })]));
    const [stone, straw, chest] = problem.size;
    expect(stone).toBeGreaterThan(straw!);
    expect(straw).toBeGreaterThan(chest!);
    const shares = shareOfLoad(problem);
    expect(shares[0]! * problem.capacity[0]!).toBeCloseTo(shares[1]! * problem.capacity[1]!);
  });

  it('does not count what nobody is limited in, and is plain load where there is one dimension', () => {
    const vans = [
      vehicle({ count: 3, capacity: [1000, 20_000], costs }),
      vehicle({ id: 'hired', capacity: null, costs }),
    ];
    expect(shareOfLoad(compiled(requestOf(tasks, vans)).problem).every((share) => share > 0)).toBe(true);
    expect(shareOfLoad(compiled(requestOf(tasks, [vehicle({ capacity: null, costs })])).problem)).toEqual([0, 0]);
    const one = tasks.map((each) => ({ ...each, load: [each.load[0]!] }));
    const { problem } = compiled(requestOf(one, [vehicle({ count: 3, capacity: [1000], costs })]));
    expect(shareOfLoad(problem)).toEqual([1]);
    expect([...problem.size]).toEqual([600, 10, 200]);
  });

  it('is never beyond what tables hold', () => {
    const grams = tasks.map((each) => ({ ...each, load: [1, 3e6] }));
    const { problem } = compiled(requestOf(grams, [vehicle({ count: 3, capacity: [1000, 1], costs })]));
    for (const size of problem.size) expect(size).toBe(BIG);
  });
});
