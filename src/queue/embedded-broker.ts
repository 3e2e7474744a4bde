import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { createPostgresBackend, type Queue, runMigrations, withBackend } from 'bullmq';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { codedError } from '../contract/errors.ts';
import type { Broker } from './broker.ts';
import { createEmbeddedStore } from './embedded-store.ts';
import { QueueError } from './errors.ts';
import { createPglitePool, openPglite, runQuery } from './pglite-pool.ts';
import { lockFolder } from './pid-lock.ts';
import { keptFor, type Store } from './store.ts';

const BANNER =
  'embedded store: for a laptop or a demo, one process only. Jobs survive a crash of this process, not a power cut. ' +
  'Set REDIS_URL for production';

const backend = withBackend(createPostgresBackend);

/** One process serves the folder, so whatever was active when it is opened belongs to a process that died. */
const RELEASE_ORPHANS = `
  UPDATE bullmq.job SET locked_until_ms = 0, stalled_marked = true WHERE state = 'active';
  DELETE FROM bullmq.meta WHERE field = 'stalled-check';
  DELETE FROM bullmq.event;`;

const COUNT_WAITING = `
  SELECT (SELECT count(*) FROM bullmq.job WHERE queue = $1 AND state = 'waiting')
    + (SELECT count(*) FROM bullmq.job WHERE queue = $1 AND state = 'delayed') AS depth`;

const BIRTH = `SELECT added_at_ms, opts FROM bullmq.job WHERE queue = $1 AND id = $2`;

const NEXT = `SELECT payload->>'jobId' AS "jobId" FROM bullmq.dedup_next WHERE queue = $1 AND dedup_id = $2`;

const DROP_NEXT = `
  DELETE FROM bullmq.dedup_next WHERE queue = $1 AND dedup_id = $2 AND payload->>'jobId' = $3 RETURNING dedup_id`;

async function prepare(db: PGlite): Promise<void> {
  const session = { query: (text: string, params?: readonly unknown[]) => runQuery(db, text, params) };
  // Alone in the database still, so that its BEGIN ... COMMIT cannot take in anybody else's statements.
  await runMigrations(session, 'bullmq');
  await runQuery(db, 'SET search_path TO bullmq');
  await runQuery(db, RELEASE_ORPHANS);
}

/** What the file system refuses is a matter of the folder: nothing will change by trying again. */
function inWords(error: unknown, dir: string | undefined): unknown {
  const { errno, message } = error as NodeJS.ErrnoException;
  if (errno === undefined || dir === undefined) return error;
  // Errors of the file system inside PGlite have no message.
  const cause = `the embedded store in ${dir} cannot be opened: ${message ?? `error ${errno} of its files`}`;
  return new QueueError([codedError('bad_config', 'ROUNDSMAN_DATA_DIR', cause, 'Name a folder that can be written.')]);
}

/**
 * Opens the queues inside this process.
 * @param dir folder of the store, made if absent; undefined keeps everything in memory.
 * @throws QueueError `queue_unreachable` when another process holds the folder, `bad_config` when it cannot be used.
 */
export async function openEmbeddedBroker(dir: string | undefined, config: Config, log: Logger): Promise<Broker> {
  let unlock = () => {};
  let db: PGlite | undefined;
  let store: Store;
  try {
    if (dir !== undefined) {
      mkdirSync(dir, { recursive: true });
      unlock = lockFolder(dir);
    }
    // A file in its place is told at once: PostgreSQL takes seconds to find out.
    if (dir !== undefined) mkdirSync(join(dir, 'pg'), { recursive: true });
    db = await openPglite(dir === undefined ? undefined : join(dir, 'pg'));
    await prepare(db);
    store = await createEmbeddedStore(db, keptFor(config));
  } catch (error) {
    await db?.close();
    unlock();
    throw inWords(error, dir);
  }
  log.warn({ dir: dir ?? 'memory' }, BANNER);

  const connection = createPglitePool(db);
  const queues = new Map<string, Queue>();
  const locked = new Set<string>();
  return {
    backend: 'embedded',
    async depth(name) {
      // BullMQ counts by reading every job it keeps; the states that wait have an index each.
      const { rows } = await runQuery(db, COUNT_WAITING, [name]);
      return Number(rows[0].depth);
    },
    async birthOf(name, jobId) {
      const { rows } = await runQuery(db, BIRTH, [name, jobId]);
      if (rows[0] === undefined) return undefined;
      return { born_ms: Number(rows[0].added_at_ms), mark: rows[0].opts.telemetry?.metadata };
    },
    async nextOf(name, key) {
      const { rows } = await runQuery(db, NEXT, [name, key]);
      return rows[0]?.jobId;
    },
    async dropNext(name, key, jobId) {
      return (await runQuery(db, DROP_NEXT, [name, key, jobId])).rows.length > 0;
    },
    async lock(name) {
      // All clients of the store are in this process.
      if (locked.has(name)) return undefined;
      locked.add(name);
      return { holds: () => true, release: async () => void locked.delete(name) };
    },
    store,
    queue(name) {
      let queue = queues.get(name);
      if (queue === undefined) {
        queue = new backend.Queue(name, { connection }) as unknown as Queue;
        queues.set(name, queue);
      }
      return queue;
    },
    // BullMQ there renews a claim that ran out as well, as long as the job is the run's.
    renewClaim: async (job, token, lock_ms) => Boolean(await job.extendLock(token, lock_ms)),
    worker: (name, processor, settings) => new backend.Worker(name, processor, { ...settings, connection }) as never,
    events: (name) => new backend.QueueEvents(name, { connection }) as never,
    async close() {
      await Promise.all([...queues.values()].map((queue) => queue.close()));
      await db.close();
      unlock();
    },
  };
}
