import type { GivenShift, Horizon, Rider, StaffingRequest } from '../../contract/staffing/request.ts';
import { HOUR_S } from '../../kit/units.ts';
import { quietSlots, type Requirement, type RequirementInput } from '../load/index.ts';
import type { Layer, RosterProblem, RosterRider, Shift } from '../roster/index.ts';
import { paidSeconds } from './paid.ts';
import { type Pool, sharedCells } from './pools.ts';
import { productivity } from './productivity.ts';
import { askedShares } from './promises.ts';
import { localSlots, weekOf } from './times.ts';
import type { VehicleNeed } from './vehicles/need.ts';
import { noShowRate } from './work.ts';

/** Slots at or above this quantile of a day's demand are its peak, unless the rules name them. */
const PEAK_QUANTILE = 0.75;

/** What the roster counts riders in: heads that turn up, weighted by what their vehicle gets done. */
export interface Units {
  /** Units that one planned rider of each vehicle type stands for, on the mean. */
  ofVehicle: Float64Array;
  /** The same of somebody without a name, by the shares of their vehicle types and the chance to turn up. */
  ofTaker: number;
  /** Mean chance to turn up, which `Requirement.booked` has in it. */
  turnUp: number;
}

/**
 * The problem of the roster: one layer of need, riders, rules, what is pinned and what was published.
 * @param pay_per_h by rider
 */
export function rosterProblem(
  request: StaffingRequest,
  input: RequirementInput,
  requirement: Requirement,
  pay_per_h: Float64Array,
  pools: readonly Pool[] = [],
  needs: readonly VehicleNeed[] = [],
): { problem: RosterProblem; units: Units } {
  const { horizon, zones, rules, vehicles, riders, costs, fairness } = request;
  const ofVehicle = productivity(input);
  const ofTaker = (1 - request.noShow.rate) * vehicles.reduce((sum, { share }, v) => sum + share * ofVehicle[v]!, 0);
  const units: Units = { ofVehicle, ofTaker, turnUp: 1 - noShowRate(request) };
  const layer: Layer = {
    required: Float64Array.from(requirement.booked, (booked) => booked * units.turnUp),
    shortageCost: filled(requirement.booked.length, (costs.shortage_per_h * horizon.slot_s) / HOUR_S / units.turnUp),
    surplusCost: filled(requirement.booked.length, (costs.surplus_per_h * horizon.slot_s) / HOUR_S / units.turnUp),
    weights: units.ofVehicle,
  };
  // Heads of one type each, on top of what all are counted in: a missing scooter costs as a rider missing does.
  const ofTypes = needs.map(
    ({ vehicle, least }): Layer => ({
      required: Float64Array.from(least),
      shortageCost: filled(least.length, (costs.shortage_per_h * horizon.slot_s) / HOUR_S),
      surplusCost: filled(least.length, 0),
      weights: Float64Array.from(units.ofVehicle, (_, v) => (v === vehicle ? 1 : 0)),
      heads: true,
    }),
  );
  const shared = sharedCells(pools, zones.length, horizon.slots);
  const others = request.published?.filter(({ span }) => !isWithin(span, horizon)) ?? [];
  const outside = Map.groupBy(others, ({ rider }) => rider);
  const asked = [false, true].map((isTold) => askedShares(horizon, others, isTold));
  const problem: RosterProblem = {
    zones: zones.length,
    slots: horizon.slots,
    slot_s: horizon.slot_s,
    days_s: Int32Array.from(horizon.dayStarts_s.slice(0, -1)),
    weekOfDay: Int32Array.from(horizon.weekOfDay),
    wall_s: localSlots(horizon).local_s,
    layers: [layer, ...ofTypes],
    open: zones.map((_, zone) => rules.opening[zone]!),
    ...(shared ? { shared } : {}),
    shift: {
      minLength_s: rules.minShift_s,
      maxLength_s: rules.maxShift_s,
      lengthGrid_s: rules.lengthGrid_s,
      startGrid_s: rules.startGrid_s,
      maxPerDay: rules.maxPerDay,
      minGap_s: rules.minGap_s,
    },
    break: rules.meal,
    riders: riders.map((rider, r) => ({
      ...toRider(rider, pay_per_h[r]!, outside.get(r) ?? [], request),
      asked: asked[rider.worked_s > 0 ? 1 : 0]!,
    })),
    pinned: request.booked.filter(({ span }) => isWithin(span, horizon)).map(toShift),
    published: request.published?.filter(({ span }) => isWithin(span, horizon)).map(toShift) ?? null,
    changeCost: costs.change,
    openPay_per_h: costs.wage_per_h,
    openUnits: ofTaker,
    minHoursCost_per_h: costs.minHours_per_h,
    peak: peakOf(request, input.orders),
    fairness,
  };
  return { problem, units };
}

