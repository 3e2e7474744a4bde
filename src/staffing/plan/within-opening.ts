import type { StaffingRequest } from '../../contract/staffing/request.ts';
import { quietSlots, type Requirement } from '../load/index.ts';
import { openTable } from './open.ts';

/** Whether a cell's slot is over on a day under way. */
export function isPast({ horizon: { slots, slot_s }, intraday }: StaffingRequest, cell: number): boolean {
  return intraday !== null && ((cell % slots) + 1) * slot_s <= intraday.now_s;
}

/**
 * Where a zone is closed and next to no orders are expected, nobody is asked for: what is left of the last orders is delivered by those
 * who took them. Of a day under way, what is over asks for nobody.
 */
export function withinOpening(requirement: Requirement, request: StaffingRequest, mean: Float64Array): Requirement {
  const open = openTable(request);
  const { slots } = request.horizon;
  const quiet = request.zones.map((_, zone) =>
    quietSlots(mean.subarray(zone * slots, (zone + 1) * slots), (slot) => open[zone * slots + slot] === 0),
  );
  const isOver = (i: number) => quiet[Math.floor(i / slots)]![i % slots] === 1 || isPast(request, i);
  const cleared = (table: Int32Array) => table.map((riders, i) => (isOver(i) ? 0 : riders));
  const { riders, booked, byVehicle } = requirement;
  return { ...requirement, riders: cleared(riders), booked: cleared(booked), byVehicle: byVehicle.map(cleared) };
}
