import type { RoutingRequest, Vehicle } from '../contract/request.ts';
import { tariffPrice } from '../route/access.ts';
import { atSpeedFactor, quickestFactor, type Travel, travelOf } from '../travel/travel.ts';
import type { VehicleType } from './fleet.ts';
import { effectiveCosts, type Goal } from './objective.ts';
import { type DraftStop, serviceFor, shortestService } from './stops.ts';

/** Places up to which great circles are remembered (8 bytes a pair and detour) while a request is compiled. */
const MOST_REMEMBERED = 2500;

/** Vehicle types for which every arc costs and lasts the same. */
export interface TravelClass {
  /** Number of its ways, metres and seconds before traffic; and of its tables of durations and of distances: classes that differ in prices alone share them. */
  travels: number;
  durations: number;
  distances: number;
  travel: Travel;
  /** Seconds at the class's speed factor, before traffic. */
  seconds(duration_s: number): number;
  /** How much quicker than that traffic ever lets it drive, at least 1. */
  fastest: number;
  /** Objective for a kilometre, and for an hour on the way; see `arcCost`. */
  perKm: number;
  perTravelHour: number;
  /** Objective for a stop, wherever the vehicle comes from. */
  stopCost(stop: DraftStop): number;
  /** Seconds a vehicle of this class serves a stop longer than the quickest does. */
  staysLonger_s(stop: DraftStop): number;
  /** Objective for so much setup. */
  setupCost(seconds: number): number;
  symmetric: boolean;
  /** Where pickups may go on routes of this class. */
  backhauls: Vehicle['backhauls'];
  /** Travel is a given matrix rather than computed from positions. */
  given: boolean;
}

/** Objective for an arc. */
export function arcCost(perKm: number, perTravelHour: number, distance_m: number, duration_s: number): number {
  return (perKm * distance_m) / 1000 + (perTravelHour * duration_s) / 3600;
}

/** Numbers lists of values in the order of their first coming. */
function numbering(): (...values: unknown[]) => number {
  const known = new Map<string, number>();
  return (...values) => {
    const key = JSON.stringify(values);
    if (!known.has(key)) known.set(key, known.size);
    return known.get(key)!;
  };
}

/** The classes of a fleet, and the class of each of its types. */
export function travelClasses(
  request: RoutingRequest,
  fleet: VehicleType[],
  goal: Goal,
): { classes: TravelClass[]; classOf: number[] } {
  const classes: TravelClass[] = [];
  const known = new Map<string, number>();
  const [travelNumbers, durationNumbers, distanceNumbers] = [numbering(), numbering(), numbering()];
  // Great circles are dear, and every class of vehicles asks for the same ones.
  const remembered = request.places.length <= MOST_REMEMBERED ? new Map() : null;
  const travels = request.profiles.map((profile) => travelOf(profile, request.places, remembered));
  const byType = request.tasks.some(({ stops, deliveryStops }) =>
    [...stops, ...deliveryStops].some(({ serviceByType }) => serviceByType.length > 0),
  );
  const classOf = fleet.map(({ sample }) => {
    const { per_km, per_hour, per_travel_hour, per_service_hour, per_task } = effectiveCosts(sample, goal.weights);
    const travelPrice = per_hour + per_travel_hour;
    const servicePrice = per_hour + per_service_hour;
    const { profile: index, speedFactor, tariff, backhauls } = sample;
    const type = byType ? sample.type : null;
    const key = JSON.stringify([
      index,
      speedFactor,
      per_km,
      travelPrice,
      servicePrice,
      per_task,
      tariff,
      type,
      backhauls,
    ]);
    const found = known.get(key) ?? classes.length;
    if (found < classes.length) return found;
    known.set(key, found);
    const profile = request.profiles[index]!;
    const { cost: weight } = goal.weights;
    classes.push({
      travels: travelNumbers(index, speedFactor),
      durations: durationNumbers(index, speedFactor, type),
      distances: distanceNumbers(index),
      travel: travels[index]!,
      seconds: (duration_s) => atSpeedFactor(duration_s, speedFactor, profile),
      fastest: quickestFactor(profile),
      perKm: per_km,
      perTravelHour: travelPrice,
      stopCost: ({ task, stop, second, setupAsService_s }) => {
        const priced = task.kind !== 'shipment' || second;
        const price = tariff === null || !priced ? 0 : (tariffPrice(request, tariff, task, stop.place) ?? 0);
        const once = second ? 0 : per_task;
        return (
          once +
          weight * (stop.cost + price) +
          (servicePrice * (setupAsService_s + serviceFor(stop, sample.type))) / 3600
        );
      },
      staysLonger_s: ({ stop }) => serviceFor(stop, type) - shortestService(stop),
      setupCost: (seconds) => (servicePrice * seconds) / 3600,
      symmetric: profile.kind !== 'matrix' && backhauls === 'mixed',
      backhauls,
      given: profile.kind === 'matrix',
    });
    return found;
  });
  return { classes, classOf };
}
