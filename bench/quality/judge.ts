import { spawnSync } from 'node:child_process';
import type { Verdict } from './record.ts';

/**
 * Asks the judge about a written solution.
 * @throws Error where it cannot read the files (its exit status 2)
 */
export function judge(tool: string, instance: string, solution: string, objective: string | null): Verdict {
  const args = [tool, instance, solution, ...(objective === null ? [] : ['--objective', objective])];
  const { status, stdout, stderr, error } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (error) throw error;
  if (status !== 0 && status !== 1)
    throw new Error(`The judge gave up on ${solution}: ${stderr.trim() || stdout.trim()}`);
  const verdict = JSON.parse(stdout) as Omit<Verdict, 'bks_routes'> & { bks_routes?: number | null };
  const { feasible, violations, cost, bks, bks_routes = null, gap_percent, n, routes } = verdict;
  return { feasible, violations, cost, bks, bks_routes, gap_percent, n, routes };
}
