import type { CodedError } from '../../src/contract/errors.ts';
import type { AnytimePoint } from '../figures.ts';
import type { Machine } from '../machine.ts';

/** One search: which file, with which budget. */
export interface Case {
  set: string;
  instance: string;
  /** How distances are counted; null: as is usual for the kind of file. */
  objective: string | null;
  seed: number;
  threads: number;
  time_s: number | null;
  /** Per thread. */
  iterations: number | null;
}

/** What the process of one search measured. Its plan has passed our own checker: no other leaves the road. */
export interface Solved {
  cost: number;
  /** Tasks left out. */
  unassigned: number;
  routes: number;
  firstSolution_s: number;
  anytime: AnytimePoint[];
  /** Of all threads. */
  iterations: number;
  /** From request to checked plan: compiling, search, plan, check. */
  wall_s: number;
  /** Of the search alone. */
  search_s: number;
  /** Largest resident size of the process with all its threads. */
  peak_mb: number;
}

/** What ../shared/tools/verify.mjs says about the written solution. */
export interface Verdict {
  feasible: boolean;
  violations: string[];
  cost: number;
  bks: number | null;
  /** Where vehicles come before distance (objective `hierarchical`): those of the best known solution; else null. */
  bks_routes: number | null;
  /** Null where it would say nothing: nothing is known to compare with, or the vehicles are not as many. */
  gap_percent: number | null;
  n: number;
  routes: number;
}

export interface QualityRecord extends Case {
  /** Null: not solved, see `errors`. */
  solved: Solved | null;
  judge: Verdict | null;
  errors: CodedError[];
  load_before: number;
  load_after: number;
}

export interface QualityReport {
  kind: 'quality';
  name: string;
  startedAt: string;
  elapsed_s: number;
  machine: Machine;
  load_before: number;
  load_after: number;
  records: QualityRecord[];
}
