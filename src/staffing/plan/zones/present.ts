import type { Position } from '../../../contract/request.ts';
import type { GivenShift, Rider, StaffingRequest, StaffingZone } from '../../../contract/staffing/request.ts';
import { apart_m } from '../../../kit/great-circle.ts';
import { type CellMap, type LonLat, zoneOfPoints } from '../../zones/index.ts';
import { middleOf } from './geometry.ts';

/** Share of a zone's work from which on it is one of theirs who know, or are told of, present zones. */
const HALF = 0.5;

/**
 * Present zones and those that were drawn, by the ground they have in common: what counts is the work on it. A drawn zone belongs to
 * present ones together if at least half of its work lies in them; a present zone goes to the drawn one that has most of
 * its work, or where it has none to the nearest.
 */
export class ZoneMapping {
  /** Present zones of which no past order is known. */
  readonly withoutWork: number[];
  private readonly present: readonly StaffingZone[];
  private readonly drawn: readonly StaffingZone[];
  /** present x drawn. */
  private readonly shared: Float64Array;
  private readonly work: Float64Array;
  private readonly shapes: { polygons: Position[][][] }[];

  constructor(present: readonly StaffingZone[], drawn: readonly StaffingZone[], map: CellMap, zoneOf: Int32Array) {
    this.present = present;
    this.drawn = drawn;
    this.shapes = drawn.map(({ polygon }) => ({ polygons: polygon ? [polygon] : [] }));
    this.shared = new Float64Array(present.length * drawn.length);
    this.work = new Float64Array(drawn.length);
    const before = cellsOf(present, map);
    for (const [cell, work] of map.graph.work.entries()) {
      const zone = zoneOf[cell]!;
      this.work[zone]! += work;
      if (before[cell]! >= 0) this.shared[before[cell]! * drawn.length + zone]! += work;
    }
    this.withoutWork = [...present.keys()].filter((zone) => this.row(zone).every((work) => work === 0));
  }

  /** The drawn zone that a present one goes to. */
  of(zone: number): number {
    const row = this.row(zone);
    const best = row.indexOf(Math.max(...row));
    return row[best]! > 0 ? best : this.at(this.present[zone]!.centre!);
  }

  /** The drawn zones that belong to present ones, ascending; at least one for each of them where none does. */
  among(zones: readonly number[]): number[] {
    const known = this.drawn.flatMap((_, zone) => {
      const within = zones.reduce((sum, each) => sum + this.row(each)[zone]!, 0);
      return within > 0 && within >= HALF * this.work[zone]! - 1e-9 ? [zone] : [];
    });
    const some = known.length > 0 ? known : zones.map((zone) => this.of(zone));
    return [...new Set(some)].sort((a, b) => a - b);
  }

  /** The drawn zone that a place lies in, or else the nearest. */
  at(place: Position): number {
    return this.ofPlaces([place])[0]!;
  }

  ofPlaces(places: readonly Position[]): number[] {
    return Array.from(zoneOfPoints(this.shapes, places), (within, i) => {
      if (within >= 0) return within;
      const far = (zone: StaffingZone) => (zone.centre ? apart_m(zone.centre, places[i]!) : Number.POSITIVE_INFINITY);
      return this.drawn.reduce((best, zone, z) => (far(zone) < far(this.drawn[best]!) ? z : best), 0);
    });
  }

  /** Present zones that have work of a drawn one, and their shares of it, the largest first. */
  madeOf(zone: number): { id: string; share: number }[] {
    return this.present
      .map(({ id }, p) => ({ id, share: this.row(p)[zone]! / this.work[zone]! }))
      .filter(({ share }) => share > 0)
      .sort((a, b) => b.share - a.share);
  }

  /** The present zone that a drawn one takes after: that with most of its work, or else the nearest. */
  takesAfter(zone: number): number {
    const column = this.present.map((_, each) => this.row(each)[zone]!);
    const best = column.indexOf(Math.max(...column));
    if (column[best]! > 0) return best;
    const { centre } = this.drawn[zone]!;
    const far = (each: StaffingZone) =>
      each.centre && centre ? apart_m(each.centre, centre) : Number.POSITIVE_INFINITY;
    return this.present.reduce((nearest, each, p) => (far(each) < far(this.present[nearest]!) ? p : nearest), 0);
  }

