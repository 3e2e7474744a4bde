import type { Window } from '../contract/request.ts';
import { isOpenDuring } from './best-case.ts';
import type { Draft } from './draft.ts';
import { mayServe } from './fleet.ts';
import { underLid } from './lid.ts';
import { effectiveCosts } from './objective.ts';
import { BIG, DELIVERY, MANDATORY, MOST_PRIZES, OTHER, PICKUP, type Problem, WAIT_UNIT } from './problem.ts';
import { firstStops } from './rich.ts';
import { ceilTicks, floorTicks } from './scale.ts';
import { shareOfLoad } from './shares.ts';
import { shortestService } from './stops.ts';

/** The tables with one row per task or stop. */
export function fillTasks(problem: Problem, draft: Draft): void {
  const { request, stops, goal, timeScale, costScale, loadScales } = draft;
  const { dimensions, tasks } = problem;
  const mostPrize = Math.floor(MOST_PRIZES / tasks);
  problem.firstStop.set(firstStops(request));
  request.tasks.forEach((task, t) => {
    const second = problem.firstStop[t]! + task.stops.length;
    problem.secondStep[t] = second;
    problem.taskOf.fill(t, problem.firstStop[t]!, problem.firstStop[t + 1]!);
    const worth = goal.weights.cost * (task.prize ?? 0) * costScale + (problem.rich?.leftOut[t] ?? 0);
    problem.prize[t] = task.prize === null ? MANDATORY : Math.min(mostPrize, Math.round(worth));
    // Highest priorities first, then as many tasks as possible: VROOM's order.
    problem.weight[t] = task.prize === null ? 1 + task.priority * (tasks + 1) : 0;
  });
  let window = 0;
  stops.forEach(({ task, stop, second, setupAsService_s }, node) => {
    problem.kind[node] = task.kind === 'delivery' ? DELIVERY : task.kind === 'pickup' ? PICKUP : OTHER;
    const table = task.kind === 'pickup' ? problem.picked : problem.delivered;
    if (task.kind === 'pickup' || task.kind === 'delivery')
      task.load.forEach((amount, d) => (table[node * dimensions + d] = ceilTicks(amount * loadScales[d]!)));
    task.returnLoad?.forEach(
      (amount, d) => (problem.picked[node * dimensions + d] = ceilTicks(amount * loadScales[d]!)),
    );
    if (task.kind === 'shipment')
      task.load.forEach((amount, d) => {
        problem.shipped[node * dimensions + d] = (second ? -1 : 1) * ceilTicks(amount * loadScales[d]!);
      });
    problem.service[node] = ceilTicks((setupAsService_s + shortestService(stop)) * timeScale);
    window = fillWindows(problem, draft, node, stop.windows, window);
  });
}

/** How large tasks are; call once capacities are known. */
export function fillSizes(problem: Problem, { request, loadScales }: Draft): void {
  const shares = shareOfLoad(problem);
  request.tasks.forEach((task, t) => {
    const size = task.load.reduce((sum, amount, d) => sum + shares[d]! * ceilTicks(amount * loadScales[d]!), 0);
    problem.size[t] = Math.min(BIG, Math.round(size));
  });
}

/** The rows of the nodes where vehicles reload. */
export function fillReloads(problem: Problem, draft: Draft): void {
  const { stops, sites, timeScale } = draft;
  let node = stops.length;
  problem.taskOf.fill(-1, node);
  problem.kind.fill(OTHER, node);
  let window = problem.windowStart[node]!;
  sites.list.forEach(({ windows, service_s }, s) => {
    for (let k = 0; k < sites.copies[s]!; k++) {
      problem.service[node] = ceilTicks(service_s * timeScale);
      window = fillWindows(problem, draft, node++, windows, window);
    }
  });
}

/** @returns where the windows of the next node begin. */
function fillWindows(problem: Problem, draft: Draft, node: number, windows: Window[], from: number): number {
  const { origin_s, timeScale } = draft;
  let at = from;
  problem.windowStart[node] = at;
  for (const [opens, closes] of windows) {
    problem.windowOpens[at] = opensAt(draft, opens);
    problem.windowCloses[at++] = Math.min(BIG, floorTicks((closes - origin_s) * timeScale));
  }
  if (windows.length === 0) {
    problem.windowOpens[at] = -BIG;
    problem.windowCloses[at++] = BIG;
  }
  problem.windowStart[node + 1] = at;
  return at;
}

