import type { Columns } from './columns.ts';

/** Work per column that is looked at. */
const PER_COLUMN = 8;

/**
 * Covers rows exactly, each by one column, for less than a given cost: goes, row by row, through the columns that hold the row
 * with the fewest (Knuth 2000, arXiv:cs/0011047), cheapest first, and turns back where what is left costs too much.
 */
export class Cover {
  /** Work left, in rows of columns looked at. */
  work = 0;
  /** Per kind: how many are in use elsewhere. */
  readonly used: Int32Array;
  private readonly columns: Columns;
  private readonly costs: Float64Array;
  private readonly held: Uint8Array;
  private readonly chosen: number[] = [];
  private rows: Int32Array = new Int32Array(0);
  private best = 0;
  private found: Int32Array | null = null;
  /** Columns that can still be chosen, cheapest first: of each level after those of the level above. */
  private open = new Int32Array(1024);
  /** Per row of a level: how many columns hold it, and the least that one of them costs per row. */
  private readonly counts: Int32Array;
  private readonly shares: Float64Array;

  /** @param costs per column, not negative but for rounding */
  constructor(columns: Columns, costs: Float64Array) {
    this.columns = columns;
    this.costs = costs;
    this.used = new Int32Array(columns.limit.length);
    this.held = new Uint8Array(columns.rowCount);
    this.counts = new Int32Array(columns.rowCount);
    this.shares = new Float64Array(columns.rowCount);
  }

  /**
   * @param rows to be covered
   * @param among columns of no other rows, cheapest first
   * @param best what a cover must cost less than
   * @returns the cheapest columns found, or null
   */
  run(rows: Int32Array, among: Int32Array, best: number): Int32Array | null {
    this.rows = rows;
    this.best = best;
    this.found = null;
    this.reserve(among.length);
    this.open.set(among);
    this.descend(0, among.length, 0, 0);
    return this.found;
  }

  /** @param from,to the columns that are open; @param spent by columns that hold so many rows */
  private descend(from: number, to: number, spent: number, rowsHeld: number): void {
    const { columns, costs, held, used, chosen } = this;
    const { start, rows, kind, limit } = columns;
    if (rowsHeld === this.rows.length) {
      this.best = spent;
      this.found = Int32Array.from(chosen);
      return;
    }
    const row = this.hardest(from, to, spent);
    if (row < 0) return;
    for (let k = from; k < to && this.work > 0; k++) {
      const column = this.open[k]!;
      const cost = spent + costs[column]!;
      if (cost >= this.best) return;
      if (!this.holds(column, row) || used[kind[column]!]! >= limit[kind[column]!]!) continue;
      const [first, end] = [start[column]!, start[column + 1]!];
      for (let i = first; i < end; i++) held[rows[i]!] = 1;
      used[kind[column]!]!++;
      chosen.push(column);
      this.descend(to, this.openAfter(from, to, cost), cost, rowsHeld + end - first);
      chosen.pop();
      used[kind[column]!]!--;
      for (let i = first; i < end; i++) held[rows[i]!] = 0;
    }
  }

  /** The row that the fewest open columns hold; -1 where one is held by none, or all that are left cost too much. */
  private hardest(from: number, to: number, spent: number): number {
    const { columns, costs, held, counts, shares, open } = this;
    const { start, rows } = columns;
    for (const row of this.rows) {
      counts[row] = 0;
      shares[row] = Number.POSITIVE_INFINITY;
    }
    for (let k = from; k < to; k++) {
      const column = open[k]!;
      const end = start[column + 1]!;
      const share = costs[column]! / (end - start[column]!);
      for (let i = start[column]!; i < end; i++) {
        const row = rows[i]!;
        counts[row]!++;
        if (share < shares[row]!) shares[row] = share;
      }
    }
    this.work -= (to - from) * PER_COLUMN + this.rows.length;
    let hardest = -1;
    let least = spent;
    for (const row of this.rows) {
      if (held[row] === 1) continue;
      if (counts[row] === 0) return -1;
      least += shares[row]!;
      if (hardest < 0 || counts[row]! < counts[hardest]!) hardest = row;
    }
    return least < this.best ? hardest : -1;
  }

  private holds(column: number, row: number): boolean {
    const { start, rows } = this.columns;
    for (let i = start[column]!; i < start[column + 1]!; i++) if (rows[i] === row) return true;
    return false;
  }

  /** Writes down what is still open once more is held; returns where it ends. */
  private openAfter(from: number, to: number, spent: number): number {
    const { columns, costs, held } = this;
    const { start, rows } = columns;
    this.reserve(2 * to - from);
    const { open } = this;
    let end = to;
    for (let k = from; k < to; k++) {
      const column = open[k]!;
      if (spent + costs[column]! >= this.best) break;
      let i = start[column]!;
      const last = start[column + 1]!;
      while (i < last && held[rows[i]!] === 0) i++;
      if (i === last) open[end++] = column;
    }
    this.work -= (to - from) * PER_COLUMN;
    return end;
  }

  private reserve(length: number): void {
    if (this.open.length >= length) return;
    const longer = new Int32Array(2 * length);
    longer.set(this.open);
    this.open = longer;
  }
}
