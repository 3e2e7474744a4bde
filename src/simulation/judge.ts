import type { StaffingPlan, StaffingViolation } from '../contract/staffing/plan.ts';
import type { StaffingRequest } from '../contract/staffing/request.ts';
import { judgeFigures } from './judge/figures.ts';
import { judgeMealShare } from './judge/meals.ts';
import { judgeMoves } from './judge/moves.ts';
import { judgeOpen } from './judge/open.ts';
import { Rulings, readShifts } from './judge/read.ts';
import { judgeRider } from './judge/rider.ts';
import { judgeShift } from './judge/shift.ts';
import { judgeToday } from './judge/today.ts';
import { judgeVehicles } from './judge/vehicles.ts';

/**
 * Judges who rides when by the request alone: every hard rule of shifts, riders and meals, that booked shifts are in it, and that
 * hours, cover and reasons are as stated; moves between zones and riders called in on a day under way. Shares no code with the
 * planner. What the simulation says of the service is its own word.
 * @param request as normalised. @returns all that is broken; empty: nothing.
 */
export function judgeStaffing(request: StaffingRequest, plan: StaffingPlan): StaffingViolation[] {
  const rulings = new Rulings();
  const shifts = readShifts(request, plan, rulings);
  for (const shift of shifts) judgeShift(request, shift, rulings);
  const byRider = Map.groupBy(shifts, ({ rider }) => rider);
  const published = Map.groupBy(request.published ?? [], ({ rider }) => rider);
  for (const r of request.riders.keys()) {
    const own = byRider.get(r);
    if (own) judgeRider(request, r, own, published.get(r) ?? [], rulings);
  }
  for (const [i, { rider, zone, span }] of (request.intraday ? [] : request.booked).entries()) {
    const kept = byRider
      .get(rider)
      ?.some((shift) => shift.booked && shift.zone === zone && shift.span.from_s === span.from_s);
    if (!kept) rulings.add('booked_missing', 'shifts', `booked shift ${i} is not in the plan`);
  }
  if (!request.intraday) judgeMealShare(request, shifts, rulings);
  judgeMoves(request, plan, shifts, rulings);
  judgeToday(request, plan, shifts, rulings);
  judgeOpen(request, plan, rulings);
  judgeFigures(request, plan, shifts, rulings);
  judgeVehicles(request, plan, shifts, rulings);
  return rulings.violations;
}
