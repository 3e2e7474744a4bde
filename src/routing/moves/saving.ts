import { travelBetween, waitCostOf } from '../state/schedule.ts';
import type { Tours } from '../state/tours.ts';

// What a place saves at most where routes are simulated. A vehicle is on duty for no less time with one more stop than without,
// so that a stop fills gaps by no more than the time it takes: mostly far less than all gaps of a route cost.

/** Of what a route costs beyond its arcs, with a stop right after a visit of it (-1: the start). */
export function mostSaved(tours: Tours, stop: number, slot: number, after: number): number {
  const idle = Math.max(0, tours.idle[slot]!);
  if (idle === 0 || !fillsOnly(tours, idle)) return idle;
  const added = travelAdded(tours, stop, slot, after) + tours.problem.service[stop]!;
  return capped(tours, tours.type[slot]!, idle, added);
}

/** Ticks of travel that a stop adds to a route right after a visit of it (-1: the start). */
export function travelAdded(tours: Tours, stop: number, slot: number, after: number): number {
  const { problem } = tours;
  const type = tours.type[slot]!;
  const before = after >= 0 ? tours.next[after]! : tours.first[slot]!;
  const travel = travelBetween(problem, type, after, stop) + travelBetween(problem, type, stop, before);
  return travel - direct(tours, slot, before);
}

/** As `mostSaved`, of both stops of a shipment. @param afterDelivery the visit before it, or the same as before the pickup: right behind that */
export function mostSavedByPair(
  tours: Tours,
  pickup: number,
  afterPickup: number,
  delivery: number,
  afterDelivery: number,
  slot: number,
): number {
  const idle = Math.max(0, tours.idle[slot]!);
  if (idle === 0 || !fillsOnly(tours, idle)) return idle;
  const { service } = tours.problem;
  const travel = travelAddedByPair(tours, pickup, afterPickup, delivery, afterDelivery, slot);
  return capped(tours, tours.type[slot]!, idle, travel + service[pickup]! + service[delivery]!);
}

/** Ticks of travel that both stops add, as above. */
export function travelAddedByPair(
  tours: Tours,
  pickup: number,
  afterPickup: number,
  delivery: number,
  afterDelivery: number,
  slot: number,
): number {
  const { next, first, problem, type: types } = tours;
  const type = types[slot]!;
  const head = afterPickup >= 0 ? next[afterPickup]! : first[slot]!;
  let added = travelBetween(problem, type, afterPickup, pickup);
  if (afterDelivery === afterPickup)
    added +=
      travelBetween(problem, type, pickup, delivery) +
      travelBetween(problem, type, delivery, head) -
      direct(tours, slot, head);
  else {
    const tail = next[afterDelivery]!;
    added += travelBetween(problem, type, pickup, head) - direct(tours, slot, head);
    added +=
      travelBetween(problem, type, afterDelivery, delivery) +
      travelBetween(problem, type, delivery, tail) -
      direct(tours, slot, tail);
  }
  return added;
}

/**
 * Whether all that may be saved is time in gaps: not what comes at a wrong time, nor where rush hours, or a first window for a later
 * one, may be avoided.
 */
export const fillsOnly = ({ problem }: Tours, idle: number): boolean =>
  problem.features.timed &&
  !problem.features.severalWindows &&
  idle < Number.POSITIVE_INFINITY &&
  problem.rich?.facts.hasEarlyCosts !== true;

export const capped = ({ problem }: Tours, type: number, idle: number, added: number) =>
  Math.min(idle, waitCostOf(problem, type, Math.max(0, added)));

/** Travel that ends at a visit now, or at the end. */
const direct = ({ travel, back }: Tours, slot: number, before: number) => (before >= 0 ? travel[before]! : back[slot]!);
