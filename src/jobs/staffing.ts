import { parseJson } from '../contract/limits.ts';
import { parseStaffing } from '../contract/staffing/parse.ts';
import type { StaffingPlan } from '../contract/staffing/plan.ts';
import type { StaffingRequest } from '../contract/staffing/request.ts';
import type { StopReason } from '../kit/stop-reasons.ts';
import type { SolverPool } from '../pool/pool.ts';
import type { StaffingHooks } from '../pool/staffing.ts';
import type { JobContext, JobHandler, JobOutcome } from '../queue/types.ts';
import { judgeStaffing } from '../simulation/judge.ts';
import { rejections } from './rejections.ts';
import { inTurn, type Refused, type TurnHooks } from './turn.ts';

export type Staffed = { ok: true; plan: StaffingPlan; stopped: StopReason } | Refused;

/** Answers jobs of the queue `staffing`: a request, as JSON or its text. */
export function createStaffingHandler(pool: SolverPool): JobHandler {
  return async (payload, context) => {
    const json = typeof payload === 'string' ? parseJson(payload) : { ok: true as const, value: payload };
    const parsed = json.ok ? parseStaffing(json.value) : json;
    if (!parsed.ok) return { status: 'failed', errors: parsed.errors, retry: false };
    return answer(parsed.value, pool, context);
  };
}

async function answer(request: StaffingRequest, pool: SolverPool, context: JobContext): Promise<JobOutcome> {
  const staffed = await staff(request, pool, {
    onProgress: ({ cost, iterations, elapsed_s }) => context.progress({ cost, iterations, elapsed_s, unassigned: 0 }),
    onStart: (stop) => context.stop.onRequest(stop),
    onWait: () => context.hold(),
    unwanted: context.unwanted,
    signal: context.signal,
  });
  if (!staffed.ok) return { status: 'failed', errors: staffed.errors, retry: staffed.retry };
  const { plan, stopped } = staffed;
  // The next worker begins again: steps of the chain are short.
  if (stopped === 'shutdown') return { status: 'suspended' };
  return { status: 'done', plan, cost: plan.cost.total, ...(stopped === 'none' ? {} : { stopped }) };
}

/**
 * The pipeline of a staffing request: wait for threads, chain and simulation in the pool, then the judge, which shares no code with
 * the planner. A plan that breaks a hard rule is not returned. Its methods: docs/staffing.md.
 *
 * Returns what is wrong instead of throwing: `queue_full`, `cancelled`, `thread_failed`, `out_of_memory`, `plan_rejected`, `internal`.
 * `retry`: the machine was at fault.
 * @param hooks progress, and the ways to stop it; see `StaffingHooks` and `TurnHooks`.
 */
export async function staff(
  request: StaffingRequest,
  pool: SolverPool,
  hooks: StaffingHooks & TurnHooks = {},
): Promise<Staffed> {
  const threads = request.options.threads ?? pool.threadsPerJob;
  return inTurn(pool, threads, hooks, () => staffInTurn(request, pool, hooks));
}

async function staffInTurn(request: StaffingRequest, pool: SolverPool, hooks: StaffingHooks): Promise<Staffed> {
  const run = await pool.staff(request, process.hrtime.bigint(), hooks);
  if (!run.ok) return run;
  const violations = judgeStaffing(run.request, run.plan);
  if (violations.length > 0) {
    const errors = rejections(violations.map(({ rule, ...rest }) => ({ what: rule, ...rest })));
    return { ok: false, errors, retry: false };
  }
  return { ok: true, plan: run.plan, stopped: run.stopReason };
}
