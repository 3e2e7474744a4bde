import type { Position } from '../../../contract/request.ts';
import type {
  HistoryDemand,
  StaffingOrder,
  StaffingRequest,
  StaffingWarning,
  StaffingZone,
} from '../../../contract/staffing/request.ts';
import { apart_m, betweenCentres_s } from '../../../kit/great-circle.ts';
import {
  type CellMap,
  designZones,
  type LonLat,
  type ZoneDesign,
  type ZoneShape,
  zoneCentres,
  zoneOfPoints,
  zonePolygons,
} from '../../zones/index.ts';
import { cellsOf } from './cells.ts';
import { middleOf } from './geometry.ts';
import { saidOfDrawn, ZoneMapping } from './present.ts';

const WEEK_S = 7 * 86_400;
/** What leaving a cell in its present zone is worth, metres of detour per unit of work, where zones are to stay near. */
const KEEP_M = 500;
/** Of an order, where nothing is known of its ways. */
const TYPICAL_RIDE_M = 2000;
const TYPICAL_APPROACH_M = 600;
const RESTAURANTS = 10;
const NOWHERE: Position = [0, 0];

/**
 * The request with zones drawn from where its past orders were: hexagons of the city, each with its work, put together to zones
 * that are balanced, compact and in one piece. Orders, counts, riders, rules and ways are then of these zones.
 * @param stop asked between numbers of zones that are tried for the most work of one
 */
export function designedRequest(request: StaffingRequest, stop?: () => boolean): StaffingRequest {
  const orders = request.pastOrders.filter((order) => placeOf(order) !== null);
  const points = orders.map((order) => placeOf(order) as LonLat);
  const work_h = workOfOrder_h(request) / weeksOf(request.pastOrders);
  const { count, maxWork_h, nearPresent } = request.design!;
  const expected = count ?? Math.max(1, Math.ceil((orders.length * work_h) / maxWork_h!));
  const map = cellsOf(points, new Float64Array(points.length).fill(work_h), expected);
  // A cell cannot be divided.
  const most_h = maxWork_h === null ? null : Math.max(maxWork_h, ...map.graph.work);
  const present = nearPresent ? presentZones(map, request.zones) : undefined;
  const design = designZones(
    {
      graph: map.graph,
      ...(count === null ? { max_work: most_h! } : { count: Math.min(count, map.graph.cells) }),
      ...(present ? { present, keep_m: KEEP_M } : {}),
    },
    { seed: request.options.seed, ...(stop ? { stop } : {}) },
  );
  const shapes = zonePolygons(map, design.zoneOf, design.zones);
  const zones = toZones(shapes, request);
  const mapping = new ZoneMapping(request.zones, zones, map, design.zoneOf);
  const drawn = withZones(request, zones, zonesOfOrders(request.pastOrders, orders, map, design), mapping);
  return { ...drawn, warnings: [...drawn.warnings, ...notKept(request.design!, design), ...inPieces(shapes, zones)] };
}

/** Where there are fewer places than zones wanted, or a place alone has more work than one may have. */
function notKept({ count, maxWork_h }: NonNullable<StaffingRequest['design']>, design: ZoneDesign): StaffingWarning[] {
  const told = (field: string, cause: string): StaffingWarning[] => [
    { code: 'design_not_kept', path: `design_zones.${field}`, cause },
  ];
  if (count !== null && design.zones < count) return told('count', `orders lie in places enough for ${design.zones}`);
  const heavy = maxWork_h === null ? [] : [...design.work].filter((work) => work > maxWork_h * (1 + 1e-9));
  if (heavy.length === 0) return [];
  const most_h = Math.round(Math.max(...heavy) * 10) / 10;
  return told('max_work_h', `${heavy.length} of ${design.zones} zones have more work, up to ${most_h} h`);
}

/** Zones over towns or islands apart have one outline in the plan all the same. */
function inPieces(shapes: readonly ZoneShape[], zones: readonly StaffingZone[]): StaffingWarning[] {
  return zones.flatMap(({ id }, zone): StaffingWarning[] => {
    const { length } = shapes[zone]!.polygons;
    if (length === 1) return [];
    const cause = `zone ${id} lies in ${length} pieces: its polygon is that of the largest`;
    return [{ code: 'design_not_kept', path: 'design_zones', cause }];
  });
}

/** Where an order counts: at its pickup, as it does for given zones, or else at its door. */
function placeOf({ pickup, at }: StaffingOrder): Position | null {
  return pickup ?? at;
}

/** Rider-hours of one order, for the balance of work between zones and for its limit. */
function workOfOrder_h({ handling, vehicles, pastOrders }: StaffingRequest): number {
  const { tours_s, givenElsewhere_s, pickup_s, dropoff_s, ride_m, detour } = handling;
  if (tours_s.length > 0) return tours_s.reduce((sum, value) => sum + value, 0) / tours_s.length / 3600;
  if (!Number.isNaN(givenElsewhere_s)) return givenElsewhere_s / 3600;
  const rides = pastOrders.flatMap(({ at, pickup }) => (at && pickup ? [apart_m(at, pickup) * detour] : []));
  const seen_m = rides.length > 0 ? rides.reduce((sum, ride) => sum + ride, 0) / rides.length : TYPICAL_RIDE_M;
  const speed_mps = vehicles.reduce((sum, { share, speed_kmh }) => sum + (share * speed_kmh) / 3.6, 0);
  return (pickup_s + dropoff_s + ((ride_m ?? seen_m) + TYPICAL_APPROACH_M) / speed_mps) / 3600;
}

