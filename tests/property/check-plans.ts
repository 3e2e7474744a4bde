import { objectiveValues, type Simulated, Simulator } from '../../src/check/simulate.ts';
import type { PlanRoute, PlanStop, RoutingPlan } from '../../src/contract/plan.ts';
import type { RouteStep, RoutingRequest, Stop, UnassignedReason, Vehicle } from '../../src/contract/request.ts';

export interface Order {
  vehicle: number;
  number: number;
  steps: RouteStep[];
}

/**
 * A plan written down from the checker's own simulation, without the planner.
 * @returns null where the routes are not legal.
 */
export function planOf(
  request: RoutingRequest,
  orders: Order[],
  reasons: Record<string, UnassignedReason> = {},
): RoutingPlan | null {
  const sequences = orders.map(({ vehicle, number, steps }) => ({
    vehicle: request.vehicles[vehicle]!,
    number,
    steps,
  }));
  const found = new Simulator(request).together(sequences);
  if (!found || found.some(({ belowMinimum }) => belowMinimum)) return null;
  const served = new Set(
    orders.flatMap(({ steps }) => steps.flatMap((step) => (step.kind === 'step' ? [step.task] : []))),
  );
  const left = request.tasks.flatMap((_, i) => (served.has(i) ? [] : [i]));
  const routes = found.map((one, i) => routeOf(request, one, orders[i]!.number));
  const unassigned = left.map((i) => {
    const { id, prize, stops } = request.tasks[i]!;
    return {
      task: id,
      reason: reasons[id] ?? 'no_room',
      cause: 'So.',
      cost: prize ?? 0,
      ...where(request, stops[0]!.place),
    };
  });
  const cost = { total: 0, fixed: 0, distance: 0, time: 0, tasks: 0, lateness: 0, unserved: 0 };
  for (const part of Object.keys(cost) as (keyof typeof cost)[]) {
    cost[part] = found.reduce((sum, one) => sum + one.cost[part], 0);
  }
  cost.unserved = unassigned.reduce((sum, one) => sum + one.cost, 0);
  cost.total += cost.unserved;
  const numbered = found.map((one, i) => ({ ...one, number: orders[i]!.number }));
  return {
    ...{ kind: 'routing-plan', version: 1, request: request.id, cost, routes, unassigned },
    objectives: objectiveValues(request, numbered, left),
    summary: summaryOf(request, found, unassigned.length, cost.total - cost.unserved),
    solver: {
      ...{ seed: 1, threads: 1, iterations: 0, elapsed_s: 0, first_solution_s: 0 },
      ...{ stopped: 'iterations', trace: [] },
    },
  };
}

function routeOf(request: RoutingRequest, one: Simulated, number: number): PlanRoute {
  const { vehicle, loads } = one;
  return {
    ...{ vehicle: vehicle.id, number, ...(vehicle.shiftNumber === null ? {} : { shift: vehicle.shiftNumber }) },
    ...{ stops: stopsOf(request, one), tasks: one.tasks, trips: one.trips, cost: one.cost, distance_m: one.metres },
    ...{ driving_s: one.driving_s, setup_s: one.setup_s, service_s: one.service_s, waiting_s: one.waiting_s },
    ...{ break_s: one.break_s, overtime_s: one.overtime_s, lateness_s: one.lateness_s, co2_g: one.co2_g },
    ...{ duty_s: one.duty_s, starts_s: one.starts_s, ends_s: one.ends_s },
    max_load: loads[0]!.map((_, d) => Math.max(0, ...loads.map((load) => load[d]!))),
  };
}

function stopsOf(request: RoutingRequest, one: Simulated): PlanStop[] {
  const { vehicle, steps, loads, pauses } = one;
  const stops: PlanStop[] = [];
  const run = { now_s: one.starts_s, place: vehicle.start as number | null, driven_s: 0, metres: 0 };
  const add = (
    kind: PlanStop['kind'],
    more: Partial<PlanStop>,
    arrival_s: number,
    begin_s: number,
    load: number[],
    setup_s = 0,
    service_s = 0,
  ) => {
    const departure_s = begin_s + setup_s + service_s;
    const times = { arrival_s, waiting_s: begin_s - arrival_s, begin_s, setup_s, service_s, departure_s };
    stops.push({
      kind,
      ...more,
      ...times,
      load: [...load],
      distance_m: run.metres,
      driving_s: run.driven_s,
      ...isoOf(request, arrival_s, departure_s),
    });
    run.now_s = departure_s;
  };
  const legs = new Simulator(request).fleet;
  const cross = (leg: number, to: number | null, arrival_s: number) => {
    if (run.place === null || to === null) return;
    const { metres, work_s } = legs.leg(vehicle, run.place, to, []);
    const from_m = run.metres;
    for (const pause of pauses.filter((taken) => taken.leg === leg)) {
      run.driven_s += pause.arrival_s - run.now_s;
      run.metres = from_m + (work_s === 0 ? 1 : pause.done_s / work_s) * metres;
      add('break', { break: pause.break.id }, pause.arrival_s, pause.begin_s, loads[leg]!, 0, pause.break.duration_s);
    }
    run.driven_s += arrival_s - run.now_s;
    run.metres = from_m + metres;
  };
  if (vehicle.start !== null) add('start', where(request, vehicle.start), one.starts_s, one.starts_s, loads[0]!);
  steps.forEach((step, i) => {
    const { place, kind, more, service_s, setup_s } = about(request, vehicle, step);
    cross(i, place, one.arrivals_s[i]!);
    const stay_s = one.departures_s[i]! - one.begins_s[i]!;
    const isNew = run.place !== place;
    add(
      kind,
      { ...more, ...where(request, place), ...lateness(request, step, one.begins_s[i]!) },
      one.arrivals_s[i]!,
      one.begins_s[i]!,
      loads[i + 1]!,
      isNew ? setup_s : 0,
      service_s,
    );
    if (Math.abs(stay_s - (isNew ? setup_s : 0) - service_s) > 1e-6)
      throw new Error('the simulation stays for another time');
    run.place = place;
  });
  if (vehicle.end !== null) {
    cross(steps.length, vehicle.end, one.ends_s);
    add('end', where(request, vehicle.end), one.ends_s, one.ends_s, loads.at(-1)!);
  }
  return stops;
}

