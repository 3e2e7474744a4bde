import { classesThatTell, stopCosts, typesThatTell } from './classes.ts';
import { BIG, type Problem } from './problem.ts';
import { fillSpots, oneEach, spotsEnd } from './spots.ts';

/** Added to the keys of stops that no tour can have together: they come last. */
const APART = 2 ** 32;
/** Added to the keys of all but a few stops of a spot: they come before those alone. */
const CROWD = 2 ** 31;
/** So few: with four, shipments from many stores took a vehicle more. */
const FEW = 10;

/**
 * Stops of other tasks by nearness: the cheaper direction of the arc in the cheapest class that tells, with what the stop costs; last
 * come those that no vehicle can have on one tour, and before them all but a few of every spot: else the parcels for one locker
 * would have each other for neighbours and nobody else.
 * Also the spots (see `spots.ts`), and each task's remoteness: the cheapest arc from any start, a sort key of ruin and recreate.
 */
export function fillNear(problem: Problem): void {
  const { stops } = problem;
  const fillRows = () => {
    const fillRow = rowFiller(problem);
    for (let stop = 0; stop < stops; stop++) fillRow(stop);
  };
  oneEach(problem);
  fillRows();
  if (fillSpots(problem) < stops) fillRows();
  fillRemoteness(problem);
}

/**
 * The same for a part of a problem whose lists are filled: what they say of stops of the part is read from them, and only where
 * that is too little is the row found anew. Remoteness is left as it is.
 * @param stopOf per stop of the part, that of the whole
 */
export function fillNearFrom(whole: Problem, part: Problem, stopOf: Int32Array): void {
  const fillRow = rowFiller(part);
  const inPart = new Int32Array(whole.stops).fill(-1);
  stopOf.forEach((from, stop) => {
    inPart[from] = stop;
  });
  stopOf.forEach((from, stop) => {
    const row = stop * part.nearest;
    let count = 0;
    for (let k = 0; k < whole.nearest && count < part.nearest; k++) {
      const other = inPart[whole.near[from * whole.nearest + k]!]!;
      if (other >= 0) part.near[row + count++] = other;
    }
    if (count < part.nearest) fillRow(stop);
  });
}

function rowFiller(problem: Problem): (stop: number) => void {
  const { stops, nearest, near, taskOf, spot } = problem;
  const keys = new Float64Array(stops);
  const listed = new Int32Array(spotsEnd(problem));
  const apart = apartTest(problem);
  const measure = wayFinder(problem);
  return (stop) => {
    const task = taskOf[stop]!;
    const ways = measure(stop);
    listed.fill(0);
    // From the stop itself on: which few of a spot are listed differs from stop to stop.
    for (let k = 1; k <= stops; k++) {
      const other = stop + k < stops ? stop + k : stop + k - stops;
      keys[other] = Number.POSITIVE_INFINITY;
      if (taskOf[other] === task) continue;
      let key = Math.max(0, ways[other]!);
      if (apart(stop, other)) key += APART;
      else if (listed[spot[other]!]!++ >= FEW) key += CROWD;
      // Value and index in one double: sorting doubles is far quicker than sorting with a comparator.
      keys[other] = key * stops + other;
    }
    smallestFirst(keys, nearest);
    for (let k = 0; k < nearest; k++) near[stop * nearest + k] = keys[k]! % stops;
  };
}

/** The way from a stop to every other in the class in which it is cheapest: class by class, for each lies in memory by itself. */
function wayFinder(problem: Problem): (stop: number) => Float64Array {
  const { nodes, stops, arcs, arcsTo } = problem;
  const classes = classesThatTell(problem).map((base) => ({ base, costs: stopCosts(problem, base) }));
  const ways = new Float64Array(stops);
  return (stop) => {
    ways.fill(Number.POSITIVE_INFINITY);
    for (const { base, costs } of classes) {
      const row = base + stop * nodes;
      for (let other = 0; other < stops; other++) {
        const way = Math.min(arcs[row + other]! - costs[other]!, arcsTo[row + other]! - costs[stop]!);
        if (way < ways[other]!) ways[other] = way;
      }
    }
    return ways;
  };
}

/** Brings the `wanted` smallest of distinct keys to the front, in order; what is behind them is in no order (Hoare's find, 1961). */
function smallestFirst(keys: Float64Array, wanted: number): void {
  let [low, high] = [0, keys.length - 1];
  while (low < high) {
    const [a, b, c] = [keys[low]!, keys[(low + high) >>> 1]!, keys[high]!];
    const pivot = Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    let [i, j] = [low, high];
    while (i <= j) {
      while (keys[i]! < pivot) i++;
      while (keys[j]! > pivot) j--;
      if (i > j) break;
      const key = keys[i]!;
      keys[i++] = keys[j]!;
      keys[j--] = key;
    }
    if (wanted <= j) high = j;
    else if (wanted >= i) low = i;
    else break;
  }
  keys.subarray(0, wanted).sort();
}

/** Whether two stops can never be on one tour: by the vehicles they allow, or by their windows. */
function apartTest(problem: Problem): (a: number, b: number) => boolean {
  const { nodes, durations, service, windowStart, windowOpens, windowCloses, features } = problem;
  const masks = vehicleMasks(problem);
  const square = nodes * nodes;
  const follows = (from: number, to: number): boolean => {
    const spare = windowCloses[windowStart[to + 1]! - 1]! - windowOpens[windowStart[from]!]! - service[from]!;
    for (let at = from * nodes + to; at < durations.length; at += square) if (durations[at]! <= spare) return true;
    return false;
  };
  const timed = features.timed && durations.length > 0;
  return (a, b) => (masks[a]! & masks[b]!) === 0 || (timed && !follows(a, b) && !follows(b, a));
}

const BITS = 32;

/** A bit per kind of vehicle that may go to a stop; kinds that allow the same share one, and with very many several do. */
function vehicleMasks({ stops, visits, types, allowed }: Problem): Int32Array {
  const masks = new Int32Array(stops);
  const bitOf = new Map<string, number>();
  for (let type = 0; type < types; type++) {
    const row = allowed.subarray(type * visits, type * visits + stops);
    const key = row.join('');
    if (bitOf.has(key)) continue;
    const bit = bitOf.size % BITS;
    bitOf.set(key, bit);
    for (let stop = 0; stop < stops; stop++) if (row[stop] !== 0) masks[stop]! |= 1 << bit;
  }
  return masks;
}

function fillRemoteness(problem: Problem): void {
  const { nodes, tasks, types, arcs, remoteness, firstStop, secondStep, startNode, endNode, costClass } = problem;
  const tells = typesThatTell(problem);
  for (let task = 0; task < tasks; task++) {
    let remote = Number.POSITIVE_INFINITY;
    // A shipment is as far as where it is brought.
    const first = secondStep[task]! < firstStop[task + 1]! ? secondStep[task]! : firstStop[task]!;
    for (let v = 0; v < types; v++) {
      if (!tells[v]) continue;
      const base = costClass[v]! * nodes * nodes;
      for (let stop = first; stop < firstStop[task + 1]!; stop++) {
        const arc = arcs[base + startNode[v]! * nodes + stop]!;
        // No vehicle drives from its start to a backhaul; it comes home from there.
        const way = arc < BIG ? arc - arcs[base + stop * nodes + stop]! : arcs[base + stop * nodes + endNode[v]!]!;
        remote = Math.min(remote, way);
      }
    }
    remoteness[task] = remote;
  }
}
