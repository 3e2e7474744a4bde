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

/** Seconds at which the anytime curve is read. */
export const ANYTIME_S = [1, 2, 5, 10, 20, 60] as const;

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
  return ANYTIME_S.filter((at_s) => at_s <= elapsed_s + 0.5).map((at_s) => ({
    at_s,
    cost: comparable.findLast((point) => point.elapsed_s <= at_s)?.cost ?? null,
  }));
}
