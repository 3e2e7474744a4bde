import type { Columns } from './columns.ts';

/** A choice of columns that is changed group by group, and what lies near what. */
export class Neighbourhood {
  private readonly columns: Columns;
  private readonly reduced: Float64Array;
  /** Columns that may help, cheapest first. */
  readonly useful: Int32Array;
  /** The column of the choice that holds a row. */
  private readonly holder: Int32Array;
  /** Of the choice, dearest first: those to begin a group with. */
  private readonly seeds: number[];

  /** @param known columns that hold every row once */
  constructor(columns: Columns, reduced: Float64Array, known: Int32Array) {
    this.columns = columns;
    this.reduced = reduced;
    this.holder = new Int32Array(columns.rowCount);
    for (const j of known) this.hold(j);
    this.seeds = [...known].sort((a, b) => reduced[b]! - reduced[a]! || a - b);
    const slack = known.reduce((sum, j) => sum + reduced[j]!, 0);
    this.useful = Int32Array.from({ length: columns.count }, (_, j) => j)
      .filter((j) => reduced[j]! < slack)
      .sort((a, b) => reduced[a]! - reduced[b]! || a - b);
  }

  private hold(column: number): void {
    const { start, rows } = this.columns;
    for (let i = start[column]!; i < start[column + 1]!; i++) this.holder[rows[i]!] = column;
  }

  /** A column of the choice to begin a group with, or -1 once all were. */
  nextSeed(): number {
    for (let seed = this.seeds.shift(); seed !== undefined; seed = this.seeds.shift())
      if (this.holder[this.columns.rows[this.columns.start[seed]!]!] === seed) return seed;
    return -1;
  }

  /** Columns of the choice around one of them, with about so many rows: those that most of the useful columns would change together. */
  around(seed: number, mostRows: number): number[] {
    const { start } = this.columns;
    const size = (j: number) => start[j + 1]! - start[j]!;
    const group = [seed];
    let rowsLeft = mostRows - size(seed);
    const links = new Map<number, number>();
    this.addLinks(seed, links);
    while (links.size > 0) {
      let next = -1;
      for (const [column, weight] of links) if (next < 0 || weight > links.get(next)!) next = column;
      links.delete(next);
      if (size(next) > rowsLeft) continue;
      rowsLeft -= size(next);
      group.push(next);
      this.addLinks(next, links);
      for (const j of group) links.delete(j);
    }
    return group;
  }

  /** Adds how often useful columns share rows with a column of the choice and with each other one. */
  private addLinks(column: number, links: Map<number, number>): void {
    const { holder, useful } = this;
    const { start, rows } = this.columns;
    for (const j of useful) {
      let touches = false;
      for (let i = start[j]!; i < start[j + 1]! && !touches; i++) touches = holder[rows[i]!] === column;
      if (!touches) continue;
      let last = column;
      for (let i = start[j]!; i < start[j + 1]!; i++) {
        const other = holder[rows[i]!]!;
        if (other !== last && other !== column) links.set(other, (links.get(other) ?? 0) + 1);
        last = other;
      }
    }
  }

  /** Useful columns that hold rows of a group only, cheapest first. */
  within(group: number[]): Int32Array {
    const { holder, useful } = this;
    const { start, rows } = this.columns;
    const members = new Set(group);
    return useful.filter((j) => {
      for (let i = start[j]!; i < start[j + 1]!; i++) if (!members.has(holder[rows[i]!]!)) return false;
      return true;
    });
  }

  /** What a group costs beyond prices. */
  spentOn(group: number[]): number {
    return group.reduce((sum, j) => sum + this.reduced[j]!, 0);
  }

  /** Takes columns into the choice, for those that held their rows. They are seeds, too. */
  take(by: Int32Array): void {
    for (const j of by) this.hold(j);
    this.seeds.push(...by);
  }

  /** The whole choice. */
  all(): number[] {
    return [...new Set(this.holder)];
  }
}
