import type { ScenarioRow, StaffingPlan } from '../contract/staffing/plan.ts';
import { RIDER_REASONS, SHORT_REASONS } from '../contract/staffing/reasons.ts';
import type { StaffingRequest } from '../contract/staffing/request.ts';
import { serviceOf } from '../simulation/service.ts';
import { trialDays } from '../simulation/trial.ts';
import {
  applyScenario,
  type CheckTime,
  type Draft,
  intradayAnswer,
  left_s,
  lostRiders,
  planChain,
  publicPlan,
  type StaffingEnv,
  TIME_SHARES,
  withHubsPlaced,
} from '../staffing/plan/index.ts';
import { Control } from './control.ts';
import type { StaffingAnswer, StaffingTask } from './staffing-messages.ts';
import { rowOf } from './staffing-row.ts';

const WORDS = { short: SHORT_REASONS, rider: RIDER_REASONS };

/** What a thread does for a staffing job: the chain, then the simulation of its plan. */
export function runStaffing(task: StaffingTask, highs: StaffingEnv['highs'] = null): StaffingAnswer {
  const control = new Control(task.control);
  const elapsed_s = () => Number(process.hrtime.bigint() - task.started_ns) / 1e9;
  const env: StaffingEnv = {
    elapsed_s,
    stop: () => control.stopReason !== 'none',
    progress: ({ cost, iterations }) => control.report(cost, iterations),
    highs,
    trial: trialDays,
    check_s: (request, draft) => checkTime(request, draft, elapsed_s),
  };
  try {
    if (task.scenario === null) return planOf(task.request, env, control);
    // Progress is of the plan.
    const begun_s = elapsed_s();
    const own = { ...env, elapsed_s: () => elapsed_s() - begun_s, progress: () => {} };
    const row = scenarioRow(task.request, task.scenario, own, control);
    return { ok: true, row, done_s: elapsed_s() };
  } catch (error) {
    const outOfMemory = error instanceof RangeError && /allocation|array length/i.test(error.message);
    return { ok: false, code: outOfMemory ? 'out_of_memory' : 'thread_failed', message: String(error) };
  }
}

/** What the plan as users read it and its simulation take, by one day of each kind; the first of all days is a slow one. */
function checkTime(request: StaffingRequest, draft: Draft, elapsed_s: () => number): CheckTime {
  const begun_s = elapsed_s();
  const { days } = request.simulate;
  const plan = { ...publicPlan(request, draft, WORDS), intraday: null };
  const written_s = elapsed_s();
  const oneDay = { ...request, simulate: { ...request.simulate, days: Math.min(1, days) } };
  serviceOf(oneDay, plan, 'named');
  serviceOf(oneDay, plan, 'filled');
  const [plan_s, day_s] = [written_s - begun_s, elapsed_s() - written_s];
  return { all_s: plan_s + days * day_s, least_s: plan_s + day_s };
}

function planOf(
  given: StaffingRequest,
  env: StaffingEnv,
  control: Control,
): StaffingAnswer & { ok: true } & { plan: StaffingPlan } {
  const steps: StaffingPlan['solver']['steps'] = [];
  const step = (name: string) => steps.push({ name, elapsed_s: Math.round(env.elapsed_s() * 1000) / 1000 });
  const { request, draft } = planChain(given, env, step);
  const core = publicPlan(request, draft, WORDS);
  const intraday = request.intraday ? intradayAnswer(request, draft, env, WORDS) : null;
  if (intraday) step('intraday');
  // Of a day under way, what to do now is what was searched.
  const { cost, bound } = intraday ?? draft;
  const { seed, time_s, iterations } = request.options;
  const isOutOfTime = iterations === null && time_s !== null && (draft.roster?.ranOut || left_s(request, env, 1) <= 0);
  const reason = control.stopReason;
  const plan: StaffingPlan = {
    ...core,
    intraday,
    service: null,
    service_filled: null,
    scenarios: [],
    solver: {
      seed,
      threads: 1,
      iterations: draft.iterations,
      elapsed_s: env.elapsed_s(),
      stopped: reason === 'none' ? (isOutOfTime ? 'time' : 'iterations') : reason,
      bound,
      roster_cost: cost,
      gap: cost === 0 ? 0 : Math.max(0, (cost - bound) / Math.abs(cost)),
      steps,
    },
  };
  // Half of the time that is left is for the named riders; what they leave, and the other half, for all.
  const half_s = left_s(request, env, TIME_SHARES.simulated) / 2;
  const isOver = (ahead_s: number) => left_s(request, env, TIME_SHARES.simulated) < ahead_s;
  plan.service = serviceOf(request, plan, 'named', () => env.stop() || isOver(Number.isFinite(half_s) ? half_s : 0));
  // Who stops a job waits for the plan alone.
  if (!env.stop()) plan.service_filled = serviceOf(request, plan, 'filled', () => env.stop() || isOver(0));
  if (plan.service || plan.service_filled) step('simulation');
  return { ok: true, plan, demand: draft.demand, request };
}

/** The scenario planned anew, and the plan as it is in the scenario's world. */
function scenarioRow(
  request: StaffingRequest,
  { index, demand, plan: before }: NonNullable<StaffingTask['scenario']>,
  env: StaffingEnv,
  control: Control,
): ScenarioRow {
  const { scenario, placed } = withHubsPlaced(request, request.scenarios[index]!);
  const changed = applyScenario(request, demand, scenario);
  const { plan } = planOf(changed, env, control);
  const lost = new Set([...lostRiders(request, scenario)].map((r) => request.riders[r]!.id));
  const here = <T extends { rider: string }>(list: T[]) => list.filter(({ rider }) => !lost.has(rider));
  const was = before.intraday;
  const unchanged = {
    ...plan,
    shifts: here(before.shifts),
    moves: here(before.moves),
    open: before.open,
    pools: before.pools,
    // The orders still to come are those of the scenario; what is done now is not.
    intraday: plan.intraday &&
      was && {
        ...plan.intraday,
        moves: here(was.moves),
        breaks: here(was.breaks),
        calls: here(was.calls),
        releases: here(was.releases),
      },
  };
  const kept = serviceOf(changed, unchanged, changed.riders.length > 0 ? 'named' : 'filled', env.stop);
  const row = rowOf(scenario.id, plan, before);
  return { ...row, hubs: placed, late_share_unchanged: kept?.late_share.mean ?? null };
}
