import type { PlanRoute } from '../contract/plan.ts';
import type { RouteStep, RoutingRequest, Task, Vehicle } from '../contract/request.ts';
import type { Board } from './board.ts';
import { checkBreaks } from './breaks.ts';
import { isLastPart, partsOf } from './calls.ts';
import { chargeFor, compareCosts, countedDuty, type Measured, overtimeOf } from './cost.ts';
import type { Fleet } from './fleet.ts';
import { checkLimits, checkTotals } from './limits.ts';
import { checkLoads } from './loads.ts';
import { bindTrips, rideTimes } from './simulate.ts';
import { checkTimes } from './times.ts';
import type { Way } from './timing.ts';
import { checkTravel } from './travel.ts';
import { type Findings, timeSlack } from './verdict.ts';
import { type CalledVisit, isCalled, visitsOf } from './visits.ts';

/** What a route turned out to be. */
export interface Walked {
  vehicle: Vehicle;
  number: number;
  path: string;
  visits: CalledVisit[];
  steps: RouteStep[];
  tasks: Task[];
  cost: PlanRoute['cost'];
  measured: Measured;
  maxLoad: number[];
}

/** What is known of the request for all routes. */
export interface Known {
  request: RoutingRequest;
  indexOf: (id: string) => number | undefined;
  fleet: Fleet;
  board: Board;
}

/** Checks one route against the request, with the times it states. */
export function checkRoute(known: Known, vehicle: Vehicle, route: PlanRoute, path: string, findings: Findings): Walked {
  const { request, indexOf, fleet } = known;
  const visits = visitsOf(request, indexOf, vehicle, route, path, findings);
  const called = visits.filter(isCalled);
  const calls = called.map(({ call }) => call);
  const tasks = [...new Set(calls.flatMap(({ task }) => task ?? []))];
  if (tasks.length === 0) findings.add('empty_route', path, `the route of '${vehicle.id}' serves no task`);
  checkParts(called, findings);
  const maxLoad = checkLoads(request, known, vehicle, visits, route, path, findings);
  const travelled = checkTravel(fleet, vehicle, visits, findings);
  const { starts_s, ends_s, ...clock } = checkTimes(request, vehicle, visits, findings);
  const way = wayOf(vehicle, called);
  checkTrips(vehicle, way, called, { starts_s, ends_s }, path, findings);
  const shift_s = vehicle.shift?.[0] ?? Number.NEGATIVE_INFINITY;
  checkBreaks({ ...way, earliest_s: Math.max(way.earliest_s, shift_s) }, vehicle, visits, path, findings);
  const measured: Measured = {
    ...{
      ...travelled,
      ...clock,
      overtime_s: overtimeOf(vehicle, countedDuty(vehicle, { starts_s, ends_s })),
      tasks: tasks.length,
    },
    trips: 1 + calls.filter(({ task }) => task === null).length,
    co2_g: (vehicle.co2_g_per_km * travelled.metres) / 1000,
    options: pricesOf(fleet, vehicle, called),
  };
  checkTotals(route, path, measured, { starts_s, ends_s }, findings);
  checkLimits(vehicle, calls, route, path, measured, findings);
  const cost = chargeFor(vehicle, measured);
  compareCosts(findings, `${path}.cost`, route.cost, cost);
  const steps = called.map(({ step }) => step);
  return { vehicle, number: route.number, path, visits: called, steps, tasks, cost, measured, maxLoad };
}

/** A shipment has its pickup, then its delivery; other tasks have one step. Steps too many: `task_twice`. */
function checkParts(visits: CalledVisit[], findings: Findings): void {
  const seen = new Map<Task, { parts: number[]; path: string }>();
  for (const { call, path } of visits) {
    if (call.task?.kind !== 'shipment') continue;
    const found = seen.get(call.task) ?? { parts: [], path };
    seen.set(call.task, found);
    found.parts.push(call.part);
  }
  for (const [task, { parts, path }] of seen) {
    const missing = partsOf(task).filter((part) => !parts.includes(part));
    for (const part of missing) {
      const which = part === 0 ? 'pickup' : 'delivery';
      findings.add('shipment_split', path, `the ${which} of '${task.id}' is not on this route`);
    }
    if (parts.includes(0) && parts.includes(1) && parts.indexOf(1) < parts.indexOf(0)) {
      findings.add('shipment_order', path, `'${task.id}' is delivered before it is picked up`);
    }
  }
}

function pricesOf(fleet: Fleet, vehicle: Vehicle, visits: CalledVisit[]): number {
  return visits.reduce((sum, { call }) => {
    const price = isLastPart(call) ? fleet.allowed.rowFor(vehicle, call.task!, call.place)?.price : 0;
    return sum + (call.option?.cost ?? 0) + (price ?? 0);
  }, 0);
}

type Bounds = Pick<Way, 'hasStart' | 'earliest_s' | 'latest_s' | 'visits'>;

/** What release and due ask of a route, apart from its shift. */
function wayOf(vehicle: Vehicle, visits: CalledVisit[]): Bounds {
  const way: Bounds = {
    hasStart: vehicle.start !== null,
    earliest_s: Number.NEGATIVE_INFINITY,
    latest_s: Number.POSITIVE_INFINITY,
    visits: visits.map(({ call: { windows, softWindows } }) => ({
      ...{ windows, softWindows, stay_s: 0, after: [], isKept: false },
      ...{ from_s: Number.NEGATIVE_INFINITY, until_s: Number.POSITIVE_INFINITY },
    })),
  };
  bindTrips(
    way,
    visits.map(({ call }) => call),
  );
  return way;
}

/** Rules R3 and R4. */
function checkTrips(
  vehicle: Vehicle,
  way: Bounds,
  visits: CalledVisit[],
  { starts_s, ends_s }: { starts_s: number; ends_s: number },
  path: string,
  findings: Findings,
): void {
  const slack_s = timeSlack(ends_s);
  const leaves = visits[0]?.path ?? path;
  const early = (at: string, from_s: number, leaves_s: number) => {
    if (from_s - leaves_s <= slack_s) return;
    findings.add('release_broken', at, `leaves at ${leaves_s} with goods that come at ${from_s}`, from_s - leaves_s);
  };
  const late = (at: string, until_s: number, back_s: number) => {
    if (back_s - until_s <= slack_s) return;
    findings.add('due_missed', at, `unloads at ${back_s} what is due at ${until_s}`, back_s - until_s);
  };
  early(leaves, way.earliest_s, starts_s);
  late(`${path}.ends_s`, way.latest_s, ends_s);
  visits.forEach(({ stated, path: at }, i) => {
    early(`${at}.begin_s`, way.visits[i]!.from_s, stated.begin_s);
    late(`${at}.begin_s`, way.visits[i]!.until_s, stated.begin_s);
  });
  const begins_s = visits.map(({ stated }) => stated.begin_s);
  const departures_s = visits.map(({ stated }) => stated.departure_s);
  const calls = visits.map(({ call }) => call);
  for (const { call, ride_s, most_s } of rideTimes(vehicle, calls, { starts_s, ends_s, begins_s, departures_s })) {
    if (ride_s - most_s <= slack_s) continue;
    const detail = `'${calls[call]!.task!.id}' rides for ${ride_s} s, at most ${most_s} s`;
    findings.add('max_ride', visits[call]!.path, detail, ride_s - most_s);
  }
}
