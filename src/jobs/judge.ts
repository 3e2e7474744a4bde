import { setImmediate } from 'node:timers/promises';
import { violationsOf } from '../check/check.ts';
import type { RoutingPlan, SolverReport } from '../contract/plan.ts';
import type { RoutingRequest } from '../contract/request.ts';
import { asksSomething, explainInTurns } from '../explain/index.ts';
import { buildPlan } from '../plan/build.ts';
import { givenSolution } from './decode.ts';

/** The routes given as a plan, with every rule they break in `violations`. Nothing is searched, no thread is needed. */
export async function judgeGiven(request: RoutingRequest): Promise<RoutingPlan> {
  const started_ns = process.hrtime.bigint();
  const plan = buildPlan(request, givenSolution(request), notSearched(request));
  const violations = violationsOf(request, plan);
  if (asksSomething(request.explain)) plan.explanations = await explainInTurns(request, plan, 1, setImmediate);
  plan.solver.elapsed_s = Number(process.hrtime.bigint() - started_ns) / 1e9;
  return { ...plan, violations };
}

function notSearched({ options }: RoutingRequest): SolverReport {
  const { seed } = options;
  return { seed, threads: 0, iterations: 0, elapsed_s: 0, first_solution_s: 0, stopped: 'not_searched', trace: [] };
}