/** What opened before ticks begin has been open all the time, see `spanOf`. */
const opensAt = ({ origin_s, timeScale }: Draft, time_s: number) =>
  Math.max(-BIG, ceilTicks((time_s - origin_s) * timeScale));

const BACKHAULS = ['mixed', 'after_deliveries', 'after_a_delivery'];

/** The tables with one row per vehicle type. */
export function fillFleet(problem: Problem, draft: Draft): void {
  const { request, fleet, goal, origin_s, timeScale, costScale, lid, loadScales, distanceScale } = draft;
  const { dimensions, visits, tasks } = problem;
  const limit = (seconds: number | null) => (seconds === null ? BIG : Math.min(BIG, floorTicks(seconds * timeScale)));
  fleet.forEach(({ sample, index, count }, v) => {
    const costs = effectiveCosts(sample, goal.weights);
    problem.count[v] = Math.min(count, tasks);
    problem.startNode[v] = draft.startNode[v]!;
    problem.endNode[v] = draft.endNode[v]!;
    problem.costClass[v] = draft.classOf[v]!;
    const { travels, durations, distances } = draft.classes[draft.classOf[v]!]!;
    problem.travelClass[v] = travels;
    problem.durationClass[v] = durations;
    problem.distanceClass[v] = distances;
    problem.tied[v] = draft.tied[v]! ? 1 : 0;
    problem.fixed[v] = Math.round(underLid(costs.fixed, lid) * costScale);
    problem.waitPrice[v] = Math.round(
      ((costs.per_hour + costs.per_waiting_hour) / 3600 / timeScale) * costScale * WAIT_UNIT,
    );
    problem.opens[v] = sample.shift === null ? -BIG : opensAt(draft, sample.shift[0]);
    problem.closes[v] = limit(sample.shift === null ? null : sample.shift[1] - origin_s);
    problem.maxDuty[v] = limit(sample.maxDuty_s);
    problem.maxDriving[v] = limit(sample.maxDriving_s);
    problem.maxDistance[v] =
      sample.maxDistance_m === null ? BIG : Math.min(BIG, floorTicks(sample.maxDistance_m * distanceScale));
    problem.maxTasks[v] = sample.maxTasks ?? BIG;
    problem.backhauls[v] = BACKHAULS.indexOf(sample.backhauls);
    for (let d = 0; d < dimensions; d++) {
      const capacity = sample.capacity?.[d];
      problem.capacity[v * dimensions + d] =
        capacity === undefined ? BIG : Math.min(BIG, floorTicks(capacity * loadScales[d]!));
    }
    draft.stops.forEach(({ task, stop }, node) => {
      const may = mayServe(request, index, task, stop) && isOpenDuring(stop.windows, sample.shift);
      problem.allowed[v * visits + node] = may ? 1 : 0;
    });
    problem.allowed.fill(1, v * visits + problem.stops, (v + 1) * visits);
  });
}

/**
 * Nothing is delivered before it has been released and driven there: windows of such stops open later. Only what filters
 * places uses the tables then; the simulation has rules of its own, and the last word on what is released far beyond what else
 * the ticks are made for. After the matrices.
 */
export function fillReleases(problem: Problem, { stops, origin_s, timeScale }: Draft): void {
  const { nodes, visits, types, durations, durationClass, startNode, windowStart, windowOpens, windowCloses } = problem;
  if (durations.length === 0) return;
  stops.forEach(({ task }, stop) => {
    if (task.release_s === null || task.kind !== 'delivery' || task.onBoardOf !== null) return;
    let least = BIG;
    for (let type = 0; type < types; type++) {
      const base = durationClass[type]! * nodes * nodes;
      least = Math.min(least, durations[base + startNode[type]! * nodes + stop]!);
      for (let reload = stops.length; reload < visits; reload++)
        least = Math.min(least, durations[base + reload * nodes + stop]!);
    }
    const earliest = floorTicks((task.release_s - origin_s) * timeScale) + least - 1;
    for (let w = windowStart[stop]!; w < windowStart[stop + 1]!; w++)
      if (windowOpens[w]! < earliest && earliest <= Math.min(BIG / 2, windowCloses[w]!)) windowOpens[w] = earliest;
  });
}
