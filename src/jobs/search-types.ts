import type { CodedError } from '../contract/errors.ts';
import type { RoutingRequest } from '../contract/request.ts';
import type { RawSolution } from '../model/solution.ts';
import type { SolveHooks, SolverPool } from '../pool/pool.ts';
import type { SolveParams, StopReason, TracePoint } from '../routing/solve.ts';

/** What a search came to; costs in money. */
export interface Searched {
  ok: true;
  solution: RawSolution;
  /** The solution for a checkpoint: `resume` of a later search of the same request. */
  words: number[];
  trace: TracePoint[];
  iterations: number;
  first_solution_s: number;
  /** 'none' where the budget ended it. */
  stopReason: StopReason;
}
export type SearchAnswer = Searched | { ok: false; errors: CodedError[]; retry: boolean };

/** A search to be made: second 0 of its time was at `started_ns`. */
export interface Search {
  /** Tasks in spatial order. */
  request: RoutingRequest;
  pool: SolverPool;
  params: SolveParams;
  started_ns: bigint;
  hooks: SolveHooks;
  /**
   * Does with a first solution what will be done with the last; returns how many seconds of the time to keep for that.
   * @param over aborts where the search has ended meanwhile; then it rejects.
   */
  rehearse(solution: RawSolution, over?: AbortSignal): number | Promise<number>;
  /** Words of an earlier search that was interrupted, or null. Such as are none of this request are not used. */
  resume: number[] | null;
}
