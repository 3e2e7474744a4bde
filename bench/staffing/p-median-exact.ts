import { Rng } from '../../src/kit/rng.ts';
import type { Highs } from '../../src/staffing/highs.ts';
import type { PMedianProblem } from '../../src/staffing/zones/index.ts';

/** Share of the capacities that the weights take, as in OR-Library's instances: 82 to 96 %. */
const TIGHT = 0.9;

/** An instance after the manner of OR-Library's pmedcap1: places on 100 x 100, weights 1..20, distances rounded down. */
export function madePMedian(items: number, p: number, seed: number): PMedianProblem {
  const rng = new Rng(seed, items);
  const x = Array.from({ length: items }, () => 1 + rng.below(100));
  const y = Array.from({ length: items }, () => 1 + rng.below(100));
  const weight = Float64Array.from({ length: items }, () => 1 + rng.below(20));
  const columns = x.map((_, j) => Float64Array.from(x, (_, i) => Math.floor(Math.hypot(x[i]! - x[j]!, y[i]! - y[j]!))));
  const capacity = Math.ceil(weight.reduce((sum, w) => sum + w, 0) / (TIGHT * p));
  return { items, p, capacity, weight, costsTo: (j) => columns[j]! };
}

/** Least cost by mixed-integer programming, strong formulation; NaN where HiGHS did not prove it in time. */
export function exactPMedian(
  { items, p, capacity, weight, costsTo }: PMedianProblem,
  highs: Highs,
  limit_s: number,
): number {
  const all = Array.from({ length: items }, (_, i) => i);
  const cost = all.flatMap((j) => all.map((i) => `${costsTo(j)[i]!} x${i}_${j}`));
  const once = all.map((i) => ` a${i}: ${all.map((j) => `x${i}_${j}`).join(' + ')} = 1`);
  const room = all.map(
    (j) => ` c${j}: ${all.map((i) => `${weight[i]} x${i}_${j}`).join(' + ')} - ${capacity} y${j} <= 0`,
  );
  const open = all.flatMap((j) => all.map((i) => ` o${i}_${j}: x${i}_${j} - y${j} <= 0`));
  const binary = all.flatMap((j) => [`y${j}`, ...all.map((i) => `x${i}_${j}`)]);
  const text = `minimize\n obj: ${cost.join('\n + ')}\nsubject to\n${once.join('\n')}\n${room.join('\n')}\n${open.join('\n')}\n p: ${all
    .map((j) => `y${j}`)
    .join(' + ')} = ${p}\nbinary\n ${binary.join('\n ')}\nend\n`;
  const { Status, ObjectiveValue } = highs.solve(text, { output_flag: false, time_limit: limit_s, mip_rel_gap: 0 });
  return Status === 'Optimal' ? ObjectiveValue : Number.NaN;
}
