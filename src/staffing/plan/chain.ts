import type { GivenShift, StaffingRequest } from '../../contract/staffing/request.ts';
import { requirementOf } from '../load/index.ts';
import { type OpenShift, planRoster } from '../roster/index.ts';
import { demandOf } from './demand.ts';
import { designedRequest } from './design-zones.ts';
import type { Draft } from './draft.ts';
import type { StaffingEnv } from './env.ts';
import { fittedRequirement, mealOf } from './fit.ts';
import { movesFor } from './moves.ts';
import type { Offer } from './offer.ts';
import { designOffers } from './open.ts';
import { withPools } from './pools.ts';
import { peakOf, rosterProblem, type Units } from './roster.ts';
import type { VehicleNeed } from './vehicle-need.ts';
import { withVehicles } from './vehicles.ts';
import { withinOpening } from './within-opening.ts';
import { requirementInput } from './work.ts';

const HOUR_S = 3600;
/** Riders times days up to which the exact model of the roster pays; beyond it the search finds nearly as much in seconds. */
const MOST_RIDER_DAYS = 40;

/** Shares of the time limit by which the roster and then the moves are over; what is left is for the simulation. */
const ROSTER_SHARE = 0.75;
const MOVES_SHARE = 0.9;

/** What the chain came to: the request with the zones that were designed, and what each step found. */
export interface Chained {
  request: StaffingRequest;
  draft: Draft;
}

/**
 * The chain of a staffing plan: zones (designed where asked for) -> demand (given or forecast) -> riders required (by formulas, or by simulated days) -> shifts and
 * who rides them -> open shifts -> moves between zones. Pure; the same request, seed and iterations give the same plan.
 * @param step told when a step is done.
 */
export function planChain(given: StaffingRequest, env: StaffingEnv, step: (name: string) => void): Chained {
  const began_s = env.elapsed_s();
  const isToDesign = given.design !== null && !given.design.isDone;
  const request = isToDesign ? designedRequest(given) : given;
  if (isToDesign) step('zones');
  const demand = demandOf(request);
  step('demand');
  const input = requirementInput(request, demand);
  const formulas = withinOpening(requirementOf(input), request, demand.mean);
  const isSimulated = request.service.by === 'simulation';
  const apart = isSimulated ? fittedRequirement(request, demand, formulas, env) : formulas;
  const { requirement: pooled, pools } = withPools(request, input, apart);
  const { requirement, needs } = withVehicles(request, pooled);
  const peak = peakOf(request, demand.mean);
  step('requirement');
  const base = { demand, input, requirement, pools, needs, peak };
  if (request.intraday) {
    const shifts = shiftsOfToday(request);
    return {
      request,
      draft: { ...base, roster: null, turnUp: 1, shifts, offers: [], moves: null, ...NOTHING_SEARCHED },
    };
  }
  if (request.riders.length === 0) {
    const { offers, cost, bound, iterations } = designOffers(request, requirement.booked, needs, env);
    step('shifts');
    return {
      request,
      draft: { ...base, roster: null, turnUp: 1, shifts: [], offers, moves: null, cost, bound, iterations },
    };
  }
  const { problem, units } = rosterProblem(request, input, requirement, pools, needs);
  const { seed, iterations, time_s } = request.options;
  const share = request.moves.allowed ? ROSTER_SHARE : MOVES_SHARE;
  const left_s = time_s === null ? null : Math.max(0.05, began_s + share * time_s - env.elapsed_s());
  const roster = planRoster(
    problem,
    { seed, ...(iterations === null ? {} : { iterations }), ...(left_s === null ? {} : { time_s: left_s }) },
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
  const offers = roster.open.map((open) => toOffer(open, request, units, needs));
  const over_s = time_s === null ? Number.POSITIVE_INFINITY : began_s + MOVES_SHARE * time_s;
  const forMoves = {
    ...env,
    stop: () => env.stop() || env.elapsed_s() > over_s,
    left_s: () => over_s - env.elapsed_s(),
  };
  const moves = request.moves.allowed ? movesFor(request, { ...base, shifts }, forMoves) : null;
  step('moves');
  const { cost, bound } = roster;
  return {
    request,
    draft: {
      ...base,
      roster,
      turnUp: units.turnUp,
      shifts,
      offers,
      moves,
      cost: cost.total,
      bound,
      iterations: roster.iterations,
    },
  };
}

function isSmall({ riders, horizon }: StaffingRequest): boolean {
  return riders.length * horizon.days <= MOST_RIDER_DAYS;
}

const NOTHING_SEARCHED = { cost: 0, bound: 0, iterations: 0 };

/** Of a day under way: those on duty, and what was published and begins later; of a week's plan only what is of the horizon. */
function shiftsOfToday({ intraday, published, booked, horizon }: StaffingRequest): GivenShift[] {
  const { onDuty, now_s } = intraday!;
  const end_s = horizon.slots * horizon.slot_s;
  const later = [...(published ?? []), ...booked].filter(({ span }) => span.from_s > now_s && span.from_s < end_s);
  const keys = new Set<string>();
  return [...onDuty, ...later].filter(({ rider, span }) => {
    const key = `${rider} ${span.from_s}`;
    if (keys.has(key)) return false;
    keys.add(key);
    return true;
  });
}

/** An open shift of the roster; its meal break lies in the middle of its window. */
function toOffer(
  { zone, layer, from_s, to_s, riders, saves }: OpenShift,
  request: StaffingRequest,
  units: Units,
  needs: readonly VehicleNeed[],
): Offer {
  const meal = mealOf(request, { from_s, to_s });
  const unpaid_s = meal && !request.rules.meal!.paid ? meal.to_s - meal.from_s : 0;
  return {
    zone,
    vehicle: layer === 0 ? -1 : needs[layer - 1]!.vehicle,
    from_s,
    to_s,
    meal,
    // The roster counts in units that turn up, who is booked counts for less; of vehicle types it counts heads.
    riders: layer === 0 ? Math.max(1, Math.round(riders / units.turnUp)) : riders,
    saves,
    hours: (to_s - from_s - unpaid_s) / HOUR_S,
  };
}
