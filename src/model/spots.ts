import { classesThatTell, stopCosts } from './classes.ts';
import type { Problem } from './problem.ts';

/** Stops are in spots where those are no more than so many per stop. */
const MOST_SPOTS = 0.8;
/** Spots are circles of a radius at which circles doubled so often are hardly fewer: that tells houses from quarters. */
const DOUBLINGS = 2;
const AS_MANY = 0.5;
/** Fewer than these are no spots but towns. */
const FEWEST = 8;
/** Part of the circles that may hold more stops than are listed as near to each other. */
const CUT_OFF = 0.1;

/**
 * Numbers the spots of a day: stops so close together, beside how far apart others are, that a vehicle serves them as one, like the
 * parcels for a locker or the flats of a house. A spot is what lies within a radius of its first stop. Stops at no distance of each
 * other make spots where there are enough of them; else the least radius does that has a gap above it (see the constants). Without
 * one, as where stops lie anywhere, every stop is a spot of its own.
 * @returns how many there are
 */
export function fillSpots(problem: Problem): number {
  const { stops, nearest } = problem;
  if (nearest === 0) return oneEach(problem);
  const gaps = gapsOf(problem);
  const counts: number[] = [circles(problem, gaps, 0)];
  if (counts[0]! > 1 && counts[0]! <= MOST_SPOTS * stops) return counts[0]!;
  const least = gaps.reduce((least, gap) => (gap > 0 && gap < least ? gap : least), Number.POSITIVE_INFINITY);
  for (let radius = least; counts.at(-1)! >= FEWEST; radius *= 2) {
    if (cutOff(gaps, nearest, radius) > CUT_OFF * counts.at(-1)!) break;
    counts.push(circles(problem, gaps, radius));
    const narrower = counts.at(-1 - DOUBLINGS)!;
    const isGap = counts.at(-1)! >= Math.max(FEWEST, AS_MANY * narrower);
    if (narrower <= MOST_SPOTS * stops && isGap) return circles(problem, gaps, radius / 2 ** DOUBLINGS);
  }
  return oneEach(problem);
}

/** Makes every stop a spot of its own; returns how many there are. */
export function oneEach({ stops, spot }: Problem): number {
  spot.fill(-1);
  for (let stop = 0; stop < stops; stop++) spot[stop] = stop;
  return stops;
}

/** How long a table with an entry per spot is; a part of a problem numbers its spots as the whole does. */
export function spotsEnd({ spot }: Problem): number {
  return spot.reduce((end, number) => Math.max(end, number + 1), 0);
}

/** What is as far apart as no cost tells, but takes time to drive. */
const TIME_ONLY = 0.5;

/** How far apart the neighbours listed are in ticks of cost, without what stops cost: per stop x nearest. */
function gapsOf(problem: Problem): Float64Array {
  const { nodes, stops, nearest, near, arcs, arcsTo, durations } = problem;
  const square = nodes * nodes;
  const classes = classesThatTell(problem).map((base) => ({ base, costs: stopCosts(problem, base) }));
  const gaps = new Float64Array(stops * nearest).fill(Number.POSITIVE_INFINITY);
  for (let stop = 0; stop < stops; stop++) {
    const first = stop * nearest;
    for (const { base, costs } of classes) {
      const row = base + stop * nodes;
      for (let k = 0; k < nearest; k++) {
        const other = near[first + k]!;
        const to = arcs[row + other]! - costs[other]!;
        const from = arcsTo[row + other]! - costs[stop]!;
        gaps[first + k] = Math.min(gaps[first + k]!, Math.max(0, to), Math.max(0, from));
      }
    }
    for (let k = 0; k < nearest; k++) {
      const other = near[first + k]!;
      // On the diagonal is what is counted as travel of service at the stop.
      for (let at = stop * nodes; at < durations.length; at += square)
        if (durations[at + other]! > durations[at + stop]!) gaps[first + k] = Math.max(TIME_ONLY, gaps[first + k]!);
    }
  }
  return gaps;
}

/** Numbers the circles of a radius that hold all stops, each around the first stop that is in none; returns how many there are. */
function circles({ stops, nearest, near, spot }: Problem, gaps: Float64Array, radius: number): number {
  spot.fill(-1);
  let count = 0;
  for (let stop = 0; stop < stops; stop++) {
    if (spot[stop]! >= 0) continue;
    spot[stop] = count;
    for (let k = stop * nearest; k < (stop + 1) * nearest; k++)
      if (gaps[k]! <= radius && spot[near[k]!]! < 0) spot[near[k]!] = count;
    count++;
  }
  return count;
}

/** How many stops have as many others within a radius as are listed: what is beyond is not known. */
function cutOff(gaps: Float64Array, nearest: number, radius: number): number {
  let count = 0;
  for (let k = nearest - 1; k < gaps.length; k += nearest) if (gaps[k]! <= radius) count++;
  return count;
}

/** How many stops a spot has on average: 1 where each is by itself. */
export function stopsPerSpot({ spot, stops }: Problem): number {
  return stops / new Set(spot.subarray(0, stops)).size;
}

/** Stops are crowded where more than so many are at their spot. */
const MANY = 10;

/** Per stop 1 where it shares its spot with many: what is near to a store with many pickups says nothing of one of them. */
export function crowdedStops({ spot, stops }: Problem): Uint8Array {
  const members = new Map<number, number>();
  for (let stop = 0; stop < stops; stop++) members.set(spot[stop]!, (members.get(spot[stop]!) ?? 0) + 1);
  return Uint8Array.from({ length: stops }, (_, stop) => (members.get(spot[stop]!)! > MANY ? 1 : 0));
}
