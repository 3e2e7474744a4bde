import { bbox, feature, featureCollection, lineString, multiLineString, point } from '@turf/turf';
import type { PlanRoute, RoutingPlan } from '../contract/plan.ts';
import { guessCoordinates } from '../kit/coordinates.ts';
import { boxAcross, cutLine } from './antimeridian.ts';

/** As Turf types it; a null geometry is legal GeoJSON, though Turf's types do not say so. */
export type PlanGeoJson = ReturnType<typeof featureCollection>;
type Feature = PlanGeoJson['features'][number];

/**
 * The plan as GeoJSON (RFC 7946), for maps: a line per route, straight from stop to stop, then a point per stop, then a
 * point per unassigned task; `properties.type` is `route`, `stop` or `unassigned`. What has no position (places of a
 * given matrix) has a null geometry. A line across the antimeridian is cut there. Positions of euclidean profiles are passed
 * on as they are, and are not on Earth.
 */
export function planGeoJson(plan: RoutingPlan): PlanGeoJson {
  const isOnEarth = guessCoordinates(plan) === 'degrees';
  const features: Feature[] = [
    ...plan.routes.map((route) => routeFeature(route, isOnEarth)),
    ...plan.routes.flatMap(stopFeatures),
    ...plan.unassigned.map(({ position, ...properties }) => located(position, { type: 'unassigned', ...properties })),
  ];
  const collection = featureCollection(features);
  if (features.every(({ geometry }) => !geometry)) return collection;
  const across = isOnEarth ? boxAcross(positionsOf(plan)) : null;
  return { ...collection, bbox: across ?? bbox(collection) };
}

function routeFeature({ stops, cost, ...properties }: PlanRoute, isOnEarth: boolean): Feature {
  const positions = stops.flatMap(({ position }) => (position ? [position] : []));
  const about = { type: 'route', ...properties, cost: cost.total };
  // A line needs two ends: an open route to a single stop has none.
  if (positions.length < 2) return feature(null, about);
  const pieces = isOnEarth ? cutLine(positions) : [positions];
  return pieces.length > 1 ? multiLineString(pieces, about) : lineString(positions, about);
}

function positionsOf({ routes, unassigned }: RoutingPlan): [number, number][] {
  const all = [...routes.flatMap(({ stops }) => stops), ...unassigned];
  return all.flatMap(({ position }) => (position ? [position] : []));
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
