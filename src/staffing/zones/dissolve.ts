import type { CellMap, LonLat, PolygonRings, ZoneShape } from './types.ts';

/**
 * Outlines of zones made of cells: sides between two cells of a zone cancel out, and those left are strung together. Exact, as cells
 * that touch share their corners: zones neither overlap nor leave gaps.
 * @param zones how many
 */
export function zonePolygons({ rings }: Pick<CellMap, 'rings'>, zoneOf: Int32Array, zones: number): ZoneShape[] {
  const cells = Array.from({ length: zones }, (): LonLat[][] => []);
  for (const [c, ring] of rings.entries()) if (zoneOf[c]! >= 0) cells[zoneOf[c]!]!.push(ring);
  return cells.map((members) => ({ polygons: intoPolygons(outlines(members)) }));
}

interface Side {
  from: LonLat;
  to: LonLat;
}

const nameOf = ([lon, lat]: LonLat) => `${lon} ${lat}`;

/** Rings with the area to their left: outlines counter-clockwise, holes clockwise. */
function outlines(members: LonLat[][]): LonLat[][] {
  const sides = new Map<string, Side>();
  for (const ring of members) {
    const turned = areaOf(ring) < 0 ? [...ring].reverse() : ring;
    for (let i = 1; i < turned.length; i++) {
      const [from, to] = [turned[i - 1]!, turned[i]!];
      const back = `${nameOf(to)}|${nameOf(from)}`;
      if (!sides.delete(back)) sides.set(`${nameOf(from)}|${nameOf(to)}`, { from, to });
    }
  }
  const outOf = new Map<string, Side[]>();
  for (const side of sides.values()) {
    const name = nameOf(side.from);
    outOf.set(name, [...(outOf.get(name) ?? []), side]);
  }
  const found: LonLat[][] = [];
  for (const side of sides.values()) {
    if (outOf.get(nameOf(side.from))?.includes(side)) string(side, outOf, found);
  }
  return found;
}

/** Follows sides until they close; a corner met twice closes a ring of its own, so that none touches itself. */
function string(first: Side, outOf: Map<string, Side[]>, found: LonLat[][]): void {
  const path: LonLat[] = [first.from];
  const places = new Map<string, number>([[nameOf(first.from), 0]]);
  let side: Side | undefined = first;
  while (side) {
    take(outOf, side);
    const name = nameOf(side.to);
    const at = places.get(name);
    path.push(side.to);
    if (at === undefined) places.set(name, path.length - 1);
    else {
      const ring = path.splice(at + 1);
      for (const corner of ring) if (nameOf(corner) !== name) places.delete(nameOf(corner));
      found.push([path[at]!, ...ring]);
      if (at === 0 && !outOf.get(name)?.length) return;
    }
    side = leftmost(side, outOf.get(name) ?? []);
  }
}

function take(outOf: Map<string, Side[]>, side: Side): void {
  const list = outOf.get(nameOf(side.from))!;
  list.splice(list.indexOf(side), 1);
}

/** Where several sides go on, the one that turns most to the left stays with the same cells. */
function leftmost(before: Side, next: readonly Side[]): Side | undefined {
  const angle = ({ from, to }: Side) => Math.atan2(to[1] - from[1], to[0] - from[0]);
  const turn = (side: Side) => {
    const by = angle(side) - angle(before);
    return by > Math.PI ? by - 2 * Math.PI : by <= -Math.PI ? by + 2 * Math.PI : by;
  };
  return [...next].sort((a, b) => turn(b) - turn(a))[0];
}

/** Each hole goes to the smallest outline that it lies in. */
function intoPolygons(found: LonLat[][]): PolygonRings[] {
  const shells = found.filter((ring) => areaOf(ring) > 0).sort((a, b) => areaOf(a) - areaOf(b));
  const polygons = shells.map((shell): LonLat[][] => [shell]);
  for (const hole of found.filter((ring) => areaOf(ring) < 0)) {
    const home = polygons.find(([shell]) => isWithin(shell!, middleOf(hole)));
    home?.push(hole);
  }
  return polygons;
}

/** Twice the area in degrees, above 0 where counter-clockwise. */
export function areaOf(ring: readonly LonLat[]): number {
  let sum = 0;
  for (let i = 1; i < ring.length; i++) {
    // From the first corner, lest large coordinates drown the area.
    const [ax, ay] = [ring[i - 1]![0] - ring[0]![0], ring[i - 1]![1] - ring[0]![1]];
    const [bx, by] = [ring[i]![0] - ring[0]![0], ring[i]![1] - ring[0]![1]];
    sum += ax * by - bx * ay;
  }
  return sum;
}

const middleOf = (ring: readonly LonLat[]): LonLat => [
  (ring[0]![0] + ring[1]![0]) / 2,
  (ring[0]![1] + ring[1]![1]) / 2,
];

/** Counts how often a ray to the east crosses the ring. */
function isWithin(ring: readonly LonLat[], [x, y]: LonLat): boolean {
  let inside = false;
  for (let i = 1; i < ring.length; i++) {
    const [[x1, y1], [x2, y2]] = [ring[i - 1]!, ring[i]!];
    if (y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) inside = !inside;
  }
  return inside;
}
