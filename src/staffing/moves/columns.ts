import type { Highs, Model } from 'highs';
import { endingWhen } from '../highs.ts';
import type { Day } from './best-day.ts';
import type { Relaxed } from './relaxed.ts';
import type { MoveEnv, MoveProblem } from './types.ts';

/** Relative difference of master and bound at which no more columns are looked for. */
const CLOSE = 1e-6;
const MOST_ROUNDS = 10;
/** Share of a rider from which on a day is fixed, the share of open riders fixed at least at once, and what is none. */
const NEARLY = 0.9;
const LEAST_FIXED = 0.3;
const SMALL = 0.01;

export interface Master {
  /** Lower bound at the last prices. */
  bound: number;
  prices: Float64Array;
  /** Days for riders of each class, in no order; fewer than riders where some do not come, or time was up. */
  days: Day[][];
}

/**
 * Dantzig-Wolfe decomposition of the flow: the master (HiGHS) mixes days of each class of riders, prices of its rows find better
 * days, until there are none; then it dives to whole riders (Sadykov et al. 2019). The linear program of a single commodity is
 * whole by itself.
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
  /** Of the columns, in the last optimum. */
  private values: Float64Array = new Float64Array(0);

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

  /** Keeps a day of each class. */
  addAll(days: readonly Day[]): void {
    for (const [k, day] of days.entries()) this.add(k, day);
  }

  run(env?: MoveEnv): Master {
    return this.highs.withModel((model) => {
      // Prices from the middle of the best face lead to fewer rounds than those of a corner.
      model.options.set({ output_flag: false, solver: 'ipm', run_crossover: 'off' });
      this.load(model);
      const best: Master = { bound: Number.NEGATIVE_INFINITY, prices: new Float64Array(0), days: [] };
      for (let round = 0; round < MOST_ROUNDS && !env?.stop?.() && this.optimise(model, env); round++) {
        const prices = this.pricesOf(model.getSolution().rowDual);
        const bound = this.relaxed.solve(prices);
        if (bound > best.bound) Object.assign(best, { bound, prices });
        const cost = Number(model.info.get('objective_function_value'));
        if (cost - best.bound <= CLOSE * Math.abs(cost) || !this.extend(model)) break;
      }
      best.days = this.dive(model, env);
      return best;
    });
  }

  /** False where HiGHS finds no optimum in the time left, or none by numbers too far apart: what was found before is then all there is. */
  private optimise(model: Model, env?: MoveEnv): boolean {
    const { optimal } = this.highs.constants.modelStatus;
    const left_s = env?.left_s?.() ?? Number.POSITIVE_INFINITY;
    if (Number.isFinite(left_s)) model.options.set('time_limit', model.getRunTime() + Math.max(0.1, left_s));
    const ending = env?.stop ? endingWhen(this.highs, env.stop) : {};
    if (model.run(ending).modelStatus !== optimal) return false;
    this.values = model.getSolution().colValue;
    return true;
  }

  /** Adds the days that riders found at the last prices; false where all were known. */
  private extend(model: Model): boolean {
    const loaded = this.columns.length;
    this.addAll(this.relaxed.days);
    if (this.columns.length === loaded) return false;
    model.addCols(this.columnData(loaded));
    return true;
  }

  /**
   * Dives to whole riders: days that the master gives to nearly a whole rider are fixed, at least a share of those open, and
   * the rest is mixed anew.
   */
  private dive(model: Model, env?: MoveEnv): Day[][] {
    const { classes } = this.relaxed;
    const first = this.shortages.length;
    const days = classes.map((): Day[] => []);
    const fixed: number[] = [];
    let open = classes.reduce((sum, { riders }) => sum + riders.length, 0);
    while (open > 0 && !env?.stop?.()) {
      // Columns added since have no value yet.
      const rest = this.columns.map((_, j) => (this.values[first + j] ?? 0) - (fixed[j] ?? 0));
      const order = [...rest.keys()].filter((j) => rest[j]! > SMALL).sort((a, b) => rest[b]! - rest[a]! || a - b);
      let wanted = Math.ceil(open * LEAST_FIXED);
      const before = open;
      for (const j of order) {
        const { class: k, day } = this.columns[j]!;
        const room = classes[k]!.riders.length - days[k]!.length;
        const count = Math.min(room, Math.floor(rest[j]! + (wanted > 0 ? 1 - SMALL : 1 - NEARLY)));
        if (count <= 0) continue;
        for (let n = 0; n < count; n++) days[k]!.push(day);
        fixed[j] = (fixed[j] ?? 0) + count;
        model.changeColBounds(first + j, fixed[j]!, this.highs.infinity);
        wanted -= count;
        open -= count;
      }
      // Who is left is not to come.
      if (open === before || open === 0 || !this.optimise(model, env)) break;
      this.relaxed.solve(this.pricesOf(model.getSolution().rowDual));
      this.extend(model);
    }
    return days;
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
}
