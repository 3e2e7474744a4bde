import type { PlanRoute } from '../contract/plan.ts';
import type { Vehicle } from '../contract/request.ts';
import { type Call, totalLoad } from './calls.ts';
import { countedDuty, type Measured } from './cost.ts';
import { type Findings, isOver, slackOf, timeSlack } from './verdict.ts';

/** What a route states of itself as a whole. */
export function checkTotals(
  route: PlanRoute,
  path: string,
  measured: Measured,
  { starts_s, ends_s }: { starts_s: number; ends_s: number },
  findings: Findings,
): void {
  const total = (field: keyof PlanRoute & keyof Measured, expected = measured[field]) =>
    findings.expect('wrong_total', `${path}.${field}`, route[field], expected);
  for (const field of ['tasks', 'trips', 'driving_s', 'setup_s', 'service_s', 'break_s', 'co2_g'] as const)
    total(field);
  findings.expect('wrong_total', `${path}.distance_m`, route.distance_m, measured.metres);
  const time = (
    field: 'starts_s' | 'ends_s' | 'duty_s' | 'overtime_s' | 'lateness_s' | 'waiting_s',
    expected: number,
  ) => {
    const slack_s = Math.max(timeSlack(route.ends_s), slackOf(expected, 0));
    findings.expect('wrong_total', `${path}.${field}`, route[field], expected, slack_s);
  };
  time('starts_s', starts_s);
  time('ends_s', ends_s);
  for (const field of ['duty_s', 'overtime_s', 'lateness_s', 'waiting_s'] as const) time(field, measured[field]);
}

/** Rules R2 and L5. */
export function checkLimits(
  vehicle: Vehicle,
  calls: Call[],
  route: PlanRoute,
  path: string,
  measured: Measured,
  findings: Findings,
): void {
  const limit = (
    cause: 'max_distance' | 'max_driving' | 'max_tasks' | 'max_trips',
    field: string,
    value: number,
    most: number | null,
  ) => {
    if (most !== null) findings.limit(cause, `${path}.${field}`, value, most, `'${vehicle.id}' number ${route.number}`);
  };
  limit('max_distance', 'distance_m', measured.metres, vehicle.maxDistance_m);
  limit('max_driving', 'driving_s', measured.driving_s, vehicle.maxDriving_s);
  limit('max_tasks', 'tasks', measured.tasks, vehicle.maxTasks);
  limit('max_trips', 'trips', measured.trips, vehicle.maxTrips);
  // Differences of large clock times carry the slack of the times, not of the difference.
  const slack_s = Math.max(timeSlack(route.ends_s), slackOf(0, 0));
  const counted_s = countedDuty(vehicle, route);
  const over_s = counted_s - (vehicle.maxDuty_s ?? Number.POSITIVE_INFINITY);
  if (over_s > slack_s) {
    findings.add('max_duty', `${path}.duty_s`, `on duty ${counted_s} s, at most ${vehicle.maxDuty_s} s`, over_s);
  }
  const under_s = vehicle.minDuty_s - counted_s;
  if (under_s > slack_s) {
    findings.add('min_duty', `${path}.duty_s`, `on duty ${counted_s} s, at least ${vehicle.minDuty_s} s`, under_s);
  }
  vehicle.minLoad?.forEach((least, d) => {
    const load = totalLoad(calls, d);
    const detail = `'${vehicle.id}' carries ${load} in dimension ${d}, at least ${least}`;
    if (isOver(least, load)) findings.add('min_load', path, detail, least - load);
  });
}
