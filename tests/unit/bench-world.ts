import type { Machine } from '../../bench/machine.ts';
import type { Case, QualityRecord, QualityReport } from '../../bench/quality/record.ts';

/** Searches and reports as the benches keep them. */

export const MACHINE: Machine = {
  cpu: 'Some CPU',
  cores: 2,
  memory_gb: 8,
  node: 'v24.0.0',
  commit: 'abc1234',
  solver: 'f00',
};

export function aCase(extra: Partial<Case> = {}): Case {
  const budget = { seed: 1, threads: 2, time_s: 20, iterations: null };
  return { set: 'some-set', instance: 'one', objective: null, ...budget, ...extra };
}

/** A valid plan of this cost; the best known is 1,000. */
export function aRecord(instance: string, cost: number, extra: Partial<QualityRecord> = {}): QualityRecord {
  return {
    ...aCase({ instance }),
    solved: {
      ...{ cost, unassigned: 0, routes: 3, firstSolution_s: 0.1, iterations: 1000 },
      anytime: [{ at_s: 1, cost: cost * 1.1 }],
      ...{ wall_s: 20.02, search_s: 20, peak_mb: 100 },
    },
    judge: {
      ...{ feasible: true, violations: [], cost, bks: 1000, bks_routes: null },
      ...{ gap_percent: (cost - 1000) / 10, n: 50, routes: 3 },
    },
    ...{ errors: [], load_before: 0, load_after: 1 },
    ...extra,
  };
}

export function aReport(name: string, records: QualityRecord[]): QualityReport {
  return {
    ...{ kind: 'quality', name, startedAt: '2027-03-16T08:00:00.000Z', elapsed_s: 12, load_before: 0.1, load_after: 1 },
    machine: MACHINE,
    records,
  };
}
