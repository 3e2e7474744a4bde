import type { GivenShift, StaffingRequest } from '../../contract/staffing/request.ts';
import { requirementOf } from '../load/index.ts';
import { planRoster } from '../roster/index.ts';
import { covered } from './covered.ts';
import { demandOf } from './demand.ts';
import type { Draft } from './draft.ts';
import type { StaffingEnv } from './env.ts';
import { expectedPay_per_h } from './expected-pay.ts';
import { fittedRequirement } from './fit.ts';
import { linksOf } from './moves.ts';
import { designOffers } from './open.ts';
import { withPools } from './pools.ts';
import { peakOf, rosterProblem } from './roster.ts';
import { left_s, OPEN_SHARE, TIME_SHARES } from './time-shares.ts';
import { withVehicles } from './vehicles/rules.ts';
import { withinOpening } from './within-opening.ts';
import { requirementInput } from './work.ts';
import { designedRequest } from './zones/design.ts';

/** Riders times days up to which the exact model of the roster pays; beyond it the search finds nearly as much in seconds. */
const MOST_RIDER_DAYS = 40;

/** What the chain came to: the request with the zones that were designed, and what each step found. */
export interface Chained {
  request: StaffingRequest;
  draft: Draft;
}

/**
 * The chain of a staffing plan: zones (designed where asked for) -> demand (given or forecast) -> riders required (by formulas, or by simulated days) -> shifts and
 * who rides them -> moves between zones and open shifts. Pure; the same request, seed and iterations give the same plan.
 * @param step told when a step is done.
 */
export function planChain(given: StaffingRequest, env: StaffingEnv, step: (name: string) => void): Chained {
  const isToDesign = given.design !== null && !given.design.isDone;
  const isOver = () => env.stop() || left_s(given, env, TIME_SHARES.fitted) < 0;
  const request = isToDesign ? designedRequest(given, isOver) : given;
  if (isToDesign) step('zones');
  const demand = demandOf(request);
  step('demand');
  const input = requirementInput(request, demand);
  const formulas = withinOpening(requirementOf(input, isOver), request, demand.mean);
  const isSimulated = request.service.by === 'simulation';
  const byFormulas = withPools(request, input, formulas, isOver);
  const { requirement: pooled, pools } = isSimulated ? fittedRequirement(request, input, byFormulas, env) : byFormulas;
  const { requirement, needs } = withVehicles(request, pooled);
  const peak = peakOf(request, demand.mean);
  step('requirement');
  const pay_per_h = expectedPay_per_h(request, input, requirement);
  const base = { demand, input, requirement, pools, needs, pay_per_h, peak };
  if (request.intraday) {
    const shifts = shiftsOfToday(request);
    return {
      request,
      draft: { ...base, roster: null, turnUp: 1, openHeads: 1, shifts, offers: [], moves: null, ...NOTHING_SEARCHED },
    };
  }
  if (request.riders.length === 0) {
    const { offers, cost, bound, iterations } = designOffers(request, requirement.booked, needs, env);
    step('shifts');
    return {
      request,
      draft: {
        ...base,
        roster: null,
        turnUp: 1,
        openHeads: 1,
        shifts: [],
        offers,
        moves: null,
        cost,
        bound,
        iterations,
      },
    };
  }
  const { problem, units } = rosterProblem(request, input, requirement, pay_per_h, pools, needs);
  const { seed, iterations, time_s } = request.options;
  const share = linksOf(request).from.length > 0 ? TIME_SHARES.roster : TIME_SHARES.rosterAlone;
  const limit = time_s === null ? {} : { time_s: Math.max(0.05, left_s(request, env, share)) };
  const roster = planRoster(
    problem,
    { seed, ...(iterations === null ? {} : { iterations }), ...limit },
    {
      elapsed_s: env.elapsed_s,
      stopped: env.stop,
      ...(env.highs && isSmall(request) ? { highs: env.highs } : {}),
      progress: ({ cost, done }) => env.progress({ cost, iterations: done }),
    },
  );
  step('roster');
  const shifts = roster.shifts.map(
    ({ rider, zone, from_s, to_s, break: meal }): GivenShift => ({ rider, zone, span: { from_s, to_s }, meal }),
  );
  const { cost, bound, iterations: done } = roster;
  const openHeads = units.ofTaker / units.turnUp;
  const named = { roster, turnUp: units.turnUp, openHeads, shifts, offers: [], moves: null };
  const draft: Draft = { ...base, ...named, cost: cost.total, bound, iterations: done };
  const found = covered(request, draft, problem, env, (still, open_s) => timeForMoves(request, still, env, open_s));
  step('moves');
  return { request, draft: found };
}

/**
 * Moves end where just enough time for open shifts, their design and the simulation is left, but have their share in any case, unless
 * not even one day could be simulated then.
 */
function timeForMoves(request: StaffingRequest, draft: Draft, env: StaffingEnv, open_s: number): StaffingEnv {
  const { time_s } = request.options;
  if (time_s === null) return env;
  const began_s = env.elapsed_s();
  if (began_s >= TIME_SHARES.moves * time_s) return { ...env, stop: () => true, left_s: () => 0, past: () => 1 };
  const { all_s, least_s } = env.check_s(request, draft);
  // Open shifts are found once more, and designed.
  const after_s = open_s + OPEN_SHARE * time_s;
  const end_s = TIME_SHARES.simulated * time_s - after_s;
  const over_s = Math.max(end_s - all_s, Math.min(TIME_SHARES.moves * time_s - after_s, end_s - least_s), began_s);
  return {
    ...env,
    stop: () => env.stop() || env.elapsed_s() > over_s,
    left_s: () => over_s - env.elapsed_s(),
    past: () => (env.elapsed_s() - began_s) / Math.max(1e-9, over_s - began_s),
  };
}

function isSmall({ riders, horizon }: StaffingRequest): boolean {
  return riders.length * horizon.days <= MOST_RIDER_DAYS;
}

const NOTHING_SEARCHED = { cost: 0, bound: 0, iterations: 0 };

/**
 * Of a day under way: those on duty, and what was published and begins later; of a week's plan only what is of the horizon, and
 * nothing in a zone that is gone.
 */
function shiftsOfToday({ intraday, published, booked, horizon }: StaffingRequest): GivenShift[] {
  const { onDuty, now_s } = intraday!;
  const end_s = horizon.slots * horizon.slot_s;
  const later = [...(published ?? []), ...booked].filter(
    ({ zone, span }) => zone >= 0 && span.from_s > now_s && span.from_s < end_s,
  );
  const keys = new Set<string>();
  return [...onDuty, ...later].filter(({ rider, span }) => {
    const key = `${rider} ${span.from_s}`;
    if (keys.has(key)) return false;
    keys.add(key);
    return true;
  });
}
