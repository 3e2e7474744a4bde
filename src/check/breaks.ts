import type { Vehicle } from '../contract/request.ts';
import { earliestLeave, isForDriving } from './simulate.ts';
import type { Way } from './timing.ts';
import { type Findings, timeSlack } from './verdict.ts';
import type { Visit } from './visits.ts';

type Leaving = Pick<Way, 'hasStart' | 'earliest_s' | 'visits'>;

/** Rule T4 on breaks with windows: each in its window, in order, once, and left out only where it may be. */
export function checkBreaks(way: Leaving, vehicle: Vehicle, visits: Visit[], path: string, findings: Findings): void {
  const ends_s = visits.at(-1)?.stated.departure_s ?? 0;
  const planned = vehicle.breaks.filter((one) => !isForDriving(one));
  let last = -1;
  const taken = new Set<string>();
  visits.forEach((visit, i) => {
    if (!visit.break) return;
    if (!isBetweenPlaces(visits, i)) {
      findings.add('break_placed', visit.path, `'${visit.break.id}' is not on the way from one stop to another`);
    }
    const order = planned.indexOf(visit.break);
    if (order < 0) return;
    const { id } = visit.break;
    if (taken.has(id)) findings.add('break_missed', visit.path, `'${id}' is taken twice`);
    else if (order < last) findings.add('break_order', visit.path, `'${id}' comes after '${planned[last]!.id}'`);
    taken.add(id);
    last = Math.max(last, order);
    checkWindow(visit, findings);
  });
  const leaves_s = leavesFrom(way, vehicle, visits);
  for (const { id, windows } of planned) {
    const closes_s = windows!.at(-1)![1];
    const mayBeLeftOut = closes_s >= ends_s - timeSlack(ends_s) || closes_s < leaves_s;
    if (taken.has(id) || mayBeLeftOut) continue;
    const detail = `'${id}' is left out, though its window closes at ${closes_s} and the route ends at ${ends_s}`;
    findings.add('break_missed', `${path}.stops`, detail, ends_s - closes_s);
  }
}

/**
 * Before that it does not leave. Rule T7: where nothing says when, or ever so early it could not keep its driving limits, it leaves not
 * before second 0.
 */
function leavesFrom(way: Leaving, { breaks }: Vehicle, visits: Visit[]): number {
  const leaves_s = earliestLeave(way);
  if (leaves_s !== Number.NEGATIVE_INFINITY) return leaves_s;
  const isAnyTime = way.visits.every(
    ({ windows, from_s }) => windows.length === 0 && from_s === Number.NEGATIVE_INFINITY,
  );
  return isAnyTime || breaks.some(isForDriving) ? Math.min(0, visits[0]?.stated.arrival_s ?? 0) : leaves_s;
}

function isBetweenPlaces(visits: Visit[], at: number): boolean {
  const isPlace = ({ place }: Visit) => place !== null;
  return visits.slice(0, at).some(isPlace) && visits.slice(at + 1).some(isPlace);
}

function checkWindow({ break: taken, stated, path }: Visit, findings: Findings): void {
  const misses = taken!.windows!.map(([opens, closes]) => Math.max(opens - stated.begin_s, stated.begin_s - closes));
  const miss_s = Math.min(...misses);
  if (miss_s <= timeSlack(stated.begin_s)) return;
  findings.add(
    'break_window',
    `${path}.begin_s`,
    `'${taken!.id}' begins at ${stated.begin_s}, outside its windows`,
    miss_s,
  );
}
