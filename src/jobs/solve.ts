import { checkPlan } from '../check/check.ts';
import { type CodedError, codedError } from '../contract/errors.ts';
import type { RoutingPlan, SolverReport } from '../contract/plan.ts';
import type { RoutingRequest } from '../contract/request.ts';
import { asksSomething, explainPlan } from '../explain/index.ts';
import { type Compiled, compileProblem } from '../model/compile.ts';
import { inGivenOrder, inSpatialOrder } from '../model/order.ts';
import type { Problem } from '../model/problem.ts';
import { buildPlan } from '../plan/build.ts';
import type { SolveHooks, SolverPool } from '../pool/pool.ts';
import { isPacked, routesEnd, type SolveParams, type SolveResult } from '../routing/solve.ts';
import { decode } from './decode.ts';
import { judgeGiven } from './judge.ts';

export interface RoadHooks extends SolveHooks {
  /** Where an earlier run of the same request stopped. Only time budgets continue; counted iterations start again. */
  resume?: Checkpoint | undefined;
  /** Receives where this run stopped, when it was stopped by `shutdown`. */
  onSuspend?(checkpoint: Checkpoint): void;
}

/** Enough to continue a search: its best solution and the time it had used. */
export interface Checkpoint {
  layout: typeof CHECKPOINT_LAYOUT;
  solution: number[];
  elapsed_s: number;
}

/** Changes when the meaning of `solution` does; checkpoints of another layout are not used. */
const CHECKPOINT_LAYOUT = 2;

export type Solved = { ok: true; plan: RoutingPlan } | { ok: false; errors: CodedError[]; retry: boolean };

/**
 * The road of a routing request: compile, search in the pool, build the plan, check it against the request. A plan that
 * fails its check is not returned. Where nothing is to be searched, the routes given are judged: such a plan is returned
 * whatever rules it breaks, and says which.
 */
export async function solveRouting(request: RoutingRequest, pool: SolverPool, hooks: RoadHooks = {}): Promise<Solved> {
  if (!request.options.search) return { ok: true, plan: judgeGiven(request) };
  const resume = request.options.iterations === null && isCheckpoint(hooks.resume) ? hooks.resume : null;
  const started_ns = process.hrtime.bigint() - BigInt(Math.round((resume?.elapsed_s ?? 0) * 1e9));
  const { request: ordered, order } = inSpatialOrder(request);
  const compiled = compileProblem(ordered);
  if (!compiled.ok) return { ok: false, errors: compiled.errors, retry: false };
  const { problem } = compiled.compiled;
  const params = paramsFor(request, pool, resume === null ? null : initialOf(resume, problem));
  const answer = await pool.solve(problem, params, started_ns, hooks);
  if (!answer.ok) return answer;
  const elapsed_s = Number(process.hrtime.bigint() - started_ns) / 1e9;
  if (answer.result.stopReason === 'shutdown') {
    hooks.onSuspend?.({ layout: CHECKPOINT_LAYOUT, solution: solutionWords(answer.result.best), elapsed_s });
  }
  const report = reportOf(answer.result, params, compiled.compiled, elapsed_s);
  const raw = inGivenOrder(decode(answer.result.best, compiled.compiled), order);
  const plan = buildPlan(request, raw, report);
  // A run that goes on later has its questions answered then.
  if (report.stopped !== 'shutdown' && asksSomething(request.explain)) plan.explanations = explainPlan(request, plan);
  const errors = rejections(request, plan);
  return errors.length > 0 ? { ok: false, errors, retry: false } : { ok: true, plan };
}

/** With time as a budget every lane needs a thread of its own; counted iterations give the same plan on any number. */
function paramsFor({ options }: RoutingRequest, pool: SolverPool, initial: Int32Array | null): SolveParams {
  const wanted = options.threads ?? pool.threadsPerJob;
  const { seed, iterations, time_s } = options;
  const lanes = time_s === null ? wanted : Math.min(wanted, pool.threads);
  return { seed, iterations, time_s, lanes, initial };
}

/** The solution of a checkpoint, or null where it is not one of this problem. */
function initialOf(checkpoint: Checkpoint, problem: Problem): Int32Array | null {
  const words = Int32Array.from(checkpoint.solution);
  const vehicles = problem.count.reduce((sum, n) => sum + n, 0);
  return isPacked(words, problem, Math.min(problem.tasks, vehicles)) ? words : null;
}

/** Checkpoints come back from a store that another version may have written to. */
export function isCheckpoint(value: unknown): value is Checkpoint {
  const { layout, solution, elapsed_s } = (value ?? {}) as Partial<Checkpoint>;
  return layout === CHECKPOINT_LAYOUT && Array.isArray(solution) && typeof elapsed_s === 'number' && elapsed_s >= 0;
}

/** The words of a packed solution that are in use. */
function solutionWords(best: Int32Array): number[] {
  return [...best.subarray(0, routesEnd(best) + best[1]!)];
}

function reportOf(result: SolveResult, params: SolveParams, { problem }: Compiled, elapsed_s: number): SolverReport {
  const { iterations, first_solution_s, trace, stopReason } = result;
  const spent = params.iterations !== null && iterations >= params.iterations * params.lanes ? 'iterations' : 'time';
  return {
    seed: params.seed,
    threads: params.lanes,
    iterations,
    elapsed_s,
    first_solution_s,
    stopped: stopReason === 'none' ? spent : stopReason,
    trace: trace.map((point) => ({ ...point, cost: point.cost / problem.costScale })),
  };
}

function rejections(request: RoutingRequest, plan: RoutingPlan): CodedError[] {
  const { violations } = checkPlan(request, plan);
  return violations.map(({ cause, path, detail }) => codedError('plan_rejected', path, `${cause}: ${detail}`));
}
