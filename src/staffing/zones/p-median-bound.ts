import type { PMedianProblem } from './types.ts';

const PATIENCE = 12;
const LEAST_STEP = 1e-3;

/**
 * Lower bound of the capacitated p-median by Lagrangian relaxation of "each item to one median" (as in Mulvey & Beck 1984,
 * doi 10.1016/0377-2217(84)90155-3): at multipliers u each candidate fills its capacity with the items that save most (a
 * fractional knapsack), and the p best are taken. Subgradient steps of Polyak.
 * @param upper cost of a valid solution, or any guess of it
 */
export function boundPMedian(problem: PMedianProblem, upper: number, rounds: number): number {
  const { items, p, capacity, weight } = problem;
  let u = firstMultipliers(problem);
  let best = Number.NEGATIVE_INFINITY;
  let bestU = u.slice();
  let [step, idle] = [1, 0];
  const slope = new Float64Array(items);
  const pick = new Knapsack(weight, capacity);
  for (let round = 0; round < rounds && step >= LEAST_STEP; round++) {
    const values = new Float64Array(items);
    for (let j = 0; j < items; j++) values[j] = pick.fill(problem.costsTo(j), u);
    const order = [...values.keys()].sort((a, b) => values[a]! - values[b]! || a - b).slice(0, p);
    slope.fill(1);
    let bound = u.reduce((sum, v) => sum + v, 0);
    for (const j of order) {
      bound += pick.fill(problem.costsTo(j), u);
      for (let n = 0; n < pick.count; n++) slope[pick.taken[n]!]! -= pick.shares[n]!;
    }
    if (bound > best + 1e-9 * Math.abs(bound)) {
      [best, bestU, idle] = [bound, u.slice(), 0];
    } else if (++idle >= PATIENCE) {
      [step, idle] = [step / 2, 0];
      u = bestU.slice();
      continue;
    }
    const square = slope.reduce((sum, s) => sum + s * s, 0);
    if (square < 1e-12 || best >= upper) break;
    const length = (step * Math.max(upper - bound, 1e-3 * Math.abs(upper))) / square;
    for (let i = 0; i < items; i++) u[i]! += length * slope[i]!;
  }
  return best;
}

/** Second least cost of each item: what it saves by its nearest candidate. */
function firstMultipliers({ items, costsTo }: PMedianProblem): Float64Array {
  const first = new Float64Array(items).fill(Number.POSITIVE_INFINITY);
  const second = first.slice();
  for (let j = 0; j < items; j++) {
    const to = costsTo(j);
    for (let i = 0; i < items; i++) {
      if (to[i]! < first[i]!) {
        second[i] = first[i]!;
        first[i] = to[i]!;
      } else if (to[i]! < second[i]!) second[i] = to[i]!;
    }
  }
  return second.map((value, i) => (Number.isFinite(value) ? value : first[i]!));
}

/** Items that save most for their weight, the last one in part: never less than whole items save. */
class Knapsack {
  readonly taken: Int32Array;
  readonly shares: Float64Array;
  count = 0;
  private readonly weight: Float64Array;
  private readonly capacity: number;
  private readonly ratio: Float64Array;

  constructor(weight: Float64Array, capacity: number) {
    this.weight = weight;
    this.capacity = capacity;
    this.taken = new Int32Array(weight.length);
    this.shares = new Float64Array(weight.length);
    this.ratio = new Float64Array(weight.length);
  }

  /** @returns the cost less multipliers of what is taken, 0 or below */
  fill(costs: Float64Array, u: Float64Array): number {
    const { taken, shares, ratio, weight } = this;
    let n = 0;
    for (let i = 0; i < costs.length; i++) {
      const saved = u[i]! - costs[i]!;
      if (saved <= 0) continue;
      ratio[i] = weight[i]! > 0 ? saved / weight[i]! : Number.POSITIVE_INFINITY;
      taken[n++] = i;
    }
    taken.subarray(0, n).sort((a, b) => ratio[b]! - ratio[a]! || a - b);
    let [left, value] = [this.capacity, 0];
    this.count = 0;
    for (let k = 0; k < n; k++) {
      const i = taken[k]!;
      const share = weight[i]! > 0 ? Math.min(1, left / weight[i]!) : 1;
      if (share <= 0) break;
      shares[k] = share;
      value += share * (costs[i]! - u[i]!);
      left -= share * weight[i]!;
      this.count++;
    }
    return value;
  }
}
