type Position = [longitude: number, latitude: number];

/** West, south, east, north. */
export type Box = [number, number, number, number];

/**
 * A line over the globe in pieces, none of which crosses the antimeridian (RFC 7946, 3.1.9): from one position to the next it goes the
 * shorter way round.
 */
export function cutLine(positions: readonly Position[]): Position[][] {
  const pieces: Position[][] = [];
  let piece = positions.slice(0, 1);
  for (let i = 1; i < positions.length; i++) {
    const [from, to] = [positions[i - 1]!, positions[i]!];
    const side = sideCrossed(from, to);
    if (side !== 0) {
      const latitude = latitudeAt(side, from, to);
      pieces.push([...piece, [side, latitude]]);
      piece = [[-side, latitude]];
    }
    piece.push(to);
  }
  return [...pieces, piece];
}

/** The longitude at which the way leaves its half of the globe, or 0. */
function sideCrossed([from]: Position, [to]: Position): 180 | -180 | 0 {
  if (Math.abs(to - from) <= 180) return 0;
  return from > to ? 180 : -180;
}

function latitudeAt(side: number, [fromLongitude, from]: Position, [toLongitude, to]: Position): number {
  const way = toLongitude + 2 * side - fromLongitude;
  return way === 0 ? from : from + ((to - from) * (side - fromLongitude)) / way;
}

/**
 * Around positions on both sides of the antimeridian, where they span less than half the globe that way only: west is more than east
 * (RFC 7946, 5.2). Null elsewhere.
 */
export function boxAcross(positions: readonly Position[]): Box | null {
  let [west, east, south, north] = [180, -180, 90, -90];
  let [least, most] = [180, -180];
  for (const [longitude, latitude] of positions) {
    [least, most] = [Math.min(least, longitude), Math.max(most, longitude)];
    if (longitude >= 0) west = Math.min(west, longitude);
    else east = Math.max(east, longitude);
    [south, north] = [Math.min(south, latitude), Math.max(north, latitude)];
  }
  return most - least > 180 && east + 360 - west <= 180 ? [west, south, east, north] : null;
}
