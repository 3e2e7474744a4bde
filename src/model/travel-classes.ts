import type { Profile, RoutingRequest, Task } from '../contract/request.ts';
import { atSpeedFactor, type Travel, travelOf } from '../travel/travel.ts';
import type { VehicleType } from './fleet.ts';

/** Vehicle types for which every arc costs and lasts the same. */
export interface TravelClass {
  travel: Travel;
  /** Seconds at the class's speed factor. */
  seconds(duration_s: number): number;
  /** Money for an arc. */
  arcCost(distance_m: number, duration_s: number): number;
  /** Money for serving a task, wherever the vehicle comes from. */
  stopCost(task: Task): number;
  symmetric: boolean;
  /** Travel is a given matrix rather than computed from positions. */
  given: boolean;
}

/** The classes of a fleet, and the class of each of its types. */
export function travelClasses(
  request: RoutingRequest,
  fleet: VehicleType[],
): { classes: TravelClass[]; classOf: number[] } {
  const classes: TravelClass[] = [];
  const known = new Map<string, number>();
  const travels = request.profiles.map((profile) =>
    remembered(travelOf(profile, request.places), profile, request.places.length),
  );
  const classOf = fleet.map(({ sample }) => {
    const { per_km, per_hour, per_travel_hour, per_service_hour, per_task } = sample.costs;
    const key = [
      sample.profile,
      sample.speedFactor,
      per_km,
      per_hour + per_travel_hour,
      per_hour + per_service_hour,
      per_task,
    ].join();
    const index = known.get(key) ?? classes.length;
    if (index < classes.length) return index;
    known.set(key, index);
    const profile = request.profiles[sample.profile]!;
    const travelPrice = per_hour + per_travel_hour;
    const servicePrice = per_hour + per_service_hour;
    classes.push({
      travel: travels[sample.profile]!,
      seconds: (duration_s) => atSpeedFactor(duration_s, sample.speedFactor, profile),
      arcCost: (distance_m, duration_s) => (per_km * distance_m) / 1000 + (travelPrice * duration_s) / 3600,
      stopCost: ({ stops }) => per_task + stops[0]!.cost + (servicePrice * stops[0]!.service_s) / 3600,
      symmetric: profile.kind !== 'matrix',
      given: profile.kind === 'matrix',
    });
    return index;
  });
  return { classes, classOf };
}

/** Places up to which what a profile computes is remembered (16 bytes a pair) while a request is compiled. */
const MOST_REMEMBERED = 2500;

/** Great circles are dear, and every class of vehicles asks for the same ones. */
function remembered(travel: Travel, profile: Profile, places: number): Travel {
  if (profile.kind !== 'great_circle' || places > MOST_REMEMBERED) return travel;
  const once = (compute: (from: number, to: number) => number) => {
    const table = new Float64Array(places * places).fill(-1);
    return (from: number, to: number) => {
      const known = table[from * places + to]!;
      if (known >= 0) return known;
      const value = compute(from, to);
      table[from * places + to] = value;
      table[to * places + from] = value;
      return value;
    };
  };
  return { distance_m: once(travel.distance_m), duration_s: once(travel.duration_s) };
}
