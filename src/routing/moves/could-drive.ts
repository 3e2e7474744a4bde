import { BIG, PICKUP } from '../../model/problem.ts';
import { beginAt } from '../state/schedule.ts';
import type { Tours } from '../state/tours.ts';
import { peakOfAll, tasksOn } from './feasible.ts';
import { mayDrive } from './upgrades.ts';

/** Ticks are rounded, and by this much at most for a leg, the stop it leads to and the bounds of that. */
const ROUNDING = 4;

/**
 * Whether a vehicle of another type could drive a route as it is: a route that loses tasks only ever gets shorter, but what one vehicle has
 * the hours, the range and the room for is too much for another, and what is put in afterwards seldom mends that (a reload, a delivery before
 * collections, a detour that is shorter). Duty may be as long as is let in for now; loads are to fit. Where routes are
 * simulated, what this refuses is impossible, and the simulation has the last word on the rest. The slot's schedule may be stale.
 */
export function couldDrive(tours: Tours, slot: number, type: number): boolean {
  const { exact } = tours;
  if (exact !== null && !exact.mayDrive(slot, type)) return false;
  if (!mayDrive(tours, slot, type) || !beginsAsItMay(tours, slot, type)) return false;
  const reloads = exact !== null && exact.rich.mostReloads[type]! > 0;
  const isCarried = reloads ? carriesTrips(tours, slot, type) : carries(tours, slot, type);
  return isCarried && keepsLimits(tours, slot, type) && isInTime(tours, slot, type);
}

/** Whether a route that is not simulated begins with a delivery where it has to. */
function beginsAsItMay({ problem, first }: Tours, slot: number, type: number): boolean {
  return !problem.features.backhauls || problem.backhauls[type] !== 2 || problem.kind[first[slot]!] !== PICKUP;
}

/** Whether it carries what is delivered and collected. */
function carries(tours: Tours, slot: number, type: number): boolean {
  const { exact, problem } = tours;
  const { dimensions, capacity } = problem;
  for (let d = 0; d < dimensions; d++) {
    const most = capacity[type * dimensions + d]!;
    if (tours.delivered[slot * dimensions + d]! > most || tours.picked[slot * dimensions + d]! > most) return false;
    // Where loads go up and down, with fewer tasks than when peaks were worked out they are no higher.
    if (exact === null && problem.features.mixedLoads && peakOfAll(tours, slot, d) > most) return false;
  }
  return true;
}

/** The same from one reload to the next. */
function carriesTrips({ problem, next, first }: Tours, slot: number, type: number): boolean {
  const { dimensions, capacity, delivered, picked, stops } = problem;
  for (let d = 0; d < dimensions; d++) {
    const most = capacity[type * dimensions + d]!;
    let brings = 0;
    let collects = 0;
    for (let v = first[slot]!; v >= 0; v = next[v]!) {
      if (v >= stops) brings = collects = 0;
      brings += delivered[v * dimensions + d]!;
      collects += picked[v * dimensions + d]!;
      if (brings > most || collects > most) return false;
    }
  }
  return true;
}

/** Whether it keeps windows and shift, and the longest duty with what is let in beyond it for now. */
function isInTime(tours: Tours, slot: number, type: number): boolean {
  const { problem, next, first, exact, excess } = tours;
  const { nodes, durations, durationClass, service, windowStart, windowOpens, windowCloses, closes, maxDuty } = problem;
  if (durations.length === 0) return true;
  const base = durationClass[type]! * nodes * nodes;
  const spare = exact === null ? 0 : ROUNDING;
  let from = problem.startNode[type]!;
  let time = problem.opens[type]!;
  let work = 0;
  // As in `duty.ts`: how long it takes to here, and the latest begin that adds nothing to it.
  let duty = 0;
  let latest = closes[type]!;
  for (let v = first[slot]!; v >= 0; v = next[v]!) {
    const travel = durations[base + from * nodes + v]! - spare;
    const begin = beginAt(problem, v, time + travel);
    if (begin > BIG) return false;
    time = begin + service[v]!;
    work += travel + service[v]!;
    const w = windowStart[v]!;
    const reach = duty + travel;
    duty = reach + service[v]! + Math.max(0, windowOpens[w]! - reach - latest);
    latest = Math.min(windowCloses[w]! - reach, latest);
    from = v;
  }
  const back = durations[base + from * nodes + problem.endNode[type]!]! - spare;
  if (time + back > closes[type]!) return false;
  if (maxDuty[type]! >= BIG) return true;
  // Which of several windows, and whether others are waited for, makes duties longer or shorter than that.
  const hasOneWindow = exact === null && !problem.features.severalWindows;
  return (hasOneWindow ? duty : work) + back <= maxDuty[type]! + excess.mostDuty[type]!;
}

/** Whether it serves as many, drives as long and goes as far. */
function keepsLimits(tours: Tours, slot: number, type: number): boolean {
  const { problem, next, first, exact, size } = tours;
  const { nodes, durations, distances, maxDriving, maxDistance, maxTasks, startNode, endNode } = problem;
  if (size[slot]! > maxTasks[type]! && tasksOn(tours, slot) > maxTasks[type]!) return false;
  if (exact !== null && tours.reloads(slot) > exact.rich.mostReloads[type]!) return false;
  // What is simulated may travel longer than it drives.
  const isTimed = exact === null && maxDriving[type]! < BIG;
  const isMeasured = maxDistance[type]! < BIG;
  if (!isTimed && !isMeasured) return true;
  const timeBase = problem.durationClass[type]! * nodes * nodes;
  const base = problem.distanceClass[type]! * nodes * nodes;
  const rounding = exact === null ? 0 : 1;
  let driving = 0;
  let distance = 0;
  let from = startNode[type]!;
  for (let v = first[slot]!; ; v = next[v]!) {
    const to = v >= 0 ? v : endNode[type]!;
    if (isTimed) driving += durations[timeBase + from * nodes + to]!;
    if (isMeasured) distance += distances[base + from * nodes + to]! - rounding;
    if (v < 0) break;
    from = v;
  }
  return driving <= maxDriving[type]! && distance <= maxDistance[type]!;
}
