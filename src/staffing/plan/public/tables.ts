import type { StaffingRequest } from '../../../contract/staffing/request.ts';
import { coverOf, offersCover } from '../cover.ts';
import type { Draft } from '../draft.ts';
import { eachShared } from '../pools.ts';
import type { VehicleTable } from '../vehicles/tables.ts';

/** Zones x slots, in riders. */
export interface Tables {
  planned: Float64Array;
  /** By reliability and vehicle. */
  counted: Float64Array;
  open: Float64Array;
  /** By what open shifts count for beside named riders. */
  openCounted: Float64Array;
  withMoves: Float64Array;
  short: Float64Array;
  /** More than are to be booked. */
  surplus: Float64Array;
}

export interface AllTables extends Tables {
  /** By vehicle type. */
  types: VehicleTable[];
}

export function tablesOf(
  { horizon, zones }: StaffingRequest,
  { shifts, offers, moves, requirement, roster, turnUp, openHeads, pools }: Draft,
): Tables {
  const planned = coverOf(shifts, zones.length, horizon);
  const open = offersCover(offers, zones.length, horizon);
  const withMoves =
    moves && moves.moves.length > 0 ? Float64Array.from(moves.cover.subarray(0, planned.length)) : planned;
  const counted = roster ? roster.cover[0]!.map((units) => units / turnUp) : planned;
  const ofAnyType = offers.filter(({ vehicle }) => vehicle < 0);
  const more = openHeads === 1 ? null : offersCover(ofAnyType, zones.length, horizon);
  const openCounted = more ? open.map((heads, i) => heads + (openHeads - 1) * more[i]!) : open;
  const there = planned.map((heads, i) => counted[i]! + withMoves[i]! - heads + openCounted[i]!);
  const short = new Float64Array(planned.length);
  const surplus = new Float64Array(planned.length);
  // Where zones share riders they are short, or have too many, together: dealt out by what each has of it.
  eachShared(pools, zones.length, horizon.slots, (cells) => {
    const lack = cells.reduce((sum, i) => sum + requirement.booked[i]! - there[i]!, 0);
    const [table, sign] = lack > 0 ? [short, 1] : [surplus, -1];
    const parts = cells.map((i) => Math.max(0, sign * (requirement.booked[i]! - there[i]!)));
    const all = parts.reduce((sum, part) => sum + part, 0);
    cells.forEach((cell, k) => {
      if (all > 0) table[cell] = (sign * lack * parts[k]!) / all;
    });
  });
  return { planned, counted, open, openCounted, withMoves, short, surplus };
}
