import type { PlanPool, StaffingPlan } from '../../contract/staffing/plan.ts';
import type { StaffingRequest } from '../../contract/staffing/request.ts';
import { type Rulings, secondsOf } from './read.ts';

/**
 * Reads which zones share their riders when, and judges it: as the request names them or leaves the choice, a zone in one pool
 * only, and figures that add up.
 * @returns the zones that a zone is counted with in a slot, itself among them.
 */
export function readPools(
  request: StaffingRequest,
  plan: StaffingPlan,
  rulings: Rulings,
): (zone: number, slot: number) => readonly number[] {
  const { slot_s } = request.horizon;
  const index = new Map(request.zones.map(({ id }, z) => [id, z]));
  const pools = (plan.pools ?? []).flatMap((pool, p) => {
    const path = `pools[${p}]`;
    if (!pool.shared) return [];
    const zones = pool.zones.flatMap((id) => index.get(id) ?? []);
    if (zones.length < pool.zones.length) rulings.add('unknown_zone', path, 'one of its zones is not in the request');
    const spans = pool.times.map(({ from, to }) => ({
      from_s: secondsOf(request, from),
      to_s: secondsOf(request, to),
    }));
    const isIn = (slot: number) => spans.some(({ from_s, to_s }) => slot * slot_s >= from_s && slot * slot_s < to_s);
    judgePool(request, plan, pool, { zones, isIn, path }, rulings);
    return [{ zones, isIn }];
  });
  const all = pools.flatMap(({ zones }) => zones);
  if (new Set(all).size < all.length) rulings.add('pool_twice', 'pools', 'a zone is in two of them');
  return (zone, slot) => pools.find(({ zones, isIn }) => zones.includes(zone) && isIn(slot))?.zones ?? [zone];
}

interface ReadPool {
  zones: number[];
  isIn(slot: number): boolean;
  path: string;
}

function judgePool(
  { moves, horizon }: StaffingRequest,
  plan: StaffingPlan,
  pool: PlanPool,
  { zones, isIn, path }: ReadPool,
  rulings: Rulings,
): void {
  const named = moves.pools.find((each) => [...each.zones].sort().join() === [...zones].sort().join());
  const chosen = moves.choosePools && zones.length <= moves.choosePools.mostZones ? moves.choosePools : undefined;
  const allowed = named ?? chosen;
  if (!allowed) {
    rulings.add('pool_not_allowed', path, 'the request does not let these zones share their riders');
    return;
  }
  const isAllowed = (slot: number) =>
    allowed.times === null ||
    allowed.times.some(({ from_s, to_s }) => slot * horizon.slot_s >= from_s && slot * horizon.slot_s < to_s);
  const lists = plan.zones.filter(({ id }) => pool.zones.includes(id)).map((zone) => zone.slots.required);
  for (let slot = 0; slot < horizon.slots; slot++) {
    if (isIn(slot) && !isAllowed(slot)) {
      rulings.add('pool_not_allowed', path, `riders may not be shared in slot ${slot}`);
      return;
    }
    const sum = lists.reduce((all, list) => all + list[slot]!, 0);
    if (sum !== pool.required[slot])
      rulings.add('wrong_figure', `${path}.required[${slot}]`, `${pool.required[slot]}, counted ${sum}`);
  }
}
