import type { Vehicle } from '../contract/request.ts';

/** How much earlier a shift may begin, and how much later end, before it meets another of the same vehicle. */
export interface ShiftRoom {
  before_s: number;
  after_s: number;
}

export function shiftRoom(vehicles: readonly Vehicle[], { id, shift, shiftNumber }: Vehicle): ShiftRoom {
  const room = { before_s: Number.POSITIVE_INFINITY, after_s: Number.POSITIVE_INFINITY };
  if (shift === null) return room;
  for (const other of vehicles) {
    // Vehicles of a kind that are in progress are entries of the same shift.
    if (other.id !== id || other.shiftNumber === shiftNumber || other.shift === null) continue;
    const [opens_s, closes_s] = other.shift;
    if (opens_s >= shift[1]) room.after_s = Math.min(room.after_s, opens_s - shift[1]);
    else if (closes_s <= shift[0]) room.before_s = Math.min(room.before_s, shift[0] - closes_s);
  }
  return room;
}
