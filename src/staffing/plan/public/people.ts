import type { OpenShift, PlanMove, PlanRider, PlanShift } from '../../../contract/staffing/plan.ts';
import type { GivenShift, Rider, StaffingRequest } from '../../../contract/staffing/request.ts';
import { HOUR_S } from '../../../kit/units.ts';
import type { Move } from '../../moves/index.ts';
import { coverOf } from '../cover.ts';
import type { Draft } from '../draft.ts';
import { bonusFor } from '../open.ts';
import { paidSeconds } from '../paid.ts';
import { rounded } from '../rounded.ts';
import { isoOf } from '../times.ts';
import type { ReasonWords } from '../words.ts';

export function shiftsOf(request: StaffingRequest, { shifts, pay_per_h }: Draft): PlanShift[] {
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
      cost: rounded(hours * pay_per_h[rider]!, 4),
    };
  });
}

function paid_h({ span, meal }: GivenShift, { rules }: StaffingRequest): number {
  return paidSeconds(span, meal, rules) / HOUR_S;
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

export function openOf(request: StaffingRequest, { offers }: Draft): OpenShift[] {
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

export function ridersOf(request: StaffingRequest, draft: Draft, words: ReasonWords): PlanRider[] {
  const { roster, shifts, pay_per_h, peak } = draft;
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
        own.reduce((sum, shift) => sum + paid_h(shift, request) * pay_per_h[r]!, 0),
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
