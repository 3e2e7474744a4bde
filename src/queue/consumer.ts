import { UnrecoverableError, WaitingError, type Worker } from 'bullmq';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { type CodedError, codedError, InputError } from '../contract/errors.ts';
import type { AnyJob, Broker } from './broker.ts';
import { keepClaim } from './claim.ts';
import { decodeFailure, encodeFailure } from './errors.ts';
import { createGate } from './gate.ts';
import { type CheckedData, checkData, planIdOf } from './payload.ts';
import { throttleProgress } from './progress.ts';
import { type Publisher, publish, publishAgain } from './publish.ts';
import { RunControl } from './run-control.ts';
import type { Begun, JobRef } from './store.ts';
import type { JobContext, JobHandler, JobOutcome, JobResult } from './types.ts';

/**
 * Lost claims in a row after which BullMQ itself fails a job. Far above `maxStarts`, which decides normally and tells
 * the culprit from its neighbours; this one catches a job that kills the process before it is even begun.
 */
const MAX_STALLED = 10;

/** Finished jobs kept per kind (and no longer than their plans), so that they can be looked up. */
const KEPT_JOBS = 10_000;

export interface Consumer {
  /** Resolves when jobs are being taken; while the store is away it waits. */
  ready(): Promise<void>;
  /** Jobs in work right now. */
  readonly active: number;
  /**
   * Takes no more jobs, asks running ones to stop, hands them back with their checkpoints (no attempt is used), and
   * resolves when all are settled: within `shutdown_ms` as long as the store answers.
   */
  close(): Promise<void>;
}

/** One run of one job, while it lasts. */
interface Run {
  job: AnyJob;
  token: string;
  ref: JobRef;
  control: RunControl;
  log: Logger;
}

/** Ends a job as failed. `retry` is honoured once, and only if its producer allowed a second attempt. */
function fail(job: AnyJob, errors: CodedError[], retry = false): never {
  const again = retry && job.attemptsMade === 0;
  const error = again ? new Error(encodeFailure(errors)) : new UnrecoverableError(encodeFailure(errors));
  // BullMQ would store the stack, which repeats the message.
  error.stack = '';
  throw error;
}

/** What became of a run whose handler was aborted, or did not return. */
function abortedOutcome(control: RunControl): JobOutcome {
  switch (control.abortReason) {
    case 'timeout':
      return { status: 'failed', errors: [codedError('job_timeout', '', 'the run did not stop in time')] };
    case 'cancelled':
      return { status: 'failed', errors: [codedError('cancelled', '', 'the run did not stop in time')] };
    default:
      return { status: 'suspended' };
  }
}

/**
 * Works on the queues of the given kinds, one handler each. See `JobHandler` for the terms.
 * @param handlers kind (= name of its queue) -> handler.
 */
