import type { Config } from '../config.ts';
import type { StoredPlan } from './types.ts';

/** One life of a job: a job that was removed and added again under its id is another one. */
export interface JobRef {
  kind: string;
  jobId: string;
  /** BullMQ's `timestamp` of the job, ms since 1970. */
  born_ms: number;
}

/** What is known of a job when a run of it begins. */
export interface Begun {
  /** Earlier starts that never ended: their process died. */
  deaths: number;
  /** JSON text of the last checkpoint. */
  checkpoint?: string;
  /** The plan of an earlier run, already stored, and whether it was announced. */
  plan?: { plan: Omit<StoredPlan, 'json'>; announced: boolean };
}

/** How long it is kept: plans, and what is known of runs, which must outlast them. */
export interface Kept {
  plan_s: number;
  run_s: number;
}

/** Beside what a run may take, it may wait for others and for a claim to run out. */
const SPARE_S = 86_400;

export const keptFor = ({ planTtl_s, jobTimeout_s }: Pick<Config, 'planTtl_s' | 'jobTimeout_s'>): Kept => ({
  plan_s: planTtl_s,
  run_s: planTtl_s + 2 * jobTimeout_s + SPARE_S,
});

/**
 * What the queue layer keeps beside BullMQ's own records. Every write of a run carries its fence (BullMQ's
 * `attemptsStarted`): once a later run has begun, the writes of an earlier one are refused.
 */
export interface Store {
  /**
   * Begins a run: fences off earlier ones. The caller counts it by `countStart` when it really starts, so that waiting its turn
   * is not held against it.
   */
  beginRun(ref: JobRef, fence: number, planId: string): Promise<Begun>;
  countStart(ref: JobRef): Promise<void>;
  /**
   * Ends a run without a death: `finished` forgets all about the job (refused once a later run has begun),
   * `handed_back` takes back only the count of this start.
   */
  endRun(ref: JobRef, fence: number, how: 'finished' | 'handed_back'): Promise<void>;
  saveCheckpoint(ref: JobRef, fence: number, json: string): Promise<void>;
  /** Marks a job as cancelled; kept until the job ends. */
  requestCancel(ref: JobRef): Promise<void>;
  cancelRequested(ref: JobRef): Promise<boolean>;
  /** Notes the deduplication key under which a job was put off behind another one. */
  noteBehind(kind: string, jobId: string, key: string): Promise<void>;
  /** The key under which a job was put off, whatever became of it since. */
  behindKey(kind: string, jobId: string): Promise<string | undefined>;
  /** Keeps a plan unless one is there already (`kept`) or a later run has begun (`superseded`). Atomic. */
  putPlan(ref: JobRef, fence: number, plan: StoredPlan): Promise<'stored' | 'kept' | 'superseded'>;
  /** Makes a plan that is there the latest of its job, kept as long as if it were stored now. */
  renewPlan(ref: JobRef, planId: string): Promise<void>;
  markAnnounced(planId: string): Promise<void>;
  plan(planId: string): Promise<StoredPlan | undefined>;
  /** Id of the plan stored or renewed last for a job. */
  latestPlanId(kind: string, jobId: string): Promise<string | undefined>;
}
