import { Plane } from './plane.ts';
import type { LonLat, ZoneShape } from './types.ts';

/**
 * Neighbours of each zone, ascending: those that come within a distance of each other.
 * @param within_m default 50 m, the width of a road between two borders
 */
export function zoneNeighbours(shapes: readonly ZoneShape[], within_m = 50): number[][] {
  const corners = shapes.flatMap(({ polygons }) => polygons.flatMap(([outline]) => outline ?? []));
  if (corners.length === 0) return shapes.map(() => []);
  const plane = new Plane(corners);
  const sides = shapes.map((shape) => sidesOf(shape, plane));
  const lists = shapes.map((): number[] => []);
  for (let a = 0; a < shapes.length; a++) {
    for (let b = a + 1; b < shapes.length; b++) {
      if (!areNear(sides[a]!, sides[b]!, within_m)) continue;
      lists[a]!.push(b);
      lists[b]!.push(a);
    }
  }
  return lists;
}

interface Sides {
  box: [number, number, number, number];
  list: [x1: number, y1: number, x2: number, y2: number][];
}

function sidesOf({ polygons }: ZoneShape, plane: Plane): Sides {
  const at = (p: LonLat): [number, number] => [plane.x(p), plane.y(p)];
  const list = polygons.flatMap((rings) =>
    rings.flatMap((ring) => ring.slice(1).map((to, i): Sides['list'][number] => [...at(ring[i]!), ...at(to)])),
  );
  const box: Sides['box'] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x1, y1, x2, y2] of list) {
    box[0] = Math.min(box[0], x1, x2);
    box[1] = Math.min(box[1], y1, y2);
    box[2] = Math.max(box[2], x1, x2);
    box[3] = Math.max(box[3], y1, y2);
  }
  return { box, list };
}

function areNear(a: Sides, b: Sides, within: number): boolean {
  const apart = (p: Sides['box'], q: Sides['box']) =>
    p[0] > q[2] + within || q[0] > p[2] + within || p[1] > q[3] + within || q[1] > p[3] + within;
  if (apart(a.box, b.box)) return false;
  // Ends of sides against sides: for sides that do not cross, the least distance is at an end of one of them.
  const close = (x: number, y: number, { list }: Sides) =>
    list.some(([x1, y1, x2, y2]) => {
      const [dx, dy] = [x2 - x1, y2 - y1];
      const along = dx === 0 && dy === 0 ? 0 : ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy);
      const t = Math.max(0, Math.min(1, along));
      return Math.hypot(x - x1 - t * dx, y - y1 - t * dy) <= within;
    });
  return a.list.some(([x, y]) => close(x, y, b)) || b.list.some(([x, y]) => close(x, y, a));
}

/** Centre of each zone by the area of its polygons, longitude and latitude; NaN of a zone without any. */
export function zoneCentres(shapes: readonly ZoneShape[]): LonLat[] {
  return shapes.map(({ polygons }) => {
    let [sum, lon, lat] = [0, 0, 0];
    for (const ring of polygons.flat()) {
      const [ox, oy] = ring[0] ?? [0, 0];
      for (let i = 1; i < ring.length; i++) {
        const [ax, ay, bx, by] = [ring[i - 1]![0] - ox, ring[i - 1]![1] - oy, ring[i]![0] - ox, ring[i]![1] - oy];
        const cross = ax * by - bx * ay;
        sum += cross;
        lon += cross * ((ax + bx) / 3 + ox);
        lat += cross * ((ay + by) / 3 + oy);
      }
    }
    return [lon / sum, lat / sum];
  });
}
