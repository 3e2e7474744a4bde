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
  /** How often allowances and prices are set anew. Default 8. */
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

/** What service beyond the allowance costs at first, and what service within it costs, in costs per target. */
const PRICE_BEYOND = 0.5;
const PRICE_WITHIN = 0.02;

/**
 * The cheapest shifts that keep a service target on average over the scenarios. Each scenario has its allowance, of the
 * target as much as its share in the service of the plan so far, and a steep price beyond it; between stages allowances
 * are dealt out anew, and the price rises where the target is missed. So what is judged scenario by scenario adds up to
 * the target, and hard scenarios may be worse than easy ones.
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
  let now = standingOf(problem, coverAtLeast(problem, first));
  let best = now;
  let beyond = (PRICE_BEYOND * now.cost) / problem.target;
  const within = (PRICE_WITHIN * now.cost) / problem.target;
  for (let stage = 0; stage < stages && !env.stop?.(); stage++) {
    const allowance = now.services.map((service) =>
      now.service > 0 ? (problem.target * service) / now.service : problem.target,
    );
    const price = beyond;
    const judge: RefineProblem['judge'] = (list, scenario) => {
      const { cost, service, use, lack } = problem.judge(list, scenario);
      return { value: cost + within * service + price * Math.max(0, service - allowance[scenario]!), use, lack };
    };
    const iterations = share(options.iterations, stages, stage);
    const { shifts, judged: asked } = refineShifts({ ...problem, judge }, now.shifts, { iterations }, env);
    judged += asked + problem.scenarios;
    now = standingOf(problem, shifts);
    if (isBetter(now, best)) best = now;
    if (!now.met) beyond *= 2;
  }
  const { shifts, cost, service, met } = best;
  return { shifts, cost, service, met, judged };
}

/** `services`: by scenario. */
type Standing = Omit<Targeted, 'judged'> & { services: Float64Array };

function standingOf(problem: TargetProblem, shifts: PlannedShift[]): Standing {
  let cost = 0;
  const services = new Float64Array(problem.scenarios);
  for (let scenario = 0; scenario < problem.scenarios; scenario++) {
    const verdict = problem.judge(shifts, scenario);
    cost += verdict.cost / problem.scenarios;
    services[scenario] = verdict.service;
  }
  const service = services.reduce((sum, value) => sum + value, 0) / problem.scenarios;
  return { shifts, cost, service, services, met: service <= problem.target };
}

function isBetter(a: Standing, b: Standing): boolean {
  if (a.met !== b.met) return a.met;
  return a.met ? a.cost < b.cost : a.service < b.service;
}

/** The changes of one stage; together they are all. */
function share(iterations: number, stages: number, stage: number): number {
  return Math.floor(((stage + 1) * iterations) / stages) - Math.floor((stage * iterations) / stages);
}
