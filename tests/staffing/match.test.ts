import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Matching } from '../../src/simulation/match.ts';

interface Problem {
  columns: number;
  /** By row: known columns and their costs. */
  rows: Map<number, number>[];
  alone: number[];
}

const problem: fc.Arbitrary<Problem> = fc
  .record({ columns: fc.integer({ min: 1, max: 5 }), count: fc.integer({ min: 0, max: 5 }) })
  .chain(({ columns, count }) =>
    fc.record({
      columns: fc.constant(columns),
      rows: fc.array(
        fc
          .array(fc.tuple(fc.nat(columns - 1), fc.integer({ min: 0, max: 20 })), { maxLength: 5 })
          .map((entries) => new Map(entries)),
        { minLength: count, maxLength: count },
      ),
      alone: fc.array(fc.integer({ min: 0, max: 30 }), { minLength: count, maxLength: count }),
    }),
  );

/** The least cost, by trying all. */
function leastCost({ rows, alone }: Problem, row = 0, taken = new Set<number>()): number {
  if (row === rows.length) return 0;
  let best = alone[row]! + leastCost({ rows, alone, columns: 0 }, row + 1, taken);
  for (const [column, cost] of rows[row]!) {
    if (taken.has(column)) continue;
    taken.add(column);
    best = Math.min(best, cost + leastCost({ rows, alone, columns: 0 }, row + 1, taken));
    taken.delete(column);
  }
  return best;
}

function solve(matching: Matching, { rows, alone }: Problem): number {
  const entries = rows.map((row) => [...row]);
  const start = Int32Array.from([0, ...entries.map((row) => row.length)]);
  for (let i = 1; i < start.length; i++) start[i]! += start[i - 1]!;
  const flat = entries.flat();
  const column = Int32Array.from(flat, ([c]) => c);
  const cost = Float64Array.from(flat, ([, c]) => c);
  matching.solve(start, column, cost, Float64Array.from(alone));
  const used = new Set<number>();
  let sum = 0;
  rows.forEach((row, r) => {
    const c = matching.columnOf[r]!;
    if (c < 0) {
      sum += alone[r]!;
      return;
    }
    expect(row.has(c)).toBe(true);
    expect(used.has(c)).toBe(false);
    used.add(c);
    sum += row.get(c)!;
  });
  return sum;
}

it('is the cheapest matching, each time it is used again', () => {
  const matching = new Matching(5);
  let shared = 0;
  fc.assert(
    fc.property(problem, (given) => {
      expect(solve(matching, given)).toBe(leastCost(given));
      shared += given.rows.length > given.columns ? 1 : 0;
    }),
    { numRuns: 3000 },
  );
  expect(shared).toBeGreaterThan(300);
});
