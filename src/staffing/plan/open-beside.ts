import type { StaffingRequest } from '../../contract/staffing/request.ts';
import { HOUR_S } from '../../kit/units.ts';
import type { OpenShift } from '../roster/index.ts';
import type { Draft } from './draft.ts';
import type { StaffingEnv } from './env.ts';
import type { Offer } from './offer.ts';
import { designOf } from './open.ts';
import { paidSeconds } from './paid.ts';
import { sharedCells } from './pools.ts';
import { coverCost } from './public/figures.ts';
import { tablesOf } from './public/tables.ts';
import { OPEN_SHARE, TIME_SHARES } from './time-shares.ts';
import { vehicleTables } from './vehicles/tables.ts';

/** Of the design in each zone: its beginning finds most of what there is to find. */
const ITERATIONS = 1000;
/** Between places of a break: more of them take long and are worth nothing. */
const BREAK_STEP_S = HOUR_S;
/** Slots of all zones that are designed at most, zones that lack most first: the work is bounded where the time is not. */
const MOST_SLOTS = 20_000;

/** The draft with open shifts as they were found one after the other, for what named riders leave. */
export function withOpenShifts(request: StaffingRequest, draft: Draft, found: readonly OpenShift[]): Draft {
  return { ...draft, offers: found.map((each) => toOffer(each, request, draft)) };
}

/**
 * The draft with its open shifts, or in each zone with those that would be designed without names, whichever costs less. One after the
 * other is quick, and counts in all layers what is offered for one; but of two peaks it makes one long shift.
 * @param found with open shifts found one after the other  @param isOver no time is left to design any
 */
export function withDesigns(request: StaffingRequest, found: Draft, env: StaffingEnv, isOver: () => boolean): Draft {
  const { offers, needs } = found;
  if (offers.length === 0 || isOver()) return found;
  const { time_s } = request.options;
  // The simulation and what cannot be cut short come after it.
  const end_s =
    time_s === null
      ? Number.POSITIVE_INFINITY
      : Math.min(env.elapsed_s() + OPEN_SHARE * time_s, TIME_SHARES.simulated * time_s);
  let toDo = 1 + (needs.length > 0 ? needs.length + 1 : 0);
  // What one leaves of its part of the time is for those after it.
  const more = (draft: Draft, vehicle: number) => {
    const began_s = env.elapsed_s();
    return withDesign(request, draft, vehicle, env, began_s + (end_s - began_s) / toDo--);
  };
  const drafts = [found, more({ ...found, offers: offers.filter(({ vehicle }) => vehicle >= 0) }, -1)];
  if (needs.length > 0) {
    let typed: Draft = { ...found, offers: [] };
    for (const { vehicle } of needs) typed = more(typed, vehicle);
    drafts.push(more(typed, -1));
  }
  return { ...found, offers: cheapestOf(request, drafts) };
}

/** Cost of what depends on open shifts and moves. */
export function totalOf(request: StaffingRequest, draft: Draft): number {
  const tables = { ...tablesOf(request, draft), types: vehicleTables(request, draft) };
  return Object.values(coverCost(request, draft, tables)).reduce((sum, cost) => sum + cost, 0);
}

