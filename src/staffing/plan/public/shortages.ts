import type { ShortSlots } from '../../../contract/staffing/plan.ts';
import type { ShortReason } from '../../../contract/staffing/reasons.ts';
import type { StaffingRequest } from '../../../contract/staffing/request.ts';
import type { Roster, Shortage } from '../../roster/index.ts';
import type { Draft } from '../draft.ts';
import { openTable } from '../open.ts';
import { eachShared, sharedCells } from '../pools.ts';
import { rounded } from '../rounded.ts';
import { isoOf } from '../times.ts';
import { dealOut, type VehicleTable } from '../vehicles/tables.ts';
import type { ReasonWords } from '../words.ts';
import type { AllTables, Tables } from './tables.ts';

/** Slots that follow each other and are short for the same reason are one stretch. */
export function shortagesOf(
  request: StaffingRequest,
  draft: Draft,
  tables: AllTables,
  words: ReasonWords,
): ShortSlots[] {
  const reasons = reasonTable(request, draft, tables);
  const open = openFor(request, draft, tables, reasons);
  return [
    ...stretchesOf(request, reasons, open, words),
    ...draft.needs.flatMap(({ vehicle }, k) => {
      const { planned, withMoves, asked } = tables.types[vehicle]!;
      const come = asked!.open.map((heads, i) => heads + Math.max(0, withMoves[i]! - planned[i]!));
      const ofType = typeReasons(request, draft, tables.types[vehicle]!, k + 1);
      return stretchesOf(request, ofType, come, words, request.vehicles[vehicle]!.id);
    }),
  ];
}

function stretchesOf(
  { horizon, zones }: StaffingRequest,
  reasons: ReasonTable,
  open: Float64Array,
  words: ReasonWords,
  vehicle?: string,
): ShortSlots[] {
  const { slots, slot_s } = horizon;
  const stretches: ShortSlots[] = [];
  zones.forEach(({ id }, zone) => {
    for (let slot = 0; slot < slots; ) {
      const first = reasons.get(zone * slots + slot);
      let end = slot + 1;
      if (first) {
        let missing = first.missing;
        let filled = Math.min(missing, open[zone * slots + slot]!);
        for (; end < slots; end++) {
          const next = reasons.get(zone * slots + end);
          if (next?.reason !== first.reason) break;
          missing += next.missing;
          filled += Math.min(next.missing, open[zone * slots + end]!);
        }
        stretches.push({
          zone: id,
          from: isoOf(slot * slot_s, horizon),
          to: isoOf(end * slot_s, horizon),
          ...(vehicle === undefined ? {} : { vehicle }),
          riders: rounded(missing / (end - slot), 2),
          reason: first.reason,
          cause: words.short[first.reason],
          offered: filled >= missing - 1e-9,
        });
      }
      slot = end;
    }
  });
  return stretches;
}

type ReasonTable = Map<number, { missing: number; reason: ShortReason }>;

/**
 * By zone x slot: named riders missing to what is to be booked, and why: the roster's reasons, or that nobody is named. A day under
 * way has figures of its own.
 */
function reasonTable(
  request: StaffingRequest,
  { roster, turnUp, requirement, pools }: Draft,
  { counted }: Tables,
): ReasonTable {
  const { slots } = request.horizon;
  const table: ReasonTable = new Map();
  if (roster) {
    const found = shortagesIn(roster, 0, slots);
    const shared = sharedCells(pools, request.zones.length, slots);
    eachShared(pools, request.zones.length, slots, (cells) => {
      // Of zones that share riders, where they are missing.
      const shortage = found.get(shared?.[cells[0]!] ?? cells[0]!);
      if (!shortage) return;
      const parts = cells.map((cell) => Math.max(0, requirement.booked[cell]! - counted[cell]!));
      const all = parts.reduce((sum, part) => sum + part, 0);
      cells.forEach((cell, k) => {
        const part = all > 0 ? parts[k]! / all : k === 0 ? 1 : 0;
        if (part > 0) table.set(cell, { missing: (part * shortage.missing) / turnUp, reason: shortage.reason });
      });
    });
    return table;
  }
  const open = openTable(request);
  if (request.intraday) return table;
  requirement.booked.forEach((missing, at) => {
    if (missing > 0) table.set(at, { missing, reason: open[at] === 1 ? 'no_riders_named' : 'no_legal_shift' });
  });
  return table;
}

function shortagesIn(roster: Roster, layer: number, slots: number): Map<number, Shortage> {
  const own = roster.shortages.filter((shortage) => shortage.layer === layer);
  return new Map(own.map((shortage) => [shortage.zone * slots + shortage.slot, shortage]));
}

/** The same of riders of a vehicle type that the rules ask for: the roster's layer of it. */
function typeReasons(
  request: StaffingRequest,
  { roster, pools }: Draft,
  { planned, asked }: VehicleTable,
  layer: number,
): ReasonTable {
  const { zones, intraday } = request;
  const { slots } = request.horizon;
  const table: ReasonTable = new Map();
  if (intraday) return table;
  const found = roster ? shortagesIn(roster, layer, slots) : null;
  const shared = sharedCells(pools, zones.length, slots);
  const missing = new Float64Array(planned.length);
  eachShared(pools, zones.length, slots, (cells) => {
    dealOut(
      cells.map((i) => asked!.least[i]! - planned[i]!),
      cells,
      missing,
    );
    const reason = found ? found.get(shared?.[cells[0]!] ?? cells[0]!)?.reason : 'no_riders_named';
    for (const cell of cells) if (missing[cell]! > 0 && reason) table.set(cell, { missing: missing[cell]!, reason });
  });
  return table;
}

/** Open shifts by cell, and who moves there; where zones share riders, the part of theirs that goes to what is missing there. */
function openFor(
  { zones, horizon }: StaffingRequest,
  { pools }: Draft,
  { openCounted, planned, withMoves }: Tables,
  reasons: ReasonTable,
): Float64Array {
  const table = new Float64Array(openCounted.length);
  eachShared(pools, zones.length, horizon.slots, (cells) => {
    // Who moves from one of them to another is no rider more.
    const moved = cells.reduce((sum, i) => sum + withMoves[i]! - planned[i]!, 0);
    const offered = cells.reduce((sum, i) => sum + openCounted[i]!, Math.max(0, moved));
    const missing = cells.reduce((sum, cell) => sum + (reasons.get(cell)?.missing ?? 0), 0);
    for (const cell of cells) if (missing > 0) table[cell] = (offered * (reasons.get(cell)?.missing ?? 0)) / missing;
  });
  return table;
}
