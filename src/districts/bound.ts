import type { Relation, RoutingRequest } from '../contract/request.ts';
import { apart, setsOf, unite } from '../kit/disjoint.ts';

/**
 * Of as many tasks one at most is in a sequence, and of as many vehicles one is for such a task: with more, sequences chain routes to routes
 * until nothing is left to divide.
 */
const TASKS_PER_LINKED = 100;
const VEHICLES_PER_LINKED = 2;

/** Whether so few tasks bind routes to others that districts stay as small as without. */
export function hasFewLinks({ tasks, vehicles, relations }: RoutingRequest): boolean {
  const links = relations.filter(({ kind }) => kind === 'sequence');
  const linked = new Set(links.flatMap((each) => each.tasks)).size;
  const fleet = vehicles.reduce((sum, { count }) => sum + count, 0);
  return linked * TASKS_PER_LINKED <= tasks.length && linked * VEHICLES_PER_LINKED <= fleet;
}

/**
 * Sorts what goes to districts into groups that relations hold together: what shares a vehicle, and what waits for each other.
 * @param items tasks of each thing that goes to one district: a route's, or one
 * @returns indices into `items`, each in one group
 */
export function boundGroups(relations: readonly Relation[], items: readonly number[][]): number[][] {
  const itemOf = new Map<number, number>();
  items.forEach((tasks, i) => {
    for (const task of tasks) itemOf.set(task, i);
  });
  const sets = apart(items.length);
  for (const { kind, tasks } of relations) {
    // What goes to two districts is apart.
    if (kind === 'different_vehicles') continue;
    for (const task of tasks) unite(sets, itemOf.get(tasks[0]!)!, itemOf.get(task)!);
  }
  return setsOf(sets);
}

/** What of relations is about tasks of a district, in its numbers. */
export function relationsWithin(relations: readonly Relation[], indexOf: ReadonlyMap<number, number>): Relation[] {
  return relations
    .map(({ tasks, ...rest }) => ({ ...rest, tasks: tasks.flatMap((task) => indexOf.get(task) ?? []) }))
    .filter(({ tasks }) => tasks.length > 1);
}
