import type { GivenShift, StaffingRequest } from '../../../contract/staffing/request.ts';
import { paidSeconds } from '../paid.ts';
import { askedShares } from '../promises.ts';
import { weekOf } from '../times.ts';
import { dayOf } from './around.ts';

/** Seconds by which a shift may be cut short before hours that are promised or guaranteed are touched. */
export type SparePay = (shift: GivenShift, own: readonly GivenShift[]) => number;

/**
 * What is guaranteed is paid, and what is promised is charged, whoever goes home: of a week as much as its days in the horizon are asked
 * for, as in the roster. What a week has on top is spared once, of the first of its shifts that is not over.
 */
export function sparePay(request: StaffingRequest): SparePay {
  const { horizon, riders, rules, intraday } = request;
  const end_s = horizon.slots * horizon.slot_s;
  const others = (request.published ?? []).filter(({ span }) => span.from_s < 0 || span.from_s >= end_s);
  const asked = [false, true].map((isTold) => askedShares(horizon, others, isTold));
  return (shift, own) => {
    const rider = riders[shift.rider]!;
    const promised_s = Math.max(rider.guaranteed_s, rider.minWeek_s);
    const day = dayOf(shift, horizon);
    // Of the week of who came yesterday little is known.
    if (promised_s === 0 || day < 0) return Number.POSITIVE_INFINITY;
    const { from_s, to_s } = weekOf(horizon, day);
    const week = own.filter(({ span }) => span.from_s >= from_s && span.from_s < to_s);
    const first = Math.min(...week.flatMap(({ span }) => (span.to_s > intraday!.now_s ? [span.from_s] : [])));
    if (first < shift.span.from_s) return 0;
    const sumOf = (from: number, to: number) =>
      week
        .filter(({ span }) => span.from_s >= from && span.from_s < to)
        .reduce((sum, { span, meal }) => sum + paidSeconds(span, meal, rules), 0);
    const brought_s = from_s <= 0 ? Math.max(rider.worked_s, sumOf(from_s, 0)) : 0;
    const left_s = Math.max(0, promised_s - brought_s - sumOf(end_s, to_s));
    const share = asked[rider.worked_s > 0 ? 1 : 0]![horizon.weekOfDay[day]!]!;
    return Math.max(0, sumOf(0, end_s) - share * left_s);
  };
}
