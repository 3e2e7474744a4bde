import { pino } from 'pino';
import type { Config } from '../config.ts';
import { createRoutingHandler } from '../jobs/routing.ts';
import { createSolverPool } from '../pool/pool.ts';
import type { Broker } from '../queue/broker.ts';
import { type Client, createClient } from '../queue/client.ts';
import { createConsumer } from '../queue/consumer.ts';
import { openEmbeddedBroker } from '../queue/embedded-broker.ts';
import { openRedisBroker } from '../queue/redis-broker.ts';
import type { Terminal } from './terminal.ts';

/** A connection of a command to the queue. */
export interface Session {
  client: Client;
  /** The queue is inside this process. */
  isEmbedded: boolean;
  close(): Promise<void>;
}

export interface SessionOptions {
  /** Work on an embedded queue in this process: no other process can. */
  works: boolean;
  /** Log what the queue does to stderr; otherwise nothing is logged, since commands report errors themselves. */
  verbose?: boolean | undefined;
}

const commandLog = (config: Config, verbose = false) =>
  pino({ level: verbose ? config.logLevel : 'silent' }, pino.destination({ fd: 2, sync: true }));

/**
 * Connects to Redis if REDIS_URL is set, otherwise starts the embedded queue in this process.
 * @throws QueueError `queue_unreachable`.
 */
export async function openSession(terminal: Terminal, config: Config, options: SessionOptions): Promise<Session> {
  const log = commandLog(config, options.verbose);
  if (config.redisUrl !== undefined) {
    const broker = await openRedisBroker(config.redisUrl, config, 'client', log);
    return sessionOf(broker, createClient(broker, config));
  }
  terminal.note(
    `REDIS_URL is not set: the embedded queue in ${config.dataDir} runs inside this command, for a laptop or a demo`,
  );
  const broker = await openEmbeddedBroker(config.dataDir, config, log);
  return options.works ? openWorkshop(broker, config, log) : sessionOf(broker, createClient(broker, config));
}

/** Client and worker on one embedded queue that is kept in memory and gone afterwards. */
export async function openScratchSession(config: Config, options: SessionOptions): Promise<Session> {
  const log = commandLog(config, options.verbose);
  return openWorkshop(await openEmbeddedBroker(undefined, config, log), config, log);
}

async function openWorkshop(broker: Broker, config: Config, log: ReturnType<typeof commandLog>): Promise<Session> {
  const pool = createSolverPool({ threads: config.threads });
  const consumer = createConsumer(broker, config, { routing: createRoutingHandler(pool) }, log);
  await consumer.ready();
  return sessionOf(broker, createClient(broker, config), async () => {
    await consumer.close();
    await pool.close();
  });
}

function sessionOf(broker: Broker, client: Client, closeFirst = async () => {}): Session {
  return {
    client,
    isEmbedded: broker.backend === 'embedded',
    async close() {
      await closeFirst();
      await client.close();
      await broker.close();
    },
  };
}
