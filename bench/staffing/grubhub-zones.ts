import type { Move, MoveProblem } from '../../src/staffing/moves/index.ts';
import { designZones, hexCells, type LonLat, zoneOfPoints, zonePolygons } from '../../src/staffing/zones/index.ts';
import type { MdrpDay } from './mdrp.ts';

const SLOT_S = 900;
/** Ride to the restaurant, and the guess of all that is not known of it: as in design/staffing.md. */
export const APPROACH_S = 300;
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
 * A Grubhub day cut into zones of equal work, with riders as they were. Slots begin when most shifts do, some minutes past the
 * quarter of an hour, so that shifts are whole slots.
 * @param wanted riders wanted in a slot at such a load
 * @param ride how rides from zone to zone are taken: share of the pay that they cost, seconds that the first order's approach has of them
 */
export function grubhubZones(
  day: MdrpDay,
  count: number,
  wanted: (load: number) => number,
  ride: { paid: number; approach_s: number } = { paid: 1, approach_s: 0 },
): GrubhubZones {
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
  const begin_s = quarterOf(riders.map(({ on_s }) => on_s));
  const slots = Math.ceil((Math.max(...orders.map(({ ready_s }, i) => ready_s + busy_s[i]!)) - begin_s) / SLOT_S);
  const load = new Float64Array(count * slots);
  for (const [i, { ready_s }] of orders.entries()) {
    const zone = design.zoneOf[map.cellOf[i]!]!;
    const to = ready_s - APPROACH_S + busy_s[i]! - begin_s;
    const from = Math.max(0, ready_s - APPROACH_S - begin_s);
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
  const way_s = pairs.map(([a, b]) => Math.round(apart(a, b) / speed_mps));
  const travel_s = way_s.map((s) => Math.max(0, s - ride.approach_s));
  const homes = zoneOfPoints(shapes, riders.map(placeOf));
  const nearest = (place: { x_m: number; y_m: number }) => {
    const [lon, lat] = placeOf(place);
    const far = (c: number) => Math.hypot(map.rings[c]![0]![0] - lon, map.rings[c]![0]![1] - lat);
    return design.zoneOf[map.rings.reduce((best, _, c) => (far(c) < far(best) ? c : best), 0)]!;
  };
  // A rider-slot is worth the orders that it could carry; a move costs the rider's hourly pay on the way, or a part of it.
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
        cost: Float64Array.from(way_s, (s) => (s / 3600) * pay.per_hour * ride.paid),
      },
      riders: riders.flatMap((rider, r) => {
        const start_slot = Math.ceil(Math.max(0, rider.on_s - begin_s) / SLOT_S);
        const end_slot = Math.min(slots, Math.floor((rider.off_s - begin_s) / SLOT_S));
        if (end_slot <= start_slot) return [];
        return [{ zone: homes[r]! >= 0 ? homes[r]! : nearest(rider), known: null, start_slot, end_slot }];
      }),
    },
  };
}

/** Seconds past the quarter of an hour at which most begin. */
function quarterOf(begins_s: number[]): number {
  const counts = new Map<number, number>();
  for (const s of begins_s) counts.set(s % SLOT_S, (counts.get(s % SLOT_S) ?? 0) + 1);
  return [...counts].reduce((most, each) => (each[1] > most[1] ? each : most))[0];
}

/** Unmet rider-slots with these moves, by the seconds that each rider is in each zone: who is on the way is in none. */
export function unmetWithMoves(
  { zones, slots, slot_s, required, riders }: MoveProblem,
  moves: readonly Move[],
): number {
  const there = new Float64Array(zones * slots);
  const stay = (zone: number, from_s: number, to_s: number) => {
    for (let s = Math.floor(from_s / slot_s); s * slot_s < to_s; s++) {
      there[zone * slots + s]! += (Math.min(to_s, (s + 1) * slot_s) - Math.max(from_s, s * slot_s)) / slot_s;
    }
  };
  const own = Map.groupBy(moves, ({ rider }) => rider);
  for (const [r, { zone, start_slot, end_slot }] of riders.entries()) {
    let [at, from_s] = [zone, start_slot * slot_s];
    for (const { to, leave_s, arrive_s } of own.get(r) ?? []) {
      stay(at, from_s, leave_s);
      [at, from_s] = [to, arrive_s];
    }
    stay(at, from_s, end_slot * slot_s);
  }
  return required.reduce((sum, wanted, c) => sum + Math.max(0, wanted - there[c]!), 0);
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