export function createConsumer(
  broker: Broker,
  config: Config,
  handlers: Record<string, JobHandler>,
  log: Logger,
): Consumer {
  const { store } = broker;
  const gate = createGate();
  const runs = new Set<Run>();
  const shutdownGrace_ms = Math.min(config.grace_ms, config.shutdown_ms / 2);
  let closing = false;

  /** Gives the job back to the queue as if this run had not been; `started` if it counts as a start. */
  async function handBack({ job, token, ref, log }: Run, started: boolean, checkpoint?: unknown): Promise<never> {
    try {
      if (checkpoint !== undefined) await store.saveCheckpoint(ref, job.attemptsStarted, JSON.stringify(checkpoint));
      if (started) await store.endRun(ref, job.attemptsStarted, 'handed_back');
    } catch (error) {
      log.warn({ err: error }, 'the checkpoint could not be saved');
    }
    await job.moveToWait(token);
    log.info('job handed back');
    throw new WaitingError();
  }

  /** Leaves a job that another run has taken over. WaitingError: BullMQ then records nothing. */
  async function leaveLost({ job, ref, log }: Run, started = true): Promise<never> {
    log.warn({ code: 'lock_lost' }, 'the claim on the job was lost; its result is dropped, another run answers it');
    if (started) await store.endRun(ref, job.attemptsStarted, 'handed_back');
    throw new WaitingError();
  }

  async function callHandler(run: Run, data: CheckedData, begun: Begun): Promise<JobOutcome> {
    const { job, control, ref } = run;
    const limit_s = Math.min(data.timeout_s ?? config.jobTimeout_s, config.jobTimeout_s);
    const timer = setTimeout(() => control.request('timeout', config.grace_ms), limit_s * 1000);
    const progress = throttleProgress((value) => job.updateProgress(value));
    const context: JobContext = {
      jobId: ref.jobId,
      kind: ref.kind,
      attempt: job.attemptsMade + 1,
      inputHash: data.inputHash,
      signal: control.signal,
      stop: control.stop,
      checkpoint: begun.checkpoint === undefined ? undefined : JSON.parse(begun.checkpoint),
      saveCheckpoint: (value) => store.saveCheckpoint(ref, job.attemptsStarted, JSON.stringify(value)),
      progress: progress.report,
      log: run.log,
    };
    try {
      const handler = handlers[ref.kind] as JobHandler;
      const outcome = await Promise.race([handler(data.payload, context), control.abandoned]);
      const misplaced = outcome.status === 'suspended' && control.stop.reason !== 'shutdown';
      if (misplaced) throw new Error('only a shutdown may suspend a job');
      return outcome;
    } catch (error) {
      if (control.signal.aborted) return abortedOutcome(control);
      run.log.error({ err: error }, 'the handler threw');
      const errors = error instanceof InputError ? error.errors : [codedError('internal', '', String(error))];
      return { status: 'failed', errors };
    } finally {
      clearTimeout(timer);
      progress.end();
      control.settled();
    }
  }

  async function settle(run: Run, outcome: JobOutcome, publisher: Publisher): Promise<JobResult> {
    const { job, ref, control } = run;
    if (control.lost) return leaveLost(run);
    if (outcome.status === 'suspended') return handBack(run, true, outcome.checkpoint);
    if (outcome.status === 'failed') {
      const again = outcome.retry && job.attemptsMade === 0;
      await store.endRun(ref, job.attemptsStarted, again ? 'handed_back' : 'finished');
      fail(job, outcome.errors, outcome.retry);
    }
    try {
      const result = await publish(publisher, outcome);
      if (result === undefined) return leaveLost(run);
      await store.endRun(ref, job.attemptsStarted, 'finished');
      return result;
    } catch (error) {
      if (control.lost) return leaveLost(run);
      if (error instanceof InputError) fail(job, error.errors);
      // Stopping while the store refuses the plan: keep the job at least.
      if (control.leaving.aborted) return handBack(run, true);
      throw error;
    }
  }

  async function work(run: Run): Promise<JobResult> {
    const { job, ref, control } = run;
    if (closing) await handBack(run, false);
    const data = checkData(job.data, config.maxPayload_bytes);
    if ('errors' in data) fail(job, data.errors);
    const fence = job.attemptsStarted;
    const planId = planIdOf(ref.kind, ref.jobId, data.inputHash);
    const { planTtl_s, maxPlan_bytes } = config;
    const publisher = { broker, ref, fence, planId, leaving: control.leaving, planTtl_s, maxPlan_bytes, log: run.log };

    const begun = await store.beginRun(ref, fence, planId);
    if (begun.plan !== undefined) {
      const result = await publishAgain(publisher, begun.plan.plan, begun.plan.announced);
      await store.endRun(ref, fence, 'finished');
      return result;
    }
    if (begun.deaths >= config.maxStarts) {
      await store.endRun(ref, fence, 'finished');
      fail(job, [codedError('poison_job', '', `${begun.deaths} starts ended with the death of the worker process`)]);
    }
    let leave: () => void;
    try {
      leave = await gate.enter(begun.deaths > 0, control.leaving);
    } catch {
      const started = begun.deaths === 0;
      return control.lost ? leaveLost(run, started) : handBack(run, started);
    }
    let outcome: JobOutcome;
    try {
      if (begun.deaths > 0) await store.countStart(ref);
      outcome = await callHandler(run, data, begun);
    } finally {
      leave();
    }
    return settle(run, outcome, publisher);
  }

  async function processJob(job: AnyJob, token: string | undefined): Promise<JobResult> {
    if (job.id === undefined || token === undefined) throw new Error('BullMQ gave a job without id or token');
    const ref = { kind: job.queueName, jobId: job.id, born_ms: job.timestamp };
    const control = new RunControl();
    const run = {
      job,
      token,
      ref,
      control,
      log: log.child({ jobId: job.id, kind: ref.kind, run: job.attemptsStarted }),
    };
    const isCancelled = () => store.cancelRequested(ref);
    const releaseClaim = keepClaim(
      job,
      token,
      config.lock_ms,
      isCancelled,
      { lost: () => control.abort('lock_lost'), cancelled: () => control.request('cancelled', config.grace_ms) },
      run.log,
    );
    runs.add(run);
    try {
      return await work(run);
    } finally {
      releaseClaim();
      control.settled();
      runs.delete(run);
    }
  }

  const kept = { age: config.planTtl_s, count: KEPT_JOBS };
  const workers = Object.keys(handlers).map((kind): Worker => {
    const worker = broker.worker(kind, processJob, {
      concurrency: config.concurrency,
      lockDuration: config.lock_ms,
      skipLockRenewal: true,
      stalledInterval: config.stalledInterval_ms,
      maxStalledCount: MAX_STALLED,
      removeOnComplete: kept,
      removeOnFail: kept,
    });
    worker.on('error', (error) => log.warn({ err: error, kind }, 'queue error'));
    worker.on('stalled', (jobId) => log.warn({ jobId, kind }, 'the claim on the job ran out; it starts again'));
    worker.on('completed', (job, result) => log.info({ jobId: job.id, kind, ...(result as JobResult) }, 'job done'));
    worker.on('failed', (job, error) => {
      const { code, errors } = decodeFailure(error.message);
      log.warn({ jobId: job?.id, kind, code, errors: errors.length, first: errors[0] }, 'job failed');
    });
    return worker;
  });

  return {
    async ready() {
      await Promise.all(workers.map((worker) => worker.waitUntilReady()));
    },
    get active() {
      return runs.size;
    },
    async close() {
      closing = true;
      const closed = workers.map((worker) => worker.close());
      for (const { control } of runs) control.request('shutdown', shutdownGrace_ms);
      await Promise.all(closed);
    },
  };
}
