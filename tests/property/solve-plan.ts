import type { RoutingPlan } from '../../src/contract/plan.ts';
import type { RoutingRequest } from '../../src/contract/request.ts';
import { decode } from '../../src/jobs/decode.ts';
import { withLeftOut } from '../../src/jobs/left-out.ts';
import { type Compiled, compileProblem } from '../../src/model/compile.ts';
import { hopelessTasks, searchedWithout } from '../../src/model/hopeless.ts';
import { inGivenOrder } from '../../src/model/order.ts';
import { buildPlan } from '../../src/plan/build.ts';
import { costOf, type SolveParams, solveInline } from '../../src/routing/solve.ts';
import { REPORT } from '../unit/plan-world.ts';

export function compiled(request: RoutingRequest): Compiled {
  const outcome = compileProblem(request);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.errors));
  return outcome.compiled;
}

/** Solves in this thread, by iterations alone, and builds the plan: the pipeline of a job without pool and check. */
export function planOf(request: RoutingRequest, params: Partial<SolveParams> = {}): RoutingPlan {
  return solvedOf(request, params).plan;
}

/** The same with what the search thinks that it costs. */
export function solvedOf(request: RoutingRequest, params: Partial<SolveParams> = {}) {
  const hopeless = params.without?.includes('hopeless') ? [] : hopelessTasks(request);
  const { request: searched, order, left } = searchedWithout(request, hopeless);
  const all = compiled(searched);
  const asked = { seed: 1, lanes: 1, iterations: 300, time_s: null, initial: null, ...params };
  const { best } = solveInline(all.problem, asked, { elapsed_s: () => 0 });
  const plan = buildPlan(request, inGivenOrder(decode(best, all), order, left), REPORT);
  const told = { cost: costOf(all.problem, best) / all.problem.costScale, unassigned: best[1]! };
  return { plan, cost: withLeftOut(request, left)(told).cost, features: all.problem.features };
}
