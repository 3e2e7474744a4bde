import { Worker } from 'bullmq';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AnyJob } from '../../src/queue/broker.ts';
import { createRedisServer, hasRedis, type RedisServer } from '../support/redis.ts';
import { createRig, endOf, type Rig, until } from './harness.ts';

/** Nobody looks for claims that ran out: what becomes of them is up to their runs. */
const UNSEEN = { ROUNDSMAN_LOCK_MS: '600', ROUNDSMAN_STALLED_INTERVAL_MS: '60000' };

describe.skipIf(!hasRedis)('claims that run out [redis]', { timeout: 60_000 }, () => {
  let server: RedisServer;
  let rig: Rig;

  beforeAll(async () => {
    server = await createRedisServer();
  });
  afterAll(() => server?.remove());
  beforeEach(async () => {
    await server.command('FLUSHALL');
    rig = await createRig(server.url, UNSEEN);
  });
  afterEach(() => rig.close());

  it.each([
    ['is out of memory', 'maxmemory'],
    ['refuses every write', 'min-replicas-to-write'],
  ])('completes the same run where Redis %s for longer than a claim lasts', async (_, setting) => {
    rig.addWorker();
    const jobId = await rig.submit({ act: 'work', work_ms: 1_500 });
    await until('it runs', () => rig.starts(jobId) === 1);
    await server.command('CONFIG', 'SET', setting, '1');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await server.command('CONFIG', 'SET', setting, '0');
    expect(await endOf(rig.client, jobId)).toMatchObject({ type: 'done' });
    expect(rig.starts(jobId)).toBe(1);
  });

  describe('once they have', () => {
    let taker: Worker;
    let job: AnyJob;
    const lockKey = () => `{bull}:routing:${job.id}:lock`;

    beforeEach(async () => {
      taker = new Worker('routing', null, { connection: { url: server.url }, prefix: '{bull}' });
      await rig.submit({ act: 'work' });
      job = (await taker.getNextJob('first')) as AnyJob;
      await server.command('DEL', lockKey());
    });
    afterEach(() => taker.close());

    it('are taken back, and no longer marked as such', async () => {
      await server.command('SADD', '{bull}:routing:stalled', job.id as string);
      expect(await rig.broker.renewClaim(job, 'first', 5_000)).toBe(true);
      expect(await server.command('GET', lockKey())).toBe('first');
      expect(await server.command('SCARD', '{bull}:routing:stalled')).toBe(0);
    });

    it('are not taken from a run that has the job now', async () => {
      await server.command('SET', lockKey(), 'second');
      expect(await rig.broker.renewClaim(job, 'first', 5_000)).toBe(false);
      expect(await server.command('GET', lockKey())).toBe('second');
    });

    it('are left where the job waits again, or has been started again', async () => {
      await server.command('HINCRBY', `{bull}:routing:${job.id}`, 'ats', '1');
      expect(await rig.broker.renewClaim(job, 'first', 5_000)).toBe(false);
      await server.command('HINCRBY', `{bull}:routing:${job.id}`, 'ats', '-1');
      await server.command('LREM', '{bull}:routing:active', '0', job.id as string);
      expect(await rig.broker.renewClaim(job, 'first', 5_000)).toBe(false);
      expect(await server.command('EXISTS', lockKey())).toBe(0);
    });
  });
});
