import { type Job, UnrecoverableError, WaitingError } from 'bullmq';
import type { Logger } from 'pino';
import type { Config, WebhookConfig } from '../../config.ts';
import { type CodedError, codedError } from '../../contract/errors.ts';
import type { Broker } from '../broker.ts';
import { decodeFailure, encodeFailure } from '../errors.ts';
import { WEBHOOKS_QUEUE } from '../types.ts';
import { addressErrors } from './address.ts';
import type { Call } from './calls.ts';
import { post } from './post.ts';

/** Calls of one process at the same time: they only wait. */
const CONCURRENCY = 16;
/** Longest wait between two attempts, also where the receiver asks for more, ms. */
const MAX_WAIT_MS = 3_600_000;
/** Calls kept after their end, done or given up each (and no longer than plans). */
const KEPT_CALLS = 10_000;
/** Claims that ran out, because the process died in the middle, before BullMQ gives a call up. */
const MAX_STALLED = 10;

/** A failed attempt after which another one makes sense. */
class TryAgain extends Error {
  readonly retryAfter_ms: number;
  constructor(reason: string, retryAfter_ms = 0) {
    super(reason);
    this.retryAfter_ms = retryAfter_ms;
  }
}

/** Doubles from attempt to attempt, up to a quarter longer so that calls do not come in herds. */
export function waitAfter(attempt: number, { backoff_ms }: WebhookConfig, retryAfter_ms = 0): number {
  const wait_ms = Math.max(backoff_ms * 2 ** (attempt - 1), retryAfter_ms);
  return Math.round(Math.min(wait_ms, MAX_WAIT_MS) * (1 + Math.random() / 4));
}

/** Ends an attempt as failed. The stack would only repeat the message. */
function fail(errors: CodedError[], again = false, retryAfter_ms = 0): never {
  const reason = encodeFailure(errors);
  const error = again ? new TryAgain(reason, retryAfter_ms) : new UnrecoverableError(reason);
  error.stack = '';
  throw error;
}

/** Makes the calls on the queue `webhooks`. What is told is in the store by then: nothing waits for a receiver. */
export function createCaller(broker: Broker, config: Config, webhooks: WebhookConfig, log: Logger) {
  const leaving = new AbortController();

  async function call(job: Job<Call, unknown, string>, token: string | undefined): Promise<void> {
    const { url, body } = job.data;
    // Settings may have changed since, and others can write to the queue.
    const refused = addressErrors(url, webhooks.origins);
    if (refused.length > 0) fail(refused);
    const answer = await post(url, job.id as string, JSON.stringify(body), webhooks, leaving.signal);
    if (answer.taken) return;
    if (leaving.signal.aborted) {
      await job.moveToWait(token);
      throw new WaitingError();
    }
    const again = answer.again && job.attemptsMade + 1 < webhooks.attempts;
    const cause = `${new URL(url).origin} did not take it: ${answer.cause}`;
    fail([codedError('webhook_failed', 'webhook', cause)], again, answer.retryAfter_ms);
  }

  const kept = { age: config.planTtl_s, count: KEPT_CALLS };
  const worker = broker.worker(WEBHOOKS_QUEUE, call, {
    concurrency: CONCURRENCY,
    // Outlasts a call, so that it need not be renewed.
    lockDuration: webhooks.timeout_ms + config.lock_ms,
    skipLockRenewal: true,
    stalledInterval: config.stalledInterval_ms,
    maxStalledCount: MAX_STALLED,
    removeOnComplete: kept,
    removeOnFail: kept,
    settings: {
      backoffStrategy: (attempt, _type, error) =>
        waitAfter(attempt, webhooks, error instanceof TryAgain ? error.retryAfter_ms : 0),
    },
  });
  worker.on('error', (error) => log.warn({ err: error }, 'queue error of webhooks'));
  worker.on('completed', (job) => log.info({ webhookId: job.id, jobId: job.data.body.jobId }, 'webhook delivered'));
  worker.on('failed', (job, error) => {
    // Only the origin of the address is in it: the rest may be a secret.
    const { cause } = decodeFailure(error.message).errors[0]!;
    const facts = { webhookId: job?.id, jobId: job?.data?.body?.jobId, attempt: job?.attemptsMade, cause };
    if (error instanceof UnrecoverableError) log.error(facts, 'webhook given up; it is kept among the failed jobs');
    else log.warn(facts, 'webhook failed; it is tried again');
  });

  return {
    async ready() {
      await worker.waitUntilReady();
    },
    /** Takes no more calls, and hands back those that are not over after a grace. */
    async close(grace_ms: number) {
      const timer = setTimeout(() => leaving.abort(), grace_ms);
      await worker.close();
      clearTimeout(timer);
    },
  };
}
