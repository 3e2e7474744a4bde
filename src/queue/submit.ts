import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { JobsOptions } from 'bullmq';
import type { Config } from '../config.ts';
import { codedError } from '../contract/errors.ts';
import type { AnyJob, Broker } from './broker.ts';
import { addLatest, dropOthers } from './deduplicate.ts';
import { QueueError, queueError } from './errors.ts';
import { checkNewId } from './job-id.ts';
import { checkKind } from './kinds.ts';
import { type CheckedData, checkData } from './payload.ts';
import type { JobData, JobResult } from './types.ts';

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

/** How long a job is looked at again that another client is replacing, ms: longer than the lock of one that died lasts. */
const GIVE_UP_MS = 75_000;
/** Waits in between, ms: the first, and the longest of those that follow, each twice as long as the last. */
const RETRY_MS = 100;
const MAX_RETRY_MS = 2_000;

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
  const end_ms = performance.now() + GIVE_UP_MS;
  for (let wait_ms = RETRY_MS; performance.now() < end_ms; ) {
    // Input and state in one reading: what is asked by id afterwards may be said of a job that has taken its place.
    const there: AnyJob | undefined = await broker.queue(kind).getJob(jobId);
    if (there !== undefined && !(await isSpent(broker, there))) return find(broker, asked, there, config);
    await refuseWhenFull(broker, kind, config);
    if (there === undefined || (await makeRoom(broker, there))) {
      const added = await add(broker, asked);
      if (added !== undefined) return added;
    } else {
      await delay(wait_ms);
      wait_ms = Math.min(2 * wait_ms, MAX_RETRY_MS);
    }
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
  const ended = endOf(job);
  if (ended !== 'completed') return ended === 'failed';
  return (await broker.store.latestPlanId(job.queueName, job.id as string)) === undefined;
}

/** How a job had ended when it was read, if it had. Completed ones alone have a result; a reason to fail may be of a first try. */
function endOf({ finishedOn, returnvalue }: AnyJob): 'completed' | 'failed' | undefined {
  if (finishedOn === undefined) return undefined;
  return (returnvalue ?? null) === null ? 'failed' : 'completed';
}

/**
 * Removes a spent job. One client at a time: a second one would remove, by the same id, what the first has added meanwhile.
 * @returns false where it has to be looked at again.
 */
async function makeRoom(broker: Broker, job: AnyJob): Promise<boolean> {
  const [kind, jobId] = [job.queueName, job.id as string];
  const lock = await broker.lock(`${kind}:${jobId}`);
  if (lock === undefined) return false;
  try {
    const birth = await broker.birthOf(kind, jobId);
    if (birth === undefined) return true;
    if (birth.born_ms !== job.timestamp || (await job.getState()) !== endOf(job)) return false;
    // Who was held up for so long that the lock may be another's would remove what that one has added.
    if (!lock.holds()) return false;
    await job.remove();
    return true;
  } finally {
    // It ends by itself as well.
    await lock.release().catch(() => undefined);
  }
}

/** @returns undefined where another client was faster: its job is there. */
async function add(broker: Broker, { kind, jobId, data, deduplicate }: Asked): Promise<Submitted | undefined> {
  // BullMQ ignores what is added under an id that is there, without a word; this it keeps with the job, and does not look at.
  const mark = randomUUID();
  const options: JobsOptions = { jobId, attempts: 2, backoff: { type: 'exponential', delay: 1_000 } };
  options.telemetry = { metadata: mark };
  if (deduplicate !== undefined) options.deduplication = { id: deduplicate, keepLastIfActive: true };
  const addIt = async () => (await broker.queue(kind).add(kind, data, options)).id as string;
  const behind =
    deduplicate === undefined ? void (await addIt()) : await addLatest(broker, { kind, jobId }, deduplicate, addIt);
  if (behind !== undefined) return { jobId, created: true, behind };
  const birth = await broker.birthOf(kind, jobId);
  return birth === undefined || birth.mark === mark ? { jobId, created: true } : undefined;
}

/** The job that is there is the answer, and of its key the latest state. */
async function find(broker: Broker, asked: Asked, there: AnyJob, config: Config): Promise<Submitted> {
  const { jobId, deduplicate } = asked;
  refuseOther(there, asked, config);
  if (deduplicate !== undefined) {
    if (there.deduplicationId !== deduplicate && endOf(there) === undefined) {
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
  // Once a job is over its limit does not matter, unless that cut the plan.
  const isLimited = endOf(job) === undefined || (job.returnvalue as JobResult).stopped === 'timeout';
  if (timeout_s !== undefined && timeout_s !== other.timeout_s && isLimited) {
    const its = other.timeout_s === undefined ? 'no time limit of its own' : `a time limit of ${other.timeout_s} s`;
    refuseOption(jobId, 'timeout_s', `has ${its}, not ${timeout_s} s`);
  }
}

function refuseOption(jobId: string, path: string, why: string): never {
  const action = 'Use the job that is there, or submit it under another id.';
  throw new QueueError([codedError('duplicate_id', path, `the job '${jobId}' is there already, and ${why}`, action)]);
}
