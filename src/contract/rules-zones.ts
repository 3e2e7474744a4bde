import type { ErrorList } from './error-list.ts';
import { list, records } from './loose.ts';
import type { Position } from './request.ts';
import { crossingOf, misplacedOf } from './rings.ts';

/** Looking for crossings may take time with the square of this. */
const MAX_OF_ZONE = 2000;
const MAX_OF_ALL = 100_000;
/** Positions of zones times places: telling which lie in which takes some 30 ns for each. */
const MAX_WORK = 2e8;

/**
 * Zones are polygons: closed rings that cross neither themselves nor each other, an outline and holes in it.
 * @param places how many locations the request has.
 */
export function checkZones(zones: unknown, places: number, errors: ErrorList): void {
  let total = 0;
  for (const [i, { polygon }] of records(zones).entries()) {
    if (errors.isFull) return;
    const path = `zones[${i}].polygon`;
    // Spread: what is missing in a sparse list is no ring.
    const rings = [...list(polygon)];
    const count = rings.reduce<number>((sum, ring) => sum + list(ring).length, 0);
    total += count;
    if (count > MAX_OF_ZONE) {
      errors.add('wrong_length', path, `${count} positions; at most ${MAX_OF_ZONE} are allowed`);
    } else if (rings.length > 0 && rings.every(isRing)) checkRings(rings, path, errors);
  }
  if (total > MAX_OF_ALL) errors.add('wrong_length', 'zones', `${total} positions; at most ${MAX_OF_ALL} are allowed`);
  else if (total * places > MAX_WORK) {
    const cause = `${total} positions of zones for ${places} places; the product may be at most ${MAX_WORK}`;
    errors.add('too_large', 'zones', cause, 'Give outlines of fewer positions.');
  }
}

/** One zone: an outline and its holes, closed rings that do not cross. */
export function checkRings(rings: readonly Position[][], path: string, errors: ErrorList): void {
  let areClosed = true;
  rings.forEach((ring, i) => {
    const [first, last] = [ring[0]!, ring.at(-1)!];
    if (isSame(first, last)) return;
    areClosed = false;
    errors.add('bad_polygon', `${path}[${i}]`, `the ring begins at [${first}] and ends at [${last}]`);
  });
  if (!areClosed) return;
  // A position given twice in a row is no crossing, but looks like one.
  const bare = rings.map((ring) => ring.filter((position, i) => i === 0 || !isSame(position, ring[i - 1]!)));
  const crossing = crossingOf(bare);
  if (crossing) {
    errors.add('bad_polygon', path, `its rings cross or touch near [${crossing}]`);
    return;
  }
  const misplaced = misplacedOf(bare);
  if (misplaced) errors.add('bad_polygon', `${path}[${misplaced.ring}]`, misplaced.cause, misplaced.action);
}

function isSame(a: Position, b: Position): boolean {
  return a[0] === b[0] && a[1] === b[1];
}

export function isRing(ring: unknown): ring is Position[] {
  return Array.isArray(ring) && ring.length >= 4 && Array.from(ring).every(isPosition);
}

function isPosition(value: unknown): value is Position {
  return Array.isArray(value) && value.length === 2 && Array.from(value).every((x) => Number.isFinite(x));
}
