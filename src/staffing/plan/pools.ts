import type { PlanPool } from '../../contract/staffing/plan.ts';
import type { StaffingRequest } from '../../contract/staffing/request.ts';
import { poolNeighbours } from '../moves/index.ts';
import { zoneNeighbours } from '../zones/index.ts';
import type { Draft } from './draft.ts';
import { rounded } from './rounded.ts';

const HOUR_S = 3600;

/**
 * Neighbouring zones that would need fewer riders together: those in `moves.pools`, or else zones that touch. The safety that the
 * requirement has on top of the load is taken as so many roots of the load, the same in every zone.
 */
export function poolsOf(request: StaffingRequest, { requirement, demand }: Draft): PlanPool[] {
  const { zones, horizon } = request;
  const neighbours = neighboursOf(request);
  if (neighbours.every((near) => near.length === 0)) return [];
  const { pools } = poolNeighbours({
    zones: zones.length,
    slots: horizon.slots,
    load: requirement.load.map((load, i) => (requirement.riders[i]! > 0 ? load : 0)),
    dispersion: demand.dispersion,
    beta: safetyOf(requirement, demand.dispersion),
    neighbours,
  });
  return pools
    .filter((pool) => pool.zones.length > 1)
    .map(({ zones: shared, floats, saved_rider_slots }) => ({
      zones: shared.map((zone) => zones[zone]!.id),
      floats: [...floats],
      saved_h: rounded((saved_rider_slots * horizon.slot_s) / HOUR_S, 2),
    }));
}

function neighboursOf({ zones, moves }: StaffingRequest): number[][] {
  if (moves.pools.length > 0) {
    const near = zones.map(() => [] as number[]);
    for (const [a, b] of moves.pools) {
      near[a]!.push(b);
      near[b]!.push(a);
    }
    return near;
  }
  if (!moves.allowed || zones.some(({ polygon }) => polygon === null)) return zones.map(() => []);
  return zoneNeighbours(zones.map(({ polygon }) => ({ polygons: [polygon!] })));
}

/** Riders on top of the load, in roots of it, mean of all slots with work. */
function safetyOf({ load, riders }: Draft['requirement'], dispersion: Float64Array): number {
  let spare = 0;
  let roots = 0;
  load.forEach((work, i) => {
    if (riders[i] === 0) return;
    spare += riders[i]! - work;
    roots += Math.sqrt(dispersion[i]! * work);
  });
  return roots > 0 ? Math.max(0, spare / roots) : 0;
}
