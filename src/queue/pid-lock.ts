import { linkSync, readFileSync, readlinkSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { queueError } from './errors.ts';

/** Folders this process holds: its own pid in a lock file is stale unless it is listed here (pid 1 in containers). */
const held = new Set<string>();

/** A lock is touched this often, ms. Of a process that cannot be seen from here, one untouched for STALE_MS is stale. */
const TOUCHED_MS = 5_000;
const STALE_MS = 20_000;

/** Tells containers apart, each of which has a process 1. Undefined where there is no /proc. */
function namespaceOf(): string | undefined {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return undefined;
  }
}

/** When a process started, in clock ticks since boot; tells a reused pid apart. Undefined where there is no /proc. */
function startOf(pid: number): string | undefined {
  try {
    // The command name may hold spaces and brackets: count the fields after its closing one.
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19];
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it exists, and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The pid that holds the lock, or undefined when nobody alive does. */
function holder(file: string): number | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  const [first, start, namespace] = text.split(' ');
  const pid = Number(first);
  const here = namespaceOf();
  if (namespace !== undefined && here !== undefined && namespace !== here) return isFresh(file) ? pid : undefined;
  if (pid === process.pid) return held.has(file) ? pid : undefined;
  if (!(pid > 0) || !isAlive(pid)) return undefined;
  return start === undefined || start === '' || start === startOf(pid) ? pid : undefined;
}

function isFresh(file: string): boolean {
  try {
    return Date.now() - statSync(file).mtimeMs < STALE_MS;
  } catch {
    return false;
  }
}

/** Shows the processes of other containers that this one lives. @returns a function that ends it. */
function keepTouched(file: string): () => void {
  const timer = setInterval(() => {
    const now = new Date();
    try {
      utimesSync(file, now, now);
    } catch {
      // Somebody has removed it: there is nothing left to keep.
    }
  }, TOUCHED_MS);
  timer.unref();
  return () => clearInterval(timer);
}

function refuse(dir: string, pid: number): never {
  throw queueError(
    'queue_unreachable',
    `the embedded store in ${dir} is in use by process ${pid}, and it serves one process only`,
    'Stop that process, name another ROUNDSMAN_DATA_DIR, or set REDIS_URL to share queues between processes.',
  );
}

/**
 * Takes a folder for this process alone; the lock of a dead process is taken over, that of another container once it has
 * not been touched for 20 s.
 * @returns a function that gives the folder back.
 * @throws QueueError `queue_unreachable` when a living process holds it.
 */
export function lockFolder(dir: string): () => void {
  const file = join(dir, 'roundsman.pid');
  const namespace = namespaceOf();
  const mine = `${file}.${process.pid}${namespace === undefined ? '' : `-${namespace.replace(/\D/g, '')}`}`;
  const words = [process.pid, startOf(process.pid) ?? ''];
  writeFileSync(mine, (namespace === undefined ? words : [...words, namespace]).join(' '));
  try {
    for (let tries = 0; tries < 5; tries++) {
      try {
        // Linking fails if the lock exists, and the file is complete from its first moment.
        linkSync(mine, file);
        held.add(file);
        const endTouching = keepTouched(file);
        return () => {
          endTouching();
          held.delete(file);
          rmSync(file, { force: true });
        };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const pid = holder(file);
      if (pid !== undefined) refuse(dir, pid);
      takeAwayStale(file, `${mine}.stale`);
    }
    throw queueError('queue_unreachable', `the lock ${file} keeps changing hands`, 'Start one process at a time.');
  } finally {
    rmSync(mine, { force: true });
  }
}

/** Moves a stale lock aside. What was moved may be the fresh lock of somebody faster: then it is put back. */
function takeAwayStale(file: string, aside: string): void {
  try {
    renameSync(file, aside);
    if (holder(aside) !== undefined) linkSync(aside, file);
  } catch {
    // Somebody else was faster; the next try sees what they left.
  } finally {
    rmSync(aside, { force: true });
  }
}
