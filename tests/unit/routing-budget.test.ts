import { describe, expect, it } from 'vitest';
import { Rng } from '../../src/kit/rng.ts';
import { Anneal } from '../../src/routing/search/anneal.ts';
import { Budget } from '../../src/routing/search/budget.ts';
import { Exchange, solveInline } from '../../src/routing/solve.ts';
import { Tours } from '../../src/routing/state/tours.ts';
import { compiled, params, town } from './pool-world.ts';

const { problem } = compiled(town(60));
const still = { elapsed_s: () => 0 };

describe('a budget of iterations and time', () => {
  // The clock was looked at every fifty iterations: on large days that is seconds.
  it('ends between two looks at the temperature, where iterations take long', () => {
    let elapsed_s = 0;
    const env = { elapsed_s: () => (elapsed_s += 0.01) };
    const { iterations } = solveInline(problem, params({ iterations: 100_000, time_s: 20 }), env);
    expect(iterations).toBeGreaterThan(50);
    expect(iterations).toBeLessThan(2000);
  });

  it('gives the plan of the iterations alone, where there is time enough', () => {
    const [alone, both] = [null, 1e9].map((time_s) => solveInline(problem, params({ iterations: 500, time_s }), still));
    expect(both!.best).toEqual(alone!.best);
    expect([alone!.iterations, both!.iterations]).toEqual([500, 500]);
  });

  it('ends early for a stop, and by the clock only where that can be', () => {
    const endsEarly = (given: Parameters<typeof params>[0], elapsed_s: number, stops: boolean) => {
      const exchange = Exchange.create(problem, 1, 1);
      if (stops) exchange.requestStop('cancelled');
      return new Budget(params(given), exchange, { elapsed_s: () => elapsed_s }).endsEarly;
    };
    expect(endsEarly({}, 100, false)).toBe(false);
    expect(endsEarly({}, 100, true)).toBe(true);
    expect(endsEarly({ time_s: 10 }, 9, false)).toBe(false);
    expect(endsEarly({ time_s: 10 }, 11, false)).toBe(true);
    // So few are made between looks at the clock that they may as well be brought to an end.
    expect(endsEarly({ iterations: null, time_s: 10 }, 11, true)).toBe(false);
  });

  it('counts what was done until then', () => {
    const anneal = new Anneal(new Tours(problem), new Rng(1));
    anneal.construct();
    let asked = 0;
    expect(anneal.run(50, problem.arcUnit, () => ++asked === 7)).toBe(7);
    expect(anneal.run(50, problem.arcUnit)).toBe(50);
    expect(anneal.iterations).toBe(57);
  });
});
