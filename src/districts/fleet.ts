import type { RoutingRequest } from '../contract/request.ts';
import { taskPlaces } from '../contract/task-places.ts';
import type { RawRoute } from '../model/solution.ts';
import { type Suits, suitsOf } from './suits.ts';

/** A task that is on no route weighs as much as so many that are, when spare vehicles are dealt out. */
const ABSENT_WEIGHT = 10;

/** What a district has to do, before it is given vehicles. */
export interface Ward {
  /** Indices into the request's tasks. */
  tasks: number[];
  /** Its share of the routes there are. */
  routes: RawRoute[];
  /** Those of its tasks that are on no route. */
  absent: number[];
}

/**
 * Deals the fleet out: every district keeps the vehicles of its routes; the others go where the tasks are to which their
 * start is the nearest, and tasks that nobody serves yet; of all these only those count that a vehicle may serve.
 * @param nearestStart per task: the place its nearest vehicles start at, or null; see `nearestStarts`
 * @returns per district and vehicle of the request, how many it may use
 */
export function dealFleet(
  request: RoutingRequest,
  wards: Ward[],
  nearestStart: (number | null)[],
  suits: Suits = suitsOf(request),
): number[][] {
  const counts = wards.map(() => request.vehicles.map(() => 0));
  wards.forEach(({ routes }, w) => {
    for (const { vehicle } of routes) counts[w]![vehicle]!++;
  });
  const tallies = suits.kinds.map((mayServe) => wards.map((ward) => tallyOf(ward, mayServe, nearestStart)));
  request.vehicles.forEach(({ count, start }, vehicle) => {
    const used = counts.reduce((sum, row) => sum + row[vehicle]!, 0);
    const weights = tallies[suits.kindOf[vehicle]!]!.map(
      ({ near, absent, tasks }) =>
        (near.get(start) ?? 0) + ABSENT_WEIGHT * absent + (start === null ? tasks : 0.01 * tasks),
    );
    const most = wards.map(({ tasks }, w) => Math.max(0, tasks.length - counts[w]![vehicle]!));
    share(count - used, weights, most).forEach((extra, w) => (counts[w]![vehicle]! += extra));
  });
  return counts;
}

/** What a kind of vehicle may serve in a district: how many tasks, how many of these are absent, and by nearest start. */
function tallyOf(ward: Ward, mayServe: Uint8Array | null, nearestStart: (number | null)[]) {
  const suited = (tasks: number[]) => (mayServe === null ? tasks : tasks.filter((task) => mayServe[task] === 1));
  const tasks = suited(ward.tasks);
  const near = new Map<number | null, number>();
  for (const task of tasks) near.set(nearestStart[task]!, (near.get(nearestStart[task]!) ?? 0) + 1);
  return { near, absent: suited(ward.absent).length, tasks: tasks.length };
}

/** Shares a whole number out by weights (largest remainders), nobody more than `most`; where there is enough for all, that. */
function share(amount: number, weights: number[], most: number[]): number[] {
  if (amount >= most.reduce((sum, part) => sum + part, 0)) return most;
  const parts = most.map(() => 0);
  let left = amount;
  // A share that was capped leaves something for the others.
  while (left > 0) {
    const open = parts.map((part, w) => (part < most[w]! ? weights[w]! : 0));
    const sum = open.reduce((total, weight) => total + weight, 0);
    if (sum === 0) break;
    const wanted = open.map((weight) => (left * weight) / sum);
    const given = wanted.map((part, w) => Math.min(most[w]! - parts[w]!, Math.floor(part)));
    const remainders = wanted.map((part, w) => ({ w, rest: part - Math.floor(part) }));
    remainders.sort((a, b) => b.rest - a.rest || a.w - b.w);
    let odd = left - given.reduce((total, part) => total + part, 0);
    for (const { w } of remainders) {
      if (odd === 0) break;
      if (open[w]! > 0 && parts[w]! + given[w]! < most[w]!) {
        given[w]!++;
        odd--;
      }
    }
    given.forEach((part, w) => (parts[w]! += part));
    left = odd;
  }
  return parts;
}

/** Per task, the start of vehicles that is nearest to it as the crow flies; null where no vehicle has one with a position. */
export function nearestStarts(request: RoutingRequest): (number | null)[] {
  const { places, vehicles } = request;
  const starts = [...new Set(vehicles.map(({ start }) => start))].flatMap((start) => {
    const position = start === null ? null : places[start]!.position;
    return position === null ? [] : [{ start, position }];
  });
  return taskPlaces(request).map((place) => {
    const [x, y] = places[place]!.position!;
    let nearest: number | null = null;
    let least = Number.POSITIVE_INFINITY;
    for (const { start, position } of starts) {
      const distance = (position[0] - x) ** 2 + (position[1] - y) ** 2;
      if (distance < least) [least, nearest] = [distance, start];
    }
    return nearest;
  });
}
