import type { CellGraph } from './types.ts';

/**
 * Puts a graph of cells together. Parts that do not hang together (an island, a village) are joined by their nearest cells, so
 * that a zone may span them where it must.
 * @param lists neighbours of each cell, in both directions
 */
export function bridge(cells: Pick<CellGraph, 'cells' | 'x_m' | 'y_m' | 'work'>, lists: number[][]): CellGraph {
  const part = partsOf(lists);
  // Prim over the parts: the part of cell 0 grows by the nearest cell outside of it.
  let inside = [...part.keys()].filter((c) => part[c] === 0);
  let outside = [...part.keys()].filter((c) => part[c] !== 0);
  while (outside.length > 0) {
    let [from, to, least] = [-1, -1, Number.POSITIVE_INFINITY];
    for (const o of outside) {
      for (const i of inside) {
        const d = Math.hypot(cells.x_m[o]! - cells.x_m[i]!, cells.y_m[o]! - cells.y_m[i]!);
        if (d < least) [from, to, least] = [i, o, d];
      }
    }
    lists[from]!.push(to);
    lists[to]!.push(from);
    const joined = part[to]!;
    inside = inside.concat(outside.filter((c) => part[c] === joined));
    outside = outside.filter((c) => part[c] !== joined);
  }
  const starts = [0];
  for (const list of lists) starts.push(starts.at(-1)! + list.length);
  return { ...cells, neighbourStart: Int32Array.from(starts), neighbours: Int32Array.from(lists.flat()) };
}

/** Number of the connected part that each cell is in. */
function partsOf(lists: readonly (readonly number[])[]): Int32Array {
  const part = new Int32Array(lists.length).fill(-1);
  let parts = 0;
  for (let c = 0; c < lists.length; c++) {
    if (part[c]! >= 0) continue;
    const open = [c];
    part[c] = parts;
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      for (const n of lists[at]!) {
        if (part[n]! >= 0) continue;
        part[n] = parts;
        open.push(n);
      }
    }
    parts++;
  }
  return part;
}

/** Cells of each connected part of a zone, the part with the most work first. */
export function partsOfZone(graph: CellGraph, zoneOf: Int32Array, zone: number): number[][] {
  const seen = new Uint8Array(graph.cells);
  const parts: number[][] = [];
  for (let c = 0; c < graph.cells; c++) {
    if (zoneOf[c] !== zone || seen[c] === 1) continue;
    const members = [c];
    seen[c] = 1;
    for (let i = 0; i < members.length; i++) {
      eachNeighbour(graph, members[i]!, (n) => {
        if (zoneOf[n] !== zone || seen[n] === 1) return;
        seen[n] = 1;
        members.push(n);
      });
    }
    parts.push(members);
  }
  const workOf = (members: number[]) => members.reduce((sum, c) => sum + graph.work[c]!, 0);
  return parts.sort((a, b) => workOf(b) - workOf(a) || b.length - a.length || a[0]! - b[0]!);
}

export function eachNeighbour(
  { neighbourStart, neighbours }: CellGraph,
  cell: number,
  each: (n: number) => void,
): void {
  for (let k = neighbourStart[cell]!; k < neighbourStart[cell + 1]!; k++) each(neighbours[k]!);
}
