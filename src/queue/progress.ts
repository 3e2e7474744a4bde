import { isDeepStrictEqual } from 'node:util';
import type { JobProgress } from './types.ts';

/** Shortest time between two messages, ms. */
const INTERVAL_MS = 500;

/**
 * Thins out progress: the latest value at most every INTERVAL_MS, never the same one twice, never two on their way.
 * @returns `report` to call as often as one likes, and `end`, after which nothing is sent.
 */
export function throttleProgress(send: (progress: JobProgress) => Promise<void>): {
  report(progress: JobProgress): void;
  end(): void;
} {
  let latest: JobProgress | undefined;
  let sent: JobProgress | undefined;
  let timer: NodeJS.Timeout | undefined;
  let ended = false;

  const flush = async () => {
    sent = latest;
    // Progress is a courtesy: a store that cannot take it now gets the next one.
    if (sent !== undefined) await send(sent).catch(() => undefined);
    if (ended) return;
    timer = setTimeout(() => {
      timer = undefined;
      if (!isDeepStrictEqual(latest, sent)) start();
    }, INTERVAL_MS);
  };
  const start = () => {
    // Taken until the message has left and the interval is over.
    timer = setTimeout(() => void flush(), 0);
  };
  return {
    report(progress) {
      if (ended || isDeepStrictEqual(progress, latest)) return;
      latest = { ...progress };
      if (timer === undefined) start();
    },
    end() {
      ended = true;
      clearTimeout(timer);
    },
  };
}
