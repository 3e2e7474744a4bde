import { Command } from 'commander';
import { pino } from 'pino';
import { integerWithin } from '../src/cli/options.ts';
import { type Config, loadConfig } from '../src/config.ts';
import type { Announcement } from '../src/contract/webhook.ts';
import type { Broker } from '../src/queue/broker.ts';
import { createClient } from '../src/queue/client.ts';
import { createConsumer } from '../src/queue/consumer.ts';
import { openEmbeddedBroker } from '../src/queue/embedded-broker.ts';
import { openRedisBroker } from '../src/queue/redis-broker.ts';
import { PLANS_QUEUE } from '../src/queue/types.ts';
import { createRedisServer, hasRedis } from '../tests/support/redis.ts';
import { median } from './figures.ts';
import { describeMachine, loadNow } from './machine.ts';
import { digits, markdownTable } from './table.ts';

const log = pino({ level: 'silent' });

interface Figures {
  backend: string;
  payload_kb: number;
  jobs_per_s: number;
  /** From adding a job to receiving its announcement, minus the time in the handler, ms: one job at a time. */
  median_ms: number;
  p95_ms: number;
}

/** `bench queue`: what the queue costs, with a handler that does nothing. */
export function queueCommand(): Command {
  return new Command('queue')
    .description('jobs per second and overhead per job, on Redis and embedded; client and worker in one process')
    .option('--jobs <n>', 'jobs for the throughput', integerWithin(1, 1_000_000), 300)
    .option('--single <n>', 'jobs one by one for the overhead', integerWithin(1, 1_000_000), 50)
    .option(
      '--payload-kb <list>',
      'sizes of the requests',
      (text) => text.split(',').map(integerWithin(0, 60_000)),
      [1, 250],
    )
    .action(measureAll);
}

async function measureAll(options: { jobs: number; single: number; payloadKb: number[] }): Promise<void> {
  const load = loadNow();
  const rows: Figures[] = [];
  const config = loadConfig({ ROUNDSMAN_THREADS: '2', ROUNDSMAN_THREADS_PER_JOB: '1' });
  const embedded = await openEmbeddedBroker(undefined, config, log);
  for (const kb of options.payloadKb) rows.push(await measure(embedded, config, kb, options));
  await embedded.close();
  if (hasRedis) {
    const server = await createRedisServer();
    const redis = await openRedisBroker(server.url, config, 'worker', log);
    for (const kb of options.payloadKb) rows.push(await measure(redis, config, kb, options));
    await redis.close();
    await server.remove();
  } else {
    console.log('Left out: Redis, because no redis-server was found.');
  }
  const { cpu, cores, node, commit } = describeMachine();
  console.log(`${cores} cores, ${cpu}, Node ${node}, commit ${commit}; load before ${load}, after ${loadNow()}\n`);
  const header = ['store', 'request kB', 'jobs/s', 'overhead ms, median', 'p95'];
  const cells = rows.map((row) => [
    row.backend,
    String(row.payload_kb),
    digits(row.jobs_per_s, 0),
    digits(row.median_ms, 1),
    digits(row.p95_ms, 1),
  ]);
  console.log(markdownTable(header, cells));
}

async function measure(
  broker: Broker,
  config: Config,
  payload_kb: number,
  { jobs, single }: { jobs: number; single: number },
): Promise<Figures> {
  const handled_ms = new Map<string, number>();
  const consumer = createConsumer(
    broker,
    config,
    {
      routing: async (payload, { jobId }) => {
        const start = performance.now();
        const plan = { routes: [], echo: payload };
        handled_ms.set(jobId, performance.now() - start);
        return { status: 'done', plan, cost: 1 };
      },
    },
    log,
  );
  const waiting = new Map<string, () => void>();
  const announcements = broker.worker(PLANS_QUEUE, async (job) => waiting.get((job.data as Announcement).jobId)?.(), {
    concurrency: 100,
  });
  const client = createClient(broker, config);
  let count = 0;
  const runOne = async (): Promise<number> => {
    const jobId = `${payload_kb}-${++count}`;
    const announced = new Promise<void>((resolve) => waiting.set(jobId, resolve));
    const start = performance.now();
    await client.submit('routing', { text: 'x'.repeat(payload_kb * 1_000), jobId }, { jobId });
    await announced;
    return performance.now() - start - (handled_ms.get(jobId) ?? 0);
  };

  for (let i = 0; i < 20; i++) await runOne();
  const times_ms: number[] = [];
  for (let i = 0; i < single; i++) times_ms.push(await runOne());
  times_ms.sort((a, b) => a - b);

  const start = performance.now();
  let left = jobs;
  const lane = async () => {
    while (left-- > 0) await runOne();
  };
  await Promise.all(Array.from({ length: 20 }, lane));
  const took_s = (performance.now() - start) / 1000;

  await consumer.close();
  await announcements.close();
  await client.close();
  const at = (share: number) => times_ms[Math.floor(times_ms.length * share)] as number;
  return {
    backend: broker.backend,
    payload_kb,
    jobs_per_s: jobs / took_s,
    median_ms: median(times_ms)!,
    p95_ms: at(0.95),
  };
}
