import type { GivenShift, Horizon, Rules, Span, StaffingRequest } from '../../../contract/staffing/request.ts';
import { HOUR_S } from '../../../kit/units.ts';
import type { MoveBreak, MoveRider } from '../../moves/index.ts';
import { paidSeconds } from '../paid.ts';
import { dayOf } from './around.ts';
import type { SparePay } from './spare-pay.ts';

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

/**
 * Who is on duty, or comes later today; what lies before now is over.
 * @param own all shifts of the rider
 * @param spare by how much it may be cut short for something to be saved
 */
export function onShift(
  shift: GivenShift,
  own: readonly GivenShift[],
  request: StaffingRequest,
  spare: SparePay,
): Who[] {
  const { riders, horizon, rules, costs, intraday } = request;
  const { slots, slot_s } = horizon;
  const nowSlot = Math.floor(intraday!.now_s / slot_s);
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
  const spare_slots = Math.floor(spare(shift, own) / slot_s);
  if (span.to_s <= slots * slot_s && spare_slots > 0) {
    const saving_per_slot = RELEASE_SHARE * Math.min(cost_per_h, costs.shortage_per_h) * (slot_s / HOUR_S);
    const soonest = (as: GivenShift) =>
      Math.max(
        nowSlot + 1,
        Math.ceil((span.from_s + leastOf(as, own, request)) / slot_s),
        // Earlier nothing more is saved: what is promised is paid.
        end_slot - spare_slots,
      );
    move.release = { earliest_slot: soonest(shift), saving_per_slot };
    // Who skips an unpaid break has the hours sooner.
    for (const pause of breaks) pause.leave_slot = soonest({ ...shift, meal: null });
  }
  return [{ rider, shift, move }];
}

/**
 * Seconds that a shift lasts at least where it is cut short: as the shortest one, and as the least hours of a day worked leave to it. Other
 * shifts of the day may be cut short, too.
 */
function leastOf(shift: GivenShift, own: readonly GivenShift[], { riders, rules, horizon, intraday }: StaffingRequest) {
  const day = dayOf(shift, horizon);
  let missing_s = riders[shift.rider]!.minDay_s;
  for (const other of own) {
    const { span, meal } = other;
    if (span.from_s === shift.span.from_s || dayOf(other, horizon) !== day) continue;
    const soFar_s =
      span.to_s <= intraday!.now_s ? span.to_s : Math.max(intraday!.now_s, span.from_s + rules.minShift_s);
    missing_s -= paidSeconds({ from_s: span.from_s, to_s: Math.min(span.to_s, soFar_s) }, meal, rules);
  }
  const unpaid_s = shift.span.to_s - shift.span.from_s - paidSeconds(shift.span, shift.meal, rules);
  return Math.max(rules.minShift_s, missing_s + unpaid_s);
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
