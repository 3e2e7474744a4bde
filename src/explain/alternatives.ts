import type { PlanAlternative } from '../contract/plan.ts';
import type { RoutingRequest } from '../contract/request.ts';
import type { Placed, Target, TrialPlan } from './trial-plan.ts';

/** A target with the best place on it, or what keeps the task from it. */
export interface Alternative {
  target: Target;
  placed: Placed | null;
  /** What the plan costs more; null where there is no place. */
  cost: number | null;
  obstacle: string | null;
}

/** Cheapest first, then those that are not feasible; otherwise as they were. */
export function cheapestFirst(a: { cost: number | null }, b: { cost: number | null }): number {
  const [left, right] = [a.cost ?? Number.POSITIVE_INFINITY, b.cost ?? Number.POSITIVE_INFINITY];
  return left === right ? 0 : left - right;
}

/** As plans show it. */
export function shown(
  trial: TrialPlan,
  task: number,
  { target, placed, cost, obstacle }: Alternative,
): PlanAlternative {
  const before = placed && nextTask(trial, placed.steps, task);
  return { ...named(trial.world.request, target), cost, before, obstacle };
}

function named({ vehicles }: RoutingRequest, { vehicle: index, number }: Target) {
  const { id, shiftNumber } = vehicles[index]!;
  return { vehicle: id, number, ...(shiftNumber === null ? {} : { shift: shiftNumber }) };
}

/** The id of the task that is begun or finished next after the first step of `task`; null where none is. */
export function nextTask({ world }: TrialPlan, steps: number[], task: number): string | null {
  const { taskOf } = world.facts;
  const at = steps.findIndex((step) => step >= 0 && taskOf[step] === task);
  const next = steps.slice(at + 1).find((step) => step >= 0 && taskOf[step] !== task);
  return next === undefined ? null : world.request.tasks[taskOf[next]!]!.id;
}
