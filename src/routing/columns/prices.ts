import type { Columns } from './columns.ts';

/** Steps of the ascent; fewer where there is less work allowed, or none. */
const MOST_STEPS = 1000;
const FEWEST_STEPS = 300;
/** How much of what lacks now goes into the direction: halved ten times on the way, down to the least. */
const FIRST_SHARE = 0.1;
const LEAST_SHARE = 0.01;
/** Length of a step, as a share of what is missing to the known cost over the square of the direction. */
const FIRST_LENGTH = 0.1;
const MOST_LENGTH = 2;
const LONGER = 1.1;
const SHORTER = 0.8;
/** Steps without a better bound until they get shorter. */
const PATIENCE = 10;
/** How often prices are raised at last. */
const RISES = 6;

/**
 * Steps that so much work allows for, in rows of columns looked at; 0: too few to be of use.
 * @param rows of all columns together
 */
export function stepsFor(rows: number, work: number): number {
  const steps = Math.min(MOST_STEPS, Math.floor(work / rows));
  return steps < FEWEST_STEPS ? 0 : steps;
}

/**
 * Prices of rows and of kinds under which every column costs at least what its rows pay: no choice that holds every row once
 * can then cost less than `bound`. Lagrangian dual, by the volume algorithm (Barahona & Anbil 2000, doi 10.1007/s101070050002):
 * from the best prices so far, a step towards the mean of what was lacking.
 */
export class Prices {
  readonly bound: number;
  /** Cost of each column less what its rows pay, and plus the price of its kind; not negative, but for rounding. */
  readonly reduced: Float64Array;
  /** Of rows, then of kinds. */
  readonly prices: Float64Array;
  private readonly columns: Columns;
  /** Of rows, then of kinds: how much is lacking at these prices, and the mean of that. */
  private readonly lack: Float64Array;
  private readonly direction: Float64Array;

  /**
   * @param known cost of some choice, that a better one is looked for
   * @param former prices of rows and kinds to begin with, if there are any
   */
  constructor(columns: Columns, known: number, steps: number, former: Float64Array | null) {
    const { count, rowCount, limit } = columns;
    this.columns = columns;
    this.reduced = new Float64Array(count);
    this.prices = new Float64Array(rowCount + limit.length);
    this.lack = new Float64Array(rowCount + limit.length);
    this.direction = new Float64Array(rowCount + limit.length);
    if (former === null) this.raise();
    else this.prices.set(former);
    this.climb(known, steps);
    for (let k = 0; k < RISES; k++) this.raise();
    this.bound = this.value();
  }

  private climb(known: number, steps: number): void {
    const { prices, lack, direction } = this;
    const { rowCount } = this.columns;
    const best = prices.slice();
    let bound = this.value();
    direction.set(lack);
    let length = FIRST_LENGTH;
    let idle = 0;
    for (let s = 0; s < steps; s++) {
      let square = 0;
      for (let i = 0; i < direction.length; i++) {
        // Nothing is paid for kinds that there are enough of.
        if (i >= rowCount && best[i] === 0 && direction[i]! < 0) direction[i] = 0;
        square += direction[i]! ** 2;
      }
      if (square === 0 || bound >= known) break;
      this.go(best, (length * (known - bound)) / square);
      const value = this.value();
      const share = Math.max(LEAST_SHARE, FIRST_SHARE * 0.5 ** ((10 * s) / steps));
      let along = 0;
      for (let i = 0; i < direction.length; i++) {
        along += direction[i]! * lack[i]!;
        direction[i] = share * lack[i]! + (1 - share) * direction[i]!;
      }
      if (value > bound) {
        bound = value;
        best.set(prices);
        idle = 0;
        if (along > 0) length = Math.min(MOST_LENGTH, length * LONGER);
      } else if (++idle >= PATIENCE) {
        idle = 0;
        length *= SHORTER;
      }
    }
    prices.set(best);
  }

  /** Prices a step from others; those of kinds are not negative. */
  private go(from: Float64Array, step: number): void {
    const { prices, direction } = this;
    const { rowCount } = this.columns;
    for (let i = 0; i < prices.length; i++) {
      const price = from[i]! + step * direction[i]!;
      prices[i] = i < rowCount ? price : Math.max(0, price);
    }
  }

  /** What any choice costs at least at these prices. Also: reduced costs, and how much of each row and kind is lacking. */
  private value(): number {
    const { columns, reduced, prices, lack } = this;
    const { count, rowCount, start, rows, cost, kind, limit } = columns;
    let value = 0;
    for (let i = 0; i < rowCount; i++) value += prices[i]!;
    lack.fill(1, 0, rowCount);
    for (let k = 0; k < limit.length; k++) {
      value -= prices[rowCount + k]! * limit[k]!;
      lack[rowCount + k] = -limit[k]!;
    }
    for (let j = 0; j < count; j++) {
      const end = start[j + 1]!;
      let rest = cost[j]! + prices[rowCount + kind[j]!]!;
      for (let i = start[j]!; i < end; i++) rest -= prices[rows[i]!]!;
      reduced[j] = rest;
      if (rest >= 0) continue;
      value += rest;
      lack[rowCount + kind[j]!]! += 1;
      for (let i = start[j]!; i < end; i++) lack[rows[i]!]! -= 1;
    }
    return value;
  }

  /** Moves the price of each row by the least that one of its columns has to spare, or lacks, per row. */
  private raise(): void {
    const { columns, prices, lack } = this;
    const { count, rowCount, start, rows, cost, kind } = columns;
    lack.fill(Number.POSITIVE_INFINITY);
    for (let j = 0; j < count; j++) {
      const end = start[j + 1]!;
      let rest = cost[j]! + prices[rowCount + kind[j]!]!;
      for (let i = start[j]!; i < end; i++) rest -= prices[rows[i]!]!;
      const share = rest / (end - start[j]!);
      for (let i = start[j]!; i < end; i++) if (share < lack[rows[i]!]!) lack[rows[i]!] = share;
    }
    for (let i = 0; i < rowCount; i++) if (lack[i]! < Number.POSITIVE_INFINITY) prices[i]! += lack[i]!;
  }
}
