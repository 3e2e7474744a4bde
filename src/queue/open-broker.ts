import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import type { Broker, Role } from './broker.ts';
import { discreet } from './discreet-log.ts';

/**
 * Opens the store that the configuration names: Redis if `redisUrl` is set (never anything else then), otherwise the
 * embedded one in `dataDir`.
 * @throws QueueError `queue_unreachable` (client role, Redis away; or the embedded store is held by another process),
 * `bad_config` (its folder cannot be used).
 */
export async function openBroker(config: Config, role: Role, told: Logger): Promise<Broker> {
  const log = discreet(told);
  if (config.redisUrl !== undefined) {
    const { openRedisBroker } = await import('./redis-broker.ts');
    return openRedisBroker(config.redisUrl, config, role, log);
  }
  const { openEmbeddedBroker } = await import('./embedded-broker.ts');
  return openEmbeddedBroker(config.dataDir, config, log);
}
