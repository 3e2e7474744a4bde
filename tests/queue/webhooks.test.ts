import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codedError } from '../../src/contract/errors.ts';
import { webhookBodySchema } from '../../src/contract/webhook.ts';
import { createConsumer } from '../../src/queue/consumer.ts';
import { decodeFailure } from '../../src/queue/errors.ts';
import type { JobHandler } from '../../src/queue/types.ts';
import { preparedStore } from '../support/embedded.ts';
import { createReceiver, expectedSignature, type Receiver, SECRET } from '../support/receiver.ts';
import { createRedisServer, hasRedis, type RedisServer } from '../support/redis.ts';
import { createRig, endOf, log, type Rig, startWorkerProcess, tempDir, until, type WorkerProcess } from './harness.ts';
import type { ToyPayload } from './toy.ts';

let tags = 0;
const toy = (act: ToyPayload['act'], work_ms?: number): ToyPayload => ({ act, work_ms, tag: `w${++tags}` });

for (const backend of ['embedded', 'redis'] as const) {
  describe.skipIf(backend === 'redis' && !hasRedis)(`webhooks [${backend}]`, () => {
    let server: RedisServer | undefined;
    let receiver: Receiver;
    let rig: Rig;
    let paths = 0;
    /** A path that nothing else calls. */
    const newPath = () => `/${++paths}`;
    const settings = (more: NodeJS.ProcessEnv = {}) => ({
      ROUNDSMAN_WEBHOOK_ORIGINS: receiver.origin,
      ROUNDSMAN_WEBHOOK_SECRET: SECRET,
      ROUNDSMAN_WEBHOOK_TIMEOUT_MS: '60000',
      ROUNDSMAN_WEBHOOK_BACKOFF_MS: '10',
      ROUNDSMAN_WEBHOOK_ATTEMPTS: '5',
      ...more,
    });

    beforeAll(async () => {
      server = backend === 'redis' ? await createRedisServer() : undefined;
      receiver = await createReceiver();
      rig = await createRig(server?.url, settings({ ROUNDSMAN_WEBHOOK_URL: `${receiver.origin}/default` }));
      await rig.addWorker().ready();
    }, 60_000);
    afterAll(async () => {
      await rig?.close();
      await receiver?.close();
      await server?.remove();
    });

    const submit = (payload: ToyPayload, path: string) => rig.submit(payload, { webhook: receiver.origin + path });
    /** The calls on a path, once there are so many. */
    async function callsOn(path: string, count = 1) {
      await until(`${path} is called`, () => receiver.calls(path).length >= count);
      return receiver.calls(path);
    }
    /** The job that makes a call, once it has ended in this state. */
    async function ended(webhookId: string | undefined, state: 'completed' | 'failed', { broker } = rig) {
      const queue = broker.queue('webhooks');
      await until(`the call is ${state}`, async () => (await queue.getJobState(webhookId as string)) === state);
      return (await queue.getJob(webhookId as string))!;
    }

    it('posts what is announced, signed', async () => {
      const path = newPath();
      const jobId = await submit(toy('work'), path);
      const [call] = await callsOn(path);
      const { planId, sha256 } = await rig.client.fetchPlan(jobId);
      expect(call!.body).toEqual({ status: 'done', planId, jobId, kind: 'routing', cost: 42, sha256 });
      const announced = (await rig.announcements()).find((one) => one.jobId === jobId)!;
      expect(announced).toEqual({ id: planId, name: 'routing', ...call!.body, status: undefined });
      expect(webhookBodySchema.parse(call!.body)).toEqual(call!.body);
      expect(call!.headers).toMatchObject({ 'content-type': 'application/json', 'user-agent': 'roundsman' });
      expect(call!.headers['webhook-signature']).toBe(expectedSignature(call!));
      expect(Math.abs(Number(call!.headers['webhook-timestamp']) - Date.now() / 1000)).toBeLessThan(60);
      await ended(call!.headers['webhook-id'], 'completed');
      expect(receiver.calls(path)).toHaveLength(1);
    });

    it('calls the default address for jobs that name none', async () => {
      const jobId = await rig.submit(toy('work'));
      const toldOf = () => receiver.calls('/default').filter(({ body }) => body.jobId === jobId);
      await until('it is called', () => toldOf().length > 0);
      expect(toldOf()).toHaveLength(1);
    });

    it('tries again after errors of the server and broken connections, under the same id', async () => {
      const path = newPath();
      receiver.reply(path, 500, 'break', [429, { 'retry-after': '0' }], 200);
      await submit(toy('work'), path);
      const calls = await callsOn(path, 4);
      expect(new Set(calls.map(({ text }) => text)).size).toBe(1);
      expect(new Set(calls.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
      for (const call of calls) expect(call.headers['webhook-signature']).toBe(expectedSignature(call));
      expect((await ended(calls[0]!.headers['webhook-id'], 'completed')).attemptsMade).toBe(4);
    });

    it('gives up after the last attempt, and keeps the call among the failed', async () => {
      const path = newPath();
      receiver.reply(path, 503);
      await submit(toy('work'), path);
      const calls = await callsOn(path, 5);
      const job = await ended(calls[0]!.headers['webhook-id'], 'failed');
      expect(decodeFailure(job.failedReason)).toMatchObject({
        code: 'webhook_failed',
        errors: [{ path: 'webhook', cause: `${receiver.origin} did not take it: it answered 503` }],
      });
      expect(receiver.calls(path)).toHaveLength(5);
      // By hand, when the receiver has been mended.
      receiver.reply(path, 200);
      await job.retry('failed', { resetAttemptsMade: true });
      await ended(job.id, 'completed');
      expect(receiver.calls(path)).toHaveLength(6);
    });

    it.each([400, 404, 410])('does not try again what is refused with %i', async (status) => {
      const path = newPath();
      receiver.reply(path, status);
      await submit(toy('work'), path);
      const [call] = await callsOn(path);
      await ended(call!.headers['webhook-id'], 'failed');
      expect(receiver.calls(path)).toHaveLength(1);
    });

    it('follows no redirect', async () => {
      const [path, elsewhere] = [newPath(), newPath()];
      receiver.reply(path, [307, { location: receiver.origin + elsewhere }]);
      await submit(toy('work'), path);
      const [call] = await callsOn(path);
      const job = await ended(call!.headers['webhook-id'], 'failed');
      expect(job.failedReason).toContain('it answered 307');
      expect(receiver.calls(path)).toHaveLength(1);
      expect(receiver.calls(elsewhere)).toHaveLength(0);
    });

    it('tells of a job that failed, with all its errors', async () => {
      const path = newPath();
      const jobId = await submit(toy('refuse'), path);
      const [call] = await callsOn(path);
      expect(call!.body).toMatchObject({ status: 'failed', jobId, kind: 'routing', code: 'duplicate_id' });
      expect(webhookBodySchema.parse(call!.body)).toEqual(call!.body);
      expect((call!.body.errors as { path: string }[]).map((error) => error.path)).toEqual(['tasks[1].id', 'vehicles']);
    });

    it('tells of a failure once it is for good', async () => {
      const path = newPath();
      const jobId = await submit(toy('out-of-memory'), path);
      expect(await endOf(rig.client, jobId)).toMatchObject({ type: 'failed', code: 'out_of_memory' });
      expect(rig.starts(jobId)).toBe(2);
      const [call] = await callsOn(path);
      await ended(call!.headers['webhook-id'], 'completed');
      expect(receiver.calls(path)).toHaveLength(1);
    });

    const onRedis = backend === 'redis' ? it : () => undefined;
    onRedis('tells of a job that BullMQ itself gave up', async () => {
      const path = newPath();
      const queue = rig.broker.queue('routing');
      await queue.pause();
      const jobId = await submit(toy('work'), path);
      // What its check for stalled jobs writes.
      await server!.command('HSET', `{bull}:routing:${jobId}`, 'defa', 'job stalled more than allowable limit');
      await queue.resume();
      expect((await callsOn(path))[0]!.body).toMatchObject({ status: 'failed', jobId, code: 'poison_job' });
      expect(rig.starts(jobId)).toBe(0);
    });

    onRedis(
      'tells nothing of a run that failed after its claim was lost',
      async () => {
        const path = newPath();
        const lost = await createRig(server?.url, settings({ ROUNDSMAN_PREFIX: '{lost}', ROUNDSMAN_LOCK_MS: '20000' }));
        const released = Promise.withResolvers<void>();
        let runs = 0;
        const failing: JobHandler = async () => {
          if (++runs > 1) return { status: 'done', plan: null, cost: 1 };
          await released.promise;
          return { status: 'failed', errors: [codedError('no_vehicles', 'vehicles', 'none')] };
        };
        const consumer = createConsumer(lost.broker, lost.config, { routing: failing }, log);
        try {
          const jobId = await lost.submit(toy('work'), { webhook: receiver.origin + path });
          await until('it runs', () => runs === 1);
          // As if it had run out and another run had begun; not noticed before the next renewal, in 5 s.
          await server!.command('SET', `{lost}:routing:${jobId}:lock`, 'of another', 'PX', '2000');
          released.resolve();
          expect(await endOf(lost.client, jobId)).toMatchObject({ type: 'done' });
          await callsOn(path);
          expect(receiver.calls(path).map(({ body }) => body.status)).toEqual(['done']);
        } finally {
          await consumer.close();
          await lost.close();
        }
      },
      60_000,
    );

    it('tells of a cancel: while the job runs, and while it waits', async () => {
      const [running, waiting] = [newPath(), newPath()];
      const first = await submit(toy('work', 30_000), running);
      await until('it runs', () => rig.starts(first) === 1);
      await rig.broker.queue('routing').pause();
      const second = await submit(toy('work'), waiting);
      expect(await rig.client.cancel(second)).toBe('removed');
      expect(await rig.client.cancel(first)).toBe('stopping');
      await rig.broker.queue('routing').resume();
      expect((await callsOn(waiting))[0]!.body).toMatchObject({ status: 'failed', jobId: second, code: 'cancelled' });
      const { body } = (await callsOn(running))[0]!;
      expect(body).toMatchObject({ status: 'done', jobId: first, stopped: 'cancelled' });
      expect(await rig.announcements()).toContainEqual(expect.objectContaining({ jobId: first, stopped: 'cancelled' }));
    });

    it('refuses addresses that are not allowed, whoever asks', async () => {
      const jobId = await rig.submit(toy('work'), { webhook: 'http://169.254.169.254/latest/meta-data' });
      const errors = [{ code: 'webhook_refused', path: 'webhook', cause: expect.stringContaining('169.254.169.254') }];
      expect(await endOf(rig.client, jobId)).toMatchObject({ type: 'failed', code: 'webhook_refused', errors });
      expect(rig.starts(jobId)).toBe(0);
      const body = { status: 'done', jobId: 'forged' };
      const queue = rig.broker.queue('webhooks');
      await queue.add('routing', { url: 'http://169.254.169.254/', body }, { jobId: 'forged', attempts: 9 });
      expect(decodeFailure((await ended('forged', 'failed')).failedReason).code).toBe('webhook_refused');
    });

    it.each([
      ['another protocol', 'ftp://x.example/', 'wrong_value'],
      ['a password', 'https://user:secret@x.example/', 'wrong_value'],
      ['a path alone', '/plans', 'wrong_value'],
      ['a long address', `https://x.example/${'x'.repeat(2_048)}`, 'wrong_value'],
      ['a port that fetch never calls', 'https://x.example:6000/plans', 'wrong_value'],
      ['a number', 7 as unknown as string, 'wrong_type'],
    ])('refuses %s at the door', async (_, webhook, code) => {
      await expect(rig.submit(toy('work'), { webhook })).rejects.toMatchObject({ code, errors: [{ path: 'webhook' }] });
    });

    it('solves a job that was queued with a port that is never called, and calls nobody', async () => {
      const webhook = 'http://127.0.0.1:6000/plans';
      const [payload, jobId] = [toy('work'), newPath().replace('/', 'before-')];
      await rig.broker.queue('routing').add('routing', { payload, webhook }, { jobId, attempts: 2 });
      expect(await endOf(rig.client, jobId)).toMatchObject({ type: 'done' });
      const calls = await rig.broker.queue('webhooks').getJobs();
      expect(calls.filter(({ data }) => data.body.jobId === jobId)).toEqual([]);
      // Sent again, it is told what is wrong with the address; without one, or with another, what is there.
      const submit = (options: object) => rig.client.submit('routing', payload, { jobId, ...options });
      await expect(submit({ webhook })).rejects.toMatchObject({ code: 'wrong_value', errors: [{ path: 'webhook' }] });
      await expect(submit({ webhook: receiver.origin })).rejects.toMatchObject({
        code: 'duplicate_id',
        errors: [{ path: 'webhook' }],
      });
      expect(await submit({})).toEqual({ jobId, created: false });
    });

    it('does not accept another address for a job that is there', async () => {
      const [path, other] = [newPath(), newPath()];
      const payload = toy('work');
      const jobId = await submit(payload, path);
      expect(await submit(payload, path)).toBe(jobId);
      await expect(submit(payload, other)).rejects.toMatchObject({
        code: 'duplicate_id',
        errors: [{ path: 'webhook' }],
      });
    });

    it('makes a call for every life of a job, also where the plan is there already', async () => {
      const path = newPath();
      const payload = toy('work');
      const jobId = await submit(payload, path);
      await endOf(rig.client, jobId);
      await (await rig.broker.queue('routing').getJob(jobId))!.remove();
      await submit(payload, path);
      await endOf(rig.client, jobId);
      const [first, second] = await callsOn(path, 2);
      expect(second!.body).toEqual(first!.body);
      expect(second!.headers['webhook-id']).not.toBe(first!.headers['webhook-id']);
      expect(rig.starts(jobId)).toBe(1);
    });

    it('is refused by a worker that may call nobody', async () => {
      const silent = await createRig(server?.url, { ROUNDSMAN_PREFIX: '{silent}' });
      try {
        silent.addWorker();
        const jobId = await silent.submit(toy('work'), { webhook: `${receiver.origin}/silent` });
        expect(await endOf(silent.client, jobId)).toMatchObject({ type: 'failed', code: 'webhook_refused' });
        expect(await endOf(silent.client, await silent.submit(toy('work')))).toMatchObject({ type: 'done' });
      } finally {
        await silent.close();
      }
    }, 60_000);

    it('hands a call in the middle to the next worker, no attempt used', async () => {
      const path = newPath();
      receiver.reply(path, 'hang', 200);
      const only = await createRig(server?.url, settings({ ROUNDSMAN_PREFIX: '{leaving}' }));
      try {
        const worker = only.addWorker();
        await only.submit(toy('work'), { webhook: receiver.origin + path });
        const { headers } = (await callsOn(path))[0]!;
        await worker.close();
        const job = await only.broker.queue('webhooks').getJob(headers['webhook-id']!);
        expect(await job?.getState()).toBe('waiting');
        only.addWorker();
        expect((await ended(headers['webhook-id'], 'completed', only)).attemptsMade).toBe(1);
        expect(receiver.calls(path).map((call) => call.headers['webhook-id'])).toEqual([job?.id, job?.id]);
      } finally {
        await only.close();
      }
    }, 60_000);

    it('does not keep plans waiting for a receiver that hangs, and tries again', async () => {
      const [path, silent] = [newPath(), newPath()];
      receiver.reply(path, 'hang', 200);
      receiver.reply(silent, 'hang');
      const more = { ROUNDSMAN_PREFIX: '{hanging}', ROUNDSMAN_WEBHOOK_TIMEOUT_MS: '250' };
      const hasty = await createRig(server?.url, settings(more));
      try {
        hasty.addWorker();
        const jobIds = [];
        for (const each of [path, silent]) {
          jobIds.push(await hasty.submit(toy('work'), { webhook: receiver.origin + each }));
        }
        for (const jobId of jobIds) {
          expect(await endOf(hasty.client, jobId)).toMatchObject({ type: 'done' });
          expect(await hasty.client.fetchPlan(jobId)).toMatchObject({ cost: 42 });
          expect((await hasty.announcements()).map((one) => one.jobId)).toContain(jobId);
        }
        const [first, second] = await callsOn(path, 2);
        expect(second!.headers['webhook-id']).toBe(first!.headers['webhook-id']);
        const [call] = await callsOn(silent, 5);
        const { failedReason } = await ended(call!.headers['webhook-id'], 'failed', hasty);
        expect(failedReason).toContain('no answer within 250 ms');
      } finally {
        await hasty.close();
      }
    }, 60_000);

    it('makes a call again whose worker was killed', async () => {
      const path = newPath();
      receiver.reply(path, 'hang', 200);
      const dir = tempDir();
      const env = settings({
        REDIS_URL: server?.url,
        ROUNDSMAN_PREFIX: '{killed}',
        ROUNDSMAN_WEBHOOK_TIMEOUT_MS: '1000',
      });
      if (server === undefined) await preparedStore(join(dir, 'data'));
      const start = () => startWorkerProcess({ ...env, ROUNDSMAN_DATA_DIR: join(dir, 'data') }, join(dir, 'starts'));
      let worker: WorkerProcess = await start();
      try {
        await worker.call('submit', 'routing', toy('work'), { webhook: receiver.origin + path });
        await callsOn(path);
        await worker.end('SIGKILL');
        worker = await start();
        const [first, second] = await callsOn(path, 2);
        expect(second!.headers['webhook-id']).toBe(first!.headers['webhook-id']);
        expect(second!.text).toBe(first!.text);
      } finally {
        await worker.end('SIGKILL');
        rmSync(dir, { recursive: true, force: true });
      }
    }, 60_000);
  });
}
