import { BIG, PICKUP } from '../../model/problem.ts';
import type { Tours } from './tours.ts';
import type { Undo } from './undo.ts';

/**
 * Whether a route keeps its windows, shift and limits. Insertion never breaks them, but taking a stop out can: where the
 * way past it is longer than the way through it (given matrices, rounding), or where an earlier end means more waiting.
 * The slot is refreshed.
 */
export function isSound(tours: Tours, slot: number): boolean {
  if (tours.size[slot] === 0) return true;
  const { problem } = tours;
  const type = tours.type[slot]!;
  if (tours.exact !== null) {
    const { exact } = tours;
    const { bonds } = exact;
    return tours.feasible[slot] === 1 && exact.hasStops(slot) && bonds.hold(slot) && bonds.leavesNobody(slot);
  }
  if (problem.features.backhauls && problem.backhauls[type] === 2 && problem.kind[tours.first[slot]!] === PICKUP)
    return false;
  if (problem.features.timed) {
    const last = tours.last[slot]!;
    const begin = tours.early[last]!;
    if (begin > BIG || begin + problem.service[last]! + tours.back[slot]! > problem.closes[type]!) return false;
    if (problem.maxDuty[type]! < BIG && tours.excess.dutyOf[slot]! > tours.excess.mostDuty[type]!) return false;
  }
  return keepsLimits(tours, slot);
}

function keepsLimits(tours: Tours, slot: number): boolean {
  const { problem } = tours;
  if (!problem.features.limits) return true;
  const type = tours.type[slot]!;
  return tours.driving[slot]! <= problem.maxDriving[type]! && tours.distance[slot]! <= problem.maxDistance[type]!;
}

/**
 * Whether all routes touched since `undo.begin` keep their windows, shifts and limits. Where routes bear on each other, what
 * that costs is brought up to date first.
 */
export function isAllSound(tours: Tours, undo: Undo): boolean {
  const { timed, limits, exact, backhauls } = tours.problem.features;
  if (!timed && !limits && !exact && !backhauls) return true;
  if (tours.exact !== null) {
    if (!tours.exact.settleTimes(undo.toTouch)) return false;
    tours.exact.balance?.weigh();
  }
  for (let k = 0; k < undo.touchedCount; k++) if (!isSound(tours, undo.slotAt(k))) return false;
  return true;
}
