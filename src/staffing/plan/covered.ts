import type { StaffingRequest } from '../../contract/staffing/request.ts';
import type { MovePlan } from '../moves/index.ts';
import { type OpenShift, openShifts, type RosterProblem } from '../roster/index.ts';
import { coverOf } from './cover.ts';
import type { Draft } from './draft.ts';
import type { StaffingEnv } from './env.ts';
import { movesFor } from './moves.ts';
import type { Offer } from './offer.ts';
import { paidSeconds } from './paid.ts';
import { coverCost } from './public-figures.ts';
import { tablesOf } from './public-tables.ts';
import { vehicleTables } from './vehicle-tables.ts';

const HOUR_S = 3600;

/**
 * What is done about slots that named riders leave short: riders there already move between zones, and what is missing still is
 * offered. Without moves where the plan is not cheaper with them: they shift heads, open shifts begin and end with their rules.
 * @param draft without either  @param timed the environment of moves, for a draft with its open shifts
 */
export function covered(
  request: StaffingRequest,
  draft: Draft,
  problem: RosterProblem,
  env: StaffingEnv,
  timed: (draft: Draft) => StaffingEnv,
): Draft {
  const withOffers = (moves: MovePlan | null): Draft => {
    const open = openShifts(problem, coverWith(moves, request, draft), env.stop);
    return { ...draft, moves, offers: open.map((each) => toOffer(each, request, draft)) };
  };
  const still = withOffers(null);
  if (!request.moves.allowed) return still;
  const moves = movesFor(request, draft, timed(still));
  if (moves.moves.length === 0) return still;
  const moved = withOffers(moves);
  return totalOf(request, moved) < totalOf(request, still) ? moved : still;
}

function totalOf(request: StaffingRequest, draft: Draft): number {
  const tables = { ...tablesOf(request, draft), types: vehicleTables(request, draft) };
  return Object.values(coverCost(request, draft, tables)).reduce((sum, cost) => sum + cost, 0);
}

/** The roster's cover, with who has moved; who moves counts as a mean rider does. */
function coverWith(
  moves: MovePlan | null,
  { zones, horizon }: StaffingRequest,
  { roster, shifts, turnUp }: Draft,
): Float64Array[] {
  const [all, ...ofTypes] = roster!.cover;
  if (!moves) return [all!, ...ofTypes];
  const heads = coverOf(shifts, zones.length, horizon);
  return [all!.map((units, i) => units + turnUp * (moves.cover[i]! - heads[i]!)), ...ofTypes];
}

function toOffer(
  { zone, layer, from_s, to_s, riders, break: meal, saves }: OpenShift,
  request: StaffingRequest,
  { needs }: Draft,
): Offer {
  return {
    zone,
    vehicle: layer === 0 ? -1 : needs[layer - 1]!.vehicle,
    from_s,
    to_s,
    meal,
    // Heads: the roster has counted each for what turns up of it.
    riders,
    saves,
    hours: paidSeconds({ from_s, to_s }, meal, request.rules) / HOUR_S,
  };
}
