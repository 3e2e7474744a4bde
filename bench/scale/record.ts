import type { Machine } from '../machine.ts';

/** One measurement, on a generated day of `n` tasks. */
export interface ScaleCase {
  /** `first`: compiling and the first plan. `search`: request to plan, with a time limit. */
  what: 'first' | 'search';
  n: number;
  time_s: number;
  threads: number;
}

export interface FirstFigures {
  what: 'first';
  n: number;
  compile_s: number | null;
  /** After compiling. */
  first_s: number | null;
  error: string | null;
}

export interface SearchFigures {
  what: 'search';
  n: number;
  time_s: number;
  threads: number;
  /** From request to checked plan; null, as the next two: the process failed. */
  wall_s: number | null;
  /** Processor seconds of all threads meanwhile. */
  cpu_s: number | null;
  peak_mb: number | null;
  /** Null: no plan, see `error`. */
  search: {
    unassigned: number;
    /** From request to the first plan. */
    first_s: number;
    elapsed_s: number;
    /** Of all threads. */
    iterations: number;
    /** Where the trace first has iterations; null: nowhere, absent in old reports. Before it districts come to their first plans. */
    since?: { elapsed_s: number; iterations: number } | null;
    /** Of the best plan at the first one, after a quarter, a half, three quarters and all of the time that was left then. */
    costs: (number | null)[];
  } | null;
  error: string | null;
}

export type ScaleFigures = FirstFigures | SearchFigures;

/** Two threads against one, on instances with best known costs. */
export interface ThreadFigures {
  one: { time_s: number; gap: number | null };
  two: { time_s: number; gap: number | null };
  instances: number;
}

export interface ScaleReport {
  kind: 'scale';
  name: string;
  startedAt: string;
  machine: Machine;
  load_before: number;
  load_after: number;
  figures: ScaleFigures[];
  threads: ThreadFigures | null;
}
