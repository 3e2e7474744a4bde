import type { Highs, SparseEntriesInput } from 'highs';
import { endingWhen } from '../highs.ts';
import { addCover, type Bound, publishedCost } from './bound.ts';
import type { Compiled } from './compiled.ts';
import { newSums, sumRider } from './cost.ts';
import { type Assignment, BREAK, BREAK_END, END, FIELDS, PINNED, START, ZONE } from './cover.ts';
import { type RiderPlan, RiderPlanner } from './planner.ts';

/** A plan of a rider, as it stands in `Assignment.shifts`. */
interface Column {
  rider: number;
  shifts: Int32Array;
}

export interface ColumnParams {
  /** Prices to begin with, layers * cells: those of a Lagrangian bound. */
  from: Bound;
  /** The plan to better; it is among the columns. */
  assignment: Assignment;
  rounds: number;
  /** Seconds that are left, for one solve of HiGHS; Infinity: no limit. */
  left_s: () => number;
  stopped: () => boolean;
  /** Nodes of branch and bound over the columns found; 0: none. */
  nodes: number;
}

export interface Columns {
  bound: Bound;
  /** Best whole choice of columns where it is better than the plan given: the shifts of each rider. */
  better: Int32Array[] | null;
}

/** Cover rows stand for cells where riders are asked for; elsewhere a rider just costs the surplus. */
interface Rows {
  /** Row of each of layers * cells, or -1. */
  of: Int32Array;
  count: number;
}

/**
 * The bound of column generation (Dantzig and Wolfe 1960; Barnhart and others 1998, Branch-and-price, Operations Research 46): the
 * linear program over all plans of all riders, solved by HiGHS over those found so far and priced by `RiderPlanner`. Prices are
 * smoothed towards the best ones known (Wentges 1997, International Transactions in Operational Research 4). At the end whole
 * plans are chosen among the columns by branch and bound.
 */
export function generateColumns(compiled: Compiled, highs: Highs, params: ColumnParams): Columns {
  const { required, shortageCost, surplusCost, riders } = compiled;
  const rows = rowsOf(compiled);
  const planner = new RiderPlanner(compiled);
  const columns: Column[] = [];
  const bound: Bound = { ...params.from, prices: params.from.prices.slice() };
  return highs.withModel((model) => {
    model.options.set({ output_flag: false });
    const infinity = highs.infinity;
    for (let at = 0; at < required.length; at++) {
      if (rows.of[at]! >= 0) model.addRow(required[at]!, required[at]!, NO_ENTRIES);
    }
    for (let r = 0; r < riders.length; r++) model.addRow(1, 1, NO_ENTRIES);
    for (let at = 0; at < required.length; at++) {
      if (rows.of[at]! < 0) continue;
      model.addCol(shortageCost[at]!, 0, infinity, { indices: [rows.of[at]!], values: [1] });
      model.addCol(surplusCost[at]!, 0, infinity, { indices: [rows.of[at]!], values: [-1] });
    }
    const cover = new Float64Array(required.length);
    const add = (rider: number, shifts: Int32Array, cost: number) => {
      model.addCol(cost, 0, infinity, entriesOf(rows, cover, riders.length, rider));
      columns.push({ rider, shifts });
    };
    for (let r = 0; r < riders.length; r++) {
      const shifts = shiftsOf(params.assignment, r);
      cover.fill(0);
      addCover(compiled, r, planFrom(shifts), cover);
      add(r, shifts, sumRider(params.assignment, r, newSums(compiled)).total + surplusOutside(compiled, rows, cover));
    }
    const prices = new Float64Array(required.length);
    let smoothing = 0.5;
    for (let round = 0; round < params.rounds && !params.stopped(); round++) {
      setLimit(model, params.left_s());
      if (model.run(endingWhen(highs, params.stopped)).modelStatus !== highs.constants.modelStatus.optimal) break;
      const { rowDual } = model.getSolution();
      const objective = model.getObjectiveValue();
      if (objective - bound.value <= 1e-6 * Math.abs(objective)) break;
      for (let at = 0; at < required.length; at++) {
        const row = rows.of[at]!;
        if (row < 0) {
          prices[at] = -surplusCost[at]!;
          continue;
        }
        const dual = Math.max(-surplusCost[at]!, Math.min(shortageCost[at]!, rowDual[row]!));
        prices[at] = smoothing * bound.prices[at]! + (1 - smoothing) * dual;
      }
      let value = 0;
      for (let at = 0; at < required.length; at++) value += prices[at]! * required[at]!;
      let added = 0;
      for (let r = 0; r < riders.length; r++) {
        const plan = planner.price(prices, r);
        value += publishedCost(compiled, r) - plan.value;
        cover.fill(0);
        addCover(compiled, r, plan, cover);
        // Reduced cost under the master's own prices; the column's cost leaves out what its cells are worth.
        let cost = publishedCost(compiled, r) - plan.value;
        let reduced = -rowDual[rows.count + r]!;
        for (let at = 0; at < required.length; at++) {
          if (cover[at] === 0 || rows.of[at]! < 0) continue;
          cost += prices[at]! * cover[at]!;
          reduced -= rowDual[rows.of[at]!]! * cover[at]!;
        }
        if (cost + reduced >= -1e-7) continue;
        add(r, shiftsFrom(plan), cost);
        added++;
      }
      if (value > bound.value) {
        bound.value = value;
        bound.prices.set(prices);
      }
      bound.steps++;
      if (added === 0) {
        if (smoothing === 0) break;
        // Nothing at the smoothed prices: the master's own decide.
        smoothing = smoothing < 0.05 ? 0 : smoothing / 2;
      }
    }
    const better = params.nodes > 0 && !params.stopped() ? choose(compiled, highs, model, columns, rows, params) : null;
    return { bound, better };
  });
}

