import type { Highs, Model } from 'highs';
import type { Day } from './best-day.ts';
import type { Relaxed } from './relaxed.ts';
import type { MoveEnv, MoveProblem } from './types.ts';

/** Relative difference of master and bound at which no more columns are looked for. */
const CLOSE = 1e-6;
const MOST_ROUNDS = 60;

export interface Master {
  /** Lower bound at the last prices. */
  bound: number;
  prices: Float64Array;
  /** A day for each rider of each class, where the master was solved in whole riders; null where it was not. */
  days: Day[][] | null;
}

/**
 * Dantzig-Wolfe decomposition of the flow: the master (HiGHS) mixes days of each class of riders, prices of its rows find better
 * days, until there are none; then it is solved once more in whole riders. The linear program is nearly always whole by
 * itself, as that of a single commodity always is.
 * @param known days found before, by class
 */
export class ColumnMaster {
  private readonly problem: MoveProblem;
  private readonly relaxed: Relaxed;
  private readonly highs: Highs;
  private readonly rowOf: Int32Array;
  private readonly columns: { class: number; day: Day }[] = [];
  private readonly seen: Set<string>[];
  /** Columns of shortage before those of days, and rows of cells before those of classes. */
  private readonly shortages: { cell: number; cost: number; most: number }[] = [];
  private cells = 0;

  constructor(problem: MoveProblem, relaxed: Relaxed, highs: Highs) {
    this.problem = problem;
    this.relaxed = relaxed;
    this.highs = highs;
    this.seen = relaxed.classes.map(() => new Set());
    this.rowOf = new Int32Array(problem.required.length).fill(-1);
    for (const [c, wanted] of problem.required.entries()) {
      if (wanted <= 0 || problem.shortage_cost[c]! <= 0) continue;
      this.rowOf[c] = this.cells++;
      const part = wanted - Math.floor(wanted);
      this.shortages.push({ cell: c, cost: problem.shortage_cost[c]!, most: Number.POSITIVE_INFINITY });
      if (part > 0) this.shortages.push({ cell: c, cost: problem.shortage_cost[c]! * part, most: 1 });
    }
  }

  /** Number of rows. */
  get size(): number {
    return this.cells + this.relaxed.classes.length;
  }

  /** Keeps a day of a class; false where it is known. */
  add(k: number, day: Day): boolean {
    if (day.variant < 0) return false;
    const key = `${day.variant}:${day.steps.join()}`;
    if (this.seen[k]!.has(key)) return false;
    this.seen[k]!.add(key);
    this.columns.push({ class: k, day });
    return true;
  }

  /** @param mip_s seconds for the master in whole riders */
  run(mip_s: number, env?: MoveEnv): Master {
    return this.highs.withModel((model) => {
      model.options.set({ output_flag: false });
      this.load(model);
      let loaded = this.columns.length;
      const best: Master = { bound: Number.NEGATIVE_INFINITY, prices: new Float64Array(0), days: null };
      for (let round = 0; round < MOST_ROUNDS && !env?.stop?.(); round++) {
        model.run();
        const lp = Number(model.info.get('objective_function_value'));
        const prices = this.pricesOf(model.getSolution().rowDual);
        const bound = this.relaxed.solve(prices);
        if (bound > best.bound) Object.assign(best, { bound, prices });
        if (lp - best.bound <= CLOSE * Math.abs(lp)) break;
        for (const [k, day] of this.relaxed.days.entries()) this.add(k, day);
        if (this.columns.length === loaded) break;
        model.addCols(this.columnData(loaded));
        loaded = this.columns.length;
      }
      best.days = this.whole(model, mip_s);
      return best;
    });
  }

  private load(model: Model): void {
    const { classes } = this.relaxed;
    const { shortages } = this;
    const { infinity } = this.highs;
    const wanted = shortages.filter(({ most }) => most > 1).map(({ cell }) => Math.ceil(this.problem.required[cell]!));
    model.addRows({
      lower: Float64Array.from([...wanted, ...classes.map(({ optional, riders }) => (optional ? 0 : riders.length))]),
      upper: Float64Array.from([...wanted.map(() => infinity), ...classes.map(({ riders }) => riders.length)]),
      matrix: {
        format: 'csr',
        numRows: this.size,
        numCols: 0,
        starts: new Int32Array(this.size + 1),
        indices: new Int32Array(0),
        values: new Float64Array(0),
      },
    });
    model.addCols({
      cost: Float64Array.from(shortages, ({ cost }) => cost),
      lower: new Float64Array(shortages.length),
      upper: Float64Array.from(shortages, ({ most }) => (most > 1 ? infinity : most)),
      matrix: {
        format: 'csc',
        numRows: this.size,
        numCols: shortages.length,
        starts: Int32Array.from({ length: shortages.length + 1 }, (_, j) => j),
        indices: Int32Array.from(shortages, ({ cell }) => this.rowOf[cell]!),
        values: new Float64Array(shortages.length).fill(1),
      },
    });
    model.addCols(this.columnData(0));
  }

  /** Columns of days from a number on. */
  private columnData(from: number) {
    const added = this.columns.slice(from);
    const starts = [0];
    const indices: number[] = [];
    for (const { class: k, day } of added) {
      for (const cell of day.cells) if (this.rowOf[cell]! >= 0) indices.push(this.rowOf[cell]!);
      indices.push(this.cells + k);
      starts.push(indices.length);
    }
    return {
      cost: Float64Array.from(added, ({ day }) => day.cost),
      lower: new Float64Array(added.length),
      upper: new Float64Array(added.length).fill(this.highs.infinity),
      matrix: {
        format: 'csc' as const,
        numRows: this.size,
        numCols: added.length,
        starts: Int32Array.from(starts),
        indices: Int32Array.from(indices),
        values: new Float64Array(indices.length).fill(1),
      },
    };
  }

  private pricesOf(duals: Float64Array): Float64Array {
    const { shortage_cost } = this.problem;
    return Float64Array.from(this.rowOf, (row, c) =>
      row < 0 ? 0 : Math.min(shortage_cost[c]!, Math.max(0, duals[row]!)),
    );
  }

  private whole(model: Model, limit_s: number): Day[][] | null {
    const first = this.shortages.length;
    if (!isWhole(model.getSolution().colValue, first)) {
      const count = first + this.columns.length;
      const { variableType } = this.highs.constants;
      for (let j = first; j < count; j++) model.changeColIntegrality(j, variableType.integer);
      model.options.set({ time_limit: limit_s, mip_rel_gap: 1e-4 });
      model.run();
    }
    const { colValue } = model.getSolution();
    if (colValue.length === 0 || !isWhole(colValue, first)) return null;
    const days = this.relaxed.classes.map((): Day[] => []);
    for (const [j, { class: k, day }] of this.columns.entries()) {
      for (let n = Math.round(colValue[first + j]!); n > 0; n--) days[k]!.push(day);
    }
    return days;
  }
}

function isWhole(values: Float64Array, from: number): boolean {
  for (let j = from; j < values.length; j++) if (Math.abs(values[j]! - Math.round(values[j]!)) > 1e-6) return false;
  return true;
}
