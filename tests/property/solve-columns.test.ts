import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choose, isWorthIt } from '../../src/routing/columns/choose.ts';
import type { Columns } from '../../src/routing/columns/columns.ts';
import { Prices } from '../../src/routing/columns/prices.ts';

/** More than any search below needs. */
const AMPLE = 50_000_000;

interface Column {
  rows: number[];
  cost: number;
  kind: number;
}

function columnsOf(list: readonly Column[], rowCount: number, limit: readonly number[]): Columns {
  const start = new Int32Array(list.length + 1);
  list.forEach(({ rows }, j) => {
    start[j + 1] = start[j]! + rows.length;
  });
  return {
    ...{ count: list.length, rowCount, start },
    rows: Int32Array.from(list.flatMap(({ rows }) => rows)),
    cost: Float64Array.from(list, ({ cost }) => cost),
    kind: Int32Array.from(list, ({ kind }) => kind),
    limit: Int32Array.from(limit),
  };
}

/** Columns of up to four rows, and one for each row alone: all of those together are a choice. */
const puzzle = fc.integer({ min: 2, max: 8 }).chain((rowCount) =>
  fc.record({
    rowCount: fc.constant(rowCount),
    singles: fc.array(fc.integer({ min: 5, max: 100 }), { minLength: rowCount, maxLength: rowCount }),
    others: fc.array(
      fc.record({
        rows: fc.uniqueArray(fc.integer({ min: 0, max: rowCount - 1 }), { minLength: 1, maxLength: 4 }),
        cost: fc.integer({ min: 0, max: 150 }),
        kind: fc.integer({ min: 0, max: 1 }),
      }),
      { maxLength: 16 },
    ),
    limit: fc.integer({ min: 0, max: 3 }),
  }),
);

/** The least that holds every row once costs, by trying all. */
function leastCost(list: readonly Column[], rowCount: number, limit: readonly number[]): number {
  const used = limit.map(() => 0);
  const from = (held: number): number => {
    if (held === 2 ** rowCount - 1) return 0;
    const row = 31 - Math.clz32(~held & (held + 1));
    let best = Number.POSITIVE_INFINITY;
    for (const { rows, cost, kind } of list) {
      const mask = rows.reduce((sum, each) => sum | (1 << each), 0);
      if (!rows.includes(row) || (mask & held) !== 0 || used[kind]! >= limit[kind]!) continue;
      used[kind]!++;
      best = Math.min(best, cost + from(held | mask));
      used[kind]!--;
    }
    return best;
  };
  return from(0);
}

/** Singles are of a kind of their own, of which there are enough. */
function listOf({ singles, others }: { singles: number[]; others: Column[] }): Column[] {
  return [...singles.map((cost, row) => ({ rows: [row], cost, kind: 2 })), ...others];
}

const sum = (list: readonly Column[], chosen: Int32Array) => chosen.reduce((all, j) => all + list[j]!.cost, 0);

describe('columns that hold every row once', () => {
  it('are chosen at the least cost', () => {
    fc.assert(
      fc.property(puzzle, (given) => {
        const list = listOf(given);
        const limit = [99, 99, 99];
        const known = Int32Array.from(given.singles.keys());
        const { chosen } = choose(columnsOf(list, given.rowCount, limit), known, AMPLE, null);
        expect(sum(list, chosen ?? known)).toBe(leastCost(list, given.rowCount, limit));
      }),
      { numRuns: 150 },
    );
  });

  it('hold every row, keep to how many there are of a kind, and cost less, whatever prices they begin with', () => {
    let better = 0;
    fc.assert(
      fc.property(
        puzzle,
        fc.array(fc.integer({ min: -50, max: 200 }), { minLength: 12, maxLength: 12 }),
        (given, old) => {
          const list = listOf(given);
          const limit = [given.limit, 1, 99];
          const columns = columnsOf(list, given.rowCount, limit);
          const known = Int32Array.from(given.singles.keys());
          const former = Float64Array.from(old.slice(0, given.rowCount + 3), (p, i) =>
            i < given.rowCount ? p : Math.abs(p),
          );
          const { chosen } = choose(columns, known, AMPLE, former);
          if (chosen === null) return;
          better++;
          const rows = [...chosen].flatMap((j) => list[j]!.rows).sort((a, b) => a - b);
          expect(rows).toEqual([...given.singles.keys()]);
          for (const [kind, most] of limit.entries())
            expect([...chosen].filter((j) => list[j]!.kind === kind).length).toBeLessThanOrEqual(most);
          expect(sum(list, chosen)).toBeLessThan(sum(list, known));
        },
      ),
      { numRuns: 300 },
    );
    expect(better).toBeGreaterThan(120);
  });

  it('cost no less than prices say', () => {
    fc.assert(
      fc.property(puzzle, (given) => {
        const list = listOf(given);
        const limit = [given.limit, 1, 99];
        const best = leastCost(list, given.rowCount, limit);
        const { bound } = new Prices(columnsOf(list, given.rowCount, limit), best + 1, 500, null);
        expect(bound).toBeLessThanOrEqual(best + 1e-6);
      }),
    );
  });

  it('are found group by group where there are many rows', () => {
    // Forty times the same: two pairs instead of four singles that cost more.
    const rowCount = 160;
    const singles = Array.from({ length: rowCount }, (_, row): Column => ({ rows: [row], cost: 10, kind: 0 }));
    const pairs = Array.from(
      { length: rowCount / 2 },
      (_, k): Column => ({ rows: [2 * k, 2 * k + 1], cost: 15, kind: 0 }),
    );
    const list = [...singles, ...pairs];
    const columns = columnsOf(list, rowCount, [rowCount]);
    const { chosen } = choose(columns, Int32Array.from(singles.keys()), AMPLE, null);
    expect(sum(list, chosen!)).toBe((15 * rowCount) / 2);
  });

  it('are not looked for with less work than prices take', () => {
    expect(isWorthIt(1000, 1000)).toBe(false);
    expect(isWorthIt(1000, AMPLE)).toBe(true);
  });
});
