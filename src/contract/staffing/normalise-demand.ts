import type { WallClock } from './clock.ts';
import { closedDays, silentEnds } from './history-holes.ts';
import type { ZoneFinder } from './normalise-zones.ts';
import type { GivenDemand, HistoryDemand, Horizon, StaffingOrder, StaffingWarning } from './request.ts';
import type { StaffingParsed } from './schema.ts';

type OrderParsed = NonNullable<StaffingParsed['history_orders']>[number];
type PerSlot = Pick<NonNullable<StaffingParsed['demand']>[number], 'orders' | 'dispersion'>;

/** What times and zones of orders and tables are read with. */
export interface DemandReading {
  horizon: Horizon;
  clock: WallClock;
  zoneIndex: Map<string, number>;
  finder: ZoneFinder;
  warnings: StaffingWarning[];
}

/** Demand as given, or the history to forecast it from; zones to be designed have neither yet. */
export function toDemand(
  input: StaffingParsed,
  pastOrders: StaffingOrder[],
  reading: DemandReading,
): GivenDemand | HistoryDemand {
  if (input.demand !== undefined) return toGiven(input.demand, reading);
  if (input.history_counts !== undefined) return fromCounts(input.history_counts, reading);
  return fromOrders(pastOrders, reading);
}

function toGiven(entries: NonNullable<StaffingParsed['demand']>, reading: DemandReading): GivenDemand {
  const { slots } = reading.horizon;
  const mean = new Float64Array(reading.zoneIndex.size * slots);
  const dispersion = new Float64Array(mean.length);
  for (const entry of entries) {
    const at = reading.zoneIndex.get(entry.zone)! * slots;
    const table = perSlot(entry, reading);
    mean.set(table.mean, at);
    dispersion.set(table.dispersion, at);
  }
  return { kind: 'given', mean, dispersion };
}

/** One value per slot; a day that repeats is read by the clock on the wall. */
export function perSlot(
  { orders, dispersion }: PerSlot,
  { horizon: { slots, slot_s }, clock }: Pick<DemandReading, 'horizon' | 'clock'>,
): { mean: Float64Array; dispersion: Float64Array } {
  const mean = new Float64Array(slots);
  const spread = new Float64Array(slots);
  for (let slot = 0; slot < slots; slot++) {
    const at = orders.length === slots ? slot : Math.floor((clock.local(slot * slot_s).minute * 60) / slot_s);
    mean[slot] = orders[at]!;
    spread[slot] = typeof dispersion === 'number' ? dispersion : dispersion[at]!;
  }
  return { mean, dispersion: spread };
}

function fromCounts(pieces: NonNullable<StaffingParsed['history_counts']>, reading: DemandReading): HistoryDemand {
  const { horizon, clock, zoneIndex, warnings } = reading;
  const starts = pieces.map(({ starts_on }) => clock.startOf(starts_on) / horizon.slot_s);
  const slots = -Math.min(...starts);
  const counts = new Float64Array(zoneIndex.size * slots).fill(Number.NaN);
  pieces.forEach(({ zone, counts: given }, p) => {
    const at = zoneIndex.get(zone)! * slots;
    const from = slots + starts[p]!;
    if (from + given.length > slots) {
      const cause = `${from + given.length - slots} of its slots lie after the horizon’s start`;
      warnings.push({ code: 'outside_horizon', path: `history_counts[${p}]`, cause });
    }
    given.slice(0, slots - from).forEach((value, i) => {
      if (value !== null) counts[at + from + i] = value;
    });
  });
  return { kind: 'history', slots, counts, unknown: [] };
}

/**
 * Orders counted by zone and slot. A day without any order at all, between others, is not known rather than 0, but for the day off of the
 * week; nor is what lies before the first and after the last order of all known where that is not usual.
 */
function fromOrders(orders: StaffingOrder[], { horizon, clock, zoneIndex, warnings }: DemandReading): HistoryDemand {
  const { slot_s } = horizon;
  const before = orders.filter(({ time_s }) => time_s < 0);
  const first_s = before.reduce((least, { time_s }) => Math.min(least, time_s), 0);
  const startDay = clock.local(first_s).day;
  const days = clock.local(-1).day - startDay + 1;
  const slots = -clock.at(startDay, 0) / slot_s;
  const counts = new Float64Array(zoneIndex.size * slots);
  const totals = new Float64Array(slots);
  const ordersOfDay = new Int32Array(days);
  let outside = 0;
  for (const { time_s, zone } of before) {
    ordersOfDay[clock.local(time_s).day - startDay]!++;
    totals[slots + Math.floor(time_s / slot_s)]!++;
    if (zone < 0) outside++;
    else counts[zone * slots + slots + Math.floor(time_s / slot_s)]!++;
  }
  const unknown: HistoryDemand['unknown'] = [];
  const closed = closedDays(new Set(Array.from(ordersOfDay.keys()).filter((day) => ordersOfDay[day]! > 0)));
  ordersOfDay.forEach((count, day) => {
    if (count > 0 || closed.has(day)) return;
    const [from, to] = [clock.at(startDay + day, 0), clock.at(startDay + day + 1, 0)].map((s) => slots + s / slot_s);
    unknown.push({ from: from!, to: to! });
  });
  const local = Array.from(totals, (_, slot) => clock.local((slot - slots) * slot_s));
  const [localDays, minutes] = [local.map(({ day }) => day), local.map(({ minute }) => minute)];
  unknown.push(...silentEnds(totals, Int32Array.from(localDays), Int32Array.from(minutes)));
  for (let zone = 0; zone < zoneIndex.size; zone++) {
    for (const { from, to } of unknown) counts.fill(Number.NaN, zone * slots + from, zone * slots + to);
  }
  if (outside > 0 && zoneIndex.size > 0) {
    const cause = `${outside} of ${before.length} orders lie in no zone`;
    warnings.push({ code: 'orders_outside_zones', path: 'history_orders', cause });
  }
  return { kind: 'history', slots, counts, unknown };
}

export function toOrder(order: OrderParsed, { clock, zoneIndex, finder }: DemandReading): StaffingOrder {
  const { time, zone, at, pickup, preparation_min } = order;
  const place = pickup ?? at;
  return {
    time_s: Math.floor(clock.parse(time)),
    zone: zone !== undefined ? zoneIndex.get(zone)! : place ? finder.zoneOf(place) : -1,
    at: at ?? null,
    pickup: pickup ?? null,
    preparation_s: preparation_min === undefined ? null : Math.round(preparation_min * 60),
  };
}