/** More offers, designed zone by zone for what is short of riders of any type (-1), or of one that the rules name. */
function withDesign(request: StaffingRequest, draft: Draft, vehicle: number, env: StaffingEnv, end_s: number): Draft {
  const { horizon, zones, rules, options } = request;
  const { slots } = horizon;
  const heads = vehicle < 0 ? draft.openHeads : 1;
  if (heads <= 0) return draft;
  const short = vehicle < 0 ? tablesOf(request, draft).short : vehicleTables(request, draft)[vehicle]!.asked!.short;
  const rowOf = (zone: number) => short.subarray(zone * slots, (zone + 1) * slots);
  const lackOf = zones.map((_, zone) => rowOf(zone).reduce((sum, missing) => sum + missing, 0));
  const lacking = zones
    .flatMap((_, zone) => (lackOf[zone]! > 0 ? [zone] : []))
    .sort((a, b) => lackOf[b]! - lackOf[a]!)
    .slice(0, Math.floor(MOST_SLOTS / slots) + 1);
  const iterations = Math.min(ITERATIONS, options.iterations ?? ITERATIONS);
  const way = { vehicle, heads, iterations, boundSteps: 0, breakStep_s: BREAK_STEP_S };
  const offers = [...draft.offers];
  for (const [i, zone] of lacking.entries()) {
    const left_s = end_s - env.elapsed_s();
    if (left_s <= 0 || env.stop()) break;
    const time_s = left_s === Number.POSITIVE_INFINITY ? null : left_s / (lacking.length - i);
    const ofZone: StaffingRequest = {
      ...request,
      zones: [zones[zone]!],
      rules: { ...rules, opening: [rules.opening[zone]!] },
      options: { ...options, time_s },
    };
    const required = rowOf(zone).map((missing) => missing / heads);
    offers.push(...designOf(ofZone, required, way, env).offers.map((offer) => ({ ...offer, zone })));
  }
  return { ...draft, offers: inOrder(offers) };
}

/** Of each zone, or of zones that share riders together, the offers with which it costs least. */
function cheapestOf(request: StaffingRequest, drafts: readonly Draft[]): Offer[] {
  const groupOf = groupsOf(request, drafts[0]!);
  const costs = drafts.map((draft) => costByGroup(request, draft, groupOf));
  const bestOf = groupOf.map((group) => {
    const ofGroup = costs.map((cost) => cost[group]!);
    return ofGroup.indexOf(Math.min(...ofGroup));
  });
  return inOrder(drafts.flatMap(({ offers }, d) => offers.filter(({ zone }) => bestOf[zone] === d)));
}

/** By zone, the first of those that it shares riders with at any time, or itself. */
function groupsOf({ zones, horizon: { slots } }: StaffingRequest, { pools }: Draft): number[] {
  const groupOf = zones.map((_, zone) => zone);
  sharedCells(pools, zones.length, slots)?.forEach((at, cell) => {
    const [a, b] = [groupOf[Math.floor(cell / slots)]!, groupOf[Math.floor(at / slots)]!];
    if (a !== b)
      groupOf.forEach((group, zone) => {
        if (group === Math.max(a, b)) groupOf[zone] = Math.min(a, b);
      });
  });
  return groupOf;
}

function costByGroup(request: StaffingRequest, draft: Draft, groupOf: readonly number[]): Float64Array {
  const { costs, horizon } = request;
  const slot_h = horizon.slot_s / HOUR_S;
  const { short, surplus } = tablesOf(request, draft);
  const cost = new Float64Array(groupOf.length);
  const add = (table: Float64Array, perSlot: number) =>
    table.forEach((riders, cell) => {
      cost[groupOf[Math.floor(cell / horizon.slots)]!]! += riders * perSlot;
    });
  add(short, slot_h * costs.shortage_per_h);
  add(surplus, slot_h * costs.surplus_per_h);
  for (const { asked } of vehicleTables(request, draft)) if (asked) add(asked.short, slot_h * costs.shortage_per_h);
  for (const { zone, riders, hours } of draft.offers) cost[groupOf[zone]!]! += riders * hours * costs.wage_per_h;
  return cost;
}

/** Types that the rules name first, by zone and time. */
function inOrder(offers: Offer[]): Offer[] {
  return offers.sort((a, b) => b.vehicle - a.vehicle || a.zone - b.zone || a.from_s - b.from_s || a.to_s - b.to_s);
}

function toOffer(
  { zone, layer, from_s, to_s, riders, break: meal, saves }: OpenShift,
  { rules }: StaffingRequest,
  { needs }: Draft,
): Offer {
  return {
    zone,
    vehicle: layer === 0 ? -1 : needs[layer - 1]!.vehicle,
    from_s,
    to_s,
    meal,
    // Heads: the roster has counted each for what turns up of it.
    riders,
    saves,
    hours: paidSeconds({ from_s, to_s }, meal, rules) / HOUR_S,
  };
}
