import type { Catalogue } from './catalogue.ts';

/**
 * Shifts that differ by at most one step of the grid in begin, lengths and gap: what one becomes when it is moved or
 * stretched a little. The neighbours of i are list[first[i]]..list[first[i+1]-1].
 */
export function nearShifts(catalogue: Catalogue): { first: Int32Array; list: Int32Array } {
  const { shifts, start_s, length_s, gap_s, secondLength_s } = catalogue;
  const [start, length, gap, second] = [start_s, length_s, gap_s, secondLength_s].map(smallestStep) as number[];
  const byStart = new Map<number, number[]>();
  start_s.forEach((value, shift) => {
    const list = byStart.get(value);
    if (list) list.push(shift);
    else byStart.set(value, [shift]);
  });
  const first = new Int32Array(shifts + 1);
  const list: number[] = [];
  for (let a = 0; a < shifts; a++) {
    for (const begin of new Set([start_s[a]! - start!, start_s[a]!, start_s[a]! + start!])) {
      for (const b of byStart.get(begin) ?? []) {
        const alike =
          a !== b &&
          gap_s[a]! > 0 === gap_s[b]! > 0 &&
          Math.abs(length_s[a]! - length_s[b]!) <= length! &&
          Math.abs(gap_s[a]! - gap_s[b]!) <= gap! &&
          Math.abs(secondLength_s[a]! - secondLength_s[b]!) <= second!;
        if (alike) list.push(b);
      }
    }
    first[a + 1] = list.length;
  }
  return { first, list: Int32Array.from(list) };
}

function smallestStep(values: Int32Array): number {
  const sorted = Int32Array.from(new Set(values)).sort();
  let step = 0;
  for (let i = 1; i < sorted.length; i++) {
    const gap = sorted[i]! - sorted[i - 1]!;
    if (step === 0 || gap < step) step = gap;
  }
  return step;
}
