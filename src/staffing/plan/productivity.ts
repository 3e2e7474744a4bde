import { handlingOf, type RequirementInput } from '../load/index.ts';

/** Traffic at which vehicles are compared: a rider who is free nearby, no bundling. */
const CALM = { orders_per_s: 0, occupancy: 0, free: 1 };

/** What a vehicle gets done compared with the mix of them, mean of the zones: the handling time is what differs. */
export function productivity({ work, vehicles, bundling }: RequirementInput): Float64Array {
  const total = vehicles.reduce((sum, { share }) => sum + share, 0);
  const sums = new Float64Array(vehicles.length);
  for (const zone of work) {
    const rates = vehicles.map(
      (vehicle) => 1 / handlingOf(zone, vehicle, bundling.max, bundling.window_s, CALM).order_s,
    );
    const mix = vehicles.reduce((sum, { share }, v) => sum + (share / total) * rates[v]!, 0);
    rates.forEach((rate, v) => {
      sums[v]! += rate / mix;
    });
  }
  return sums.map((sum) => sum / work.length);
}
