import type { ChildProcess } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { RoutingPlan } from '../../src/contract/plan.ts';
import { errorsOf, resultOf, runCli, startWorker } from '../support/cli.ts';
import { preparedStore } from '../support/embedded.ts';
import { createRedisServer, hasRedis, type RedisServer } from '../support/redis.ts';

// Each test starts processes, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const ROOT = join(import.meta.dirname, '../..');
const TINY = join(ROOT, 'data/tiny.json');
const CITY = join(ROOT, 'data/city-day.json');
const dir = mkdtempSync(join(tmpdir(), 'roundsman-queue-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const planIn = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as RoutingPlan;

describe('demo', () => {
  it('plans the sample day through queue and check, and names plan and picture', async () => {
    const ran = await runCli(['demo', '--time', '1', '--dir', join(dir, 'demo')]);
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.stdout).toMatch(/^Request .*520 tasks, 28 vehicles$/m);
    expect(ran.stdout).toMatch(/^Check +passed: \d+ tasks on \d+ tours/m);
    for (const name of ['plan.json', 'plan.svg', 'plan.geojson']) expect(ran.stdout).toContain(join(dir, 'demo', name));
    expect(await runCli(['check', CITY, join(dir, 'demo/plan.json')])).toMatchObject({ code: 0 });
  });
});

describe('queue commands without Redis', () => {
  const env = { ROUNDSMAN_DATA_DIR: join(dir, 'store'), ROUNDSMAN_THREADS: '1' };
  // The demo above has set up one of its own.
  beforeAll(() => preparedStore(env.ROUNDSMAN_DATA_DIR));

  it('submit works on the job in this process, watch finds it later, cancel says that there is no such job', async () => {
    const out = join(dir, 'embedded.json');
    const args = ['submit', TINY, '--iterations', '100', '--threads', '1', '--id', 'first', '--out', out];
    const ran = await runCli(args, { env });
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.stderr).toContain('REDIS_URL is not set');
    expect(ran.stdout).toMatch(/^Check +passed/m);
    expect(planIn(out).request).toBe('tiny');

    const watched = await runCli(['watch', 'first', '--out', '-'], { env });
    expect(watched.code).toBe(0);
    expect(JSON.parse(watched.stdout)).toEqual(planIn(out));

    const nobody = await runCli(['cancel', 'nobody', '--json'], { env });
    expect(nobody.code).toBe(2);
    expect(errorsOf(nobody)[0]).toMatchObject({ code: 'unknown_job' });
  });

  it('submit publishes the best plan so far on Ctrl-C, and one process holds the store at a time', async () => {
    const out = join(dir, 'cut.json');
    let second: ReturnType<typeof runCli> | undefined;
    const ran = await runCli(['submit', CITY, '--time', '600', '--out', out, '--json'], {
      env,
      onStderr(stderr, kill) {
        if (second !== undefined || !stderr.includes('"progress"')) return;
        second = runCli(['watch', 'first', '--json'], { env });
        void second.then(() => kill('SIGINT'));
      },
    });
    const refused = await second!;
    expect(refused.code).toBe(3);
    expect(errorsOf(refused)[0]).toMatchObject({ code: 'queue_unreachable' });
    expect(ran.code).toBe(5);
    expect(planIn(out).solver.stopped).toBe('cancelled');
  });

  it('a folder that cannot be used is named as a wrong setting, by commands and by the worker', async () => {
    const file = join(dir, 'a-file');
    writeFileSync(file, '');
    // Of a store whose database is no folder nothing is left locked.
    const broken = join(dir, 'broken');
    mkdirSync(broken);
    writeFileSync(join(broken, 'pg'), '');
    for (const folder of [file, join(file, 'below'), broken]) {
      const wrong = { ROUNDSMAN_DATA_DIR: folder, ROUNDSMAN_THREADS: '1' };
      const refused = await runCli(['cancel', 'x', '--json'], { env: wrong });
      expect(refused).toMatchObject({ code: 2, stdout: '' });
      expect(errorsOf(refused)).toMatchObject([{ code: 'bad_config', path: 'ROUNDSMAN_DATA_DIR' }]);
      if (folder === join(file, 'below')) continue;
      const worker = await runCli(['worker'], { env: wrong });
      expect(worker.code).toBe(2);
      expect(worker.stderr).toContain('bad_config');
      expect(worker.stderr).toContain(folder);
    }
    expect(readdirSync(broken)).toEqual(['pg']);
  });
});

const RIO = join(ROOT, '../shared/real/loggibud-rio/cvrp-0-rj-0.json');

describe.skipIf(!existsSync(RIO))('a real day as it is [shared]', () => {
  it('goes through submit', async () => {
    const env = { ROUNDSMAN_DATA_DIR: await preparedStore(join(dir, 'rio')) };
    const ran = await runCli(['submit', RIO, '--iterations', '20', '--threads', '1', '--json'], { env });
    expect(ran.code).toBe(0);
    expect(resultOf(ran)).toMatchObject({ kind: 'plan', summary: { tasks: 221, unassigned: 0 } });
  });
});

describe('queue commands where Redis is away', () => {
  const env = { REDIS_URL: 'redis://127.0.0.1:1' };

  it.each([
    ['submit', TINY],
    ['watch', 'x'],
    ['cancel', 'x'],
  ])('%s says so at once and ends with 3', async (...args) => {
    const ran = await runCli([...args, '--json'], { env });
    expect(ran.code).toBe(3);
    expect(ran.stdout).toBe('');
    expect(errorsOf(ran)[0]).toMatchObject({ code: 'queue_unreachable' });
    expect(ran.stderr).not.toContain('embedded');
  });
});

