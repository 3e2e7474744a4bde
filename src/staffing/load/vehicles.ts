import { handlingOf } from './handling.ts';
import type { VehicleType, ZoneWork } from './types.ts';

/**
 * Splits riders over vehicle types by their shares, but so that long rides have riders that reach them: of the riders,
 * at least the share of the work that lies beyond a reach comes with vehicles that go beyond it. Largest remainders.
 * @returns riders by vehicle type, adding up to `riders`
 */
export function splitByVehicle(riders: number, work: ZoneWork, vehicles: VehicleType[]): Int32Array {
  const result = new Int32Array(vehicles.length);
  const order = Array.from(vehicles.keys())
    .filter((v) => vehicles[v]!.share > 0)
    .sort((a, b) => vehicles[b]!.reach_m - vehicles[a]!.reach_m || a - b);
  const shares = new Float64Array(vehicles.length);
  const total = order.reduce((sum, v) => sum + vehicles[v]!.share, 0);
  // From the farthest reach down: those so far have at least what only they can do.
  let given = 0;
  let left = total;
  for (const [k, v] of order.entries()) {
    const next = order[k + 1];
    const beyond = next === undefined ? 1 : 1 - usable(work, vehicles[next]!);
    const fair = left > 0 ? ((1 - given) * vehicles[v]!.share) / left : 0;
    shares[v] = Math.min(1 - given, Math.max(fair, beyond - given));
    given += shares[v]!;
    left -= vehicles[v]!.share;
  }
  let rest = riders;
  for (const v of order) rest -= result[v] = Math.floor(shares[v]! * riders + 1e-9);
  const byRemainder = order
    .slice()
    .sort((a, b) => shares[b]! * riders - result[b]! - (shares[a]! * riders - result[a]!));
  for (let k = 0; rest > 0; k = (k + 1) % byRemainder.length, rest--) result[byRemainder[k]!]!++;
  return result;
}

function usable(work: ZoneWork, vehicle: VehicleType): number {
  return handlingOf(work, vehicle, 1, 0, { orders_per_s: 0, occupancy: 0, free: 1 }).usable;
}
