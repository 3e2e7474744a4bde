import type { Position } from '../../../contract/request.ts';
import type { ScenarioRow } from '../../../contract/staffing/plan.ts';
import type { Scenario, StaffingRequest, StaffingZone } from '../../../contract/staffing/request.ts';
import { apart_m } from '../../../kit/great-circle.ts';
import { hexCells, type LonLat, placeHubs, zoneOfPoints } from '../../zones/index.ts';
import { rounded } from '../rounded.ts';
import { middleOf } from './geometry.ts';

/** Places that stand for a zone of which no order is known: so many across. */
const ACROSS = 15;
/** Cells that a zone is cut into, about, and how wide one is at least. */
const CELLS = 250;
const LEAST_CELL_M = 40;

/**
 * Finds places for new hubs of which the request does not say where: a p-median with the present hubs given, of the pickups of past orders
 * (of their doors where no pickups are known), or of the ground of the zone where there are none. As many as there are places for.
 */
export function withHubsPlaced(
  request: StaffingRequest,
  scenario: Scenario,
): { scenario: Scenario; placed: ScenarioRow['hubs'] } {
  const given = scenario.hubs.filter(({ at }) => at !== null);
  const asked = Map.groupBy(
    scenario.hubs.filter(({ at }) => at === null),
    ({ zone }) => zone,
  );
  const placed = [...asked].flatMap(([zone, hubs]) => {
    const present = [
      ...request.zones[zone]!.hubs,
      ...given.flatMap((hub) => (hub.zone === zone && hub.at ? [hub.at] : [])),
    ];
    const { places, before_m, after_m } = placesFor(request, zone, present, hubs.length);
    return places.map((at) => ({ zone, at, before_m, after_m }));
  });
  return {
    scenario: { ...scenario, hubs: [...given, ...placed.map(({ zone, at }) => ({ zone, at }))] },
    placed: placed.map(({ zone, at, before_m, after_m }) => ({
      zone: request.zones[zone]!.id,
      at: [at[0], at[1]],
      way_before_m: Number.isFinite(before_m) ? rounded(before_m, 1) : null,
      way_after_m: rounded(after_m, 1),
    })),
  };
}

function placesFor(request: StaffingRequest, zone: number, present: readonly Position[], count: number) {
  const points = workOf(request, zone);
  const map = hexCells(points, null, cellSize_m(request.zones[zone]!));
  const centres = map.rings.map(middleOf);
  const { polygon } = request.zones[zone]!;
  const inside = polygon === null ? [] : [...zoneOfPoints([{ polygons: [polygon] }], centres).entries()];
  const sites = inside.flatMap(([cell, within]) => (within === 0 ? [cell] : []));
  const nearest = (place: Position) =>
    centres.reduce((best, at, c) => (apart_m(at, place) < apart_m(centres[best]!, place) ? c : best), 0);
  const hubs = present.map(nearest);
  const freeOf = (cells: number[]) => cells.filter((cell) => !hubs.includes(cell)).length;
  // Where work lies in few places there are no more places that would be of use.
  const most = Math.min(count, freeOf([...centres.keys()]));
  if (most === 0) return { places: [], before_m: 0, after_m: 0 };
  const { cells, before_m, after_m } = placeHubs(map.graph, hubs, most, freeOf(sites) >= most ? sites : undefined);
  return { places: cells.map((cell): Position => [...centres[cell]!]), before_m, after_m };
}

/** Where the work of a zone is. */
function workOf({ zones, pastOrders }: StaffingRequest, zone: number): LonLat[] {
  const own = pastOrders.filter((order) => order.zone === zone);
  const pickups = own.flatMap(({ pickup }) => (pickup ? [pickup] : []));
  if (pickups.length > 0) return pickups;
  const doors = own.flatMap(({ at }) => (at ? [at] : []));
  if (doors.length > 0) return doors;
  const { polygon, centre } = zones[zone]!;
  const ground = polygon === null ? [] : groundOf(polygon);
  return ground.length > 0 ? ground : [centre!];
}

/** An even grid of places within a polygon. */
function groundOf(polygon: NonNullable<StaffingZone['polygon']>): LonLat[] {
  const lons = polygon[0]!.map(([lon]) => lon);
  const lats = polygon[0]!.map(([, lat]) => lat);
  const [west, south] = [Math.min(...lons), Math.min(...lats)];
  const [width, height] = [Math.max(...lons) - west, Math.max(...lats) - south];
  const grid = Array.from({ length: ACROSS * ACROSS }, (_, i): LonLat => {
    const [column, row] = [i % ACROSS, Math.floor(i / ACROSS)];
    return [west + (width * (column + 0.5)) / ACROSS, south + (height * (row + 0.5)) / ACROSS];
  });
  const zones = zoneOfPoints([{ polygons: [polygon] }], grid);
  return grid.filter((_, i) => zones[i] === 0);
}

function cellSize_m({ area_m2 }: StaffingZone): number {
  return Math.max(LEAST_CELL_M, Math.sqrt(area_m2 / CELLS));
}
