import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Client, createClient } from '../../src/queue/client.ts';
import { createConsumer } from '../../src/queue/consumer.ts';
import { openBroker } from '../../src/queue/open-broker.ts';
import { planIdOf, sha256 } from '../../src/queue/payload.ts';
import type { JobRef } from '../../src/queue/store.ts';
import type { WatchEvent } from '../../src/queue/watch.ts';
import { createRedisServer, hasRedis, type RedisServer } from '../support/redis.ts';
import { createRig, endOf, follow, log, type Rig, until } from './harness.ts';
import { createToy, type ToyPayload } from './toy.ts';

let tags = 0;
const toy = (act: ToyPayload['act'], work_ms?: number): ToyPayload => ({ act, work_ms, tag: `t${++tags}` });

/** Every store with every queue that workers serve. */
// The second kind on one store only: it differs in nothing but the name of its queue.
const SUITES = [
  { backend: 'embedded', kind: 'routing' },
  { backend: 'redis', kind: 'routing' },
  { backend: 'redis', kind: 'staffing' },
] as const;

for (const { backend, kind } of SUITES) {
  describe.skipIf(backend === 'redis' && !hasRedis)(`queue conformance [${backend}], ${kind}`, () => {
    let server: RedisServer | undefined;
    let rig: Rig;

    beforeAll(async () => {
      server = backend === 'redis' ? await createRedisServer() : undefined;
      const limits = { ROUNDSMAN_MAX_PLAN_BYTES: '100000', ROUNDSMAN_MAX_PAYLOAD_BYTES: '1000000' };
      rig = await createRig(server?.url, limits, kind);
      await rig.addWorker().ready();
    }, 60_000);
    afterAll(async () => {
      await rig?.close();
      await server?.remove();
    });
    beforeEach(async () => {
      await rig.broker.queue('plans').drain();
    });

    it('takes a job to a stored, announced plan, and tells its progress', async () => {
      const payload = toy('work', 1200);
      const jobId = await rig.submit(payload);
      const seen = await follow(rig.client, jobId);
      const states = seen.flatMap((event) => (event.type === 'state' ? [event.state] : []));
      expect(states.at(-1)).toBe('active');
      const progress = seen.filter((event) => event.type === 'progress');
      expect(progress.length).toBeGreaterThan(0);
      // Twice a second at most.
      expect(progress.length).toBeLessThanOrEqual(4);
      const plan = await rig.client.fetchPlan(jobId);
      expect(plan).toMatchObject({ jobId, kind, cost: 42, plan: { tag: payload.tag, attempt: 1 } });
      expect(seen.at(-1)).toEqual({ type: 'done', planId: plan.planId, cost: 42, sha256: plan.sha256 });
      expect(await rig.client.fetchPlan(plan.planId)).toEqual(plan);
      expect(plan.sha256).toBe(sha256(JSON.stringify(plan.plan)));
      const { planId, sha256: hash } = plan;
      const announcement = { id: planId, name: kind, planId, jobId, kind, cost: 42, sha256: hash };
      expect(await rig.announcements()).toEqual([announcement]);
    });

    it('finds the job that is there for the same input, in any order of keys', async () => {
      const jobId = await rig.submit({ act: 'work', tag: 'same' });
      expect((await endOf(rig.client, jobId)).type).toBe('done');
      const again = await rig.client.submit(kind, { tag: 'same', act: 'work' });
      expect(again).toEqual({ jobId, created: false });
      expect(rig.starts(jobId)).toBe(1);
    });

    it('refuses an id that belongs to another input, and ids it cannot use', async () => {
      await rig.submit(toy('work'), { jobId: 'depot-7' });
      await expect(rig.submit(toy('work'), { jobId: 'depot-7' })).rejects.toMatchObject({ code: 'duplicate_id' });
      for (const jobId of ['17', 'a:b', '', 'x'.repeat(129)]) {
        await expect(rig.submit(toy('work'), { jobId })).rejects.toMatchObject({ code: 'wrong_value' });
      }
    });

    it('fails a bad input with all its errors and without a retry; a new submit runs it again', async () => {
      const payload = toy('refuse');
      const jobId = await rig.submit(payload);
      const end = await endOf(rig.client, jobId);
      expect(end).toMatchObject({ type: 'failed', code: 'duplicate_id' });
      expect(end.type === 'failed' && end.errors.map((error) => error.code)).toEqual(['duplicate_id', 'no_vehicles']);
      expect(rig.starts(jobId)).toBe(1);
      expect(await rig.client.submit(kind, payload)).toEqual({ jobId, created: true });
      await endOf(rig.client, jobId);
      expect(rig.starts(jobId)).toBe(2);
    });

    it('retries a fault of the machine once', async () => {
      const jobId = await rig.submit(toy('out-of-memory'));
      expect(await endOf(rig.client, jobId)).toMatchObject({ type: 'failed', code: 'out_of_memory' });
      expect(rig.starts(jobId)).toBe(2);
    });

    it.each([
      ['throw', 'internal'],
      ['big', 'result_too_large'],
      ['cyclic', 'internal'],
    ] as const)('fails a run that ends in %s with %s, announces nothing and serves the next', async (act, code) => {
      const jobId = await rig.submit(toy(act));
      expect(await endOf(rig.client, jobId)).toMatchObject({ type: 'failed', code });
      expect(rig.starts(jobId)).toBe(1);
      await expect(rig.client.fetchPlan(jobId)).rejects.toMatchObject({ code: 'unknown_job' });
      expect(await rig.announcements()).toEqual([]);
      expect(await endOf(rig.client, await rig.submit(toy('work')))).toMatchObject({ type: 'done' });
    });

    it('keeps a plan that is too large without what it can do without', async () => {
      const jobId = await rig.submit(toy('big-with-extras'));
      expect(await endOf(rig.client, jobId)).toMatchObject({ type: 'done' });
      const why = 'the plan has 200002 bytes, more than the 100000 allowed';
      expect(await rig.client.fetchPlan(jobId)).toMatchObject({ plan: { omitted: why } });
    });

    it('refuses at the door what no job can be', async () => {
      let deep: unknown = 1;
      for (let depth = 0; depth < 100_000; depth++) deep = [deep];
      const cycle: Record<string, unknown> = {};
      cycle.again = cycle;
      const refused: [unknown, string][] = [
        [deep, 'too_deep'],
        [cycle, 'too_deep'],
        [{ text: 'x'.repeat(1_000_001) }, 'too_large'],
        [JSON.parse('{"__proto__": {"admin": true}}'), 'forbidden_key'],
        [{ demand: Number.NaN }, 'wrong_type'],
        [{ id: 'a\u0000b' }, 'wrong_value'],
      ];
      for (const [payload, code] of refused) {
        await expect(rig.client.submit(kind, payload)).rejects.toMatchObject({ code });
      }
    });

    it('fails what other producers write to the queue, alive and without a retry', async () => {
      const queue = rig.broker.queue(kind);
      const add = (id: string, data: unknown) => queue.add(kind, data, { jobId: id, attempts: 5 });
      await add('no-payload', { request: {} });
      await add('unknown-field', { payload: {}, timeout: 5, timeout_s: -1 });
      await add('forbidden', JSON.parse('{"payload": {"constructor": 1}}'));
      expect(await endOf(rig.client, 'no-payload')).toMatchObject({ code: 'missing_field' });
      const end = await endOf(rig.client, 'unknown-field');
      expect(end.type === 'failed' && end.errors.map((error) => error.path)).toEqual(['timeout', 'timeout_s']);
      expect(await endOf(rig.client, 'forbidden')).toMatchObject({ code: 'forbidden_key' });
      expect((await queue.getJob('forbidden'))?.attemptsMade).toBe(1);
    });

    it('cancels a waiting job by removing it', async () => {
      const busy = await Promise.all([1, 2, 3, 4].map(() => rig.submit(toy('work', 30_000))));
      await until('all are busy', () => busy.every((jobId) => rig.starts(jobId) === 1));
      const jobId = await rig.submit(toy('work'));
      const watching = endOf(rig.client, jobId);
      expect(await rig.client.cancel(jobId)).toBe('removed');
      expect(await watching).toMatchObject({ type: 'failed', code: 'cancelled' });
      expect(rig.starts(jobId)).toBe(0);
      for (const other of busy) expect(await rig.client.cancel(other)).toBe('stopping');
      for (const other of busy) expect(await endOf(rig.client, other)).toMatchObject({ stopped: 'cancelled' });
      expect(await rig.client.cancel(busy[0] as string)).toBe('finished');
      await expect(rig.client.cancel('nobody')).rejects.toMatchObject({ code: 'unknown_job' });
    });

    it('leaves a job that completes in the moment of its cancel as it is', async () => {
      const { store } = rig.broker;
      await rig.broker.queue(kind).pause();
      const jobId = await rig.submit(toy('work'));
      const requestCancel = store.requestCancel.bind(store);
      vi.spyOn(store, 'requestCancel').mockImplementationOnce(async (ref) => {
        await rig.broker.queue(kind).resume();
        await endOf(rig.client, jobId);
        await requestCancel(ref);
      });
      expect(await rig.client.cancel(jobId)).toBe('finished');
      expect(await endOf(rig.client, jobId)).toMatchObject({ type: 'done' });
    });

    it('publishes the best so far of a running job that is cancelled', async () => {
      const jobId = await rig.submit(toy('work', 30_000));
      await until('it runs', () => rig.starts(jobId) === 1);
      expect(await rig.client.cancel(jobId)).toBe('stopping');
      expect(await endOf(rig.client, jobId)).toMatchObject({ type: 'done', stopped: 'cancelled' });
      expect(await rig.client.fetchPlan(jobId)).toMatchObject({ stopped: 'cancelled', cost: 42 });
      expect(await rig.announcements()).toHaveLength(1);
    });

    it('aborts a cancelled job that does not stop, even one that does not return', async () => {
      const stubborn = await rig.submit(toy('ignore-stop'));
      const hanging = await rig.submit(toy('hang'));
      await until('they run', () => rig.starts(stubborn) + rig.starts(hanging) === 2);
      await rig.client.cancel(stubborn);
      await rig.client.cancel(hanging);
      expect(await endOf(rig.client, stubborn)).toMatchObject({ type: 'failed', code: 'cancelled' });
      expect(await endOf(rig.client, hanging)).toMatchObject({ type: 'failed', code: 'cancelled' });
      expect(rig.starts(stubborn)).toBe(1);
    });

    it('ends a job at its time limit, in two stages', async () => {
      const willing = await rig.submit(toy('work', 30_000), { timeout_s: 0.2 });
      const stubborn = await rig.submit(toy('ignore-stop'), { timeout_s: 0.2 });
      const late = await rig.submit(toy('fail-late'), { timeout_s: 0.2 });
      expect(await endOf(rig.client, willing)).toMatchObject({ type: 'done', stopped: 'timeout' });
      for (const jobId of [stubborn, late]) {
        expect(await endOf(rig.client, jobId)).toMatchObject({ type: 'failed', code: 'job_timeout' });
      }
    });

    it('counts what a job waits for before it begins into no time limit', async () => {
      const end = await endOf(rig.client, await rig.submit(toy('wait', 600), { timeout_s: 0.2 }));
      expect(end).toMatchObject({ type: 'done' });
      expect(end).not.toHaveProperty('stopped');
    });

    it('keeps one job in work per key, and the latest one for afterwards', async () => {
      const first = await rig.submit(toy('work', 600), { deduplicate: 'depot' });
      await until('it runs', () => rig.starts(first) === 1);
      const second = await rig.client.submit(kind, toy('work'), { deduplicate: 'depot' });
      const third = await rig.client.submit(kind, toy('work'), { deduplicate: 'depot' });
      expect([second.behind, third.behind]).toEqual([first, first]);
      await until('the latest ran', () => rig.starts(third.jobId) === 1);
      expect(await endOf(rig.client, third.jobId)).toMatchObject({ type: 'done' });
      expect(rig.starts(second.jobId)).toBe(0);
    });

    it('follows a job that is put off behind another one, cancels it, and says when a newer one took its place', async () => {
      const first = await rig.submit(toy('work', 30_000), { deduplicate: 'gate' });
      await until('it runs', () => rig.starts(first) === 1);
      const putOff = async () => {
        const jobId = await rig.submit(toy('work'), { deduplicate: 'gate' });
        const events = rig.client.watch(jobId);
        expect((await events.next()).value).toEqual({ type: 'state', state: 'waiting' });
        const last = async () => {
          let event: WatchEvent | undefined;
          for await (event of events);
          return event;
        };
        return { jobId, last };
      };
      const [replaced, cancelled] = [await putOff(), await putOff()];
      expect(await replaced.last()).toMatchObject({ type: 'failed', code: 'cancelled' });
      expect(await rig.client.cancel(cancelled.jobId)).toBe('removed');
      expect(await cancelled.last()).toMatchObject({ type: 'failed', code: 'cancelled' });
      await expect(rig.client.cancel(cancelled.jobId)).rejects.toMatchObject({ code: 'unknown_job' });
      const next = await putOff();
      await rig.client.cancel(first);
      expect(await next.last()).toMatchObject({ type: 'done' });
      expect([replaced, cancelled, next].map(({ jobId }) => rig.starts(jobId))).toEqual([0, 0, 1]);
    });

    it('keeps the last of those that come without waiting for each other while one is in work', async () => {
      const first = await rig.submit(toy('work', 900), { deduplicate: 'yard' });
      await until('it runs', () => rig.starts(first) === 1);
      const submits = Array.from({ length: 8 }, () => rig.client.submit(kind, toy('work'), { deduplicate: 'yard' }));
      const jobs = await Promise.all(submits);
      expect(jobs.map(({ behind }) => behind)).toEqual(jobs.map(() => first));
      const last = jobs.at(-1)!.jobId;
      expect(await rig.broker.nextOf(kind, 'yard')).toBe(last);
      await until('the last ran', () => rig.starts(last) === 1);
      expect(await endOf(rig.client, last)).toMatchObject({ type: 'done' });
      expect(jobs.slice(0, -1).map(({ jobId }) => rig.starts(jobId))).toEqual(jobs.slice(0, -1).map(() => 0));
    });

    it('does not lose the job behind one that is cancelled after it came back from a worker', async () => {
      const only = await createRig(server?.url, { ROUNDSMAN_PREFIX: '{behind}' }, kind);
      try {
        const first = only.addWorker();
        const jobId = await only.submit(toy('work', 30_000), { deduplicate: 'depot' });
        await until('it runs', () => only.starts(jobId) === 1);
        const next = await only.client.submit(kind, toy('work'), { deduplicate: 'depot' });
        expect(next.behind).toBe(jobId);
        await first.close();
        expect(await only.client.cancel(jobId)).toBe('stopping');
        only.addWorker();
        expect(await endOf(only.client, jobId)).toMatchObject({ type: 'done', stopped: 'cancelled' });
        expect(await endOf(only.client, next.jobId)).toMatchObject({ type: 'done' });
      } finally {
        await only.close();
      }
    }, 60_000);

    it('keeps the latest of the jobs of a key that wait', async () => {
      const queue = rig.broker.queue(kind);
      await queue.pause();
      const older = await rig.submit(toy('work'), { deduplicate: 'hub' });
      const watching = endOf(rig.client, older);
      const newer = await rig.submit(toy('work'), { deduplicate: 'hub' });
      await queue.resume();
      expect(await endOf(rig.client, newer)).toMatchObject({ type: 'done' });
      expect(await watching).toMatchObject({ type: 'failed', code: 'cancelled' });
      expect(rig.starts(older)).toBe(0);
    });

    it('keeps one job of those that two clients submit under one key at the same time', async () => {
      const queue = rig.broker.queue(kind);
      const broker = server === undefined ? rig.broker : await openBroker(rig.config, 'client', log);
      const clients = [rig.client, createClient(broker, rig.config)];
      const jobIds: string[] = [];
      await queue.pause();
      try {
        for (let pair = 0; pair < 5; pair++) {
          const submit = (client: Client) => client.submit(kind, toy('work'), { deduplicate: 'race' });
          for (const { jobId, created, behind } of await Promise.all(clients.map(submit))) {
            jobIds.push(jobId);
            expect({ created, behind }).toEqual({ created: true, behind: undefined });
          }
          const states = await Promise.all(jobIds.map((jobId) => queue.getJobState(jobId)));
          expect(states.slice(0, -2)).not.toContain('waiting');
          expect(states.slice(-2).sort()).toEqual(['unknown', 'waiting']);
        }
        await queue.resume();
        const ends = Promise.all(jobIds.slice(-2).map((jobId) => endOf(rig.client, jobId).catch(() => undefined)));
        expect((await ends).map((end) => end?.type)).toContain('done');
      } finally {
        await queue.resume();
        await clients[1]?.close();
        if (broker !== rig.broker) await broker.close();
      }
    });

    it('gives a running job to the next worker with its checkpoint, no attempt used', async () => {
      const only = await createRig(server?.url, { ROUNDSMAN_PREFIX: '{other}' }, kind);
      try {
        const first = only.addWorker();
        const jobId = await only.submit(toy('work', 3_000));
        await until('it runs', () => only.starts(jobId) === 1);
        await first.close();
        const job = await only.broker.queue(kind).getJob(jobId);
        expect(await job?.getState()).toBe('waiting');
        expect(job?.attemptsMade).toBe(0);
        only.addWorker();
        expect(await endOf(only.client, jobId)).toMatchObject({ type: 'done', cost: 42 });
        expect(await only.client.fetchPlan(jobId)).toMatchObject({
          plan: { attempt: 1, resumedFrom: { best: 43 } },
        });
        expect(await only.announcements()).toHaveLength(1);
      } finally {
        await only.close();
      }
    }, 60_000);

    it.each(['hang', 'fail-late'] as const)(
      'hands a job that does not stop back too, within the time to shut down: %s',
      async (act) => {
        const only = await createRig(server?.url, { ROUNDSMAN_PREFIX: `{${act}}` }, kind);
        try {
          const worker = only.addWorker();
          const jobId = await only.submit(toy(act));
          await until('it runs', () => only.starts(jobId) === 1);
          // What hangs never ends: that this does is what the time to shut down is for.
          await worker.close();
          expect(await only.broker.queue(kind).getJobState(jobId)).toBe('waiting');
        } finally {
          await only.close();
        }
      },
      60_000,
    );

    it('begins no job of one kind on the threads of another, and lets it go meanwhile', async () => {
      const other = kind === 'routing' ? 'staffing' : 'routing';
      const settings = { ROUNDSMAN_PREFIX: '{kinds}', ROUNDSMAN_THREADS: '1' };
      const only = await createRig(server?.url, settings, kind);
      const handler = createToy(only.startsFile);
      const both = createConsumer(only.broker, only.config, { [kind]: handler, [other]: handler }, log);
      const stateOf = (jobId: string) => only.broker.queue(other).getJobState(jobId);
      const waitingBehind = async () => {
        const { jobId } = await only.client.submit(other, toy('work'));
        await until('it waits', async () => (await stateOf(jobId)) === 'active');
        return jobId;
      };
      try {
        const busy = await only.submit(toy('work', 30_000));
        await until('it runs', () => only.starts(busy) === 1);
        const cancelled = await waitingBehind();
        expect(await only.client.cancel(cancelled, { kind: other })).toBe('stopping');
        await until('it is gone', async () => (await stateOf(cancelled)) === 'failed');
        const next = await waitingBehind();
        await only.client.cancel(busy);
        await until('it is done', async () => (await stateOf(next)) === 'completed');
        expect([cancelled, next].map(only.starts)).toEqual([0, 1]);

        const busyAgain = await only.submit(toy('work', 30_000));
        await until('it runs', () => only.starts(busyAgain) === 1);
        const handedBack = await waitingBehind();
        await both.close();
        expect(await stateOf(handedBack)).toBe('waiting');
        expect(only.starts(handedBack)).toBe(0);
      } finally {
        await both.close();
        await only.close();
      }
    }, 60_000);

    it('refuses producers above the depth limit', async () => {
      const full = await createRig(server?.url, { ROUNDSMAN_PREFIX: '{full}', ROUNDSMAN_MAX_QUEUE_DEPTH: '2' }, kind);
      try {
        await full.submit(toy('work'));
        const second = toy('work');
        const jobId = await full.submit(second);
        await expect(full.submit(toy('work'))).rejects.toMatchObject({ code: 'queue_full' });
        // What is there already is found, full or not.
        expect(await full.client.submit(kind, second)).toEqual({ jobId, created: false });
      } finally {
        await full.close();
      }
    }, 60_000);

    it('keeps so many finished jobs, and solves none again whose plan is kept', async () => {
      const few = await createRig(server?.url, { ROUNDSMAN_PREFIX: '{few}' }, kind, { keptJobs: 2 });
      try {
        few.addWorker();
        const queue = few.broker.queue(kind);
        const payload = toy('work');
        const first = await few.submit(payload);
        // Jobs side by side end in any order, and the first to end is the first to go.
        expect(await endOf(few.client, first)).toMatchObject({ type: 'done' });
        for (const next of [await few.submit(toy('work')), await few.submit(toy('work'))])
          await until('it ran', () => few.starts(next) === 1);
        await until('the first has gone', async () => (await queue.getJobState(first)) === 'unknown');
        expect(await few.client.submit(kind, payload)).toEqual({ jobId: first, created: true });
        expect(await endOf(few.client, first)).toMatchObject({ type: 'done' });
        expect(few.starts(first)).toBe(1);
        expect(await queue.getJobCounts('completed')).toEqual({ completed: 2 });
      } finally {
        await few.close();
      }
    }, 60_000);

    it('does a job again whose plan is kept no longer', async () => {
      const brief = await createRig(server?.url, { ROUNDSMAN_PREFIX: '{brief}' }, kind, { planTtl_s: 1 });
      try {
        brief.addWorker();
        const payload = toy('work');
        const jobId = await brief.submit(payload);
        expect(await endOf(brief.client, jobId)).toMatchObject({ type: 'done' });
        await until('the plan is gone', () =>
          brief.client.fetchPlan(jobId).then(
            () => false,
            () => true,
          ),
        );
        expect(await brief.client.submit(kind, payload)).toEqual({ jobId, created: true });
        await until('it ran again', () => brief.starts(jobId) === 2);
        expect(await endOf(brief.client, jobId)).toMatchObject({ type: 'done' });
      } finally {
        await brief.close();
      }
    }, 60_000);

    it('announces a plan solved anew though the announcement of the one before was taken', async () => {
      const brief = await createRig(server?.url, { ROUNDSMAN_PREFIX: '{anew}' }, kind, { planTtl_s: 1 });
      try {
        brief.addWorker();
        const jobId = await brief.submit(toy('work'), { jobId: 'anew' });
        const end = await endOf(brief.client, jobId);
        if (end.type !== 'done') throw new Error(JSON.stringify(end));
        const { planId } = end;
        const taker = brief.broker.worker('plans', async () => undefined, {});
        const announcement = () => brief.broker.queue('plans').getJobState(planId);
        await until('it is taken', async () => (await announcement()) === 'completed');
        await taker.close();
        const gone = () => brief.broker.store.plan(planId).then((plan) => plan === undefined);
        await until('the plan is gone', gone);
        await (await brief.broker.queue(kind).getJob(jobId))?.remove();
        await brief.submit({ act: 'work', tag: `t${tags}` }, { jobId });
        expect(await endOf(brief.client, jobId)).toMatchObject({ type: 'done', planId });
        expect(await announcement()).toBe('waiting');
      } finally {
        await brief.close();
      }
    }, 60_000);

    it('stores the plan of a job that takes longer than plans are kept', async () => {
      const brief = await createRig(server?.url, { ROUNDSMAN_PREFIX: '{long}' }, kind, { planTtl_s: 1 });
      try {
        brief.addWorker();
        const jobId = await brief.submit(toy('work', 2500));
        expect(await endOf(brief.client, jobId)).toMatchObject({ type: 'done' });
        expect(brief.starts(jobId)).toBe(1);
      } finally {
        await brief.close();
      }
    }, 60_000);

    it('announces a plan that an earlier run stored, without solving again', async () => {
      const { broker, client } = rig;
      const worker = broker.queue(kind);
      await worker.pause();
      const payload = toy('work');
      const jobId = await rig.submit(payload);
      const job = await worker.getJob(jobId);
      const planId = planIdOf(kind, jobId, sha256(`{"act":"work","tag":"${payload.tag}"}`));
      const ref: JobRef = { kind, jobId, born_ms: job?.timestamp as number };
      await broker.store.beginRun(ref, 1, planId);
      const plan = { planId, jobId, kind, cost: 7, sha256: sha256('"early"'), json: '"early"' };
      expect(await broker.store.putPlan(ref, 1, plan)).toBe('stored');
      await worker.resume();
      expect(await endOf(client, jobId)).toMatchObject({ type: 'done', planId, cost: 7 });
      expect(rig.starts(jobId)).toBe(0);
      expect(await rig.announcements()).toMatchObject([{ planId, cost: 7 }]);
    });

    it('gives the plan of the input that came last, also where it was there already', async () => {
      const inputs = [toy('work'), toy('work')] as const;
      for (const input of [inputs[0], inputs[1], inputs[0]]) {
        await rig.submit(input, { jobId: 'changing' });
        expect(await endOf(rig.client, 'changing')).toMatchObject({ type: 'done' });
        expect(await rig.client.fetchPlan('changing')).toMatchObject({ plan: { tag: input.tag } });
        await (await rig.broker.queue(kind).getJob('changing'))?.remove();
      }
      expect(rig.starts('changing')).toBe(2);
    });

    describe('store', () => {
      const refOf = (jobId: string): JobRef => ({ kind: 'k', jobId, born_ms: 1_700_000_000_000 });
      const planOf = (planId: string, jobId: string, json: string) => ({
        planId,
        jobId,
        kind: 'k',
        cost: 1,
        sha256: sha256(json),
        json,
      });

      it('refuses the plan of a run that a later one has fenced off, and keeps the first plan', async () => {
        const { store } = rig.broker;
        const ref = refOf('fenced');
        await store.beginRun(ref, 1, 'plan-f');
        await store.beginRun(ref, 2, 'plan-f');
        expect(await store.putPlan(ref, 1, planOf('plan-f', 'fenced', '1'))).toBe('superseded');
        expect(await store.plan('plan-f')).toBeUndefined();
        expect(await store.putPlan(ref, 2, planOf('plan-f', 'fenced', '2'))).toBe('stored');
        expect(await store.putPlan(ref, 2, planOf('plan-f', 'fenced', '3'))).toBe('kept');
        expect(await store.plan('plan-f')).toMatchObject({ json: '2' });
        expect(await store.latestPlanId('k', 'fenced')).toBe('plan-f');
        expect((await store.beginRun(ref, 3, 'plan-f')).plan?.announced).toBe(false);
        await store.markAnnounced('plan-f');
        expect((await store.beginRun(ref, 4, 'plan-f')).plan?.announced).toBe(true);
      });

      it('counts deaths, not runs that ended', async () => {
        const { store } = rig.broker;
        const ref = refOf('dying');
        expect((await store.beginRun(ref, 1, 'p')).deaths).toBe(0);
        // Not counted yet: it has not really started.
        expect((await store.beginRun(ref, 2, 'p')).deaths).toBe(0);
        await store.countStart(ref);
        expect((await store.beginRun(ref, 3, 'p')).deaths).toBe(1);
        await store.countStart(ref);
        await store.endRun(ref, 3, 'handed_back');
        expect((await store.beginRun(ref, 4, 'p')).deaths).toBe(1);
        // A late end of an earlier run does not wipe out what the current one needs.
        await store.endRun(ref, 3, 'finished');
        expect((await store.beginRun(ref, 5, 'p')).deaths).toBe(1);
        await store.endRun(ref, 5, 'finished');
        expect((await store.beginRun(ref, 1, 'p')).deaths).toBe(0);
      });

      it('keeps checkpoints and cancellations per life of a job', async () => {
        const { store } = rig.broker;
        const ref = refOf('saved');
        await store.beginRun(ref, 2, 'p');
        await store.saveCheckpoint(ref, 1, '"late"');
        await store.saveCheckpoint(ref, 2, '{"best":1}');
        expect((await store.beginRun(ref, 3, 'p')).checkpoint).toBe('{"best":1}');
        expect(await store.cancelRequested(ref)).toBe(false);
        await store.requestCancel(ref);
        expect(await store.cancelRequested(ref)).toBe(true);
        const reborn = { ...ref, born_ms: ref.born_ms + 1 };
        expect(await store.cancelRequested(reborn)).toBe(false);
        expect((await store.beginRun(reborn, 1, 'p')).checkpoint).toBeUndefined();
      });
    });
  });
}
