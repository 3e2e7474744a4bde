import { gateCvrp } from '../../data/generate/gate.ts';
import { parseRequest } from '../../src/contract/parse.ts';
import type { Problem } from '../../src/model/problem.ts';
import { compiled } from './pool-world.ts';

/**
 * Homes a while from where three kinds of vehicles begin, of which larger ones cost a little more per parcel.
 * @param largest how many of the largest there are
 * @param times what all of them cost, in what they would
 */
export function mixedFleet(seed: number, tasks = 60, largest = tasks, times = 1): Problem {
  const request = gateCvrp(seed, tasks, 3, true);
  const [vehicle] = request.vehicles!;
  const kind = (id: string, count: number, capacity: number, fixed: number) => ({
    ...vehicle!,
    ...{ id, count, start: [0, 0] as [number, number], end: [0, 0] as [number, number] },
    ...{ capacity: [capacity], costs: { ...vehicle!.costs, fixed: fixed * times } },
  });
  const vehicles = [kind('bike', tasks, 280, 310), kind('van', tasks, 560, 726), kind('lorry', largest, 1125, 1658)];
  const parsed = parseRequest({ ...request, vehicles });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return compiled(parsed.value).problem;
}
