import type { LonLat, PolygonRings, ZoneShape } from './types.ts';

/**
 * Zone of each place: the first that it lies in or on the border of; -1 where it is in none.
 * @param points longitude, latitude
 */
export function zoneOfPoints(shapes: readonly ZoneShape[], points: readonly LonLat[]): Int32Array {
  const boxes = shapes.map(boxOf);
  return Int32Array.from(points, (point) => {
    for (const [z, { polygons }] of shapes.entries()) {
      const [west, south, east, north] = boxes[z]!;
      if (point[0] < west || point[0] > east || point[1] < south || point[1] > north) continue;
      if (polygons.some((rings) => holds(rings, point))) return z;
    }
    return -1;
  });
}

type Box = [west: number, south: number, east: number, north: number];

/** Bounding box; of nothing, one that nothing lies in. */
function boxOf({ polygons }: ZoneShape): Box {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [outline] of polygons) {
    for (const [lon, lat] of outline ?? []) {
      box[0] = Math.min(box[0], lon);
      box[1] = Math.min(box[1], lat);
      box[2] = Math.max(box[2], lon);
      box[3] = Math.max(box[3], lat);
    }
  }
  return box;
}

/** Within the outline or on a border, and not within a hole. */
function holds(rings: PolygonRings, [x, y]: LonLat): boolean {
  let inside = false;
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i++) {
      const [x1, y1] = ring[i - 1]!;
      const [x2, y2] = ring[i]!;
      const aside = (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1);
      const isBeside = Math.min(x1, x2) <= x && x <= Math.max(x1, x2) && Math.min(y1, y2) <= y && y <= Math.max(y1, y2);
      if (aside === 0 && isBeside) return true;
      // A ray to the east crosses outline and holes; an odd number of times from within.
      if (y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) inside = !inside;
    }
  }
  return inside;
}
