import { type CodedError, codedError, type ErrorCode } from '../contract/errors.ts';
import type { ScenarioRow, StaffingPlan } from '../contract/staffing/plan.ts';
import type { StaffingRequest, StaffingWarning } from '../contract/staffing/request.ts';
import type { StopReason } from '../kit/stop-reasons.ts';
import { Control } from './control.ts';
import type { StaffingAnswer, StaffingTask } from './staffing-messages.ts';
import { rowOf } from './staffing-row.ts';

/** What a caller may do while a staffing job runs. */
export interface StaffingHooks {
  /** Called up to ten times a second while the search goes on. */
  onProgress?(progress: { cost: number; iterations: number; elapsed_s: number }): void;
  /** First stage of a stop: called with a function that makes the planner return the best it has. */
  onStart?(stop: (reason: Exclude<StopReason, 'none'>) => void): void;
  /** Second stage: kills the threads; nothing is returned. */
  signal?: AbortSignal;
}

export type StaffingRun =
  /** `request`: with the zones that were designed. */
  | { ok: true; plan: StaffingPlan; request: StaffingRequest; stopReason: StopReason }
  | { ok: false; errors: CodedError[]; retry: boolean };

/** How a task of a thread is run: the pool's seats and threads. */
export type RunTask = (task: StaffingTask, signal: AbortSignal | undefined) => Promise<StaffingAnswer>;

const POLL_MS = 100;

/** Plans, then plays through the scenarios, `threads` of them at a time. */
export async function staffOn(
  runTask: RunTask,
  request: StaffingRequest,
  threads: number,
  started_ns: bigint,
  hooks: StaffingHooks,
): Promise<StaffingRun> {
  const control = new Control();
  hooks.onStart?.((reason) => control.requestStop(reason));
  const endProgress = reportProgress(control, started_ns, hooks);
  const run = (scenario: StaffingTask['scenario'], on: StaffingRequest) =>
    runTask({ request: on, scenario, control: control.buffer, started_ns }, hooks.signal);
  try {
    const answer = await run(null, request);
    if (!answer.ok) return failed(answer.code, answer.message, hooks);
    if (!('plan' in answer)) return failed('internal', 'a plan was asked for, and a row came', hooks);
    const { plan, demand, request: planned } = answer;
    const rows = await inTurns(planned.scenarios.length, threads, async (index) => {
      if (control.stopReason !== 'none') return null;
      return run({ index, demand, plan: { ...plan, scenarios: [] } }, planned);
    });
    // What-ifs that were killed or have failed are left out; the plan is there.
    plan.warnings.push(...rows.flatMap((row, index) => notKept(row, index, planned, hooks)));
    const done = rows.flatMap((row): ScenarioRow[] => (row?.ok && 'row' in row ? [row.row] : []));
    for (const row of rows) {
      if (row?.ok && 'row' in row) plan.solver.steps.push({ name: `scenario ${row.row.id}`, elapsed_s: row.done_s });
    }
    if (done.length > 0) plan.scenarios = [rowOf('plan', plan, plan), ...done];
    plan.solver.threads = Math.max(1, Math.min(threads, planned.scenarios.length));
    plan.solver.elapsed_s = Number(process.hrtime.bigint() - started_ns) / 1e9;
    return { ok: true, plan, request: planned, stopReason: control.stopReason };
  } finally {
    endProgress();
  }
}

function notKept(
  row: StaffingAnswer | null,
  index: number,
  { scenarios }: StaffingRequest,
  { signal }: StaffingHooks,
): StaffingWarning[] {
  const told = (cause: string): StaffingWarning[] => [
    { code: 'scenario_not_kept', path: `scenarios[${index}]`, cause },
  ];
  if (row === null || signal?.aborted) return [];
  if (!row.ok) return told(`it has no row: ${row.message}`);
  if (!('row' in row)) return [];
  const asked = scenarios[index]!.hubs.filter(({ at }) => at === null).length;
  const { length } = row.row.hubs;
  return length < asked ? told(`there are places for ${length} of ${asked} hubs`) : [];
}

function reportProgress(control: Control, started_ns: bigint, hooks: StaffingHooks): () => void {
  let seen = 0;
  const timer = setInterval(() => {
    if (control.version === seen) return;
    seen = control.version;
    hooks.onProgress?.({ ...control.progress, elapsed_s: Number(process.hrtime.bigint() - started_ns) / 1e9 });
  }, POLL_MS);
  return () => clearInterval(timer);
}

/** Runs tasks 0..count-1, at most `width` at a time; results in their order. */
async function inTurns<T>(count: number, width: number, task: (index: number) => Promise<T>): Promise<T[]> {
  const results = new Array<T>(count);
  let next = 0;
  const lane = async () => {
    while (next < count) {
      const index = next++;
      results[index] = await task(index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, count) }, lane));
  return results;
}

function failed(code: ErrorCode, message: string, { signal }: StaffingHooks): StaffingRun {
  if (signal?.aborted) {
    return { ok: false, errors: [codedError('cancelled', '', 'aborted before there was a plan')], retry: false };
  }
  const retry = code === 'thread_failed' || code === 'out_of_memory';
  return { ok: false, errors: [codedError(code, '', message)], retry };
}
