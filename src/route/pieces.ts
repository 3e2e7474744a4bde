/** A departure tried out. */
export interface Departure {
  leaves_s: number;
  isFine: boolean;
  /** `Driver.trail`: which breaks the vehicle meets, and where. */
  trail: number;
}

/** Shorter times to leave in, between departures that are not fine, are passed over. */
const SECOND = 1;

/**
 * The latest departure that is fine. Leaving later makes nothing earlier only as long as the same breaks for driving are
 * taken on the same arcs, and others in the same windows; so the time between is cut until that holds within a piece, and pieces are gone through from the last.
 * @param piece_s no piece is longer: for traffic, in which a break may go and come back
 * @returns null where none is fine
 */
export function latestFine(
  tryAt: (leaves_s: number) => Departure,
  from: Departure,
  to: Departure,
  piece_s: number,
  precision_s: number,
): Departure | null {
  const earlier = [from];
  let last = to;
  for (;;) {
    if (last.isFine) return last;
    const first = earlier.at(-1);
    if (first === undefined) return null;
    const length_s = last.leaves_s - first.leaves_s;
    const middle_s = (first.leaves_s + last.leaves_s) / 2;
    const isHopeless = !first.isFine && first.trail === last.trail && length_s <= piece_s;
    const least_s = first.isFine ? precision_s : SECOND;
    const isShort = length_s <= least_s || middle_s <= first.leaves_s || middle_s >= last.leaves_s;
    if (isHopeless || isShort) last = earlier.pop()!;
    else earlier.push(tryAt(middle_s));
  }
}
