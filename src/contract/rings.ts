import type { Position } from './request.ts';

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
