import { setTimeout as delay } from 'node:timers/promises';
import { QueueEvents } from 'bullmq';
import type { RedisOptions } from 'ioredis';

/** A read ends after so long: where Redis has gone nothing else ends it, and the process would live on for it. */
const READ_MS = 1_000;

/** How long closing waits for the farewell. */
const FAREWELL_MS = 500;

/** Hints about the jobs of a queue. They come by blocking reads, which need a connection of their own, patient until it is closed. */
export class RedisEvents extends QueueEvents {
  constructor(name: string, url: string, prefix: string, options: RedisOptions) {
    const retryStrategy = (attempt: number) => (this.closing ? null : options.retryStrategy?.(attempt));
    const connection = { ...options, url, maxRetriesPerRequest: null, retryStrategy };
    super(name, { connection, prefix, blockingTimeout: READ_MS });
  }

  /** BullMQ waits for the end of the connection, which never comes where Redis has gone; there is nothing to lose with it. */
  override async close(): Promise<void> {
    const waiting = new AbortController();
    const farewell = super.close().catch(() => undefined);
    await Promise.race([farewell, delay(FAREWELL_MS, undefined, { signal: waiting.signal }).catch(() => undefined)]);
    waiting.abort();
  }
}
