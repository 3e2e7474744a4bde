import type { RoutingRequest } from '../contract/request.ts';
import type { Rng } from '../kit/rng.ts';
import type { RawRoute } from '../model/solution.ts';
import type { Suits } from './suits.ts';

/** Tasks that no more vehicles may serve wait where one of these is, instead of where they are. */
const FEW = 2;

/**
 * Per task that no more than a few vehicles may serve, or which one has on board: the vehicles. Where a task lies a district would hardly
 * ever have one of them.
 * @param carriers vehicles that are everywhere
 */
export function tasksOfFew(
  request: RoutingRequest,
  { kindOf, groupOf, serves }: Suits,
  carriers: ReadonlySet<number>,
): Map<number, number[]> {
  const { tasks, vehicles } = request;
  const ofGroup = (serves[0] ?? []).map((_, group) => {
    const own = [...vehicles.keys()].filter((v) => vehicles[v]!.count > 0 && serves[kindOf[v]!]![group]);
    const count = own.reduce((sum, v) => sum + vehicles[v]!.count, 0);
    return count === 0 || count > FEW || own.some((v) => carriers.has(v)) ? null : own;
  });
  const few = new Map<number, number[]>();
  tasks.forEach(({ onBoardOf }, task) => {
    const own = onBoardOf === null ? ofGroup[groupOf[task]!]! : [onBoardOf];
    if (own !== null) few.set(task, own);
  });
  return few;
}

/**
 * Sorts absent tasks of a few vehicles to one of these each, drawn anew every time.
 * @param routes grows by one without a step for each vehicle drawn that is not in use, for that is what districts are told it by
 * @param idle the steps that a vehicle has that serves nothing
 * @returns per route: the tasks
 */
export function sortToFew(
  absent: readonly number[],
  few: ReadonlyMap<number, readonly number[]>,
  routes: RawRoute[],
  { vehicles }: RoutingRequest,
  idle: (vehicle: number) => RawRoute['steps'],
  rng: Rng,
): Map<RawRoute, number[]> {
  const routesOf = Map.groupBy(routes, ({ vehicle }) => vehicle);
  const sorted = new Map<RawRoute, number[]>();
  for (const task of absent) {
    const own = few.get(task);
    if (own === undefined) continue;
    for (const vehicle of own) {
      const list = routesOf.get(vehicle) ?? [];
      routesOf.set(vehicle, list);
      const { firstNumber, count } = vehicles[vehicle]!;
      while (list.length < count) list.push({ vehicle, number: firstNumber + list.length, steps: idle(vehicle) });
    }
    const open = own.flatMap((vehicle) => routesOf.get(vehicle)!);
    const route = open.length === 1 ? open[0]! : open[rng.below(open.length)]!;
    const tasks = sorted.get(route) ?? [];
    sorted.set(route, tasks);
    tasks.push(task);
  }
  const known = new Set(routes);
  routes.push(...[...sorted.keys()].filter((route) => !known.has(route)));
  return sorted;
}
