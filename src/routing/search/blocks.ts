import { apart, setsOf, unite } from '../../kit/disjoint.ts';
import type { Lists } from '../../model/bonds.ts';
import type { Problem } from '../../model/problem.ts';
import { type Packed, routeStarts, routesEnd } from '../state/packed.ts';

/** Where routes begin that stay in one part: tasks on them wait for each other. Mostly a single route. */
export type Block = number[];

/** The routes of a solution, sorted into blocks, in their order. */
export function blocksOf({ rich, tasks, taskOf }: Problem, whole: Packed): Block[] {
  const starts = routeStarts(whole);
  if (rich === null || rich.before.items.length === 0) return starts.map((start) => [start]);
  const routeOf = new Int32Array(tasks).fill(-1);
  const sets = apart(starts.length);
  starts.forEach((start, r) => {
    for (const visit of whole.subarray(start + 2, start + 2 + whole[start + 1]!))
      if (visit >= 0) routeOf[taskOf[visit]!] = r;
  });
  for (let task = 0; task < tasks; task++)
    for (const other of listed(rich.before, task)) {
      const [one, two] = [routeOf[task]!, routeOf[other]!];
      if (one >= 0 && two >= 0) unite(sets, one, two);
    }
  return setsOf(sets).map((block) => block.map((r) => starts[r]!));
}

/** Whether a task is absent that has to go with others, which may be in any part. */
export function leavesOutBound({ rich }: Problem, whole: Packed): boolean {
  if (rich === null) return false;
  const { same, before, after } = rich;
  const end = routesEnd(whole);
  return whole
    .subarray(end, end + whole[1]!)
    .some((task) => [same, before, after].some((lists) => listed(lists, task).length > 0));
}

const listed = ({ start, items }: Lists, task: number): Int32Array => items.subarray(start[task]!, start[task + 1]!);
