import { refresh } from '../state/refresh.ts';
import type { Tours } from '../state/tours.ts';
import type { Undo } from '../state/undo.ts';

/** Takes a task off its route, with another of that route where there is one, and brings the route up to date; they are not absent yet. */
export function takeOff(tours: Tours, undo: Undo, one: number, other = -1): void {
  const slot = tours.route[tours.at[one]!]!;
  undo.touch(slot);
  tours.cutTask(one);
  if (other >= 0) tours.cutTask(other);
  refresh(tours, slot);
}
