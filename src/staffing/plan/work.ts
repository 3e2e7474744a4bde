import type { StaffingRequest } from '../../contract/staffing/request.ts';
import { apart_m } from '../../kit/great-circle.ts';
import { HOUR_S } from '../../kit/units.ts';
import {
  normalQuantile,
  type RequirementInput,
  requirementOf,
  type VehicleType,
  type ZoneWork,
} from '../load/index.ts';
import type { Demand } from './demand.ts';
import { vehicleMix } from './vehicles/mix.ts';

/** How early before an order is ready a rider can be on the way to it. */
const LOOKAHEAD_S = 900;
/** Mean and standard deviation of the distance of two random points of a unit square (square line picking). */
const SQUARE_MEAN = 0.5214;
const SQUARE_SD = 0.2479;
/** Fewer orders with both places tell nothing of the ways of a zone. */
const LEAST_RIDES = 30;
/** Points of a distribution that stand for it. */
const POINTS = 101;

/** The request as the requirement of riders needs it: ways of zones, speeds, target, no-shows. */
export function requirementInput(request: StaffingRequest, demand: Demand): RequirementInput {
  const { horizon, zones, handling, service, noShow } = request;
  const rides_m = ridesOf(request);
  const input: RequirementInput = {
    zones: zones.length,
    slots: horizon.slots,
    slot_s: horizon.slot_s,
    orders: demand.mean,
    // Who is open over midnight has orders of the evening before on the way.
    runsOn: request.rules.opening.map((spans) => spans.some(({ from_s, to_s }) => from_s < 0 && to_s > 0)),
    dispersion: demand.dispersion,
    work: zones.map((_, zone) => workOf(request, zone, rides_m[zone]!)),
    vehicles: vehiclesOf(request),
    target: { within_s: service.target_s, share: service.share },
    noShow: { rate: noShowRate(request), confidence: noShow.confidence },
    bundling: { max: handling.bundleMax, window_s: handling.bundleWindow_s },
    lookahead_s: LOOKAHEAD_S,
    handling_cv: handling.cv,
    maxOccupancy: service.maxUtilisation,
  };
  if (request.riders.length === 0 || request.vehicles.length === 1) return input;
  // Roughly how many hours are to be ridden, and so how many of them by riders without names.
  const { booked } = requirementOf(input, () => true);
  const need_h = (booked.reduce((sum, each) => sum + each, 0) * horizon.slot_s) / HOUR_S;
  const mix = vehicleMix(request, need_h);
  return { ...input, vehicles: input.vehicles.map((vehicle, v) => ({ ...vehicle, share: mix[v]! })) };
}

/** Vehicles with the shares of riders without names. */
function vehiclesOf({ vehicles, handling }: StaffingRequest): VehicleType[] {
  return vehicles.map((vehicle) => ({
    id: vehicle.id,
    speed_mps: vehicle.speed_kmh / 3.6 / handling.detour,
    pickup_s: handling.pickup_s,
    dropoff_s: handling.dropoff_s,
    reach_m: vehicle.reach_m / handling.detour,
    capacity: vehicle.capacity,
    share: vehicle.share,
  }));
}

/** Mean chance that a rider stays away: of those named, or as the request says. */
export function noShowRate({ riders, noShow }: StaffingRequest): number {
  if (riders.length === 0) return noShow.rate;
  return riders.reduce((sum, { reliability }) => sum + 1 - (reliability ?? 1 - noShow.rate), 0) / riders.length;
}

/** What the work in a zone is like, distances as the crow flies. @param rides_m of the past */
function workOf(request: StaffingRequest, zone: number, rides_m: readonly number[]): ZoneWork {
  const { handling, zones } = request;
  const { area_m2, hubs, pickups } = zones[zone]!;
  const ride = rideOf(request, zone, rides_m);
  const measured_s = handling.tours_s.length > 0 ? handling.tours_s : givenTimes(handling.given_s[zone]!, handling.cv);
  return {
    area_m2,
    restaurants: pickups,
    ride_mean_m: ride.mean_m,
    ride_sd_m: ride.sd_m,
    preparation_mean_s: handling.preparation_s,
    preparation_sd_s: handling.preparationSd_s,
    ...(hubs.length > 0 ? { hubs: hubs.length } : {}),
    ...(measured_s === null ? {} : { measured_s }),
  };
}

/** By zone, from pickup to door in orders of the past of which both are known: orders are many, and looked at once for all zones. */
function ridesOf({ zones, pastOrders }: StaffingRequest): number[][] {
  const rides_m: number[][] = zones.map(() => []);
  for (const { zone, at, pickup } of pastOrders) if (at && pickup) rides_m[zone]?.push(apart_m(pickup, at));
  return rides_m;
}

/** From pickup to door: as given, as orders of the past had it, or as in a square of the zone's area. */
function rideOf(
  { handling, zones }: StaffingRequest,
  zone: number,
  rides_m: readonly number[],
): { mean_m: number; sd_m: number } {
  if (handling.ride_m !== null) {
    const mean_m = handling.ride_m / handling.detour;
    return { mean_m, sd_m: mean_m * (SQUARE_SD / SQUARE_MEAN) };
  }
  if (rides_m.length < LEAST_RIDES) {
    const side_m = Math.sqrt(zones[zone]!.area_m2);
    return { mean_m: SQUARE_MEAN * side_m, sd_m: SQUARE_SD * side_m };
  }
  const mean_m = rides_m.reduce((sum, ride) => sum + ride, 0) / rides_m.length;
  const variance = rides_m.reduce((sum, ride) => sum + (ride - mean_m) ** 2, 0) / (rides_m.length - 1);
  return { mean_m, sd_m: Math.sqrt(variance) };
}

/** Lognormal handling times of a mean that was given, as points of equal probability; null where none was. */
function givenTimes(mean_s: number, cv: number): Float64Array | null {
  if (Number.isNaN(mean_s)) return null;
  const sigma = Math.sqrt(Math.log(1 + cv * cv));
  const points = Float64Array.from({ length: POINTS }, (_, i) => Math.exp(sigma * normalQuantile((i + 0.5) / POINTS)));
  const mean = points.reduce((sum, point) => sum + point, 0) / POINTS;
  return points.map((point) => (point * mean_s) / mean);
}
