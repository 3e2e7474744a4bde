import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { patchLevels } from '../../src/model/patches.ts';
import { spanningTree } from '../../src/model/tree.ts';
import { type Position, problemAt, scattered, VILLAGES, villages } from './positions-world.ts';

const seeds = fc.nat({ max: 2 ** 31 });

describe('the tree that connects all stops', () => {
  it('is as short as one found arc by arc, from the shortest on', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 2, max: 60 }), (seed, count) => {
        const problem = problemAt(scattered(seed, count));
        const { nodes, stops, arcs } = problem;
        const { from, to, gap } = spanningTree(problem, 0);
        const pairs = Array.from({ length: stops ** 2 }, (_, i): Position => [i % stops, Math.floor(i / stops)]);
        const length = ([a, b]: Position) => arcs[a * nodes + b]!;
        const parts = Array.from({ length: stops }, (_, stop) => new Set([stop]));
        let least = 0;
        for (const [a, b] of pairs.sort((one, other) => length(one) - length(other))) {
          if (parts[a] === parts[b]) continue;
          least += length([a, b]);
          for (const stop of parts[b]!) {
            parts[a]!.add(stop);
            parts[stop] = parts[a]!;
          }
        }
        expect(gap.reduce((sum, each) => sum + each, 0)).toBeCloseTo(least, 6);
        gap.forEach((each, i) => expect(each).toBe(length([from[i]!, to[i]!])));
      }),
      { numRuns: 50 },
    );
  });
});

describe('patches', () => {
  it('are larger from level to level, and each holds those of the level before', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 300 }), (seed, count) => {
        const levels = patchLevels(problemAt(scattered(seed, count)));
        levels.forEach(({ of, mean }, level) => {
          expect(count / new Set(of).size).toBeCloseTo(mean, 6);
          expect(mean).toBeGreaterThanOrEqual([5, 10, 20, 40, 80][level]!);
          const within = new Map<number, number>();
          levels[level - 1]?.of.forEach((patch, stop) => {
            expect(within.get(patch) ?? of[stop]).toBe(of[stop]);
            within.set(patch, of[stop]!);
          });
        });
      }),
      { numRuns: 50 },
    );
  });

  it('are the villages, at the level of their size', () => {
    const { of } = patchLevels(problemAt(villages(7, 20, 300)))[2]!;
    expect(new Set(of).size).toBe(VILLAGES);
    for (let stop = 0; stop < of.length; stop++) expect(of[stop]).toBe(of[stop - (stop % 20)]);
  });
});

describe('the unit that temperatures start from', () => {
  const heatAt = (positions: Position[]) => {
    const { arcUnit, startUnit } = problemAt(positions);
    return startUnit / arcUnit;
  };

  it('is that of all temperatures where stops lie anywhere, or a few far from them', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 50, max: 300 }), (seed, count) => {
        const far = scattered(seed + 1, 5, 100_000).map(([x, y]): Position => [x + 20_000, y]);
        expect(heatAt(scattered(seed, count))).toBe(1);
        expect(heatAt([...scattered(seed, count), ...far])).toBe(1);
      }),
      { numRuns: 50 },
    );
  });

  it('is as much more as villages are farther apart than their homes, up to ten times', () => {
    expect(heatAt(villages(7, 20, 700))).toBeGreaterThan(2);
    expect(heatAt(villages(7, 80, 500))).toBeGreaterThan(5);
    expect(heatAt(villages(7, 80, 420))).toBeLessThanOrEqual(10);
  });
});
