import { classesThatTell, typesThatTell, wayBetween } from './classes.ts';
import { type Problem, setUnits } from './problem.ts';
import { loadOfStops } from './shares.ts';
import { spanningTree } from './tree.ts';

/** Of a fleet that is filled with the cheapest vehicles first, the one that carries the task so far along sets the measure: a few cheap bikes beside vans say little. */
const HALFWAY = 0.5;

/** Near stops of each that are looked at, and types of vehicle: a mean needs no more, and there may be thousands of either. */
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
 * by how likely they are to share a vehicle with it, and its share of a cheap vehicle by load. Temperatures are in this unit;
 * where stops lie in patches they start from how far those are apart, or no tour would ever leave the patches it has.
 */
export function measureArcs(problem: Problem): void {
  const { base, mean } = typicalClass(problem);
  const arcUnit = Math.max(1, mean + vehicleShare(problem));
  const startUnit = Math.min(Math.max(arcUnit, patchGap(problem, base)), MOST_HEAT * arcUnit);
  setUnits(problem, { arcUnit, startUnit });
}

/** Where the arcs of the class start that sets the measure, and its mean arc to a near stop: outside carriers have no arcs to speak of. */
export function typicalClass(problem: Problem): { base: number; mean: number } {
  const { nodes, arcs, costClass, count, tasks } = problem;
  const square = nodes * nodes;
  const carries = new Float64Array(arcs.length / square);
  const carried = carriedByType(problem);
  const useful = typesOfUse(problem);
  for (const type of useful) carries[costClass[type]!]! += count[type]! * carried[type]!;
  const sample = useful.filter((_, i) => i % Math.ceil(useful.length / MOST_TYPES) === 0);
  const classes = classesThatTell(problem)
    .map((base) => ({ base, mean: meanNear(problem, base, sample), carries: carries[base / square]! }))
    .filter(({ mean }) => mean > 0);
  classes.sort((a, b) => a.mean - b.mean || a.base - b.base);
  return halfway(classes, tasks) ?? { base: 0, mean: 0 };
}

/** Types of vehicle that may serve anything: on a day of six technicians the other forty of the firm say nothing. */
function typesOfUse({ types, visits, stops, allowed }: Problem): number[] {
  const all = Array.from({ length: types }, (_, type) => type);
  return all.filter((type) => allowed.subarray(type * visits, type * visits + stops).includes(1));
}

/** Tasks that a vehicle of each type carries by its loads, at least 1; all of them where none limits it. */
function carriedByType(problem: Problem): Float64Array {
  const { types, dimensions, tasks, capacity } = problem;
  const loads = loadOfStops(problem);
  return Float64Array.from({ length: types }, (_, type) => {
    let carried = tasks;
    for (let d = 0; d < dimensions; d++)
      // Goods that it carries none of are for others.
      if (loads[d]! > 0 && capacity[type * dimensions + d]! > 0)
        carried = Math.min(carried, (capacity[type * dimensions + d]! * tasks) / loads[d]!);
    return Math.max(1, carried);
  });
}

/** Of what is sorted, cheapest first, the first with which half of the tasks are carried, or the last. */
function halfway<T extends { carries: number }>(sorted: T[], tasks: number): T | undefined {
  let carried = 0;
  return sorted.find(({ carries }) => (carried += carries) >= HALFWAY * tasks) ?? sorted.at(-1);
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

function meanNear(problem: Problem, base: number, sample: number[]): number {
  const { stops, near, nearest, spot } = problem;
  let sum = 0;
  let count = 0;
  for (let stop = 0; stop < stops; stop++) {
    let shares = 0;
    for (let k = 0; k < nearest && shares < FEW; k++) {
      const other = near[stop * nearest + k]!;
      if (spot[other] === spot[stop]) continue;
      const share = sharedVehicles(problem, sample, stop, other);
      sum += share * Math.max(0, wayBetween(problem, base, stop, other));
      shares += share;
    }
    count += shares;
  }
  return count > 0 ? sum / count : 0;
}

/** Share of the vehicles that may go to a stop which may go to the other, too. */
function sharedVehicles({ visits, allowed }: Problem, sample: number[], stop: number, other: number): number {
  let [mine, both] = [0, 0];
  for (const type of sample) {
    mine += allowed[type * visits + stop]!;
    both += allowed[type * visits + stop]! & allowed[type * visits + other]!;
  }
  return mine === 0 ? 0 : both / mine;
}

/** Fixed cost of a vehicle per task it carries by its loads, save of those that cost the same wherever they go. */
function vehicleShare(problem: Problem): number {
  const { dimensions, tasks, fixed, count } = problem;
  if (dimensions === 0) return 0;
  const carried = carriedByType(problem);
  const tells = typesThatTell(problem);
  const shares = typesOfUse(problem).flatMap((type) =>
    tells[type] ? [{ share: fixed[type]! / carried[type]!, carries: count[type]! * carried[type]! }] : [],
  );
  shares.sort((a, b) => a.share - b.share);
  return halfway(shares, tasks)?.share ?? 0;
}
