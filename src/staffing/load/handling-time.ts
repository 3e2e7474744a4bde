import { normalBelow } from './normal.ts';
import type { HandlingTime } from './types.ts';

/** A distribution of handling times as the offered load needs it. Times in seconds, >= 0. */
export interface Distribution {
  mean_s: number;
  /** P(S <= x). */
  below(x_s: number): number;
  /** Integral of P(S > y) over y from 0 to x: mean of the handling done within x of its beginning. */
  upTo(x_s: number): number;
}

/** @throws RangeError where mean or cv are not positive, or nothing was measured */
export function distributionOf(time: HandlingTime): Distribution {
  if (time.kind === 'measured') return measured(time.values_s);
  if (!(time.mean_s > 0)) throw new RangeError('The mean handling time must be above 0');
  if (time.kind === 'fixed') return fixed(time.mean_s);
  if (!(time.cv > 0)) throw new RangeError('The cv of a handling time must be above 0');
  return time.kind === 'lognormal' ? lognormal(time.mean_s, time.cv) : phase(time.mean_s, time.cv);
}

function fixed(mean_s: number): Distribution {
  return {
    mean_s,
    below: (x) => (x >= mean_s ? 1 : 0),
    upTo: (x) => Math.min(Math.max(0, x), mean_s),
  };
}

function lognormal(mean_s: number, cv: number): Distribution {
  const variance = Math.log(1 + cv * cv);
  const sigma = Math.sqrt(variance);
  const mu = Math.log(mean_s) - variance / 2;
  const below = (x: number) => (x <= 0 ? 0 : normalBelow((Math.log(x) - mu) / sigma));
  return {
    mean_s,
    below,
    // x P(S > x) plus the mean of S where it is at most x.
    upTo: (x) => (x <= 0 ? 0 : x * (1 - below(x)) + mean_s * normalBelow((Math.log(x) - mu - variance) / sigma)),
  };
}

/**
 * Phase type by two moments (Tijms 1994, Stochastic Models, ch. 4.5): for cv < 1 a mix of Erlang k - 1 and Erlang k with
 * one rate, for cv >= 1 a hyperexponential with balanced means. Below cv 0.1, a hundred phases stand for fewer.
 */
function phase(mean_s: number, cv: number): Distribution {
  const square = Math.max(cv * cv, 0.01);
  if (square >= 1) {
    const first = (1 + Math.sqrt((square - 1) / (square + 1))) / 2;
    const parts = [first, 1 - first].map((share) => ({ share, rate: (2 * share) / mean_s }));
    return {
      mean_s,
      below: (x) => (x <= 0 ? 0 : parts.reduce((sum, { share, rate }) => sum + share * (1 - Math.exp(-rate * x)), 0)),
      upTo: (x) =>
        x <= 0 ? 0 : parts.reduce((sum, { share, rate }) => sum + (share / rate) * (1 - Math.exp(-rate * x)), 0),
    };
  }
  const phases = Math.max(2, Math.ceil(1 / square - 1e-9));
  const short = (phases * square - Math.sqrt(phases * (1 + square) - phases * phases * square)) / (1 + square);
  const rate = (phases - short) / mean_s;
  // still[j] = P(Poisson(rate x) <= j) = P(Erlang j + 1 > x).
  const still = (x: number) => {
    const chances = new Float64Array(phases);
    let term = Math.exp(-rate * x);
    for (let j = 0, sum = 0; j < phases; j++) {
      chances[j] = sum += term;
      term *= (rate * x) / (j + 1);
    }
    return chances;
  };
  return {
    mean_s,
    below: (x) => {
      if (x <= 0) return 0;
      const chances = still(x);
      return 1 - (short * chances[phases - 2]! + (1 - short) * chances[phases - 1]!);
    },
    upTo: (x) => {
      if (x <= 0) return 0;
      // Phase j + 1 is gone through by all, the last one by those with k phases only.
      let sum = 0;
      still(x).forEach((chance, j) => (sum += (j === phases - 1 ? 1 - short : 1) * (1 - chance)));
      return sum / rate;
    },
  };
}

function measured(values_s: Float64Array): Distribution {
  if (values_s.length === 0) throw new RangeError('No handling time was measured');
  const sorted = values_s.slice().sort();
  const count = sorted.length;
  const sums = new Float64Array(count + 1);
  sorted.forEach((value, i) => (sums[i + 1] = sums[i]! + value));
  const atMost = (x: number) => {
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle]! <= x) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    mean_s: sums[count]! / count,
    below: (x) => atMost(x) / count,
    upTo: (x) => (x <= 0 ? 0 : (sums[atMost(x)]! + x * (count - atMost(x))) / count),
  };
}
