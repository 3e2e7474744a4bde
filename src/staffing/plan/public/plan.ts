import type { PlanZone, StaffingPlan } from '../../../contract/staffing/plan.ts';
import type { StaffingRequest } from '../../../contract/staffing/request.ts';
import type { Draft } from '../draft.ts';
import { poolsOf } from '../pools.ts';
import { rounded } from '../rounded.ts';
import { serviceWarnings } from '../service-warnings.ts';
import { isoOf } from '../times.ts';
import { vehicleTables } from '../vehicles/tables.ts';
import type { ReasonWords } from '../words.ts';
import { backtestOf, costOf, summaryOf } from './figures.ts';
import { moveOf, openOf, ridersOf, shiftsOf } from './people.ts';
import { shortagesOf } from './shortages.ts';
import { type AllTables, tablesOf } from './tables.ts';

/** The plan as users receive it, but for simulation, scenarios and the report of the run. */
export type PlanCore = Omit<StaffingPlan, 'service' | 'service_filled' | 'intraday' | 'scenarios' | 'solver'>;

export function publicPlan(request: StaffingRequest, draft: Draft, words: ReasonWords): PlanCore {
  const { horizon } = request;
  const tables = tablesOf(request, draft);
  const types = vehicleTables(request, draft);
  const shifts = shiftsOf(request, draft);
  const riders = ridersOf(request, draft, words);
  const open = openOf(request, draft);
  const moves = (draft.moves?.moves ?? []).map((move) => moveOf(move, draft.shifts[move.rider]!.rider, request));
  const cost = costOf(request, draft, { ...tables, types }, shifts);
  return {
    kind: 'staffing-plan',
    version: 1,
    request: request.id,
    horizon: {
      time_zone: horizon.timeZone,
      from: isoOf(0, horizon),
      to: isoOf(horizon.slots * horizon.slot_s, horizon),
      slot_min: horizon.slot_s / 60,
      slots: horizon.slots,
    },
    cost,
    summary: summaryOf(request, draft, tables, riders),
    zones: request.zones.map((_, zone) => zoneOf(request, draft, { ...tables, types }, zone)),
    shifts,
    open,
    riders,
    moves,
    pools: poolsOf(request, draft.pools),
    shortages: shortagesOf(request, draft, { ...tables, types }, words),
    backtest: backtestOf(draft),
    warnings: [
      ...request.warnings,
      ...draft.demand.warnings,
      ...serviceWarnings(request, draft.input, draft.requirement),
    ],
  };
}

function zoneOf(request: StaffingRequest, draft: Draft, tables: AllTables, zone: number): PlanZone {
  const { horizon, vehicles, design } = request;
  const { slots } = horizon;
  const { id, centre, polygon, area_m2, madeOf } = request.zones[zone]!;
  const { demand, requirement } = draft;
  const row = (table: ArrayLike<number>, digits = 2) =>
    Array.from({ length: slots }, (_, slot) => rounded(table[zone * slots + slot]!, digits));
  const orders = row(demand.mean, 6);
  const total = orders.reduce((sum, value) => sum + value, 0);
  const busy = orders.reduce((sum, mean, slot) => sum + mean * requirement.handling_s[zone * slots + slot]!, 0);
  return {
    id,
    centre: centre && [...centre],
    ...(design && polygon ? { polygon: { type: 'Polygon' as const, coordinates: polygon } } : {}),
    ...(madeOf ? { made_of: madeOf.map((each) => ({ zone: each.id, share: rounded(each.share, 4) })) } : {}),
    area_km2: rounded(area_m2 / 1e6, 4),
    handling_min: total > 0 ? rounded(busy / total / 60, 2) : rounded(requirement.handling_s[zone * slots]! / 60, 2),
    vehicles: vehicles.map((vehicle, v) => {
      const { planned, asked } = tables.types[v]!;
      return {
        vehicle: vehicle.id,
        to_book: row(requirement.byVehicle[v]!),
        planned: row(planned),
        ...(asked ? { least: row(asked.least), open: row(asked.open), short: row(asked.short) } : {}),
      };
    }),
    slots: {
      demand: row(demand.mean),
      demand_low: row(demand.low),
      demand_high: row(demand.high),
      load: row(requirement.load),
      required: row(requirement.riders),
      to_book: row(requirement.booked),
      planned: row(tables.planned),
      counted: row(tables.counted),
      open: row(tables.open),
      with_moves: row(tables.withMoves),
      short: row(tables.short),
    },
  };
}
