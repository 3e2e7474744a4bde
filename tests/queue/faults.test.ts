import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { connectClient } from '../../src/queue/client.ts';
import { createConsumer } from '../../src/queue/consumer.ts';
import { openRedisBroker } from '../../src/queue/redis-broker.ts';
import { SECRET } from '../support/receiver.ts';
import { createRedisServer, freePort, hasRedis, type RedisServer } from '../support/redis.ts';
import { createRedisProxy } from '../support/redis-proxy.ts';
import {
  createRig,
  endOf,
  log,
  QUICK,
  type Rig,
  startWorkerProcess,
  tempDir,
  until,
  type WorkerProcess,
} from './harness.ts';
import { createToy, startsOf, type ToyPayload } from './toy.ts';

let tags = 0;
const toy = (act: ToyPayload['act'], work_ms?: number): ToyPayload => ({ act, work_ms, tag: `t${++tags}` });

/** For workers that keep their claims: no pause of a busy test machine is as long as this lock. */
const PATIENT = { ROUNDSMAN_LOCK_MS: '20000' };

describe.skipIf(!hasRedis)('queue faults [redis]', { timeout: 60_000 }, () => {
  let server: RedisServer;
  let rig: Rig;
  const workers: WorkerProcess[] = [];

  /** A worker in a process of its own, on this test's queues. */
  async function startWorker(env: NodeJS.ProcessEnv = {}): Promise<WorkerProcess> {
    const worker = await startWorkerProcess({ REDIS_URL: server.url, ...env }, rig.startsFile);
    workers.push(worker);
    return worker;
  }

  /** All are alive, and eight more jobs are done. */
  async function workersAreWell(): Promise<void> {
    const jobIds = await Promise.all(Array.from({ length: 8 }, () => rig.submit(toy('work', 100))));
    for (const jobId of jobIds) expect(await endOf(rig.client, jobId)).toMatchObject({ type: 'done' });
    expect(workers.map(({ child }) => child.exitCode ?? child.signalCode)).toEqual(workers.map(() => null));
  }

  beforeAll(async () => {
    server = await createRedisServer();
  });
  afterAll(() => server?.remove());
  beforeEach(async () => {
    await server.command('FLUSHALL');
    rig = await createRig(server.url, PATIENT);
  });
  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.end('SIGKILL')));
    await rig.close();
  });

  it('solves a job again whose worker was killed, and publishes once', async () => {
    const first = await startWorker();
    const jobId = await rig.submit(toy('work', 1_500));
    await until('it runs', () => rig.starts(jobId) === 1);
    await first.end('SIGKILL');
    await startWorker();
    expect(await endOf(rig.client, jobId)).toMatchObject({ type: 'done' });
    expect(rig.starts(jobId)).toBe(2);
    expect(await rig.announcements()).toHaveLength(1);
  });

  it('leaves on SIGTERM with a checkpoint, and the next worker goes on from it', async () => {
    const first = await startWorker();
    const jobId = await rig.submit(toy('work', 2_000));
    await until('it runs', () => rig.starts(jobId) === 1);
    expect(await first.end('SIGTERM')).toBe(0);
    expect((await rig.broker.queue('routing').getJob(jobId))?.attemptsMade).toBe(0);
    await startWorker();
    expect(await endOf(rig.client, jobId)).toMatchObject({ type: 'done' });
    expect(await rig.client.fetchPlan(jobId)).toMatchObject({ plan: { attempt: 1, resumedFrom: { best: 43 } } });
  });

  it('completes the same run when Redis was killed meanwhile', async () => {
    rig.addWorker();
    const jobId = await rig.submit(toy('work', 3_000));
    await until('it runs', () => rig.starts(jobId) === 1);
    // The append-only file is written once a second.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await server.kill();
    await new Promise((resolve) => setTimeout(resolve, 500));
    await server.start();
    expect(await endOf(rig.client, jobId)).toMatchObject({ type: 'done' });
    expect(rig.starts(jobId)).toBe(1);
    expect(await rig.announcements()).toHaveLength(1);
  });

  it('tells the watcher that the store lost the job, which can be submitted again', async () => {
    const payload = toy('work');
    const jobId = await rig.submit(payload);
    const watching = endOf(rig.client, jobId);
    await until('it is watched', async () => (await rig.broker.queue('routing').getJobState(jobId)) === 'waiting');
    await new Promise((resolve) => setTimeout(resolve, 200));
    await server.command('FLUSHALL');
    expect(await watching).toMatchObject({ type: 'failed', code: 'unknown_job' });
    rig.addWorker();
    expect(await rig.client.submit('routing', payload)).toEqual({ jobId, created: true });
    expect(await endOf(rig.client, jobId)).toMatchObject({ type: 'done' });
  });

  it('drops the late result of a worker that is stopped for longer than its lock: one publish', async () => {
    const slow = await startWorker();
    const jobId = await rig.submit(toy('work', 4_000));
    await until('it runs', () => rig.starts(jobId) === 1);
    slow.child.kill('SIGSTOP');
    await startWorker();
    await until('it runs again', () => rig.starts(jobId) === 2);
    slow.child.kill('SIGCONT');
    expect(await endOf(rig.client, jobId)).toMatchObject({ type: 'done' });
    expect(rig.starts(jobId)).toBe(2);
    await workersAreWell();
    expect(await rig.announcements()).toHaveLength(9);
  });

  it('drops the late result of a worker that blocks its event loop for longer than its lock: one publish', async () => {
    await Promise.all([startWorker(), startWorker()]);
    const jobId = await rig.submit(toy('block-first', 5_000));
    expect(await endOf(rig.client, jobId)).toMatchObject({ type: 'done' });
    expect(rig.starts(jobId)).toBe(2);
    await workersAreWell();
    expect(await rig.announcements()).toHaveLength(9);
  });

  it('aborts the run behind a cut network, and the job runs once more elsewhere', async () => {
    const proxy = await createRedisProxy(server.port);
    try {
      await startWorker({ REDIS_URL: proxy.url });
      const jobId = await rig.submit(toy('work', 4_000));
      await until('it runs', () => rig.starts(jobId) === 1);
      proxy.setCut(true);
      await startWorker();
      await until('it runs elsewhere', () => rig.starts(jobId) === 2);
      proxy.setCut(false);
      expect(await endOf(rig.client, jobId)).toMatchObject({ type: 'done' });
      expect(rig.starts(jobId)).toBe(2);
      expect(await rig.announcements()).toHaveLength(1);
    } finally {
      await proxy.close();
    }
  });

  it('keeps its claims on a slow Redis', async () => {
    const proxy = await createRedisProxy(server.port);
    proxy.setDelay(250);
    try {
      await startWorker({ REDIS_URL: proxy.url, ROUNDSMAN_LOCK_MS: '4000' });
      const jobIds = await Promise.all([1, 2, 3].map(() => rig.submit(toy('work', 5_000))));
      for (const jobId of jobIds) {
        expect(await endOf(rig.client, jobId)).toMatchObject({ type: 'done' });
        expect(rig.starts(jobId)).toBe(1);
      }
    } finally {
      await proxy.close();
    }
  });

  it('sets a job aside that kills its worker, within 3 starts, while its neighbours complete', async () => {
    const neighbours = await Promise.all([1, 2, 3].map(() => rig.submit(toy('work', 700))));
    const poison = await rig.submit(toy('die'));
    const ends = Promise.all([poison, ...neighbours].map((jobId) => endOf(rig.client, jobId)));
    let over = false;
    void ends.finally(() => {
      over = true;
    });
    // The supervisor: starts the worker whenever it died.
    while (!over) {
      const worker = await startWorker().catch(() => undefined);
      await until('it died, or all is done', () => over || worker?.child.signalCode !== null);
    }
    const [poisoned, ...done] = await ends;
    expect(poisoned).toMatchObject({ type: 'failed', code: 'poison_job' });
    expect(rig.starts(poison)).toBeLessThanOrEqual(3);
    for (const end of done) expect(end).toMatchObject({ type: 'done' });
    expect(await rig.announcements()).toHaveLength(3);
  });

  it('refuses producers when Redis is out of memory; the active job still finishes, solved once', async () => {
    rig.addWorker();
    const jobId = await rig.submit(toy('work', 800));
    await until('it runs', () => rig.starts(jobId) === 1);
    await server.command('CONFIG', 'SET', 'maxmemory', '1');
    await expect(rig.submit(toy('work'))).rejects.toMatchObject({ code: 'queue_full' });
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await server.command('CONFIG', 'SET', 'maxmemory', '0');
    expect(await endOf(rig.client, jobId)).toMatchObject({ type: 'done' });
    expect(rig.starts(jobId)).toBe(1);
    expect(await rig.announcements()).toHaveLength(1);
  });

  it('goes on at the server that has taken over, though the one before still answers', async () => {
    const [heir, proxy] = await Promise.all([createRedisServer(), createRedisProxy(server.port)]);
    const behind = await createRig(proxy.url, PATIENT);
    const client = await connectClient(behind.config, log);
    try {
      await behind.addWorker().ready();
      await server.command('CONFIG', 'SET', 'repl-diskless-sync-delay', '0');
      await heir.command('REPLICAOF', '127.0.0.1', `${server.port}`);
      const isInStep = async () => String(await heir.command('INFO', 'replication')).includes('master_link_status:up');
      await until('it follows', isInStep);
      await heir.command('REPLICAOF', 'NO', 'ONE');
      proxy.setPort(heir.port);
      await server.command('REPLICAOF', '127.0.0.1', `${heir.port}`);
      const payload = toy('work');
      await expect(client.submit('routing', payload)).rejects.toMatchObject({ code: 'queue_unreachable' });
      const submitted = () => client.submit('routing', payload).catch(() => undefined);
      await until('it takes jobs', async () => (await submitted()) !== undefined);
      const job = await submitted();
      expect(await endOf(client, job!.jobId)).toMatchObject({ type: 'done' });
    } finally {
      await server.command('REPLICAOF', 'NO', 'ONE');
      await client.close();
      await behind.close();
      await proxy.close();
      await heir.remove();
    }
  });

  it('goes on at the server that its address leads to when the one before stands still', async () => {
    const [old, heir] = await Promise.all([createRedisServer(), createRedisServer()]);
    const proxy = await createRedisProxy(old.port);
    const config = loadConfig({ ...QUICK, ...PATIENT, REDIS_URL: proxy.url });
    const broker = await openRedisBroker(proxy.url, config, 'worker', log, 500);
    const consumer = createConsumer(broker, config, { routing: createToy(rig.startsFile) }, log);
    await consumer.ready();
    old.freeze();
    proxy.setPort(heir.port);
    const client = await connectClient(config, log);
    const { jobId } = await client.submit('routing', toy('work'));
    expect(await endOf(client, jobId)).toMatchObject({ type: 'done' });
    await client.close();
    await consumer.close();
    await broker.close();
    await proxy.close();
    await Promise.all([old.remove(), heir.remove()]);
  });

  it('counts no death where a worker leaves while Redis is out of memory', async () => {
    const { store } = rig.broker;
    const ref = { kind: 'routing', jobId: 'leaving', born_ms: 1 };
    await store.beginRun(ref, 1, 'p');
    await store.countStart(ref);
    await server.command('CONFIG', 'SET', 'maxmemory', '1');
    await store.endRun(ref, 1, 'handed_back').finally(() => server.command('CONFIG', 'SET', 'maxmemory', '0'));
    expect((await store.beginRun(ref, 2, 'p')).deaths).toBe(0);
  });

  it('hands a failed job back where a full Redis does not take its webhook call and the worker leaves', async () => {
    const env = {
      ROUNDSMAN_PREFIX: '{untold}',
      ROUNDSMAN_WEBHOOK_ORIGINS: 'http://127.0.0.1:2',
      ROUNDSMAN_WEBHOOK_SECRET: SECRET,
    };
    const untold = await createRig(server.url, { ...PATIENT, ...env });
    try {
      const worker = untold.addWorker();
      const jobId = await untold.submit(toy('ignore-stop'), { timeout_s: 0.2, webhook: 'http://127.0.0.1:2/' });
      await until('it runs', () => untold.starts(jobId) === 1);
      await server.command('CONFIG', 'SET', 'maxmemory', '1');
      // The end of the run is recorded before its failure is told.
      const record = async () => (await server.command('KEYS', '{untold}:roundsman:run:*')) as string[];
      await until('it has failed', async () => (await record()).length === 0);
      await worker.close();
      expect(await untold.broker.queue('routing').getJobState(jobId)).toBe('waiting');
    } finally {
      await server.command('CONFIG', 'SET', 'maxmemory', '0');
      await untold.close();
    }
  });

  it('costs the jobs that wait no attempt when Redis is out of memory', async () => {
    const one = await createRig(server.url, { ...PATIENT, ROUNDSMAN_THREADS: '1', ROUNDSMAN_PREFIX: '{one}' });
    try {
      one.addWorker();
      const failing = await one.submit(toy('ignore-stop'), { timeout_s: 0.5 });
      const waiting = await Promise.all([1, 2, 3].map(() => one.submit(toy('work'))));
      await until('it runs', () => one.starts(failing) === 1);
      await server.command('CONFIG', 'SET', 'maxmemory', '1');
      // BullMQ takes the next one in the script that ends the last, which a full Redis lets through.
      expect(await endOf(one.client, failing)).toMatchObject({ code: 'job_timeout' });
      const states = () => Promise.all(waiting.map((jobId) => one.broker.queue('routing').getJobState(jobId)));
      await until('the next is taken', async () => (await states()).includes('active'));
      await server.command('CONFIG', 'SET', 'maxmemory', '0');
      for (const jobId of waiting) {
        expect(await endOf(one.client, jobId)).toMatchObject({ type: 'done' });
        expect(await one.client.fetchPlan(jobId)).toMatchObject({ plan: { attempt: 1 } });
      }
    } finally {
      await server.command('CONFIG', 'SET', 'maxmemory', '0');
      await one.close();
    }
  });

  it('publishes once when two workers hold the same job', async () => {
    const config = loadConfig({ ...QUICK, ...PATIENT, REDIS_URL: server.url });
    const other = await openRedisBroker(server.url, config, 'worker', log);
    const twin = createConsumer(other, config, { routing: createToy(rig.startsFile) }, log);
    rig.addWorker();
    const jobId = await rig.submit(toy('work', 2_000));
    await until('it runs', () => rig.starts(jobId) === 1);
    // As if the claim had run out: the job goes back to waiting, and the first run ends before it notices.
    await server.command('DEL', `{bull}:routing:${jobId}:lock`);
    expect(await endOf(rig.client, jobId)).toMatchObject({ type: 'done' });
    await twin.close();
    await other.close();
    expect(rig.starts(jobId)).toBe(2);
    expect(await rig.announcements()).toHaveLength(1);
  });
});

