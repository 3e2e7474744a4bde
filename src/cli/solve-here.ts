import type { RoutingRequest } from '../contract/request.ts';
import { onInterrupt } from '../interrupt.ts';
import { type Solved, solveRouting } from '../jobs/solve.ts';
import { createSolverPool } from '../pool/pool.ts';
import { budgetOf, createProgress } from './progress.ts';
import type { Terminal } from './terminal.ts';

/**
 * Solves a request on threads of this process, with its progress on the terminal. Ctrl-C asks for the best plan so far. It is listened
 * to until the process ends, so that one that comes too late does not cut off the files of the plan.
 */
export async function solveHere(terminal: Terminal, request: RoutingRequest, threads: number): Promise<Solved> {
  const pool = createSolverPool({ threads });
  const progress = createProgress(terminal, budgetOf(request.options));
  const interrupted = Promise.withResolvers<void>();
  onInterrupt(() => interrupted.resolve());
  try {
    return await solveRouting(request, pool, {
      onProgress: progress.report,
      onStart: (stop) => void interrupted.promise.then(() => stop('cancelled')),
    });
  } finally {
    progress.end();
    await pool.close();
  }
}
