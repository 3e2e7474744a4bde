import { randomUUID } from 'node:crypto';
import { Job, Queue } from 'bullmq';
import { Redis, type RedisOptions } from 'ioredis';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import type { Birth, Broker, Lock, Role } from './broker.ts';
import { queueError } from './errors.ts';
import { renewOn } from './redis-claim.ts';
import { RedisEvents } from './redis-events.ts';
import { createRedisStore } from './redis-store.ts';
import { RedisWorker } from './redis-worker.ts';
import { keptFor } from './store.ts';

/** Address without user and password, for messages. */
function shownAddress(url: string): string {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}

/** Waits 0.25, 0.5, 1, 2, then 5 s between attempts. */
const retryDelay_ms = (attempt: number): number => Math.min(250 * 2 ** (attempt - 1), 5_000);

/** A server that only reads has handed over to another one, which its address leads to from now on. */
const isReadOnly = (error: Error): boolean => error.message.includes('READONLY');

/** ioredis connects again; 2: and sends again what was refused. */
const reconnectOnError = (error: Error): 2 | false => (isReadOnly(error) ? 2 : false);

/**
 * A worker that is owed an answer for so long connects again, ms: a server that stands still closes no connection, and its address may
 * lead to another one by now. Blocking reads last 10 s, the largest payload on a slow line longer.
 */
const SILENCE_MS = 60_000;

/** Workers wait for Redis as long as it takes, and say so. @param cause of the last failure, where it is known. */
function workerOptions(address: string, cause: () => string, silence_ms: number, log: Logger): RedisOptions {
  return {
    maxRetriesPerRequest: null,
    socketTimeout: silence_ms,
    reconnectOnError,
    retryStrategy(attempt) {
      const wait_ms = retryDelay_ms(attempt);
      const why = cause() && `: ${cause()}`;
      log.warn({ attempt, wait_ms }, `Redis at ${address} cannot be reached${why}; trying again`);
      return wait_ms;
    },
  };
}

/** A server that is frozen or cut off closes no connection. Long enough for the largest payload on a slow line. */
const COMMAND_MS = 30_000;

/** Clients fail in milliseconds when Redis is away; the connection still heals itself for later calls. */
const CLIENT_OPTIONS: RedisOptions = {
  lazyConnect: true,
  enableOfflineQueue: false,
  maxRetriesPerRequest: 1,
  connectTimeout: 3_000,
  commandTimeout: COMMAND_MS,
  reconnectOnError: isReadOnly,
  // ioredis leaves its timer running for a connection that never was: the process would outlive the error by 2 s.
  disconnectTimeout: 100,
  retryStrategy: retryDelay_ms,
};

function createConnection(url: string, address: string, role: Role, silence_ms: number, log: Logger): Redis {
  let cause = '';
  // Lazily only for clients, which wait for the outcome of the first attempt.
  const options = role === 'client' ? CLIENT_OPTIONS : workerOptions(address, () => cause, silence_ms, log);
  const redis = new Redis(url, options);
  redis.on('error', (error: NodeJS.ErrnoException) => {
    // Of a name with several addresses Node says only the code.
    cause = error.message || (error.code ?? '');
    log.debug({ err: error }, 'Redis connection error');
  });
  redis.on('ready', () => {
    cause = '';
    log.info(`connected to Redis at ${address}`);
  });
  return redis;
}

async function connectOrThrow(redis: Redis, address: string): Promise<void> {
  let cause = '';
  redis.once('error', (error) => {
    cause = error.message;
  });
  try {
    await redis.connect();
  } catch (error) {
    redis.disconnect();
    cause ||= (error as Error).message;
    throw queueError('queue_unreachable', `Redis at ${address} cannot be reached: ${cause}`);
  }
}

/** A policy that evicts keys could drop jobs and plans: say so, but work. */
async function warnOfEviction(redis: Redis, log: Logger): Promise<void> {
  const policy = /maxmemory_policy:(\S+)/.exec(await redis.info('memory'))?.[1];
  if (policy !== undefined && policy !== 'noeviction') {
    log.warn(`Redis may evict jobs and plans (maxmemory-policy ${policy}); set it to noeviction`);
  }
}

