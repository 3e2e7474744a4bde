import { describe, expect, it } from 'vitest';
import { underLid } from '../../src/model/lid.ts';
import { compiled } from '../property/solve-plan.ts';
import { NO_COSTS, requestOf, task, vehicle } from './plan-world.ts';

const ways = { ...NO_COSTS, per_km: 0.7 };
const scaleWith = (fixed: number, costs = ways) =>
  compiled(
    requestOf(
      [task('a', 10), task('b', 90)],
      [vehicle({ costs }), vehicle({ id: 'dear', costs: { ...costs, fixed } })],
    ),
  ).problem;

describe('prices far above all ways', () => {
  it('are told as they are below the lid, in the same order above it', () => {
    expect([0, 7, 10].map((price) => underLid(price, 10))).toEqual([0, 7, 10]);
    const above = [11, 20, 1e3, 1e9].map((price) => underLid(price, 10));
    expect(above).toEqual([...above].sort((a, b) => a - b));
    expect(above.at(-1)).toBeLessThan(20);
    expect(underLid(1e30, 10)).toBe(20);
    expect(underLid(1e9, Number.POSITIVE_INFINITY)).toBe(1e9);
  });

  it('leave ways their ticks', () => {
    const longest = (fixed: number) => Math.max(...scaleWith(fixed).arcs);
    expect(longest(1e9)).toBeGreaterThan(100);
    expect(longest(1e9)).toBe(longest(1e8));
  });

  it('are as they are where no way costs anything, or every vehicle is as dear', () => {
    const { fixed, costScale } = scaleWith(1e9, { ...NO_COSTS, per_task: 1 });
    expect(fixed[1]! / costScale).toBe(1e9);
    const dear = { ...ways, fixed: 1e6 };
    const all = scaleWith(1e8, dear);
    expect([...all.fixed].map((ticks) => ticks / all.costScale)).toEqual([1e6, 1e8]);
  });
});
