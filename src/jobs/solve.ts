import { setImmediate } from 'node:timers/promises';
import { checkPlan } from '../check/check.ts';
import type { RoutingPlan, SolverReport } from '../contract/plan.ts';
import type { Explain, RoutingRequest } from '../contract/request.ts';
import { asksSomething, explainInTurns } from '../explain/index.ts';
import { hopelessTasks, searchedWithout } from '../model/hopeless.ts';
import { inGivenOrder } from '../model/order.ts';
import type { RawSolution } from '../model/solution.ts';
import { buildPlan } from '../plan/build.ts';
import type { SolveHooks, SolverPool } from '../pool/pool.ts';
import type { PartName, SolveParams } from '../routing/solve.ts';
import { judgeGiven } from './judge.ts';
import { withLeftOut } from './left-out.ts';
import { rejections } from './rejections.ts';
import { search } from './search.ts';
import type { Searched } from './search-types.ts';
import { inTurn, type Refused, type TurnHooks } from './turn.ts';

export interface RoutingHooks extends SolveHooks, TurnHooks {
  /** Where an earlier run of the same request stopped. Only time budgets continue; counted iterations start again. */
  resume?: Checkpoint | undefined;
  /** Receives where this run stopped, when it was stopped by `shutdown`. */
  onSuspend?(checkpoint: Checkpoint): void;
  /** Parts of the search to do without: for the benches, which measure what they are worth. */
  without?: readonly PartName[];
}

/** Enough to continue a search: its best solution and the time it had used. */
export interface Checkpoint {
  layout: typeof CHECKPOINT_LAYOUT;
  solution: number[];
  elapsed_s: number;
}

/** Changes when the meaning of `solution` does; checkpoints of another layout are not used. */
const CHECKPOINT_LAYOUT = 3;

const REHEARSED_FROM = 500;
const REHEARSED_FROM_S = 1;
const REHEARSED_SHARE = 0.7;
const REHEARSED_LONG_S = 0.25;
/** With so much time for all of it, everything is tried that explanations may try. */
const EXPLAINED_IN_FULL_S = 60;
/** As much as that takes for one of the three questions, six times: rehearsed and told, that is a third of the time. */
const EXPLAINED_WITH_EASE_S = 120;

export type Solved = { ok: true; plan: RoutingPlan } | Refused;

/**
 * The pipeline of a routing request: wait for threads, compile, search in the pool, build the plan, check it against the request. A
 * plan that fails its check is not returned. Where nothing is to be searched, the routes given are judged: such a plan is returned
 * whatever rules it breaks, and says which. The search is SISR, ruin and recreate by strings of neighbours (Christiaens and
 * Vanden Berghe 2020, doi 10.1287/trsc.2019.0914), with more beside it: docs/solver.md.
 *
 * Returns what is wrong instead of throwing: `queue_full`, `cancelled`, `job_timeout`, `thread_failed`, `out_of_memory`,
 * `too_large`, `kept_infeasible`, `plan_rejected`. `retry`: the machine was at fault, and the same request may succeed on another try.
 * @param request its `options` are the budget: 10 s where they name neither time nor iterations.
 * @param hooks progress, and the ways to stop it; see `SolveHooks` and `TurnHooks`.
 */
export async function solveRouting(
  request: RoutingRequest,
  pool: SolverPool,
  hooks: RoutingHooks = {},
): Promise<Solved> {
  if (!request.options.search) return { ok: true, plan: await judgeGiven(request) };
  return inTurn(pool, threadsFor(request, pool), hooks, () => solveInTurn(request, pool, hooks));
}

async function solveInTurn(request: RoutingRequest, pool: SolverPool, hooks: RoutingHooks): Promise<Solved> {
  const resume = request.options.iterations === null && isCheckpoint(hooks.resume) ? hooks.resume : null;
  const started_ns = process.hrtime.bigint() - BigInt(Math.round((resume?.elapsed_s ?? 0) * 1e9));
  const hopeless = hooks.without?.includes('hopeless') ? [] : hopelessTasks(request);
  const { request: searched, order, left } = searchedWithout(request, hopeless);
  const params = paramsFor(request, pool);
  if (hooks.without !== undefined) params.without = hooks.without;
  const asGiven = (solution: RawSolution) => inGivenOrder(solution, order, left);
  const rehearse = (solution: RawSolution, over?: AbortSignal) => rehearsal_s(request, asGiven(solution), params, over);
  const whole = withLeftOut(request, left);
  const telling: SolveHooks = { ...hooks, onProgress: (progress) => hooks.onProgress?.(whole(progress)) };
  const asked = { request: searched, pool, params, started_ns, hooks: telling, rehearse };
  const answer = await search({ ...asked, resume: resume?.solution ?? null });
  if (!answer.ok) return answer;
  const elapsed_s = Number(process.hrtime.bigint() - started_ns) / 1e9;
  if (answer.stopReason === 'shutdown') {
    hooks.onSuspend?.({ layout: CHECKPOINT_LAYOUT, solution: answer.words, elapsed_s });
  }
  const report = reportOf({ ...answer, trace: answer.trace.map(whole) }, params, elapsed_s);
  const plan = buildPlan(request, asGiven(answer.solution), report);
  // A run that goes on later has its questions answered then.
  if (report.stopped !== 'shutdown') await explain(request, plan);
  const { violations } = checkPlan(request, plan);
  const errors = rejections(violations.map(({ cause, ...rest }) => ({ what: cause, ...rest })));
  return errors.length > 0 ? { ok: false, errors, retry: false } : { ok: true, plan };
}