const DROP_NEXT = `if redis.call('HGET', KEYS[1], 'jid') == ARGV[1] then return redis.call('DEL', KEYS[1]) end`;

/** A lock of a client that died is free after so long, ms. Twice what a command may take: so its holder has as long to send one. */
const LOCK_MS = 2 * COMMAND_MS;

const UNLOCK = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end`;

async function lockOn(redis: Redis, key: string): Promise<Lock | undefined> {
  const token = randomUUID();
  const asked_ms = performance.now();
  if ((await redis.set(key, token, 'PX', LOCK_MS, 'NX')) === null) return undefined;
  return {
    holds: () => performance.now() - asked_ms < LOCK_MS - COMMAND_MS,
    release: async () => void (await redis.eval(UNLOCK, 1, key, token)),
  };
}

async function birthOf(redis: Redis, key: string): Promise<Birth | undefined> {
  const [timestamp, options] = await redis.hmget(key, 'timestamp', 'opts');
  if (!timestamp) return undefined;
  return { born_ms: Number(timestamp), mark: Job.optsFromJSON(options ?? '{}').telemetry?.metadata };
}

/** Opens the queues on a Redis server; see `openBroker`. @param silence_ms after which a worker connects again. */
export async function openRedisBroker(
  url: string,
  config: Config,
  role: Role,
  log: Logger,
  silence_ms = SILENCE_MS,
): Promise<Broker> {
  const address = shownAddress(url);
  const redis = createConnection(url, address, role, silence_ms, log);
  if (role === 'client') await connectOrThrow(redis, address);
  else redis.once('ready', () => void warnOfEviction(redis, log).catch(() => undefined));

  const queues = new Map<string, Queue>();
  const quiet = <T extends { on(event: 'error', listener: (error: Error) => void): unknown }>(emitter: T): T => {
    emitter.on('error', (error) => log.debug({ err: error }, 'queue connection error'));
    return emitter;
  };
  const queueOf = (name: string): Queue => {
    let queue = queues.get(name);
    if (queue === undefined) {
      // Made now it would wait for Redis without end.
      if (role === 'client' && redis.status !== 'ready') {
        throw queueError('queue_unreachable', `Redis at ${address} cannot be reached: ${redis.status}`);
      }
      queue = quiet(new Queue(name, { connection: redis, prefix: config.prefix }));
      queues.set(name, queue);
      // What BullMQ asks Redis at first it never asks again.
      queue.waitUntilReady().catch(() => queues.delete(name));
    }
    return queue;
  };
  return {
    backend: 'redis',
    store: createRedisStore(redis, config.prefix, keptFor(config)),
    queue: queueOf,
    depth: (name) => queueOf(name).getJobCountByTypes('waiting', 'prioritized', 'delayed'),
    birthOf: (name, jobId) => birthOf(redis, queueOf(name).toKey(jobId)),
    lock: (name) => lockOn(redis, `${config.prefix}:roundsman:lock:${name}`),
    nextOf: async (name, key) => (await redis.hget(queueOf(name).toKey(`dn:${key}`), 'jid')) ?? undefined,
    dropNext: async (name, key, jobId) =>
      (await redis.eval(DROP_NEXT, 1, queueOf(name).toKey(`dn:${key}`), jobId)) === 1,
    renewClaim({ id, queueName, attemptsStarted }, token, lock_ms) {
      const { toKey } = queueOf(queueName);
      return renewOn(redis, { id: id as string, token, start: attemptsStarted, toKey }, lock_ms);
    },
    worker: (name, processor, settings) =>
      new RedisWorker(name, processor, { ...settings, connection: redis, prefix: config.prefix }),
    events: (name) =>
      quiet(new RedisEvents(name, url, config.prefix, { reconnectOnError, retryStrategy: retryDelay_ms })),
    async close() {
      await Promise.all([...queues.values()].map((queue) => queue.close()));
      redis.disconnect();
    },
  };
}
