import type { PlanExplanations, RoutingPlan } from '../contract/plan.ts';
import type { Explain, RoutingRequest } from '../contract/request.ts';
import type { RawRoute } from '../model/solution.ts';
import { World } from '../plan/world.ts';
import { shown } from './alternatives.ts';
import { Bench } from './bench.ts';
import { routesOf } from './raw.ts';
import { Budget } from './scope.ts';
import { slotsFor } from './slots.ts';
import { hindrancesFor } from './unassigned.ts';
import { alternativesFor } from './vehicles.ts';

/** In stops simulated, for each of the three questions; some seconds. Shared evenly between the tasks asked about. */
const CHANGES = 10_000_000;
/** The same for the places of tasks in the plan as it is. */
const PLACES = 20_000_000;

const share = (tasks: number) => new Budget(CHANGES / tasks, PLACES / tasks);

/**
 * Answers what is asked about a finished plan: why this vehicle, why not at all, which appointment. Every cost and every
 * change named has been tried by simulation. Pure. See docs/features/explain.md.
 * @param plan of this request; it need not keep all rules, but must name only what is there.
 * @param explain what is asked. Default: what the request asks.
 * @throws RangeError where the plan names a vehicle, task, option or reload that the request has not; its `path` says where.
 */
export function explainPlan(
  request: RoutingRequest,
  plan: RoutingPlan,
  explain: Explain = request.explain,
): PlanExplanations {
  const routes = routesOf(request, plan);
  const makeBench = once(() => Bench.of(new World(request), routes));
  return {
    ...(explain.vehicles.length > 0 ? { vehicles: whyThisVehicle(makeBench(), explain.vehicles) } : {}),
    ...(explain.unassigned ? { unassigned: whyNotAtAll(makeBench(), request) } : {}),
    ...(explain.slots.length > 0 ? { slots: whichSlot(request, routes, explain.slots) } : {}),
  };
}

/** Whether there is anything to answer. */
export const asksSomething = ({ vehicles, unassigned, slots }: Explain): boolean =>
  vehicles.length > 0 || unassigned || slots.length > 0;

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function whyThisVehicle(bench: Bench, tasks: number[]): NonNullable<PlanExplanations['vehicles']> {
  return tasks.map((task) => {
    const alternatives = alternativesFor(bench, task, share(tasks.length));
    return {
      task: bench.world.request.tasks[task]!.id,
      alternatives: alternatives.map((alternative) => shown(bench, task, alternative)),
    };
  });
}

function whyNotAtAll(bench: Bench, { tasks, vehicles }: RoutingRequest): NonNullable<PlanExplanations['unassigned']> {
  const left = tasks.flatMap((_, task) => (bench.hostFor(task) < 0 ? [task] : []));
  return left.map((task) => ({
    task: tasks[task]!.id,
    vehicles: hindrancesFor(bench, task, share(left.length)).map(({ vehicle, ...one }) => ({
      vehicle: vehicles[vehicle]!.id,
      ...{ obstacle: one.obstacle, rule: one.rule, frees: one.frees },
    })),
  }));
}

function whichSlot(
  request: RoutingRequest,
  routes: RawRoute[],
  questions: Explain['slots'],
): NonNullable<PlanExplanations['slots']> {
  return questions.map((question) => {
    const { bench, slots } = slotsFor(request, routes, question, share(questions.length));
    return {
      task: question.task.id,
      slots: slots.map((slot) => ({ window: [...slot.window], ...shown(bench, slot.task, slot) })),
    };
  });
}
