import { EARTH_RADIUS_M } from '../kit/great-circle.ts';

const RADIANS = Math.PI / 180;

/**
 * Metres along the great circle between two positions in degrees (haversine: stable at short range). Not `apart_m` of kit: its order of
 * operations is another, and matrices would change in their last bits.
 */
export function greatCircle_m(lon1: number, lat1: number, lon2: number, lat2: number): number {
  const sinLat = Math.sin(((lat2 - lat1) * RADIANS) / 2);
  const sinLon = Math.sin(((lon2 - lon1) * RADIANS) / 2);
  const a = sinLat * sinLat + Math.cos(lat1 * RADIANS) * Math.cos(lat2 * RADIANS) * sinLon * sinLon;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(a)));
}