describe.skipIf(!hasRedis)('queue commands on Redis [redis]', () => {
  const workers: ChildProcess[] = [];
  let server: RedisServer | undefined;
  afterEach(async () => {
    for (const worker of workers.splice(0)) worker.kill('SIGKILL');
    await server?.remove();
    server = undefined;
  });

  it('submit only enqueues, watch follows, cancel stops, worker and health agree', async () => {
    server = await createRedisServer();
    const env = { REDIS_URL: server.url, ROUNDSMAN_THREADS: '1', ROUNDSMAN_HEARTBEAT_FILE: join(dir, 'beat') };
    const queued = await runCli(['submit', TINY, '--iterations', '100', '--threads', '1', '--json'], { env });
    expect(queued.code).toBe(0);
    const { jobId, created } = resultOf(queued) as { jobId: string; created: boolean };
    expect(created).toBe(true);
    const again = await runCli(['submit', TINY, '--iterations', '100', '--threads', '1', '--json'], { env });
    expect(resultOf(again)).toMatchObject({ jobId, created: false });

    expect(await runCli(['health'], { env })).toMatchObject({ code: 1 });
    const worker = startWorker(env);
    workers.push(worker);
    const out = join(dir, 'redis.json');
    const watched = await runCli(['watch', jobId, '--out', out], { env });
    expect(watched).toMatchObject({ code: 0 });
    expect(await runCli(['check', TINY, out])).toMatchObject({ code: 0 });
    expect(await runCli(['health'], { env })).toMatchObject({ code: 0 });

    let left: ReturnType<typeof runCli> | undefined;
    let cancelled: ReturnType<typeof runCli> | undefined;
    const cancel = () => {
      cancelled = runCli(['cancel', 'long', '--json'], { env });
    };
    const long = await runCli(['submit', CITY, '--time', '600', '--id', 'long', '--watch', '--json'], {
      env,
      onStderr(stderr) {
        if (left !== undefined || !stderr.includes('"progress"')) return;
        left = runCli(['watch', 'long'], { env, onStderr: (text, kill) => text.includes('has it') && kill('SIGINT') });
        void left.then(cancel);
      },
    });
    expect(await left).toMatchObject({ code: 130, stdout: '' });
    expect(resultOf(await cancelled!)).toMatchObject({ outcome: 'stopping' });
    expect(long.code).toBe(5);
    expect(resultOf(long)).toMatchObject({ kind: 'plan', solver: { stopped: 'cancelled' } });

    worker.kill('SIGTERM');
    const code = await new Promise((resolve) => worker.once('exit', resolve));
    expect(code).toBe(0);
  });

  it.each([
    ['submit', TINY, '--watch', '--id', 'left'],
    ['watch', 'left'],
  ])('%s says so where Redis goes away meanwhile, and ends with 3', async (...args) => {
    const redis = await createRedisServer();
    server = redis;
    const env = { REDIS_URL: redis.url };
    if (args[0] === 'watch') await runCli(['submit', TINY, '--id', 'left'], { env });
    const ran = await runCli([...args, '--json'], {
      env,
      onStderr: (stderr) => void (stderr.includes('"state"') && redis.kill()),
    });
    expect(ran).toMatchObject({ code: 3, stdout: '' });
    expect(errorsOf(ran)[0]).toMatchObject({ code: 'queue_unreachable' });
  });
});

describe('health', () => {
  it('tells a fresh heartbeat from an old one, none, and no setting', async () => {
    const file = join(dir, 'heartbeat');
    const env = { ROUNDSMAN_HEARTBEAT_FILE: file };
    expect(await runCli(['health'], { env })).toMatchObject({ code: 1, stdout: '' });
    writeFileSync(file, '');
    expect(await runCli(['health'], { env })).toMatchObject({ code: 0, stderr: '' });
    const aMinuteAgo = Date.now() / 1000 - 60;
    utimesSync(file, aMinuteAgo, aMinuteAgo);
    expect(await runCli(['health'], { env })).toMatchObject({ code: 1 });
    expect(await runCli(['health'])).toMatchObject({ code: 2 });
  });
});

describe('bench', () => {
  it('runs the benches of the repository with the arguments as they are', async () => {
    const ran = await runCli(['bench', 'quality', '--help']);
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain('--instances');
  });

  it('says plainly that an installed package has none', async () => {
    const installed = join(dir, 'installed');
    cpSync(join(ROOT, 'src'), join(installed, 'src'), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(installed, 'node_modules'));
    writeFileSync(join(installed, 'package.json'), '{"type":"module","version":"9.9.9"}');
    const ran = await runCli(['bench', 'quality'], { script: join(installed, 'src/cli.ts') });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain('part of the repository, not of the installed package');
  });
});

describe('help', () => {
  it('names every command and exit code', async () => {
    const { code, stdout, stderr } = await runCli(['--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const commands = ['demo', 'worker', 'submit', 'watch', 'cancel', 'solve', 'check', 'bench', 'map', 'health'];
    for (const command of commands) expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
    for (const exit of [0, 1, 2, 3, 4, 5]) expect(stdout).toMatch(new RegExp(`^  ${exit}  `, 'm'));
  });
});
