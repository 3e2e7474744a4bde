import type { StaffingPlan } from '../../contract/staffing/plan.ts';
import type { Span, StaffingRequest } from '../../contract/staffing/request.ts';
import { presenceOf, type ReadShift, type Rulings, secondsOf } from './read.ts';

const SLACK = 0.011;

/**
 * Riders by vehicle type: as many are planned as is said, at least as many asked for as the rules say, and where some are missing that
 * is told with a reason. Of a day under way only who is there is judged.
 */
export function judgeVehicles(
  request: StaffingRequest,
  plan: StaffingPlan,
  shifts: ReadShift[],
  rulings: Rulings,
): void {
  const { vehicles, horizon, intraday } = request;
  const byZone = Map.groupBy(shifts, ({ zone }) => zone);
  for (const [z, zone] of plan.zones.entries()) {
    const index = request.zones.findIndex(({ id }) => id === zone.id);
    for (const [k, stated] of (zone.vehicles ?? []).entries()) {
      const path = `zones[${z}].vehicles[${k}]`;
      const v = vehicles.findIndex(({ id }) => id === stated.vehicle);
      const own = byZone.get(index)?.filter(({ rider }) => request.riders[rider]?.vehicle === v) ?? [];
      const present = presenceOf(own, request);
      for (let s = 0; s < horizon.slots; s++) {
        const heads = present[s]!;
        if (Math.abs(heads - stated.planned[s]!) > SLACK)
          rulings.add('wrong_figure', `${path}.planned[${s}]`, `${stated.planned[s]}, counted ${heads}`);
        const least = intraday ? 0 : leastOf(request, index, v, s, zone.slots.required?.[s] ?? 0);
        if ((stated.least?.[s] ?? 0) < least)
          rulings.add('too_few_asked', `${path}.least[${s}]`, `${stated.least?.[s] ?? 0}, the rules say ${least}`);
      }
    }
  }
  if (!intraday) judgeMissing(request, plan, rulings);
}

/** What the rules ask for in a slot for which the zone is open as a whole. */
function leastOf({ rules, horizon }: StaffingRequest, zone: number, vehicle: number, s: number, required: number) {
  const slot: Span = { from_s: s * horizon.slot_s, to_s: (s + 1) * horizon.slot_s };
  if (!rules.opening[zone]!.some((span) => span.from_s <= slot.from_s && slot.to_s <= span.to_s)) return 0;
  let least = 0;
  for (const rule of rules.vehicles ?? []) {
    const counts = rule.vehicle === vehicle && (rule.zones?.includes(zone) ?? true);
    if (!counts || !rule.spans.some(({ from_s, to_s }) => from_s <= slot.from_s && slot.from_s < to_s)) continue;
    least = Math.max(least, rule.riders, Math.ceil(rule.share * required - 1e-9));
  }
  return least;
}

function judgeMissing(request: StaffingRequest, plan: StaffingPlan, rulings: Rulings): void {
  const { slot_s, slots } = request.horizon;
  const isShared = plan.pools?.some(({ shared }) => shared) ?? false;
  for (const [z, zone] of plan.zones.entries()) {
    for (const [k, { vehicle, least, planned }] of (zone.vehicles ?? []).entries()) {
      if (!least) continue;
      const told = new Uint8Array(slots);
      for (const shortage of plan.shortages) {
        if (shortage.vehicle !== vehicle || shortage.zone !== zone.id) continue;
        const from = Math.floor(secondsOf(request, shortage.from) / slot_s);
        told.fill(1, from, Math.ceil(secondsOf(request, shortage.to) / slot_s));
      }
      for (let s = 0; s < slots; s++) {
        // Zones that share riders have them together; who is missing is told where.
        if (isShared || least[s]! - planned[s]! <= 2 * SLACK || told[s] === 1) continue;
        const detail = `${least[s]! - planned[s]!} of '${vehicle}' are missing without a reason`;
        rulings.add('reason_missing', `zones[${z}].vehicles[${k}].planned[${s}]`, detail);
      }
    }
  }
}
