import type { Columns } from './columns.ts';
import { Cover } from './cover.ts';
import { Neighbourhood } from './neighbourhood.ts';
import { Prices, stepsFor } from './prices.ts';

/** Rows that are covered anew at once. */
const GROUP_ROWS = 80;
/** With no more than this there is one group. */
const ALL_ROWS = 120;
/** A group is searched with more and more of what prices leave: cheap covers are found before dear ones are tried. */
const SHARES = [0.25, 0.5, 1] as const;
/** Relative: sums in another order are no better choice. */
const ROUNDING = 1e-9;
/** Part of the work that goes into prices, where they do not need less. */
const PRICING = 0.5;
/** Part of the work that goes into one group at most, where there are several. */
const OF_GROUP = 0.04;
/** Work per useful column and column of a group, to put the group together. */
const PER_USEFUL = 4;

export interface Choice {
  /** Columns that hold every row once, or null where none better are found. */
  chosen: Int32Array | null;
  /** Of rows, then of kinds. */
  prices: Float64Array;
}

/** Whether so much work suffices for good prices. @param rows of all columns together */
export const isWorthIt = (rows: number, most: number) => stepsFor(rows, PRICING * most) > 0;

/**
 * A cheaper choice than a known one: set partitioning. Prices say what columns cost beyond what their rows are worth; of the
 * known choice that is what can be saved at most. Then group after group of columns that are near each other is exchanged for
 * others that hold the same rows and cost less beyond prices; where there are few rows, all columns at once.
 * @param known columns that hold every row once
 * @param most work, about in rows of columns looked at
 * @param former prices that similar columns had, which make a better beginning
 */
export function choose(columns: Columns, known: Int32Array, most: number, former: Float64Array | null): Choice {
  const cost = costOf(columns, known);
  const steps = stepsFor(columns.start[columns.count]!, PRICING * most);
  const { reduced, prices } = new Prices(columns, cost, steps, former);
  const cover = new Cover(columns, reduced);
  for (const j of known) cover.used[columns.kind[j]!]!++;
  const hood = new Neighbourhood(columns, reduced, known);
  const isSmall = columns.rowCount <= ALL_ROWS;
  let work = (1 - PRICING) * most;
  let isBetter = false;
  for (let seed = hood.nextSeed(); seed >= 0 && work > 0; seed = hood.nextSeed()) {
    const group = isSmall ? hood.all() : hood.around(seed, GROUP_ROWS);
    work -= PER_USEFUL * group.length * hood.useful.length;
    const allowed = isSmall ? work : Math.min(work, OF_GROUP * most);
    cover.work = allowed;
    const spent = hood.spentOn(group) - ROUNDING * Math.abs(cost);
    const found = exchange(cover, columns, group, hood.within(group), spent);
    work -= allowed - cover.work;
    if (found !== null) {
      hood.take(found);
      isBetter = true;
    }
    if (isSmall) break;
  }
  return { chosen: isBetter ? Int32Array.from(hood.all()) : null, prices };
}

/**
 * Columns that hold the rows of a group and cost less, or null.
 * @param among columns that hold rows of the group only, cheapest first
 * @param spent what the group costs beyond prices
 */
function exchange(
  cover: Cover,
  columns: Columns,
  group: number[],
  among: Int32Array,
  spent: number,
): Int32Array | null {
  const { start, rows, kind } = columns;
  const held = Int32Array.from(group.flatMap((j) => [...rows.subarray(start[j], start[j + 1])]));
  for (const j of group) cover.used[kind[j]!]!--;
  let found: Int32Array | null = null;
  for (const share of SHARES) found ??= cover.run(held, among, share * spent);
  // Prices of kinds do not cancel out where others are used.
  if (found !== null && costOf(columns, found) >= costOf(columns, group)) found = null;
  for (const j of found ?? group) cover.used[kind[j]!]!++;
  return found;
}

function costOf({ cost }: Columns, chosen: Iterable<number>): number {
  let sum = 0;
  for (const j of chosen) sum += cost[j]!;
  return sum;
}
