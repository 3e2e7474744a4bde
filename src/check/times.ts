import type { PlanStop } from '../contract/plan.ts';
import type { RoutingRequest, Vehicle } from '../contract/request.ts';
import { type Call, setupAt } from './calls.ts';
import { type Measured, softly } from './cost.ts';
import { type Findings, timeSlack } from './verdict.ts';
import type { Visit } from './visits.ts';

type Clocked = Pick<
  Measured,
  'setup_s' | 'service_s' | 'waiting_s' | 'break_s' | 'duty_s' | 'lateness_s' | 'lateness'
> & { starts_s: number; ends_s: number };

/** Times at each stop, windows and shift. Between stops: travel.ts. */
export function checkTimes(request: RoutingRequest, vehicle: Vehicle, visits: Visit[], findings: Findings): Clocked {
  const sum = { setup_s: 0, service_s: 0, waiting_s: 0, break_s: 0, lateness_s: 0, lateness: 0 };
  let place: number | null = null;
  visits.forEach((visit, i) => {
    const { stated, path, call } = visit;
    const wait_s = stated.begin_s - stated.arrival_s;
    const setup_s = call ? setupAt(call, place) : 0;
    const service_s = call?.service_s ?? visit.break?.duration_s ?? 0;
    checkClock(visit, { wait_s, setup_s, service_s }, findings);
    // Nobody is on duty yet, or any longer, who would wait.
    if ((call === null && visit.break === null) || i === 0) {
      findings.expect('wrong_time', `${path}.begin_s`, stated.begin_s, stated.arrival_s, timeSlack(stated.begin_s));
    }
    if (call !== null) checkWindows(call, stated, path, findings);
    checkIso(request, stated, path, findings);
    sum.setup_s += setup_s;
    if (visit.break) sum.break_s += service_s;
    else sum.service_s += service_s;
    sum.waiting_s += wait_s;
    const late = checkLateness(call, stated, path, findings);
    sum.lateness_s += late.late_s;
    sum.lateness += late.cost;
    if (visit.place !== null) place = visit.place;
  });
  const starts_s = visits[0]?.stated.arrival_s ?? 0;
  const ends_s = visits.at(-1)?.stated.departure_s ?? 0;
  checkShift(vehicle, visits, starts_s, ends_s, findings);
  return { ...sum, duty_s: ends_s - starts_s, starts_s, ends_s };
}

function checkClock(
  { stated, path }: Visit,
  { wait_s, setup_s, service_s }: { wait_s: number; setup_s: number; service_s: number },
  findings: Findings,
): void {
  const expect = (field: 'waiting_s' | 'setup_s' | 'service_s' | 'departure_s', expected: number) =>
    findings.expect('wrong_time', `${path}.${field}`, stated[field], expected, timeSlack(stated.begin_s));
  if (wait_s < -timeSlack(stated.begin_s)) {
    findings.add('wrong_time', `${path}.begin_s`, `begins ${stated.begin_s}, before the arrival`, wait_s);
  }
  expect('waiting_s', wait_s);
  expect('setup_s', setup_s);
  expect('service_s', service_s);
  expect('departure_s', stated.begin_s + stated.setup_s + stated.service_s);
}

function checkShift(vehicle: Vehicle, visits: Visit[], starts_s: number, ends_s: number, findings: Findings): void {
  if (vehicle.shift === null || visits.length === 0) return;
  const [first_s, last_s] = vehicle.shift;
  const shift = (path: string, detail: string, over_s: number, time_s: number) => {
    if (over_s > timeSlack(time_s)) findings.add('shift_broken', path, detail, over_s);
  };
  const from = `leaves at ${starts_s}, its shift begins at ${first_s}`;
  shift(`${visits[0]!.path}.departure_s`, from, first_s - starts_s, first_s);
  const to = `is done at ${ends_s}, its shift ends at ${last_s}`;
  shift(`${visits.at(-1)!.path}.arrival_s`, to, ends_s - last_s, last_s);
}

function checkWindows({ windows, task }: Call, { begin_s }: PlanStop, path: string, findings: Findings): void {
  if (windows.length === 0) return;
  const misses = windows.map(([opens, closes]) => {
    const miss_s = Math.max(opens - begin_s, begin_s - closes);
    return miss_s <= timeSlack(begin_s) ? 0 : miss_s;
  });
  const miss_s = Math.min(...misses);
  if (miss_s === 0) return;
  const shown = windows.map(([opens, closes]) => `${opens}-${closes}`).join(', ');
  const who = task === null ? 'the reload' : `'${task.id}'`;
  findings.add('window_missed', `${path}.begin_s`, `${who} begins at ${begin_s}, its windows are ${shown}`, miss_s);
}

/** Lateness stands where the option has soft windows, and nowhere else. */
function checkLateness(call: Call | null, stated: PlanStop, path: string, findings: Findings) {
  if (call === null || call.softWindows.length === 0) {
    if (stated.lateness_s !== undefined) findings.add('wrong_time', `${path}.lateness_s`, 'there is no soft window');
    return { cost: 0, late_s: 0 };
  }
  const late = softly(call, stated.begin_s);
  const slack_s = timeSlack(stated.begin_s);
  findings.expect('wrong_time', `${path}.lateness_s`, stated.lateness_s ?? Number.NaN, late.late_s, slack_s);
  return late;
}

/** The last that ISO 8601 can say of ECMAScript's calendar; the first is as far before 1970. */
const MOST_MS = 8.64e15;

/** ISO times stand beside seconds exactly where the request has a calendar and both are on it, to the millisecond. */
function checkIso({ startsAt_ms }: RoutingRequest, stated: PlanStop, path: string, findings: Findings): void {
  const isOnCalendar =
    startsAt_ms !== null &&
    [stated.arrival_s, stated.departure_s].every((time_s) => Math.abs(startsAt_ms + time_s * 1000) <= MOST_MS);
  for (const [field, time_s] of [
    ['arrival', stated.arrival_s],
    ['departure', stated.departure_s],
  ] as const) {
    const text = stated[field];
    if (!isOnCalendar && text === undefined) continue;
    const expected_ms = isOnCalendar ? startsAt_ms + time_s * 1000 : Number.NaN;
    const off_ms = text === undefined ? Number.NaN : Date.parse(text) - expected_ms;
    if (Math.abs(off_ms) <= 1) continue;
    const amount = Number.isNaN(off_ms) ? undefined : off_ms / 1000;
    findings.add('wrong_time', `${path}.${field}`, `stated '${text ?? ''}' beside ${time_s} s`, amount);
  }
}
