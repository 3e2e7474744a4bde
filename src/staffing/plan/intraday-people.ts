import type { GivenShift, Horizon, Rules, Span, StaffingRequest } from '../../contract/staffing/request.ts';
import type { CallWindow, MoveBreak, MoveRider } from '../moves/index.ts';
import type { Around } from './intraday-reasons.ts';

const HOUR_S = 3600;
const DAY_S = 86_400;
/** Of a break put off or brought forward by one slot: it is to be seldom, and free where it helps. */
const BREAK_SHIFT_COST = 0.5;
/** What counts of a saved hour when somebody is sent home: they may not want to, and demand may come after all. */
const RELEASE_SHARE = 0.5;

/** A rider of the problem, and who it is. */
export interface Who {
  rider: number;
  /** Of those on duty or to come: the shift. Of those on call: null. */
  shift: GivenShift | null;
  move: MoveRider;
}

/** Who is on duty, or comes later today; what lies before now is over. */
export function onShift(shift: GivenShift, nowSlot: number, { riders, horizon, rules, costs }: StaffingRequest): Who[] {
  const { slots, slot_s } = horizon;
  const { rider, zone, span, meal } = shift;
  const first = Math.max(nowSlot + 1, Math.ceil(span.from_s / slot_s));
  // Who is on a break now, or comes with one, is back when it is over.
  const isPausing = meal !== null && Math.floor(meal.from_s / slot_s) < first && meal.to_s > nowSlot * slot_s;
  const back_s = isPausing ? Math.max(span.from_s, meal.to_s) : span.from_s;
  const start_slot = Math.max(nowSlot, Math.ceil(back_s / slot_s));
  const end_slot = Math.min(slots, Math.floor(span.to_s / slot_s));
  if (end_slot <= start_slot) return [];
  const breaks = meal && meal.from_s / slot_s >= first ? [breakOf(meal, span, end_slot, nowSlot, rules, horizon)] : [];
  const { cost_per_h, zones } = riders[rider]!;
  const move: MoveRider = {
    zone,
    known: [...new Set([zone, ...zones])],
    start_slot,
    end_slot,
    breaks,
  };
  // Nothing is known of the demand after the horizon.
  if (span.to_s <= slots * slot_s) {
    const saving_per_slot = RELEASE_SHARE * Math.min(cost_per_h, costs.shortage_per_h) * (slot_s / HOUR_S);
    move.release = { earliest_slot: nowSlot + 1, saving_per_slot };
  }
  return [{ rider, shift, move }];
}

/**
 * A break still to come, within the window that the rules give it, and not before the next slot. One that reaches over the end of what is
 * looked at stays where it is, unless its part within is as long as all of it is elsewhere.
 * @param end_slot of the shift, or of the horizon
 */
function breakOf(meal: Span, span: Span, end_slot: number, nowSlot: number, rules: Rules, horizon: Horizon): MoveBreak {
  const { slots, slot_s } = horizon;
  const { earliestAfterStart_s = 0, latestBeforeEnd_s = 0, longerThan_s = Number.POSITIVE_INFINITY } = rules.meal ?? {};
  const planned = Math.floor(meal.from_s / slot_s);
  const within = Math.min(end_slot, Math.ceil(meal.to_s / slot_s)) - planned;
  const isFixed = within * slot_s < meal.to_s - meal.from_s;
  const length = Math.max(1, within);
  const earliest = Math.max(nowSlot + 1, Math.ceil((span.from_s + earliestAfterStart_s) / slot_s));
  const latest = Math.floor((span.to_s - latestBeforeEnd_s) / slot_s) - length;
  return {
    earliest_slot: isFixed ? planned : Math.min(earliest, planned),
    latest_slot: isFixed ? planned : Math.max(latest, planned),
    slots: length,
    planned_slot: planned,
    not_due_until_slot: Math.min(slots, Math.floor((span.from_s + longerThan_s) / slot_s)),
    shift_cost: BREAK_SHIFT_COST,
  };
}

/**
 * Riders without a shift today who are available after the notice, for at least the shortest shift; they come once, at one of the times
 * at which they can. Nobody rides so long that a meal break would be due: there is nobody to plan it with.
 */
export function onCall(request: StaffingRequest, aroundToday: readonly (Around | null)[]): Who[] {
  const { riders, horizon, rules, intraday } = request;
  const { slots, slot_s } = horizon;
  const { now_s, notice_s } = intraday!;
  const soonest_s = now_s + notice_s;
  const day = horizon.dayStarts_s.findLastIndex((start) => start <= now_s);
  const dayEnd_s = horizon.dayStarts_s[day + 1] ?? horizon.dayStarts_s[day]! + DAY_S;
  const withoutMeal_s = rules.meal?.longerThan_s ?? Number.POSITIVE_INFINITY;
  return riders.flatMap((rider, r): Who[] => {
    const around = aroundToday[r]!;
    if (around === null || rider.zones.length === 0) return [];
    const rested_s = around.lastEnd_s + rider.minRest_s;
    const home = rider.homeZone >= 0 ? rider.homeZone : rider.zones[0]!;
    const most_s = Math.min(rules.maxShift_s, withoutMeal_s, rider.maxDay_s, rider.maxWeek_s - around.week_s);
    const least = Math.max(1, Math.ceil(Math.max(rules.minShift_s, rider.minDay_s) / slot_s));
    const within = (own: Span, open: Span): CallWindow[] => {
      const start = Math.ceil(Math.max(own.from_s, soonest_s, open.from_s, rested_s) / slot_s);
      const end = Math.min(
        slots,
        Math.floor(Math.min(own.to_s, open.to_s, dayEnd_s, around.next_s - rider.minRest_s) / slot_s),
        start + Math.floor(most_s / slot_s),
      );
      if (end - start < least || start * slot_s >= dayEnd_s) return [];
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
        cost_per_slot: rider.cost_per_h * (slot_s / HOUR_S),
        windows,
      },
    };
    return [{ rider: r, shift: null, move }];
  });
}
