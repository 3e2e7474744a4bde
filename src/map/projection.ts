import type { Position } from '../contract/request.ts';
import type { Coordinates } from '../kit/coordinates.ts';
import { EARTH_RADIUS_M } from '../kit/great-circle.ts';

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
