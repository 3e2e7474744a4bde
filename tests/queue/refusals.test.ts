import { Job } from 'bullmq';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createConsumer } from '../../src/queue/consumer.ts';
import { createRedisServer, hasRedis, type RedisServer } from '../support/redis.ts';
import { createRig, endOf, type Rig, until } from './harness.ts';
import { createToy } from './toy.ts';

const refused = new Error('refused');

// A write that the store refuses once costs a job nothing.
for (const backend of ['embedded', 'redis'] as const) {
  describe.skipIf(backend === 'redis' && !hasRedis)(`writes that are refused [${backend}]`, () => {
    let server: RedisServer | undefined;
    let rig: Rig;

    beforeAll(async () => {
      server = backend === 'redis' ? await createRedisServer() : undefined;
      rig = await createRig(server?.url);
    }, 60_000);
    afterEach(() => vi.restoreAllMocks());
    afterAll(async () => {
      await rig?.close();
      await server?.remove();
    });

    /** With one attempt a job fails for any error; the client allows two. */
    const addOnce = (jobId: string, payload: object) =>
      rig.broker.queue('routing').add('routing', { payload }, { jobId, attempts: 1 });

    it('completes a job whose end is not recorded after its plan is published', async () => {
      const worker = rig.addWorker();
      vi.spyOn(rig.broker.store, 'endRun').mockRejectedValueOnce(refused);
      await addOnce('published', { act: 'work' });
      expect(await endOf(rig.client, 'published')).toMatchObject({ type: 'done' });
      expect(rig.starts('published')).toBe(1);
      await worker.close();
    });

    it('fails a bad job with its own errors though its end is not recorded', async () => {
      const worker = rig.addWorker();
      vi.spyOn(rig.broker.store, 'endRun').mockRejectedValueOnce(refused);
      await addOnce('bad', { act: 'refuse' });
      expect(await endOf(rig.client, 'bad')).toMatchObject({ type: 'failed', code: 'duplicate_id' });
      await worker.close();
    });

    it('hands a job back to a store that refuses it at first', async () => {
      const worker = rig.addWorker();
      const moveToWait = vi.spyOn(Job.prototype, 'moveToWait').mockRejectedValueOnce(refused);
      await addOnce('back', { act: 'work', work_ms: 30_000 });
      await until('it runs', () => rig.starts('back') === 1);
      await worker.close();
      expect(moveToWait).toHaveBeenCalledTimes(2);
      expect(await rig.broker.queue('routing').getJobState('back')).toBe('waiting');
    });

    it('hands a job back once where the answer to that is lost', async () => {
      await rig.broker.queue('routing').drain();
      const lines: string[] = [];
      const heard = pino({ level: 'info' }, { write: (text: string) => void lines.push(text) });
      const handlers = { routing: createToy(rig.startsFile) };
      const worker = createConsumer(rig.broker, rig.config, handlers, heard);
      const { moveToWait } = Job.prototype;
      const spy = vi.spyOn(Job.prototype, 'moveToWait').mockImplementationOnce(async function (this: Job, token) {
        await moveToWait.call(this, token);
        throw refused;
      });
      await addOnce('answered', { act: 'work', work_ms: 30_000 });
      await until('it runs', () => rig.starts('answered') === 1);
      await worker.close();
      expect(spy).toHaveBeenCalledTimes(2);
      expect(await rig.broker.queue('routing').getJobState('answered')).toBe('waiting');
      const said = lines.map((text) => JSON.parse(text).msg);
      expect(said).toContain('the store did not take the job back; trying again');
      expect(said).toContain('job handed back');
    });

    it('leaves a job that it cannot hand back to the end of its claim', async () => {
      await rig.broker.queue('routing').drain();
      const worker = rig.addWorker();
      vi.spyOn(Job.prototype, 'moveToWait').mockRejectedValue(refused);
      await addOnce('stuck', { act: 'work', work_ms: 1_000 });
      await until('it runs', () => rig.starts('stuck') === 1);
      await worker.close();
      vi.restoreAllMocks();
      expect(await rig.broker.queue('routing').getJobState('stuck')).toBe('active');
      const next = rig.addWorker();
      expect(await endOf(rig.client, 'stuck')).toMatchObject({ type: 'done' });
      await next.close();
    });
  });
}
