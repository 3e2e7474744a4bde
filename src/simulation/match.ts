/**
 * Least-cost matching of rows with columns where each row knows some columns and may also stay alone, by shortest
 * augmenting paths with potentials (Jonker & Volgenant 1987, doi 10.1007/BF02278710), on sparse rows: with enough
 * columns a row seldom looks further than its own.
 */
export class Matching {
  /** By row: its column, or -1. */
  columnOf = new Int32Array(0);
  private readonly rowOf: Int32Array;
  /** Potentials of the columns; those of the rows follow from them. */
  private readonly price: Float64Array;
  private readonly distance: Float64Array;
  private readonly from: Int32Array;
  private readonly state: Uint8Array;
  private readonly touched: Int32Array;
  private touchedCount = 0;

  constructor(columns: number) {
    this.rowOf = new Int32Array(columns);
    this.price = new Float64Array(columns);
    this.distance = new Float64Array(columns);
    this.from = new Int32Array(columns);
    this.state = new Uint8Array(columns);
    this.touched = new Int32Array(columns);
  }

  /**
   * @param start row r knows the entries start[r] .. start[r + 1] - 1
   * @param column of each entry
   * @param cost of each entry
   * @param alone by row: cost of no column at all
   */
  solve(start: Int32Array, column: Int32Array, cost: Float64Array, alone: Float64Array): void {
    this.columnOf = new Int32Array(alone.length).fill(-1);
    // Columns that no row knows are not looked at.
    for (let e = 0; e < start[alone.length]!; e++) {
      this.rowOf[column[e]!] = -1;
      this.price[column[e]!] = 0;
    }
    for (let row = 0; row < alone.length; row++) this.augment(row, start, column, cost, alone);
  }

  /** Dijkstra over columns from one row, until a free column or a row that had better stay alone is the nearest. */
  private augment(root: number, start: Int32Array, column: Int32Array, cost: Float64Array, alone: Float64Array): void {
    const { distance, from, state, price, rowOf, touched } = this;
    let row = root;
    let base = 0;
    // The nearest end so far: a row staying alone costs its `alone`, seen from the prices along the path.
    let endCost = alone[root]!;
    let endRow = root;
    let endColumn = -1;
    for (;;) {
      for (let e = start[row]!; e < start[row + 1]!; e++) {
        const c = column[e]!;
        if (state[c] === 2) continue;
        const length = base + cost[e]! - price[c]!;
        if (state[c] === 0) {
          state[c] = 1;
          touched[this.touchedCount++] = c;
        } else if (length >= distance[c]!) continue;
        distance[c] = length;
        from[c] = row;
      }
      let next = -1;
      for (let k = 0; k < this.touchedCount; k++) {
        const c = touched[k]!;
        if (state[c] === 1 && (next < 0 || distance[c]! < distance[next]!)) next = c;
      }
      if (next < 0 || distance[next]! >= endCost) break;
      state[next] = 2;
      const owner = rowOf[next]!;
      if (owner < 0) {
        endCost = distance[next]!;
        endColumn = next;
        break;
      }
      // Leaving `next` gives its owner back what it pays there.
      row = owner;
      base = distance[next]! - this.paid(owner, next, start, column, cost);
      if (base + alone[owner]! < endCost) {
        endCost = base + alone[owner]!;
        endRow = owner;
        endColumn = -1;
      }
    }
    this.raisePrices(endCost);
    this.shift(root, endRow, endColumn);
  }

  private paid(row: number, held: number, start: Int32Array, column: Int32Array, cost: Float64Array): number {
    let e = start[row]!;
    while (column[e] !== held) e++;
    return cost[e]! - this.price[held]!;
  }

  private raisePrices(end: number): void {
    for (let k = 0; k < this.touchedCount; k++) {
      const c = this.touched[k]!;
      if (this.state[c] === 2 && this.distance[c]! < end) this.price[c]! += this.distance[c]! - end;
      this.state[c] = 0;
    }
    this.touchedCount = 0;
  }

  /** Moves every row on the path on to the next column, and the last one to the end. */
  private shift(root: number, endRow: number, endColumn: number): void {
    let column = endColumn;
    if (column < 0) {
      if (endRow === root) return;
      column = this.columnOf[endRow]!;
      this.columnOf[endRow] = -1;
    }
    for (;;) {
      const row = this.from[column]!;
      const left = this.columnOf[row]!;
      this.columnOf[row] = column;
      this.rowOf[column] = row;
      if (row === root) return;
      column = left;
    }
  }
}