/** Begins within the horizon: a shift belongs to the day it begins on. */
function isWithin({ from_s }: { from_s: number }, horizon: Horizon): boolean {
  return from_s >= 0 && from_s < horizon.slots * horizon.slot_s;
}

function toShift({ rider, zone, span, meal }: GivenShift): Shift {
  return { rider, zone, ...span, break: meal };
}

function toRider(
  rider: Rider,
  pay_per_h: number,
  outside: readonly GivenShift[],
  request: StaffingRequest,
): RosterRider {
  const { costs, noShow } = request;
  const around = aroundHorizon(rider, outside, request);
  return {
    kind: rider.vehicle,
    available: around.available,
    zones: rider.zones.map((zone) => ({
      zone,
      cost_per_h: rider.homeZone < 0 || zone === rider.homeZone ? 0 : costs.away_per_h,
    })),
    preferences: rider.preferences.map(({ span, zone, value_per_h }) => ({ ...span, zone, value_per_h })),
    minDay_s: rider.minDay_s,
    maxDay_s: rider.maxDay_s,
    minWeek_s: rider.minWeek_s,
    maxWeek_s: rider.maxWeek_s,
    rest_s: rider.minRest_s,
    maxPerDay: rider.maxPerDay,
    reliability: rider.reliability ?? 1 - noShow.rate,
    cost_per_h: pay_per_h,
    // Guaranteed is the pay of hours; orders bring it in fewer.
    guaranteed_s:
      pay_per_h > rider.cost_per_h ? (rider.guaranteed_s * rider.cost_per_h) / pay_per_h : rider.guaranteed_s,
    wanted_s: rider.wanted_s,
    worked_s: around.worked_s,
    workedAfter_s: around.workedAfter_s,
    ...(around.lastEnd_s > Number.NEGATIVE_INFINITY ? { lastEnd_s: around.lastEnd_s } : {}),
  };
}

/**
 * What the published plan has for a rider before and after the horizon, where a week's plan is sent with one of its days: hours
 * of the first week and of the last, the last end, and rest before the next shift.
 */
function aroundHorizon(rider: Rider, outside: readonly GivenShift[], { horizon, rules }: StaffingRequest) {
  const end_s = horizon.slots * horizon.slot_s;
  const [first, last] = [weekOf(horizon, 0), weekOf(horizon, horizon.days - 1)];
  let { lastEnd_s } = rider;
  let before_s = 0;
  let workedAfter_s = 0;
  let last_s = Number.POSITIVE_INFINITY;
  for (const { span, meal } of outside) {
    const paid_s = paidSeconds(span, meal, rules);
    if (span.from_s >= first.from_s && span.from_s < 0) before_s += paid_s;
    if (span.from_s >= end_s && span.from_s < last.to_s) workedAfter_s += paid_s;
    if (span.from_s < 0) lastEnd_s = Math.max(lastEnd_s, span.to_s);
    else last_s = Math.min(last_s, span.from_s - rider.minRest_s);
  }
  const available = rider.availability
    .map(({ from_s, to_s }) => ({ from_s, to_s: Math.min(to_s, last_s) }))
    .filter(({ from_s, to_s }) => to_s > from_s && to_s > 0 && from_s < end_s);
  return { worked_s: Math.max(rider.worked_s, before_s), workedAfter_s, lastEnd_s, available };
}

/** 1 for slots of the peak: as the rules name them, or the highest quarter of each day's slots with demand. */
export function peakOf({ rules, horizon }: StaffingRequest, orders: Float64Array): Uint8Array {
  if (rules.peak) return rules.peak;
  const { slots, slot_s, dayStarts_s, days } = horizon;
  const city = new Float64Array(slots);
  orders.forEach((mean, i) => {
    city[i % slots]! += mean;
  });
  const peak = new Uint8Array(slots);
  const quiet = quietSlots(city);
  for (let day = 0; day < days; day++) {
    const [from, to] = [dayStarts_s[day]! / slot_s, dayStarts_s[day + 1]! / slot_s];
    const busy = city
      .slice(from, to)
      .filter((mean, slot) => mean > 0 && quiet[from + slot] === 0)
      .sort();
    const least = busy[Math.floor(PEAK_QUANTILE * busy.length)] ?? Number.POSITIVE_INFINITY;
    for (let slot = from; slot < to; slot++) if (city[slot]! >= least && quiet[slot] === 0) peak[slot] = 1;
  }
  return peak;
}

function filled(length: number, value: number): Float64Array {
  return new Float64Array(length).fill(value);
}
