import type { Job, Processor, Queue, QueueEvents, Worker, WorkerOptions } from 'bullmq';
import type { Store } from './store.ts';

/** A job as this layer sees it in BullMQ. */
export type AnyJob = Job<unknown, unknown, string>;
type Settings = Omit<WorkerOptions, 'connection' | 'prefix'>;

/** Taken for a moment: it ends by itself after a while, for holders that died. */
export interface Lock {
  /** Whether what is asked of the store now is answered or given up before anybody else can have the lock. */
  holds(): boolean;
  release(): Promise<void>;
}

/** What tells one life of a job from others under its id. */
export interface Birth {
  /** BullMQ's `timestamp` of the job, ms since 1970. */
  born_ms: number;
  /** What its producer gave as `telemetry.metadata`. */
  mark?: string;
}

/** The datastore behind the queues: Redis, or the embedded one of a single process. */
export interface Broker {
  readonly backend: 'redis' | 'embedded';
  readonly store: Store;
  /** One per name; closed by `close`. */
  queue(name: string): Queue;
  /** Jobs of a queue that wait, now or for their next try. */
  depth(name: string): Promise<number>;
  /** Read without the payload, which may have many megabytes. @returns undefined where there is no such job. */
  birthOf(name: string, jobId: string): Promise<Birth | undefined>;
  /** The job of this deduplication key that is put off until the one that holds the key ends. */
  nextOf(name: string, key: string): Promise<string | undefined>;
  /** Forgets that job, if it is still the one. @returns whether it was. */
  dropNext(name: string, key: string, jobId: string): Promise<boolean>;
  /** Takes a lock that all clients of the store respect. @returns undefined while somebody else has it. */
  lock(name: string): Promise<Lock | undefined>;
  /**
   * Renews the claim of a run on its job, also one that ran out while nobody has taken the job.
   * @returns false where another run has it, or it is over.
   */
  renewClaim(job: AnyJob, token: string, lock_ms: number): Promise<boolean>;
  /** The caller closes it, before the broker. */
  worker(name: string, processor: Processor, settings: Settings): Worker;
  /** The caller closes it, before the broker. */
  events(name: string): QueueEvents;
  close(): Promise<void>;
}

/** A client fails at once when the store is away; a worker waits for it and says so. */
export type Role = 'client' | 'worker';
