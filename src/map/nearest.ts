type Point = readonly [x: number, y: number];

/** In pixels. */
const CELL = 40;
/** More than any picture is wide or high. */
const MOST_RINGS = 60;
const FAR = 1e6;

/** Points of a picture, in a grid: how far is the nearest? */
export class Nearest {
  private readonly cells = new Map<number, Point[]>();

  add(point: Point): void {
    const key = keyOf(cellOf(point[0]), cellOf(point[1]));
    const cell = this.cells.get(key);
    if (cell === undefined) this.cells.set(key, [point]);
    else cell.push(point);
  }

  /** Pixels to the nearest point, `FAR` where there is none; anything up to `enough` where one is as near as that. */
  distanceTo(point: Point, enough: number): number {
    const [column, row] = [cellOf(point[0]), cellOf(point[1])];
    let nearest = FAR;
    // What is further out than this ring is further away than what was found.
    for (let ring = 0; ring <= MOST_RINGS && nearest > (ring - 1) * CELL; ring++) {
      for (let dx = -ring; dx <= ring; dx++) {
        const step = Math.abs(dx) === ring ? 1 : 2 * ring;
        for (let dy = -ring; dy <= ring; dy += step) {
          for (const [x, y] of this.cells.get(keyOf(column + dx, row + dy)) ?? []) {
            nearest = Math.min(nearest, Math.hypot(x - point[0], y - point[1]));
            if (nearest <= enough) return nearest;
          }
        }
      }
    }
    return nearest;
  }
}

const cellOf = (pixels: number) => Math.floor(pixels / CELL);
const keyOf = (column: number, row: number) => column * 65_536 + row;
