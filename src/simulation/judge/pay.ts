import type { StaffingPlan } from '../../contract/staffing/plan.ts';
import type { StaffingRequest } from '../../contract/staffing/request.ts';
import { countedSeconds, type ReadShift, type Rulings } from './read.ts';

/** Costs may be rounded to 0.01, as the orders of a slot are. */
const SLACK = 0.011;
const ROUNDED = 0.00501;

/**
 * What the plan says shifts cost: the pay of their hours, or that of the orders in them where it is more. Orders an hour are then the same
 * for all riders of a vehicle type; where there is one type only, those of all zones over the hours to book of riders who turn up.
 */
export function judgePay(request: StaffingRequest, plan: StaffingPlan, shifts: ReadShift[], rulings: Rulings): void {
  const { riders, vehicles } = request;
  const paidByOrder = shifts.some(({ rider }) => riders[rider]!.pay_per_order > 0);
  const all = paidByOrder && vehicles.length === 1 ? ordersPerHour(request, plan) : null;
  // Of each vehicle type, between which orders an hour are by the shifts so far.
  const ranges = vehicles.map(() => ({ ...(all ?? { least: 0, most: Number.POSITIVE_INFINITY }) }));
  for (const shift of shifts) {
    const { cost_per_h, pay_per_order, vehicle } = riders[shift.rider]!;
    const counted_h = countedSeconds(request, shift) / 3600;
    const stated = shift.stated.cost;
    const hourly = counted_h * cost_per_h;
    const wrong = (why: string) => rulings.add('wrong_figure', `${shift.path}.cost`, `${stated}, ${why}`);
    const isMore = pay_per_order > 0 && stated > hourly + SLACK;
    if (!isMore && Math.abs(stated - hourly) > SLACK) wrong(`counted ${hourly}`);
    if (!(pay_per_order > 0) || counted_h <= 0) continue;
    const per_h = 1 / (counted_h * pay_per_order);
    const own = around(stated * per_h, SLACK * per_h);
    const range = ranges[vehicle]!;
    if (isMore) range.least = Math.max(range.least, own.least);
    range.most = Math.min(range.most, own.most);
    if (range.least > range.most) wrong('more or fewer orders an hour than elsewhere');
  }
}

const around = (value: number, off: number) => ({ least: value - off, most: value + off });

/** Orders that a rider who turns up is to deliver in an hour of those to come: between which, for lists are rounded. */
function ordersPerHour({ riders, noShow, horizon, intraday }: StaffingRequest, { zones }: StaffingPlan) {
  const sum = (list: readonly number[]) => list.reduce((total, value) => total + value, 0);
  const comes = sum(riders.map(({ reliability }) => reliability ?? 1 - noShow.rate)) / riders.length;
  const over = Math.floor((intraday?.now_s ?? 0) / horizon.slot_s);
  const orders = sum(zones.map(({ slots }) => sum(slots.demand.slice(over))));
  const booked_h = (sum(zones.map(({ slots }) => sum(slots.to_book))) * horizon.slot_s) / 3600;
  if (booked_h === 0) return { least: 0, most: 0 };
  return around(orders / (booked_h * comes), (ROUNDED * zones.length * horizon.slots) / (booked_h * comes));
}
