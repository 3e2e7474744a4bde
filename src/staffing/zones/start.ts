import { eachNeighbour, partsOfZone } from './graph.ts';
import { solvePMedian } from './p-median.ts';
import type { CellGraph } from './types.ts';

/** Iterations of the p-median, times cells: more cells take longer each, and the exchange sees to the rest. */
const EFFORT = 20_000;
const SLACK = 1.1;

/** Zones as a capacitated p-median has them, made to hang together. */
export function startFromMedians(graph: CellGraph, zones: number, most: number, seed: number): Int32Array {
  const { cells, x_m, y_m, work } = graph;
  const total = work.reduce((sum, w) => sum + w, 0);
  const costOf = (c: number, median: number) =>
    (work[c]! + (0.02 * total) / cells) * Math.hypot(x_m[c]! - x_m[median]!, y_m[c]! - y_m[median]!);
  // Not kept here: a column for each cell would be cells x cells. Those of the medians are kept with the clusters.
  const costsTo = (median: number) => Float64Array.from(work, (_, c) => costOf(c, median));
  const iterations = Math.max(5, Math.min(300, Math.round(EFFORT / cells)));
  // With hardly any room to spare medians cannot be told apart well; the exchange keeps the limits.
  const capacity = Math.max(most, (SLACK * total) / zones);
  const problem = { items: cells, p: zones, capacity, weight: work, costsTo, costOf };
  const { medianOf } = solvePMedian(problem, { iterations, seed });
  return joined(graph, medianOf, zones);
}

/** Zones as they are at present, with the heaviest split or those of the last numbers merged until there are as many as wanted. */
export function startFromPresent(graph: CellGraph, present: Int32Array, zones: number): Int32Array {
  const zoneOf = present.slice();
  let count = Math.max(zones, ...present.map((z) => z + 1));
  const sums = () => {
    const work = new Float64Array(count);
    const size = new Int32Array(count);
    for (const [c, z] of zoneOf.entries()) {
      if (z < 0) continue;
      work[z]! += graph.work[c]!;
      size[z]!++;
    }
    return { work, size };
  };
  fillGaps(graph, zoneOf);
  for (;;) {
    const { work, size } = sums();
    const empty = size.subarray(0, zones).indexOf(0);
    if (empty >= 0) {
      split(graph, zoneOf, heaviest(work, size), empty);
    } else if (count > zones) {
      // The last numbers give way, so that those that stay keep theirs.
      mergeAway(graph, zoneOf, --count);
    } else return joined(graph, zoneOf, zones);
  }
}

function heaviest(work: Float64Array, size: Int32Array): number {
  let best = -1;
  for (let z = 0; z < work.length; z++) if (size[z]! > 1 && (best < 0 || work[z]! > work[best]!)) best = z;
  return best;
}

/** Half of a zone's work, from the cell furthest from its middle on, gets another number. */
function split(graph: CellGraph, zoneOf: Int32Array, zone: number, other: number): void {
  const cells = [...zoneOf.keys()].filter((c) => zoneOf[c] === zone);
  const { x_m, y_m, work } = graph;
  const far = (a: number, b: number) => Math.hypot(x_m[a]! - x_m[b]!, y_m[a]! - y_m[b]!);
  const furthest = (from: number) => cells.reduce((best, c) => (far(c, from) > far(best, from) ? c : best), cells[0]!);
  const one = furthest(cells[0]!);
  const end = furthest(one);
  const order = [...cells].sort((a, b) => far(a, one) - far(a, end) - (far(b, one) - far(b, end)) || a - b);
  const half = cells.reduce((sum, c) => sum + work[c]!, 0) / 2;
  let sum = 0;
  for (const [i, c] of order.entries()) {
    if (i > 0 && (sum >= half || i === order.length - 1)) zoneOf[c] = other;
    sum += work[c]!;
  }
}

/** Cells of a zone go to the zones beside them. */
function mergeAway(graph: CellGraph, zoneOf: Int32Array, zone: number): void {
  for (const [c, z] of zoneOf.entries()) if (z === zone) zoneOf[c] = -1;
  fillGaps(graph, zoneOf);
}

/** Cells without a zone get that of a neighbour, from the borders inwards. */
function fillGaps(graph: CellGraph, zoneOf: Int32Array): void {
  let open = [...zoneOf.keys()].filter((c) => zoneOf[c]! < 0);
  if (open.length === graph.cells) zoneOf.fill(0);
  while (open.length > 0) {
    const found: [cell: number, zone: number][] = [];
    for (const c of open) {
      let zone = -1;
      eachNeighbour(graph, c, (n) => {
        if (zone < 0 && zoneOf[n]! >= 0) zone = zoneOf[n]!;
      });
      if (zone >= 0) found.push([c, zone]);
    }
    for (const [c, zone] of found) zoneOf[c] = zone;
    if (found.length === 0) return;
    open = open.filter((c) => zoneOf[c]! < 0);
  }
}

/** Of each zone only the part with the most work stays; the others go to the zones beside them. */
function joined(graph: CellGraph, zoneOf: Int32Array, zones: number): Int32Array {
  const result = zoneOf.slice();
  for (let z = 0; z < zones; z++) {
    for (const part of partsOfZone(graph, zoneOf, z).slice(1)) for (const c of part) result[c] = -1;
  }
  fillGaps(graph, result);
  return result;
}
