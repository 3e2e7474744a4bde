import type { Span, StaffingRequest } from '../../../contract/staffing/request.ts';
import { DAY_S, HOUR_S } from '../../../kit/units.ts';
import type { CallWindow, MoveRider } from '../../moves/index.ts';
import { callZones } from './call-zones.ts';
import type { Who } from './people.ts';
import type { Around } from './reasons.ts';

/**
 * Riders without a shift today who are available after the notice, for at least the shortest shift; they come once, at one of the times
 * and in one of the zones at which they can. Nobody rides so long that a meal break would be due: there is nobody to plan it with.
 * @param pay_per_h by rider
 * @param missing rider-slots from now on, by zone
 */
export function onCall(
  request: StaffingRequest,
  aroundToday: readonly (Around | null)[],
  pay_per_h: Float64Array,
  missing: ArrayLike<number>,
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
    const windows = joined(
      callZones(rider, missing).flatMap((zone) =>
        rider.availability
          .flatMap((own) => rules.opening[zone]!.flatMap((open) => within(own, open)))
          .map((window) => ({ ...window, zones: [zone] })),
      ),
    );
    if (windows.length === 0) return [];
    const end_slot = Math.max(...windows.map((window) => window.end_slot));
    const move: MoveRider = {
      zone: windows[0]!.zones[0]!,
      known: rider.zones,
      start_slot: Math.min(...windows.map((window) => window.start_slot)),
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

type ZonesWindow = CallWindow & { zones: number[] };

/** Those of the same time in several zones as one, by their begin. */
function joined(windows: readonly ZonesWindow[]): ZonesWindow[] {
  const byTime = Map.groupBy(windows, ({ start_slot, end_slot, latest_start_slot }) =>
    [start_slot, end_slot, latest_start_slot].join(),
  );
  return [...byTime.values()]
    .map((same) => ({ ...same[0]!, zones: same.flatMap(({ zones }) => zones) }))
    .sort((a, b) => a.start_slot - b.start_slot);
}
