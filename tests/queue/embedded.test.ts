import { mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { lockFolder } from '../../src/queue/pid-lock.ts';
import { preparedStore } from '../support/embedded.ts';
import { type Ended, startWorkerProcess, tempDir, until, type WorkerProcess } from './harness.ts';
import { startsOf } from './toy.ts';

describe('lock of a folder', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'roundsman-lock-'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  it('is refused while it is held, and free afterwards', () => {
    const unlock = lockFolder(dir);
    expect(() => lockFolder(dir)).toThrow(`in use by process ${process.pid}`);
    unlock();
    lockFolder(dir)();
  });

  it.each([
    ['a dead process', '999999 1'],
    ['an earlier life of this pid, as in a restarted container', `${process.pid} 1`],
    ['another process that got the pid', `${process.ppid} 1`],
    ['a half-written file', ''],
  ])('is taken over from %s', (_, content) => {
    writeFileSync(join(dir, 'roundsman.pid'), content);
    const unlock = lockFolder(dir);
    expect(readFileSync(join(dir, 'roundsman.pid'), 'utf8')).toMatch(new RegExp(`^${process.pid} `));
    unlock();
  });

  it('of another container is respected as long as it is touched', () => {
    const file = join(dir, 'roundsman.pid');
    // Its process 1 is none of ours, be this one a process 1 itself.
    writeFileSync(file, `${process.pid} 1 pid:[1]`);
    expect(() => lockFolder(dir)).toThrow(/in use by process/);
    utimesSync(file, new Date(0), new Date(0));
    lockFolder(dir)();
  });

  it('is touched while it is held', () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    try {
      const file = join(dir, 'roundsman.pid');
      const unlock = lockFolder(dir);
      utimesSync(file, new Date(0), new Date(0));
      vi.advanceTimersByTime(5_000);
      expect(statSync(file).mtimeMs).toBeGreaterThan(0);
      unlock();
    } finally {
      vi.useRealTimers();
    }
  });

  it('is respected when a living process holds it', () => {
    const start = readFileSync(`/proc/${process.ppid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19];
    writeFileSync(join(dir, 'roundsman.pid'), `${process.ppid} ${start}`);
    expect(() => lockFolder(dir)).toThrow(/in use by process/);
  });
});

describe('embedded store in a folder', () => {
  let dir: string;
  let worker: WorkerProcess | undefined;
  const startWorker = async () => {
    worker = await startWorkerProcess({ ROUNDSMAN_DATA_DIR: join(dir, 'data') }, join(dir, 'starts'));
    return worker;
  };
  const starts = (jobId: string) => startsOf(join(dir, 'starts'), jobId);
  beforeEach(async () => {
    dir = tempDir();
    await preparedStore(join(dir, 'data'));
  });
  afterEach(async () => {
    await worker?.end('SIGKILL');
    rmSync(dir, { recursive: true, force: true });
  });
  const submit = async (payload: object) =>
    ((await (worker as WorkerProcess).call('submit', 'routing', payload)) as { jobId: string }).jobId;

  it('loses no job to kill -9, and solves at once what was in work', async () => {
    const first = await startWorker();
    const done = await submit({ act: 'work', tag: 'done' });
    await first.call('end', done);
    const active = await submit({ act: 'work', work_ms: 1_000, tag: 'active' });
    await until('it runs', () => starts(active) === 1);
    const waiting = await submit({ act: 'work', tag: 'waiting' });
    await first.end('SIGKILL');

    const second = await startWorker();
    for (const jobId of [active, waiting]) expect(await second.call('end', jobId)).toMatchObject({ type: 'done' });
    expect(starts(active)).toBe(2);
    expect(await second.call('fetchPlan', done)).toMatchObject({ plan: { tag: 'done' } });
    expect(await second.call('announcements')).toBe(3);
  }, 60_000);

  it('goes on from the checkpoint after SIGTERM', async () => {
    const first = await startWorker();
    const jobId = await submit({ act: 'work', work_ms: 1_500 });
    await until('it runs', () => starts(jobId) === 1);
    expect(await first.end('SIGTERM')).toBe(0);
    const second = await startWorker();
    expect(await second.call('end', jobId)).toMatchObject({ type: 'done' });
    expect(await second.call('fetchPlan', jobId)).toMatchObject({ plan: { resumedFrom: { best: 43 } } });
  }, 60_000);

  it('sets a job aside that kills the process, within 3 starts, while its neighbour completes', async () => {
    await startWorker();
    const neighbour = await submit({ act: 'work', work_ms: 500 });
    const poison = await submit({ act: 'die' });
    const ends: Ended[] = [];
    while (ends.length < 2) {
      const current = worker as WorkerProcess;
      void Promise.all([poison, neighbour].map((jobId) => current.call('end', jobId))).then((both) => {
        ends.push(...(both as Ended[]));
      });
      await until('it died, or all is done', () => ends.length === 2 || current.child.signalCode !== null);
      if (ends.length < 2) await startWorker().catch(() => undefined);
    }
    expect(ends).toMatchObject([{ type: 'failed', code: 'poison_job' }, { type: 'done' }]);
    expect(starts(poison)).toBeLessThanOrEqual(3);
  }, 90_000);
});
