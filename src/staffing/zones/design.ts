import { Rng } from '../../kit/rng.ts';
import { Districts, type Limits } from './districts.ts';
import { partsOfZone } from './graph.ts';
import { startFromMedians, startFromPresent } from './start.ts';
import type { CellGraph, ZoneDesign, ZoneDesignParams, ZoneDesignRequest } from './types.ts';

/** First temperature, as a share of the mean cost per cell. */
const HOT = 1;
/** Growth of the penalty per sweep while zones are off their limits. */
const UP = 1.02;
/** More zones than this times the fewest possible are not tried for `max_work`. */
const MOST_ZONES = 2;

/**
 * Designs zones from the work of cells: a capacitated p-median to begin with, and then cells exchanged between neighbouring zones
 * under simulated annealing, each of which keeps both in one piece (Bozkaya, Erkut & Laporte 2003,
 * doi 10.1016/S0377-2217(01)00380-0). Zones are balanced in work and compact, near to the present ones where asked.
 * @throws RangeError where there is no work, the count is not within 1..cells, or a single cell has more than `max_work`
 */
export function designZones(request: ZoneDesignRequest, params: ZoneDesignParams = {}): ZoneDesign {
  const { graph, max_work } = request;
  const total = graph.work.reduce((sum, w) => sum + w, 0);
  if (!(total > 0)) throw new RangeError('no work to make zones of');
  if (request.count !== undefined) return designCount(request, request.count, total, params);
  if (max_work === undefined) throw new RangeError('neither a count of zones nor the most work of one');
  const heavy = graph.work.findIndex((w) => w > max_work);
  if (heavy >= 0) throw new RangeError(`cell ${heavy} alone has work ${graph.work[heavy]}, more than ${max_work}`);
  const fewest = Math.max(1, Math.ceil(total / max_work - 1e-9));
  const most = Math.min(graph.cells, MOST_ZONES * fewest + 1);
  let best = designCount(request, fewest, total, params);
  for (let count = fewest + 1; count <= most && !best.feasible && !params.stop?.(); count++) {
    const design = designCount(request, count, total, params);
    if (design.feasible || overOf(design, max_work) <= overOf(best, max_work)) best = design;
  }
  return best;
}

/** Work of zones above the most. */
function overOf({ work }: ZoneDesign, most: number): number {
  return work.reduce((sum, w) => sum + Math.max(0, w - most), 0);
}

function designCount(request: ZoneDesignRequest, count: number, total: number, params: ZoneDesignParams): ZoneDesign {
  const { graph, max_work, tolerance = 0.1, present, keep_m = 0 } = request;
  const { iterations = 300, seed = 1 } = params;
  if (!(count >= 1 && count <= graph.cells)) throw new RangeError(`${count} zones of ${graph.cells} cells`);
  const mean = total / count;
  const limits: Limits =
    request.count === undefined
      ? { least: 0, most: max_work! }
      : { least: mean * (1 - tolerance), most: Math.min(mean * (1 + tolerance), max_work ?? Number.POSITIVE_INFINITY) };
  const starts = [startFromMedians(graph, count, limits.most, seed)];
  if (present) {
    starts[0] = renumbered(graph, starts[0]!, present, count);
    starts.push(startFromPresent(graph, present, count));
  }
  let best: Districts | null = null;
  for (const start of starts) {
    const found = exchange(new Districts(graph, start, count, limits, present ?? null, keep_m), iterations, seed);
    const isBetter =
      best === null || found.excess < best.excess || (found.excess === best.excess && found.cost() < best.cost());
    if (isBetter) best = found;
  }
  return describe(best!, present ?? null, total);
}

/** Simulated annealing over single cells; the best at the end of a sweep is kept. */
function exchange(districts: Districts, sweeps: number, seed: number): Districts {
  const { graph, zoneOf, zones } = districts;
  if (zones === 1) return districts;
  const rng = new Rng(seed, 1);
  const { neighbourStart, neighbours } = graph;
  const perCell = districts.cost() / graph.cells;
  districts.penalty = 4 * (perCell / (graph.work.reduce((sum, w) => sum + w, 0) / graph.cells));
  let [bestExcess, bestCost] = [districts.excess, districts.cost()];
  let best = zoneOf.slice();
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const temperature = HOT * perCell * (1 - (sweep + 1) / sweeps) ** 2;
    for (let step = 0; step < graph.cells; step++) {
      const cell = rng.below(graph.cells);
      const first = neighbourStart[cell]!;
      const to = zoneOf[neighbours[first + rng.below(neighbourStart[cell + 1]! - first)]!]!;
      if (to === undefined || to === zoneOf[cell]) continue;
      const delta = districts.shiftDelta(cell, to);
      const most = temperature > 0 ? -temperature * Math.log(rng.double()) : 0;
      if (delta <= most && delta !== 0 && districts.mayLeave(cell)) districts.shift(cell, to);
    }
    districts.recentre();
    const [excess, cost] = [districts.excess, districts.cost()];
    if (excess > 0) districts.penalty *= UP;
    if (excess < bestExcess || (excess === bestExcess && cost < bestCost)) {
      [bestExcess, bestCost] = [excess, cost];
      best = zoneOf.slice();
    }
  }
  for (const [c, zone] of best.entries()) if (zoneOf[c] !== zone) districts.shift(c, zone);
  districts.recentre();
  return districts;
}

/** Gives new zones the numbers of the present ones that they share the most work with. */
function renumbered(graph: CellGraph, zoneOf: Int32Array, present: Int32Array, zones: number): Int32Array {
  const shared = new Map<number, number>();
  for (const [c, zone] of zoneOf.entries()) {
    const old = present[c]!;
    if (old < 0 || old >= zones) continue;
    const key = zone * zones + old;
    shared.set(key, (shared.get(key) ?? 0) + graph.work[c]!);
  }
  const number = new Int32Array(zones).fill(-1);
  const free = new Set(Array.from({ length: zones }, (_, z) => z));
  for (const [key] of [...shared].sort((a, b) => b[1] - a[1] || a[0] - b[0])) {
    const [zone, old] = [Math.floor(key / zones), key % zones];
    if (number[zone]! >= 0 || !free.delete(old)) continue;
    number[zone] = old;
  }
  for (let z = 0; z < zones; z++) {
    if (number[z]! >= 0) continue;
    const next = free.values().next().value!;
    free.delete(next);
    number[z] = next;
  }
  return zoneOf.map((zone) => number[zone]!);
}

function describe(districts: Districts, present: Int32Array | null, total: number): ZoneDesign {
  const { graph, zones, zoneOf, centre, work, excess } = districts;
  const mean = total / zones;
  let [metres, changed] = [0, 0];
  for (let c = 0; c < graph.cells; c++) {
    metres += graph.work[c]! * districts.metres(c, zoneOf[c]!);
    if (present && present[c] !== zoneOf[c]) changed += graph.work[c]!;
  }
  const contiguous = Array.from({ length: zones }, (_, z) => partsOfZone(graph, zoneOf, z).length === 1);
  return {
    zones,
    zoneOf,
    centre,
    work,
    imbalance: work.reduce((most, w) => Math.max(most, Math.abs(w - mean)), 0) / mean,
    mean_distance_m: metres / total,
    contiguous,
    changed_share: changed / total,
    feasible: excess === 0 && contiguous.every(Boolean),
  };
}
