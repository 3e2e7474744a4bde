import { BIG, mayReload, type Problem } from '../../model/problem.ts';
import { dutyWith } from '../state/duty.ts';
import { beginAt, travelBetween, waitCostOf } from '../state/schedule.ts';
import { spanWith } from '../state/several.ts';
import { NOWHERE, type Tours } from '../state/tours.ts';

/** Whether a visit alone is more than a vehicle carries. */
function overCapacity(problem: Problem, visit: number, type: number): boolean {
  const { dimensions, capacity, delivered, picked } = problem;
  for (let d = 0; d < dimensions; d++) {
    const at = visit * dimensions + d;
    if (Math.max(delivered[at]!, picked[at]!) > capacity[type * dimensions + d]!) return true;
  }
  return false;
}

/** Whether a vehicle may serve a task alone. Nobody waits then who leaves late enough. */
export function mayServeAlone(problem: Problem, task: number, type: number): boolean {
  const { features, startNode, endNode, service, opens, closes, maxDuty } = problem;
  if (overCapacity(problem, task, type)) return false;
  if (features.limits && !withinLimits(problem, type, 0, 0, 0, task, startNode[type]!, endNode[type]!)) return false;
  if (!features.timed) return true;
  const there = travelBetween(problem, type, -1, task);
  const back = travelBetween(problem, type, task, -1);
  const begin = beginAt(problem, task, opens[type]! + there);
  return (
    begin <= BIG && begin + service[task]! + back <= closes[type]! && there + service[task]! + back <= maxDuty[type]!
  );
}

/** Whether a route serves as many tasks as a vehicle of the type may. */
function servesMost(tours: Tours, slot: number, type: number): boolean {
  const most = tours.problem.maxTasks[type]!;
  // Reloads are none, and a shipment is one: visits are as many or more.
  return tours.size[slot]! >= most && tasksOn(tours, slot) >= most;
}

/** Tasks on a route, of which a shipment is one. */
export function tasksOn({ problem, size, next, first }: Tours, slot: number): number {
  const { visits, stops, taskOf, secondStep, features } = problem;
  if (!features.pairs && visits === stops) return size[slot]!;
  let tasks = 0;
  for (let v = first[slot]!; v >= 0; v = next[v]!) if (v < stops && v < secondStep[taskOf[v]!]!) tasks++;
  return tasks;
}

/** Conditions on the route as a whole. */
export function hasRoom(tours: Tours, task: number, slot: number, type: number): boolean {
  const { problem, exact } = tours;
  const { dimensions, capacity } = problem;
  if (problem.allowed[type * problem.visits + task] === 0 || servesMost(tours, slot, type)) return false;
  if (exact !== null) {
    if (!exact.mayJoin(problem.taskOf[task]!, slot, type)) return false;
    // What a trip brings makes room for the next.
    if (exact.rich.mostReloads[type]! > 0) return true;
  }
  for (let d = 0; d < dimensions; d++) {
    const most = capacity[type * dimensions + d]!;
    if (tours.delivered[slot * dimensions + d]! + problem.delivered[task * dimensions + d]! > most) return false;
    if (tours.picked[slot * dimensions + d]! + problem.picked[task * dimensions + d]! > most) return false;
  }
  return true;
}

/** What the place adds beyond its arcs (waiting may be saved: below 0), or NOWHERE where it is not feasible. */
export function extraCost(
  tours: Tours,
  task: number,
  slot: number,
  type: number,
  after: number,
  before: number,
): number {
  const { problem } = tours;
  const { features } = problem;
  if (features.timed && !inTime(tours, task, slot, type, after, before)) return NOWHERE;
  if (features.mixedLoads && !loadsFit(tours, task, slot, type, after)) return NOWHERE;
  if (features.limits) {
    const from = after >= 0 ? after : problem.startNode[type]!;
    const to = before >= 0 ? before : problem.endNode[type]!;
    const { size, driving, distance } = tours;
    if (!withinLimits(problem, type, size[slot]!, driving[slot]!, distance[slot]!, task, from, to)) return NOWHERE;
  }
  if (!features.duty) return 0;
  if (problem.waitPrice[type] === 0 && problem.maxDuty[type]! >= BIG) return 0;
  return dutyCost(tours, task, slot, type, after, before);
}

function inTime(tours: Tours, task: number, slot: number, type: number, after: number, before: number): boolean {
  const { problem, early, late, exact } = tours;
  const { nodes, durations, durationsTo, service, opens, closes } = problem;
  // What windows and begins say without any travel refuses most.
  const first = problem.windowOpens[problem.windowStart[task]!]!;
  const last = problem.windowCloses[problem.windowStart[task + 1]! - 1]!;
  const leaves = after >= 0 ? early[after]! + service[after]! : opens[type]!;
  const due = before >= 0 ? late[before]! : closes[type]!;
  if (leaves > last || first + service[task]! > due || leaves + service[task]! > due) return false;
  const row = (problem.durationClass[type]! * nodes + task) * nodes;
  let arrival = leaves + durationsTo[row + (after >= 0 ? after : problem.startNode[type]!)]!;
  if (exact?.bonds.timed) arrival = Math.max(arrival, exact.waits.earliestTick(problem.taskOf[task]!, slot));
  const begin = beginAt(problem, task, arrival);
  if (begin > BIG) return false;
  return begin + service[task]! + durations[row + (before >= 0 ? before : problem.endNode[type]!)]! <= due;
}

