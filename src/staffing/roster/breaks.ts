import type { Compiled } from './compiled.ts';
import { type Assignment, BREAK, BREAK_END, END, FIELDS, START, ZONE } from './cover.ts';
import { breakStarts } from './weeks.ts';

/**
 * Staggers the breaks with all shifts as they are: moves one after the other to where it causes the least shortage, breaks
 * beyond the allowed share counted in, and of such places to where the fewest are missing, until none gains. Booked shifts keep the breaks they came with.
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
  let best = assignment.cellCost;
  let fewest = missingAt(assignment, at);
  let best_s = was_s;
  const same = 1e-9 * Math.max(1, Math.abs(best));
  for (const slot of breakStarts(compiled, start_s, shifts[at + END]!)) {
    assignment.moveBreak(r, i, slot * compiled.problem.slot_s);
    const cost = assignment.cellCost;
    if (cost > best + same) continue;
    const missing = missingAt(assignment, at);
    if (cost >= best - same && missing >= fewest - 1e-9) continue;
    best = cost;
    fewest = missing;
    best_s = slot * compiled.problem.slot_s;
  }
  assignment.moveBreak(r, i, best_s);
  return best_s !== was_s;
}

/**
 * Units missing in the slots of a shift's break. Where riders are missing all day a break costs the same everywhere; open shifts make up
 * for it best where the fewest are missing, not in the peak.
 */
function missingAt({ compiled, cover, shifts }: Assignment, at: number): number {
  const { slots, layers, cells, required, coverOf, problem } = compiled;
  let missing = 0;
  for (let s = Math.floor(shifts[at + BREAK]! / problem.slot_s); s * problem.slot_s < shifts[at + BREAK_END]!; s++) {
    const cell = coverOf[shifts[at + ZONE]! * slots + s]!;
    for (let of = cell; of < layers * cells; of += cells) missing += required[of]! - cover[of]!;
  }
  return missing;
}

/** Riders on breaks beyond the allowed share, over all zones and slots. */
export function countOverShare(compiled: Compiled, assignment: Assignment): number {
  let over = 0;
  for (let cell = 0; cell < compiled.cells; cell++) over += assignment.overShare(cell);
  return over;
}
