import type { Span, StaffingRequest } from '../../contract/staffing/request.ts';
import type { CallWindow, MoveRider } from '../moves/index.ts';
import type { Who } from './intraday-people.ts';
import type { Around } from './intraday-reasons.ts';

const HOUR_S = 3600;
const DAY_S = 86_400;

/**
 * Riders without a shift today who are available after the notice, for at least the shortest shift; they come once, at one of the times
 * at which they can. Nobody rides so long that a meal break would be due: there is nobody to plan it with.
 * @param pay_per_h by rider
 */
export function onCall(
  request: StaffingRequest,
  aroundToday: readonly (Around | null)[],
  pay_per_h: Float64Array,
): Who[] {
  const { riders, horizon, rules, intraday } = request;
  const { slots, slot_s } = horizon;
  const { now_s, notice_s } = intraday!;
  const soonest_s = now_s + notice_s;
  const day = horizon.dayStarts_s.findLastIndex((start) => start <= now_s);
  const dayEnd_s = horizon.dayStarts_s[day + 1] ?? horizon.dayStarts_s[day]! + DAY_S;
  const [start_step, length_step] = [rules.startGrid_s / slot_s, rules.lengthGrid_s / slot_s];
  const firstSlot = horizon.dayStarts_s[day]! / slot_s;
  const withoutMeal_s = rules.meal?.longerThan_s ?? Number.POSITIVE_INFINITY;
  return riders.flatMap((rider, r): Who[] => {
    const around = aroundToday[r]!;
    if (around === null || rider.zones.length === 0) return [];
    const rested_s = around.lastEnd_s + rider.minRest_s;
    const home = rider.homeZone >= 0 ? rider.homeZone : rider.zones[0]!;
    const most_s = Math.min(rules.maxShift_s, withoutMeal_s, rider.maxDay_s, rider.maxWeek_s - around.week_s);
    const least = Math.max(1, Math.ceil(Math.max(rules.minShift_s, rider.minDay_s) / rules.lengthGrid_s)) * length_step;
    const within = (own: Span, open: Span): CallWindow[] => {
      const soonest = Math.max(own.from_s, soonest_s, open.from_s, rested_s) / slot_s;
      const start = firstSlot + Math.ceil((soonest - firstSlot) / start_step) * start_step;
      const latest = Math.min(
        slots,
        Math.floor(Math.min(own.to_s, open.to_s, dayEnd_s, around.next_s - rider.minRest_s) / slot_s),
        start + Math.floor(most_s / slot_s),
      );
      if (latest - start < least || start * slot_s >= dayEnd_s) return [];
      // The last slot that a shift of an allowed length ends with.
      let end = start;
      for (let from = start; from + least <= latest; from += start_step)
        end = Math.max(end, latest - ((latest - from) % length_step));
      return [{ start_slot: start, end_slot: end, latest_start_slot: end - least }];
    };
    const windows = rider.availability.flatMap((own) => rules.opening[home]!.flatMap((open) => within(own, open)));
    if (windows.length === 0) return [];
    const end_slot = windows.at(-1)!.end_slot;
    const move: MoveRider = {
      zone: home,
      known: rider.zones,
      start_slot: windows[0]!.start_slot,
      end_slot,
      call: {
        latest_start_slot: end_slot - least,
        min_slots: least,
        cost: 0,
        cost_per_slot: pay_per_h[r]! * (slot_s / HOUR_S),
        windows,
        start_step,
        length_step,
      },
    };
    return [{ rider: r, shift: null, move }];
  });
}
