import { describe, expect, it } from 'vitest';
import { solveSmall } from '../../src/routing/small/solve.ts';
import { unpack } from '../../src/routing/state/packed.ts';
import { Tours } from '../../src/routing/state/tours.ts';
import { requestOf, task, vehicle } from './plan-world.ts';
import { compiled } from './pool-world.ts';

const never = () => false;

/** Tours that serve nothing. */
function nothing(tasks: number): Tours {
  const all = Array.from({ length: tasks }, (_, i) => task(`t${i}`, 1));
  const { problem } = compiled(requestOf(all, [vehicle({ id: 'v' }), vehicle({ id: 'w', capacity: [9] })]));
  const tours = new Tours(problem);
  for (let t = 0; t < tasks; t++) tours.addAbsent(t);
  return tours;
}

describe('a small problem', () => {
  it('is solved at once', () => {
    const tours = nothing(5);
    const best = solveSmall(tours, 1000, never)!;
    expect(tours.absentCount).toBe(5);
    unpack(best, tours);
    expect([tours.missing, tours.absentCount]).toEqual([0, 0]);
  });

  it('is left alone where there is nothing better', () => {
    const tours = nothing(5);
    unpack(solveSmall(tours, 1000, never)!, tours);
    expect(solveSmall(tours, 1000, never)).toBeNull();
  });

  it('is not one with more routes or tasks than may be tried', () => {
    expect(solveSmall(nothing(5), 100, never)).toBeNull();
    expect(solveSmall(nothing(10), Number.POSITIVE_INFINITY, never)).toBeNull();
  });

  it('is given up when the time is over', () => {
    let looks = 0;
    expect(solveSmall(nothing(5), 1000, () => ++looks > 2)).toBeNull();
    expect(looks).toBe(3);
  });
});
