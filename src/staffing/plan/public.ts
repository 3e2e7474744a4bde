import type {
  OpenShift,
  PlanMove,
  PlanRider,
  PlanShift,
  PlanZone,
  ShortSlots,
  StaffingCost,
  StaffingPlan,
} from '../../contract/staffing/plan.ts';
import type { ShortReason } from '../../contract/staffing/reasons.ts';
import type { GivenShift, Rider, StaffingRequest } from '../../contract/staffing/request.ts';
import type { Move } from '../moves/index.ts';
import type { Roster, Shortage } from '../roster/index.ts';
import { coverOf, offersCover } from './cover.ts';
import type { Draft } from './draft.ts';
import { bonusFor, openTable } from './open.ts';
import { eachShared, poolsOf, sharedCells } from './pools.ts';
import { rounded } from './rounded.ts';
import { serviceWarnings } from './service-warnings.ts';
import { isoOf } from './times.ts';
import { dealOut, type VehicleTable, vehicleTables } from './vehicle-tables.ts';

const HOUR_S = 3600;

/** Words for the reasons; the tables of the contract are passed in, for the planner may not import them. */
export interface ReasonWords {
  short: Record<ShortReason, string>;
  rider: Record<NonNullable<PlanRider['reason']>, string>;
}

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

/** Zones x slots, in riders. */
interface Tables {
  planned: Float64Array;
  /** By reliability and vehicle. */
  counted: Float64Array;
  open: Float64Array;
  withMoves: Float64Array;
  short: Float64Array;
  /** More than are to be booked. */
  surplus: Float64Array;
}

interface AllTables extends Tables {
  /** By vehicle type. */
  types: VehicleTable[];
}

