import { apart_m } from '../../../kit/great-circle.ts';
import { type CellMap, hexCells, type LonLat, TooManyCells } from '../../zones/index.ts';

/** Cells per zone: enough for a smooth outline and an even split. */
const CELLS_PER_ZONE = 40;
const LEAST_CELL_M = 100;
/** Share of the cells that must have orders, and of the places that must have a cell of their own; one of the two will do. */
const LEAST_FILLED = 0.25;
const LEAST_APART = 0.5;
/** Growth of cells of which there are too many. */
const LARGER = 1.1;

/**
 * Hexagons by the extent of the orders; smaller ones where these lie in towns far apart, of which each would fill next to none,
 * and larger ones where there would be too many to search.
 * @param points of at least one order
 * @param work of each point
 */
export function cellsOf(points: LonLat[], work: Float64Array, zones: number): CellMap {
  const places = new Set(points.map(([x, y]) => `${x.toFixed(3)} ${y.toFixed(3)}`)).size;
  const enough = Math.min(LEAST_FILLED * CELLS_PER_ZONE * zones, LEAST_APART * places);
  let size_m = cellSize_m(points, zones);
  let map = cellsIfFew(points, work, size_m);
  while (map === null) {
    size_m *= LARGER;
    map = cellsIfFew(points, work, size_m);
  }
  for (;;) {
    const filled = map.graph.work.reduce((sum, w) => sum + (w > 0 ? 1 : 0), 0);
    if (size_m <= LEAST_CELL_M || filled >= enough) return map;
    size_m = Math.max(LEAST_CELL_M, size_m / 2);
    const finer = cellsIfFew(points, work, size_m);
    if (finer === null) return map;
    map = finer;
  }
}

/** Null where there are too many. */
function cellsIfFew(points: LonLat[], work: Float64Array, size_m: number): CellMap | null {
  try {
    return hexCells(points, work, size_m);
  } catch (error) {
    if (error instanceof TooManyCells) return null;
    throw error;
  }
}

function cellSize_m(points: LonLat[], zones: number): number {
  const xs = points.map(([x]) => x).sort((a, b) => a - b);
  const ys = points.map(([, y]) => y).sort((a, b) => a - b);
  // Without the outermost hundredth, which may be far off.
  const at = (sorted: number[], share: number) => sorted[Math.floor(share * (sorted.length - 1))]!;
  const corner: LonLat = [at(xs, 0.01), at(ys, 0.01)];
  const width_m = apart_m(corner, [at(xs, 0.99), corner[1]]);
  const height_m = apart_m(corner, [corner[0], at(ys, 0.99)]);
  return Math.max(LEAST_CELL_M, Math.sqrt((width_m * height_m) / (zones * CELLS_PER_ZONE)));
}
