import { typesThatTell, wayBetween } from './classes.ts';
import { type Problem, setUnits } from './problem.ts';
import { loadOfStops } from './shares.ts';
import { spanningTree } from './tree.ts';

const FEW = 10;
const MOST_TYPES = 16;

/** Searches start at most so many times hotter where stops lie in patches. */
const MOST_HEAT = 10;
/** Stops anywhere have a gap of so many mean arcs to near stops. */
const ANYWHERE = 0.75;
/** The longest gaps do not count: parts so few are towns, each with tours of its own. */
const TOWNS = 8;

/**
 * Measures what one more task on a route typically costs: the mean arc to one of the few nearest stops elsewhere, counted
 * by how likely they are to share a vehicle with it, and its share of the cheapest vehicle by load. Temperatures are in this unit;
 * where stops lie in patches they start from how far those are apart, or no tour would ever leave the patches it has.
 */
export function measureArcs(problem: Problem): void {
  const { base, mean } = cheapestClass(problem);
  const arcUnit = Math.max(1, mean + vehicleShare(problem));
  const startUnit = Math.min(Math.max(arcUnit, patchGap(problem, base)), MOST_HEAT * arcUnit);
  setUnits(problem, { arcUnit, startUnit });
}

/** Where the arcs of the class start that sets the measure, and its mean arc to a near stop: outside carriers have no arcs to speak of. */
export function cheapestClass(problem: Problem): { base: number; mean: number } {
  const { nodes, arcs } = problem;
  let cheapest = { base: 0, mean: 0 };
  for (let base = 0; base < arcs.length; base += nodes * nodes) {
    const mean = meanNear(problem, base);
    if (mean > 0 && (cheapest.mean === 0 || mean < cheapest.mean)) cheapest = { base, mean };
  }
  return cheapest;
}

/** How far patches of stops are apart: the mean of the arcs that connect all stops, by their length. Stops anywhere have a typical arc. */
function patchGap(problem: Problem, base: number): number {
  const gaps = spanningTree(problem, base).gap.sort();
  let [sum, squares] = [0, 0];
  for (let i = 0; i <= gaps.length - TOWNS; i++) {
    sum += gaps[i]!;
    squares += gaps[i]! * gaps[i]!;
  }
  return sum > 0 ? squares / sum / ANYWHERE : 0;
}

function meanNear(problem: Problem, base: number): number {
  const { stops, near, nearest, spot } = problem;
  let sum = 0;
  let count = 0;
  for (let stop = 0; stop < stops; stop++) {
    let shares = 0;
    for (let k = 0; k < nearest && shares < FEW; k++) {
      const other = near[stop * nearest + k]!;
      if (spot[other] === spot[stop]) continue;
      const share = sharedVehicles(problem, stop, other);
      sum += share * Math.max(0, wayBetween(problem, base, stop, other));
      shares += share;
    }
    count += shares;
  }
  return count > 0 ? sum / count : 0;
}

/** Share of the vehicles that may go to a stop which may go to the other, too: of a sample where there are many types. */
function sharedVehicles({ types, visits, allowed }: Problem, stop: number, other: number): number {
  let [mine, both] = [0, 0];
  for (let type = 0; type < types; type += Math.ceil(types / MOST_TYPES)) {
    mine += allowed[type * visits + stop]!;
    both += allowed[type * visits + stop]! & allowed[type * visits + other]!;
  }
  return mine === 0 ? 0 : both / mine;
}

/**
 * Fixed cost of a vehicle per task it carries by its loads; of the vehicle for which that is least, save those that cost the same wherever
 * they go.
 */
function vehicleShare(problem: Problem): number {
  const { types, dimensions, tasks, fixed, capacity } = problem;
  if (dimensions === 0 || types === 0) return 0;
  const loads = loadOfStops(problem);
  const tells = typesThatTell(problem);
  let least = Number.POSITIVE_INFINITY;
  for (let type = 0; type < types; type++) {
    if (!tells[type]) continue;
    let carried = tasks;
    for (let d = 0; d < dimensions; d++)
      // Goods that it carries none of are for others.
      if (loads[d]! > 0 && capacity[type * dimensions + d]! > 0)
        carried = Math.min(carried, (capacity[type * dimensions + d]! * tasks) / loads[d]!);
    least = Math.min(least, fixed[type]! / Math.max(1, carried));
  }
  return least < Number.POSITIVE_INFINITY ? least : 0;
}
