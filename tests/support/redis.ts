import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';

const PROGRAM = 'redis-server';

/** Whether suites titled `[redis]` can run here. */
export const hasRedis = spawnSync(PROGRAM, ['--version']).status === 0;

/** A Redis server of a test's own, set up like production: append-only file, no eviction. */
export interface RedisServer {
  url: string;
  port: number;
  /** Like a crash of the machine's process: no farewell, data stay in the append-only file. */
  kill(): Promise<void>;
  /** Stands still for good: connections stay open, and nothing is answered. */
  freeze(): void;
  /** Starts it again on the same port with the same data. */
  start(): Promise<void>;
  /** Sends one command, e.g. `FLUSHALL`. */
  command(name: string, ...args: string[]): Promise<unknown>;
  /** Ends it and removes its data. */
  remove(): Promise<void>;
}

/** A TCP port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** Makes a server; it runs unless `start: false`. */
export async function createRedisServer(options: { start?: boolean } = {}): Promise<RedisServer> {
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  const dir = mkdtempSync(join(tmpdir(), 'roundsman-redis-'));
  let server: ChildProcess | undefined;

  async function command(name: string, ...args: string[]): Promise<unknown> {
    const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 });
    redis.on('error', () => undefined);
    try {
      await redis.connect();
      return await redis.call(name, ...args);
    } finally {
      redis.disconnect();
    }
  }
  async function kill(): Promise<void> {
    if (server?.exitCode !== null || server.signalCode !== null) return;
    server.kill('SIGKILL');
    await once(server, 'exit');
  }
  async function start(): Promise<void> {
    const settings = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', dir, '--save', '', '--appendonly', 'yes'];
    server = spawn(PROGRAM, [...settings, '--maxmemory-policy', 'noeviction'], { stdio: 'ignore' });
    for (let tries = 0; ; tries++) {
      if ((await command('PING').catch(() => undefined)) === 'PONG') return;
      if (tries === 200) throw new Error('redis-server did not start');
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
  if (options.start !== false) await start();
  return {
    url,
    port,
    kill,
    freeze: () => void server?.kill('SIGSTOP'),
    start,
    command,
    async remove() {
      await kill();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
