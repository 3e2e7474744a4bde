import type { Position, RoutingRequest, Zone } from '../contract/request.ts';

/**
 * Which zones each place lies in, worked out from their polygons: what the request states of a place is not believed, save
 * where it is so near a slanted border that doubles cannot tell.
 */
export function zonesOfPlaces({ places, zones }: RoutingRequest): Set<number>[] {
  return places.map(({ position, zones: stated }) => {
    const inside = zones.flatMap((zone, index) => {
      if (position === null) return [];
      const isTold = isTooClose(zone, position) ? stated.includes(index) : contains(zone, position);
      return isTold ? [index] : [];
    });
    return new Set(inside);
  });
}

/** Inside the outline or on a border, and not within a hole. */
export function contains({ polygon }: Zone, at: Position): boolean {
  if (polygon.some((ring) => isOnBorder(ring, at))) return true;
  const [outline, ...holes] = polygon;
  return outline !== undefined && isWithin(outline, at) && !holes.some((hole) => isWithin(hole, at));
}

/** Counts how often a ray to the right crosses the ring. */
function isWithin(ring: Position[], [x, y]: Position): boolean {
  let crossings = 0;
  edgesOf(ring, ([x1, y1], [x2, y2]) => {
    if (y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) crossings++;
  });
  return crossings % 2 === 1;
}

function isOnBorder(ring: Position[], at: Position): boolean {
  let touches = false;
  edgesOf(ring, (from, to) => {
    touches ||= aside(from, to, at) === 0 && isBeside(from, to, at);
  });
  return touches;
}

/** Off the border by less than doubles can tell. */
function isTooClose({ polygon }: Zone, at: Position): boolean {
  let isClose = false;
  for (const ring of polygon) {
    edgesOf(ring, (from, to) => {
      const off = Math.abs(aside(from, to, at));
      const size =
        (Math.abs(to[0] - from[0]) + Math.abs(to[1] - from[1])) * Math.max(1, Math.abs(at[0]), Math.abs(at[1]));
      isClose ||= off > 0 && off < 1e-14 * size && isBeside(from, to, at);
    });
  }
  return isClose;
}

/** Twice the area between an edge and a position; 0 in line with it. */
const aside = ([x1, y1]: Position, [x2, y2]: Position, [x, y]: Position) => (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1);

const isBeside = ([x1, y1]: Position, [x2, y2]: Position, [x, y]: Position) =>
  Math.min(x1, x2) <= x && x <= Math.max(x1, x2) && Math.min(y1, y2) <= y && y <= Math.max(y1, y2);

/** Rings may repeat their first position at the end, or not. */
function edgesOf(ring: Position[], each: (from: Position, to: Position) => void): void {
  for (let i = 0; i < ring.length; i++) each(ring[i]!, ring[(i + 1) % ring.length]!);
}
