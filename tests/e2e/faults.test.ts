import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { checkPlan } from '../../src/check/index.ts';
import { loadConfig } from '../../src/config.ts';
import { parsePlan, parseRequest } from '../../src/contract/parse.ts';
import { createRoutingHandler } from '../../src/jobs/routing.ts';
import { createSolverPool, type SolverPool } from '../../src/pool/pool.ts';
import type { Broker } from '../../src/queue/broker.ts';
import { type Client, connectClient, createClient } from '../../src/queue/client.ts';
import { type Consumer, createConsumer } from '../../src/queue/consumer.ts';
import { openEmbeddedBroker } from '../../src/queue/embedded-broker.ts';
import { PLANS_QUEUE } from '../../src/queue/types.ts';
import type { WatchEvent } from '../../src/queue/watch.ts';
import { startWorker } from '../support/cli.ts';
import { preparedStore } from '../support/embedded.ts';
import { createRedisServer, hasRedis, type RedisServer } from '../support/redis.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const log = pino({ level: 'silent' });
const sample = (name: string) =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../../data', name), 'utf8')) as Record<string, unknown>;

async function endOf(client: Client, jobId: string): Promise<WatchEvent | undefined> {
  let last: WatchEvent | undefined;
  for await (const event of client.watch(jobId)) last = event;
  return last;
}

/** The plan of a job, which the independent check must pass. */
async function checkedPlan(client: Client, jobId: string, request: unknown) {
  const [parsed, plan] = [parseRequest(request), parsePlan((await client.fetchPlan(jobId)).plan)];
  if (!parsed.ok || !plan.ok) throw new Error(JSON.stringify([parsed, plan]));
  expect(checkPlan(parsed.value, plan.value).violations).toEqual([]);
  return plan.value;
}

const DAY = {
  kind: 'routing',
  version: 1,
  places: [{ id: 'a' }, { id: 'b' }, { id: 'c' }],
  profiles: [
    {
      kind: 'matrix',
      name: 'car',
      durations_s: [
        [0, 1, 2],
        [1, 0, 3],
        [2, 3, 0],
      ] as (number | null)[][],
    },
  ],
  tasks: [
    { kind: 'delivery', id: 't', at: 'b', load: [1] },
    { kind: 'delivery', id: 'u', at: 'c', load: [1] },
  ],
  vehicles: [{ id: 'v', start: 'a', end: 'a', capacity: [2] }],
  options: { iterations: 10, threads: 1 },
};
const withMatrix = (durations_s: (number | null)[][]) => ({ profiles: [{ kind: 'matrix', name: 'car', durations_s }] });

/** What other producers may put into the queue, past the client's door, and the first error of the failed job. */
const PAYLOADS: Record<string, [payload: unknown, code: string, path: string]> = {
  nothing: [null, 'unknown_format', ''],
  'text that is no format': ['hello', 'unknown_format', ''],
  'malformed JSON as text': ['{"kind":', 'not_json', ''],
  'a key __proto__': [JSON.parse('{"kind":"routing","__proto__":{"x":1}}'), 'forbidden_key', 'payload.__proto__'],
  'negative demand': [
    { ...DAY, tasks: [{ kind: 'delivery', id: 't', at: 'b', load: [-1] }] },
    'out_of_bounds',
    'tasks[0].load[0]',
  ],
  'a number that JSON cannot say': [
    { ...DAY, tasks: [{ kind: 'delivery', id: 't', at: 'b', load: [Number.NaN] }] },
    'wrong_type',
    'tasks[0].load[0]',
  ],
  'a matrix with a hole': [
    {
      ...DAY,
      ...withMatrix([
        [0, 1, 2],
        [1, 0, 3],
        [null, 2, 0],
      ]),
    },
    'matrix_hole',
    'profiles[0].durations_s[2][0]',
  ],
  'a stop no way leads to': [
    {
      ...DAY,
      ...withMatrix([
        [0, 1, null],
        [1, 0, null],
        [2, 3, 0],
      ]),
    },
    'unreachable_place',
    'places[2]',
  ],
  'no vehicles': [{ ...DAY, vehicles: [] }, 'no_vehicles', 'vehicles'],
};