/** Weeks from the first order to the horizon, at least one. */
function weeksOf(orders: StaffingOrder[]): number {
  const first_s = orders.reduce((least, { time_s }) => Math.min(least, time_s), 0);
  return Math.max(1, -first_s / WEEK_S);
}

/** Present zone of each cell by its centre; -1 for none. */
function presentZones({ rings }: CellMap, zones: StaffingZone[]): Int32Array {
  const shapes = zones.map(({ polygon }) => ({ polygons: [polygon!] }));
  return zoneOfPoints(shapes, rings.map(middleOf));
}

function toZones(shapes: readonly ZoneShape[], { zones: present, design: asked }: StaffingRequest): StaffingZone[] {
  const centres = zoneCentres(shapes);
  const kept = new Set(asked!.nearPresent ? present.slice(0, shapes.length).map(({ id }) => id) : []);
  const newId = (number: number): string =>
    kept.has(`zone-${number}`) ? newId(number + shapes.length) : `zone-${number}`;
  return shapes.map(({ polygons }, zone) => {
    // Where cells hang together there is one.
    const [largest] = [...polygons].sort((a, b) => areaOf_m2(b[0]!) - areaOf_m2(a[0]!));
    const keeps = asked!.nearPresent ? present[zone] : undefined;
    return {
      id: keeps?.id ?? newId(zone + 1),
      polygon: largest!.map((ring) => ring.map(([x, y]): Position => [x, y])),
      centre: [centres[zone]![0], centres[zone]![1]],
      area_m2: polygons.reduce((sum, [outline]) => sum + areaOf_m2(outline!), 0),
      hubs: keeps?.hubs ?? [],
      pickups: keeps?.pickups ?? RESTAURANTS,
    };
  });
}

/** Of a ring in degrees, small enough for a plane. */
function areaOf_m2(ring: readonly LonLat[]): number {
  const [lon0, lat0] = ring[0]!;
  const x = apart_m([lon0, lat0], [lon0 + 0.01, lat0]) / 0.01;
  const y = apart_m([lon0, lat0], [lon0, lat0 + 0.01]) / 0.01;
  let doubled = 0;
  for (let i = 1; i < ring.length; i++) {
    const [a, b] = [ring[i - 1]!, ring[i]!];
    doubled += (a[0] - lon0) * (b[1] - lat0) - (b[0] - lon0) * (a[1] - lat0);
  }
  return (Math.abs(doubled) / 2) * x * y;
}

/** The zone of every past order, -1 for those without a place. @param placed those that have one, in the order of the cells' points. */
function zonesOfOrders(
  all: StaffingOrder[],
  placed: StaffingOrder[],
  map: CellMap,
  design: ZoneDesign,
): StaffingOrder[] {
  const zones = new Map(placed.map((order, i) => [order, design.zoneOf[map.cellOf[i]!]!]));
  return all.map((order) => ({ ...order, zone: zones.get(order) ?? -1 }));
}

function withZones(
  request: StaffingRequest,
  zones: StaffingZone[],
  pastOrders: StaffingOrder[],
  mapping: ZoneMapping,
): StaffingRequest {
  const { handling, moves, simulate } = request;
  const travel_s = Float64Array.from({ length: zones.length ** 2 }, (_, i) => {
    const [from, to] = [Math.floor(i / zones.length), i % zones.length];
    return from === to ? 0 : betweenCentres_s(zones[from]!.centre, zones[to]!.centre, moves.speed_kmh, handling.detour);
  });
  return {
    ...request,
    design: { ...request.design!, isDone: true },
    zones: request.zones.length === 0 ? zones : zones.map((each, zone) => ({ ...each, madeOf: mapping.madeOf(zone) })),
    pastOrders,
    demand: countsOf(request, zones.length, pastOrders),
    ...saidOfDrawn(request, zones.length, mapping),
    moves: { ...moves, travel_s },
    simulate: { ...simulate, orders: simulate.orders && placed(simulate.orders, mapping) },
  };
}

function placed(orders: StaffingOrder[], mapping: ZoneMapping): StaffingOrder[] {
  const places = orders.map((order) => placeOf(order));
  const zones = mapping.ofPlaces(places.map((place) => place ?? NOWHERE));
  return orders.map((order, i) => ({ ...order, zone: places[i] ? zones[i]! : -1 }));
}

function countsOf({ demand, horizon }: StaffingRequest, zones: number, orders: StaffingOrder[]): HistoryDemand {
  const { slots, unknown } = demand as HistoryDemand;
  const counts = new Float64Array(zones * slots);
  for (const { time_s, zone } of orders) {
    if (time_s < 0 && zone >= 0) counts[zone * slots + slots + Math.floor(time_s / horizon.slot_s)]!++;
  }
  for (let zone = 0; zone < zones; zone++) {
    for (const { from, to } of unknown) counts.fill(Number.NaN, zone * slots + from, zone * slots + to);
  }
  return { kind: 'history', slots, counts, unknown };
}
