import type { PGlite } from '@electric-sql/pglite';
import { runQuery } from './pglite-pool.ts';
import type { Begun, JobRef, Kept, Store } from './store.ts';
import type { StoredPlan } from './types.ts';

const TABLES = `
  CREATE SCHEMA IF NOT EXISTS roundsman;
  CREATE TABLE IF NOT EXISTS roundsman.run (
    kind text, job_id text, born_ms bigint,
    fence integer NOT NULL DEFAULT 0,
    starts integer NOT NULL DEFAULT 0,
    cancel boolean NOT NULL DEFAULT false,
    checkpoint text,
    expires_ms bigint NOT NULL,
    PRIMARY KEY (kind, job_id, born_ms));
  CREATE TABLE IF NOT EXISTS roundsman.plan (
    plan_id text PRIMARY KEY, kind text NOT NULL, job_id text NOT NULL,
    stored_order bigserial, head text NOT NULL, json text NOT NULL,
    announced boolean NOT NULL DEFAULT false,
    expires_ms bigint NOT NULL);
  CREATE TABLE IF NOT EXISTS roundsman.behind (
    kind text, job_id text, key text NOT NULL,
    expires_ms bigint NOT NULL,
    PRIMARY KEY (kind, job_id));
  CREATE INDEX IF NOT EXISTS plan_of_job ON roundsman.plan (kind, job_id, stored_order);`;

const BEGIN = `
  INSERT INTO roundsman.run AS r (kind, job_id, born_ms, fence, starts, expires_ms) VALUES ($1, $2, $3, $4, 0, $5)
  ON CONFLICT (kind, job_id, born_ms) DO UPDATE SET fence = greatest(r.fence, excluded.fence),
    expires_ms = excluded.expires_ms
  RETURNING checkpoint,
    (SELECT o.starts FROM roundsman.run o WHERE (o.kind, o.job_id, o.born_ms) = ($1, $2, $3)) AS deaths,
    (SELECT head FROM roundsman.plan WHERE plan_id = $6 AND expires_ms > $7) AS head,
    (SELECT announced FROM roundsman.plan WHERE plan_id = $6) AS announced`;

const PUT_PLAN = `
  INSERT INTO roundsman.plan (plan_id, kind, job_id, head, json, expires_ms)
  SELECT $5, $1, $2, $6, $7, $8
  WHERE EXISTS (SELECT FROM roundsman.run WHERE (kind, job_id, born_ms) = ($1, $2, $3) AND fence = $4)
  ON CONFLICT DO NOTHING RETURNING plan_id`;

const RENEW = `
  UPDATE roundsman.plan SET expires_ms = $2,
    stored_order = nextval(pg_get_serial_sequence('roundsman.plan', 'stored_order'))
  WHERE plan_id = $1`;

const NOTE_BEHIND = `
  INSERT INTO roundsman.behind (kind, job_id, key, expires_ms) VALUES ($1, $2, $3, $4)
  ON CONFLICT (kind, job_id) DO UPDATE SET key = excluded.key, expires_ms = excluded.expires_ms`;

const HERE = 'WHERE (kind, job_id, born_ms) = ($1, $2, $3)';
const values = (ref: JobRef): [string, string, number] => [ref.kind, ref.jobId, ref.born_ms];

/** What is kept no longer goes at the start, and then at most so often. */
const PURGED_MS = 3_600_000;

