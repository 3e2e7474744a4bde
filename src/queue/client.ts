import type { QueueEvents } from 'bullmq';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { codedError } from '../contract/errors.ts';
import type { AnyJob, Broker } from './broker.ts';
import { addLatest } from './deduplicate.ts';
import { asQueueError, QueueError, queueError } from './errors.ts';
import { kindOf } from './kinds.ts';
import { openBroker } from './open-broker.ts';
import { type CheckedData, checkData } from './payload.ts';
import { isOver, refOf, removeJob } from './remove.ts';
import type { JobData, StoredPlan } from './types.ts';
import { type WatchEvent, watchJob } from './watch.ts';

export interface SubmitOptions {
  /**
   * Letters, digits and `._-`, up to 128, not a whole number. Default: made from kind and payload, so that submitting
   * the same input again finds the job that is there.
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

/** A plan with its facts. */
export interface FetchedPlan extends Omit<StoredPlan, 'json'> {
  plan: unknown;
}

/**
 * For dispatch systems and the command line. All methods throw QueueError, `queue_unreachable` among its codes. The kind of a job is
 * told by the id that `submit` made; name it for a staffing job of your own id.
 */
export interface Client {
  /**
   * Adds a job. A job that failed is replaced; one with the same id and input is left as it is.
   * @throws QueueError `queue_full` (also: the store is out of memory), `too_large`, `too_deep`, `forbidden_key`,
   * `out_of_bounds`, `wrong_value` (job id, webhook), `duplicate_id` (the id belongs to another input, or calls another
   * webhook).
   */
  submit(kind: string, payload: unknown, options?: SubmitOptions): Promise<Submitted>;
  /**
   * Follows a job: states and progress, then `done` or `failed`. States are read from the job itself, so an event that
   * is lost delays by a second at most.
   * @throws QueueError `unknown_job`.
   */
  watch(jobId: string, options?: { kind?: string }): AsyncGenerator<WatchEvent, void, void>;
  /**
   * Cancels a job, from any process. A waiting job is removed. A running one is asked to stop: the best plan so far is
   * published with `stopped: 'cancelled'` and the job completes; without one it fails with `cancelled`. So does one that came
   * back from a worker and has another behind it (`Submitted.behind`), once the next worker takes it.
   * @throws QueueError `unknown_job`.
   */
  cancel(jobId: string, options?: { kind?: string }): Promise<'removed' | 'stopping' | 'finished'>;
  /** Fetches a plan by its own id, or the latest one of a job. @throws QueueError `unknown_job` if there is none. */
  fetchPlan(id: string, options?: { kind?: string }): Promise<FetchedPlan>;
  close(): Promise<void>;
}

/** Opens the store that the configuration names and makes a client for it, which closes it. See `openBroker`. */
export async function connectClient(config: Config, log: Logger): Promise<Client> {
  const broker = await openBroker(config, 'client', log);
  const client = createClient(broker, config);
  return {
    ...client,
    async close() {
      await client.close();
      await broker.close();
    },
  };
}

/** Lets a method speak in coded errors. */
async function coded<T>(task: () => Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (error) {
    throw asQueueError(error);
  }
}

/** @throws QueueError `wrong_value`. */
function checkJobId(jobId: string): void {
  if (/^[\w.-]{1,128}$/.test(jobId) && !/^\d+$/.test(jobId)) return;
  const cause = `the job id '${jobId.slice(0, 130)}' is not usable`;
  const action = 'Use letters, digits and ._-, up to 128, not a whole number.';
  throw new QueueError([codedError('wrong_value', 'jobId', cause, action)]);
}

/** Makes a client on an open broker, which the caller closes afterwards. */
export function createClient(broker: Broker, config: Config): Client {
  const listeners = new Map<string, QueueEvents>();
  const eventsOf = (kind: string): QueueEvents => {
    let events = listeners.get(kind);
    if (events === undefined) {
      events = broker.events(kind);
      events.setMaxListeners(0);
      listeners.set(kind, events);
    }
    return events;
  };
  const find = async (kind: string, jobId: string): Promise<AnyJob> => {
    const job: AnyJob | undefined = await broker.queue(kind).getJob(jobId);
    if (job === undefined) throw queueError('unknown_job', `there is no ${kind} job '${jobId}'`);
    return job;
  };

  async function refuseWhenFull(kind: string): Promise<void> {
    const depth = await broker.depth(kind);
    if (depth >= config.maxQueueDepth) {
      throw queueError('queue_full', `${depth} ${kind} jobs wait, and ${config.maxQueueDepth} are allowed`);
    }
  }

  /** True when the job is there already and stays; a failed one is removed to make room. */
  async function alreadyThere(kind: string, jobId: string, { inputHash, webhook }: CheckedData): Promise<boolean> {
    const job: AnyJob | undefined = await broker.queue(kind).getJob(jobId);
    if (job === undefined) return false;
    // BullMQ lets finished jobs go when others finish: with its plan gone, one is no answer.
    const isSpent = async () => (await job.isCompleted()) && !(await broker.store.latestPlanId(kind, jobId));
    if ((await job.isFailed()) || (await isSpent())) {
      await job.remove();
      return false;
    }
    const other = checkData(job.data, config.maxPayload_bytes);
    if ('errors' in other || other.inputHash !== inputHash) {
      const cause = `the job id '${jobId}' belongs to a job with another input`;
      throw new QueueError([codedError('duplicate_id', 'jobId', cause)]);
    }
    if (webhook !== undefined && webhook !== other.webhook) {
      const cause = `the job '${jobId}' is there already, and does not call ${webhook}`;
      const action = 'Use the job that is there, or submit it under another id.';
      throw new QueueError([codedError('duplicate_id', 'webhook', cause, action)]);
    }
    return true;
  }

  async function submit(kind: string, payload: unknown, options: SubmitOptions): Promise<Submitted> {
    const { timeout_s, deduplicate, webhook } = options;
    const data: JobData = { payload };
    if (timeout_s !== undefined) data.timeout_s = timeout_s;
    if (webhook !== undefined) data.webhook = webhook;
    const checked = checkData(data, config.maxPayload_bytes);
    if ('errors' in checked) throw new QueueError(checked.errors);
    const { jobId = `${kind}-${checked.inputHash.slice(0, 40)}` } = options;
    checkJobId(jobId);
    if (await alreadyThere(kind, jobId, checked)) return { jobId, created: false };
    await refuseWhenFull(kind);
    const add = async () => {
      const job = await broker.queue(kind).add(kind, data, {
        jobId,
        attempts: 2,
        backoff: { type: 'exponential', delay: 1_000 },
        deduplication: deduplicate === undefined ? undefined : { id: deduplicate, keepLastIfActive: true },
      });
      return job.id as string;
    };
    if (deduplicate === undefined) {
      await add();
      return { jobId, created: true };
    }
    const behind = await addLatest(broker, kind, deduplicate, jobId, add);
    return behind === undefined ? { jobId, created: true } : { jobId, created: true, behind };
  }

  async function cancel(kind: string, jobId: string): Promise<'removed' | 'stopping' | 'finished'> {
    const job = await find(kind, jobId);
    if (job.finishedOn !== undefined) return 'finished';
    const { deduplicationId: key } = job;
    // With a job that came back from a worker BullMQ would drop the one put off behind it: let a worker end it.
    if (key !== undefined && (await broker.nextOf(kind, key)) !== undefined) {
      await broker.store.requestCancel(refOf(job));
      return (await isOver(job)) ? 'finished' : 'stopping';
    }
    try {
      await removeJob(broker, job);
      return 'removed';
    } catch (error) {
      // A job in work cannot be removed.
      if (await job.isActive()) return 'stopping';
      if (await isOver(job)) return 'finished';
      throw error;
    }
  }

  async function fetchPlan(kind: string, id: string): Promise<FetchedPlan> {
    const planId = /^plan-[0-9a-f]{40}$/.test(id) ? id : await broker.store.latestPlanId(kind, id);
    const stored = planId === undefined ? undefined : await broker.store.plan(planId);
    if (stored === undefined)
      throw queueError('unknown_job', `there is no plan '${id}', and no plan of a job of this id`);
    const { json, ...facts } = stored;
    return { ...facts, plan: JSON.parse(json) };
  }

  return {
    submit: (kind, payload, options = {}) => coded(() => submit(kind, payload, options)),
    async *watch(jobId, { kind = kindOf(jobId) } = {}) {
      try {
        yield* watchJob(broker, eventsOf(kind), kind, jobId);
      } catch (error) {
        throw asQueueError(error);
      }
    },
    cancel: (jobId, { kind = kindOf(jobId) } = {}) => coded(() => cancel(kind, jobId)),
    fetchPlan: (id, { kind = kindOf(id) } = {}) => coded(() => fetchPlan(kind, id)),
    async close() {
      await Promise.all([...listeners.values()].map((events) => events.close()));
    },
  };
}
