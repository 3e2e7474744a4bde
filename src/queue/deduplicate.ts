import type { AnyJob, Broker } from './broker.ts';
import { queueError } from './errors.ts';
import { removeJob } from './remove.ts';

/** Of producers that add under one key at the same time one gets its job in with every try. */
const TRIES = 50;

/**
 * Adds the latest job of a key: at once in place of one that waits, or behind one that is in work. BullMQ keeps the latest of those
 * that come while one is in work, but the first of those that wait, and tells of a job that it drops what it tells of one put off.
 * @param add answers with the id of the job that holds the key.
 * @returns the job in work, if there is one.
 * @throws QueueError `queue_full` when other producers were faster every time.
 */
export async function addLatest(
  broker: Broker,
  { kind, jobId }: { kind: string; jobId: string },
  key: string,
  add: () => Promise<string>,
): Promise<string | undefined> {
  for (let tries = 0; tries < TRIES; tries++) {
    await removeWaiting(broker, kind, key);
    const before = await broker.nextOf(kind, key);
    const holder = await add();
    if (holder === jobId) return undefined;
    const next = await broker.nextOf(kind, key);
    // Put off; or it was, until a newer one came in its place.
    if (next === jobId || (next !== undefined && next !== before)) {
      await broker.store.noteBehind(kind, jobId, key);
      return holder;
    }
    // Its turn may have come meanwhile: then it is no longer put off, but there.
    if ((await broker.queue(kind).getJob(jobId)) !== undefined) return holder;
  }
  throw queueError('queue_full', `other jobs of the key '${key}' were added at the same time`, 'Submit it again.');
}

/** The key under which a job is put off now; BullMQ knows nothing of such a job but that it comes next there. */
export async function putOffUnder(broker: Broker, kind: string, jobId: string): Promise<string | undefined> {
  const key = await broker.store.behindKey(kind, jobId);
  return key !== undefined && (await broker.nextOf(kind, key)) === jobId ? key : undefined;
}

/** A job that is there already has the latest state of a key again: what was to come after it, put off or waiting, is out of date. */
export async function dropOthers(
  broker: Broker,
  { kind, jobId }: { kind: string; jobId: string },
  key: string,
): Promise<void> {
  const next = await broker.nextOf(kind, key);
  if (next !== undefined) await broker.dropNext(kind, key, next);
  // After it: its turn may have come in this moment.
  await removeWaiting(broker, kind, key, jobId);
}

/** @param again the job whose state comes again, where it is not a new one: it stays, also where it waits. */
async function removeWaiting(broker: Broker, kind: string, key: string, again?: string): Promise<void> {
  const queue = broker.queue(kind);
  const holder = await queue.getDeduplicationJobId(key);
  if (holder === null || holder === undefined || holder === again) return;
  const state = await queue.getJobState(holder);
  if (state !== 'waiting' && state !== 'prioritized' && state !== 'delayed') return;
  const job: AnyJob | undefined = await queue.getJob(holder);
  if (job === undefined) return;
  // With a job that came back from a worker BullMQ drops the one put off behind it. That may have come meanwhile; what is
  // about to be added takes its place all the same.
  if (again !== undefined && (await broker.nextOf(kind, key)) !== undefined) return;
  // It fails when a worker takes the job in this moment: the job is then asked to stop, and the new one follows it.
  await removeJob(broker, job).catch(() => undefined);
}
