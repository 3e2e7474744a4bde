import type { Point } from '../../src/simulation/index.ts';

const LEVELS = 10;

/** Rank of each point along Hilbert's curve through their bounding square: ranks that are near are places that are near. */
export function alongCurve(points: Point[]): number[] {
  const [left_m, low_m] = [Math.min(...points.map(({ x_m }) => x_m)), Math.min(...points.map(({ y_m }) => y_m))];
  const side_m = Math.max(1, ...points.map(({ x_m, y_m }) => Math.max(x_m - left_m, y_m - low_m)));
  const keys = points.map(({ x_m, y_m }) => curveAt((x_m - left_m) / side_m, (y_m - low_m) / side_m));
  const order = keys.map((_, i) => i).sort((a, b) => keys[a]! - keys[b]! || a - b);
  const rank = new Array<number>(points.length);
  for (const [at, i] of order.entries()) rank[i] = at;
  return rank;
}

/** How far along the curve a point of the unit square is, 0..1: level by level, each quarter turned to fit its neighbours. */
function curveAt(x: number, y: number): number {
  let along = 0;
  let size = 1;
  for (let level = 0; level < LEVELS; level++) {
    size /= 4;
    const right = x >= 0.5;
    const upper = y >= 0.5;
    const quarter = right ? (upper ? 2 : 3) : upper ? 1 : 0;
    along += quarter * size;
    const [u, v] = [2 * x - (right ? 1 : 0), 2 * y - (upper ? 1 : 0)];
    if (quarter === 0) [x, y] = [v, u];
    else if (quarter === 3) [x, y] = [1 - v, 1 - u];
    else [x, y] = [u, v];
  }
  return along;
}
