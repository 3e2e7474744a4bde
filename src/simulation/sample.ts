import { gammaOfMeanOne, lognormal, poisson } from './random.ts';
import type { Random, SimulatedDemand, SimulatedOrder, SimulatedRestaurant } from './types.ts';

/**
 * Draws the orders of a day: per zone and slot a Poisson number, its mean spread by a gamma factor where the dispersion
 * is above 1 (so the number is negative binomial), times uniform in the slot (from `from_s` on), restaurants by weight, rides in any
 * direction. Orders come sorted by time of the click.
 * @throws RangeError where a zone has demand but no restaurant
 */
export function sampleOrders(demand: SimulatedDemand, restaurants: SimulatedRestaurant[], random: Random) {
  const { zones, slots, slot_s, from_s = 0 } = demand;
  const orders: SimulatedOrder[] = [];
  for (let zone = 0; zone < zones; zone++) {
    const choose = chooserOf(restaurants, zone);
    const day = demand.spread === 'day' ? dayFactor(demand, zone, random) : null;
    for (let slot = 0; slot < slots; slot++) {
      const mean = demand.mean[zone * slots + slot]!;
      if (mean <= 0) continue;
      if (!choose) throw new RangeError(`Zone ${zone} has demand, but no restaurant`);
      const excess = (demand.dispersion?.[zone * slots + slot] ?? 1) - 1;
      const rest = Math.min(1, Math.max(0, slot + 1 - from_s / slot_s));
      const factor = day ?? (excess > 0 ? gammaOfMeanOne(random, mean / excess) : 1);
      for (let n = poisson(random, mean * factor); n > 0; n--) {
        orders.push(
          sampleOrder(demand, restaurants, choose(random), (slot + 1 - rest + rest * random()) * slot_s, random),
        );
      }
    }
  }
  return orders.sort((a, b) => a.placed_s - b.placed_s);
}

function sampleOrder(
  demand: SimulatedDemand,
  restaurants: SimulatedRestaurant[],
  restaurant: number,
  placed_s: number,
  random: Random,
): SimulatedOrder {
  const { x_m, y_m, zone } = restaurants[restaurant]!;
  const of = (value: number | Float64Array) => (typeof value === 'number' ? value : value[zone]!);
  const ride_m = lognormal(random, of(demand.ride_mean_m), of(demand.ride_sd_m));
  const direction = 2 * Math.PI * random();
  return {
    restaurant,
    placed_s,
    ready_s: placed_s + lognormal(random, of(demand.preparation_mean_s), of(demand.preparation_sd_s)),
    x_m: x_m + ride_m * Math.cos(direction),
    y_m: y_m + ride_m * Math.sin(direction),
  };
}

/** One factor for the whole day, of the variance that the dispersion gives to the zone's total. */
function dayFactor({ slots, mean, dispersion }: SimulatedDemand, zone: number, random: Random): number {
  let total = 0;
  let excess = 0;
  for (let i = zone * slots; i < (zone + 1) * slots; i++) {
    total += mean[i]!;
    excess += mean[i]! * ((dispersion?.[i] ?? 1) - 1);
  }
  return excess > 0 ? gammaOfMeanOne(random, (total * total) / excess) : 1;
}

/** Draws a restaurant of the zone by weight; null where there is none. */
function chooserOf(restaurants: SimulatedRestaurant[], zone: number): ((random: Random) => number) | null {
  const own = restaurants.flatMap((restaurant, index) => (restaurant.zone === zone ? [index] : []));
  if (own.length === 0) return null;
  let sum = 0;
  const ends = own.map((index) => (sum += restaurants[index]!.weight ?? 1));
  return (random) => {
    const at = random() * sum;
    const found = ends.findIndex((end) => at < end);
    return own[found < 0 ? own.length - 1 : found]!;
  };
}
