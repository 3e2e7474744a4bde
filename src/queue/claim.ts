import type { Run } from './run.ts';

/** How often a worker looks whether its jobs were cancelled, ms. */
const CANCEL_POLL_MS = 500;

/**
 * Calls `task` again and again, never two at a time.
 * @returns a function that ends it.
 */
function every(interval_ms: number, task: () => Promise<void>): () => void {
  let busy = false;
  const timer = setInterval(async () => {
    if (busy) return;
    busy = true;
    await task();
    busy = false;
  }, interval_ms);
  return () => clearInterval(timer);
}

/**
 * Keeps the claim on one job while it runs, and looks out for its cancellation.
 *
 * BullMQ's own renewal goes by job id: when one process holds a lost and a new run of the same job, the end of the
 * lost one stops the renewal of the new. Here each run renews by its own token.
 * @returns a function that ends it.
 */
export function keepClaim({ job, token, ref, control, broker, config, log }: Run): () => void {
  const stopRenewing = every(config.lock_ms / 4, async () => {
    try {
      if (!(await broker.renewClaim(job, token, config.lock_ms))) control.abort('lock_lost');
    } catch (error) {
      // The store is away. Whether the claim still holds shows when it is back.
      log.warn({ err: error }, 'the claim on the job could not be renewed');
    }
  });
  const stopPolling = every(CANCEL_POLL_MS, async () => {
    if (await broker.store.cancelRequested(ref).catch(() => false)) control.request('cancelled', config.grace_ms);
  });
  return () => {
    stopRenewing();
    stopPolling();
  };
}
