import type { Catalogue } from './catalogue.ts';
import type { CoverProblem } from './flow.ts';

/**
 * A lower bound by Lagrangean relaxation of "cover = sum of the riders": with prices p of a rider in a slot, between -over
 * and under, no design costs less than
 *   sum demand x p + sum over shifts of min(0, charge - sum over its columns of most x max(0, p of its slots - cost)),
 * `most` being the largest demand of the column's slots (more riders on it are never needed). Maximised by subgradient
 * steps with Polyak's step length towards the best cost known (Held, Wolfe and Crowder 1974); its best value is the bound
 * of the linear relaxation with x <= most * y. Where all weights are whole numbers it is rounded up to what a cost can be.
 * @param best cost of a design, only for the length of the steps
 */
export function lowerBound(
  problem: CoverProblem,
  catalogue: Catalogue,
  charge: number,
  best: number,
  steps: number,
): number {
  const { lines, slots, demand, under, over } = problem;
  const { shifts, columns, first, zone, from, to, offFrom, offTo, cost } = catalogue;
  const size = lines * slots;
  const most = new Float64Array(columns);
  for (let k = 0; k < columns; k++) {
    for (let slot = from[k]!; slot < to[k]!; slot++) {
      if (slot >= offFrom[k]! && slot < offTo[k]!) continue;
      most[k] = Math.max(most[k]!, Math.ceil(demand[zone[k]! * slots + (slot % slots)]!));
    }
  }
  const price = new Float64Array(size);
  const slope = new Float64Array(size);
  const direction = new Float64Array(size);
  const before = new Float64Array(lines * (2 * slots + 1));
  const gain = new Float64Array(columns);
  const grown = new Float64Array(lines * (2 * slots + 1));
  let bound = 0;
  let scale = 1;
  let stale = 0;
  for (let step = 0; step <= steps; step++) {
    let value = 0;
    for (let line = 0; line < lines; line++) {
      const base = line * (2 * slots + 1);
      for (let i = 0; i < 2 * slots; i++) before[base + i + 1] = before[base + i]! + price[line * slots + (i % slots)]!;
    }
    for (let i = 0; i < size; i++) {
      value += demand[i]! * price[i]!;
      slope[i] = demand[i]!;
    }
    grown.fill(0);
    for (let shift = 0; shift < shifts; shift++) {
      let reduced = charge;
      for (let k = first[shift]!; k < first[shift + 1]!; k++) {
        const base = zone[k]! * (2 * slots + 1);
        const worth =
          before[base + to[k]!]! -
          before[base + offTo[k]!]! +
          before[base + offFrom[k]!]! -
          before[base + from[k]!]! -
          cost[k]!;
        gain[k] = worth;
        if (worth > 0) reduced -= most[k]! * worth;
      }
      if (reduced >= 0) continue;
      value += reduced;
      for (let k = first[shift]!; k < first[shift + 1]!; k++) {
        if (gain[k]! <= 0) continue;
        const base = zone[k]! * (2 * slots + 1);
        grown[base + from[k]!]! += most[k]!;
        grown[base + offFrom[k]!]! -= most[k]!;
        grown[base + offTo[k]!]! += most[k]!;
        grown[base + to[k]!]! -= most[k]!;
      }
    }
    if (value > bound + 1e-9 * Math.abs(bound)) {
      bound = value;
      stale = 0;
    } else if (++stale >= 12) {
      scale /= 2;
      stale = 0;
    }
    for (let line = 0; line < lines; line++) {
      const base = line * (2 * slots + 1);
      let riders = 0;
      for (let i = 0; i < 2 * slots; i++) slope[line * slots + (i % slots)]! -= riders += grown[base + i]!;
    }
    let norm = 0;
    for (let i = 0; i < size; i++) {
      // Deflected (Camerini, Fratta and Maffioli 1975), and not out of the box.
      let d = slope[i]! + 0.6 * direction[i]!;
      if ((price[i]! >= under && d > 0) || (price[i]! <= -over && d < 0)) d = 0;
      direction[i] = d;
      norm += d * d;
    }
    if (norm < 1e-12) break;
    const length = (scale * Math.max(best - value, 1e-6 * Math.abs(best))) / norm;
    for (let i = 0; i < size; i++) price[i] = Math.min(under, Math.max(-over, price[i]! + length * direction[i]!));
  }
  return roundUp(bound, problem, catalogue, charge);
}

/** To the next multiple of what all costs are multiples of, where there is such a number. */
function roundUp(bound: number, { demand, under, over }: CoverProblem, { cost }: Catalogue, charge: number): number {
  const whole = [under, over, charge].every(Number.isInteger);
  if (!whole || !demand.every(Number.isInteger) || cost.some((value) => value !== 0)) return bound;
  const unit = [under, over, charge].reduce(greatestDivisor, 0);
  return unit === 0 ? 0 : Math.ceil(bound / unit - 1e-6) * unit;
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}
