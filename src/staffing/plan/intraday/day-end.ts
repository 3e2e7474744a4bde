import type { Horizon } from '../../../contract/staffing/request.ts';

/** Nights are over by then. */
const NIGHT_S = 6 * 3600;

/**
 * Slot with which the day of a moment ends: after its midnight, where the fewest orders of the city are expected in the night. What is
 * ordered at one o'clock belongs to the evening before, also at one o'clock.
 */
export function dayEndSlot({ dayStarts_s, slot_s, slots }: Horizon, now_s: number, orders: Float64Array): number {
  const next = dayStarts_s.findIndex((start) => start > now_s);
  const [tonight, coming] = [next - 1, next].map((day) => {
    const midnight = dayStarts_s[day]! / slot_s;
    return fewestIn(midnight, Math.min(slots, midnight + NIGHT_S / slot_s), orders, slots);
  });
  return now_s < tonight! * slot_s ? tonight! : coming!;
}

/** The first of the slots of a night with the fewest orders; where it begins, if it has none. */
function fewestIn(midnight: number, morning: number, orders: Float64Array, slots: number): number {
  let [end, fewest] = [midnight, Number.POSITIVE_INFINITY];
  for (let slot = midnight; slot < morning; slot++) {
    let sum = 0;
    for (let cell = slot; cell < orders.length; cell += slots) sum += orders[cell]!;
    if (sum < fewest) [end, fewest] = [slot, sum];
  }
  return end;
}
