import { Job, QueueKeys } from 'bullmq';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Client, createClient } from '../../src/queue/client.ts';
import { createConsumer } from '../../src/queue/consumer.ts';
import { openBroker } from '../../src/queue/open-broker.ts';
import { createRedisServer, hasRedis, type RedisServer } from '../support/redis.ts';
import { createRig, endOf, log, type Rig, until } from './harness.ts';
import { createToy, type ToyPayload } from './toy.ts';

let tags = 0;
const toy = (act: ToyPayload['act'], work_ms?: number): ToyPayload => ({ act, work_ms, tag: `t${++tags}` });

const outcomeOf = (submitted: Promise<{ created: boolean }>): Promise<boolean | string> =>
  submitted.then(
    ({ created }) => created,
    (error) => error.code ?? error.message,
  );

// What is promised of `submit` where it meets what is there already, on every store.
for (const backend of ['embedded', 'redis'] as const) {
  describe.skipIf(backend === 'redis' && !hasRedis)(`submit [${backend}]`, () => {
    let server: RedisServer | undefined;
    let rig: Rig;
    let other: Client;
    let closeOther = async () => {};

    beforeAll(async () => {
      server = backend === 'redis' ? await createRedisServer() : undefined;
      rig = await createRig(server?.url);
      // On Redis another process has a connection of its own.
      const broker = server === undefined ? rig.broker : await openBroker(rig.config, 'client', log);
      other = createClient(broker, rig.config);
      closeOther = async () => {
        await other.close();
        if (broker !== rig.broker) await broker.close();
      };
      await rig.addWorker().ready();
    }, 60_000);
    afterAll(async () => {
      await closeOther();
      await rig?.close();
      await server?.remove();
    });
    afterEach(async () => {
      vi.restoreAllMocks();
      await rig.broker.queue('routing').resume();
    });

    /** Lets something happen right after a job has been read. */
    const afterReading = (happens: () => Promise<unknown>) => {
      const queue = rig.broker.queue('routing');
      const getJob = queue.getJob.bind(queue);
      vi.spyOn(queue, 'getJob').mockImplementationOnce(async (jobId) => {
        const job = await getJob(jobId);
        await happens();
        return job;
      });
    };

    it('takes no name that the queue itself uses, and touches nothing of that name', async () => {
      const names = Object.keys(new QueueKeys().getKeys('')).filter((name) => name !== '');
      expect(names).toContain('wait');
      for (const name of names) {
        const calls = [
          rig.client.submit('routing', toy('work'), { jobId: name }),
          rig.client.cancel(name),
          rig.client.fetchPlan(name),
          rig.client.watch(name).next(),
        ];
        for (const answer of await Promise.allSettled(calls)) {
          expect(answer).toMatchObject({ status: 'rejected', reason: { code: 'wrong_value' } });
        }
      }
      expect(await endOf(rig.client, await rig.submit(toy('work')))).toMatchObject({ type: 'done' });
    });

    it('tells what is wrong with no id at all', async () => {
      const unusable = { code: 'wrong_value', errors: [{ cause: expect.stringContaining('is not usable') }] };
      await expect(rig.submit(toy('work'), { jobId: '' })).rejects.toMatchObject(unusable);
      const calls = [rig.client.cancel(''), rig.client.fetchPlan(''), rig.client.watch('').next()];
      for (const answer of await Promise.allSettled(calls)) {
        expect(answer).toMatchObject({ status: 'rejected', reason: { code: 'unknown_job' } });
      }
    });

    it('takes the kinds that its own workers serve', async () => {
      const kinds = ['night', 'night-shift'] as const;
      const toyHandler = createToy(rig.startsFile);
      const handlers = { night: toyHandler, 'night-shift': toyHandler };
      const consumer = createConsumer(rig.broker, rig.config, handlers, log);
      const client = createClient(rig.broker, rig.config, { kinds });
      try {
        for (const kind of kinds) {
          const { jobId } = await client.submit(kind, toy('work'));
          expect(await endOf(client, jobId)).toMatchObject({ type: 'done' });
          expect(await client.fetchPlan(jobId)).toMatchObject({ kind });
          expect(await client.cancel(jobId)).toBe('finished');
        }
        expect(await endOf(client, (await client.submit('night', toy('work'), { jobId: 'mine' })).jobId)).toMatchObject(
          {
            type: 'done',
          },
        );
        for (const [kind, jobId] of [
          ['routing', 'mine'],
          ['night', 'night-shift-7'],
        ] as const) {
          await expect(client.submit(kind, toy('work'), { jobId })).rejects.toMatchObject({ code: 'wrong_value' });
        }
      } finally {
        await client.close();
        await consumer.close();
      }
    });

    it('takes no kind that nobody serves, and no id that begins with another kind', async () => {
      const wrong = { code: 'wrong_value', errors: [{ path: 'kind' }] };
      await expect(rig.client.submit('route', toy('work'))).rejects.toMatchObject(wrong);
      await expect(rig.client.cancel('x', { kind: 'route' })).rejects.toMatchObject(wrong);
      await expect(rig.client.watch('x', { kind: 'route' }).next()).rejects.toMatchObject(wrong);
      await expect(rig.client.fetchPlan('x', { kind: 'route' })).rejects.toMatchObject(wrong);
      for (const [kind, jobId] of [
        ['routing', 'staffing-week-14'],
        ['staffing', 'routing-monday'],
      ] as const) {
        const refused = { code: 'wrong_value', errors: [{ path: 'jobId' }] };
        await expect(rig.client.submit(kind, toy('work'), { jobId })).rejects.toMatchObject(refused);
      }
      expect(await outcomeOf(rig.client.submit('routing', toy('work'), { jobId: 'routing-monday' }))).toBe(true);
    });

    it('takes one of two inputs that come under one id at the same time, and says so', async () => {
      for (let pair = 0; pair < 10; pair++) {
        const jobId = `pair-${pair}`;
        const outcomes = [rig.client, other].map((each) => outcomeOf(each.submit('routing', toy('work'), { jobId })));
        expect((await Promise.all(outcomes)).map(String).sort()).toEqual(['duplicate_id', 'true']);
      }
    });

    it('takes one of two inputs that replace a failed job at the same time, and says so', async () => {
      for (let pair = 0; pair < 5; pair++) {
        const jobId = `failed-${pair}`;
        await rig.submit(toy('refuse'), { jobId });
        expect(await endOf(rig.client, jobId)).toMatchObject({ type: 'failed' });
        // Long enough that whoever comes second finds it in work.
        const inputs = [toy('work', 400), toy('work', 400)];
        const outcomes = [rig.client, other].map((each, i) => outcomeOf(each.submit('routing', inputs[i], { jobId })));
        expect((await Promise.all(outcomes)).map(String).sort()).toEqual(['duplicate_id', 'true']);
        const winner = inputs[(await outcomes[0]) === true ? 0 : 1]!;
        expect(await endOf(rig.client, jobId)).toMatchObject({ type: 'done' });
        expect(await rig.client.fetchPlan(jobId)).toMatchObject({ plan: { tag: winner.tag } });
      }
    });

    it('does not find a failed job that another client replaces right after it was read', async () => {
      const jobId = 'replaced';
      const payload = toy('refuse');
      await rig.submit(payload, { jobId });
      expect(await endOf(rig.client, jobId)).toMatchObject({ type: 'failed' });
      afterReading(() => other.submit('routing', toy('work', 400), { jobId }));
      expect(await outcomeOf(rig.client.submit('routing', payload, { jobId }))).toBe('duplicate_id');
      expect(await endOf(rig.client, jobId)).toMatchObject({ type: 'done' });
    });

    it('adds a job in place of a failed one that is removed right after it was read', async () => {
      const payload = toy('refuse');
      const jobId = await rig.submit(payload);
      expect(await endOf(rig.client, jobId)).toMatchObject({ type: 'failed' });
      afterReading(async () => (await rig.broker.queue('routing').getJob(jobId))?.remove());
      expect(await outcomeOf(rig.client.submit('routing', payload))).toBe(true);
      expect(await endOf(rig.client, jobId)).toMatchObject({ type: 'failed' });
      expect(rig.starts(jobId)).toBe(2);
    });

    it('removes nothing under a lock that may be another client’s by now, and needs no answer to give it back', async () => {
      const payload = toy('refuse');
      const jobId = await rig.submit(payload);
      expect(await endOf(rig.client, jobId)).toMatchObject({ type: 'failed' });
      const release = vi.fn(() => Promise.reject(new Error('the store is away')));
      const lock = vi.spyOn(rig.broker, 'lock').mockResolvedValueOnce({ holds: () => false, release });
      const remove = vi.spyOn(Job.prototype, 'remove');
      expect(await outcomeOf(rig.client.submit('routing', payload))).toBe(true);
      expect([lock, release, remove].map((spy) => spy.mock.calls.length)).toEqual([2, 1, 1]);
    });

    it('has a lock hold for less than it lasts', async () => {
      const lock = await rig.broker.lock('held');
      expect(await rig.broker.lock('held')).toBeUndefined();
      const now_ms = performance.now();
      expect(lock?.holds()).toBe(true);
      vi.spyOn(performance, 'now').mockReturnValue(now_ms + 31_000);
      expect(lock?.holds()).toBe(backend === 'embedded');
      await lock?.release();
      expect(await rig.broker.lock('held')).toBeDefined();
    });

    it('reads no payload back that it has sent', async () => {
      const getJob = vi.spyOn(rig.broker.queue('routing'), 'getJob');
      expect(await outcomeOf(rig.client.submit('routing', toy('work')))).toBe(true);
      expect(await Promise.all(getJob.mock.results.map(({ value }) => value))).toEqual([undefined]);
    });

    it('lets clients replace a failed job by one and the same input at the same time', async () => {
      const jobId = 'again';
      await rig.submit(toy('refuse'), { jobId });
      expect(await endOf(rig.client, jobId)).toMatchObject({ type: 'failed' });
      const input = toy('work', 400);
      const outcomes = [rig.client, other, rig.client, other].map((each) =>
        outcomeOf(each.submit('routing', input, { jobId })),
      );
      for (const outcome of await Promise.all(outcomes)) expect(outcome).toBeTypeOf('boolean');
      expect(await endOf(rig.client, jobId)).toMatchObject({ type: 'done' });
      expect(rig.starts(jobId)).toBe(2);
    });

    it('keeps a failed job where the queue is too full for the one that is to replace it', async () => {
      const full = await createRig(server?.url, { ROUNDSMAN_PREFIX: '{full}', ROUNDSMAN_MAX_QUEUE_DEPTH: '1' });
      try {
        const worker = full.addWorker();
        const payload = toy('refuse');
        const jobId = await full.submit(payload);
        expect(await endOf(full.client, jobId)).toMatchObject({ type: 'failed' });
        await worker.close();
        await full.submit(toy('work'));
        await expect(full.submit(payload)).rejects.toMatchObject({ code: 'queue_full' });
        expect(await endOf(full.client, jobId)).toMatchObject({ type: 'failed', code: 'duplicate_id' });
      } finally {
        await full.close();
      }
    }, 60_000);

    it('refuses another time limit for a job that is there', async () => {
      await rig.broker.queue('routing').pause();
      const payload = toy('work');
      const jobId = await rig.submit(payload, { timeout_s: 60 });
      const refused = { code: 'duplicate_id', errors: [{ path: 'timeout_s' }] };
      await expect(rig.submit(payload, { timeout_s: 30 })).rejects.toMatchObject(refused);
      for (const options of [{}, { timeout_s: 60 }]) {
        expect(await rig.client.submit('routing', payload, options)).toEqual({ jobId, created: false });
      }
      const free = toy('work');
      await rig.submit(free);
      await expect(rig.submit(free, { timeout_s: 30 })).rejects.toMatchObject(refused);
    });

    it('looks at the time limit of a job that is over only where that cut its plan', async () => {
      const payload = toy('work');
      const jobId = await rig.submit(payload, { timeout_s: 60 });
      expect(await endOf(rig.client, jobId)).toMatchObject({ type: 'done' });
      expect(await rig.client.submit('routing', payload, { timeout_s: 30 })).toEqual({ jobId, created: false });
      const long = toy('work', 30_000);
      const cut = await rig.submit(long, { timeout_s: 0.2 });
      expect(await endOf(rig.client, cut)).toMatchObject({ type: 'done', stopped: 'timeout' });
      const refused = { code: 'duplicate_id', errors: [{ path: 'timeout_s' }] };
      await expect(rig.submit(long, { timeout_s: 30 })).rejects.toMatchObject(refused);
    });

    it('refuses a key for a job that is there without it, until that is over', async () => {
      const payload = toy('work', 30_000);
      const jobId = await rig.submit(payload);
      await until('it runs', () => rig.starts(jobId) === 1);
      const refused = { code: 'duplicate_id', errors: [{ path: 'deduplicate' }] };
      await expect(rig.submit(payload, { deduplicate: 'late' })).rejects.toMatchObject(refused);
      await rig.client.cancel(jobId);
      expect(await endOf(rig.client, jobId)).toMatchObject({ type: 'done' });
      const again = await rig.client.submit('routing', payload, { deduplicate: 'late' });
      expect(again).toEqual({ jobId, created: false });
    });

    it('drops what is put off behind a job whose state is the latest again', async () => {
      const deduplicate = 'back';
      const [a, b] = [toy('work', 30_000), toy('work')];
      const first = await rig.submit(a, { deduplicate });
      await until('it runs', () => rig.starts(first) === 1);
      const second = await rig.client.submit('routing', b, { deduplicate });
      expect(second.behind).toBe(first);
      expect(await rig.client.submit('routing', a, { deduplicate })).toEqual({ jobId: first, created: false });
      expect(await rig.broker.nextOf('routing', deduplicate)).toBeUndefined();
      await rig.client.cancel(first);
      expect(await endOf(rig.client, first)).toMatchObject({ type: 'done' });
      // The key is free again, and what comes under it runs.
      const third = await rig.submit(toy('work'), { deduplicate });
      expect(await endOf(rig.client, third)).toMatchObject({ type: 'done' });
      expect(rig.starts(second.jobId)).toBe(0);
    });

    it('drops what waits under the key of a finished job whose state is the latest again', async () => {
      const deduplicate = 'settled';
      const [a, b] = [toy('work'), toy('work')];
      const first = await rig.submit(a, { deduplicate });
      expect(await endOf(rig.client, first)).toMatchObject({ type: 'done' });
      await rig.broker.queue('routing').pause();
      const second = await rig.submit(b, { deduplicate });
      const watching = endOf(rig.client, second);
      expect(await rig.client.submit('routing', a, { deduplicate })).toEqual({ jobId: first, created: false });
      expect(await watching).toMatchObject({ type: 'failed', code: 'cancelled' });
      // Itself it stays where it waits.
      const third = toy('work');
      const waiting = await rig.submit(third, { deduplicate });
      expect(await rig.client.submit('routing', third, { deduplicate })).toEqual({ jobId: waiting, created: false });
      await rig.broker.queue('routing').resume();
      expect(await endOf(rig.client, waiting)).toMatchObject({ type: 'done' });
      expect(rig.starts(second)).toBe(0);
    });

    it('keeps what is put off behind a job of the key while a state comes again, also where that job comes back', async () => {
      const only = await createRig(server?.url, { ROUNDSMAN_PREFIX: '{came-back}' });
      const deduplicate = 'depot';
      try {
        const worker = only.addWorker();
        const again = toy('work');
        const first = await only.submit(again, { deduplicate });
        expect(await endOf(only.client, first)).toMatchObject({ type: 'done' });
        const second = await only.submit(toy('work', 1_000), { deduplicate });
        await until('it runs', () => only.starts(second) === 1);
        let third = '';
        const queue = only.broker.queue('routing');
        const holderOf = queue.getDeduplicationJobId.bind(queue);
        vi.spyOn(queue, 'getDeduplicationJobId').mockImplementationOnce(async (key) => {
          third = await only.submit(toy('work'), { deduplicate });
          await worker.close();
          return holderOf(key);
        });
        expect(await only.client.submit('routing', again, { deduplicate })).toMatchObject({ created: false });
        expect(await only.broker.nextOf('routing', deduplicate)).toBe(third);
        only.addWorker();
        expect(await endOf(only.client, second)).toMatchObject({ type: 'done' });
        await until('it is there', async () => (await queue.getJob(third)) !== undefined);
        expect(await endOf(only.client, third)).toMatchObject({ type: 'done' });
      } finally {
        await only.close();
      }
    }, 60_000);
  });
}
