import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { JobsOptions } from 'bullmq';
import type { Config } from '../config.ts';
import { codedError } from '../contract/errors.ts';
import type { AnyJob, Broker } from './broker.ts';
import { addLatest, dropOthers } from './deduplicate.ts';
import { QueueError, queueError } from './errors.ts';
import { checkNewId } from './job-id.ts';
import { checkKind } from './kinds.ts';
import { type CheckedData, checkData } from './payload.ts';
import { isOver } from './remove.ts';
import type { JobData } from './types.ts';

export interface SubmitOptions {
  /**
   * Letters, digits and `._-`, up to 128, not a whole number, none of BullMQ's own names, and not beginning with another kind.
   * Default: made from kind and payload, so that submitting the same input again finds the job that is there.
   */
  jobId?: string;
  /**
   * For re-planning with the latest state: at most one job in work and one waiting per key. A newer one replaces the
   * one that waits, which ends as `cancelled`; see `Submitted.behind` for the one in work.
   */
  deduplicate?: string;
  /** Wall time after which the run is told to stop, seconds; at most the worker's own limit, which is the default. */
  timeout_s?: number;
  /** Address that is told how the job ended; the worker must allow its origin. Default: the worker's. */
  webhook?: string;
}

export interface Submitted {
  jobId: string;
  /** False when a job with this id and input was there already. */
  created: boolean;
  /**
   * With `deduplicate`: a job of the same key that is in work. The new one comes into being when that one ends, unless
   * a still newer one has taken its place by then.
   */
  behind?: string;
}

/** What is asked for, checked. */
interface Asked extends CheckedData {
  kind: string;
  jobId: string;
  data: JobData;
  deduplicate?: string;
}

/** How often, and after what wait, a job is looked at again that another client is replacing. */
const TRIES = 100;
const RETRY_MS = 100;

/** Adds a job, or finds the one that is there; see `Client.submit`. */
export async function submitJob(
  broker: Broker,
  config: Config,
  kinds: readonly string[],
  kind: string,
  payload: unknown,
  options: SubmitOptions,
): Promise<Submitted> {
  checkKind(kind, kinds);
  const asked = checkAsked(kind, payload, options, config);
  const { jobId } = asked;
  checkNewId(kind, jobId, kinds);
  for (let tries = 0; tries < TRIES; tries++) {
    const there: AnyJob | undefined = await broker.queue(kind).getJob(jobId);
    if (there !== undefined && !(await isSpent(broker, there))) return find(broker, asked, there, config);
    await refuseWhenFull(broker, kind, config);
    if (there === undefined || (await makeRoom(broker, there))) return add(broker, asked, config);
    await delay(RETRY_MS);
  }
  throw queueError('queue_full', `other clients replace the job '${jobId}' at the same time`, 'Submit it again.');
}

function checkAsked(kind: string, payload: unknown, options: SubmitOptions, config: Config): Asked {
  const { timeout_s, deduplicate, webhook } = options;
  const data: JobData = { payload };
  if (timeout_s !== undefined) data.timeout_s = timeout_s;
  if (webhook !== undefined) data.webhook = webhook;
  const checked = checkData(data, config.maxPayload_bytes);
  if ('errors' in checked) throw new QueueError(checked.errors);
  const { jobId = `${kind}-${checked.inputHash.slice(0, 40)}` } = options;
  return { ...checked, kind, jobId, data, ...(deduplicate === undefined ? {} : { deduplicate }) };
}

async function refuseWhenFull(broker: Broker, kind: string, { maxQueueDepth }: Config): Promise<void> {
  const depth = await broker.depth(kind);
  if (depth >= maxQueueDepth) {
    throw queueError('queue_full', `${depth} ${kind} jobs wait, and ${maxQueueDepth} are allowed`);
  }
}

