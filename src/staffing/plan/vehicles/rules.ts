import type { StaffingRequest } from '../../../contract/staffing/request.ts';
import type { Requirement } from '../../load/index.ts';
import { openTable } from '../open.ts';
import type { VehicleNeed } from './need.ts';

/**
 * What the rules ask of each vehicle type they name: so many riders, or a share of those required, where the zone is open. The riders to
 * book become as many as all types need together, and their split over the types keeps to it.
 */
export function withVehicles(
  request: StaffingRequest,
  requirement: Requirement,
): { requirement: Requirement; needs: VehicleNeed[] } {
  const { rules, vehicles } = request;
  if (rules.vehicles.length === 0) return { requirement, needs: [] };
  const least = vehicles.map((_, vehicle) => leastOf(request, requirement.riders, vehicle));
  const booked = requirement.booked.map((riders, i) =>
    Math.max(
      riders,
      least.reduce((sum, table) => sum + table[i]!, 0),
    ),
  );
  const byVehicle = requirement.byVehicle.map((table) => table.slice());
  booked.forEach((riders, i) => {
    split(byVehicle, least, i, riders);
  });
  const needs = least.flatMap((table, vehicle) =>
    rules.vehicles.some((rule) => rule.vehicle === vehicle) ? [{ vehicle, least: table }] : [],
  );
  return { requirement: { ...requirement, booked, byVehicle }, needs };
}

function leastOf(request: StaffingRequest, required: Int32Array, vehicle: number): Int32Array {
  const { rules, horizon, intraday } = request;
  const { slots, slot_s } = horizon;
  const open = openTable(request);
  const least = new Int32Array(required.length);
  for (const { zones, spans, riders, share } of rules.vehicles.filter((rule) => rule.vehicle === vehicle)) {
    for (let i = 0; i < required.length; i++) {
      const begin_s = (i % slots) * slot_s;
      if (open[i] === 0 || (zones && !zones.includes(Math.floor(i / slots)))) continue;
      if (begin_s + slot_s <= (intraday?.now_s ?? 0)) continue;
      if (!spans.some(({ from_s, to_s }) => begin_s >= from_s && begin_s < to_s)) continue;
      least[i] = Math.max(least[i]!, riders, Math.ceil(share * required[i]! - 1e-9));
    }
  }
  return least;
}

/** Raises each type to what is needed of it; what is too much then comes off those with most to spare. */
function split(byVehicle: Int32Array[], least: Int32Array[], i: number, riders: number): void {
  let over = -riders;
  for (const [v, table] of byVehicle.entries()) {
    table[i] = Math.max(table[i]!, least[v]![i]!);
    over += table[i]!;
  }
  for (; over > 0; over--) {
    const spare = byVehicle.map((table, v) => table[i]! - least[v]![i]!);
    byVehicle[spare.indexOf(Math.max(...spare))]![i]!--;
  }
}
