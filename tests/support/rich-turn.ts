import type { RequestInput, TaskInput, VehicleInput } from '../../src/contract/schema.ts';
import type { Dice } from './rich-dice.ts';

const renamed = (id: string) => `other ${id}`;

/** The same request with tasks, vehicles and relations in another order, and other names for tasks and vehicles. */
export function otherwiseTold(input: RequestInput, dice: Dice): RequestInput {
  const { relations, routes } = input;
  return {
    ...input,
    tasks: dice.shuffled(input.tasks).map(toldTask),
    vehicles: dice.shuffled(input.vehicles).map((vehicle): VehicleInput => ({ ...vehicle, id: renamed(vehicle.id) })),
    ...(relations
      ? { relations: dice.shuffled(relations).map((one) => ({ ...one, tasks: one.tasks.map(renamed) })) }
      : {}),
    ...(routes ? { routes: dice.shuffled(routes).map(toldRoute) } : {}),
  };
}

function toldTask(task: TaskInput): TaskInput {
  const { vehicles, forbidden_vehicles } = task;
  return {
    ...task,
    id: renamed(task.id),
    ...(vehicles ? { vehicles: vehicles.map(renamed) } : {}),
    ...(forbidden_vehicles ? { forbidden_vehicles: forbidden_vehicles.map(renamed) } : {}),
  };
}

type RouteInput = NonNullable<RequestInput['routes']>[number];

function toldRoute(route: RouteInput): RouteInput {
  const { progress, steps } = route;
  return {
    ...route,
    vehicle: renamed(route.vehicle),
    ...(steps ? { steps: steps.map(toldStep) } : {}),
    ...(progress ? { progress: { ...progress, on_board: (progress.on_board ?? []).map(renamed) } } : {}),
  };
}

function toldStep(step: NonNullable<RouteInput['steps']>[number]): typeof step {
  if (typeof step === 'string') return renamed(step);
  return 'task' in step ? { ...step, task: renamed(step.task) } : step;
}
