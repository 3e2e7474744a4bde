import type { RoutingPlan } from '../../src/contract/plan.ts';
import type { RoutingRequest } from '../../src/contract/request.ts';
import { decode } from '../../src/jobs/decode.ts';
import { type Compiled, compileProblem } from '../../src/model/compile.ts';
import { inGivenOrder, inSpatialOrder } from '../../src/model/order.ts';
import { buildPlan } from '../../src/plan/build.ts';
import { costOf, type SolveParams, solveInline } from '../../src/routing/solve.ts';
import { REPORT } from '../unit/plan-world.ts';

export function compiled(request: RoutingRequest): Compiled {
  const outcome = compileProblem(request);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.errors));
  return outcome.compiled;
}

/** Solves in this thread, by iterations alone, and builds the plan: the road of a job without pool and check. */
export function planOf(request: RoutingRequest, params: Partial<SolveParams> = {}): RoutingPlan {
  return solvedOf(request, params).plan;
}

/** The same with what the search thinks that it costs. */
export function solvedOf(request: RoutingRequest, params: Partial<SolveParams> = {}) {
  const { request: ordered, order } = inSpatialOrder(request);
  const all = compiled(ordered);
  const asked = { seed: 1, lanes: 1, iterations: 300, time_s: null, initial: null, ...params };
  const { best } = solveInline(all.problem, asked, { elapsed_s: () => 0 });
  const plan = buildPlan(request, inGivenOrder(decode(best, all), order), REPORT);
  return { plan, cost: costOf(all.problem, best) / all.problem.costScale, features: all.problem.features };
}
