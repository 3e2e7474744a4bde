import type { StaffingRequest } from '../../contract/staffing/request.ts';
import type { MovePlan } from '../moves/index.ts';
import { type Compiled, compile, openShifts, type RosterProblem } from '../roster/index.ts';
import { coverOf } from './cover.ts';
import type { Draft } from './draft.ts';
import type { StaffingEnv } from './env.ts';
import { movesFor } from './moves.ts';
import { totalOf, withDesigns, withOpenShifts } from './open-beside.ts';
import { left_s, OPEN_SHARE, TIME_SHARES } from './time-shares.ts';

/**
 * What is done about slots that named riders leave short: riders there already move between zones, and what is missing still is
 * offered. Without moves where the plan is not cheaper with them: they shift heads, open shifts begin and end with their rules. Where time
 * is limited, open shifts are designed once, for what is planned in the end: designed with and without moves, they would take their time.
 * @param draft without either
 * @param envForMoves environment of moves, for a draft with its open shifts and the seconds it took to find these
 */
export function covered(
  request: StaffingRequest,
  draft: Draft,
  problem: RosterProblem,
  env: StaffingEnv,
  envForMoves: (draft: Draft, open_s: number) => StaffingEnv,
): Draft {
  const compiled = compile(problem);
  const design = (found: Draft) => withDesigns(request, found, env, () => isLate(request, env));
  const offered = (moves: MovePlan | null) => withOffers(request, draft, compiled, moves, env);
  if (!request.moves.allowed) return design(offered(null));
  if (request.options.time_s !== null) return design(cheaper(request, draft, offered, env, envForMoves));
  return cheaper(request, draft, (moves) => design(offered(moves)), env, envForMoves);
}

/** With moves or without. @param offered the draft with moves, and with open shifts for what is missing then */
function cheaper(
  request: StaffingRequest,
  draft: Draft,
  offered: (moves: MovePlan | null) => Draft,
  env: StaffingEnv,
  envForMoves: (draft: Draft, open_s: number) => StaffingEnv,
): Draft {
  const began_s = env.elapsed_s();
  const still = offered(null);
  const forMoves = envForMoves(still, env.elapsed_s() - began_s);
  if (forMoves.stop()) return still;
  const moves = movesFor(request, draft, forMoves);
  const cost = totalOf(request, still);
  // Who moves costs a way, whatever is saved by it.
  if (moves.moves.length === 0 || moves.cost.moves >= cost) return still;
  const moved = offered(moves);
  return totalOf(request, moved) < cost ? moved : still;
}

/** Too late for a design: what was found one after the other is a plan already. */
function isLate(request: StaffingRequest, env: StaffingEnv): boolean {
  return env.stop() || left_s(request, env, TIME_SHARES.simulated) < 0;
}

function withOffers(
  request: StaffingRequest,
  draft: Draft,
  compiled: Compiled,
  moves: MovePlan | null,
  env: StaffingEnv,
): Draft {
  const { time_s } = request.options;
  const share = time_s === null ? 1 : Math.max(TIME_SHARES.moves, env.elapsed_s() / time_s + OPEN_SHARE);
  const isOver = () => env.stop() || left_s(request, env, share) < 0;
  const found = openShifts(compiled, coverWith(moves, request, draft), isOver);
  return withOpenShifts(request, { ...draft, moves }, found);
}

/** The roster's cover, with who has moved; who moves counts as a mean rider does, and as one of the own vehicle type. */
function coverWith(
  moves: MovePlan | null,
  { zones, riders, horizon }: StaffingRequest,
  { roster, shifts, needs, turnUp }: Draft,
): Float64Array[] {
  if (!moves) return roster!.cover;
  return roster!.cover.map((cover, layer) => {
    const vehicle = layer === 0 ? -1 : needs[layer - 1]!.vehicle;
    const own = layer === 0 ? shifts : shifts.filter(({ rider }) => riders[rider]!.vehicle === vehicle);
    const heads = coverOf(own, zones.length, horizon);
    const each = layer === 0 ? turnUp : 1;
    return cover.map((units, i) => units + each * (moves.cover[layer * heads.length + i]! - heads[i]!));
  });
}
