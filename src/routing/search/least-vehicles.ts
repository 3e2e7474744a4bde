import { MANDATORY, type Problem } from '../../model/problem.ts';

/**
 * How many vehicles all tasks that must be served take at least: 1, or as many as may serve so many tasks, or of the largest as carry what
 * is delivered, or what is picked up. Without reloads all deliveries of a route are on board when it starts, and all pickups when it ends,
 * whatever else is.
 */
export function leastVehicles(problem: Problem): number {
  const { dimensions, rich, prize, delivered, picked, maxTasks } = problem;
  const mandatory = prize.reduce((sum, each) => (each === MANDATORY ? sum + 1 : sum), 0);
  const least = carriersOf(problem, mandatory, (type) => maxTasks[type]!);
  if (rich?.mostReloads.some((reloads) => reloads > 0)) return least;
  const byLoad = Array.from({ length: dimensions }, (_, d) =>
    [delivered, picked].map((loads) =>
      carriersOf(problem, mandatoryLoad(problem, loads, d), (type) => problem.capacity[type * dimensions + d]!),
    ),
  );
  return Math.max(least, ...byLoad.flat());
}

function mandatoryLoad({ tasks, dimensions, prize, firstStop }: Problem, loads: Int32Array, dimension: number): number {
  let sum = 0;
  for (let task = 0; task < tasks; task++)
    if (prize[task] === MANDATORY) sum += loads[firstStop[task]! * dimensions + dimension]!;
  return sum;
}

/** How many vehicles take so much, those with the most room first. */
function carriersOf({ types, count }: Problem, all: number, roomOf: (type: number) => number): number {
  const largestFirst = Array.from({ length: types }, (_, type) => ({ room: roomOf(type), count: count[type]! })).sort(
    (a, b) => b.room - a.room,
  );
  let left = all;
  let carriers = 0;
  for (const { room, count } of largestFirst) {
    if (left <= 0 || room === 0) break;
    const some = Math.min(count, Math.ceil(left / room));
    carriers += some;
    left -= some * room;
  }
  return carriers;
}
