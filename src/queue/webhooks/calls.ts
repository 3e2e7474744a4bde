import type { WebhookBody } from '../../contract/webhook.ts';
import type { Broker } from '../broker.ts';
import type { Failure } from '../errors.ts';
import { sha256 } from '../payload.ts';
import type { JobRef } from '../store.ts';
import { WEBHOOKS_QUEUE } from '../types.ts';

/** Data of a job on the queue `webhooks`. */
export interface Call {
  url: string;
  body: WebhookBody;
}

/** Attempts that a setting may allow; the worker that calls decides by its own. */
const MOST_ATTEMPTS = 100;

/** Kind of back-off: not one of BullMQ's, so that `caller.ts` works it out. */
const BACKOFF = 'webhook';

/**
 * Puts a call into its queue. One life of a job makes one call per end, under an id made from them: told again by a
 * later run of the same job, nothing is added.
 */
export async function addCall(broker: Broker, ref: JobRef, url: string, body: WebhookBody): Promise<void> {
  const call: Call = { url, body };
  const jobId = `hook-${sha256([ref.kind, ref.jobId, ref.born_ms, body.status].join('\n')).slice(0, 40)}`;
  const options = { jobId, attempts: MOST_ATTEMPTS, backoff: { type: BACKOFF } };
  await broker.queue(WEBHOOKS_QUEUE).add(ref.kind, call, options);
}

export function failedBody({ kind, jobId }: JobRef, { code, errors }: Failure): WebhookBody {
  return { status: 'failed', jobId, kind, code, errors };
}
