import type { Compiled } from './compiled.ts';
import { type RiderPlan, RiderPlanner } from './planner.ts';

export interface Bound {
  /** No plan costs less. */
  value: number;
  /** Prices of a unit of cover at which it is reached, layers * cells. */
  prices: Float64Array;
  steps: number;
}

export interface BoundParams {
  steps: number;
  /** Cost of a known plan: what the bound climbs towards. */
  target: number;
  /** Prices to begin with; default: an average hour's pay where riders are asked for. */
  from?: Float64Array;
  stopped: () => boolean;
}

/**
 * A lower bound by Lagrangian relaxation: cover is bought at prices between -surplus cost and shortage cost, each rider
 * then plans alone (`RiderPlanner`, exact), and sum of price * required less all that riders gain is a bound at any prices. The
 * prices climb by the volume algorithm (Barahona and Anbil 2000, Mathematical Programming 87), whose direction is the
 * averaged shortage of the riders' plans so far. The share of riders on breaks at once is left out of it.
 */
export function lagrangianBound(compiled: Compiled, params: BoundParams): Bound {
  const { required, shortageCost, surplusCost } = compiled;
  const size = required.length;
  const ascent = new Ascent(compiled);
  const best = params.from ? params.from.slice() : startPrices(compiled);
  const prices = best.slice();
  const cover = new Float64Array(size);
  const average = new Float64Array(size);
  let value = ascent.evaluate(prices, cover);
  average.set(cover);
  let step = 0.1;
  let mixing = 0.1;
  let poor = 0;
  let steps = 1;
  for (; steps < params.steps && !params.stopped(); steps++) {
    let norm = 0;
    for (let at = 0; at < size; at++) {
      if (required[at] === 0) continue;
      const lack = required[at]! - average[at]!;
      if (!(lack > 0 ? best[at]! >= shortageCost[at]! : best[at]! <= -surplusCost[at]!)) norm += lack * lack;
    }
    if (norm < 1e-12) break;
    const distance = Math.max(params.target - value, 1e-4 * Math.abs(params.target));
    if (params.target - value <= 1e-9 * Math.abs(params.target)) break;
    const length = (step * distance) / norm;
    for (let at = 0; at < size; at++) {
      if (required[at] === 0) continue;
      const moved = best[at]! + length * (required[at]! - average[at]!);
      prices[at] = Math.max(-surplusCost[at]!, Math.min(shortageCost[at]!, moved));
    }
    const now = ascent.evaluate(prices, cover);
    let agree = 0;
    for (let at = 0; at < size; at++) {
      if (required[at] === 0) continue;
      agree += (required[at]! - cover[at]!) * (required[at]! - average[at]!);
      average[at]! += mixing * (cover[at]! - average[at]!);
    }
    if (now > value) {
      // Both shortages point the same way: a longer step would have gained more.
      if (agree > 0) step = Math.min(2, step * 1.25);
      if (now - value < 1e-5 * Math.abs(value)) poor++;
      else poor = 0;
      value = now;
      best.set(prices);
    } else poor++;
    if (poor >= 8) {
      step = Math.max(step * 0.66, 1e-4);
      mixing = Math.max(mixing * 0.7, 0.005);
      poor = 0;
    }
  }
  return { value, prices: best, steps };
}

/** The bound at given prices; what riders would ride at them. */
class Ascent {
  readonly planner: RiderPlanner;
  private readonly compiled: Compiled;

  constructor(compiled: Compiled) {
    this.compiled = compiled;
    this.planner = new RiderPlanner(compiled);
  }

  evaluate(prices: Float64Array, cover: Float64Array): number {
    const { required, riders } = this.compiled;
    cover.fill(0);
    let value = 0;
    for (let at = 0; at < required.length; at++) value += prices[at]! * required[at]!;
    for (let r = 0; r < riders.length; r++) {
      const plan = this.planner.price(prices, r);
      value += publishedCost(this.compiled, r) - plan.value;
      addCover(this.compiled, r, plan, cover);
    }
    return value;
  }
}

/** What giving up all published shifts of a rider costs: plans are valued against it. */
export const publishedCost = (compiled: Compiled, r: number): number =>
  (compiled.riders[r]!.published?.size ?? 0) * compiled.problem.changeCost;

/** Adds a rider's plan to cover, layers * cells. */
export function addCover(compiled: Compiled, r: number, plan: RiderPlan, cover: Float64Array): void {
  const { slots, cells, layers, problem, riders, coverOf } = compiled;
  const { slot_s } = problem;
  const { weights } = riders[r]!;
  for (let i = 0; i < plan.count; i++) {
    const start_s = plan.start_s[i]!;
    const end_s = plan.end_s[i]!;
    const break_s = plan.break_s[i]!;
    const breakEnd_s = plan.breakEnd_s[i]!;
    for (let s = Math.floor(start_s / slot_s); s * slot_s < end_s; s++) {
      const from_s = Math.max(start_s, s * slot_s);
      const to_s = Math.min(end_s, (s + 1) * slot_s);
      const off_s = Math.max(0, Math.min(to_s, breakEnd_s) - Math.max(from_s, break_s));
      const share = (to_s - from_s - off_s) / slot_s;
      if (share === 0) continue;
      const cell = coverOf[plan.zone[i]! * slots + s]!;
      for (let layer = 0; layer < layers; layer++) cover[layer * cells + cell]! += share * weights[layer]!;
    }
  }
}

function startPrices(compiled: Compiled): Float64Array {
  const { required, shortageCost, surplusCost, riders, problem, unit_s } = compiled;
  const perUnit = riders.reduce((sum, rider) => sum + rider.costPerUnit, 0) / Math.max(1, riders.length);
  const pay = (perUnit * problem.slot_s) / unit_s;
  // Where nobody is asked for, the lowest price gives the best bound.
  return required.map((need, at) => (need > 0 ? Math.min(shortageCost[at]!, pay) : -surplusCost[at]!));
}
