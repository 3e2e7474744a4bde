import type { Compiled } from './compile.ts';
import { type RiderSums, sumUp } from './cost.ts';
import { type FairWeights, NO_FAIRNESS, type RosterSearch } from './search.ts';
import { wantedInAll } from './weeks.ts';

/** Gini coefficient of values >= 0: 0 = all equal, towards 1 = one has all. Of nothing, and of zeros, 0. */
export function gini(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  let sum = 0;
  let weighted = 0;
  for (const [i, value] of sorted.entries()) {
    sum += value;
    weighted += (i + 1) * value;
  }
  const n = sorted.length;
  return sum <= 0 ? 0 : (2 * weighted) / (n * sum) - (n + 1) / n;
}

export interface Spread {
  giniHours: number;
  giniPeak: number;
  /** Hours given / hours wanted of all together, and peak slots per hour wanted. */
  ratio: number;
  peakRatio: number;
}

/** How evenly hours and peak slots are spread over the riders who want hours and can ride at all. */
export function spreadOf(compiled: Compiled, riders: readonly RiderSums[]): Spread {
  const hours: number[] = [];
  const peaks: number[] = [];
  let given = 0;
  let peak = 0;
  let wanted = 0;
  for (const [r, sums] of riders.entries()) {
    const rider = compiled.riders[r]!;
    const wanted_h = wantedInAll(rider) / 3600;
    // Nobody's doing where no shift is possible at all.
    if (wanted_h <= 0 || rider.days.length === 0) continue;
    const hours_h = (sums.hours * compiled.unit_s) / 3600;
    hours.push(hours_h / wanted_h);
    peaks.push(sums.peak / wanted_h);
    given += hours_h;
    peak += sums.peak;
    wanted += wanted_h;
  }
  const of = (sum: number) => (wanted > 0 ? sum / wanted : 0);
  return { giniHours: gini(hours), giniPeak: gini(peaks), ratio: of(given), peakRatio: of(peak) };
}

export interface FairParams {
  /** Iterations of the search in all. */
  iterations: number;
  temperature: number;
  stopped: () => boolean;
}

/**
 * Spreads hours (and peak slots) until the Gini coefficients asked for are reached or the extra cost is used up: the search goes
 * on with a convex cost of unfairness, whose weight doubles as long as the plan's own cost stays within the budget and is taken
 * back where it does not. Leaves the fairest plan within the budget in the search, with the weights it was found with.
 * @returns iterations done
 */
export function makeFair(search: RosterSearch, compiled: Compiled, params: FairParams): number {
  const rules = compiled.problem.fairness;
  const start = sumUp(search.assignment);
  const budget = start.cost.total + rules.extraCost * Math.abs(start.cost.total);
  const lack = (spread: Spread) =>
    Math.max(0, spread.giniHours - rules.giniHours) + Math.max(0, spread.giniPeak - rules.giniPeak);
  let least = lack(spreadOf(compiled, start.riders));
  if (rules.extraCost <= 0 || least <= 0) return 0;
  let best = { plan: search.snapshot(), weights: NO_FAIRNESS };
  let cost = start.cost.total;
  let weight = 0.05 * meanPay(compiled);
  let growth = 2;
  let done = 0;
  const rounds = 10;
  for (let round = 0; round < rounds && !params.stopped(); round++) {
    const now = spreadOf(compiled, sumUp(search.assignment).riders);
    const weighed = weights(rules, now, weight);
    search.weigh(weighed);
    const iterations = Math.floor(params.iterations / rounds);
    done += search.run({ iterations, temperature: params.temperature, stopped: params.stopped });
    search.construct(1, params.stopped);
    const sums = sumUp(search.assignment);
    const lacking = lack(spreadOf(compiled, sums.riders));
    const fits = sums.cost.total <= budget;
    if (fits && (lacking < least || (lacking === least && sums.cost.total < cost))) {
      best = { plan: search.snapshot(), weights: weighed };
      least = lacking;
      cost = sums.cost.total;
    }
    if (fits && lacking <= 0) break;
    if (!fits) {
      weight /= growth;
      growth = Math.sqrt(growth);
    }
    weight *= growth;
  }
  search.weigh(best.weights);
  search.putBack(best.plan);
  return done;
}

function weights(rules: { giniPeak: number }, now: Spread, weight: number): FairWeights {
  return { hours: weight, ratio: now.ratio, peak: rules.giniPeak < 1 ? weight / 4 : 0, peakRatio: now.peakRatio };
}

function meanPay(compiled: Compiled): number {
  const { riders, unit_s } = compiled;
  const sum = riders.reduce((total, rider) => total + rider.costPerUnit, 0);
  return Math.max(1, ((sum / Math.max(1, riders.length)) * 3600) / unit_s);
}
