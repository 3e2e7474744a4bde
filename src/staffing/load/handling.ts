import { normalBelow } from './normal.ts';
import type { Handling, VehicleType, ZoneWork } from './types.ts';

/** How busy a zone is: what approach and bundling depend on. */
export interface Traffic {
  /** Orders placed per second. */
  orders_per_s: number;
  /** Riders at work over riders there, 0..1. */
  occupancy: number;
  /** Riders free on average, >= 0. */
  free: number;
}

/** Constant of Beardwood, Halton & Hammersley (1959): a tour of n places in an area A is 0.7124 sqrt(n A) long. */
const BHH = 0.7124;

/**
 * Handling of a trip from the geometry of a zone.
 *
 * - Approach: from the nearest of k riders strewn over the area A to a restaurant, 0.5 sqrt(A / k) (nearest neighbour in
 *   a Poisson field; Daganzo 2005, Logistics Systems Analysis, ch. 3); k the free riders, at most the hubs where they
 *   wait at hubs, and at least one: with none free, the next one comes from anywhere.
 * - Waiting for preparation: the dispatcher aims at the time promised, so half of a normal error: sd / sqrt(2 pi).
 * - Ride: mean of the rides within the vehicle's reach, rides being lognormal.
 * - Between doors: each further door adds the step of a tour through that many doors of the restaurant's delivery disk,
 *   whose radius is 1.5 mean rides; at most the ride itself, since far ones do not ride together.
 */
export function handlingOf(
  work: ZoneWork,
  vehicle: VehicleType,
  max: number,
  window_s: number,
  traffic: Traffic,
): Handling {
  const { usable, mean_m } = withinReach(work.ride_mean_m, work.ride_sd_m, vehicle.reach_m);
  const bundle = bundleSize(work, Math.min(max, vehicle.capacity), window_s, traffic);
  const waiting = Math.max(1, Math.min(traffic.free, work.hubs ?? Number.POSITIVE_INFINITY));
  const approach_s = (0.5 * Math.sqrt(work.area_m2 / waiting)) / vehicle.speed_mps;
  const wait_s = (work.readyError_s ?? 0) / Math.sqrt(2 * Math.PI);
  const ride_s = mean_m / vehicle.speed_mps;
  const disk_m2 = Math.PI * (1.5 * mean_m) ** 2;
  const step_m = Math.min(mean_m, BHH * Math.sqrt(disk_m2 / Math.max(bundle, 2)));
  const between_s = ((bundle - 1) * step_m) / vehicle.speed_mps;
  const dropoff_s = bundle * vehicle.dropoff_s;
  const trip_s = approach_s + wait_s + vehicle.pickup_s + ride_s + between_s + dropoff_s;
  const handling = {
    approach_s,
    wait_s,
    pickup_s: vehicle.pickup_s,
    ride_s,
    between_s,
    dropoff_s,
    bundle,
    trip_s,
    usable,
  };
  return { ...handling, order_s: work.measured_s ? meanOf(work.measured_s) : trip_s / bundle };
}

/**
 * Orders per trip: besides the one that the rider comes for, those of the same restaurant that fall into the window, up
 * to `max`. With Poisson orders per restaurant, E[min(max, 1 + Poisson(rate window))]; they ride together in so far as
 * riders are short, that is with the occupancy.
 */
export function bundleSize(
  work: ZoneWork,
  max: number,
  window_s: number,
  { orders_per_s, occupancy }: Traffic,
): number {
  const others = (orders_per_s / Math.max(1, work.restaurants)) * window_s;
  let chance = Math.exp(-others);
  let expected = 0;
  let above = 1;
  // E[min(max - 1, N)] = sum over k of P(N > k).
  for (let k = 0; k < max - 1; k++) {
    above -= chance;
    expected += Math.max(0, above);
    chance *= others / (k + 1);
  }
  return 1 + Math.min(1, Math.max(0, occupancy)) * expected;
}

/** Share of lognormal rides within reach, and their mean. */
function withinReach(mean_m: number, sd_m: number, reach_m: number): { usable: number; mean_m: number } {
  if (reach_m === Number.POSITIVE_INFINITY || mean_m <= 0) return { usable: 1, mean_m };
  if (sd_m <= 0) return { usable: mean_m <= reach_m ? 1 : 0, mean_m: Math.min(mean_m, reach_m) };
  const variance = Math.log(1 + (sd_m / mean_m) ** 2);
  const sigma = Math.sqrt(variance);
  const at = (Math.log(reach_m) - Math.log(mean_m) + variance / 2) / sigma;
  const usable = normalBelow(at);
  return { usable, mean_m: usable > 1e-9 ? (mean_m * normalBelow(at - sigma)) / usable : reach_m };
}

export function meanOf(values: Float64Array): number {
  if (values.length === 0) throw new RangeError('No handling time was measured');
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
