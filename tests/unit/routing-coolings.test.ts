import { describe, expect, it, vi } from 'vitest';
import { Anneal } from '../../src/routing/search/anneal.ts';
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
    budget.coolDown(4, 0, 0.25);
    const shares = [0, 0.125, 0.25, 0.375, 0.5, 0.99999, 1, 2];
    expect(shares.map((share) => budget.cooling(share))).toEqual([0, 0, 1, 1, 2, 3, 3, 3]);
    const along = shares.map((share) => budget.along(share));
    expect(along.slice(0, 5)).toEqual([0, 0.5, 0.25, 0.625, 0.25]);
    expect(along.slice(5)).toEqual([expect.closeTo(1, 3), 1, 1]);
  });

  it('goes on from where it is when that is decided', () => {
    const budget = budgetOf();
    budget.coolDown(3, 0.25, 0.125);
    expect([0, 0.125, 0.25, 0.375].map((share) => budget.along(share))).toEqual([0, 0.125, 0.25, 0.625]);
    expect([0.5, 0.75, 1].map((share) => budget.along(share))).toEqual([0.125, 0.125, 1]);
    expect([0, 0.49, 0.5, 0.75, 1].map((share) => budget.cooling(share))).toEqual([0, 0, 1, 2, 2]);
  });

  it('is part of a longer one where that is', () => {
    expect([0, 0.5, 1].map((share) => budgetOf([0.2, 0.6]).along(share))).toEqual([0.2, 0.4, 0.6]);
  });

  it('gets hot again where there is time for it, and gives the same plan each time', () => {
    const day = shortDuties();
    const run = vi.spyOn(Anneal.prototype, 'run');
    const search = (perTask: number, without: PartName[] = [], lanes = 1) => {
      run.mockClear();
      const iterations = perTask * day.tasks;
      const result = solveInline(day, params({ iterations, without: ['small', ...without], lanes }), still);
      const heats = run.mock.calls.map(([, temperature]) => temperature);
      // After the cold start of the first.
      return { result, times: heats.filter((heat, k) => k > 0 && heat > 10 * heats[k - 1]!).length };
    };
    expect(search(5999).times).toBe(1);
    expect(search(6000).times).toBe(3);
    expect(search(6000, ['coolings']).times).toBe(1);
    expect(search(20_000).times).toBe(8);
    const { result } = search(6000, [], 2);
    expect(result.iterations).toBe(2 * 6000 * day.tasks);
    expect(search(6000, [], 2).result).toEqual(result);
  });

  it('finds out how often once a whole round lies behind', () => {
    const day = shortDuties();
    const coolDown = vi.spyOn(Budget.prototype, 'coolDown');
    let asked = 0;
    // Half of the time is over before the first iteration; a thousandth of it per look at the clock after that.
    const env = { elapsed_s: () => 0.5 + asked++ / 20_000 };
    solveInline(day, params({ iterations: null, time_s: 1, without: ['small'] }), env);
    expect(coolDown).toHaveBeenCalledTimes(1);
    const [times, since] = coolDown.mock.calls[0]!;
    expect(times).toBeGreaterThanOrEqual(3);
    expect(since).toBeGreaterThan(0.5);
    expect(since).toBeLessThan(0.6);
  });
});
