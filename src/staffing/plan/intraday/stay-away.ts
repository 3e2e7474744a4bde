import type { StaffingRequest } from '../../../contract/staffing/request.ts';
import { bookFor } from '../../load/index.ts';
import { coverOf } from '../cover.ts';
import type { Draft } from '../draft.ts';
import { eachShared } from '../pools.ts';
import { noShowRate } from '../work.ts';

/**
 * Riders asked for from now on so that enough are there: who is at work has turned up, of those still to come some stay away. Without the
 * margin for them it would be sent home, and nobody called where it lacks. A pool has one margin, as when it was planned.
 * @param required riders that must be there, by zone and slot
 */
export function withMargin(
  required: ArrayLike<number>,
  request: StaffingRequest,
  { shifts, pools }: Draft,
): Float64Array {
  const { horizon, zones, noShow, intraday } = request;
  const hasCome = ({ span }: { span: { from_s: number } }) => span.from_s <= intraday!.now_s;
  const here = coverOf(shifts.filter(hasCome), zones.length, horizon);
  // Where nobody comes any more, riders are called: anybody.
  const toCome = shifts.filter((shift) => !hasCome(shift)).map(({ rider }) => request.riders[rider]!);
  const rate = noShowRate(toCome.length > 0 ? { ...request, riders: toCome } : request);
  const asked = Float64Array.from(required);
  eachShared(pools, zones.length, horizon.slots, (cells) => {
    const lack = (cell: number) => required[cell]! - here[cell]!;
    const toTurnUp = Math.ceil(cells.reduce((sum, cell) => sum + lack(cell), 0) - 1e-9);
    if (toTurnUp <= 0) return;
    const most = cells.reduce((best, cell) => (lack(cell) > lack(best) ? cell : best));
    asked[most]! += bookFor(toTurnUp, rate, noShow.confidence) - toTurnUp;
  });
  return asked;
}
