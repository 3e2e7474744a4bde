import type { RoutingRequest, Task, Window } from '../contract/request.ts';
import type { RawRoute } from '../model/solution.ts';
import { World } from '../plan/world.ts';
import { type Alternative, cheapestFirst } from './alternatives.ts';
import { type Budget, UNTRIED } from './scope.ts';
import { type Target, TrialPlan } from './trial-plan.ts';
import { alternativeOn, isPinned, refused } from './vehicles.ts';

export interface OfferedSlot extends Alternative {
  window: Window;
  /** Index of the task with this window in the request of the trial plan. */
  task: number;
}

interface Question {
  task: Task;
  windows: Window[];
}

/** To have a window in the world of a plan, in stops simulated. */
const SET_UP_WINDOW = 20;

/** Windows of a question that are set up: half of what it may take at the most goes into that. */
export const mostWindows = (places: number): number => Math.max(1, Math.floor(places / (2 * SET_UP_WINDOW)));

/**
 * The finished plan beside a task for every window of every question, in this order after those of the request: made once for all.
 * @param most windows of each question.
 */
export function trialFor(
  request: RoutingRequest,
  routes: RawRoute[],
  questions: Question[],
  most = Number.POSITIVE_INFINITY,
): TrialPlan {
  const variants = questions.flatMap(({ task, windows }) =>
    windows.slice(0, most).map((window) => within(task, window)),
  );
  return TrialPlan.of(new World({ ...request, tasks: [...request.tasks, ...variants] }), routes);
}

/**
 * Appointments: for every window the cheapest place for the task in the finished plan. Best first.
 * @param first index of the task with the first window.
 * @param most windows that have a task of their own.
 */
export function slotsFor(
  trial: TrialPlan,
  first: number,
  windows: Window[],
  budget: Budget,
  most = Number.POSITIVE_INFINITY,
): OfferedSlot[] {
  const targets = trial.targets();
  const likely = likeliest(trial, first, targets);
  budget.prepare(SET_UP_WINDOW * Math.min(most, windows.length));
  const slots = windows.map((window, w): OfferedSlot => {
    if (targets.length === 0) return { window, task: first, ...allPinned(trial) };
    if (w >= most) return { window, task: first, ...refused(likely, UNTRIED) };
    return { window, task: first + w, ...cheapest(trial, first + w, targets, likely, budget) };
  });
  return slots.sort(cheapestFirst);
}

/** The task with this window alone; a shipment: of its delivery. */
function within(task: Task, window: Window): Task {
  const offer = (stops: Task['stops']) => stops.map((stop) => ({ ...stop, windows: [window] }));
  return task.kind === 'shipment'
    ? { ...task, deliveryStops: offer(task.deliveryStops) }
    : { ...task, stops: offer(task.stops) };
}

/** Where no vehicle has a place for it, what is in the way of the one that would be the first choice without its window. */
function cheapest(trial: TrialPlan, task: number, targets: Target[], likely: Target, budget: Budget): Alternative {
  let best: Alternative | null = null;
  for (const target of targets) {
    if (budget.isOutOfPlaces) break;
    const placed = budget.place(trial, task, target);
    if (placed === null || (best?.placed && placed.total >= best.placed.total)) continue;
    best = { target, placed, cost: placed.total - trial.total, obstacle: null };
  }
  return best ?? alternativeOn(trial, task, likely, trial.total, budget);
}

/** No vehicle is to be had: each stays pinned to a route with nothing on it. */
function allPinned({ world }: TrialPlan): Alternative {
  const { id, firstNumber } = world.request.vehicles[0]!;
  return refused({ at: -1, vehicle: 0, number: firstNumber }, isPinned(id));
}

/** A vehicle that may serve it at all, if there is one; rather one that has no route yet, which is kept by least. */
function likeliest({ world }: TrialPlan, task: number, targets: Target[]): Target {
  const { facts } = world;
  const mayServe = ({ vehicle }: Target) =>
    facts.mayServe[facts.accessOf[vehicle]! * facts.stops + facts.firstStop[task]!] === 1;
  const allowed = targets.filter(mayServe);
  return allowed.findLast(({ at }) => at < 0) ?? allowed[0] ?? targets[0]!;
}
