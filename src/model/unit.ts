import { type Problem, setArcUnit } from './problem.ts';

const FEW = 10;
const MOST_TYPES = 16;

/**
 * Measures what one more task on a route typically costs: the mean arc to one of the few nearest stops elsewhere, counted
 * by how likely they are to share a vehicle with it, and its share of the cheapest vehicle by load. Temperatures are in this unit.
 */
export function measureArcs(problem: Problem): void {
  const { nodes, arcs } = problem;
  const square = nodes * nodes;
  let least = Number.POSITIVE_INFINITY;
  // Outside carriers have no arcs to speak of; the cheapest class that has some sets the measure.
  for (let base = 0; base < arcs.length; base += square) {
    const mean = meanNear(problem, base);
    if (mean > 0 && mean < least) least = mean;
  }
  setArcUnit(problem, Math.max(1, (least === Number.POSITIVE_INFINITY ? 0 : least) + vehicleShare(problem)));
}

function meanNear(problem: Problem, base: number): number {
  const { nodes, stops, near, nearest, arcs, spot } = problem;
  let sum = 0;
  let count = 0;
  for (let stop = 0; stop < stops; stop++) {
    let shares = 0;
    for (let k = 0; k < nearest && shares < FEW; k++) {
      const other = near[stop * nearest + k]!;
      if (spot[other] === spot[stop]) continue;
      const share = sharedVehicles(problem, stop, other);
      sum += share * Math.min(arcs[base + stop * nodes + other]!, arcs[base + other * nodes + stop]!);
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

/** Fixed cost of a vehicle per task it carries by the first dimension of its load; of the vehicle for which that is least. */
function vehicleShare({ types, dimensions, tasks, stops, fixed, capacity, delivered, picked }: Problem): number {
  if (dimensions === 0) return 0;
  let load = 0;
  for (let stop = 0; stop < stops; stop++) load += delivered[stop * dimensions]! + picked[stop * dimensions]!;
  let least = Number.POSITIVE_INFINITY;
  for (let type = 0; type < types; type++) {
    const carried = load > 0 ? (capacity[type * dimensions]! * tasks) / load : tasks;
    least = Math.min(least, fixed[type]! / Math.max(1, Math.min(tasks, carried)));
  }
  return least;
}
