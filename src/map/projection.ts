import type { RoutingPlan } from '../contract/plan.ts';
import type { Position } from '../contract/request.ts';
import { EARTH_RADIUS_M } from '../kit/great-circle.ts';

/** `degrees`: positions are longitude and latitude. `plane`: they are metres or units of a plane. */
export type Coordinates = 'degrees' | 'plane';

/** From positions to pixels, north up. */
export interface Projection {
  x(position: Position): number;
  y(position: Position): number;
  /** How long one pixel is in the middle of the picture: metres, or units of the plane. */
  unitsPerPixel: number;
}

/** A rectangle of the picture, in pixels. */
export interface Frame {
  left: number;
  top: number;
  width: number;
  height: number;
}

interface Bounds {
  west: number;
  east: number;
  south: number;
  north: number;
}

const RADIANS = Math.PI / 180;
/** Where Web Mercator ends. */
const MAX_LATITUDE = 85.05;

/**
 * Says what a plan's positions are, for a plan without its request: outside the range of degrees they are a plane's, and
 * also where the tours are so much shorter than the same degrees would be on the globe that no detour explains it.
 */
export function guessCoordinates({ routes, unassigned }: Pick<RoutingPlan, 'routes' | 'unassigned'>): Coordinates {
  const isOff = ({ position }: { position?: Position | undefined }) => position !== undefined && isOffEarth(position);
  if (unassigned.some(isOff) || routes.some(({ stops }) => stops.some(isOff))) return 'plane';
  let asDegrees_m = 0;
  let driven_m = 0;
  for (const { stops, distance_m } of routes) {
    // An outside carrier's metres are not known.
    if (distance_m === 0) continue;
    driven_m += distance_m;
    const positions = stops.flatMap(({ position }) => (position ? [position] : []));
    for (let i = 1; i < positions.length; i++) asDegrees_m += roughDistance_m(positions[i - 1]!, positions[i]!);
  }
  return driven_m > 0 && driven_m < asDegrees_m / 100 ? 'plane' : 'degrees';
}

/** Cannot be degrees. */
export function isOffEarth([x, y]: Position): boolean {
  return Math.abs(x) > 180 || Math.abs(y) > 90;
}

function roughDistance_m([lon1, lat1]: Position, [lon2, lat2]: Position): number {
  const east = Math.abs(lon2 - lon1);
  const shorter = Math.min(east, 360 - east);
  return Math.hypot(shorter * Math.cos(lat1 * RADIANS), lat2 - lat1) * RADIANS * EARTH_RADIUS_M;
}

/** Fits all positions into the frame with the same scale both ways. */
export function projectionOf(positions: Position[], coordinates: Coordinates, frame: Frame): Projection {
  const { unwrap, middleLatitude } = describe(positions, coordinates);
  const toPlane = coordinates === 'degrees' ? (position: Position) => mercator(unwrap(position)) : plain;
  const bounds = boundsOf(positions.map(toPlane));
  // A single place still needs an extent: some 200 m of globe, or two units.
  const least = coordinates === 'degrees' ? 200 / EARTH_RADIUS_M : 2;
  const width = Math.max(bounds.east - bounds.west, least);
  const height = Math.max(bounds.north - bounds.south, least);
  const scale = Math.min(frame.width / width, frame.height / height);
  const middleX = (bounds.west + bounds.east) / 2;
  const middleY = (bounds.south + bounds.north) / 2;
  const unitsPerPixel =
    coordinates === 'degrees' ? (EARTH_RADIUS_M * Math.cos(middleLatitude * RADIANS)) / scale : 1 / scale;
  return {
    x: (position) => frame.left + frame.width / 2 + (toPlane(position)[0] - middleX) * scale,
    y: (position) => frame.top + frame.height / 2 - (toPlane(position)[1] - middleY) * scale,
    unitsPerPixel,
  };
}

/** Width over height of what is to be drawn, in the projection. */
export function aspectOf(positions: Position[], coordinates: Coordinates): number {
  const { unwrap } = describe(positions, coordinates);
  const { west, east, south, north } = boundsOf(
    positions.map((position) => (coordinates === 'degrees' ? mercator(unwrap(position)) : position)),
  );
  return north > south && east > west ? (east - west) / (north - south) : 1;
}

const plain = (position: Position): Position => position;

/** Tours across the antimeridian are drawn in one piece: western longitudes are moved a turn to the east. */
function describe(positions: Position[], coordinates: Coordinates) {
  const { west, east, south, north } = boundsOf(positions);
  const isWrapped = coordinates === 'degrees' && east - west > 180;
  const unwrap = ([x, y]: Position): Position => (isWrapped && x < 0 ? [x + 360, y] : [x, y]);
  return { unwrap, middleLatitude: (south + north) / 2 };
}

/** Radians on the Mercator plane, y to the north. */
function mercator([longitude, latitude]: Position): Position {
  const bounded = Math.max(-MAX_LATITUDE, Math.min(MAX_LATITUDE, latitude));
  return [longitude * RADIANS, Math.log(Math.tan(Math.PI / 4 + (bounded * RADIANS) / 2))];
}

function boundsOf(positions: Position[]): Bounds {
  const bounds = { west: Infinity, east: -Infinity, south: Infinity, north: -Infinity };
  for (const [x, y] of positions) {
    bounds.west = Math.min(bounds.west, x);
    bounds.east = Math.max(bounds.east, x);
    bounds.south = Math.min(bounds.south, y);
    bounds.north = Math.max(bounds.north, y);
  }
  return bounds;
}
