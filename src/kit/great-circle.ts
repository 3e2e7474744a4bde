type Position = readonly [number, number];

/** Mean radius of the Earth (IUGG). */
export const EARTH_RADIUS_M = 6_371_008.8;
const RAD = Math.PI / 180;

/** Metres between two points [longitude, latitude] as the crow flies. */
export function apart_m([lon1, lat1]: Position, [lon2, lat2]: Position): number {
  const [p, q] = [lat1 * RAD, lat2 * RAD];
  const h = Math.sin((q - p) / 2) ** 2 + Math.cos(p) * Math.cos(q) * Math.sin(((lon2 - lon1) * RAD) / 2) ** 2;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** Seconds from one zone's centre to another's; Infinity where one is not known: nobody can be sent there. */
export function betweenCentres_s(a: Position | null, b: Position | null, speed_kmh: number, detour: number): number {
  if (a === null || b === null) return Number.POSITIVE_INFINITY;
  return Math.round((apart_m(a, b) * detour * 3.6) / speed_kmh);
}
