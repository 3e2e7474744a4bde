import type { Rng } from '../../kit/rng.ts';
import { wayBetween } from '../../model/classes.ts';
import type { Problem } from '../../model/problem.ts';
import { crowdedStops } from '../../model/spots.ts';
import { typicalClass } from '../../model/unit.ts';
import { type Packed, routeStarts, routesEnd } from '../state/packed.ts';
import { type Block, blocksOf } from './blocks.ts';

/** By problem, for all cuts: where the arcs of its typical class start. */
const typical = new WeakMap<Problem, number>();

function typicalBase(problem: Problem): number {
  const base = typical.get(problem) ?? typicalClass(problem).base;
  typical.set(problem, base);
  return base;
}

/**
 * Cuts a solution into parts of neighbouring routes with about as many visits each: from a random visit, the routes nearest to it
 * make a part, then the same with what is left (in the spirit of POPMUSIC, Taillard & Voss 2002). What tasks bind stays together. Each has a
 * route at least, where there are as many. Unused vehicles are dealt out evenly. Pure: with the same generator state every lane cuts the same way.
 * @param quotas parts x types, receives how many vehicles of each type a part may use
 */
export function partition(problem: Problem, whole: Packed, parts: Packed[], quotas: Int32Array[], rng: Rng): void {
  const starts = routeStarts(whole);
  const base = typicalBase(problem);
  let left = blocksOf(problem, whole);
  let visitsLeft = routesEnd(whole) - 2 - 2 * starts.length;
  parts.forEach((part, p) => {
    const later = parts.length - p - 1;
    const share = { wanted: visitsLeft / (later + 1), most: Math.max(1, left.length - later) };
    const chosen = later === 0 ? left : nearestBlocks(problem, base, whole, left, share, rng);
    const taken = new Set(chosen);
    left = left.filter((block) => !taken.has(block));
    visitsLeft -= writePart(whole, chosen.flat(), part);
  });
  dealAbsent(problem, whole, parts, rng);
  dealVehicles(problem, whole, starts, parts, quotas, rng);
}

/**
 * Routes, or what has to stay together of them, in order of their mean arc cost to a random visit of theirs, until they have as many visits as wanted.
 * @param base where the arcs are that tell what is near
 * @param most blocks
 */
function nearestBlocks(
  problem: Problem,
  base: number,
  whole: Packed,
  left: Block[],
  { wanted, most }: { wanted: number; most: number },
  rng: Rng,
): Block[] {
  if (left.length === 0) return [];
  const seed = seedOf(problem, whole, left[rng.below(left.length)]![0]!, rng);
  const distances = left.map((block, order) => {
    let [sum, size] = [0, 0];
    for (const at of block) {
      size += whole[at + 1]!;
      for (const visit of whole.subarray(at + 2, at + 2 + whole[at + 1]!))
        if (visit >= 0) sum += wayBetween(problem, base, seed, visit);
    }
    return { block, order, size, mean: sum / size };
  });
  distances.sort((a, b) => a.mean - b.mean || a.order - b.order);
  const chosen: Block[] = [];
  let visits = 0;
  for (const { block, size } of distances) {
    if (chosen.length > 0 && (visits + size / 2 > wanted || chosen.length >= most)) break;
    chosen.push(block);
    visits += size;
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

/** @returns the number of visits */
function writePart(whole: Packed, starts: number[], part: Packed): number {
  let at = 2;
  for (const start of starts) {
    const words = 2 + whole[start + 1]!;
    part.set(whole.subarray(start, start + words), at);
    at += words;
  }
  part[0] = starts.length;
  part[1] = 0;
  return at - 2 - 2 * starts.length;
}

/** Absent tasks go where their nearest neighbours are served. */
function dealAbsent(problem: Problem, whole: Packed, parts: Packed[], rng: Rng): void {
  if (whole[1] === 0) return;
  const { near, nearest, firstStop } = problem;
  const partOf = new Int32Array(problem.stops).fill(-1);
  const ends = parts.map((part, p) => {
    const end = routesEnd(part);
    for (let at = 2, r = 0; r < part[0]!; r++, at += 2 + part[at + 1]!) {
      for (let k = 0; k < part[at + 1]!; k++) if (part[at + 2 + k]! >= 0) partOf[part[at + 2 + k]!] = p;
    }
    return end;
  });
  const from = routesEnd(whole);
  for (let k = 0; k < whole[1]!; k++) {
    const task = whole[from + k]!;
    let p = -1;
    for (let j = 0; j < nearest && p < 0; j++) p = partOf[near[firstStop[task]! * nearest + j]!]!;
    if (p < 0) p = rng.below(parts.length);
    const part = parts[p]!;
    part[ends[p]! + part[1]!++] = task;
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
  const count = parts.length;
  const used = new Int32Array(problem.types);
  for (const at of starts) used[whole[at]!]!++;
  // The odd ones go to other parts each time, and those of a type to the parts after those that got the odd ones of the type before.
  let turn = rng.below(count);
  for (let type = 0; type < problem.types; type++) {
    const spare = problem.count[type]! - used[type]!;
    const odd = spare % count;
    quotas.forEach((quota, p) => {
      quota[type] = Math.floor(spare / count) + ((p + turn) % count < odd ? 1 : 0);
    });
    turn = (turn + count - odd) % count;
  }
  parts.forEach((part, p) => {
    for (const at of routeStarts(part)) quotas[p]![part[at]!]!++;
  });
}
