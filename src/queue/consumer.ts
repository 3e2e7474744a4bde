import type { Worker } from 'bullmq';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import type { AnyJob, Broker } from './broker.ts';
import { keepClaim } from './claim.ts';
import { discreet } from './discreet-log.ts';
import { decodeFailure } from './errors.ts';
import { createGate } from './gate.ts';
import { execute, handBack, type Run } from './run.ts';
import { RunControl } from './run-control.ts';
import type { JobRef } from './store.ts';
import { tellFailure } from './tell-failure.ts';
import type { JobHandler, JobResult } from './types.ts';
import { createCaller } from './webhooks/caller.ts';

/**
 * Lost claims in a row after which BullMQ itself fails a job. Far above `maxStarts`, which decides normally and tells
 * the culprit from its neighbours; this one catches a job that kills the process before it is even begun.
 */
const MAX_STALLED = 10;

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

/**
 * Works on the queues of the given kinds, one handler each, and makes the calls of webhooks where the settings allow any.
 * See `JobHandler` for the terms.
 * @param broker stays open: whoever opened it closes it, after the consumer. So it is with the pool of the handlers.
 * @param config of `loadConfig`: how many jobs at a time, how long each may take, how long a shutdown waits.
 * @param handlers kind (= name of its queue) -> handler.
 * @param log a pino logger.
 */
export function createConsumer(
  broker: Broker,
  config: Config,
  handlers: Record<string, JobHandler>,
  told: Logger,
): Consumer {
  const log = discreet(told);
  // Every queue has a worker of its own, and all share the threads.
  const gate = createGate(config.concurrency);
  const runs = new Set<Run>();
  let closing = false;

  async function processJob(handler: JobHandler, job: AnyJob, token: string | undefined): Promise<JobResult> {
    if (job.id === undefined || token === undefined) throw new Error('BullMQ gave a job without id or token');
    const ref: JobRef = { kind: job.queueName, jobId: job.id, born_ms: job.timestamp };
    const runLog = log.child({ jobId: ref.jobId, kind: ref.kind, run: job.attemptsStarted });
    const run: Run = { job, token, ref, handler, control: new RunControl(), broker, gate, config, log: runLog };
    // Fetched in the moment of shutting down.
    if (closing) return handBack(run, false);
    const releaseClaim = keepClaim(run);
    runs.add(run);
    try {
      return await execute(run);
    } catch (error) {
      // While the claim holds: who dies before it is told leaves the job to the next worker.
      const isTold = await tellFailure(run, error as Error);
      // Leaving a store that is full: the next worker tells it.
      if (!isTold && !run.control.lost) await handBack(run, false);
      throw error;
    } finally {
      releaseClaim();
      run.control.settled();
      runs.delete(run);
    }
  }

  // So that they can be looked up.
  const kept = { age: config.planTtl_s, count: config.keptJobs };
  const workers = Object.entries(handlers).map(([kind, handler]): Worker => {
    const worker = broker.worker(kind, (job, token) => processJob(handler, job, token), {
      concurrency: config.concurrency,
      lockDuration: config.lock_ms,
      // Claims are renewed by `keepClaim`.
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
      // BullMQ itself gave it up: it has not come by here.
      if (job?.deferredFailure !== undefined) void tellFailure({ job, broker, config, log }, error);
      const { code, errors } = decodeFailure(error.message);
      log.warn({ jobId: job?.id, kind, code, errors: errors.length, first: errors[0] }, 'job failed');
    });
    return worker;
  });

  const caller = config.webhooks && createCaller(broker, config, config.webhooks, log);

  return {
    async ready() {
      await Promise.all([...workers.map((worker) => worker.waitUntilReady()), caller?.ready()]);
    },
    get active() {
      return runs.size;
    },
    async close() {
      closing = true;
      const closed = workers.map((worker) => worker.close());
      const grace_ms = Math.min(config.grace_ms, config.shutdown_ms / 2);
      for (const { control } of runs) control.request('shutdown', grace_ms);
      await Promise.all([...closed, caller?.close(grace_ms)]);
    },
  };
}
