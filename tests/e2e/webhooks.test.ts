import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { environment, resultOf, runCli, startWorker } from '../support/cli.ts';
import { SECRET } from '../support/receiver.ts';
import { createRedisServer, freePort, hasRedis, type RedisServer } from '../support/redis.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const ROOT = join(import.meta.dirname, '../..');
const page = readFileSync(join(ROOT, 'docs/webhooks.md'), 'utf8');

describe.skipIf(!hasRedis)('the receiver of docs/webhooks.md [redis]', () => {
  const dir = mkdtempSync(join(tmpdir(), 'roundsman-webhooks-'));
  let server: RedisServer;
  let url: string;
  let receiver: ChildProcess;
  let said = '';
  const processes: ChildProcess[] = [];
  const hears = (text: string) => vi.waitUntil(() => said.includes(text), { timeout: 50_000 });

  beforeAll(async () => {
    server = await createRedisServer();
    const file = join(dir, 'receiver.mjs');
    writeFileSync(file, /<!-- file: receiver\.mjs -->\n```js\n([\s\S]*?)```/.exec(page)![1]!);
    const port = await freePort();
    url = `http://localhost:${port}/plans`;
    receiver = spawn(process.execPath, [file], {
      env: environment({ PORT: `${port}`, ROUNDSMAN_WEBHOOK_SECRET: SECRET }),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    receiver.stdout!.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    processes.push(receiver);
    await hears('listening');
    processes.push(
      startWorker({
        REDIS_URL: server.url,
        ROUNDSMAN_THREADS: '1',
        ROUNDSMAN_WEBHOOK_ORIGINS: new URL(url).origin,
        ROUNDSMAN_WEBHOOK_SECRET: SECRET,
      }),
    );
  });
  afterAll(async () => {
    for (const each of processes) each.kill('SIGKILL');
    await server.remove();
    rmSync(dir, { recursive: true, force: true });
  });

  it('is told of a plan, and takes nothing that is not signed', async () => {
    const forged = await fetch(url, { method: 'POST', body: '{"status":"done","jobId":"forged"}' });
    expect(forged.status).toBe(401);
    const args = ['submit', 'data/tiny.json', '--iterations', '50', '--webhook', url, '--json'];
    const submitted = await runCli(args, { cwd: ROOT, env: { REDIS_URL: server.url } });
    await hears(`${resultOf(submitted).jobId} done plan-`);
    expect(said).not.toContain('forged');
  });
});
