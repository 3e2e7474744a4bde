import { MANDATORY, type Problem } from '../../model/problem.ts';

/**
 * How many vehicles all tasks that must be served take at least: 1, or as many of the largest as carry what is delivered, or what is
 * picked up. Without reloads all deliveries of a route are on board when it starts, and all pickups when it ends, whatever else is.
 */
export function leastVehicles(problem: Problem): number {
  const { dimensions, rich, prize, delivered, picked } = problem;
  let least = prize.includes(MANDATORY) ? 1 : 0;
  if (rich?.mostReloads.some((reloads) => reloads > 0)) return least;
  for (let d = 0; d < dimensions; d++) {
    for (const loads of [delivered, picked]) least = Math.max(least, carriersOf(problem, loads, d));
  }
  return least;
}

/** How many vehicles carry all of some load in one dimension, the largest first. */
function carriersOf(problem: Problem, loads: Int32Array, dimension: number): number {
  const { tasks, types, dimensions, prize, firstStop, capacity, count } = problem;
  let left = 0;
  for (let task = 0; task < tasks; task++)
    if (prize[task] === MANDATORY) left += loads[firstStop[task]! * dimensions + dimension]!;
  const largestFirst = Array.from({ length: types }, (_, type) => ({
    room: capacity[type * dimensions + dimension]!,
    count: count[type]!,
  })).sort((a, b) => b.room - a.room);
  let carriers = 0;
  for (const { room, count } of largestFirst) {
    if (left <= 0 || room === 0) break;
    const some = Math.min(count, Math.ceil(left / room));
    carriers += some;
    left -= some * room;
  }
  return carriers;
}
