import { describe, expect, it } from 'vitest';
import { Rng } from '../../src/kit/rng.ts';
import { Anneal } from '../../src/routing/search/anneal.ts';
import { pack, packedLength, unpack } from '../../src/routing/state/packed.ts';
import { Tours } from '../../src/routing/state/tours.ts';
import { sound } from '../oracle/rich-sound.ts';
import { parsed, richInput } from '../support/rich-world.ts';
import { compiled } from './solve-plan.ts';

const CASES = Number(process.env['RICH_DAYS'] ?? 25);
const DAY = { tasks: [12, 30], kinds: [1, 3], count: [1, 3] } as const satisfies Parameters<typeof richInput>[1];
const ITERATIONS = 60;

describe('the state of the search', { timeout: 3_600_000 }, () => {
  it.each([
    ['where sequences bind routes', { sequence: true }],
    ['of any day', {}],
  ])('is what its routes come to when they are loaded anew, %s', (_, fixed) => {
    let looked = 0;
    for (let seed = 1; seed <= CASES; seed++) {
      const { problem } = compiled(parsed(sound(richInput(seed, DAY, fixed))));
      if (problem.rich === null) continue;
      looked++;
      const [tours, anew] = [new Tours(problem), new Tours(problem)];
      const anneal = new Anneal(tours, new Rng(seed, 1));
      const words = new Int32Array(packedLength(problem, tours.slots));
      anneal.construct(false, undefined, undefined, problem.initial);
      for (let i = 0; i < ITERATIONS; i++) {
        anneal.run(1, problem.arcUnit);
        pack(problem, tours, words);
        unpack(words, anew);
        const where = `seed ${seed}, iteration ${i}`;
        expect(anew.missing, where).toBe(tours.missing);
        expect(Math.abs(anew.cost - tours.cost), where).toBeLessThanOrEqual(1e-6 * Math.abs(tours.cost) + 1e-3);
        for (let slot = 0; slot < anew.slots; slot++) {
          if (anew.size[slot] === 0) continue;
          expect(anew.feasible[slot], where).toBe(1);
          expect(anew.exact!.bonds.hold(slot), where).toBe(true);
        }
      }
    }
    expect(looked).toBeGreaterThan(CASES / 2);
  });
});
