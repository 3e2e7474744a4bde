import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { onInterrupt } from '../interrupt.ts';
import { createConsumer } from './consumer.ts';
import { startHeartbeat } from './heartbeat.ts';
import { openBroker } from './open-broker.ts';
import type { JobHandler } from './types.ts';

/**
 * Works on the queues until SIGTERM or SIGINT, then hands running jobs back with their checkpoints. When that takes
 * longer than `shutdown_ms`, say because Redis is away, the process exits with 1; the jobs start again elsewhere once
 * their claims run out.
 * @param handlers kind (= name of its queue) -> handler.
 * @throws QueueError `queue_unreachable` when another process holds the embedded store.
 */
export async function serve(config: Config, handlers: Record<string, JobHandler>, log: Logger): Promise<void> {
  const stopped = new Promise<NodeJS.Signals>(onInterrupt);
  const endHeartbeat = config.heartbeatFile === undefined ? () => {} : startHeartbeat(config.heartbeatFile, log);
  const broker = await openBroker(config, 'worker', log);
  const consumer = createConsumer(broker, config, handlers, log);
  const kinds = Object.keys(handlers);
  consumer
    .ready()
    .then(() => log.info({ kinds, concurrency: config.concurrency, webhooks: config.webhooks?.origins }, 'taking jobs'))
    .catch((error) => log.warn({ err: error }, 'not taking jobs yet'));

  const signal = await stopped;
  log.info({ signal, active: consumer.active }, 'shutting down');
  const deadline = setTimeout(() => {
    log.error('shutting down took too long');
    process.exit(1);
  }, config.shutdown_ms);
  await consumer.close();
  await broker.close();
  endHeartbeat();
  clearTimeout(deadline);
  log.info('bye');
}
