import type { Rng } from '../../kit/rng.ts';
import type { Problem } from '../../model/problem.ts';
import { crowdedStops } from '../../model/spots.ts';
import { type Packed, routesEnd } from '../state/packed.ts';

/**
 * Cuts a solution into parts of neighbouring routes with about as many tasks each, one per lane: from a random task, the
 * routes nearest to it make a part, then the same with what is left (in the spirit of POPMUSIC, Taillard & Voss 2002).
 * Unused vehicles are dealt out evenly. Pure: with the same generator state every lane cuts the same way.
 * @param quotas lanes x types, receives how many vehicles of each type a part may use
 */
export function partition(problem: Problem, whole: Packed, parts: Packed[], quotas: Int32Array[], rng: Rng): void {
  const lanes = parts.length;
  const starts = routeStarts(whole);
  let left = starts.map((_, r) => r);
  let tasksLeft = problem.tasks - whole[1]!;
  for (let lane = 0; lane < lanes; lane++) {
    const wanted = tasksLeft / (lanes - lane);
    const chosen = lane === lanes - 1 ? left : nearestRoutes(problem, whole, starts, left, wanted, rng);
    const taken = new Set(chosen);
    left = left.filter((r) => !taken.has(r));
    tasksLeft -= writePart(whole, starts, chosen, parts[lane]!);
  }
  dealAbsent(problem, whole, parts, rng);
  dealVehicles(problem, whole, starts, parts, quotas, rng);
}

function routeStarts(packed: Packed): number[] {
  const starts: number[] = [];
  let at = 2;
  for (let r = 0; r < packed[0]!; r++) {
    starts.push(at);
    at += 2 + packed[at + 1]!;
  }
  return starts;
}

/** Routes in order of their mean arc cost to a random task of theirs, until they hold as many tasks as wanted. */
function nearestRoutes(
  problem: Problem,
  whole: Packed,
  starts: number[],
  left: number[],
  wanted: number,
  rng: Rng,
): number[] {
  const { nodes, arcs } = problem;
  const seed = seedOf(problem, whole, starts[left[rng.below(left.length)]!]!, rng);
  const distances = left.map((r) => {
    const at = starts[r]!;
    const size = whole[at + 1]!;
    let sum = 0;
    for (let k = 0; k < size; k++) {
      const visit = whole[at + 2 + k]!;
      if (visit >= 0) sum += Math.min(arcs[seed * nodes + visit]!, arcs[visit * nodes + seed]!);
    }
    return { r, size, mean: sum / size };
  });
  distances.sort((a, b) => a.mean - b.mean || a.r - b.r);
  const chosen: number[] = [];
  let tasks = 0;
  for (const { r, size } of distances) {
    if (tasks + size / 2 > wanted && chosen.length > 0) break;
    chosen.push(r);
    tasks += size;
  }
  return chosen;
}

/** A random visit of a route, but no reload: that is nowhere in the matrix; nor the pickup of a shipment in a crowd of others. */
function seedOf(problem: Problem, whole: Packed, route: number, rng: Rng): number {
  const visits = whole.subarray(route + 2, route + 2 + whole[route + 1]!);
  const crowded = problem.features.pairs ? crowdedStops(problem) : null;
  const drawn = rng.below(visits.length);
  const isPlace = (visit: number) => visit >= 0 && (crowded === null || crowded[visit] === 0);
  for (let k = 0; k < visits.length; k++) {
    const visit = visits[(drawn + k) % visits.length]!;
    if (isPlace(visit)) return visit;
  }
  return visits.find((visit) => visit >= 0)!;
}

/** @returns the number of tasks */
function writePart(whole: Packed, starts: number[], routes: number[], part: Packed): number {
  let at = 2;
  for (const r of routes) {
    const start = starts[r]!;
    const words = 2 + whole[start + 1]!;
    part.set(whole.subarray(start, start + words), at);
    at += words;
  }
  part[0] = routes.length;
  part[1] = 0;
  return at - 2 - 2 * routes.length;
}

/** Absent tasks go where their nearest neighbours are served. */
function dealAbsent(problem: Problem, whole: Packed, parts: Packed[], rng: Rng): void {
  if (whole[1] === 0) return;
  const { near, nearest, firstStop } = problem;
  const laneOf = new Int32Array(problem.stops).fill(-1);
  const ends = parts.map((part, lane) => {
    const end = routesEnd(part);
    for (let at = 2, r = 0; r < part[0]!; r++, at += 2 + part[at + 1]!) {
      for (let k = 0; k < part[at + 1]!; k++) if (part[at + 2 + k]! >= 0) laneOf[part[at + 2 + k]!] = lane;
    }
    return end;
  });
  const from = routesEnd(whole);
  for (let k = 0; k < whole[1]!; k++) {
    const task = whole[from + k]!;
    let lane = -1;
    for (let j = 0; j < nearest && lane < 0; j++) lane = laneOf[near[firstStop[task]! * nearest + j]!]!;
    if (lane < 0) lane = rng.below(parts.length);
    const part = parts[lane]!;
    part[ends[lane]! + part[1]!++] = task;
  }
}

function dealVehicles(
  problem: Problem,
  whole: Packed,
  starts: number[],
  parts: Packed[],
  quotas: Int32Array[],
  rng: Rng,
): void {
  const lanes = parts.length;
  const used = new Int32Array(problem.types);
  for (const at of starts) used[whole[at]!]!++;
  const turn = rng.below(lanes);
  for (const [lane, part] of parts.entries()) {
    const quota = quotas[lane]!;
    for (let type = 0; type < problem.types; type++) {
      const spare = problem.count[type]! - used[type]!;
      // The odd ones go to another lane each time.
      quota[type] = Math.floor(spare / lanes) + ((lane + turn) % lanes < spare % lanes ? 1 : 0);
    }
    for (const at of routeStarts(part)) quota[part[at]!]!++;
  }
}
