import { type Problem, setArcUnit } from './problem.ts';

const FEW = 10;

/**
 * Measures what one more task on a route typically costs: the mean arc to one of the few nearest stops that can share a
 * tour with it, and its share of the cheapest vehicle by load. Temperatures are in this unit.
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

function meanNear({ nodes, stops, near, nearest, arcs }: Problem, base: number): number {
  const few = Math.min(FEW, nearest);
  let sum = 0;
  for (let stop = 0; stop < stops; stop++) {
    for (let k = 0; k < few; k++) {
      const other = near[stop * nearest + k]!;
      sum += Math.min(arcs[base + stop * nodes + other]!, arcs[base + other * nodes + stop]!);
    }
  }
  return sum / Math.max(1, stops * few);
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
