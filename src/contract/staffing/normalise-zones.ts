import { area, booleanPointInPolygon, centroid, pointOnFeature, polygon } from '@turf/turf';
import { apart_m, betweenCentres_s } from '../../kit/great-circle.ts';
import type { Position } from '../request.ts';
import type { Moves, Span, StaffingZone } from './request.ts';
import type { StaffingParsed } from './schema.ts';
import type { Daily } from './spans.ts';

type ZoneParsed = NonNullable<StaffingParsed['zones']>[number];
/** Of a zone of which only the id is known. */
const DEFAULT_AREA_M2 = 4e6;

export function toZone(zone: ZoneParsed): StaffingZone {
  const rings = ringsOf(zone);
  return {
    id: zone.id,
    polygon: rings,
    centre: zone.centre ?? (rings === null ? null : insideOf(rings)),
    area_m2: zone.area_km2 !== undefined ? zone.area_km2 * 1e6 : rings ? area(polygon(rings)) : DEFAULT_AREA_M2,
    hubs: zone.hubs ?? [],
    pickups: zone.pickups,
  };
}

function ringsOf({ polygon: shape }: ZoneParsed): Position[][] | null {
  if (shape === undefined) return null;
  return shape.type === 'Feature' ? shape.geometry.coordinates : shape.coordinates;
}

/** The centre of gravity, or where that lies outside another point inside. */
function insideOf(rings: Position[][]): Position {
  const shape = polygon(rings);
  const centre = centroid(shape);
  const point = booleanPointInPolygon(centre, shape) ? centre : pointOnFeature(shape);
  return point.geometry.coordinates as Position;
}

/** Tells in which zone a point lies: the first whose polygon has it, border included; -1 where none. */
export class ZoneFinder {
  private readonly shapes: { zone: number; box: [number, number, number, number]; shape: ReturnType<typeof polygon> }[];

  private readonly centres: { zone: number; centre: Position }[];

  constructor(zones: StaffingZone[]) {
    this.centres = zones.flatMap(({ centre }, zone) => (centre ? [{ zone, centre }] : []));
    this.shapes = zones.flatMap(({ polygon: rings }, zone) => {
      if (rings === null) return [];
      const xs = rings[0]!.map(([x]) => x);
      const ys = rings[0]!.map(([, y]) => y);
      return [
        { zone, box: [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)], shape: polygon(rings) },
      ];
    });
  }

  zoneOf(point: Position): number {
    const [x, y] = point;
    for (const { zone, box, shape } of this.shapes) {
      if (x < box[0] || y < box[1] || x > box[2] || y > box[3]) continue;
      if (booleanPointInPolygon(point, shape)) return zone;
    }
    return -1;
  }

  /** The zone with the nearest centre; -1 where none is known. */
  nearest(point: Position): number {
    let [best, least_m] = [-1, Number.POSITIVE_INFINITY];
    for (const { zone, centre } of this.centres) {
      const far_m = apart_m(point, centre);
      if (far_m < least_m) [best, least_m] = [zone, far_m];
    }
    return best;
  }
}

export function toMoves(
  input: StaffingParsed['moves'],
  detour: number,
  zones: StaffingZone[],
  daily: (each: Daily) => Span[],
): Moves {
  const index = new Map(zones.map(({ id }, i) => [id, i]));
  const travel_s = new Float64Array(zones.length ** 2);
  zones.forEach((a, i) => {
    zones.forEach((b, j) => {
      travel_s[i * zones.length + j] = i === j ? 0 : betweenCentres_s(a.centre, b.centre, input.speed_kmh, detour);
    });
  });
  for (const { from, to, minutes, both_ways } of input.travel ?? []) {
    const [a, b] = [index.get(from)!, index.get(to)!];
    travel_s[a * zones.length + b] = Math.round(minutes * 60);
    if (both_ways) travel_s[b * zones.length + a] = Math.round(minutes * 60);
  }
  const timesOf = (times: Daily[] | undefined) => times?.flatMap(daily) ?? null;
  const pools = (input.pools ?? []).map(({ zones: named, times }) => ({
    zones: named.map((id) => index.get(id)!).sort((a, b) => a - b),
    times: timesOf(times),
  }));
  const choice = input.pool_neighbours;
  const choosePools = choice === undefined ? null : { mostZones: choice.most_zones, times: timesOf(choice.times) };
  return { allowed: input.allowed, travel_s, speed_kmh: input.speed_kmh, pools, choosePools };
}
