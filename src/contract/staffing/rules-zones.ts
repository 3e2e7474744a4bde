import { area, bbox, featureCollection, intersect, polygon } from '@turf/turf';
import { ErrorList } from '../error-list.ts';
import { type Loose, list, record, records, text } from '../loose.ts';
import type { Position } from '../request.ts';
import { checkRings, isRing } from '../rules-zones.ts';
import type { Look } from './look.ts';

/** Zones that share less than this of the smaller one only touch: outlines drawn by hand never fit exactly. */
const MAX_OVERLAP = 0.01;
/** Looking for crossings may take time with the square of this. */
const MAX_POSITIONS = 2000;

export interface Area {
  id: string;
  path: string;
  rings: Position[][];
  box: number[];
}

/** Zones are there, their outlines are sound, and no two cover the same ground. */
export function checkStaffingZones(look: Look): void {
  const { zones, design_zones } = look.request;
  const isDesigned = design_zones !== undefined;
  if (!isDesigned && (zones === undefined || (Array.isArray(zones) && zones.length === 0))) {
    look.add('missing_field', 'zones', 'there is no zone', 'Name at least one, or ask for `design_zones`.');
  }
  if (isDesigned) checkDesign(look, record(design_zones));
  const sound = records(zones).flatMap((zone, i) => soundArea(zone, `zones[${i}]`, look) ?? []);
  checkOverlaps(sound, look);
}

/** The outline of a zone whose rings are closed and do not cross; undefined where there is none. */
export function soundArea(zone: Loose, path: string, look: Look): Area | undefined {
  const errors = new ErrorList(10);
  const area = areaOf(zone, path, errors);
  look.errors.addAll(errors.all());
  return area;
}

/** The same of each of the zones, of which nothing is said again. */
export function soundAreas(zones: Loose[]): Area[] {
  return zones.flatMap((zone, i) => areaOf(zone, `zones[${i}]`, new ErrorList(1)) ?? []);
}

function areaOf(zone: Loose, path: string, errors: ErrorList): Area | undefined {
  const rings = ringsOf(zone);
  if (rings === undefined || !rings.every(isRing)) return undefined;
  const positions = rings.reduce((sum, ring) => sum + ring.length, 0);
  if (positions > MAX_POSITIONS) {
    errors.add('wrong_length', `${path}.polygon`, `${positions} positions; at most ${MAX_POSITIONS} are allowed`);
  } else checkRings(rings, `${path}.polygon`, errors);
  return errors.isEmpty ? { id: text(zone.id) ?? '', path, rings, box: bbox(polygon(rings)) } : undefined;
}

/** Pairs whose boxes meet are cut with each other, from west to east. */
export function checkOverlaps(areas: Area[], look: Look): void {
  const sorted = [...areas].sort((a, b) => a.box[0]! - b.box[0]!);
  for (const [i, a] of sorted.entries()) {
    for (let j = i + 1; j < sorted.length && sorted[j]!.box[0]! < a.box[2]!; j++) {
      const b = sorted[j]!;
      if (look.errors.isFull) return;
      if (b.box[1]! >= a.box[3]! || b.box[3]! <= a.box[1]!) continue;
      const share = overlapOf(a, b);
      if (share <= MAX_OVERLAP) continue;
      const percent = Math.round(share * 1000) / 10;
      // Said of the one that was named later; a zone that a scenario adds is the later one.
      const [early, late] = isBefore(a, b) ? [a, b] : [b, a];
      const cause = `it covers ${percent} % of the smaller of '${late.id}' and '${early.id}' (${early.path})`;
      look.add('overlapping_zones', `${late.path}.polygon`, cause);
    }
  }
}

const indexOf = ({ path }: Area) => Number(/^zones\[(\d+)\]$/.exec(path)?.[1] ?? Number.POSITIVE_INFINITY);
const isBefore = (a: Area, b: Area) => indexOf(a) < indexOf(b);

function overlapOf(a: Area, b: Area): number {
  const [first, second] = [polygon(a.rings), polygon(b.rings)];
  const shared = intersect(featureCollection([first, second]));
  return shared === null ? 0 : area(shared) / Math.min(area(first), area(second));
}

/** The rings of a GeoJSON polygon or of a feature with one. */
function ringsOf({ polygon }: Loose): unknown[] | undefined {
  const shape = record(polygon);
  const geometry = shape.type === 'Feature' ? record(shape.geometry) : shape;
  const rings = list(geometry.coordinates);
  return geometry.type === 'Polygon' && rings.length > 0 ? [...rings] : undefined;
}

/** Whether anything is said of zones by their names that can be said of zones to be designed, too. */
function namesZones(request: Loose): boolean {
  const { riders, booked, published, events, handling, rules, scenarios } = request;
  const some = (items: unknown, ...fields: string[]) =>
    records(items).some((item) => fields.some((field) => item[field] !== undefined));
  return (
    some(riders, 'home', 'zones') ||
    records(riders).some(({ preferences }) => some(preferences, 'zone')) ||
    [booked, published].some((shifts) => list(shifts).length > 0) ||
    some(events, 'zones') ||
    list(record(handling).by_zone).length > 0 ||
    some(record(rules).opening, 'zones') ||
    records(scenarios).some(({ demand, hubs }) => some(demand, 'zones') || list(hubs).length > 0)
  );
}

function checkDesign(look: Look, design: Loose): void {
  const { count, max_work_h, near_present } = design;
  const path = 'design_zones';
  if (count !== undefined && max_work_h !== undefined) {
    look.add('conflicting_fields', `${path}.max_work_h`, "'count' and 'max_work_h' are both given");
  } else if (count === undefined && max_work_h === undefined) {
    look.add('missing_field', `${path}.count`, "neither 'count' nor 'max_work_h' is given");
  }
  const { zones, demand, history_counts, history_orders } = look.request;
  const hasZones = list(zones).length > 0;
  if (near_present === true && !records(zones).every((zone) => ringsOf(zone) !== undefined && hasZones)) {
    look.add('missing_field', 'zones', "with 'near_present' the present zones are needed, with polygons");
  }
  if (near_present !== true && hasZones && !namesZones(look.request)) {
    const cause = "zones are given, nothing names them, and others are to be designed without 'near_present'";
    look.add('conflicting_fields', 'zones', cause);
  }
  for (const [i, { id, polygon, centre }] of records(zones).entries()) {
    if (near_present === true || polygon !== undefined || centre !== undefined) continue;
    const cause = `where zone '${String(id).slice(0, 60)}' is must be known to tell which of the new ones lie there`;
    look.add('missing_field', `zones[${i}].polygon`, cause);
  }
  for (const [name, given] of Object.entries({ demand, history_counts })) {
    if (given !== undefined) look.add('conflicting_fields', name, 'it names zones, which are still to be designed');
  }
  if (look.request.intraday !== undefined) {
    look.add('conflicting_fields', 'intraday', 'a day under way has its zones, and others are to be designed');
  }
  if (history_orders === undefined) {
    look.add('missing_field', 'history_orders', 'zones are designed from orders of the past with their places');
  }
}
