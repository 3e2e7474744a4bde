import { describe, expect, it, vi } from 'vitest';
import { Budget } from '../../src/routing/search/budget.ts';
import { Exchange, type PartName, solveInline } from '../../src/routing/solve.ts';
import { placesAt, requestOf, task, vehicle } from './plan-world.ts';
import { compiled, params, town } from './pool-world.ts';

const { problem } = compiled(town(20));
const still = { elapsed_s: () => 0 };

/** A day on which vans have so little time that only some tasks go together. */
function shortDuties() {
  const positions = Array.from({ length: 7 }, (_, i): [number, number] => [(i * 389) % 97, (i * 631) % 97]);
  const tasks = positions.slice(1).map((_, i) => task(`t${i}`, i + 1, { service_s: 10 }));
  return compiled(requestOf(tasks, [vehicle({ count: 8, maxDuty_s: 250 })], { places: placesAt(positions) })).problem;
}

describe('a search that cools down several times', () => {
  const budgetOf = (leg?: [number, number]) => {
    const given = leg === undefined ? params() : params({ leg });
    return new Budget(given, Exchange.create(problem, 1, 1), still);
  };

  it('shares its budget out evenly, and begins anew after the cold start', () => {
    const budget = budgetOf();
    expect([0, 0.3, 1, 2].map((share) => budget.along(share))).toEqual([0, 0.3, 1, 1]);
    budget.coolDown(4, 0.25);
    const shares = [0, 0.125, 0.25, 0.375, 0.5, 0.99999, 1, 2];
    expect(shares.map((share) => budget.cooling(share))).toEqual([0, 0, 1, 1, 2, 3, 3, 3]);
    const along = shares.map((share) => budget.along(share));
    expect(along.slice(0, 5)).toEqual([0, 0.5, 0.25, 0.625, 0.25]);
    expect(along.slice(5)).toEqual([expect.closeTo(1, 3), 1, 1]);
  });

  it('is part of a longer one where that is', () => {
    expect([0, 0.5, 1].map((share) => budgetOf([0.2, 0.6]).along(share))).toEqual([0.2, 0.4, 0.6]);
  });

  it('does so where there is time for it, and gives the same plan each time', () => {
    const day = shortDuties();
    const coolDown = vi.spyOn(Budget.prototype, 'coolDown');
    const run = (perTask: number, without: PartName[] = [], lanes = 1) => {
      coolDown.mockClear();
      const iterations = perTask * day.tasks;
      const result = solveInline(day, params({ iterations, without: ['small', ...without], lanes }), still);
      return { result, times: coolDown.mock.calls.map(([times]) => times) };
    };
    expect(run(5999).times).toEqual([1]);
    const { result, times } = run(6000, [], 2);
    expect(times).toEqual([3, 3]);
    expect(run(6000, [], 2).result).toEqual(result);
    expect(result.iterations).toBe(2 * 6000 * day.tasks);
    expect(run(6000, ['coolings']).times).toEqual([1]);
    expect(run(20_000).times).toEqual([8]);
  });
});
