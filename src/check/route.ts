import type { PlanRoute } from '../contract/plan.ts';
import type { RoutingRequest, Task, Vehicle } from '../contract/request.ts';
import { chargeFor, compareCosts, type Measured } from './cost.ts';
import { type Legs, legsOf } from './geometry.ts';
import { checkLoads } from './loads.ts';
import { compatibility } from './rules.ts';
import { checkTimes } from './times.ts';
import { type Findings, slackOf, timeSlack } from './verdict.ts';
import { type Visit, visitsOf } from './visits.ts';

/** What a route turned out to be. */
export interface Walked {
  vehicle: Vehicle;
  tasks: Task[];
  cost: PlanRoute['cost'];
  measured: Measured;
  maxLoad: number[];
}

/** Checks one route against the request, with the times it states. */
export function checkRoute(
  request: RoutingRequest,
  taskOf: (id: string) => Task | undefined,
  vehicle: Vehicle,
  route: PlanRoute,
  path: string,
  findings: Findings,
): Walked {
  const visits = visitsOf(request, taskOf, vehicle, route, path, findings);
  const tasks = visits.flatMap(({ task }) => (task ? [task] : []));
  if (tasks.length === 0) findings.add('empty_route', path, `the route of '${vehicle.id}' serves no task`);
  for (const { task, path: at } of visits) if (task) compatibility(vehicle, task, at, findings);
  const maxLoad = checkLoads(vehicle, visits, route, path, findings);
  const travelled = checkTravel(legsOf(request, vehicle), visits, findings);
  const clock = checkTimes(request, vehicle, visits, findings);
  const options = visits.reduce((sum, { option }) => sum + (option?.cost ?? 0), 0);
  const measured: Measured = { ...travelled, ...clock, tasks: tasks.length, options };
  checkTotals(vehicle, route, path, measured, visits, findings);
  const cost = chargeFor(vehicle, measured);
  compareCosts(findings, `${path}.cost`, route.cost, cost);
  return { vehicle, tasks, cost, measured, maxLoad };
}

/** Cumulated distance and driving time, leg by leg, so that one error is reported once. */
function checkTravel(legs: Legs, visits: Visit[], findings: Findings): Pick<Measured, 'metres' | 'driving_s'> {
  let [metres, driving_s] = [0, 0];
  visits.forEach(({ stated, path, place }, i) => {
    const before = visits[i - 1];
    const base_m = before?.stated.distance_m ?? 0;
    const base_s = before?.stated.driving_s ?? 0;
    const leg_m = before ? legs.metres(before.place, place, stated.distance_m - base_m) : 0;
    const leg_s = before ? legs.seconds(before.place, place, leg_m) : 0;
    findings.expect('wrong_distance', `${path}.distance_m`, stated.distance_m, base_m + leg_m);
    findings.expect('wrong_driving', `${path}.driving_s`, stated.driving_s, base_s + leg_s);
    if (before) {
      const arrival_s = before.stated.departure_s + leg_s;
      findings.expect('wrong_time', `${path}.arrival_s`, stated.arrival_s, arrival_s, timeSlack(arrival_s));
    }
    metres += leg_m;
    driving_s += leg_s;
  });
  return { metres, driving_s };
}

function checkTotals(
  vehicle: Vehicle,
  route: PlanRoute,
  path: string,
  measured: Measured,
  visits: Visit[],
  findings: Findings,
): void {
  const total = (field: 'tasks' | 'distance_m' | 'driving_s' | 'service_s' | 'waiting_s', expected: number) =>
    findings.expect('wrong_total', `${path}.${field}`, route[field], expected);
  total('tasks', measured.tasks);
  total('distance_m', measured.metres);
  total('driving_s', measured.driving_s);
  total('service_s', measured.service_s);
  total('waiting_s', measured.waiting_s);
  const time = (field: 'starts_s' | 'ends_s' | 'duty_s', expected: number) =>
    findings.expect('wrong_total', `${path}.${field}`, route[field], expected, timeSlack(route.ends_s));
  time('starts_s', visits[0]?.stated.arrival_s ?? 0);
  time('ends_s', visits.at(-1)?.stated.departure_s ?? 0);
  time('duty_s', measured.duty_s);
  const limit = (
    cause: 'max_distance' | 'max_driving' | 'max_tasks',
    field: string,
    value: number,
    most: number | null,
  ) => {
    if (most !== null) findings.limit(cause, `${path}.${field}`, value, most, `'${vehicle.id}' number ${route.number}`);
  };
  limit('max_distance', 'distance_m', measured.metres, vehicle.maxDistance_m);
  limit('max_driving', 'driving_s', measured.driving_s, vehicle.maxDriving_s);
  limit('max_tasks', 'tasks', measured.tasks, vehicle.maxTasks);
  const over_s = measured.duty_s - (vehicle.maxDuty_s ?? Number.POSITIVE_INFINITY);
  // Differences of large clock times carry the slack of the times, not of the difference.
  if (over_s > Math.max(timeSlack(route.ends_s), slackOf(0, 0))) {
    findings.add('max_duty', `${path}.duty_s`, `on duty ${measured.duty_s} s, at most ${vehicle.maxDuty_s} s`, over_s);
  }
}
