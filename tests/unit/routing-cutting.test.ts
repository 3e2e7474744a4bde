import { describe, expect, it } from 'vitest';
import type { Problem } from '../../src/model/problem.ts';
import { hasOwnTables } from '../../src/routing/search/cutting.ts';
import { compiled, town } from './pool-world.ts';

/** A town of a thousand tasks, by the tables of so many prices. */
function priced(prices: number): Problem {
  const { problem } = compiled(town(50));
  const arcs = { byteLength: prices * 1001 ** 2 * 4 } as Int32Array;
  return { ...problem, tasks: 1000, arcs, features: { ...problem.features, symmetric: false } };
}

describe('parts of a problem', () => {
  it('have tables of their own where these fit a cache, which those of many prices do not', () => {
    expect(hasOwnTables(priced(1))).toBe(true);
    expect(hasOwnTables(priced(5))).toBe(true);
    expect(hasOwnTables(priced(12))).toBe(false);
    expect(hasOwnTables(priced(60))).toBe(false);
  });
});
