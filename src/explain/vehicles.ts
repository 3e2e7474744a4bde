import type { Tour } from '../plan/tour.ts';
import { type Alternative, cheapestFirst } from './alternatives.ts';
import { Diagnoser } from './diagnosis.ts';
import { type Budget, UNTRIED } from './scope.ts';
import type { Target, TrialPlan } from './trial-plan.ts';

/**
 * Why this vehicle: what the plan would cost with a task of it on every other route and on one unused vehicle of every kind.
 * Its own route is among them, with 0 or, where the task is better off at another place of it, less. A task on no route has all of
 * them as alternatives; what its prize saves is taken off.
 */
export function alternativesFor(trial: TrialPlan, task: number, budget: Budget): Alternative[] {
  const host = trial.hostFor(task);
  if (host < 0) {
    const before = trial.total + (trial.world.request.tasks[task]!.prize ?? 0);
    const all = trial.targets().map((target) => alternativeOn(trial, task, target, before, budget));
    return all.sort(cheapestFirst);
  }
  const { tour } = trial.hosts[host]!;
  const fixed = whatFixes(trial, task);
  const own = { at: host, vehicle: tour.index, number: tour.number };
  const asIs: Alternative = {
    target: own,
    placed: { target: own, steps: Array.from(tour.numbers), total: trial.total },
    cost: 0,
    obstacle: null,
  };
  const elsewhere = trial.targets().filter(({ at }) => at !== host);
  if (fixed !== null) return [asIs, ...elsewhere.map((target) => refused(target, fixed))];
  budget.prepare(workWithout(trial, tour));
  if (budget.isOutOfPlaces) return [asIs, ...elsewhere.map((target) => refused(target, UNTRIED))];
  const { trial: rest, target: left, keepsRules } = trial.without(task);
  const better = budget.place(rest, task, left);
  const saved = better === null ? 0 : better.total - trial.total;
  // Errors of rounding are no better place.
  const kept = better !== null && saved < -1e-6 ? { ...asIs, placed: better, cost: saved } : asIs;
  const others = elsewhere.map((target) => {
    if (!keepsRules)
      return refused(target, `without it '${trial.world.request.vehicles[own.vehicle]!.id}' breaks a rule`);
    return alternativeOn(rest, task, shifted(target, host, left), trial.total, budget);
  });
  return [kept, ...others].sort(cheapestFirst);
}

/** Of a plan without a task of this route, in stops simulated: what changes is worked out in all detail, the rest is noted anew. */
function workWithout({ world, hosts }: TrialPlan, { numbers }: Tour): number {
  const changed = world.facts.links.length === 0 ? numbers.length : world.facts.tasks;
  return 5 * changed + 2 * hosts.length;
}

/** A route after the one that is gone has moved up. */
function shifted(target: Target, host: number, left: Target): Target {
  return left.at < 0 && target.at > host ? { ...target, at: target.at - 1 } : target;
}

/** The best place on a target, or what is in the way. @param before cost of all routes that it is held against. */
export function alternativeOn(
  trial: TrialPlan,
  task: number,
  target: Target,
  before: number,
  budget: Budget,
): Alternative {
  const placed = budget.place(trial, task, target);
  if (placed !== null) return { target, placed, cost: placed.total - before, obstacle: null };
  if (budget.isOutOfPlaces) return refused(target, UNTRIED);
  const { obstacle } = new Diagnoser(trial, task, target, budget).diagnose();
  return refused(target, `${obstacle}${budget.unfinished()}`);
}

export function refused(target: Target, obstacle: string): Alternative {
  return { target, placed: null, cost: null, obstacle };
}

export const isPinned = (id: string): string => `the route of '${id}' is pinned`;

/** What keeps the task where it is, if anything. */
function whatFixes(trial: TrialPlan, task: number): string | null {
  const { tour } = trial.hosts[trial.hostFor(task)]!;
  const { id } = tour.vehicle;
  const given = trial.givenFor({ vehicle: tour.index, number: tour.number });
  if (given?.pinned) return isPinned(id);
  const locked = tour.steps.slice(0, given?.locked ?? 0);
  return locked.some((step) => step.kind === 'step' && step.task === task)
    ? `it is locked on the route of '${id}'`
    : null;
}
