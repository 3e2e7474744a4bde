import type { RoutingRequest, Task, Window } from '../contract/request.ts';
import type { RawRoute } from '../model/solution.ts';
import { World } from '../plan/world.ts';
import { type Alternative, cheapestFirst } from './alternatives.ts';
import { Bench, type Target } from './bench.ts';
import type { Budget } from './scope.ts';
import { alternativeOn, isPinned, refused } from './vehicles.ts';

export interface OfferedSlot extends Alternative {
  window: Window;
  /** Index of the task with this window in the request of the bench. */
  task: number;
}

interface Question {
  task: Task;
  windows: Window[];
}

/** The finished plan beside a task for every window of every question, in this order after those of the request: made once for all. */
export function benchFor(request: RoutingRequest, routes: RawRoute[], questions: Question[]): Bench {
  const variants = questions.flatMap(({ task, windows }) => windows.map((window) => within(task, window)));
  return Bench.of(new World({ ...request, tasks: [...request.tasks, ...variants] }), routes);
}

/**
 * Appointments: for every window the cheapest place for the task in the finished plan. Best first.
 * @param first index of the task with the first window.
 */
export function slotsFor(bench: Bench, first: number, windows: Window[], budget: Budget): OfferedSlot[] {
  const slots = windows.map(
    (window, w): OfferedSlot => ({ window, task: first + w, ...cheapest(bench, first + w, budget) }),
  );
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
function cheapest(bench: Bench, task: number, budget: Budget): Alternative {
  let best: Alternative | null = null;
  const targets = bench.targets();
  for (const target of targets) {
    const placed = budget.place(bench, task, target);
    if (placed === null || (best?.placed && placed.total >= best.placed.total)) continue;
    best = { target, placed, cost: placed.total - bench.total, obstacle: null };
  }
  if (best !== null) return best;
  if (targets.length === 0) return allPinned(bench);
  return alternativeOn(bench, task, likeliest(bench, task, targets), bench.total, budget);
}

/** No vehicle is to be had: each stays pinned to a route with nothing on it. */
function allPinned({ world }: Bench): Alternative {
  const { id, firstNumber } = world.request.vehicles[0]!;
  return refused({ at: -1, vehicle: 0, number: firstNumber }, isPinned(id));
}

/** A vehicle that may serve it at all, if there is one; rather one that has no route yet, which is kept by least. */
function likeliest({ world }: Bench, task: number, targets: Target[]): Target {
  const { facts } = world;
  const mayServe = ({ vehicle }: Target) =>
    facts.mayServe[facts.accessOf[vehicle]! * facts.stops + facts.firstStop[task]!] === 1;
  const allowed = targets.filter(mayServe);
  return allowed.findLast(({ at }) => at < 0) ?? allowed[0] ?? targets[0]!;
}
