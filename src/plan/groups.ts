import type { LinkedRoute } from '../route/together.ts';
import type { World } from './world.ts';

/** What is asked of a route here: the tasks on it. */
interface Bound {
  tasks: Iterable<number>;
}

/**
 * Routes whose times depend on those of these tasks by sequences, however far.
 * @param isOn the route of a task.
 * @param self the route of these tasks, which is none of them.
 */
export function boundTo<Route extends Bound>(
  { besideOf }: World,
  isOn: (task: number) => Route | undefined,
  tasks: Iterable<number>,
  self?: Route,
): Route[] {
  const bound = new Set<Route>();
  const reached = [...tasks];
  // It grows on the way.
  for (const task of reached) {
    for (const other of besideOf.get(task) ?? []) {
      const route = isOn(other);
      if (route === undefined || route === self || bound.has(route)) continue;
      bound.add(route);
      for (const next of route.tasks) reached.push(next);
    }
  }
  return [...bound];
}

/** Indices of the routes that sequences bind, in groups that do not wait for each other; others are in none. */
export function groupsOf(world: World, routes: LinkedRoute[]): number[][] {
  const { taskOf, isLinked } = world.facts;
  const nodes = routes.map(({ steps }, index) => ({
    index,
    tasks: [...steps].flatMap((step) => (step >= 0 && isLinked[taskOf[step]!] === 1 ? taskOf[step]! : [])),
  }));
  const onRoute = new Map(nodes.flatMap((node) => node.tasks.map((task) => [task, node])));
  const grouped = new Set<number>();
  return nodes.flatMap((node) => {
    if (node.tasks.length === 0 || grouped.has(node.index)) return [];
    const bound = [node, ...boundTo(world, (task) => onRoute.get(task), node.tasks, node)];
    const group = bound.map(({ index }) => index).filter((index) => !grouped.has(index));
    for (const index of group) grouped.add(index);
    return [group];
  });
}
