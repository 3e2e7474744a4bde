import type { SolverReport } from '../src/contract/plan.ts';

/** How far a cost is above the best known one, in percent; null where there is nothing to compare. */
export function gapPercent(cost: number | null, best: number | null): number | null {
  if (cost === null || best === null || best === 0) return null;
  return (100 * (cost - best)) / best;
}

/** Null where there is no value. */
export function mean(values: (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

/** Mean of the means of groups: instances that were solved with more seeds weigh no more than others. */
export function meanOfMeans<T>(items: T[], groupOf: (item: T) => string, figure: (item: T) => number | null) {
  return mean([...Map.groupBy(items, groupOf).values()].map((group) => mean(group.map(figure))));
}

/** In the middle of the sorted values; null where there is none. */
export function median(values: number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** Seconds at which the anytime curve is kept. */
const CURVE_S = [
  ...[0.1, 0.15, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5, 7, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 450, 600],
] as const;
/** Those shown as columns of tables. */
export const COLUMNS_S = [1, 2, 5, 10, 20, 60, 300] as const;

export interface AnytimePoint {
  at_s: number;
  /** Best cost known at that moment; null before the first plan that serves as many tasks as the last one does. */
  cost: number | null;
}

/**
 * Reads the trace of a search at fixed times, up to its end. A plan that leaves out more tasks than the last one is
 * no basis for a gap: it is cheap because it does less.
 * @param mayLeaveOut some tasks are optional, and their prizes are in the cost: then every plan counts
 */
export function anytime(trace: SolverReport['trace'], elapsed_s: number, mayLeaveOut: boolean): AnytimePoint[] {
  const fewest = trace.at(-1)?.unassigned ?? 0;
  const comparable = trace.filter(({ unassigned }) => mayLeaveOut || unassigned <= fewest);
  // The search may end some milliseconds before its budget does.
  const end_s = elapsed_s + Math.min(0.5, 0.05 * elapsed_s);
  return CURVE_S.filter((at_s) => at_s <= end_s).map((at_s) => ({
    at_s,
    cost: comparable.findLast((point) => point.elapsed_s <= at_s)?.cost ?? null,
  }));
}
