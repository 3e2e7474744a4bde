import type { AnyJob, Broker } from './broker.ts';
import { cancelledWaiting } from './errors.ts';
import type { JobRef } from './store.ts';
import { addressOf } from './webhooks/address.ts';
import { addCall, failedBody } from './webhooks/calls.ts';

export const isOver = async (job: AnyJob) => ['completed', 'failed'].includes(await job.getState());
export const refOf = (job: AnyJob): JobRef => ({
  kind: job.queueName,
  jobId: job.id as string,
  born_ms: job.timestamp,
});

/** Removes a job that is not in work, marked as cancelled. @throws when it is in work, or over. */
export async function removeJob(broker: Broker, job: AnyJob): Promise<void> {
  // Marked first: it tells watchers why the job is gone, and reaches a worker that takes it in this moment.
  const ref = refOf(job);
  await broker.store.requestCancel(ref);
  if (await isOver(job)) throw new Error('the job is over');
  await job.remove();
  // Only an address of the job's own: a default is known to workers alone.
  const webhook = addressOf(job.data, undefined);
  if (webhook !== undefined) await addCall(broker, ref, webhook, failedBody(ref, cancelledWaiting()));
}
