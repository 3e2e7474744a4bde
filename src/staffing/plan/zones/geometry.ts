type Position = readonly [number, number];

const EARTH_RADIUS_M = 6_371_008.8;
const RAD = Math.PI / 180;

/** Metres between two points [longitude, latitude] as the crow flies. */
export function apart_m([lon1, lat1]: Position, [lon2, lat2]: Position): number {
  const [p, q] = [lat1 * RAD, lat2 * RAD];
  const h = Math.sin((q - p) / 2) ** 2 + Math.cos(p) * Math.cos(q) * Math.sin(((lon2 - lon1) * RAD) / 2) ** 2;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** The mean of the corners of a closed ring. */
export function middleOf(ring: readonly Position[]): Position {
  const corners = ring.slice(1);
  const mean = (axis: 0 | 1) => corners.reduce((sum, corner) => sum + corner[axis], 0) / corners.length;
  return [mean(0), mean(1)];
}
