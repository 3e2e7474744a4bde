import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { type Config, loadConfig } from '../../src/config.ts';
import type { Broker } from '../../src/queue/broker.ts';
import { type Client, createClient } from '../../src/queue/client.ts';
import { type Consumer, createConsumer } from '../../src/queue/consumer.ts';
import { openEmbeddedBroker } from '../../src/queue/embedded-broker.ts';
import { openBroker } from '../../src/queue/open-broker.ts';
import type { WatchEvent } from '../../src/queue/watch.ts';
import { preparedStore } from '../support/embedded.ts';
import { createToy, startsOf, type ToyPayload } from './toy.ts';

export const log = pino({ level: process.env.TEST_LOG ?? 'silent' });

/** Settings with clocks short enough for a test. */
export const QUICK = {
  ROUNDSMAN_LOCK_MS: '2000',
  ROUNDSMAN_STALLED_INTERVAL_MS: '500',
  ROUNDSMAN_GRACE_MS: '300',
  ROUNDSMAN_SHUTDOWN_MS: '3000',
  ROUNDSMAN_THREADS: '4',
  ROUNDSMAN_THREADS_PER_JOB: '1',
  ROUNDSMAN_LOG_LEVEL: 'silent',
};

export type Ended = Extract<WatchEvent, { type: 'done' | 'failed' }>;

/** Waits until something holds, up to 30 s. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 30_000;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`waited in vain until ${what}`);
    await delay(20);
  }
}

/** Follows a job to its end. @returns everything seen on the way, the end last. */
export async function follow(client: Client, jobId: string): Promise<WatchEvent[]> {
  const seen: WatchEvent[] = [];
  for await (const event of client.watch(jobId)) seen.push(event);
  return seen;
}

export async function endOf(client: Client, jobId: string): Promise<Ended> {
  return (await follow(client, jobId)).at(-1) as Ended;
}

/** A folder that is gone after the test. */
export function tempDir(): string {
  return mkdtempSync(join(tmpdir(), 'roundsman-queue-'));
}

/** A store with a client and any number of workers in this process. */
export interface Rig {
  config: Config;
  broker: Broker;
  client: Client;
  startsFile: string;
  addWorker(): Consumer;
  submit(toy: ToyPayload, options?: Parameters<Client['submit']>[2]): Promise<string>;
  starts(jobId: string): number;
  announcements(): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

/**
 * @param redisUrl none: an embedded store of its own.
 * @param kind the queue that is meant throughout.
 * @param beyond settings out of the range that users may choose from.
 */
export async function createRig(
  redisUrl: string | undefined,
  settings: NodeJS.ProcessEnv = {},
  kind = 'routing',
  beyond: Partial<Config> = {},
): Promise<Rig> {
  const dir = tempDir();
  const startsFile = join(dir, 'starts');
  const config = { ...loadConfig({ ...QUICK, REDIS_URL: redisUrl, ...settings }), ...beyond };
  const broker = redisUrl
    ? await openBroker(config, 'worker', log)
    : await openEmbeddedBroker(await preparedStore(join(dir, 'store')), config, log);
  const client = clientOf(createClient(broker, config), kind);
  const consumers: Consumer[] = [];
  return {
    config,
    broker,
    client,
    startsFile,
    addWorker() {
      const consumer = createConsumer(broker, config, { [kind]: createToy(startsFile) }, log);
      consumers.push(consumer);
      return consumer;
    },
    submit: async (toy, options) => (await client.submit(kind, toy, options)).jobId,
    starts: (jobId) => startsOf(startsFile, jobId),
    async announcements() {
      const jobs = await broker.queue('plans').getJobs(['waiting', 'prioritized', 'delayed']);
      return jobs.map((job) => ({ id: job.id, name: job.name, ...job.data }));
    },
    async close() {
      await Promise.all(consumers.map((consumer) => consumer.close()));
      await client.close();
      await broker.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** A client whose jobs are of one kind unless another one is named. */
function clientOf(client: Client, kind: string): Client {
  return {
    ...client,
    watch: (jobId, options = { kind }) => client.watch(jobId, options),
    cancel: (jobId, options = { kind }) => client.cancel(jobId, options),
    fetchPlan: (id, options = { kind }) => client.fetchPlan(id, options),
  };
}

/** A worker in a process of its own. */
export interface WorkerProcess {
  child: ChildProcess;
  /** Calls a method of `worker-process.ts`. */
  call(method: string, ...args: unknown[]): Promise<unknown>;
  /** Sends a signal and waits for the end. @returns exit code */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

export async function startWorkerProcess(env: NodeJS.ProcessEnv, startsFile: string): Promise<WorkerProcess> {
  const program = fileURLToPath(new URL('./worker-process.ts', import.meta.url));
  const stderr = process.env.TEST_LOG ? 'inherit' : 'ignore';
  const level = process.env.TEST_LOG ?? 'silent';
  const child = fork(program, [startsFile], {
    env: { PATH: process.env.PATH, ...QUICK, ...env, ROUNDSMAN_LOG_LEVEL: level },
    execArgv: [],
    stdio: ['ignore', 'inherit', stderr, 'ipc'],
  });
  const answers = new Map<number, (answer: { value?: unknown; error?: string }) => void>();
  const ready = Promise.withResolvers<void>();
  child.on('message', (message: { ready?: boolean; id?: number; value?: unknown; error?: string }) => {
    if (message.ready) ready.resolve();
    else answers.get(message.id as number)?.(message);
  });
  child.once('exit', (code, signal) => ready.reject(new Error(`the worker ended early: ${code ?? signal}`)));
  await ready.promise;
  let calls = 0;
  return {
    child,
    call(method, ...args) {
      const id = ++calls;
      return new Promise((resolve, reject) => {
        answers.set(id, ({ value, error }) => (error === undefined ? resolve(value) : reject(new Error(error))));
        child.send({ id, method, args });
      });
    },
    async end(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      child.kill(signal);
      const [code] = (await once(child, 'exit')) as [number | null];
      return code;
    },
  };
}
