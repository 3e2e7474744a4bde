import { setTimeout as delay } from 'node:timers/promises';
import { type Job, Worker } from 'bullmq';

/** Takes jobs from Redis. BullMQ asks again at once after an error: a Redis that refuses writes would be asked, and logged, without pause. */
export class RedisWorker extends Worker {
  /** How long it waits before it asks a Redis again that gave it an error instead of a job. */
  pause_ms = 1_000;

  protected override async moveToActive(token: string, name?: string): Promise<Job> {
    try {
      return await super.moveToActive(token, name);
    } catch (error) {
      await this.pauseUnlessClosing();
      throw error;
    }
  }

  private async pauseUnlessClosing(): Promise<void> {
    if (this.closing) return;
    const pause = new AbortController();
    const end = () => pause.abort();
    this.once('closing', end);
    await delay(this.pause_ms, undefined, { signal: pause.signal }).catch(() => undefined);
    this.off('closing', end);
  }
}
