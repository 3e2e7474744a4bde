import type { Catalogue } from './catalogue.ts';

/**
 * Shifts that differ by at most one step of the grid in begin and end of each part: what one becomes when it is moved or
 * stretched a little. The neighbours of i are list[first[i]]..list[first[i+1]-1].
 */
export function nearShifts(catalogue: Catalogue): { first: Int32Array; list: Int32Array } {
  const { shifts, rule, start_s, length_s, gap_s, secondLength_s } = catalogue;
  const times = [start_s, length_s, gap_s, secondLength_s];
  const steps = times.map((values) => smallestStep(values));
  const first = new Int32Array(shifts + 1);
  const list: number[] = [];
  for (let a = 0; a < shifts; a++) {
    for (let b = 0; b < shifts; b++) {
      if (a === b || gap_s[a]! > 0 !== gap_s[b]! > 0) continue;
      if (rule[a] !== rule[b] && start_s[a] === start_s[b] && length_s[a] === length_s[b]) list.push(b);
      else if (times.every((values, i) => Math.abs(values[a]! - values[b]!) <= steps[i]!)) list.push(b);
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