  private row(zone: number): Float64Array {
    return this.shared.subarray(zone * this.drawn.length, (zone + 1) * this.drawn.length);
  }
}

/** The present zone of each cell: the outline it lies in, or of those with a mere centre the nearest; -1 for none. */
function cellsOf(present: readonly StaffingZone[], { rings }: CellMap): Int32Array {
  const middles = rings.map((ring): LonLat => middleOf(ring));
  const shapes = present.map(({ polygon }) => ({ polygons: polygon ? [polygon] : [] }));
  const mere = present.flatMap(({ polygon, centre }, zone) => (polygon === null && centre ? [{ zone, centre }] : []));
  return zoneOfPoints(shapes, middles).map((zone, cell) => {
    if (zone >= 0 || mere.length === 0) return zone;
    const far = ({ centre }: { centre: Position }) => apart_m(centre, middles[cell]!);
    return mere.reduce((best, each) => (far(each) < far(best) ? each : best)).zone;
  });
}

/** What the request says of present zones, said of those that were drawn. */
export function saidOfDrawn(
  request: StaffingRequest,
  zones: number,
  mapping: ZoneMapping,
): Pick<
  StaffingRequest,
  'riders' | 'booked' | 'published' | 'events' | 'rules' | 'handling' | 'scenarios' | 'warnings'
> {
  const { riders, booked, published, events, rules, handling, scenarios, warnings } = request;
  const present = request.zones.length;
  const drawn = Array.from({ length: zones }, (_, zone) => zone);
  const after = drawn.map((zone) => (present > 0 ? mapping.takesAfter(zone) : -1));
  const amongOrAll = (named: number[] | null) => named && mapping.among(named);
  const shiftOf = (shift: GivenShift): GivenShift =>
    shift.zone < 0 ? shift : { ...shift, zone: mapping.of(shift.zone) };
  return {
    riders: riders.map((rider) => riderOf(rider, drawn, present, mapping)),
    booked: booked.map(shiftOf),
    published: published?.map(shiftOf) ?? null,
    events: events.map((event) => ({ ...event, zones: amongOrAll(event.zones) })),
    rules: { ...rules, opening: after.map((zone) => rules.opening[Math.max(0, zone)]!) },
    handling: {
      ...handling,
      given_s: Float64Array.from(after, (zone) => (zone < 0 ? handling.givenElsewhere_s : handling.given_s[zone]!)),
    },
    scenarios: scenarios.map((scenario) => ({
      ...scenario,
      demand: scenario.demand.map((change) => ({ ...change, zones: amongOrAll(change.zones) })),
      hubs: scenario.hubs.map(({ zone, at }) => ({ zone: at ? mapping.at(at) : mapping.of(zone), at })),
    })),
    warnings: [
      ...warnings,
      ...mapping.withoutWork.map((zone) => ({
        code: 'zone_not_mapped' as const,
        path: `zones[${zone}]`,
        cause: `no past order lies in zone '${request.zones[zone]!.id}'`,
      })),
    ],
  };
}

function riderOf(rider: Rider, drawn: number[], present: number, mapping: ZoneMapping): Rider {
  const home = rider.homeAt ? mapping.at(rider.homeAt) : rider.homeZone >= 0 ? mapping.of(rider.homeZone) : -1;
  // Who knows all present zones, or says nothing, knows all there will be.
  const known = rider.zones.length === present ? drawn : mapping.among(rider.zones);
  return {
    ...rider,
    homeZone: home,
    zones: [...new Set(home < 0 ? known : [home, ...known])].sort((a, b) => a - b),
    preferences: rider.preferences.map((each) => ({ ...each, zone: each.zone < 0 ? -1 : mapping.of(each.zone) })),
  };
}
