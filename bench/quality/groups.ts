import { gapPercent, meanOfMeans } from '../figures.ts';
import type { QualityRecord, Verdict } from './record.ts';

/** Searches of one set with one budget: what has a mean. */
export interface Group {
  set: string;
  time_s: number | null;
  threads: number;
  /** The budget in words. */
  budget: string;
  records: QualityRecord[];
}

/** In the order in which the sets first occur, each with its budgets from the shortest on. */
export function groupsOf(records: QualityRecord[]): Group[] {
  const sets = Map.groupBy(records, ({ set }) => set);
  return [...sets.values()].flatMap((own) =>
    [...Map.groupBy(own, budgetText)]
      .map(([budget, searches]): Group => {
        const { set, time_s, threads } = searches[0]!;
        return { set, time_s, threads, budget, records: searches };
      })
      .sort((a, b) => (a.time_s ?? 0) - (b.time_s ?? 0) || a.threads - b.threads),
  );
}

export function budgetText({ time_s, iterations, threads, objective, warm, shuffle, without }: QualityRecord): string {
  const budget = [time_s === null ? null : `${time_s} s`, iterations === null ? null : `${iterations} iterations`];
  const counted = objective === null ? '' : `, objective ${objective}`;
  const variant = [
    ...(warm === undefined ? [] : [', warm']),
    ...(shuffle === undefined ? [] : [`, shuffled ${shuffle}`]),
    ...(without === undefined ? [] : [`, without ${without.join(' and ')}`]),
  ];
  const of = `${budget.filter(Boolean).join(' or ')}, ${threads} thread${threads === 1 ? '' : 's'}`;
  return `${of}${counted}${variant.join('')}`;
}

/** Solved, accepted by our own checker (no other plan is returned) and by the judge. */
export function isValid({ solved, judge }: QualityRecord): boolean {
  return solved !== null && judge?.feasible === true;
}

export const gapOf = ({ judge }: QualityRecord) => judge?.gap_percent ?? null;

/** Mean over instances, each the mean of its seeds: an instance solved with more of them weighs no more. */
export function meanOf(records: QualityRecord[], figure: (record: QualityRecord) => number | null): number | null {
  return meanOfMeans(records, ({ instance }) => instance, figure);
}

/** Mean gap of each seed on the instances that all seeds solved: how much of a difference is luck. Null: one seed only. */
export function seedsOf(records: QualityRecord[]): { seed: number; gap: number }[] | null {
  const bySeed = [...Map.groupBy(records, ({ seed }) => seed)].sort(([a], [b]) => a - b);
  if (bySeed.length < 2) return null;
  const solved = bySeed.map(
    ([, own]) => new Set(own.filter((record) => gapOf(record) !== null).map(({ instance }) => instance)),
  );
  const common = new Set([...solved[0]!].filter((instance) => solved.every((own) => own.has(instance))));
  if (common.size === 0) return null;
  return bySeed.map(([seed, own]) => {
    const gap = meanOf(
      own.filter(({ instance }) => common.has(instance)),
      gapOf,
    );
    return { seed, gap: gap! };
  });
}

export const isHierarchical = (judge: Verdict | null) => judge !== null && judge.bks_routes !== null;

/** Vehicles beyond those of the best known solution, where they come before distance. */
export function excessOf({ judge }: QualityRecord): number | null {
  return judge?.feasible && judge.bks_routes !== null ? judge.routes - judge.bks_routes : null;
}

/**
 * Of the best plan by then, also of a search that ended early. Where vehicles come first there is no curve: the trace does not
 * tell how many vehicles a cost is for.
 */
export function gapAt({ solved, judge, time_s }: QualityRecord, at_s: number): number | null {
  if (isHierarchical(judge) || (time_s !== null && at_s > time_s)) return null;
  const point = solved?.anytime.findLast((candidate) => candidate.at_s <= at_s);
  return gapPercent(point?.cost ?? null, judge?.bks ?? null);
}
