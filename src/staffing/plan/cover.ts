import type { GivenShift, Horizon } from '../../contract/staffing/request.ts';
import type { Offer } from './offer.ts';

/** Riders on duty and not on a break, zones x slots: of a slot that is only touched, the part. */
export function coverOf(shifts: readonly GivenShift[], zones: number, horizon: Horizon): Float64Array {
  const cover = new Float64Array(zones * horizon.slots);
  for (const { zone, span, meal } of shifts) {
    add(cover, zone, span.from_s, span.to_s, 1, horizon);
    if (meal) add(cover, zone, meal.from_s, meal.to_s, -1, horizon);
  }
  return cover;
}

export function offersCover(offers: readonly Offer[], zones: number, horizon: Horizon): Float64Array {
  const cover = new Float64Array(zones * horizon.slots);
  for (const { zone, from_s, to_s, meal, riders } of offers) {
    add(cover, zone, from_s, to_s, riders, horizon);
    if (meal) add(cover, zone, meal.from_s, meal.to_s, -riders, horizon);
  }
  return cover;
}

function add(
  cover: Float64Array,
  zone: number,
  from_s: number,
  to_s: number,
  riders: number,
  { slots, slot_s }: Horizon,
): void {
  const first = Math.max(0, Math.floor(from_s / slot_s));
  const last = Math.min(slots, Math.ceil(to_s / slot_s));
  for (let slot = first; slot < last; slot++) {
    const share = (Math.min(to_s, (slot + 1) * slot_s) - Math.max(from_s, slot * slot_s)) / slot_s;
    cover[zone * slots + slot]! += riders * share;
  }
}