describe('bad jobs in the queue', () => {
  let broker: Broker;
  let client: Client;
  let consumer: Consumer;
  let pool: SolverPool;
  const dir = mkdtempSync(join(tmpdir(), 'roundsman-faults-'));

  beforeAll(async () => {
    const config = loadConfig({ ROUNDSMAN_THREADS: '1' });
    broker = await openEmbeddedBroker(await preparedStore(join(dir, 'store')), config, log);
    pool = createSolverPool({ threads: 1 });
    client = createClient(broker, config);
    consumer = createConsumer(broker, config, { routing: createRoutingHandler(pool) }, log);
    await consumer.ready();
  });
  afterAll(async () => {
    await consumer.close();
    await pool.close();
    await client.close();
    await broker.close();
    rmSync(dir, { recursive: true, force: true });
  });

  it.each(Object.entries(PAYLOADS))('%s fails once with its code, and the next job is served', async (name, bad) => {
    const [payload, code, path] = bad;
    const jobId = `bad-${name.replace(/\W+/g, '-')}`;
    await broker.queue('routing').add('routing', { payload }, { jobId, attempts: 2 });
    const end = await endOf(client, jobId);
    expect(end).toMatchObject({ type: 'failed', code, errors: [{ code, path }] });
    const job = await broker.queue('routing').getJob(jobId);
    expect(job?.attemptsStarted).toBe(1);

    const next = await client.submit('routing', DAY, { jobId: `after-${jobId}` });
    expect(await endOf(client, next.jobId)).toMatchObject({ type: 'done' });
  });

  it('the client refuses at the door what no store should have to carry', async () => {
    let deep: unknown = 1;
    for (let i = 0; i < 100_000; i++) deep = [deep];
    await expect(client.submit('routing', deep)).rejects.toMatchObject({ code: 'too_deep' });
    const big = { ...DAY, description: 'x'.repeat(65 * 2 ** 20) };
    await expect(client.submit('routing', big)).rejects.toMatchObject({ code: 'too_large' });
    const prototype = JSON.parse('{"__proto__":{"x":1}}') as unknown;
    await expect(client.submit('routing', prototype)).rejects.toMatchObject({ code: 'forbidden_key' });
  });
});

describe.skipIf(!hasRedis)('a worker that ends in the middle of a solve [redis]', () => {
  const workers: ChildProcess[] = [];
  let server: RedisServer;
  let client: Client;
  let settings: Record<string, string>;

  beforeEach(async () => {
    server = await createRedisServer();
    settings = {
      REDIS_URL: server.url,
      ROUNDSMAN_THREADS: '1',
      ROUNDSMAN_LOCK_MS: '2000',
      ROUNDSMAN_STALLED_INTERVAL_MS: '500',
    };
    client = await connectClient(loadConfig(settings), log);
  });
  afterEach(async () => {
    for (const worker of workers.splice(0)) worker.kill('SIGKILL');
    await client.close();
    await server.remove();
  });

  function addWorker(): ChildProcess {
    const worker = startWorker(settings);
    workers.push(worker);
    return worker;
  }

  /** Starts a worker and a job, and ends the worker with the signal once it has a first plan. */
  async function interrupt(signal: NodeJS.Signals, request: unknown): Promise<{ jobId: string; code: unknown }> {
    const worker = addWorker();
    const { jobId } = await client.submit('routing', request);
    for await (const event of client.watch(jobId)) if (event.type === 'progress') break;
    worker.kill(signal);
    const [code] = await once(worker, 'exit');
    return { jobId, code };
  }

  const day = () => ({ ...sample('city-day.json'), options: { time_s: 4, threads: 1 } });

  it('hands the job back on SIGTERM; the next worker answers it', async () => {
    const { jobId, code } = await interrupt('SIGTERM', day());
    expect(code).toBe(0);
    addWorker();
    expect(await endOf(client, jobId)).toMatchObject({ type: 'done' });
    expect((await checkedPlan(client, jobId, day())).solver.stopped).toBe('time');
  });

  it('loses nothing on kill -9: the job is solved again and announced once', async () => {
    const { jobId, code } = await interrupt('SIGKILL', day());
    expect(code).toBe(null);
    addWorker();
    expect(await endOf(client, jobId)).toMatchObject({ type: 'done' });
    await checkedPlan(client, jobId, day());
    const announced = Number(await server.command('LLEN', `{bull}:${PLANS_QUEUE}:wait`));
    expect(announced).toBe(1);
  });
});
