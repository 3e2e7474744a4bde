import type { Job, Processor, Queue, QueueEvents, Worker, WorkerOptions } from 'bullmq';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import type { Store } from './store.ts';

/** A job as this layer sees it in BullMQ. */
export type AnyJob = Job<unknown, unknown, string>;
type Settings = Omit<WorkerOptions, 'connection' | 'prefix'>;

/** The datastore behind the queues: Redis, or the embedded one of a single process. */
export interface Broker {
  readonly backend: 'redis' | 'embedded';
  readonly store: Store;
  /** One per name; closed by `close`. */
  queue(name: string): Queue;
  /** The caller closes it, before the broker. */
  worker(name: string, processor: Processor, settings: Settings): Worker;
  /** The caller closes it, before the broker. */
  events(name: string): QueueEvents;
  close(): Promise<void>;
}

/** A client fails at once when the store is away; a worker waits for it and says so. */
export type Role = 'client' | 'worker';

/**
 * Opens the store that the configuration names: Redis if `redisUrl` is set (never anything else then), otherwise the
 * embedded one in `dataDir`.
 * @throws QueueError `queue_unreachable` (client role, Redis away; or the embedded store is held by another process).
 */
export async function openBroker(config: Config, role: Role, log: Logger): Promise<Broker> {
  if (config.redisUrl !== undefined) {
    const { openRedisBroker } = await import('./redis-broker.ts');
    return openRedisBroker(config.redisUrl, config, role, log);
  }
  const { openEmbeddedBroker } = await import('./embedded-broker.ts');
  return openEmbeddedBroker(config.dataDir, config, log);
}