function about(request: RoutingRequest, vehicle: Vehicle, step: RouteStep) {
  if (step.kind === 'reload') {
    const { place, service_s } = vehicle.reloads[step.reload]!;
    return { place, kind: 'reload' as const, more: { reload: step.reload }, service_s, setup_s: 0 };
  }
  const task = request.tasks[step.task]!;
  const stop = (step.part === 1 ? task.deliveryStops : task.stops)[step.option]!;
  const kind = task.kind === 'shipment' ? (step.part === 1 ? ('delivery' as const) : ('pickup' as const)) : task.kind;
  const more = { task: task.id, option: step.option, ...(stop.label === null ? {} : { label: stop.label }) };
  const byType = (list: Stop['setupByType'], otherwise: number) =>
    list.find(({ type }) => type === vehicle.type)?.seconds ?? otherwise;
  const service_s = byType(stop.serviceByType, stop.service_s);
  return { place: stop.place, kind, more, service_s, setup_s: byType(stop.setupByType, stop.setup_s) };
}

function lateness(request: RoutingRequest, step: RouteStep, begin_s: number): Partial<PlanStop> {
  if (step.kind === 'reload') return {};
  const task = request.tasks[step.task]!;
  const { softWindows } = (step.part === 1 ? task.deliveryStops : task.stops)[step.option]!;
  if (softWindows.length === 0) return {};
  return { lateness_s: Math.max(0, begin_s - Math.max(...softWindows.map(({ window }) => window[1]))) };
}

function isoOf({ startsAt_ms }: RoutingRequest, arrival_s: number, departure_s: number): Partial<PlanStop> {
  if (startsAt_ms === null) return {};
  const iso = (time_s: number) => new Date(Math.round(startsAt_ms + time_s * 1000)).toISOString();
  return { arrival: iso(arrival_s), departure: iso(departure_s) };
}

function where({ places }: RoutingRequest, index: number): { place?: string; position?: [number, number] } {
  const { id, position } = places[index]!;
  return { ...(id === null ? {} : { place: id }), ...(position === null ? {} : { position: [...position] }) };
}

function summaryOf(
  request: RoutingRequest,
  found: Simulated[],
  unassigned: number,
  spent: number,
): RoutingPlan['summary'] {
  const total = (field: keyof Simulated & ('tasks' | 'trips' | 'metres' | `${string}_s` | 'co2_g')) =>
    found.reduce((sum, one) => sum + (one[field] as number), 0);
  const per = (value: number, count: number) => (count > 0 ? value / count : 0);
  const served = total('tasks');
  const load_use = (request.tasks[0]?.load ?? []).map((_, d) => {
    const uses = found.flatMap(({ vehicle: { capacity }, loads }) =>
      capacity && capacity[d]! > 0 ? [Math.max(0, ...loads.map((load) => load[d]!)) / capacity[d]!] : [],
    );
    return per(
      uses.reduce((sum, use) => sum + use, 0),
      uses.length,
    );
  });
  return {
    ...{ tasks: request.tasks.length, served, unassigned, vehicles_used: found.length },
    vehicles_available: request.vehicles.reduce((sum, { count }) => sum + count, 0),
    ...{ trips: total('trips'), distance_m: total('metres'), driving_s: total('driving_s'), setup_s: total('setup_s') },
    ...{ service_s: total('service_s'), waiting_s: total('waiting_s'), break_s: total('break_s') },
    ...{ overtime_s: total('overtime_s'), lateness_s: total('lateness_s'), co2_g: total('co2_g') },
    ...{ duty_s: total('duty_s'), load_use, tasks_per_route: per(served, found.length) },
    ...{ tasks_per_duty_hour: per(served, total('duty_s') / 3600), cost_per_task: per(spent, served) },
    m_per_task: per(total('metres'), served),
  };
}
