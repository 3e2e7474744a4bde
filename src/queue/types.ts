import type { Logger } from 'pino';
import type { CodedError } from '../contract/errors.ts';
import type { Announcement } from '../contract/webhook.ts';

/** Queue on which finished plans are announced. */
export const PLANS_QUEUE = 'plans';

/** Queue of the calls that webhooks have to make. */
export const WEBHOOKS_QUEUE = 'webhooks';

/** Why a run was asked to stop before its own budget ended. */
export type StopReason = 'cancelled' | 'timeout' | 'shutdown';

/** First stage of a stop: the handler should return the best it has. Aborting (`signal`) follows after the grace. */
export interface Stop {
  readonly requested: boolean;
  readonly reason: StopReason | undefined;
  /** Calls back once when a stop is requested; at once if it already was. */
  onRequest(callback: (reason: StopReason) => void): void;
}

/** What a run tells those who watch it. */
export interface JobProgress {
  /**
   * Of the best so far, what the search makes least: the weighted sum of the objectives below `unserved` and `vehicles`; money
   * where these are `cost`.
   */
  cost: number;
  /** So far, of all threads. */
  iterations: number;
  /** Since the search began. */
  elapsed_s: number;
  /** Tasks that the best so far leaves out. */
  unassigned: number;
}

/** What a handler gets beside the payload. */
export interface JobContext {
  jobId: string;
  /** Name of the queue the job came from, e.g. `routing`. */
  kind: string;
  /** 1 for the first try, 2 for the one retry. */
  attempt: number;
  /** sha256 (hex) of the payload as canonical JSON. */
  inputHash: string;
  /** Second stage of a stop, and lost claims: end now, nothing of the result is used. */
  signal: AbortSignal;
  stop: Stop;
  /** Aborts as soon as the job need not begin any more: with the first stage of a stop. For what waits before it begins. */
  unwanted: AbortSignal;
  /** Stops the clock of the time limit while the job waits to begin; what it returns starts the clock anew. */
  hold(): () => void;
  /** What an earlier run of this job saved last, parsed from JSON. */
  checkpoint?: unknown;
  /** Keeps JSON-serialisable data for the next run of this job; replaces what was saved before. */
  saveCheckpoint(data: unknown): Promise<void>;
  /** Cheap to call often: sent at most twice a second, and only when changed. */
  progress(progress: JobProgress): void;
  log: Logger;
}

/** How a run ended. */
export type JobOutcome =
  /**
   * A plan to store and announce. `stopped` says that a stop cut it short; `lean` makes the plan without what it can do without, and
   * says in it why, should it be larger than plans may be.
   */
  | {
      status: 'done';
      plan: unknown;
      cost: number;
      stopped?: 'cancelled' | 'timeout';
      lean?: ((why: string) => unknown) | undefined;
    }
  /** No plan. `errors` has at least one; `retry` only for faults of the machine, and used at most once. */
  | { status: 'failed'; errors: CodedError[]; retry?: boolean }
  /** Answer to a stop with reason `shutdown`: the next worker continues from the checkpoint; no attempt is used. */
  | { status: 'suspended'; checkpoint?: unknown };

/** Does the jobs of one kind. Exceptions count as `internal` errors and are not retried. */
export type JobHandler = (payload: unknown, context: JobContext) => Promise<JobOutcome>;

/** What a completed job returns; the plan itself is in the store. */
export interface JobResult {
  planId: string;
  cost: number;
  /** sha256 (hex) of the plan's JSON text as stored. */
  sha256: string;
  stopped?: 'cancelled' | 'timeout';
}

/** A plan as kept in the store. */
export interface StoredPlan extends Announcement {
  /** The plan as JSON text. */
  json: string;
}

/** Data of a job as producers add it. */
export interface JobData {
  payload: unknown;
  /** Wall time after which the run is told to stop, seconds; at most the worker's own limit. */
  timeout_s?: number;
  /** Address that is told how the job ended, instead of the worker's default; its origin must be allowed there. */
  webhook?: string;
}
