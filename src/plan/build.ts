import type { PlanRoute, PlanStop, PlanUnassigned, RoutingPlan, SolverReport } from '../contract/plan.ts';
import type { RoutingRequest, Stop } from '../contract/request.ts';
import type { RawSolution } from '../model/solution.ts';
import { totalCost } from './cost.ts';
import { largestLoad } from './loads.ts';
import { reasonsFor } from './reasons.ts';
import { roadsOf } from './roads.ts';
import { summarise } from './summary.ts';
import { stopOf, sum, type Tour, tourOf } from './tour.ts';

/**
 * Turns what the solver decided into the plan users receive: times, loads, distances, costs, figures, and a reason for
 * every task left out. Pure. The rules are in docs/plan.md. Never judges: a raw solution that breaks a limit becomes a plan
 * that breaks it, for the checker to find.
 * @param raw indices must exist in `request`; routes keep their order.
 */
export function buildPlan(request: RoutingRequest, raw: RawSolution, report: SolverReport): RoutingPlan {
  const roads = roadsOf(request);
  const tours = raw.routes.map((route) => {
    const vehicle = request.vehicles[route.vehicle]!;
    const tasks = route.tasks.map((task) => request.tasks[task]!);
    return { ...tourOf(vehicle, tasks, roads(vehicle)), number: route.number };
  });
  const routes = tours.map((tour) => planRoute(request, tour, tour.number));
  const reasons = reasonsFor(request, roads, tours, raw.unassigned);
  const unassigned = raw.unassigned.map((index, i): PlanUnassigned => {
    const task = request.tasks[index]!;
    return { task: task.id, ...reasons[i]!, cost: task.prize ?? 0, ...whereIs(request, stopOf(task).place) };
  });
  const cost = totalCost(
    routes.map((route) => route.cost),
    sum(unassigned.map((left) => left.cost)),
  );
  return {
    kind: 'routing-plan',
    version: 1,
    request: request.id,
    cost,
    summary: summarise(request, routes, unassigned, cost),
    routes,
    unassigned,
    solver: report,
  };
}

function planRoute(request: RoutingRequest, tour: Tour, number: number): PlanRoute {
  return {
    vehicle: tour.vehicle.id,
    number,
    stops: planStops(request, tour),
    tasks: tour.charged.tasks,
    cost: tour.cost,
    distance_m: tour.charged.distance_m,
    driving_s: tour.charged.driving_s,
    service_s: tour.charged.service_s,
    waiting_s: tour.charged.waiting_s,
    duty_s: tour.charged.duty_s,
    starts_s: tour.schedule.starts_s,
    ends_s: tour.schedule.ends_s,
    max_load: largestLoad(tour.loads),
  };
}

/** The start, where the vehicle has one, every task, and the end, where it has one. */
function planStops(request: RoutingRequest, tour: Tour): PlanStop[] {
  const { vehicle, schedule, loads, legs_m, legs_s, charged } = tour;
  const { starts_s, ends_s } = schedule;
  const stops: PlanStop[] = [];
  let [distance_m, driving_s] = [0, 0];
  const at = (place: number, arrival_s: number, begin_s: number, service_s: number) => ({
    ...whereIs(request, place),
    ...timesOf(request, arrival_s, begin_s, service_s),
  });
  if (vehicle.start !== null) {
    const times = at(vehicle.start, starts_s, starts_s, 0);
    stops.push({ kind: 'start', ...times, load: Array.from(loads[0]!), distance_m, driving_s });
  }
  tour.tasks.forEach((task, i) => {
    const stop = tour.stops[i]!;
    distance_m += legs_m[i]!;
    driving_s += legs_s[i]!;
    const times = at(stop.place, schedule.arrivals_s[i]!, schedule.begins_s[i]!, stop.service_s);
    const load = Array.from(loads[i + 1]!);
    stops.push({ kind: task.kind, task: task.id, ...labelOf(stop), ...times, load, distance_m, driving_s });
  });
  if (vehicle.end !== null) {
    const times = at(vehicle.end, ends_s, ends_s, 0);
    const load = Array.from(loads.at(-1)!);
    stops.push({ kind: 'end', ...times, load, distance_m: charged.distance_m, driving_s: charged.driving_s });
  }
  return stops;
}

/** Option 0 is the only one in this version of the contract. */
const labelOf = ({ label }: Stop) => ({ option: 0, ...(label === null ? {} : { label }) });

function whereIs(request: RoutingRequest, index: number): Pick<PlanStop, 'place' | 'position'> {
  const { id, position } = request.places[index]!;
  return { ...(id === null ? {} : { place: id }), ...(position === null ? {} : { position: [...position] }) };
}

function timesOf(request: RoutingRequest, arrival_s: number, begin_s: number, service_s: number) {
  const departure_s = begin_s + service_s;
  const times = { arrival_s, waiting_s: begin_s - arrival_s, begin_s, service_s, departure_s };
  if (request.startsAt_ms === null) return times;
  const startsAt_ms = request.startsAt_ms;
  const iso = (time_s: number) => new Date(Math.round(startsAt_ms + time_s * 1000)).toISOString();
  return { ...times, arrival: iso(arrival_s), departure: iso(departure_s) };
}
