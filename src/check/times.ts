import type { PlanStop } from '../contract/plan.ts';
import type { RoutingRequest, Stop, Vehicle } from '../contract/request.ts';
import type { Measured } from './cost.ts';
import { type Findings, timeSlack } from './verdict.ts';
import type { Visit } from './visits.ts';

/** Times at each stop, windows and shift. Between stops: `checkTravel` in route.ts. */
export function checkTimes(
  request: RoutingRequest,
  vehicle: Vehicle,
  visits: Visit[],
  findings: Findings,
): Pick<Measured, 'service_s' | 'waiting_s' | 'duty_s'> {
  let [service_s, waiting_s] = [0, 0];
  visits.forEach(({ stated, path, option }, i) => {
    const expect = (field: 'waiting_s' | 'service_s' | 'departure_s' | 'begin_s', expected: number) =>
      findings.expect('wrong_time', `${path}.${field}`, stated[field], expected, timeSlack(stated.begin_s));
    const wait_s = stated.begin_s - stated.arrival_s;
    if (wait_s < -timeSlack(stated.begin_s)) {
      findings.add('wrong_time', `${path}.begin_s`, `begins ${stated.begin_s}, before the arrival`, wait_s);
    }
    expect('waiting_s', wait_s);
    expect('service_s', option?.service_s ?? 0);
    expect('departure_s', stated.begin_s + stated.service_s);
    // Nobody is on duty yet, or any longer, who would wait.
    if (option === null || i === 0) expect('begin_s', stated.arrival_s);
    if (option !== null) checkWindows(option, stated, path, findings);
    checkIso(request, stated, path, findings);
    service_s += option?.service_s ?? 0;
    waiting_s += wait_s;
  });
  const starts_s = visits[0]?.stated.arrival_s ?? 0;
  const ends_s = visits.at(-1)?.stated.departure_s ?? 0;
  if (vehicle.shift !== null && visits.length > 0) {
    const [first_s, last_s] = vehicle.shift;
    const shift = (path: string, detail: string, over_s: number, time_s: number) => {
      if (over_s > timeSlack(time_s)) findings.add('shift_broken', path, detail, over_s);
    };
    const from = `leaves at ${starts_s}, its shift begins at ${first_s}`;
    shift(`${visits[0]!.path}.departure_s`, from, first_s - starts_s, first_s);
    shift(
      `${visits.at(-1)!.path}.arrival_s`,
      `is done at ${ends_s}, its shift ends at ${last_s}`,
      ends_s - last_s,
      last_s,
    );
  }
  return { service_s, waiting_s, duty_s: ends_s - starts_s };
}

function checkWindows({ windows }: Stop, { begin_s, task }: PlanStop, path: string, findings: Findings): void {
  if (windows.length === 0) return;
  const misses = windows.map(([opens, closes]) => {
    const miss_s = Math.max(opens - begin_s, begin_s - closes);
    return miss_s <= timeSlack(begin_s) ? 0 : miss_s;
  });
  const miss_s = Math.min(...misses);
  if (miss_s === 0) return;
  const shown = windows.map(([opens, closes]) => `${opens}-${closes}`).join(', ');
  findings.add('window_missed', `${path}.begin_s`, `'${task}' begins at ${begin_s}, its windows are ${shown}`, miss_s);
}

/** ISO times stand beside seconds exactly where the request has a calendar, to the millisecond. */
function checkIso({ startsAt_ms }: RoutingRequest, stated: PlanStop, path: string, findings: Findings): void {
  for (const [field, time_s] of [
    ['arrival', stated.arrival_s],
    ['departure', stated.departure_s],
  ] as const) {
    const text = stated[field];
    if (startsAt_ms === null && text === undefined) continue;
    const expected_ms = startsAt_ms === null ? Number.NaN : startsAt_ms + time_s * 1000;
    const off_ms = text === undefined ? Number.NaN : Date.parse(text) - expected_ms;
    if (Math.abs(off_ms) <= 1) continue;
    const amount = Number.isNaN(off_ms) ? undefined : off_ms / 1000;
    findings.add('wrong_time', `${path}.${field}`, `stated '${text ?? ''}' beside ${time_s} s`, amount);
  }
}
