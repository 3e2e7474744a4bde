import { attachProblem } from '../model/problem.ts';
import { Exchange, solveLanes } from '../routing/solve.ts';
import type { RoutingAnswer, RoutingTask } from './messages.ts';

/** Runs some lanes of a search on shared memory. */
export function runRouting(task: RoutingTask): RoutingAnswer {
  const env = { elapsed_s: () => Number(process.hrtime.bigint() - task.started_ns) / 1e9 };
  try {
    const problem = attachProblem(task.problem, task.rich, task.initial);
    const exchange = Exchange.attach(task.exchange, problem, task.params.lanes, task.parties);
    return { ok: true, trace: solveLanes(problem, task.params, task.lanes, exchange, env) };
  } catch (error) {
    const outOfMemory = error instanceof RangeError && /allocation|array length/i.test(error.message);
    return { ok: false, code: outOfMemory ? 'out_of_memory' : 'thread_failed', message: String(error) };
  }
}