function tablesOf(
  { horizon, zones }: StaffingRequest,
  { shifts, offers, moves, requirement, roster, turnUp, pools }: Draft,
): Tables {
  const planned = coverOf(shifts, zones.length, horizon);
  const open = offersCover(offers, zones.length, horizon);
  const withMoves = moves && moves.moves.length > 0 ? Float64Array.from(moves.cover) : planned;
  const counted = roster ? roster.cover[0]!.map((units) => units / turnUp) : planned;
  const there = planned.map((heads, i) => counted[i]! + withMoves[i]! - heads + open[i]!);
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
  return { planned, counted, open, withMoves, short, surplus };
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

function shiftsOf(request: StaffingRequest, { shifts }: Draft): PlanShift[] {
  const { horizon, riders, zones } = request;
  const originOf = origins(request);
  return shifts.map((shift) => {
    const { rider, zone, span, meal } = shift;
    const hours = paid_h(shift, request);
    return {
      rider: riders[rider]!.id,
      zone: zones[zone]!.id,
      from: isoOf(span.from_s, horizon),
      to: isoOf(span.to_s, horizon),
      meal: meal && { from: isoOf(meal.from_s, horizon), to: isoOf(meal.to_s, horizon) },
      origin: originOf(shift),
      hours: rounded(hours, 4),
      cost: rounded(hours * riders[rider]!.cost_per_h, 4),
    };
  });
}

/** Hours without an unpaid break. */
function paid_h({ span, meal }: GivenShift, { rules }: StaffingRequest): number {
  const unpaid_s = meal && !(rules.meal?.paid ?? false) ? meal.to_s - meal.from_s : 0;
  return (span.to_s - span.from_s - unpaid_s) / HOUR_S;
}

/** Tells where a shift comes from: pinned, published, another than was published for the day, or new. */
function origins({
  booked,
  published,
  intraday,
  horizon,
}: StaffingRequest): (shift: GivenShift) => PlanShift['origin'] {
  const keyOf = ({ rider, zone, span }: GivenShift) => `${rider} ${zone} ${span.from_s} ${span.to_s}`;
  const dayOf = ({ rider, span }: GivenShift) =>
    `${rider} ${horizon.dayStarts_s.findLastIndex((start) => start <= span.from_s)}`;
  const pinned = new Set(booked.map(keyOf));
  const known = new Set(published?.map(keyOf));
  const days = new Set(published?.map(dayOf));
  return (shift) => {
    if (pinned.has(keyOf(shift))) return 'booked';
    if (known.has(keyOf(shift))) return 'published';
    if (intraday) return 'booked';
    return days.has(dayOf(shift)) ? 'changed' : 'planned';
  };
}

function openOf(request: StaffingRequest, { offers }: Draft): OpenShift[] {
  const { horizon, zones, vehicles, costs, bonus } = request;
  return offers.map((offer) => {
    const { bonus_per_h, limit_per_h, chance } = bonusFor(offer, costs.wage_per_h, bonus);
    return {
      zone: zones[offer.zone]!.id,
      from: isoOf(offer.from_s, horizon),
      to: isoOf(offer.to_s, horizon),
      riders: offer.riders,
      ...(offer.vehicle < 0 ? {} : { vehicle: vehicles[offer.vehicle]!.id }),
      meal: offer.meal && { from: isoOf(offer.meal.from_s, horizon), to: isoOf(offer.meal.to_s, horizon) },
      saves: rounded(offer.saves, 4),
      bonus_per_h: rounded(bonus_per_h, 4),
      bonus_limit_per_h: rounded(limit_per_h, 4),
      chance: rounded(chance, 4),
    };
  });
}

function ridersOf(request: StaffingRequest, draft: Draft, words: ReasonWords): PlanRider[] {
  const { roster, shifts, peak } = draft;
  const byRider = Map.groupBy(shifts, ({ rider }) => rider);
  return request.riders.map((rider, r) => {
    const own = byRider.get(r) ?? [];
    const found = roster?.riders[r];
    const hours = found ? found.hours_s / HOUR_S : own.reduce((sum, shift) => sum + paid_h(shift, request), 0);
    const reason = found?.reason ?? null;
    return {
      id: rider.id,
      ...(request.design ? zonesOf(rider, request) : {}),
      hours: rounded(hours, 4),
      wanted_h: rounded((found?.wanted_s ?? 0) / HOUR_S, 4),
      peak_h: rounded(found ? found.peak_s / HOUR_S : peakHours(own, peak, request), 4),
      shifts: own.length,
      pay: rounded(
        own.reduce((sum, shift) => sum + paid_h(shift, request) * rider.cost_per_h, 0),
        4,
      ),
      below_min_h: rounded((found?.belowMin_s ?? 0) / HOUR_S, 4),
      reason,
      cause: reason && words.rider[reason],
    };
  });
}

/** Home and known zones among those that were drawn. */
function zonesOf({ homeZone, zones: known }: Rider, { zones }: StaffingRequest): Pick<PlanRider, 'home' | 'zones'> {
  return { home: zones[homeZone]?.id ?? null, zones: known.map((zone) => zones[zone]!.id) };
}

function peakHours(shifts: GivenShift[], peak: Uint8Array, { zones, horizon }: StaffingRequest): number {
  const cover = coverOf(shifts, zones.length, horizon);
  return cover.reduce((sum, riders, i) => sum + riders * peak[i % horizon.slots]!, 0) * (horizon.slot_s / HOUR_S);
}

export function moveOf(move: Move, rider: number, { horizon, riders, zones }: StaffingRequest): PlanMove {
  return {
    rider: riders[rider]!.id,
    from: zones[move.from]!.id,
    to: zones[move.to]!.id,
    leaves: isoOf(move.leave_s, horizon),
    arrives: isoOf(move.arrive_s, horizon),
    cost: rounded(move.cost, 4),
    covers_h: rounded((move.reason.covers_rider_slots * horizon.slot_s) / HOUR_S, 4),
    reason: move.reason.code,
  };
}

/** Slots that follow each other and are short for the same reason are one stretch. */
function shortagesOf(request: StaffingRequest, draft: Draft, tables: AllTables, words: ReasonWords): ShortSlots[] {
  const reasons = reasonTable(request, draft, tables);
  const open = openFor(request, draft, tables, reasons);
  return [
    ...stretchesOf(request, reasons, open, words),
    ...draft.needs.flatMap(({ vehicle }, k) => {
      const { asked } = tables.types[vehicle]!;
      const ofType = typeReasons(request, draft, tables.types[vehicle]!, k + 1);
      return stretchesOf(request, ofType, asked!.open, words, request.vehicles[vehicle]!.id);
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

/** Open shifts by cell; where zones share riders, the part of theirs that goes to what is missing there. */
function openFor(
  { zones, horizon }: StaffingRequest,
  { pools }: Draft,
  { open }: Tables,
  reasons: ReasonTable,
): Float64Array {
  const table = new Float64Array(open.length);
  eachShared(pools, zones.length, horizon.slots, (cells) => {
    const offered = cells.reduce((sum, cell) => sum + open[cell]!, 0);
    const missing = cells.reduce((sum, cell) => sum + (reasons.get(cell)?.missing ?? 0), 0);
    for (const cell of cells) if (missing > 0) table[cell] = (offered * (reasons.get(cell)?.missing ?? 0)) / missing;
  });
  return table;
}

function costOf(request: StaffingRequest, draft: Draft, tables: AllTables, shifts: PlanShift[]): StaffingCost {
  const { costs, horizon } = request;
  const { roster, offers, moves } = draft;
  const slot_h = horizon.slot_s / HOUR_S;
  const open = offers.reduce((sum, { riders, hours }) => sum + riders * hours * costs.wage_per_h, 0);
  const ofTypes = tables.types.reduce((sum, { asked }) => sum + (asked ? sumOf(asked.short) : 0), 0);
  const short_h = (sumOf(tables.short) + ofTypes) * slot_h;
  const surplus_h = sumOf(tables.surplus) * slot_h;
  const parts = {
    pay: roster ? roster.cost.pay : shifts.reduce((sum, { cost }) => sum + cost, 0),
    open,
    shortage: short_h * costs.shortage_per_h,
    surplus: surplus_h * costs.surplus_per_h,
    away: roster?.cost.away ?? 0,
    preferences: roster?.cost.preferences ?? 0,
    changes: roster?.cost.changes ?? 0,
    min_hours: roster?.cost.minHours ?? 0,
    moves: moves?.cost.moves ?? 0,
  };
  const rest = Object.fromEntries(Object.entries(parts).map(([name, value]) => [name, rounded(value, 4)]));
  const total = Object.values(rest).reduce((sum, value) => sum + value, 0);
  return { total: rounded(total, 4), ...rest } as StaffingCost;
}

function summaryOf(
  { horizon, riders: named }: StaffingRequest,
  { demand, requirement, roster, moves }: Draft,
  tables: Tables,
  riders: PlanRider[],
): StaffingPlan['summary'] {
  const hours = (table: ArrayLike<number>) => rounded((sumOf(table) * horizon.slot_s) / HOUR_S, 2);
  return {
    demand: rounded(sumOf(demand.mean), 2),
    load_h: hours(requirement.load),
    required_h: hours(requirement.riders),
    to_book_h: hours(requirement.booked),
    planned_h: hours(tables.planned),
    open_h: hours(tables.open),
    short_h: hours(tables.short),
    surplus_h: hours(tables.surplus),
    riders_planned: riders.filter(({ shifts }) => shifts > 0).length,
    riders_available: named.length,
    moves: moves?.moves.length ?? 0,
    changes: roster?.changes ?? 0,
    gini_hours: rounded(roster?.fairness.giniHours ?? 0, 4),
    gini_peak: rounded(roster?.fairness.giniPeak ?? 0, 4),
    fairness_cost: rounded(roster ? Math.max(0, roster.cost.total - roster.fairness.costBefore) : 0, 4),
  };
}

function backtestOf({ demand: { backtest } }: Draft): StaffingPlan['backtest'] {
  if (!backtest) return null;
  const pair = ({ forecast, seasonalNaive }: typeof backtest.zones) => ({ forecast, seasonal_naive: seasonalNaive });
  return {
    city: pair(backtest.city),
    zones: pair(backtest.zones),
    weeks: backtest.city.weeks.map(({ date, orders, forecast, seasonalNaive }) => ({
      from: date,
      orders,
      wmape: forecast.wmape,
      seasonal_naive_wmape: seasonalNaive.wmape,
    })),
  };
}

function sumOf(table: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < table.length; i++) sum += table[i]!;
  return sum;
}
