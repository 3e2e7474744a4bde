import { checkPlan } from '../../src/check/index.ts';
import { parseRequest } from '../../src/contract/parse.ts';
import type { RoutingPlan } from '../../src/contract/plan.ts';
import type { RouteStep, RoutingRequest } from '../../src/contract/request.ts';
import type { RequestInput } from '../../src/contract/schema.ts';
import { explainPlan } from '../../src/explain/index.ts';
import type { Placed, TrialPlan } from '../../src/explain/trial-plan.ts';
import type { RawRoute, RawSolution } from '../../src/model/solution.ts';
import { buildPlan } from '../../src/plan/build.ts';
import { World } from '../../src/plan/world.ts';
import { planOf } from '../property/solve-plan.ts';
import { Dice } from '../support/rich-dice.ts';
import type { Mix } from '../support/rich-mix.ts';
import { randomRaw } from '../support/rich-raw.ts';
import { richRequest } from '../support/rich-world.ts';
import { REPORT } from './plan-world.ts';

export interface Day {
  request: RoutingRequest;
  raw: RawSolution;
  plan: RoutingPlan;
}

/** A random request with a random plan that keeps all its rules; null where the dice made none. */
export function legalDay(seed: number, fixed: Partial<Mix> = {}): Day | null {
  const request = richRequest(seed, { tasks: [2, 14], kinds: [1, 3], count: [1, 3] }, fixed);
  const world = new World(request);
  const raw = randomRaw(
    request,
    new Dice(seed, 1),
    ({ vehicle }, steps) => {
      const numbers = world.stepsOf(steps);
      return world.run({ vehicle, steps: numbers, count: numbers.length }) && !world.simulator.belowMinimum;
    },
    0,
  );
  const plan = buildPlan(request, raw, REPORT);
  return isLegal(request, plan) ? { request, raw, plan } : null;
}

/** The rules it breaks; what it says of why tasks are left out is another matter. */
export function violationsIn(request: RoutingRequest, plan: RoutingPlan): string[] {
  const { violations } = checkPlan(request, plan);
  return violations.filter(({ cause }) => cause !== 'wrong_reason').map(({ cause, detail }) => `${cause}: ${detail}`);
}

export const isLegal = (request: RoutingRequest, plan: RoutingPlan): boolean =>
  violationsIn(request, plan).length === 0;

/** What binds the only task left out of a plan of this day, 10 m a second, per entry of the fleet. */
export function hindrancesOf(day: Pick<RequestInput, 'tasks' | 'vehicles' | 'routes'>) {
  const profiles: RequestInput['profiles'] = [{ kind: 'euclidean', name: 'car', speed_m_per_s: 10 }];
  const parsed = parseRequest({ kind: 'routing', version: 1, profiles, ...day });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  const plan = planOf(parsed.value, { iterations: 50 });
  const { unassigned } = explainPlan(parsed.value, plan, { vehicles: [], unassigned: true, slots: [] });
  if (unassigned!.length !== 1) throw new Error(`${unassigned!.length} tasks are left out`);
  return unassigned![0]!.vehicles;
}

/** The plan with a task at the place found for it. @param trial the one that found it */
export function rebuilt(trial: TrialPlan, task: number, { target, steps }: Placed): RoutingPlan {
  const { request } = trial.world;
  const routes = trial.hosts.map(
    ({ tour }): RawRoute => ({ vehicle: tour.index, number: tour.number, steps: tour.steps }),
  );
  const changed = { vehicle: target.vehicle, number: target.number, steps: stepsOf(trial, steps) };
  if (target.at < 0) routes.push(changed);
  else routes[target.at] = changed;
  const left = request.tasks.flatMap((_, other) => (other !== task && trial.hostFor(other) < 0 ? [other] : []));
  return buildPlan(request, { routes, unassigned: left }, REPORT);
}

function stepsOf({ world }: TrialPlan, steps: number[]): RouteStep[] {
  const { taskOf, firstStop, deliveryFrom } = world.facts;
  return steps.map((step): RouteStep => {
    if (step < 0) return { kind: 'reload', reload: -1 - step };
    const task = taskOf[step]!;
    const isSecond = step >= deliveryFrom[task]!;
    return { kind: 'step', task, part: isSecond ? 1 : 0, option: step - (isSecond ? deliveryFrom : firstStop)[task]! };
  });
}
