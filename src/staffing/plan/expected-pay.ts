import type { StaffingRequest } from '../../contract/staffing/request.ts';
import { HOUR_S } from '../../kit/units.ts';
import type { Requirement, RequirementInput } from '../load/index.ts';
import { productivity } from './productivity.ts';
import { isPast } from './within-opening.ts';
import { noShowRate } from './work.ts';

/**
 * What an hour of each rider costs on the mean: the pay of the hour, or that of the orders delivered in one where it is more. Orders
 * are those expected over the hours to be booked, of a day under way what is left of it, and as many more or fewer as the vehicle gets done.
 */
export function expectedPay_per_h(
  request: StaffingRequest,
  input: RequirementInput,
  { booked }: Requirement,
): Float64Array {
  const { riders, horizon } = request;
  const orders = input.orders.reduce((sum, mean, cell) => sum + (isPast(request, cell) ? 0 : mean), 0);
  const heads = booked.reduce((sum, each) => sum + each, 0) * (1 - noShowRate(request));
  const orders_per_h = heads > 0 ? (orders / heads) * (HOUR_S / horizon.slot_s) : 0;
  const done = productivity(input);
  return Float64Array.from(riders, ({ vehicle, cost_per_h, pay_per_order }) =>
    Math.max(cost_per_h, pay_per_order * orders_per_h * done[vehicle]!),
  );
}