/** Keeps runs, plans and what was put off in tables beside BullMQ's, for as long as `kept` says. */
export async function createEmbeddedStore(db: PGlite, { plan_s, run_s }: Kept): Promise<Store> {
  const ask = (text: string, params: unknown[]) => runQuery(db, text, params);
  const expires_ms = (after_s: number) => Date.now() + after_s * 1000;
  await runQuery(db, TABLES);
  let purged_ms = Number.NEGATIVE_INFINITY;
  const purge = async () => {
    const now_ms = Date.now();
    if (now_ms - purged_ms < PURGED_MS) return;
    purged_ms = now_ms;
    for (const table of ['run', 'plan', 'behind'])
      await ask(`DELETE FROM roundsman.${table} WHERE expires_ms <= $1`, [now_ms]);
  };
  await purge();

  return {
    async beginRun(ref, fence, planId) {
      await purge();
      const { rows } = await ask(BEGIN, [...values(ref), fence, expires_ms(run_s), planId, Date.now()]);
      // The sub-selects see the tables as they were before this statement.
      const { deaths, checkpoint, head, announced } = rows[0];
      const begun: Begun = { deaths: deaths ?? 0 };
      if (checkpoint !== null) begun.checkpoint = checkpoint;
      if (head !== null) begun.plan = { plan: JSON.parse(head), announced };
      return begun;
    },
    async countStart(ref) {
      await ask(`UPDATE roundsman.run SET starts = starts + 1 ${HERE}`, values(ref));
    },
    async endRun(ref, fence, how) {
      if (how === 'finished') {
        await ask(`DELETE FROM roundsman.run ${HERE} AND fence <= $4`, [...values(ref), fence]);
      } else {
        await ask(`UPDATE roundsman.run SET starts = greatest(starts - 1, 0) ${HERE}`, values(ref));
      }
    },
    async saveCheckpoint(ref, fence, json) {
      await ask(`UPDATE roundsman.run SET checkpoint = $5 ${HERE} AND fence = $4`, [...values(ref), fence, json]);
    },
    async requestCancel(ref) {
      const insert =
        'INSERT INTO roundsman.run (kind, job_id, born_ms, cancel, expires_ms) VALUES ($1, $2, $3, true, $4)';
      await ask(`${insert} ON CONFLICT (kind, job_id, born_ms) DO UPDATE SET cancel = true`, [
        ...values(ref),
        expires_ms(run_s),
      ]);
    },
    async cancelRequested(ref) {
      const { rows } = await ask(`SELECT FROM roundsman.run ${HERE} AND cancel`, values(ref));
      return rows.length > 0;
    },
    async noteBehind(kind, jobId, key) {
      await ask(NOTE_BEHIND, [kind, jobId, key, expires_ms(run_s)]);
    },
    async behindKey(kind, jobId) {
      const { rows } = await ask('SELECT key FROM roundsman.behind WHERE (kind, job_id) = ($1, $2)', [kind, jobId]);
      return rows[0]?.key;
    },
    async putPlan(ref, fence, { json, ...head }) {
      await ask('DELETE FROM roundsman.plan WHERE plan_id = $1 AND expires_ms <= $2', [head.planId, Date.now()]);
      const params = [...values(ref), fence, head.planId, JSON.stringify(head), json, expires_ms(plan_s)];
      if ((await ask(PUT_PLAN, params)).rows.length > 0) return 'stored';
      const { rows } = await ask('SELECT FROM roundsman.plan WHERE plan_id = $1', [head.planId]);
      return rows.length > 0 ? 'kept' : 'superseded';
    },
    async renewPlan(_, planId) {
      await ask(RENEW, [planId, expires_ms(plan_s)]);
    },
    async markAnnounced(planId) {
      await ask('UPDATE roundsman.plan SET announced = true WHERE plan_id = $1', [planId]);
    },
    async plan(planId) {
      const live = 'WHERE plan_id = $1 AND expires_ms > $2';
      const { rows } = await ask(`SELECT head, json FROM roundsman.plan ${live}`, [planId, Date.now()]);
      return rows[0] ? ({ ...JSON.parse(rows[0].head), json: rows[0].json } as StoredPlan) : undefined;
    },
    async latestPlanId(kind, jobId) {
      const latest = 'WHERE (kind, job_id) = ($1, $2) AND expires_ms > $3 ORDER BY stored_order DESC LIMIT 1';
      const { rows } = await ask(`SELECT plan_id FROM roundsman.plan ${latest}`, [kind, jobId, Date.now()]);
      return rows[0]?.plan_id;
    },
  };
}
