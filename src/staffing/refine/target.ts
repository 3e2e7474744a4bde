import { coverAtLeast } from './cover.ts';
import { refineShifts } from './refine.ts';
import type { PlannedShift, RefineEnv, RefineProblem, Verdict } from './types.ts';

/** A verdict with cost and service apart. */
export interface ServiceVerdict extends Pick<Verdict, 'use' | 'lack'> {
  /** To be made small, e.g. hours; above 0. */
  cost: number;
  /** To be kept at or under the target on average, e.g. minutes of delay; >= 0. */
  service: number;
}

export interface TargetProblem extends Omit<RefineProblem, 'judge'> {
  judge(shifts: PlannedShift[], scenario: number): ServiceVerdict;
  /** Highest mean service over the scenarios, above 0. */
  target: number;
}

export interface TargetOptions {
  /** Changes tried in all. */
  iterations: number;
  /** How often the price of service is set anew. Default 8. */
  stages?: number;
}

export interface Targeted {
  shifts: PlannedShift[];
  /** Means over the scenarios. */
  cost: number;
  service: number;
  /** Whether the target is kept. */
  met: boolean;
  judged: number;
}

/** A tenth of the cost for as much service as is asked: the order of what a rider's hour buys under the square-root rule. */
const FIRST_PRICE = 0.1;
const MOST_CHANGE = 1.8;

/**
 * The cheapest shifts that keep a service target on average over the scenarios, by a price on service that rises while
 * the target is missed and falls while it is kept (Lagrangian relaxation, the multiplier by steps of ratio), the shifts
 * refined under each price from where they were.
 * @returns the cheapest plan found that keeps the target; where none does, the one with the best service
 */
export function refineToTarget(
  problem: TargetProblem,
  first: PlannedShift[],
  options: TargetOptions,
  env: RefineEnv,
): Targeted {
  const stages = options.stages ?? 8;
  let judged = problem.scenarios;
  let shifts = coverAtLeast(problem, first);
  let best = standingOf(problem, shifts);
  let price = (FIRST_PRICE * best.cost) / problem.target;
  for (let stage = 0; stage < stages && !env.stop?.(); stage++) {
    const iterations = share(options.iterations, stages, stage);
    const priced = price;
    const judge: RefineProblem['judge'] = (list, scenario) => {
      const { cost, service, use, lack } = problem.judge(list, scenario);
      return { value: cost + priced * service, use, lack };
    };
    const refined = refineShifts({ ...problem, judge }, shifts, { iterations }, env);
    shifts = refined.shifts;
    judged += refined.judged + problem.scenarios;
    const now = standingOf(problem, shifts);
    if (isBetter(now, best)) best = now;
    const ratio = (now.service / problem.target) ** 1.5;
    price *= Math.min(MOST_CHANGE, Math.max(1 / MOST_CHANGE, ratio));
  }
  return { ...best, judged };
}

type Standing = Omit<Targeted, 'judged'>;

function standingOf(problem: TargetProblem, shifts: PlannedShift[]): Standing {
  let cost = 0;
  let service = 0;
  for (let scenario = 0; scenario < problem.scenarios; scenario++) {
    const verdict = problem.judge(shifts, scenario);
    cost += verdict.cost / problem.scenarios;
    service += verdict.service / problem.scenarios;
  }
  return { shifts, cost, service, met: service <= problem.target };
}

function isBetter(a: Standing, b: Standing): boolean {
  if (a.met !== b.met) return a.met;
  return a.met ? a.cost < b.cost : a.service < b.service;
}

/** The changes of one stage; together they are all. */
function share(iterations: number, stages: number, stage: number): number {
  return Math.floor(((stage + 1) * iterations) / stages) - Math.floor((stage * iterations) / stages);
}
