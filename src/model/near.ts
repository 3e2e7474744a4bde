import type { Problem } from './problem.ts';

/**
 * Other tasks by nearness: the cheaper direction of the arc in the cheapest class, with what the stop costs.
 * Also each task's remoteness: the cheapest arc from any start, a sort key of ruin and recreate.
 */
export function fillNear(problem: Problem): void {
  const { nodes, tasks, nearest, near, remoteness, arcs, startNode, costClass, types } = problem;
  const square = nodes * nodes;
  const classes = arcs.length / square;
  const keys = new Float64Array(tasks);
  for (let task = 0; task < tasks; task++) {
    for (let other = 0; other < tasks; other++) {
      let best = Number.POSITIVE_INFINITY;
      for (let c = 0; c < classes; c++) {
        best = Math.min(best, arcs[c * square + task * nodes + other]!, arcs[c * square + other * nodes + task]!);
      }
      // Value and index in one double: sorting doubles is far quicker than sorting with a comparator.
      keys[other] = other === task ? Number.POSITIVE_INFINITY : best * tasks + other;
    }
    keys.sort();
    for (let k = 0; k < nearest; k++) near[task * nearest + k] = keys[k]! % tasks;
    let remote = Number.POSITIVE_INFINITY;
    for (let v = 0; v < types; v++) {
      remote = Math.min(remote, arcs[costClass[v]! * square + startNode[v]! * nodes + task]!);
    }
    remoteness[task] = remote;
  }
}
