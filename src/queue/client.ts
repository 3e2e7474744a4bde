import type { QueueEvents } from 'bullmq';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import type { AnyJob, Broker } from './broker.ts';
import { putOffUnder } from './deduplicate.ts';
import { asQueueError, queueError } from './errors.ts';
import { checkId } from './job-id.ts';
import { checkKind, KINDS, kindIn } from './kinds.ts';
import { openBroker } from './open-broker.ts';
import { isOver, refOf, removeJob } from './remove.ts';
import { type SubmitOptions, type Submitted, submitJob } from './submit.ts';
import type { StoredPlan } from './types.ts';
import { type WatchEvent, watchJob } from './watch.ts';

/** A plan with its facts. */
export interface FetchedPlan extends Omit<StoredPlan, 'json'> {
  plan: unknown;
}

export interface ClientOptions {
  /**
   * Kinds of jobs that the workers serve: queues of your own handlers (`createConsumer`), instead of `routing` and `staffing`, or
   * beside them. A kind that is not among them is refused, since nobody would take its jobs.
   */
  kinds?: readonly string[];
}

/**
 * For dispatch systems and the command line. All methods throw QueueError, `queue_unreachable` among its codes. The kind of a job is
 * told by the id that `submit` made, or else the first one, routing; name it for jobs of your own ids that are of another.
 */
export interface Client {
  /**
   * Adds a job. A job that failed is replaced; one with the same id and input is left as it is.
   * @throws QueueError `queue_full` (also: the store is out of memory), `too_large`, `too_deep`, `forbidden_key`,
   * `out_of_bounds`, `wrong_value` (kind, job id, webhook), `duplicate_id` (the job of this id has another input, or is there without
   * the webhook, time limit or key that is asked for).
   */
  submit(kind: string, payload: unknown, options?: SubmitOptions): Promise<Submitted>;
  /**
   * Follows a job: states and progress, then `done` or `failed`. States are read from the job itself, so an event that
   * is lost delays by a second at most.
   * @throws QueueError `unknown_job`, `wrong_value`.
   */
  watch(jobId: string, options?: { kind?: string }): AsyncGenerator<WatchEvent, void, void>;
  /**
   * Cancels a job, from any process. A waiting job is removed, also one that is put off (`Submitted.behind`). A running one is asked to stop: the best plan so far is
   * published with `stopped: 'cancelled'` and the job completes; without one it fails with `cancelled`. So does one that came
   * back from a worker and has another behind it, once the next worker takes it.
   * @throws QueueError `unknown_job`, `wrong_value`.
   */
  cancel(jobId: string, options?: { kind?: string }): Promise<'removed' | 'stopping' | 'finished'>;
  /** Fetches a plan by its own id, or the latest one of a job. @throws QueueError `unknown_job` if there is none, `wrong_value`. */
  fetchPlan(id: string, options?: { kind?: string }): Promise<FetchedPlan>;
  close(): Promise<void>;
}

/** Opens the store that the configuration names and makes a client for it, which closes it. See `openBroker`. */
export async function connectClient(config: Config, log: Logger, options?: ClientOptions): Promise<Client> {
  const broker = await openBroker(config, 'client', log);
  const client = createClient(broker, config, options);
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

/** Makes a client on an open broker, which the caller closes afterwards. */
export function createClient(broker: Broker, config: Config, { kinds = KINDS }: ClientOptions = {}): Client {
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
  const kindOf = (jobId: string): string => kindIn(jobId, kinds) ?? kinds[0] ?? KINDS[0];
  /** @throws QueueError `wrong_value`. */
  const check = (kind: string, jobId: string): void => {
    checkKind(kind, kinds);
    checkId(jobId);
  };
  const find = async (kind: string, jobId: string): Promise<AnyJob> => {
    const job: AnyJob | undefined = await broker.queue(kind).getJob(jobId);
    if (job === undefined) throw queueError('unknown_job', `there is no ${kind} job '${jobId}'`);
    return job;
  };

  async function cancel(kind: string, jobId: string): Promise<'removed' | 'stopping' | 'finished'> {
    check(kind, jobId);
    const behind = await putOffUnder(broker, kind, jobId);
    // Where its turn has come meanwhile it is there.
    if (behind !== undefined && (await broker.dropNext(kind, behind, jobId))) return 'removed';
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
    check(kind, id);
    const planId = /^plan-[0-9a-f]{40}$/.test(id) ? id : await broker.store.latestPlanId(kind, id);
    const stored = planId === undefined ? undefined : await broker.store.plan(planId);
    if (stored === undefined)
      throw queueError('unknown_job', `there is no plan '${id}', and no plan of a job of this id`);
    const { json, ...facts } = stored;
    return { ...facts, plan: JSON.parse(json) };
  }

  return {
    submit: (kind, payload, options = {}) => coded(() => submitJob(broker, config, kinds, kind, payload, options)),
    async *watch(jobId, { kind = kindOf(jobId) } = {}) {
      try {
        check(kind, jobId);
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
