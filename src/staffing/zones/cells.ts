import { bridge } from './graph.ts';
import { Plane } from './plane.ts';
import type { CellMap, LonLat } from './types.ts';

const MOST_CELLS = 20_000;

export class TooManyCells extends RangeError {
  constructor() {
    super(`more than ${MOST_CELLS} cells: make them larger`);
  }
}

/** A way to tile the plane: a tile has two whole numbers, neighbours and corners. */
interface Tiling {
  at(x: number, y: number): [number, number];
  centre(a: number, b: number): [number, number];
  neighbours: readonly (readonly [number, number])[];
  /** Corners counter-clockwise. */
  corners(a: number, b: number): [number, number][];
}

/**
 * Hexagons that cover the demand, with a margin of one: cells of zones to be designed. No three of them meet but at a corner of all
 * three, so that zones made of them never touch at a mere point.
 * @param points places of orders (restaurants or doors)
 * @param work of each point, orders or seconds; default 1 each
 * @param size_m width of a cell from side to side
 * @throws RangeError where there are no points, or more than 20,000 cells
 */
export function hexCells(points: readonly LonLat[], work: Float64Array | null, size_m: number): CellMap {
  return tiled(points, work, hexagons(size_m));
}

/** Squares instead of hexagons. Those that touch at a corner are no neighbours. */
export function gridCells(points: readonly LonLat[], work: Float64Array | null, size_m: number): CellMap {
  return tiled(points, work, squares(size_m));
}

function squares(size_m: number): Tiling {
  return {
    at: (x, y) => [Math.floor(x / size_m), Math.floor(y / size_m)],
    centre: (a, b) => [(a + 0.5) * size_m, (b + 0.5) * size_m],
    neighbours: [
      [1, 0],
      [0, 1],
      [-1, 0],
      [0, -1],
    ],
    corners: (a, b) => [
      [a * size_m, b * size_m],
      [(a + 1) * size_m, b * size_m],
      [(a + 1) * size_m, (b + 1) * size_m],
      [a * size_m, (b + 1) * size_m],
    ],
  };
}

/** Axial coordinates, a side to the east; corners are worked out from whole numbers, so that neighbours have the same. */
function hexagons(size_m: number): Tiling {
  const half = size_m / 2;
  const third = size_m / Math.sqrt(12);
  const centre = (a: number, b: number): [number, number] => [(2 * a + b) * half, 3 * b * third];
  return {
    at: (x, y) => {
      // Cube rounding: the coordinate that is furthest off gives way.
      const b = y / (3 * third);
      const a = (x / half - b) / 2;
      let [ra, rb, rc] = [Math.round(a), Math.round(b), Math.round(-a - b)];
      const [da, db, dc] = [Math.abs(ra - a), Math.abs(rb - b), Math.abs(rc + a + b)];
      if (da > db && da > dc) ra = -rb - rc;
      else if (db > dc) rb = -ra - rc;
      return [ra, rb];
    },
    centre,
    neighbours: [
      [1, 0],
      [0, 1],
      [-1, 1],
      [-1, 0],
      [0, -1],
      [1, -1],
    ],
    corners: (a, b) =>
      (
        [
          [1, 1],
          [0, 2],
          [-1, 1],
          [-1, -1],
          [0, -2],
          [1, -1],
        ] as const
      ).map(([i, j]) => [(2 * a + b + i) * half, (3 * b + j) * third]),
  };
}

function tiled(points: readonly LonLat[], work: Float64Array | null, tiling: Tiling): CellMap {
  const plane = new Plane(points);
  const numbers = new Map<string, number>();
  const tiles: [number, number][] = [];
  const numberOf = (a: number, b: number): number => {
    const key = `${a} ${b}`;
    const known = numbers.get(key);
    if (known !== undefined) return known;
    if (tiles.length >= MOST_CELLS) throw new TooManyCells();
    numbers.set(key, tiles.length);
    return tiles.push([a, b]) - 1;
  };
  const cellOf = Int32Array.from(points, (point) => numberOf(...tiling.at(plane.x(point), plane.y(point))));
  const occupied = tiles.length;
  for (let c = 0; c < occupied; c++) {
    for (const [da, db] of tiling.neighbours) numberOf(tiles[c]![0] + da, tiles[c]![1] + db);
  }
  const sums = new Float64Array(tiles.length);
  for (const [i, c] of cellOf.entries()) sums[c]! += work ? work[i]! : 1;
  const centres = tiles.map(([a, b]) => tiling.centre(a, b));
  const lists = tiles.map(([a, b]) =>
    tiling.neighbours.flatMap(([da, db]) => numbers.get(`${a + da} ${b + db}`) ?? []),
  );
  const x_m = Float64Array.from(centres, ([x]) => x);
  const y_m = Float64Array.from(centres, ([, y]) => y);
  return {
    graph: bridge({ cells: tiles.length, x_m, y_m, work: sums }, lists),
    rings: tiles.map(([a, b]) => closed(tiling.corners(a, b).map(([x, y]) => plane.position(x, y)))),
    cellOf,
  };
}

function closed(ring: LonLat[]): LonLat[] {
  return [...ring, ring[0]!];
}
