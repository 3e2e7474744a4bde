import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';

/** What a figure was measured on; figures of different machines are not compared. */
export interface Machine {
  cpu: string;
  cores: number;
  memory_gb: number;
  node: string;
  /** Short hash; `+` where the checkout has changes on top. Null outside a checkout. */
  commit: string | null;
  /**
   * Hash of all that decides on which plan is found (`DECISIVE`): commits that touch nothing of it give the same figures.
   * `+` where it is changed on top of a commit. Null outside a checkout, and in reports from before there was one.
   */
  solver: string | null;
}

const ROOT = join(import.meta.dirname, '..');
/** What a search is made of: what reads its file, and all that `jobs/solve.ts` runs, threads included. */
export const DECISIVE = [
  ...['formats', 'kit', 'contract', 'travel', 'route', 'model', 'districts', 'routing', 'pool'].map(
    (name) => `src/${name}`,
  ),
  ...['plan', 'explain', 'check', 'jobs'].map((name) => `src/${name}`),
  'workers',
];
/** Files among them that plan riders, and no routes. */
export const OTHER = /\/(staff|intraday|roster)/;

export function describeMachine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memory_gb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    commit: commit(),
    solver: solver(),
  };
}

function git(...args: string[]): string {
  const stdio = ['ignore', 'pipe', 'ignore'] as ['ignore', 'pipe', 'ignore'];
  return execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio }).trim();
}

const isChanged = (...paths: string[]) =>
  git('status', '--porcelain', '--untracked-files=no', '--', ...paths) !== '' ? '+' : '';

function commit(): string | null {
  try {
    return git('rev-parse', '--short', 'HEAD') + isChanged('src', 'workers');
  } catch {
    return null;
  }
}

function solver(): string | null {
  try {
    const files = git('ls-tree', '-r', 'HEAD', '--', ...DECISIVE).split('\n');
    const own = files.filter((file) => !OTHER.test(file));
    return createHash('sha256').update(own.join('\n')).digest('hex').slice(0, 10) + isChanged(...DECISIVE);
  } catch {
    return null;
  }
}

/** Mean number of runnable processes over the last minute. */
export function loadNow(): number {
  return Math.round(loadavg()[0]! * 100) / 100;
}

/** A warning where something else is running, or null. The minute before counts, hence a margin. */
export function busyWarning(load: number, cores: number): string | null {
  if (load <= 0.3 * cores) return null;
  return `the machine is not quiet: load ${load} on ${cores} cores. Times and gaps will be worse than they are`;
}

/** Processor seconds that all cores have spent so far, on whatever; null where the system does not tell. */
export function busySeconds(): number | null {
  const spent_ms = cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);
  return spent_ms === 0 ? null : spent_ms / 1000;
}

/** Cores that other processes kept busy on average, by the processor seconds of all and of one's own. */
export function coresOfOthers(all_s: number | null, own_s: number | null, wall_s: number): number | null {
  if (all_s === null || own_s === null || wall_s <= 0) return null;
  return Math.round(100 * Math.max(0, (all_s - own_s) / wall_s)) / 100;
}
