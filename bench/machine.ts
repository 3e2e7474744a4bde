import { execFileSync } from 'node:child_process';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

/** What a figure was measured on; figures of different machines are not compared. */
export interface Machine {
  cpu: string;
  cores: number;
  memory_gb: number;
  node: string;
  /** Short hash; `+` where the checkout has changes on top. Null outside a checkout. */
  commit: string | null;
}

export function describeMachine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memory_gb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    commit: commit(),
  };
}

function commit(): string | null {
  const git = (...args: string[]) =>
    execFileSync('git', args, {
      cwd: import.meta.dirname,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  try {
    const changed = git('status', '--porcelain', '--untracked-files=no', '--', '../src', '../workers') !== '';
    return git('rev-parse', '--short', 'HEAD') + (changed ? '+' : '');
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
