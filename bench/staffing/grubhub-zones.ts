import type { MoveProblem } from '../../src/staffing/moves/index.ts';
import { designZones, hexCells, type LonLat, zoneOfPoints, zonePolygons } from '../../src/staffing/zones/index.ts';
import type { MdrpDay } from './mdrp.ts';

const SLOT_S = 900;
/** Ride to the restaurant, and the guess of all that is not known of it: as in design/staffing.md. */
const APPROACH_S = 300;
const CELL_M = 800;
/** Metres of the instances as degrees next to the equator, where both axes are alike. */
const DEGREE_M = 111_195;

export interface GrubhubZones {
  zones: number;
  /** Load of each zone, by zone * slots + slot, in riders. */
  load: Float64Array;
  problem: MoveProblem;
  feasible: boolean;
}

/**
 * A Grubhub day cut into zones of equal work, with riders as they were.
 * @param riders wanted in a slot at such a load
 */
export function grubhubZones(day: MdrpDay, count: number, wanted: (load: number) => number): GrubhubZones {
  const { orders, restaurants, riders, rules, speed_mps, pay } = day;
  const placeOf = ({ x_m, y_m }: { x_m: number; y_m: number }): LonLat => [x_m / DEGREE_M, y_m / DEGREE_M];
  const ways = orders.map((order) => {
    const from = restaurants[order.restaurant]!;
    return Math.hypot(order.x_m - from.x_m, order.y_m - from.y_m) / speed_mps;
  });
  const busy_s = ways.map((way_s) => APPROACH_S + rules.pickup_s + way_s + rules.dropoff_s);
  const pickups = orders.map(({ restaurant }) => placeOf(restaurants[restaurant]!));
  const map = hexCells(pickups, Float64Array.from(busy_s), CELL_M);
  const design = designZones({ graph: map.graph, count });
  const shapes = zonePolygons(map, design.zoneOf, count);
  const slots = Math.ceil(Math.max(...orders.map(({ ready_s }, i) => ready_s + busy_s[i]!)) / SLOT_S);
  const load = new Float64Array(count * slots);
  for (const [i, { ready_s }] of orders.entries()) {
    const zone = design.zoneOf[map.cellOf[i]!]!;
    const [from, to] = [ready_s - APPROACH_S, ready_s - APPROACH_S + busy_s[i]!];
    for (let s = Math.floor(from / SLOT_S); s * SLOT_S < to; s++) {
      load[zone * slots + s]! += (Math.min(to, (s + 1) * SLOT_S) - Math.max(from, s * SLOT_S)) / SLOT_S;
    }
  }
  const { x_m, y_m } = map.graph;
  const apart = (a: number, b: number) => {
    const [p, q] = [design.centre[a]!, design.centre[b]!];
    return Math.hypot(x_m[p]! - x_m[q]!, y_m[p]! - y_m[q]!);
  };
  const pairs = Array.from({ length: count * count }, (_, k) => [Math.floor(k / count), k % count] as const).filter(
    ([a, b]) => a !== b,
  );
  const travel_s = pairs.map(([a, b]) => Math.round(apart(a, b) / speed_mps));
  const homes = zoneOfPoints(shapes, riders.map(placeOf));
  const nearest = (place: { x_m: number; y_m: number }) => {
    const [lon, lat] = placeOf(place);
    const far = (c: number) => Math.hypot(map.rings[c]![0]![0] - lon, map.rings[c]![0]![1] - lat);
    return design.zoneOf[map.rings.reduce((best, _, c) => (far(c) < far(best) ? c : best), 0)]!;
  };
  // A rider-slot is worth the orders that it could carry; a move costs the rider's hourly pay on the way.
  const perOrder_s = busy_s.reduce((sum, s) => sum + s, 0) / busy_s.length;
  return {
    zones: count,
    load,
    feasible: design.feasible,
    problem: {
      zones: count,
      slots,
      slot_s: SLOT_S,
      required: load.map(wanted),
      shortage_cost: new Float64Array(count * slots).fill((pay.per_order * SLOT_S) / perOrder_s),
      links: {
        from: Int32Array.from(pairs, ([a]) => a),
        to: Int32Array.from(pairs, ([, b]) => b),
        travel_s: Int32Array.from(travel_s),
        cost: Float64Array.from(travel_s, (t) => (t / 3600) * pay.per_hour),
      },
      riders: riders.flatMap((rider, r) => {
        const start_slot = Math.ceil(rider.on_s / SLOT_S);
        const end_slot = Math.min(slots, Math.floor(rider.off_s / SLOT_S));
        if (end_slot <= start_slot) return [];
        return [{ zone: homes[r]! >= 0 ? homes[r]! : nearest(rider), known: null, start_slot, end_slot }];
      }),
    },
  };
}

/** Unmet rider-slots where all riders stay in their zones, and where all zones are one with the same total wanted. */
export function unmetWithoutMoves({ zones, slots, required, riders }: MoveProblem): { still: number; pooled: number } {
  const cover = new Int32Array(zones * slots);
  for (const { zone, start_slot, end_slot } of riders) {
    for (let s = start_slot; s < end_slot; s++) cover[zone * slots + s]!++;
  }
  let [still, pooled] = [0, 0];
  for (let s = 0; s < slots; s++) {
    let [wanted, there] = [0, 0];
    for (let z = 0; z < zones; z++) {
      wanted += required[z * slots + s]!;
      there += cover[z * slots + s]!;
      still += Math.max(0, required[z * slots + s]! - cover[z * slots + s]!);
    }
    pooled += Math.max(0, wanted - there);
  }
  return { still, pooled };
}
