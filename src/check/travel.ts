import type { Break, Vehicle } from '../contract/request.ts';
import type { Measured } from './cost.ts';
import type { Fleet } from './fleet.ts';
import { isForDriving } from './simulate.ts';
import { secondsFor, workIn } from './traffic.ts';
import { type Findings, timeSlack } from './verdict.ts';
import type { Visit } from './visits.ts';

/** Distances, driving and arrivals, leg by leg and with the breaks on them, from what is stated of the stop before. */
export function checkTravel(
  fleet: Fleet,
  vehicle: Vehicle,
  visits: Visit[],
  findings: Findings,
): Pick<Measured, 'metres' | 'driving_s'> {
  const limits = new DrivingLimits(vehicle, findings);
  let [metres, driving_s] = [0, 0];
  for (const [before, ...after] of legsBetween(visits)) {
    const to = after.at(-1)!;
    const leg_m = fleet
      .legs(vehicle)
      .metres(before!.place!, to.place!, to.stated.distance_m - before!.stated.distance_m);
    const work_s = fleet.legs(vehicle).seconds(before!.place!, to.place!, leg_m);
    metres += leg_m;
    driving_s += checkLeg(fleet, vehicle, [before!, ...after], { leg_m, work_s }, limits, findings);
  }
  checkFirst(visits, findings);
  return { metres, driving_s };
}

/** Stops from one place to the next, with the breaks between them; breaks elsewhere are reported where breaks are. */
function legsBetween(visits: Visit[]): Visit[][] {
  const placed = visits.flatMap(({ place }, i) => (place === null ? [] : [i]));
  return placed.slice(1).map((to, k) => visits.slice(placed[k]!, to + 1));
}

function checkFirst(visits: Visit[], findings: Findings): void {
  const first = visits[0];
  if (!first) return;
  findings.expect('wrong_distance', `${first.path}.distance_m`, first.stated.distance_m, 0);
  findings.expect('wrong_driving', `${first.path}.driving_s`, first.stated.driving_s, 0);
}

/** @returns seconds driven. */
function checkLeg(
  fleet: Fleet,
  vehicle: Vehicle,
  visits: Visit[],
  { leg_m, work_s }: { leg_m: number; work_s: number },
  limits: DrivingLimits,
  findings: Findings,
): number {
  const first = visits[0]!;
  const speeds = fleet.speeds(vehicle, first.place!);
  let [left_s, driven_s] = [work_s, 0];
  visits.slice(1).forEach((visit, i) => {
    const { stated, path } = visit;
    const before = visits[i]!.stated;
    const most_s = secondsFor(speeds, before.departure_s, left_s);
    let piece_s = most_s;
    let isThere = true;
    if (visit.break) {
      piece_s = stated.arrival_s - before.departure_s;
      const slack_s = timeSlack(stated.arrival_s);
      if (piece_s < -slack_s || piece_s > most_s + slack_s) {
        findings.add(
          'wrong_time',
          `${path}.arrival_s`,
          `stops ${piece_s} s after leaving a stop ${most_s} s before the next`,
        );
        piece_s = Math.min(Math.max(0, piece_s), most_s);
      }
      isThere = most_s - piece_s <= slack_s;
      left_s = Math.max(0, left_s - workIn(speeds, before.departure_s, piece_s));
      // So near the stop that times cannot tell, it is there unless the distance says that it is not.
      const beyond_m = stated.distance_m - first.stated.distance_m - leg_m;
      if (isThere && Math.abs(beyond_m) <= Math.abs(beyond_m + (leg_m * left_s) / work_s)) left_s = 0;
      if (!isThere && stated.begin_s > stated.arrival_s + slack_s) {
        findings.add(
          'break_placed',
          path,
          `waits for '${visit.break.id}' on the way`,
          stated.begin_s - stated.arrival_s,
        );
      }
    } else {
      left_s = 0;
      const arrival_s = before.departure_s + most_s;
      findings.expect('wrong_time', `${path}.arrival_s`, stated.arrival_s, arrival_s, timeSlack(arrival_s));
    }
    driven_s += piece_s;
    limits.drive(piece_s, visit);
    if (visit.break) limits.rest(visit.break, isThere, visit);
    const done = work_s > 0 ? 1 - left_s / work_s : 1;
    const distance_m = first.stated.distance_m + leg_m * done;
    findings.expect('wrong_distance', `${path}.distance_m`, stated.distance_m, distance_m);
    const expected_s = before.driving_s + piece_s;
    findings.expect('wrong_driving', `${path}.driving_s`, stated.driving_s, expected_s, timeSlack(stated.arrival_s));
  });
  return driven_s;
}

/** Rule T4 on breaks after so much driving. */
class DrivingLimits {
  private readonly rules: { break: Break; since_s: number }[];
  private readonly findings: Findings;

  constructor({ breaks }: Vehicle, findings: Findings) {
    this.rules = breaks.filter(isForDriving).map((one) => ({ break: one, since_s: one.drivenBefore_s }));
    this.findings = findings;
  }

  drive(seconds: number, { path, stated }: Visit): void {
    for (const rule of this.rules) {
      rule.since_s += seconds;
      const over_s = rule.since_s - rule.break.afterDriving_s!;
      if (over_s <= timeSlack(stated.arrival_s)) continue;
      const detail = `${rule.since_s} s driven without '${rule.break.id}'`;
      this.findings.add('driving_limit', `${path}.arrival_s`, detail, over_s);
      // Reported once.
      rule.since_s = Number.NEGATIVE_INFINITY;
    }
  }

  /** @param isThere the next stop has been reached: the vehicle may wait there for as long. */
  rest(taken: Break, isThere: boolean, { path, stated }: Visit): void {
    for (const rule of this.rules) {
      if (rule.break === taken && !isThere) {
        const early_s = taken.afterDriving_s! - rule.since_s;
        if (Number.isFinite(early_s) && early_s > timeSlack(stated.arrival_s)) {
          const detail = `'${taken.id}' is taken on the way after ${rule.since_s} s of driving`;
          this.findings.add('break_placed', path, detail, -early_s);
        }
      }
      if (taken.duration_s >= rule.break.duration_s) rule.since_s = 0;
    }
  }
}
