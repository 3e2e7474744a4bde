import type { RouteStep, RoutingRequest, Vehicle } from '../contract/request.ts';
import type { RawRoute, RawSolution } from '../model/solution.ts';
import { factsOf, stepsOf } from '../route/facts.ts';
import { Simulator } from '../route/simulator.ts';
import { atSpeedFactor, travelOf } from '../travel/travel.ts';

/**
 * Takes out the routes that stay below a minimum of their vehicle (rule L5), which the search leaves in only where it counts
 * them as not driven, and what cannot be served without them.
 */
export function withoutShortRoutes(request: RoutingRequest, solution: RawSolution): RawSolution {
  if (request.vehicles.every(({ minLoad, minDuty_s }) => minLoad === null && minDuty_s === 0)) return solution;
  const isShort = shortnessOf(request);
  const routes = solution.routes.filter((route) => !isShort(route));
  if (routes.length === solution.routes.length) return solution;
  return withoutUnserved(request, routes);
}

function shortnessOf(request: RoutingRequest): (route: RawRoute) => boolean {
  const facts = factsOf(request);
  const simulator = new Simulator(facts);
  const travels = request.profiles.map((profile) => travelOf(profile, request.places));
  return ({ vehicle: index, steps }) => {
    const vehicle = request.vehicles[index]!;
    const { minLoad, minDuty_s, profile, speedFactor, start, end } = vehicle;
    if (minLoad === null && minDuty_s === 0) return false;
    const travel = travels[profile]!;
    const places = [start, ...steps.map((step) => placeOf(request, vehicle, step)), end];
    simulator.reserve(steps.length + 1);
    for (let i = 0; i <= steps.length; i++) {
      const [from, to] = [places[i]!, places[i + 1]!];
      const isOpen = from === null || to === null;
      const duration_s = isOpen ? 0 : travel.duration_s(from, to);
      simulator.legs_s[i] = atSpeedFactor(duration_s, speedFactor, request.profiles[profile]!);
      simulator.legs_m[i] = isOpen ? 0 : travel.distance_m(from, to);
    }
    return simulator.run(index, stepsOf(facts, steps), steps.length) && simulator.belowMinimum;
  };
}

function placeOf({ tasks }: RoutingRequest, vehicle: Vehicle, step: RouteStep): number {
  if (step.kind === 'reload') return vehicle.reloads[step.reload]!.place;
  const task = tasks[step.task]!;
  return (step.part === 1 ? task.deliveryStops : task.stops)[step.option]!.place;
}

/** The routes without the tasks that wait for one nobody serves. */
function withoutUnserved({ tasks, relations }: RoutingRequest, routes: RawRoute[]): RawSolution {
  const served = new Set(
    routes.flatMap(({ steps }) => steps.flatMap((step) => (step.kind === 'step' ? [step.task] : []))),
  );
  const sequences = relations.filter(({ kind }) => kind === 'sequence');
  for (let changed = true; changed; ) {
    changed = false;
    for (const { tasks: chain } of sequences) {
      chain.forEach((task, i) => {
        if (i > 0 && !served.has(chain[i - 1]!) && served.delete(task)) changed = true;
      });
    }
  }
  const kept = routes
    .map((route) => ({
      ...route,
      steps: route.steps.filter((step) => step.kind === 'reload' || served.has(step.task)),
    }))
    .filter(({ steps }) => steps.some(({ kind }) => kind === 'step'));
  return { routes: kept, unassigned: tasks.flatMap((_, t) => (served.has(t) ? [] : [t])) };
}
