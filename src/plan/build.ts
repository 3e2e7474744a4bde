import type { PlanRoute, PlanUnassigned, RoutingPlan, SolverReport } from '../contract/plan.ts';
import type { RoutingRequest } from '../contract/request.ts';
import type { RawSolution } from '../model/solution.ts';
import { totalCost } from './cost.ts';
import { objectiveValues } from './objectives.ts';
import { reasonsFor } from './reasons.ts';
import { planStops, whereIs } from './stops.ts';
import { summarise } from './summary.ts';
import { sum, type Tour, toursOf } from './tour.ts';
import { World } from './world.ts';

/**
 * Turns what the solver decided into the plan users receive: times, loads, distances, costs, figures, and a reason for
 * every task left out. Pure. The rules are in docs/model.md. Never judges: a raw solution that breaks a limit becomes a
 * plan that breaks it, for the checker to find.
 * @param raw indices must exist in `request`; routes keep their order.
 */
export function buildPlan(request: RoutingRequest, raw: RawSolution, report: SolverReport): RoutingPlan {
  const world = new World(request);
  const tours = toursOf(world, raw.routes);
  const routes = tours.map((tour) => planRoute(request, tour));
  const reasons = reasonsFor(world, tours, raw.unassigned);
  const unassigned = raw.unassigned.map((index, i): PlanUnassigned => {
    const task = request.tasks[index]!;
    return { task: task.id, ...reasons[i]!, cost: task.prize ?? 0, ...whereIs(request, task.stops[0]!.place) };
  });
  const cost = totalCost(
    routes.map((route) => route.cost),
    sum(unassigned.map((left) => left.cost)),
  );
  const left = raw.unassigned.map((index) => request.tasks[index]!);
  return {
    kind: 'routing-plan',
    version: 1,
    request: request.id,
    cost,
    objectives: objectiveValues(request, tours, left, cost.total),
    summary: summarise(request, tours, unassigned.length, cost),
    routes,
    unassigned,
    solver: report,
  };
}

function planRoute(request: RoutingRequest, tour: Tour): PlanRoute {
  const { vehicle, number, totals, cost, detail } = tour;
  return {
    vehicle: vehicle.id,
    number,
    ...(vehicle.shiftNumber === null ? {} : { shift: vehicle.shiftNumber }),
    stops: planStops(request, tour),
    ...totals,
    cost,
    max_load: largestLoad(detail.loads),
  };
}

/** The largest load on board, per dimension. */
function largestLoad(loads: Float64Array[]): number[] {
  return Array.from(loads[0] ?? [], (_, d) => loads.reduce((most, load) => Math.max(most, load[d]!), 0));
}
