import { UnrecoverableError, WaitingError } from 'bullmq';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import type { AnyJob, Broker } from './broker.ts';
import { decodeFailure } from './errors.ts';
import { persist } from './publish.ts';
import type { RunControl } from './run-control.ts';
import { addressOf } from './webhooks/address.ts';
import { addCall, failedBody } from './webhooks/calls.ts';

/** Whose end is told. */
interface Ending {
  job: AnyJob;
  broker: Broker;
  config: Config;
  log: Logger;
  /** Of the run; without one the store is asked once. */
  control?: RunControl;
  /** BullMQ's claim, where there is a run: once it is lost, another run tells how the job ends. */
  token?: string;
}

/**
 * Tells the webhook of a job that it failed, if that is its end: neither handed back nor to be tried again.
 * @returns false where the store did not take the call.
 */
export async function tellFailure(
  { job, broker, config, log, control, token }: Ending,
  error: Error,
): Promise<boolean> {
  if (error instanceof WaitingError) return true;
  if (!(error instanceof UnrecoverableError) && job.attemptsMade + 1 < (job.opts.attempts ?? 1)) return true;
  const url = addressOf(job.data, config.webhooks);
  if (url === undefined || config.webhooks === undefined) return true;
  const ref = { kind: job.queueName, jobId: job.id as string, born_ms: job.timestamp };
  const body = failedBody(ref, decodeFailure(error.message));
  const tell = async () => {
    if (token === undefined || (await broker.renewClaim(job, token, config.lock_ms)))
      await addCall(broker, ref, url, body);
  };
  try {
    await persist('the call of the webhook', tell, control?.leaving ?? AbortSignal.abort(), log);
    return true;
  } catch (refusal) {
    log.warn({ err: refusal, jobId: ref.jobId }, 'the webhook cannot be told that the job failed');
    return false;
  }
}