describe.skipIf(!hasRedis)('Redis that is absent [redis]', () => {
  it('fails a client rather than let it wait, and again when Redis goes away later', { timeout: 60_000 }, async () => {
    const away = loadConfig({ ...QUICK, REDIS_URL: `redis://user:secret@127.0.0.1:${await freePort()}` });
    const refused = await connectClient(away, log).catch((error: Error) => error);
    expect(refused).toMatchObject({ code: 'queue_unreachable' });
    expect(String(refused)).not.toContain('secret');

    const server = await createRedisServer();
    const client = await connectClient(loadConfig({ ...QUICK, REDIS_URL: server.url }), log);
    const fresh = await connectClient(loadConfig({ ...QUICK, REDIS_URL: server.url }), log);
    const { jobId } = await client.submit('routing', toy('work'));
    const killed = server.kill();
    const submits = (kind: string) => client.submit(kind, toy('work'));
    // Kinds that it meets in this moment, or not before Redis is away, are no worse off.
    await expect(submits('staffing')).rejects.toMatchObject({ code: 'queue_unreachable' });
    await killed;
    for (const call of [
      () => submits('routing'),
      () => client.cancel(jobId),
      () => fresh.submit('staffing', toy('work')),
    ]) {
      await expect(call()).rejects.toMatchObject({ code: 'queue_unreachable' });
    }
    await server.start();
    for (const kind of ['routing', 'staffing']) {
      await until('it is back', async () => (await submits(kind).catch(() => null)) !== null);
    }
    const begin = () => fresh.submit('staffing', toy('work')).catch(() => null);
    await until('it is back', async () => (await begin()) !== null);
    await fresh.close();
    await client.close();
    await server.remove();
  });

  it('makes a worker wait, and it begins when Redis comes', async () => {
    const server = await createRedisServer({ start: false });
    const dir = tempDir();
    const startsFile = join(dir, 'starts');
    const warnings: string[] = [];
    const heard = { ...log, warn: (_: unknown, text: string) => warnings.push(text) } as unknown as typeof log;
    const config = loadConfig({ ...QUICK, REDIS_URL: server.url });
    const broker = await openRedisBroker(server.url, config, 'worker', heard);
    const consumer = createConsumer(broker, config, { routing: createToy(startsFile) }, log);
    await until('it says so', () => warnings.some((text) => text.includes('cannot be reached')));
    await server.start();
    await consumer.ready();
    const client = await connectClient(config, log);
    const { jobId } = await client.submit('routing', toy('work'));
    expect(await endOf(client, jobId)).toMatchObject({ type: 'done' });
    expect(startsOf(startsFile, jobId)).toBe(1);
    await consumer.close();
    await client.close();
    await broker.close();
    await server.remove();
    rmSync(dir, { recursive: true });
  });
});
