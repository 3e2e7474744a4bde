import { describe, expect, it } from 'vitest';
import { gateCvrp } from '../../data/generate/gate.ts';
import { parseRequest } from '../../src/contract/parse.ts';
import { Rng } from '../../src/kit/rng.ts';
import { Anneal } from '../../src/routing/search/anneal.ts';
import { Temperatures } from '../../src/routing/search/temperatures.ts';
import { costOf, type PartName, solveInline } from '../../src/routing/solve.ts';
import { Tours } from '../../src/routing/state/tours.ts';
import { compiled, params } from './pool-world.ts';

/** A day of long routes, on which some tasks are worth the way and some are not. @param away from the square of the homes */
function optional(seed: number, tasks = 150, away = 100) {
  const request = gateCvrp(seed, tasks, 40, false);
  const [vehicle] = request.vehicles!;
  const parsed = parseRequest({
    ...request,
    tasks: request.tasks!.map((task, i) => ({ ...task, prize: 40 + ((i * 37) % 60) })),
    vehicles: [{ ...vehicle!, start: [-away, -away], end: [-away, -away] }],
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return compiled(parsed.value).problem;
}

/** Costs of short searches on four such days. */
const costsOf = (without: readonly PartName[], away?: number) =>
  [1, 2, 3, 4].map((seed) => {
    const problem = optional(seed, 150, away);
    const { best } = solveInline(problem, params({ seed, iterations: 6000, without }), { elapsed_s: () => 0 });
    return costOf(problem, best) / problem.costScale;
  });
const sum = (list: number[]) => list.reduce((a, b) => a + b, 0);

describe('absent tasks that count more than their prizes while it is hot', () => {
  it('do so less and less, and only where tasks are optional', () => {
    const temperatures = new Temperatures(optional(1));
    const along = Array.from({ length: 41 }, (_, k) => temperatures.lure(k / 40));
    expect(along[0]).toBe(0);
    expect(along[1]).toBeGreaterThan(0.1);
    for (let k = 2; k <= 40; k++) expect(along[k]).toBeLessThanOrEqual(along[k - 1]!);
    expect(along.slice(36)).toEqual([0, 0, 0, 0, 0]);
    const parsed = parseRequest(gateCvrp(1, 20, 5, false));
    if (!parsed.ok) throw new Error('refused');
    expect(new Temperatures(compiled(parsed.value).problem).lure(0.2)).toBe(0);
    expect(new Temperatures(optional(1), ['lure']).lure(0.2)).toBe(0);
  });

  it('are counted right through all that is done and taken back, and never in the best', () => {
    const problem = optional(2, 60);
    const anneal = new Anneal(new Tours(problem), new Rng(1));
    const { tours } = anneal;
    anneal.construct();
    let left = 0;
    for (let k = 0; k < 60; k++) {
      anneal.lure = 0.4;
      anneal.run(20, 3 * problem.arcUnit);
      const absent = [...tours.absent.subarray(0, tours.absentCount)];
      expect(tours.excess.prizes).toBe(absent.reduce((sum, task) => sum + problem.prize[task]!, 0));
      // Nothing of it stays when it has run.
      expect(tours.excess.lure).toBe(0);
      expect(tours.excess.cost).toBe(0);
      if (absent.length > 0) left++;
    }
    expect(left).toBeGreaterThan(30);
    const { best } = solveInline(problem, params({ iterations: 500 }), { elapsed_s: () => 0 });
    expect(solveInline(problem, params({ iterations: 500 }), { elapsed_s: () => 0 }).trace.at(-1)!.cost).toBe(
      costOf(problem, best),
    );
  });

  it('leave more of them served, for less', () => {
    expect(sum(costsOf([]))).toBeLessThan(sum(costsOf(['lure'])));
  });

  it('are not served on routes that are not worth it', () => {
    const { problem, none } = {
      problem: optional(1, 150, 1500),
      none: sum(Array.from({ length: 150 }, (_, i) => 40 + ((i * 37) % 60))),
    };
    expect(problem.tasks).toBe(150);
    for (const cost of costsOf([], 1500)) expect(cost).toBeLessThanOrEqual(none);
  });
});
