import { BIG, type Problem } from './problem.ts';

/**
 * Stops of other tasks by nearness: the cheaper direction of the arc in the cheapest class, with what the stop costs.
 * Also each task's remoteness: the cheapest arc from any start, a sort key of ruin and recreate.
 */
export function fillNear(problem: Problem): void {
  const { nodes, stops, nearest, near, taskOf, arcs } = problem;
  const square = nodes * nodes;
  const classes = arcs.length / square;
  const keys = new Float64Array(stops);
  for (let stop = 0; stop < stops; stop++) {
    const task = taskOf[stop]!;
    for (let other = 0; other < stops; other++) {
      let best = Number.POSITIVE_INFINITY;
      for (let c = 0; c < classes; c++) {
        best = Math.min(best, arcs[c * square + stop * nodes + other]!, arcs[c * square + other * nodes + stop]!);
      }
      // Value and index in one double: sorting doubles is far quicker than sorting with a comparator.
      keys[other] = taskOf[other] === task ? Number.POSITIVE_INFINITY : best * stops + other;
    }
    keys.sort();
    for (let k = 0; k < nearest; k++) near[stop * nearest + k] = keys[k]! % stops;
  }
  fillRemoteness(problem);
}

function fillRemoteness(problem: Problem): void {
  const { nodes, tasks, types, arcs, remoteness, firstStop, startNode, endNode, costClass } = problem;
  for (let task = 0; task < tasks; task++) {
    let remote = Number.POSITIVE_INFINITY;
    for (let v = 0; v < types; v++) {
      const base = costClass[v]! * nodes * nodes;
      for (let stop = firstStop[task]!; stop < firstStop[task + 1]!; stop++) {
        const arc = arcs[base + startNode[v]! * nodes + stop]!;
        // No vehicle drives from its start to a backhaul; it comes home from there.
        remote = Math.min(remote, arc < BIG ? arc : arcs[base + stop * nodes + endNode[v]!]!);
      }
    }
    remoteness[task] = remote;
  }
}