type Model = ReturnType<Highs['createModel']>;

const NO_ENTRIES: SparseEntriesInput = { indices: [], values: [] };

function setLimit(model: Model, left_s: number): void {
  if (Number.isFinite(left_s)) model.options.set('time_limit', model.getRunTime() + Math.max(0.1, left_s));
}

function rowsOf(compiled: Compiled): Rows {
  let count = 0;
  const of = Int32Array.from(compiled.required, (need) => (need > 0 ? count++ : -1));
  return { of, count };
}

function entriesOf(rows: Rows, cover: Float64Array, riders: number, rider: number): SparseEntriesInput {
  const indices: number[] = [];
  const values: number[] = [];
  for (let at = 0; at < cover.length; at++) {
    if (cover[at] === 0 || rows.of[at]! < 0) continue;
    indices.push(rows.of[at]!);
    values.push(cover[at]!);
  }
  if (rider >= riders) throw new RangeError('no such rider');
  indices.push(rows.count + rider);
  values.push(1);
  return { indices, values };
}

/** What presence costs where nobody is asked for. */
function surplusOutside(compiled: Compiled, rows: Rows, cover: Float64Array): number {
  let cost = 0;
  for (let at = 0; at < cover.length; at++) if (rows.of[at]! < 0) cost += cover[at]! * compiled.surplusCost[at]!;
  return cost;
}

/** Branch and bound over the columns; the plan given is where it starts. */
function choose(
  compiled: Compiled,
  highs: Highs,
  model: Model,
  columns: Column[],
  rows: Rows,
  params: ColumnParams,
): Int32Array[] | null {
  const first = 2 * rows.count;
  const indices = Int32Array.from(columns, (_, i) => first + i);
  const integer = highs.constants.variableType.integer;
  model.changeColsIntegrality(
    { kind: 'set', indices },
    Int32Array.from(columns, () => integer),
  );
  model.options.set({ mip_max_nodes: params.nodes, mip_rel_gap: 1e-5 });
  setLimit(model, params.left_s());
  const start = new Float64Array(first + columns.length);
  for (let r = 0; r < compiled.riders.length; r++) start[first + r] = 1;
  for (let at = 0; at < rows.of.length; at++) {
    const row = rows.of[at]!;
    if (row < 0) continue;
    const missing = compiled.required[at]! - params.assignment.cover[at]!;
    start[2 * row] = Math.max(0, missing);
    start[2 * row + 1] = Math.max(0, -missing);
  }
  model.setSolution({ colValue: start });
  model.run(endingWhen(highs, params.stopped));
  const { colValue } = model.getSolution();
  const chosen: (Int32Array | undefined)[] = compiled.riders.map(() => undefined);
  for (const [i, { rider, shifts }] of columns.entries()) if (colValue[first + i]! > 0.5) chosen[rider] = shifts;
  return chosen.every((shifts) => shifts !== undefined) ? (chosen as Int32Array[]) : null;
}

/** The shifts of a rider as they stand. */
function shiftsOf(assignment: Assignment, r: number): Int32Array {
  const from = r * assignment.compiled.most * FIELDS;
  return assignment.shifts.slice(from, from + assignment.counts[r]! * FIELDS);
}

function shiftsFrom(plan: RiderPlan): Int32Array {
  const shifts = new Int32Array(plan.count * FIELDS);
  for (let i = 0; i < plan.count; i++) {
    const at = i * FIELDS;
    shifts[at + ZONE] = plan.zone[i]!;
    shifts[at + START] = plan.start_s[i]!;
    shifts[at + END] = plan.end_s[i]!;
    shifts[at + BREAK] = plan.break_s[i]!;
    shifts[at + BREAK_END] = plan.breakEnd_s[i]!;
    shifts[at + PINNED] = plan.pinned[i]!;
  }
  return shifts;
}

function planFrom(shifts: Int32Array): RiderPlan {
  const count = shifts.length / FIELDS;
  const field = (f: number) => Int32Array.from({ length: count }, (_, i) => shifts[i * FIELDS + f]!);
  return {
    count,
    zone: field(ZONE),
    start_s: field(START),
    end_s: field(END),
    break_s: field(BREAK),
    breakEnd_s: field(BREAK_END),
    pinned: Uint8Array.from(field(PINNED)),
    value: 0,
  };
}
