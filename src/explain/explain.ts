import type { PlanExplanations, RoutingPlan } from '../contract/plan.ts';
import type { Explain, RoutingRequest, Vehicle } from '../contract/request.ts';
import type { RawRoute } from '../model/solution.ts';
import { World } from '../plan/world.ts';
import { shown } from './alternatives.ts';
import { asked, type Questions } from './questions.ts';
import { routesOf } from './raw.ts';
import { Budget } from './scope.ts';
import { mostWindows, slotsFor, trialFor } from './slots.ts';
import { TrialPlan } from './trial-plan.ts';
import { type Hindrance, hindrancesFor } from './unassigned.ts';
import { alternativesFor } from './vehicles.ts';

/** In stops simulated, for each of the three questions; some seconds. Shared evenly between the tasks asked about. */
const CHANGES = 10_000_000;
/** The same for the places of tasks in the plan as it is. */
const PLACES = 20_000_000;

/** Answers that are listed to each of the first two questions: a plan with all of a thousand tasks times hundreds of routes could not be kept. */
const LISTED = 100_000;

/** What one task asked about may take. */
interface Share {
  budget(): Budget;
  places: number;
  listed: number;
}

function shareOf(tasks: number, effort: number): Share {
  const places = (effort * PLACES) / tasks;
  return {
    budget: () => new Budget((effort * CHANGES) / tasks, places, effort < 1),
    places,
    listed: Math.max(1, Math.floor(LISTED / tasks)),
  };
}

/**
 * Answers what is asked about a finished plan: why this vehicle, why not at all, which appointment. Every cost and every
 * change named has been tried by simulation. Pure. See docs/features/explain.md.
 * @param plan of this request; it need not keep all rules, but must name only what is there.
 * @param questions what is asked. Default: what the request asks.
 * @param effort 0..1, of what may be tried: for who has little time. What was not tried is said.
 * @throws InputError where the questions name a task that the request has not.
 * @throws ForeignPlan where the plan names a vehicle, task, option or reload that the request has not; its `path` says where.
 */
export function explainPlan(
  request: RoutingRequest,
  plan: RoutingPlan,
  questions: Questions = request.explain,
  effort = 1,
): PlanExplanations {
  const answering = answers(request, plan, asked(request, questions), effort);
  for (;;) {
    const { done, value } = answering.next();
    if (done) return value;
  }
}

/**
 * The same for a thread that others wait for meanwhile: it takes seconds.
 * @param pause awaited after each task that is asked about; where it rejects, nothing more is answered.
 */
export async function explainInTurns(
  request: RoutingRequest,
  plan: RoutingPlan,
  effort: number,
  pause: () => Promise<void>,
): Promise<PlanExplanations> {
  const answering = answers(request, plan, request.explain, effort);
  for (;;) {
    const { done, value } = answering.next();
    if (done) return value;
    await pause();
  }
}

/** Interrupts itself after each task that is asked about. */
function* answers(
  request: RoutingRequest,
  plan: RoutingPlan,
  { vehicles, unassigned, slots }: Explain,
  effort: number,
): Generator<undefined, PlanExplanations> {
  const routes = routesOf(request, plan);
  const makeTrial = once(() => TrialPlan.of(new World(request), routes));
  return {
    ...(vehicles.length > 0 ? { vehicles: yield* whyThisVehicle(makeTrial(), vehicles, effort) } : {}),
    ...(unassigned ? { unassigned: yield* whyNotAtAll(makeTrial(), request, effort) } : {}),
    ...(slots.length > 0 ? { slots: yield* whichSlot(request, routes, slots, effort) } : {}),
  };
}

type Answers<Kind extends keyof PlanExplanations> = Generator<undefined, NonNullable<PlanExplanations[Kind]>>;

function* each<Question, Answer>(
  questions: Question[],
  answer: (question: Question) => Answer,
): Generator<undefined, Answer[]> {
  const answered: Answer[] = [];
  for (const question of questions) {
    answered.push(answer(question));
    yield;
  }
  return answered;
}

/** Whether there is anything to answer. */
export const asksSomething = ({ vehicles, unassigned, slots }: Explain): boolean =>
  vehicles.length > 0 || unassigned || slots.length > 0;

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function* whyThisVehicle(trial: TrialPlan, tasks: number[], effort: number): Answers<'vehicles'> {
  const { budget, listed } = shareOf(tasks.length, effort);
  return yield* each(tasks, (task) => {
    const own = trial.hostFor(task);
    const alternatives = alternativesFor(trial, task, budget());
    // Where the task is, is told in any case.
    const kept = alternatives.filter(({ target }, i) => i < listed || (own >= 0 && target.at === own));
    return {
      task: trial.world.request.tasks[task]!.id,
      alternatives: kept.map((alternative) => shown(trial, task, alternative)),
      ...more(alternatives.length - kept.length),
    };
  });
}

function* whyNotAtAll(trial: TrialPlan, { tasks, vehicles }: RoutingRequest, effort: number): Answers<'unassigned'> {
  const left = tasks.flatMap((_, task) => (trial.hostFor(task) < 0 ? [task] : []));
  const { budget, listed } = shareOf(left.length, effort);
  return yield* each(left, (task) => {
    const hindrances = hindrancesFor(trial, task, budget());
    const kept = mostHopeful(hindrances, listed);
    return {
      task: tasks[task]!.id,
      vehicles: kept.map(({ vehicle, obstacle, rule, frees }) => ({
        ...kindNamed(vehicles[vehicle]!),
        ...{ obstacle, rule, frees },
      })),
      ...more(hindrances.length - kept.length),
    };
  });
}

/** Vehicles in progress are told from others of their kind by number. */
const kindNamed = ({ id, inProgress, firstNumber, shiftNumber }: Vehicle) => ({
  vehicle: id,
  ...(inProgress ? { number: firstNumber } : {}),
  ...(shiftNumber === null ? {} : { shift: shiftNumber }),
});

/** Those that a change would remove before the others; in the order of the vehicles. */
function mostHopeful(hindrances: Hindrance[], most: number): Hindrance[] {
  if (hindrances.length <= most) return hindrances;
  const isHopeful = ({ frees }: Hindrance) => frees !== null;
  const first = [...hindrances.filter(isHopeful), ...hindrances.filter((one) => !isHopeful(one))];
  const kept = new Set(first.slice(0, most));
  return hindrances.filter((one) => kept.has(one));
}

/** What is not listed is counted, where there is any. */
const more = (count: number): { more?: number } => (count > 0 ? { more: count } : {});

function* whichSlot(
  request: RoutingRequest,
  routes: RawRoute[],
  questions: Explain['slots'],
  effort: number,
): Answers<'slots'> {
  const { budget, places } = shareOf(questions.length, effort);
  const most = mostWindows(places);
  const trial = trialFor(request, routes, questions, most);
  let first = request.tasks.length;
  return yield* each(questions, ({ task, windows }) => {
    const slots = slotsFor(trial, first, windows, budget(), most);
    first += Math.min(most, windows.length);
    return {
      task: task.id,
      slots: slots.map((slot) => ({ window: [...slot.window], ...shown(trial, slot.task, slot) })),
    };
  });
}
