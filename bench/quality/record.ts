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
  /** Whether threads were warmed up before the clock starts, as those of a worker are; absent: a process as it starts. */
  warm?: true;
  /** Seed by which the tasks of the file are shuffled first; absent: in their order. */
  shuffle?: number;
  /** Parts of the search that are switched off (`ablation`); absent: none. */
  without?: string[];
}

/** What the process of one search measured. Its plan has passed our own checker: no other leaves the pipeline. */
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
  /** Processor seconds of the process, all threads together; absent in old reports. */
  cpu_s?: number;
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
  /** Cores that other processes kept busy meanwhile, on average; null where unknown, absent in old reports. */
  others?: number | null;
  /** Which session of the report it is of; absent: the first. */
  session?: number;
}

/** One call of the command: a long run is made in several. */
export interface Session {
  startedAt: string;
  elapsed_s: number;
  machine: Machine;
  load_before: number;
  load_after: number;
}

export interface QualityReport {
  kind: 'quality';
  name: string;
  /** What question the searches answer other than how good plans are; absent: none. */
  study?: 'ablation' | 'steady';
  /** Of the first session; machine, too. */
  startedAt: string;
  /** Of all sessions. */
  elapsed_s: number;
  machine: Machine;
  load_before: number;
  load_after: number;
  /** Absent in old reports: there was one. */
  sessions?: Session[];
  /** Searches there are to be in all; absent in old reports: those there are. */
  planned?: number;
  records: QualityRecord[];
}

/** Cores that others may keep busy while a machine counts as quiet. */
export const QUIET_CORES = 0.2;

/** Null where it is not known. */
export function isQuiet({ others }: QualityRecord): boolean | null {
  return others === undefined || others === null ? null : others <= QUIET_CORES;
}
