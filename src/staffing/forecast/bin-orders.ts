import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';

/** Orders with place and time; aligned columns. */
export interface OrderColumns {
  /** Seconds after the first slot's start; outside of the slots they are left out. */
  placed_s: ArrayLike<number>;
  /** Degrees, or any plane's x and y, as the zones have them. */
  x: ArrayLike<number>;
  y: ArrayLike<number>;
}

/** As in GeoJSON; rings of [x, y]. */
export type ZoneArea =
  | { type: 'Polygon'; coordinates: number[][][] }
  | { type: 'MultiPolygon'; coordinates: number[][][][] };

export interface BinnedOrders {
  /** zones x slots. */
  counts: Float64Array;
  /** In time, but in no zone. */
  outsideZones: number;
  /** Before the first slot or after the last one. */
  outsideSlots: number;
}

/**
 * Counts orders per zone and slot. An order on the border of two zones counts in the first of them. Every slot counts as
 * seen: holes of the history are the caller's to mark with NaN.
 */
export function binOrders(orders: OrderColumns, zones: ZoneArea[], slots: number, slot_s: number): BinnedOrders {
  const boxes = zones.map(boxOf);
  const counts = new Float64Array(zones.length * slots);
  let outsideZones = 0;
  let outsideSlots = 0;
  for (let order = 0; order < orders.placed_s.length; order++) {
    const slot = Math.floor(orders.placed_s[order]! / slot_s);
    if (!(slot >= 0 && slot < slots)) {
      outsideSlots++;
      continue;
    }
    const x = orders.x[order]!;
    const y = orders.y[order]!;
    const zone = zones.findIndex((area, z) => isInBox(boxes[z]!, x, y) && booleanPointInPolygon([x, y], area));
    if (zone < 0) outsideZones++;
    else counts[zone * slots + slot]!++;
  }
  return { counts, outsideZones, outsideSlots };
}

type Box = [west: number, south: number, east: number, north: number];

const isInBox = ([west, south, east, north]: Box, x: number, y: number) =>
  west <= x && x <= east && south <= y && y <= north;

function boxOf(area: ZoneArea): Box {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  const outlines = area.type === 'Polygon' ? [area.coordinates[0]!] : area.coordinates.map((rings) => rings[0]!);
  for (const outline of outlines) {
    for (const [x, y] of outline) {
      box[0] = Math.min(box[0], x!);
      box[1] = Math.min(box[1], y!);
      box[2] = Math.max(box[2], x!);
      box[3] = Math.max(box[3], y!);
    }
  }
  return box;
}
