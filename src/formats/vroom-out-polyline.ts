/** Decimal places of the numbers in a polyline. */
const PRECISION = 1e5;

/**
 * A line as text: Google's "Encoded Polyline Algorithm Format" (https://developers.google.com/maps/documentation/utilities/polylinealgorithm), as
 * VROOM and OSRM write it: latitude before longitude, five decimal places.
 * @param positions `[longitude, latitude]` in degrees.
 */
export function encodePolyline(positions: readonly (readonly [number, number])[]): string {
  let text = '';
  let [x, y] = [0, 0];
  for (const [longitude, latitude] of positions) {
    const [nextX, nextY] = [Math.round(longitude * PRECISION), Math.round(latitude * PRECISION)];
    text += encodeNumber(nextY - y) + encodeNumber(nextX - x);
    [x, y] = [nextX, nextY];
  }
  return text;
}

/** The sign goes into the lowest bit; then five bits a character, the lowest first, 32 added to all but the last. */
function encodeNumber(value: number): string {
  let text = '';
  let rest = value < 0 ? -2 * value - 1 : 2 * value;
  for (; rest >= 32; rest = Math.floor(rest / 32)) text += String.fromCharCode(63 + 32 + (rest % 32));
  return text + String.fromCharCode(63 + rest);
}