/** What waiting, and duty beyond the longest, add with the task on the route; NOWHERE where duty gets too long. */
function dutyCost(tours: Tours, task: number, slot: number, type: number, after: number, before: number): number {
  const { problem, excess } = tours;
  const { nodes, durations, durationsTo } = problem;
  const row = (problem.durationClass[type]! * nodes + task) * nodes;
  const arriving = durationsTo[row + (after >= 0 ? after : problem.startNode[type]!)]!;
  const leaving = durations[row + (before >= 0 ? before : problem.endNode[type]!)]!;
  const duty = problem.features.severalWindows
    ? spanWith(tours, slot, task, after, before, arriving, leaving)
    : dutyWith(tours, type, task, after, before, arriving, leaving);
  const over = duty - problem.maxDuty[type]!;
  if (over > excess.mostDuty[type]!) return NOWHERE;
  const direct = before >= 0 ? tours.travel[before]! : tours.back[slot]!;
  const waiting = duty - (tours.work[slot]! + arriving + leaving - direct + problem.service[task]!);
  const cost = waitCostOf(problem, type, waiting) - tours.extra[slot]!;
  return over > 0 ? cost + excess.dutyPrice * (over - excess.dutyOf[slot]!) : cost;
}

function loadsFit(tours: Tours, task: number, slot: number, type: number, after: number): boolean {
  const { problem, peakBefore, peakAfter } = tours;
  const { dimensions, capacity } = problem;
  if (mayReload(problem, type)) return true;
  for (let d = 0; d < dimensions; d++) {
    const most = capacity[type * dimensions + d]!;
    const delivers = problem.delivered[task * dimensions + d]!;
    const picks = problem.picked[task * dimensions + d]!;
    // A delivery is on board from the start to here, a pickup from here to the end.
    const before = after >= 0 ? peakBefore[after * dimensions + d]! : tours.delivered[slot * dimensions + d]!;
    if (delivers > 0 && before + delivers > most) return false;
    const from = after >= 0 ? peakAfter[after * dimensions + d]! : peakOfAll(tours, slot, d);
    if (picks > 0 && from + picks > most) return false;
  }
  return true;
}

/** The most that is on board of a route, in a dimension; for mixed loads. */
export function peakOfAll(tours: Tours, slot: number, d: number): number {
  const { delivered, peakAfter, first, problem } = tours;
  const atStart = delivered[slot * problem.dimensions + d]!;
  return Math.max(atStart, peakAfter[first[slot]! * problem.dimensions + d]!);
}

/** Driving time, distance and number of tasks with the task in between; on an empty route (size 0) nothing is replaced. */
function withinLimits(
  problem: Problem,
  type: number,
  size: number,
  driving: number,
  distance: number,
  task: number,
  from: number,
  to: number,
): boolean {
  const { nodes, durations, distances } = problem;
  if (size >= problem.maxTasks[type]!) return false;
  if (problem.maxDriving[type]! < BIG) {
    const base = problem.durationClass[type]! * nodes * nodes;
    const direct = size === 0 ? 0 : durations[base + from * nodes + to]!;
    const added = durations[base + from * nodes + task]! + durations[base + task * nodes + to]! - direct;
    if (driving + added > problem.maxDriving[type]!) return false;
  }
  if (problem.maxDistance[type]! < BIG) {
    const base = problem.distanceClass[type]! * nodes * nodes;
    const direct = size === 0 ? 0 : distances[base + from * nodes + to]!;
    const added = distances[base + from * nodes + task]! + distances[base + task * nodes + to]! - direct;
    if (distance + added > problem.maxDistance[type]!) return false;
  }
  return true;
}

/**
 * Whether a task may come right behind a visit at the same place, and no other can be cheaper: nothing but its stop is to be paid.
 * Where routes are simulated, whether it may be tried there first.
 */
export function mayFollow(tours: Tours, after: number, task: number): boolean {
  const { problem, exact } = tours;
  const { firstStop, spot, nodes, arcs, arcsTo, costClass } = problem;
  const visit = firstStop[task]!;
  const slot = tours.route[after]!;
  const type = tours.type[slot]!;
  const row = (costClass[type]! * nodes + visit) * nodes;
  // An arc of no length costs what the stop at its head does.
  if (firstStop[task + 1]! > visit + 1 || spot[visit] !== spot[after] || arcsTo[row + after]! > arcs[row + visit]!)
    return false;
  if (!hasRoom(tours, visit, slot, type)) return false;
  if (exact !== null)
    return !exact.bonds.isLinked(task) && (exact.trips === null || exact.trips.hasRoom(visit, slot, type, after));
  return extraCost(tours, visit, slot, type, after, tours.next[after]!) <= 0;
}
