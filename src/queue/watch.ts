import { setTimeout as delay } from 'node:timers/promises';
import type { JobState, QueueEvents } from 'bullmq';
import { codedError } from '../contract/errors.ts';
import type { AnyJob, Broker } from './broker.ts';
import { putOffUnder } from './deduplicate.ts';
import { cancelledWaiting, decodeFailure, type Failure, queueError } from './errors.ts';
import type { JobProgress, JobResult } from './types.ts';

/** How often the state is read even when no event came: events are hints and may be lost, ms. */
const POLL_MS = 1_000;

/** What `watch` tells; `done` and `failed` are the last. */
export type WatchEvent =
  | { type: 'state'; state: JobState }
  | { type: 'progress'; progress: JobProgress }
  | ({ type: 'done' } & JobResult)
  | ({ type: 'failed' } & Failure);

/** The latest hints about one job, and a way to wait for the next. */
function listen(events: QueueEvents, jobId: string) {
  let progress: JobProgress | undefined;
  let wake = () => {};
  const onProgress = (event: { jobId: string; data: unknown }) => {
    if (event.jobId !== jobId) return;
    progress = event.data as JobProgress;
    wake();
  };
  const onChange = (event: { jobId: string }) => {
    if (event.jobId === jobId) wake();
  };
  const changes = ['active', 'completed', 'failed', 'removed', 'waiting', 'stalled'] as const;
  events.on('progress', onProgress);
  for (const change of changes) events.on(change, onChange);
  return {
    takeProgress() {
      const taken = progress;
      progress = undefined;
      return taken;
    },
    async next() {
      const pause = new AbortController();
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      const rest = delay(POLL_MS, undefined, { signal: pause.signal }).catch(() => undefined);
      await Promise.race([woken, rest]);
      pause.abort();
    },
    end() {
      events.off('progress', onProgress);
      for (const change of changes) events.off(change, onChange);
    },
  };
}

/**
 * A job that is gone was cancelled while it waited, or the store lost its data.
 * @param job undefined where it was put off all the time.
 */
async function vanished(broker: Broker, kind: string, jobId: string, job: AnyJob | undefined): Promise<WatchEvent> {
  const { store } = broker;
  const isCancelled =
    job === undefined
      ? (await store.behindKey(kind, jobId)) !== undefined
      : await store.cancelRequested({ kind, jobId, born_ms: job.timestamp });
  if (isCancelled) return { type: 'failed', ...cancelledWaiting() };
  const cause = `job '${jobId}' was there and is gone: the store lost it, or somebody removed it`;
  const error = codedError('unknown_job', '', cause, 'Submit it again: nothing is done twice.');
  return { type: 'failed', code: 'unknown_job', errors: [error] };
}

/**
 * Follows one job until it ends; see `Client.watch`.
 * @throws QueueError `unknown_job` when there is none.
 */
export async function* watchJob(
  broker: Broker,
  events: QueueEvents,
  kind: string,
  jobId: string,
): AsyncGenerator<WatchEvent, void, void> {
  const queue = broker.queue(kind);
  const hints = listen(events, jobId);
  try {
    let job: AnyJob | undefined;
    let known: JobState | undefined;
    for (;;) {
      // Asked before the job is: its turn may come in between.
      const isPutOff = job === undefined && (await putOffUnder(broker, kind, jobId)) !== undefined;
      job ??= await queue.getJob(jobId);
      const state = job === undefined && isPutOff ? 'waiting' : await queue.getJobState(jobId);
      const progress = hints.takeProgress();
      if (progress !== undefined) yield { type: 'progress', progress };
      if (state === 'completed' || state === 'failed') {
        const ended = await queue.getJob(jobId);
        if (ended === undefined) continue;
        if (state === 'completed') yield { type: 'done', ...(ended.returnvalue as JobResult) };
        else yield { type: 'failed', ...decodeFailure(ended.failedReason) };
        return;
      }
      if (state === 'unknown') {
        if (known === undefined) throw queueError('unknown_job', `there is no ${kind} job '${jobId}'`);
        yield await vanished(broker, kind, jobId, job);
        return;
      }
      if (state !== known) yield { type: 'state', state };
      known = state;
      await hints.next();
    }
  } finally {
    hints.end();
  }
}
