import type { PlanObjectives } from '../contract/plan.ts';
import type { Objective, RoutingRequest, Task } from '../contract/request.ts';
import { sum, type Tour } from './tour.ts';

/** The value of every objective of the request, level by level; what they mean is in docs/model.md. */
export function objectiveValues(
  request: RoutingRequest,
  tours: Tour[],
  unassigned: Task[],
  cost: number,
): PlanObjectives {
  const amountOf = (objective: Objective): number => {
    switch (objective.name) {
      case 'unserved':
        return unservedOf(request, unassigned);
      case 'vehicles':
        return tours.length;
      case 'cost':
        return cost;
      case 'distance':
        return sum(tours.map(({ totals }) => totals.distance_m));
      case 'duration':
        return sum(tours.map(({ totals }) => totals.duty_s));
      case 'lateness':
        return sum(tours.map(({ totals }) => totals.lateness_s));
      case 'balance':
        return balanceOf(
          objective,
          tours.map(({ totals }) => totals),
        );
      case 'compactness':
        return sum(tours.map(({ compactness_m }) => compactness_m));
      case 'co2':
        return sum(tours.map(({ totals }) => totals.co2_g));
      case 'change':
        return changeOf(request, tours);
    }
  };
  return request.objectives.map((level) =>
    level.map((objective) => ({ name: objective.name, weight: objective.weight, value: amountOf(objective) })),
  );
}

function unservedOf({ tasks }: RoutingRequest, unassigned: Task[]): number {
  const mandatory = unassigned.filter(({ prize }) => prize === null);
  return sum(mandatory.map(({ priority }) => 1 + priority * (tasks.length + 1)));
}

export function balanceOf({ of, measure }: Objective, routes: { duty_s: number; tasks: number }[]): number {
  if (routes.length === 0) return 0;
  const shares = routes.map(({ duty_s, tasks }) => (of === 'hours' ? duty_s : tasks));
  // Not spread into arguments: there may be more routes than a call takes.
  const [most, least] = [shares.reduce((a, b) => Math.max(a, b)), shares.reduce((a, b) => Math.min(a, b))];
  return most - (measure === 'spread' ? least : 0);
}

/** Tasks of the routes given that are not on the same vehicle, by id and number. */
function changeOf(request: RoutingRequest, tours: Tour[]): number {
  const key = (vehicle: number, number: number) => JSON.stringify([request.vehicles[vehicle]!.id, number]);
  const nowOn = new Map<number, string>();
  for (const { index, number, steps } of tours) {
    for (const step of steps) if (step.kind === 'step') nowOn.set(step.task, key(index, number));
  }
  let changes = 0;
  for (const { vehicle, number, steps } of request.routes) {
    const tasks = new Set(steps.flatMap((step) => (step.kind === 'step' ? [step.task] : [])));
    for (const task of tasks) if (nowOn.get(task) !== key(vehicle, number)) changes++;
  }
  return changes;
}
