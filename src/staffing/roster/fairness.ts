import type { Compiled } from './compiled.ts';
import { type RiderSums, sumUp } from './cost.ts';
import type { RosterSearch } from './search.ts';
import { type FairWeights, NO_FAIRNESS, wantedInAll } from './weeks.ts';

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
  /** The time is the limit: all of it may be used. */
  isTimed: boolean;
  temperature: number;
  stopped: () => boolean;
  /** Share of the time that is over, 0..1, where there is a limit. */
  past: () => number;
}

/** Rounds of the search, after each of which the weights are set anew. */
const ROUNDS = 64;
/** What a weight grows or falls by after a round. */
const GROWTH = 1.2;

/**
 * Spreads hours and peak slots until the Gini coefficients asked for are reached or the extra cost is used up: the search goes
 * on with a convex cost of unfairness. The weights of what is spread too unevenly grow while the plan's own cost is within the
 * budget, and all fall where it is not; where both miss, the one that misses by more decides in the first half, then the budget
 * alone. Leaves the fairest plan within the budget in the search, of equally fair ones the cheapest, with the weights it was found
 * with. Ends once both are reached, or goes on for cheaper plans where time is the limit.
 * @returns iterations done
 */
export function makeFair(search: RosterSearch, compiled: Compiled, params: FairParams): number {
  const rules = compiled.problem.fairness;
  const start = sumUp(search.assignment);
  const spare = rules.extraCost * Math.abs(start.cost.total);
  const budget = start.cost.total + spare;
  const lackOf = ({ giniHours, giniPeak }: Spread) =>
    Math.max(0, giniHours - rules.giniHours) + Math.max(0, giniPeak - rules.giniPeak);
  let now = spreadOf(compiled, start.riders);
  let least = lackOf(now);
  const { isTimed } = params;
  if (rules.extraCost <= 0 || (least <= 0 && !isTimed)) return 0;
  let best = { plan: search.snapshot(), weights: NO_FAIRNESS };
  let cheapest = start.cost.total;
  const weights: FairWeights = { hours: 0.04 * meanPay(compiled), ratio: 0, peak: 0, peakRatio: 0 };
  const iterations = Math.ceil(params.iterations / ROUNDS);
  let done = 0;
  for (let round = 0; round < ROUNDS && !params.stopped(); round++) {
    weights.ratio = now.ratio;
    weights.peakRatio = now.peakRatio;
    search.weigh({ ...weights });
    const past = Math.max(round / ROUNDS, params.past());
    const temperature = params.temperature * (1 - past) ** 2;
    const elapsed = () => params.past() * ROUNDS - round;
    done += search.run({ iterations, temperature, stopped: params.stopped, ...(isTimed ? { elapsed } : {}) });
    const sums = sumUp(search.assignment);
    now = spreadOf(compiled, sums.riders);
    const lack = lackOf(now);
    const over = sums.cost.total - budget;
    if (over <= 0 && (lack < least || (lack === least && sums.cost.total < cheapest))) {
      best = { plan: search.snapshot(), weights: search.fair };
      least = lack;
      cheapest = sums.cost.total;
    }
    if (over <= 0 && lack <= 0 && !isTimed) break;
    // Fair enough: the time that is left is for cheaper plans that are as fair.
    const dear = lack <= 0 || (past < 0.5 ? over / spare > lack / rules.giniHours : over > 0);
    const step = dear ? (past < 0.5 ? 1 / GROWTH : 1 / GROWTH ** 2) : GROWTH;
    if (dear || now.giniHours > rules.giniHours) weights.hours *= step;
    if (now.giniPeak > rules.giniPeak) weights.peak = Math.max(step * weights.peak, weights.hours / 8);
    else weights.peak *= 0.9;
  }
  search.weigh(best.weights);
  search.putBack(best.plan);
  return done;
}

/** Pay of the hours that a rider wants, on the average. */
function meanPay({ riders, unit_s }: Compiled): number {
  const sum = riders.reduce((total, rider) => total + (rider.costPerUnit * wantedInAll(rider)) / unit_s, 0);
  return Math.max(1, sum / Math.max(1, riders.length));
}
