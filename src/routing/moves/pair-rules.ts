import { BIG, mayReload, type Problem } from '../../model/problem.ts';
import { beginAt } from '../state/schedule.ts';
import type { Tours } from '../state/tours.ts';

// What decides on two places for a shipment, place by place; times and loads of routes are those the tours keep.

/** Whether a delivery right after a visit that is done at `done` is in time, and what follows (-1: the end) as well. */
export function isInTime(
  tours: Tours,
  visit: number,
  delivery: number,
  done: number,
  follows: number,
  type: number,
): boolean {
  const { problem, late } = tours;
  const { nodes, durations, service, durationClass, endNode, closes, features } = problem;
  if (!features.timed) return true;
  const base = durationClass[type]! * nodes;
  const there = beginAt(problem, delivery, done + durations[(base + visit) * nodes + delivery]!);
  if (there > BIG) return false;
  const onward = durations[(base + delivery) * nodes + (follows >= 0 ? follows : endNode[type]!)]!;
  return there + service[delivery]! + onward <= (follows >= 0 ? late[follows]! : closes[type]!);
}

/** Whether the load has room on the leg after a visit (-1: the start). Where vehicles reload, a bound: the simulation tells. */
export function carries(tours: Tours, pickup: number, slot: number, after: number, type: number): boolean {
  const { problem, onBoard, delivered } = tours;
  const { dimensions, capacity, shipped } = problem;
  const isEmptyAtStart = after < 0 && mayReload(problem, type);
  for (let d = 0; d < dimensions; d++) {
    const atStart = isEmptyAtStart ? 0 : delivered[slot * dimensions + d]!;
    const load = after >= 0 ? onBoard[after * dimensions + d]! : atStart;
    if (load + shipped[pickup * dimensions + d]! > capacity[type * dimensions + d]!) return false;
  }
  return true;
}

/**
 * Whether fetching a shipment after the next visit instead of before it costs no more and takes no longer: both are at one place,
 * a store with many pickups. One of all places there is then worth a look. @param added what fetching it before adds, @param done when it is
 */
export function mayWait(
  tours: Tours,
  pickup: number,
  visit: number,
  slot: number,
  type: number,
  added: number,
  done: number,
): boolean {
  const { problem, next, early, into } = tours;
  const { nodes, arcs, arcsTo, durations, durationClass, costClass, endNode, service, features } = problem;
  const row = (costClass[type]! * nodes + pickup) * nodes;
  const follows = next[visit]!;
  const later = arcsTo[row + visit]! + arcs[row + (follows >= 0 ? follows : endNode[type]!)]!;
  if (later - (follows >= 0 ? into[follows]! : tours.out[slot]!) > added) return false;
  if (!features.timed) return true;
  const base = durationClass[type]! * nodes;
  if (durations[(base + pickup) * nodes + visit]! > 0 || durations[(base + visit) * nodes + pickup]! > 0) return false;
  const begin = beginAt(problem, pickup, early[visit]! + service[visit]!);
  return begin + service[pickup]! <= beginAt(problem, visit, done) + service[visit]!;
}

/** Whether what is loaded last is to leave first. */
export function isStacked(tours: Tours, type: number): boolean {
  const { exact } = tours;
  return exact !== null && exact.rich.facts.lifo[exact.rich.vehicleOf[type]!] === 1;
}

/** 1 where a visit fetches a shipment, -1 where it brings one. */
export function stacks(problem: Problem, visit: number): number {
  const { taskOf, firstStop, secondStep } = problem;
  const task = taskOf[visit]!;
  if (task < 0 || secondStep[task] === firstStop[task + 1]) return 0;
  return visit < secondStep[task]! ? 1 : -1;
}

/** Whether a vehicle may be sent for the shipment alone, but for duty and limits. */
export function fitsAlone(problem: Problem, pickup: number, delivery: number, type: number): boolean {
  const { nodes, durations, durationClass, startNode, endNode, service, dimensions, capacity, shipped } = problem;
  for (let d = 0; d < dimensions; d++)
    if (shipped[pickup * dimensions + d]! > capacity[type * dimensions + d]!) return false;
  if (!problem.features.timed) return true;
  const base = durationClass[type]! * nodes * nodes;
  const there = beginAt(problem, pickup, problem.opens[type]! + durations[base + startNode[type]! * nodes + pickup]!);
  if (there > BIG) return false;
  const then = beginAt(problem, delivery, there + service[pickup]! + durations[base + pickup * nodes + delivery]!);
  return then + service[delivery]! + durations[base + delivery * nodes + endNode[type]!]! <= problem.closes[type]!;
}
