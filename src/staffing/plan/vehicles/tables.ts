import type { StaffingRequest } from '../../../contract/staffing/request.ts';
import { coverOf, offersCover } from '../cover.ts';
import type { Draft } from '../draft.ts';
import { eachShared } from '../pools.ts';

/** Riders of one vehicle type by zones x slots. */
export interface VehicleTable {
  /** By name, breaks taken off. */
  planned: Float64Array;
  /** Where they have moved to. */
  withMoves: Float64Array;
  /** Null where the rules do not name the type. */
  asked: { least: Int32Array; open: Float64Array; short: Float64Array } | null;
}

/** Who is planned with each vehicle type, and what is missing of those that the rules name. */
export function vehicleTables(request: StaffingRequest, draft: Draft): VehicleTable[] {
  const { horizon, zones, riders, vehicles } = request;
  const { shifts, offers, moves, needs, pools } = draft;
  return vehicles.map((_, v) => {
    const own = shifts.filter(({ rider }) => riders[rider]!.vehicle === v);
    const planned = coverOf(own, zones.length, horizon);
    const need = needs.findIndex(({ vehicle }) => vehicle === v);
    if (need < 0) return { planned, withMoves: planned, asked: null };
    const { least } = needs[need]!;
    const layer = (1 + need) * least.length;
    const hasMoved = moves !== null && moves.moves.length > 0;
    const withMoves = hasMoved ? Float64Array.from(moves.cover.subarray(layer, layer + least.length)) : planned;
    const taken = offers.filter(({ vehicle }) => vehicle === v);
    const open = offersCover(taken, zones.length, horizon);
    const short = new Float64Array(least.length);
    eachShared(pools, zones.length, horizon.slots, (cells) => {
      const lacks = cells.map((i) => least[i]! - withMoves[i]! - open[i]!);
      dealOut(lacks, cells, short);
    });
    return { planned, withMoves, asked: { least, open, short } };
  });
}

/** What cells lack together, dealt out by what each lacks; nothing where others have it to spare. */
export function dealOut(lacks: readonly number[], cells: readonly number[], into: Float64Array): void {
  const together = lacks.reduce((sum, lack) => sum + lack, 0);
  const all = lacks.reduce((sum, lack) => sum + Math.max(0, lack), 0);
  cells.forEach((cell, k) => {
    into[cell] = together > 1e-9 ? (together * Math.max(0, lacks[k]!)) / all : 0;
  });
}