/** A job that failed, or whose plan is kept no longer: it is no answer. BullMQ lets finished jobs go when others finish. */
async function isSpent(broker: Broker, job: AnyJob): Promise<boolean> {
  if (await job.isFailed()) return true;
  return (await job.isCompleted()) && !(await broker.store.latestPlanId(job.queueName, job.id as string));
}

/**
 * Removes a spent job. One client at a time: a second one would remove, by the same id, what the first has added meanwhile.
 * @returns false where it has to be looked at again.
 */
async function makeRoom(broker: Broker, { queueName: kind, id }: AnyJob): Promise<boolean> {
  const unlock = await broker.lock(`${kind}:${id}`);
  if (unlock === undefined) return false;
  try {
    const job: AnyJob | undefined = await broker.queue(kind).getJob(id as string);
    if (job === undefined) return true;
    if (!(await isSpent(broker, job))) return false;
    await job.remove();
    return true;
  } finally {
    await unlock();
  }
}

async function add(broker: Broker, asked: Asked, config: Config): Promise<Submitted> {
  const { kind, jobId, data, deduplicate } = asked;
  const options: JobsOptions = { jobId, attempts: 2, backoff: { type: 'exponential', delay: 1_000 } };
  if (deduplicate !== undefined) options.deduplication = { id: deduplicate, keepLastIfActive: true };
  let born_ms = 0;
  const addIt = async () => {
    const job = await broker.queue(kind).add(kind, data, options);
    born_ms = job.timestamp;
    return job.id as string;
  };
  const behind = deduplicate === undefined ? void (await addIt()) : await addLatest(broker, asked, deduplicate, addIt);
  if (behind !== undefined) return { jobId, created: true, behind };
  // BullMQ ignores what is added under an id that is there, and another client may have been faster.
  const there: AnyJob | undefined = await broker.queue(kind).getJob(jobId);
  if (there === undefined) return { jobId, created: true };
  if (there.timestamp === born_ms && isDeepStrictEqual(there.data, data)) return { jobId, created: true };
  refuseOther(there, asked, config);
  return { jobId, created: there.timestamp === born_ms };
}

/** The job that is there is the answer, and of its key the latest state. */
async function find(broker: Broker, asked: Asked, there: AnyJob, config: Config): Promise<Submitted> {
  const { jobId, deduplicate } = asked;
  refuseOther(there, asked, config);
  if (deduplicate !== undefined) {
    if (there.deduplicationId !== deduplicate && !(await isOver(there))) {
      refuseOption(jobId, 'deduplicate', `is not of the key '${deduplicate}'`);
    }
    await dropOthers(broker, asked, deduplicate);
  }
  return { jobId, created: false };
}

/** Nothing is accepted and ignored: a job that is there does what it was asked to do, and nothing else. @throws QueueError `duplicate_id`. */
function refuseOther(job: AnyJob, { jobId, inputHash, webhook, timeout_s }: Asked, config: Config): void {
  // The address that it has may be one that is refused by now, and is compared alone.
  const { webhook: calls, ...rest } = (job.data ?? {}) as Partial<JobData>;
  const other = checkData(rest, config.maxPayload_bytes);
  if ('errors' in other || other.inputHash !== inputHash) {
    const cause = `the job id '${jobId}' belongs to a job with another input`;
    throw new QueueError([codedError('duplicate_id', 'jobId', cause)]);
  }
  if (webhook !== undefined && webhook !== calls) {
    refuseOption(jobId, 'webhook', `does not call ${webhook}`);
  }
  if (timeout_s !== undefined && timeout_s !== other.timeout_s) {
    const its = other.timeout_s === undefined ? 'no time limit of its own' : `a time limit of ${other.timeout_s} s`;
    refuseOption(jobId, 'timeout_s', `has ${its}, not ${timeout_s} s`);
  }
}

function refuseOption(jobId: string, path: string, why: string): never {
  const action = 'Use the job that is there, or submit it under another id.';
  throw new QueueError([codedError('duplicate_id', path, `the job '${jobId}' is there already, and ${why}`, action)]);
}
