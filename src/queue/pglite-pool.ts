import { EventEmitter } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { PGlite, type PGliteOptions, type Results, types } from '@electric-sql/pglite';
import type { PgPool, PgPoolClient, PgQueryResult } from 'bullmq';

/** Text in, text out, as BullMQ expects of the `pg` driver: 64-bit numbers come as text, JSON goes as written. */
const LIKE_PG: PGliteOptions = {
  parsers: { [types.INT8]: (text: string) => text },
  serializers: {
    [types.TEXT]: String,
    [types.JSON]: (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value)),
    [types.JSONB]: (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value)),
  },
};

/** Opens PostgreSQL inside this process. @param dir its folder; undefined keeps everything in memory. */
export function openPglite(dir: string | undefined): Promise<PGlite> {
  return PGlite.create(dir === undefined ? 'memory://' : dir, LIKE_PG);
}

/** One query; without parameters the text may hold several statements, of which the last one answers. */
export async function runQuery(db: PGlite, text: string, params?: readonly unknown[]): Promise<PgQueryResult> {
  // PGlite computes on this thread and answers in microtasks: without a turn of the event loop between queries,
  // timers starve, and with them the renewal of locks.
  await nextTurn();
  const results: Results[] = params?.length ? [await db.query(text, [...params])] : await db.exec(text);
  const last = results.at(-1);
  return { rows: last?.rows ?? [], rowCount: last?.affectedRows ?? last?.rows.length ?? 0 };
}

/**
 * Dresses PGlite up as the pool of connections that BullMQ's PostgreSQL backend asks for. There is one session only:
 * notifications go to every client, and the clients end with the database, which the caller closes.
 */
export function createPglitePool(db: PGlite): PgPool {
  const clients = new Set<EventEmitter>();
  const query = (text: string, params?: readonly unknown[]) => runQuery(db, text, params);
  db.onNotification((channel, payload) => {
    for (const client of clients) client.emit('notification', { channel, payload });
  });
  const connect = async (): Promise<PgPoolClient> => {
    const client = new EventEmitter();
    client.setMaxListeners(0);
    clients.add(client);
    return Object.assign(client, { query, release: () => void clients.delete(client) }) as PgPoolClient;
  };
  return Object.assign(new EventEmitter(), { query, connect, end: async () => undefined }) as unknown as PgPool;
}
