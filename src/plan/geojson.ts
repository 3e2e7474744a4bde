import { bbox, feature, featureCollection, lineString, point } from '@turf/turf';
import type { PlanRoute, RoutingPlan } from '../contract/plan.ts';

/** As Turf types it; a null geometry is legal GeoJSON, though Turf's types do not say so. */
export type PlanGeoJson = ReturnType<typeof featureCollection>;
type Feature = PlanGeoJson['features'][number];

/**
 * The plan as GeoJSON (RFC 7946), for maps: a line per route, straight from stop to stop, then a point per stop, then a
 * point per unassigned task; `properties.type` is `route`, `stop` or `unassigned`. What has no position (places of a
 * given matrix) has a null geometry. Positions of euclidean profiles are passed on as they are, and are not on Earth.
 */
export function planGeoJson(plan: RoutingPlan): PlanGeoJson {
  const features: Feature[] = [
    ...plan.routes.map(routeFeature),
    ...plan.routes.flatMap(stopFeatures),
    ...plan.unassigned.map(({ position, ...properties }) => located(position, { type: 'unassigned', ...properties })),
  ];
  const collection = featureCollection(features);
  return features.some(({ geometry }) => geometry) ? { ...collection, bbox: bbox(collection) } : collection;
}

function routeFeature({ stops, cost, ...properties }: PlanRoute): Feature {
  const positions = stops.flatMap(({ position }) => (position ? [position] : []));
  const about = { type: 'route', ...properties, cost: cost.total };
  // A line needs two ends: an open route to a single stop has none.
  return positions.length < 2 ? feature(null, about) : lineString(positions, about);
}

function stopFeatures({ vehicle, shift, number, stops }: PlanRoute): Feature[] {
  const route = { vehicle, ...(shift === undefined ? {} : { shift }), number };
  return stops.map(({ position, ...properties }, index) =>
    located(position, { type: 'stop', ...route, index, ...properties }),
  );
}

function located(position: [number, number] | undefined, properties: Record<string, unknown>): Feature {
  return position ? point(position, properties) : feature(null, properties);
}
