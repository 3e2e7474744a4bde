import { setTimeout as delay } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createConsumer } from '../../src/queue/consumer.ts';
import type { RedisWorker } from '../../src/queue/redis-worker.ts';
import { createRedisServer, hasRedis, type RedisServer } from '../support/redis.ts';
import { createRig, endOf, type Rig, until } from './harness.ts';
import { createToy } from './toy.ts';

describe.skipIf(!hasRedis)('a Redis that refuses writes [redis]', { timeout: 60_000 }, () => {
  let server: RedisServer;
  let rig: Rig;
  let lines: string[];
  const heard = pino({ level: 'info' }, { write: (text: string) => void lines.push(text) });

  beforeAll(async () => {
    server = await createRedisServer();
  });
  afterAll(() => server?.remove());
  beforeEach(async () => {
    lines = [];
    rig = await createRig(server.url);
  });
  afterEach(() => rig.close());

  it.each(['maxmemory', 'min-replicas-to-write'])('is asked for jobs once a second (%s)', async (setting) => {
    const jobId = await rig.submit({ act: 'work', tag: setting });
    await server.command('CONFIG', 'SET', setting, '1');
    const consumer = createConsumer(rig.broker, rig.config, { routing: createToy(rig.startsFile) }, heard);
    await consumer.ready();
    await delay(1_200);
    const said = lines.filter((text) => text.includes('queue error'));
    expect(said.length).toBeGreaterThan(0);
    expect(said.length).toBeLessThan(10);
    await server.command('CONFIG', 'SET', setting, '0');
    expect(await endOf(rig.client, jobId)).toMatchObject({ type: 'done' });
    await consumer.close();
  });

  it('is left without waiting', async () => {
    await server.command('CONFIG', 'SET', 'maxmemory', '1');
    const worker = rig.broker.worker('routing', async () => ({}), { concurrency: 1 }) as RedisWorker;
    worker.on('error', () => {});
    // Far longer than the test may last.
    worker.pause_ms = 600_000;
    await until('it waits', () => worker.listenerCount('closing') > 0);
    await worker.close();
    await server.command('CONFIG', 'SET', 'maxmemory', '0');
  });
});
