import { BIG } from '../../model/problem.ts';
import { waitingWith } from './schedule.ts';
import type { Tours } from './tours.ts';

/**
 * Whether a route keeps its windows, shift and limits. Insertion never breaks them, but taking a stop out can: where the
 * way past it is longer than the way through it (given matrices, rounding), or where an earlier end means more waiting.
 * The slot is refreshed.
 */
export function isSound(tours: Tours, slot: number): boolean {
  if (tours.size[slot] === 0) return true;
  const { problem } = tours;
  const type = tours.type[slot]!;
  if (problem.features.timed) {
    const last = tours.last[slot]!;
    const begin = tours.early[last]!;
    if (begin > BIG || begin + problem.service[last]! + tours.back[slot]! > problem.closes[type]!) return false;
    if (problem.maxDuty[type]! < BIG && waitingWith(tours, slot, type, -1, -1) < 0) return false;
  }
  if (!problem.features.limits) return true;
  return tours.driving[slot]! <= problem.maxDriving[type]! && tours.distance[slot]! <= problem.maxDistance[type]!;
}
