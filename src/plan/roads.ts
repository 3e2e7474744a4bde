import type { RoutingRequest, Vehicle } from '../contract/request.ts';
import { atSpeedFactor, type Travel, travelOf } from '../travel/travel.ts';

/** Travel of one vehicle; a place that is null (an open start or end) is nowhere, and costs nothing to reach or leave. */
export interface Roads {
  distance_m(from: number | null, to: number | null): number;
  driving_s(from: number | null, to: number | null): number;
}

/** The roads of every vehicle of a request, made when first asked for. */
export function roadsOf(request: RoutingRequest): (vehicle: Vehicle) => Roads {
  const travels: (Travel | undefined)[] = [];
  const roads = new Map<string, Roads>();
  return ({ profile: index, speedFactor }) => {
    const key = `${index} ${speedFactor}`;
    const known = roads.get(key);
    if (known) return known;
    const profile = request.profiles[index]!;
    const travel = (travels[index] ??= travelOf(profile, request.places));
    const made: Roads = {
      distance_m: (from, to) => (from === null || to === null ? 0 : travel.distance_m(from, to)),
      driving_s: (from, to) =>
        from === null || to === null ? 0 : atSpeedFactor(travel.duration_s(from, to), speedFactor, profile),
    };
    roads.set(key, made);
    return made;
  };
}
