import type { PlannedShift, RefineProblem } from './types.ts';

/** Shifts at work by slot. */
export function cover(shifts: PlannedShift[], slots: number): Int32Array {
  const there = new Int32Array(slots);
  for (const { start, length } of shifts) for (let i = start; i < Math.min(slots, start + length); i++) there[i]!++;
  return there;
}

/**
 * Adds shifts until every slot has at least those it must have: from the first slot that lacks one, the shift that fills
 * most for its length, the longer one of equals.
 * @throws RangeError where no allowed shift covers such a slot
 */
export function coverAtLeast(
  problem: Pick<RefineProblem, 'slots' | 'lengths' | 'places' | 'atLeast'>,
  first: PlannedShift[],
): PlannedShift[] {
  const shifts = first.slice();
  const missing = cover(shifts, problem.slots);
  for (let i = 0; i < missing.length; i++) missing[i] = problem.atLeast[i]! - missing[i]!;
  for (let slot = 0; slot < missing.length; slot++) {
    while (missing[slot]! > 0) {
      const found = fillOf(problem, missing, slot);
      if (!found) throw new RangeError(`No allowed shift covers slot ${slot}`);
      shifts.push(found);
      for (let i = found.start; i < Math.min(problem.slots, found.start + found.length); i++) missing[i]!--;
    }
  }
  return shifts;
}

function fillOf(
  { lengths, places, slots }: Parameters<typeof coverAtLeast>[0],
  missing: Int32Array,
  slot: number,
): PlannedShift | null {
  let best: PlannedShift | null = null;
  let most = 0;
  for (let start = 0; start <= slot; start++) {
    const place = places[start]?.[0];
    if (place === undefined) continue;
    for (const length of lengths[start] ?? []) {
      if (start + length <= slot) continue;
      let filled = 0;
      for (let i = start; i < Math.min(slots, start + length); i++) if (missing[i]! > 0) filled++;
      if (filled / length < most) continue;
      most = filled / length;
      best = { start, length, place };
    }
  }
  return best;
}
