import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { createConsumer } from '../../src/queue/consumer.ts';
import { discreet } from '../../src/queue/discreet-log.ts';
import { openBroker } from '../../src/queue/open-broker.ts';
import { createRedisServer, hasRedis } from '../support/redis.ts';
import { until } from './harness.ts';

const SECRET = 'Elm Street';
const refusal = () => Object.assign(new Error('OOM'), { command: { name: 'eval', args: [SECRET] } });

function listener(options: pino.LoggerOptions = {}) {
  const lines: string[] = [];
  return { lines, log: pino(options, { write: (text: string) => void lines.push(text) }) };
}

describe('the log', () => {
  it('tells an error without the command that it is about, nor those of a transaction', () => {
    const { lines, log } = listener();
    const child = discreet(log).child({ jobId: 'a' });
    child.warn({ err: Object.assign(refusal(), { code: 'E', previousErrors: [refusal()] }) }, 'refused');
    expect(JSON.parse(lines[0]!)).toMatchObject({ jobId: 'a', err: { type: 'Error', message: 'OOM', code: 'E' } });
    expect(lines[0]).not.toContain(SECRET);
  });

  it('tells errors within errors so, too, in lists and where they go round', () => {
    const { lines, log } = listener();
    const inner = Object.assign(refusal(), { code: 'IN', reasons: [refusal()] });
    const all = new AggregateError([inner, new Error('other')], 'all of them');
    const told = Object.assign(all, { lastNodeError: refusal(), about: { first: refusal(), at: new Date(0) }, all });
    discreet(log).warn({ err: told }, 'refused');
    const { err } = JSON.parse(lines[0]!);
    expect(err.aggregateErrors).toMatchObject([{ message: 'OOM', code: 'IN' }, { message: 'other' }]);
    expect(err).toMatchObject({ message: 'all of them', lastNodeError: { message: 'OOM' } });
    expect(err.about.at).toBe('1970-01-01T00:00:00.000Z');
    expect(lines[0]).not.toContain(SECRET);
  });

  it("keeps its owner's own words for errors", () => {
    const { lines, log } = listener({ serializers: { err: ({ message, command }) => ({ words: message, command }) } });
    discreet(log).warn({ err: refusal() }, 'refused');
    expect(JSON.parse(lines[0]!).err).toEqual({ words: 'OOM' });
  });

  it.skipIf(!hasRedis)('of a worker says why Redis cannot be used, without its password [redis]', async () => {
    const server = await createRedisServer();
    await server.command('CONFIG', 'SET', 'requirepass', 'right');
    const url = server.url.replace('redis://', 'redis://:hunter2@');
    const { lines, log } = listener();
    const config = loadConfig({ REDIS_URL: url, ROUNDSMAN_THREADS: '1' });
    const broker = await openBroker(config, 'worker', log);
    const consumer = createConsumer(broker, config, { routing: async () => ({ status: 'failed', errors: [] }) }, log);
    const said = (words: string) => lines.some((text) => text.includes(words));
    await until('it says so', () => said('cannot be reached: WRONGPASS') && said('queue error'));
    expect(lines.filter((text) => text.includes('hunter2'))).toEqual([]);
    // It forgets its password, and lets everybody in.
    await server.kill();
    await server.start();
    await consumer.ready();
    await consumer.close();
    await broker.close();
    await server.remove();
  });
});
