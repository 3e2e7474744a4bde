import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import type { Position } from './request.ts';

/** Of the square of its extent: what has less area has none, numbers being rounded. */
const LEAST_AREA = 1e-9;

/** Between two positions that follow each other on a ring; `a` is the one further west. */
interface Segment {
  a: Position;
  b: Position;
  ring: number;
  index: number;
}

/**
 * Looks for two segments of rings that have a point in common, other than neighbours at their corner. Sweeps from west to
 * east, so that only segments above each other are compared. Turf's `kinks` compares all, which takes seconds for the
 * zones that a request may have.
 * @param rings closed: the last position is the first.
 * @returns the western end of one of the two; undefined where all are apart.
 */
export function crossingOf(rings: Position[][]): Position | undefined {
  const segments = rings.flatMap(segmentsOf).sort((s, t) => s.a[0] - t.a[0]);
  for (const [i, segment] of segments.entries()) {
    for (let j = i + 1; j < segments.length && segments[j]!.a[0] <= segment.b[0]; j++) {
      const other = segments[j]!;
      if (!areNeighbours(segment, other, rings) && meet(segment, other)) return other.a;
    }
  }
  return undefined;
}

/** Which of rings that do not cross is wrong as an outline or a hole, and why; undefined where none is. */
export function misplacedOf([outline, ...holes]: Position[][]):
  | { ring: number; cause: string; action: string }
  | undefined {
  const flat = [outline!, ...holes].findIndex((ring) => !hasArea(ring));
  if (flat >= 0) return { ring: flat, cause: 'the ring encloses nothing', action: 'Correct or remove it.' };
  for (const [h, hole] of holes.entries()) {
    const ring = h + 1;
    if (!isInside(hole, outline!)) {
      const cause = `ring ${ring} lies outside of the outline`;
      return { ring, cause, action: 'Make it a zone of its own.' };
    }
    const around = holes.findIndex((other) => other !== hole && isInside(hole, other));
    if (around >= 0) {
      const cause = `ring ${ring} lies in ring ${around + 1}, which is a hole`;
      return { ring, cause, action: 'Make it a zone of its own, or remove it.' };
    }
  }
  return undefined;
}

function hasArea(ring: Position[]): boolean {
  const [x0, y0] = ring[0]!;
  const [xs, ys] = [ring.map(([x]) => x - x0), ring.map(([, y]) => y - y0)];
  const twice = xs.reduce((sum, x, i) => sum + (i === 0 ? 0 : xs[i - 1]! * ys[i]! - x * ys[i - 1]!), 0);
  const extent = Math.max(...xs) - Math.min(...xs) + Math.max(...ys) - Math.min(...ys);
  return Math.abs(twice) > LEAST_AREA * extent ** 2;
}

/** Of rings that do not cross one position tells of all. */
function isInside(ring: Position[], outer: Position[]): boolean {
  return booleanPointInPolygon(ring[0]!, { type: 'Polygon', coordinates: [outer] });
}

function segmentsOf(ring: Position[], number: number): Segment[] {
  return ring.slice(1).map((end, index) => {
    const start = ring[index]!;
    const [a, b] = start[0] <= end[0] ? [start, end] : [end, start];
    return { a, b, ring: number, index };
  });
}

function areNeighbours(s: Segment, t: Segment, rings: Position[][]): boolean {
  if (s.ring !== t.ring) return false;
  const gap = Math.abs(s.index - t.index);
  return gap === 1 || gap === rings[s.ring]!.length - 2;
}

function meet({ a, b }: Segment, { a: c, b: d }: Segment): boolean {
  if (Math.max(a[1], b[1]) < Math.min(c[1], d[1]) || Math.max(c[1], d[1]) < Math.min(a[1], b[1])) return false;
  return side(a, b, c) * side(a, b, d) <= 0 && side(c, d, a) * side(c, d, b) <= 0;
}

/** Above 0 where `p` lies to the left of the way from `a` to `b`, 0 on the line. */
function side(a: Position, b: Position, p: Position): number {
  return Math.sign((b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]));
}
