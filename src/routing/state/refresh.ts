import { BIG, mayReload } from '../../model/problem.ts';
import { dutyOf, insertInSegments, refreshSegments } from './duty.ts';
import { refreshSchedule, waitCostOf } from './schedule.ts';
import { refreshSpans, spanOf } from './several.ts';
import type { Tours } from './tours.ts';

/** Of MurmurHash2 and 3. */
const [FIRST, SECOND, THIRD] = [0x5bd1e995, 0xc2b2ae35, 0x27d4eb2f];

/**
 * Brings the tables that judge moves up to date after a route has changed. Features that are not used cost nothing.
 * @param inserted where a visit was inserted into a route in use, and nothing else changed: that visit; half the way to go, or
 * less. Else -1.
 */
export function refresh(tours: Tours, slot: number, inserted = -1): void {
  if (tours.size[slot] === 0) return;
  const { features } = tours.problem;
  const { exact } = tours;
  const isBound = exact?.waits.bindTimes(slot) === true;
  if (features.timed) refreshSchedule(tours, slot, isBound ? -1 : inserted);
  if (exact !== null) exact.refresh(slot);
  if (features.duty) refreshWaiting(tours, slot, inserted);
  if (features.mixedLoads) refreshPeaks(tours, slot);
  if (features.limits) refreshLengths(tours, slot);
  if (features.pairs || features.vehiclesFirst) refreshMark(tours, slot);
}

/** What waiting costs on a route, kept up to date in the tours' cost, and duty beyond the longest. @param inserted as above */
function refreshWaiting(tours: Tours, slot: number, inserted: number): void {
  const { problem } = tours;
  const type = tours.type[slot]!;
  const { severalWindows } = problem.features;
  const limited = problem.maxDuty[type]! < BIG;
  const priced = problem.waitPrice[type] !== 0;
  if (severalWindows) refreshSpans(tours, slot);
  else if (inserted >= 0) insertInSegments(tours, slot, inserted);
  else refreshSegments(tours, slot);
  // The vehicle may have been of a type that is limited, or paid.
  const duty = !limited && !priced ? 0 : severalWindows ? spanOf(tours, slot) : dutyOf(tours, slot);
  tours.excess.setDuty(slot, limited ? Math.max(0, duty - problem.maxDuty[type]!) : 0);
  const cost = priced ? waitCostOf(problem, type, duty - tours.work[slot]!) : 0;
  tours.cost += cost - tours.extra[slot]!;
  tours.extra[slot] = cost;
}

/** Largest loads up to and from every task; where the vehicle may reload, what is on board of shipments only. */
export function refreshPeaks(tours: Tours, slot: number): void {
  if (mayReload(tours.problem, tours.type[slot]!)) {
    if (tours.problem.features.pairs) refreshShipped(tours, slot);
    return;
  }
  const { next, prev, peakBefore, peakAfter, onBoard, problem } = tours;
  const { pairs } = problem.features;
  const { dimensions, picked, delivered, shipped } = problem;
  for (let d = 0; d < dimensions; d++) {
    let load = tours.delivered[slot * dimensions + d]!;
    let peak = load;
    for (let t = tours.first[slot]!; t >= 0; t = next[t]!) {
      load += picked[t * dimensions + d]! - delivered[t * dimensions + d]! + shipped[t * dimensions + d]!;
      if (pairs) onBoard[t * dimensions + d] = load;
      if (load > peak) peak = load;
      peakBefore[t * dimensions + d] = peak;
      peakAfter[t * dimensions + d] = load;
    }
    peak = 0;
    for (let t = tours.last[slot]!; t >= 0; t = prev[t]!) {
      const here = peakAfter[t * dimensions + d]!;
      if (here > peak) peak = here;
      peakAfter[t * dimensions + d] = peak;
    }
  }
}

/** Shipments stay on board when all else is unloaded: they alone have to have room. */
function refreshShipped({ first, next, onBoard, problem }: Tours, slot: number): void {
  const { dimensions, shipped } = problem;
  for (let d = 0; d < dimensions; d++) {
    let load = 0;
    for (let t = first[slot]!; t >= 0; t = next[t]!) {
      load += shipped[t * dimensions + d]!;
      onBoard[t * dimensions + d] = load;
    }
  }
}

/** Driving time and distance of a route. */
function refreshLengths(tours: Tours, slot: number): void {
  const { next, travel, problem } = tours;
  const { nodes, distances } = problem;
  const type = tours.type[slot]!;
  const base = problem.distanceClass[type]! * nodes * nodes;
  const measured = distances.length > 0;
  let driving = tours.back[slot]!;
  let distance = 0;
  let node = problem.startNode[type]!;
  for (let t = tours.first[slot]!; t >= 0; t = next[t]!) {
    driving += travel[t]!;
    if (measured) distance += distances[base + node * nodes + t]!;
    node = t;
  }
  if (measured) distance += distances[base + node * nodes + problem.endNode[type]!]!;
  tours.driving[slot] = driving;
  tours.distance[slot] = distance;
}

/** Two hashes of the type and of the visits in their order. */
function refreshMark({ type, first, next, mark }: Tours, slot: number): void {
  let one = type[slot]! + 1;
  let other = Math.imul(one, THIRD);
  for (let t = first[slot]!; t >= 0; t = next[t]!) {
    one = Math.imul(one ^ (t + 1), FIRST);
    one ^= one >>> 15;
    other = Math.imul(other ^ t, SECOND) + THIRD;
    other ^= other >>> 13;
  }
  mark[slot * 2] = one;
  mark[slot * 2 + 1] = other;
}
