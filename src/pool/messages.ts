import type { ErrorCode } from '../contract/errors.ts';
import type { Rich } from '../model/rich.ts';
import type { SolveParams, TracePoint } from '../routing/solve.ts';

/** What a thread gets: shared memory by reference, the rest by value. */
export interface RoutingTask {
  problem: SharedArrayBuffer;
  rich: Rich | null;
  initial: Int32Array | null;
  exchange: SharedArrayBuffer;
  params: SolveParams;
  /** Lanes this thread runs, in turns. */
  lanes: number[];
  /** Threads that work on this search. */
  parties: number;
  /** `process.hrtime` nanoseconds of second 0: unlike performance.now, the same clock in every thread. */
  started_ns: bigint;
}

/** What a thread answers. Errors cross threads as class and message only, so they travel as data. */
export type RoutingAnswer = { ok: true; trace: TracePoint[] } | { ok: false; code: ErrorCode; message: string };