const threadsFor = ({ options }: RoutingRequest, pool: SolverPool): number => options.threads ?? pool.threadsPerJob;

/** With time as a budget every lane needs a thread of its own; counted iterations give the same plan on any number. */
function paramsFor(request: RoutingRequest, pool: SolverPool): SolveParams {
  const wanted = threadsFor(request, pool);
  const { seed, iterations, time_s } = request.options;
  const lanes = time_s === null ? wanted : Math.min(wanted, pool.threads);
  return { seed, iterations, time_s, lanes, initial: null };
}

/** Checkpoints come back from a store that another version may have written to. */
export function isCheckpoint(value: unknown): value is Checkpoint {
  const { layout, solution, elapsed_s } = (value ?? {}) as Partial<Checkpoint>;
  return layout === CHECKPOINT_LAYOUT && Array.isArray(solution) && typeof elapsed_s === 'number' && elapsed_s >= 0;
}

function reportOf(result: Searched, params: SolveParams, elapsed_s: number): SolverReport {
  const { iterations, first_solution_s, trace, stopReason } = result;
  // Districts round their shares of the iterations: the sum may be a few short.
  const isCounted = params.iterations !== null && iterations >= params.iterations * params.lanes;
  const spent = params.time_s === null || isCounted ? 'iterations' : 'time';
  return {
    seed: params.seed,
    threads: params.lanes,
    iterations,
    elapsed_s,
    first_solution_s,
    stopped: stopReason === 'none' ? spent : stopReason,
    trace,
  };
}

/**
 * Answers what the request asks, in a part of its time: all that may be tried takes some twenty seconds for each question. Between
 * tasks this thread does what else it has to, such as renewing claims. @throws where `over` is aborted
 */
async function explain(request: RoutingRequest, plan: RoutingPlan, over?: AbortSignal): Promise<void> {
  if (!asksSomething(request.explain)) return;
  const { time_s } = request.options;
  const effort = time_s === null ? 1 : effortWithin(time_s, request.explain);
  const pause = () => setImmediate(undefined, { signal: over });
  plan.explanations = await explainInTurns(request, plan, effort, pause);
}

/** Where time is short, a third of it; more and more towards a minute. */
function effortWithin(time_s: number, { vehicles, unassigned, slots }: Explain): number {
  const questions = [vehicles.length > 0, unassigned, slots.length > 0].filter(Boolean).length;
  return Math.min(1, Math.max(time_s / (EXPLAINED_WITH_EASE_S * questions), (time_s / EXPLAINED_IN_FULL_S) ** 3));
}

/**
 * How long plan, explanations and check will take after the search, so that it can end as much earlier: they are made of a first
 * solution, and take less the second time, for certain where that is short. Small requests that ask nothing need no such care.
 */
async function rehearsal_s(
  request: RoutingRequest,
  solution: RawSolution,
  { seed, lanes, time_s }: SolveParams,
  over: AbortSignal | undefined,
): Promise<number> {
  const isLong = request.tasks.length >= REHEARSED_FROM || asksSomething(request.explain);
  if (!isLong || (time_s ?? 0) < REHEARSED_FROM_S) return 0;
  const report = { seed, threads: lanes, iterations: 0, elapsed_s: 0, first_solution_s: 0, trace: [] };
  const started_ns = process.hrtime.bigint();
  const plan = buildPlan(request, solution, { ...report, stopped: 'time' });
  await explain(request, plan, over);
  checkPlan(request, plan);
  const taken_s = Number(process.hrtime.bigint() - started_ns) / 1e9;
  return taken_s < REHEARSED_LONG_S ? REHEARSED_SHARE * taken_s : taken_s;
}
