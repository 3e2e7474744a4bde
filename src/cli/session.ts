import { pino } from 'pino';
import type { Config } from '../config.ts';
import type { Broker } from '../queue/broker.ts';
import { type Client, createClient } from '../queue/client.ts';
import { discreet } from '../queue/discreet-log.ts';
import { openBroker } from '../queue/open-broker.ts';
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
  discreet(pino({ level: verbose ? config.logLevel : 'silent' }, pino.destination({ fd: 2, sync: true })));

/**
 * Connects to Redis if REDIS_URL is set, otherwise starts the embedded queue in this process.
 * @throws QueueError `queue_unreachable`.
 */
export async function openSession(terminal: Terminal, config: Config, options: SessionOptions): Promise<Session> {
  const log = commandLog(config, options.verbose);
  if (config.redisUrl === undefined) {
    const what = `the embedded queue in ${config.dataDir} runs inside this command, for a laptop or a demo`;
    terminal.note(`REDIS_URL is not set: ${what}`);
  }
  const broker = await openBroker(config, 'client', log);
  const works = options.works && broker.backend === 'embedded';
  return works ? openWorkshop(broker, config, log) : sessionOf(broker, createClient(broker, config));
}

/** Client and worker on one embedded queue that is kept in memory and gone afterwards. */
export async function openScratchSession(config: Config, options: SessionOptions): Promise<Session> {
  const log = commandLog(config, options.verbose);
  const { openEmbeddedBroker } = await import('../queue/embedded-broker.ts');
  return openWorkshop(await openEmbeddedBroker(undefined, config, log), config, log);
}

async function openWorkshop(broker: Broker, config: Config, log: ReturnType<typeof commandLog>): Promise<Session> {
  // Loaded only here: a client of Redis needs no solver.
  const [{ createSolverPool }, { createHandlers }, { createConsumer }] = await Promise.all([
    import('../pool/pool.ts'),
    import('../jobs/handlers.ts'),
    import('../queue/consumer.ts'),
  ]);
  const { threads, threadsPerJob, grace_ms } = config;
  const pool = createSolverPool({ threads, threadsPerJob, grace_s: grace_ms / 1000 });
  const consumer = createConsumer(broker, config, createHandlers(pool), log);
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
