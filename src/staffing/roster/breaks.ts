import type { Compiled } from './compiled.ts';
import { type Assignment, BREAK, BREAK_END, END, FIELDS, START } from './cover.ts';
import { breakStarts } from './weeks.ts';

/**
 * Staggers the breaks with all shifts as they are: moves one after the other to where it causes the least shortage, breaks
 * beyond the allowed share counted in, until none gains. Booked shifts keep the breaks they came with.
 */
export function staggerBreaks(compiled: Compiled, assignment: Assignment): void {
  if (!compiled.problem.break) return;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    let moved = false;
    for (let r = 0; r < compiled.riders.length; r++) {
      for (let i = 0; i < assignment.counts[r]!; i++) moved = moveToBest(compiled, assignment, r, i) || moved;
    }
    if (!moved) break;
  }
}

const MOST_ROUNDS = 20;

function moveToBest(compiled: Compiled, assignment: Assignment, r: number, i: number): boolean {
  const at = (r * compiled.most + i) * FIELDS;
  const { shifts } = assignment;
  const was_s = shifts[at + BREAK]!;
  if (was_s < 0) return false;
  const start_s = shifts[at + START]!;
  const booked = compiled.riders[r]!.pinned.some((shift) => shift.break !== null && shift.from_s === start_s);
  if (booked || shifts[at + BREAK_END]! - was_s !== compiled.problem.break!.length_s) return false;
  const before = assignment.cellCost;
  let best = before - 1e-9 * Math.max(1, Math.abs(before));
  let best_s = was_s;
  for (const slot of breakStarts(compiled, start_s, shifts[at + END]!)) {
    assignment.moveBreak(r, i, slot * compiled.problem.slot_s);
    if (assignment.cellCost < best) {
      best = assignment.cellCost;
      best_s = slot * compiled.problem.slot_s;
    }
  }
  assignment.moveBreak(r, i, best_s);
  return best_s !== was_s;
}

/** Riders on breaks beyond the allowed share, over all zones and slots. */
export function countOverShare(compiled: Compiled, assignment: Assignment): number {
  let over = 0;
  for (let cell = 0; cell < compiled.cells; cell++) over += assignment.overShare(cell);
  return over;
}
