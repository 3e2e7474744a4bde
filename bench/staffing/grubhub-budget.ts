import { createRandom, estimateOf, type SimulatedRider, simulateDay } from '../../src/simulation/index.ts';
import { normalBelow } from '../../src/staffing/load/index.ts';
import type { PlannedShift } from '../../src/staffing/refine/index.ts';
import {
  atBestOf,
  designed,
  hoursOf,
  type PlanningInput,
  problemOf,
  requirementFor,
  riderOf,
  sortedPlaces,
} from './grubhub-plan.ts';
import type { MdrpDay } from './mdrp.ts';

/** What may be seen of a day that is planned before its orders are known. */
export interface BudgetInput extends PlanningInput {
  /** More days of the kind, to tell what plans are worth on days that they were not made for. */
  trials: MdrpDay[];
}

/** A plan that the budget may be spent on. */
export interface Offer {
  riders: SimulatedRider[];
  hours: number;
  /** Mean delay over the trials, minutes, and its standard deviation. */
  delay: { mean: number; sd: number };
  /** Chance that a day has no later mean than is to be kept, no later p90, and every order delivered. */
  chance: number;
}

/** Plans are made for so many percent of the present hours; more are never asked for. */
const SHARES = Array.from({ length: 21 }, (_, i) => 80 + i);
/** The riders' form is chosen for these hours, percent. */
const FORM_SHARE = 90;
const KAPPAS = [0.85, 0.95, 1.05, 1.15, 1.25];
const BETAS = { from: -3, to: 6, halvings: 9 };
const SOON_S = [900, 1200, 1800];

/**
 * A plan for each of several sums of hours: riders kappa m + beta sqrt(m), kappa and start places those of the least mean delay over
 * the planning days, beta what the hours pay for. What they are worth is told by the trials.
 */
export function offersOf(input: BudgetInput): Offer[] {
  const { days, present } = input;
  const problem = problemOf(input);
  const { slots, atLeast } = problem;
  const presentHours = present.reduce((sum, { on_s, off_s }) => sum + (off_s - on_s) / 3600, 0);
  const load = smoothed(requirementFor(days, slots).load);
  const planner = (kappa: number, soon_s: number) => {
    const places = sortedPlaces(days, slots, soon_s);
    const planOf = (beta: number) => {
      const wanted = load.map((m, slot) => Math.max(atLeast[slot]!, kappa * m + beta * Math.sqrt(m)));
      return designed(wanted.map(Math.round), problem, places, 0.5);
    };
    return (share: number) => mostWithin((share * presentHours) / 100, planOf);
  };
  const forms = KAPPAS.flatMap((kappa) => SOON_S.map((soon_s) => planner(kappa, soon_s)));
  const delays = forms.map((planFor) => {
    const shifts = planFor(FORM_SHARE);
    return days.reduce((sum, _, day) => sum + problem.judge(shifts, day).service, 0) / days.length;
  });
  const planFor = forms[delays.indexOf(Math.min(...delays))]!;
  return chancesOf(input, SHARES.map(planFor));
}

/** The plan of the greatest beta within the hours. */
function mostWithin(hours: number, planOf: (beta: number) => PlannedShift[]): PlannedShift[] {
  let { from, to } = BETAS;
  let plan = planOf(from);
  for (let step = 0; step < BETAS.halvings; step++) {
    const beta = (from + to) / 2;
    const shifts = planOf(beta);
    if (hoursOf(shifts) > hours) to = beta;
    else {
      from = beta;
      plan = shifts;
    }
  }
  return plan;
}

/** Each slot with half of its weight, its neighbours with a quarter: what single slots of a few days tell is noise in part. */
function smoothed(load: Float64Array): Float64Array {
  return load.map((value, slot) => value / 2 + ((load[slot - 1] ?? value) + (load[slot + 1] ?? value)) / 4);
}

function chancesOf({ trials, delay_s }: BudgetInput, plans: PlannedShift[][]): Offer[] {
  const bests = trials.map(atBestOf);
  const tried = plans.map((shifts) => {
    const days = trials.map((day, i) => {
      const riders = shifts.map((shift) => riderOf(shift, day));
      const { click_to_door_s, undelivered } = simulateDay({ ...day, riders }, day.rules, createRandom(1)).figures;
      const p90Kept = click_to_door_s.p90 - bests[i]!.p90 <= delay_s.p90 + 1e-6;
      return { delay_s: click_to_door_s.mean - bests[i]!.mean, kept: p90Kept && undelivered === 0 };
    });
    // Delays are positive and have a long tail: their logarithms are taken for normal.
    const log = estimateOf(days.map((day) => Math.log(Math.max(1, day.delay_s))));
    const { mean, sd } = estimateOf(days.map((day) => day.delay_s / 60));
    return {
      riders: shifts.map((shift) => riderOf(shift, trials[0]!)),
      hours: hoursOf(shifts),
      delay: { mean, sd },
      inTime: normalBelow((Math.log(Math.max(1, delay_s.mean)) - log.mean) / Math.max(1e-9, log.sd)),
      kept: (days.filter((day) => day.kept).length + 0.5) / (days.length + 1),
    };
  });
  const kept = rising(tried.map((each) => each.kept));
  return tried.map(({ riders, hours, delay, inTime }, i) => ({ riders, hours, delay, chance: inTime * kept[i]! }));
}

/** The rising numbers nearest to these: neighbours in the wrong order are pooled (Ayer et al. 1955). */
export function rising(values: number[]): number[] {
  const pools: { mean: number; count: number }[] = [];
  for (const value of values) {
    let pool = { mean: value, count: 1 };
    for (let last = pools.at(-1); last && last.mean > pool.mean; last = pools.at(-1)) {
      const count = last.count + pool.count;
      pool = { mean: (last.mean * last.count + pool.mean * pool.count) / count, count };
      pools.pop();
    }
    pools.push(pool);
  }
  return pools.flatMap(({ mean, count }) => Array.from({ length: count }, () => mean));
}

/** Hours are counted in these. */
const STEP_H = 0.5;

/**
 * One offer per day so that the chance that all days keep their service is greatest within the hours of all: what an hour is worth to
 * the logarithm of the chance is then about the same on each. Exact, by dynamic programming over hours.
 * @throws RangeError where even the fewest hours are too many
 */
export function allot(offers: Offer[][], hours: number): Offer[] {
  const steps = Math.floor(hours / STEP_H + 1e-9);
  let best = new Float64Array(steps + 1);
  const chosen = offers.map((ofDay) => {
    const next = new Float64Array(steps + 1).fill(Number.NEGATIVE_INFINITY);
    const pick = new Int32Array(steps + 1).fill(-1);
    for (const [i, offer] of ofDay.entries()) {
      const need = Math.ceil(offer.hours / STEP_H - 1e-9);
      const worth = Math.log(offer.chance + Number.MIN_VALUE);
      for (let at = need; at <= steps; at++) {
        const value = best[at - need]! + worth;
        if (value <= next[at]!) continue;
        next[at] = value;
        pick[at] = i;
      }
    }
    best = next;
    return pick;
  });
  let left = steps;
  const result: Offer[] = [];
  for (let day = offers.length - 1; day >= 0; day--) {
    const offer = offers[day]![chosen[day]![left]!];
    if (!offer) throw new RangeError('Even the fewest hours are more than there are');
    result.unshift(offer);
    left -= Math.ceil(offer.hours / STEP_H - 1e-9);
  }
  return result;
}
