import { BIG } from '../../model/problem.ts';
import { dutyThrough } from '../state/duty.ts';
import { beginAt, waitCostOf } from '../state/schedule.ts';
import { type Carried, leavesAt, spanThrough } from '../state/several.ts';
import { NOWHERE, type Tours } from '../state/tours.ts';

/**
 * What a shipment costs beyond its arcs while it is carried along a route: duty, driving time and distance are followed from the
 * pickup on, visit by visit, so that each place of the delivery is judged in constant time (segments as in `state/duty.ts`). Where
 * stops have several windows, what is carried past is gone back through for each (`state/several.ts`). Exact where no limit on
 * tasks holds.
 */
export class Carry implements Carried {
  /** Whether any of it is priced or limited for the type of the route begun last. */
  matters = false;
  private readonly tours: Tours;
  private slot = -1;
  private type = -1;
  /** The visit passed last, the pickup at first. */
  private from = -1;
  /** Whether the arc that leaves it is not driven yet: right behind the pickup. */
  private isOff = false;
  /** The segment from the start to the visit passed last: its duration, and the latest begin that adds nothing to it. */
  private duration = 0;
  private closes = 0;
  /** Where stops have several windows: the visit before the pickup (-1: the start), and when the visit passed last is left. */
  after = -1;
  leaves = 0;
  /** The pickup and the visits passed since, in order, and the travel to each. */
  readonly carried: Int32Array;
  readonly travels: Int32Array;
  count = 0;
  /** Ticks of driving, of serving, and of distance that the route has more. */
  private driving = 0;
  private serving = 0;
  private distance = 0;

  constructor(tours: Tours) {
    const { features, visits } = tours.problem;
    this.tours = tours;
    this.carried = new Int32Array(features.duty && features.severalWindows ? visits : 0);
    this.travels = new Int32Array(this.carried.length);
  }

  /** Fetches the shipment after a visit of a route, -1 for the start; the slot of an unused vehicle is a route of none. */
  begin(pickup: number, slot: number, type: number, after: number): void {
    const { problem, head, size, next, first, travel, back } = this.tours;
    const { features, waitPrice, maxDuty, service } = problem;
    this.matters = (features.duty && (waitPrice[type] !== 0 || maxDuty[type]! < BIG)) || features.limits;
    if (!this.matters) return;
    this.slot = slot;
    this.type = type;
    const from = after >= 0 ? after : problem.startNode[type]!;
    const travels = this.ticks(from, pickup);
    const hasHead = features.duty && !features.severalWindows && after >= 0;
    this.duration = hasHead ? head[after * 2]! : 0;
    this.closes = hasHead ? head[after * 2 + 1]! : problem.closes[type]!;
    this.after = after;
    this.leaves = leavesAt(this.tours, type, after);
    this.count = 0;
    this.serving = service[pickup]!;
    this.driving = travels;
    this.distance = this.metres(from, pickup);
    if (size[slot]! > 0) {
      const follows = after >= 0 ? next[after]! : first[slot]!;
      this.driving -= follows >= 0 ? travel[follows]! : back[slot]!;
      this.distance -= this.metres(from, follows >= 0 ? follows : problem.endNode[type]!);
    }
    this.extend(pickup, travels);
    this.isOff = true;
  }

  /** Goes on to the next visit of the route. */
  pass(visit: number): void {
    if (!this.matters) return;
    let travels = this.tours.travel[visit]!;
    if (this.isOff) {
      travels = this.ticks(this.from, visit);
      this.driving += travels;
      this.distance += this.metres(this.from, visit);
      this.isOff = false;
    }
    this.extend(visit, travels);
  }

  /**
   * What it costs beyond arcs to deliver right after the visit passed last (waiting may be saved: below 0), or NOWHERE where duty
   * or the way gets too long. @param before the visit that follows, -1: the end
   */
  extra(delivery: number, before: number): number {
    if (!this.matters) return 0;
    const { slot, type, from, tours } = this;
    const { problem, size, travel, back } = tours;
    const { endNode, service, features } = problem;
    const to = before >= 0 ? before : endNode[type]!;
    const arriving = this.ticks(from, delivery);
    const leaving = this.ticks(delivery, to);
    const isNew = size[slot] === 0;
    let driving = this.driving + arriving + leaving;
    if (!this.isOff) driving -= before >= 0 ? travel[before]! : back[slot]!;
    if (features.limits) {
      if ((isNew ? 0 : tours.driving[slot]!) + driving > problem.maxDriving[type]!) return NOWHERE;
      let distance = this.distance + this.metres(from, delivery) + this.metres(delivery, to);
      if (!this.isOff) distance -= this.metres(from, to);
      if ((isNew ? 0 : tours.distance[slot]!) + distance > problem.maxDistance[type]!) return NOWHERE;
    }
    if (!features.duty) return 0;
    const duty = features.severalWindows
      ? spanThrough(tours, slot, delivery, this, before, arriving, leaving)
      : dutyThrough(tours, type, delivery, this.duration, this.closes, before, arriving, leaving);
    if (duty > problem.maxDuty[type]!) return NOWHERE;
    const work = (isNew ? 0 : tours.work[slot]!) + driving + this.serving + service[delivery]!;
    return waitCostOf(problem, type, duty - work) - (isNew ? 0 : tours.extra[slot]!);
  }

  /** Adds a visit to the segment. */
  private extend(visit: number, travels: number): void {
    const { problem } = this.tours;
    const { windowStart, windowOpens, windowCloses, service } = problem;
    this.from = visit;
    if (this.carried.length > 0) {
      this.leaves = beginAt(problem, visit, this.leaves + travels) + service[visit]!;
      this.carried[this.count] = visit;
      this.travels[this.count++] = travels;
      return;
    }
    const w = windowStart[visit]!;
    const reach = this.duration + travels;
    this.duration = reach + service[visit]! + Math.max(0, windowOpens[w]! - reach - this.closes);
    this.closes = Math.min(windowCloses[w]! - reach, this.closes);
  }

  /** Ticks of travel; 0 where nothing is timed or limited by them. */
  private ticks(from: number, to: number): number {
    const { durations, durationClass, nodes } = this.tours.problem;
    return durations.length > 0 ? durations[(durationClass[this.type]! * nodes + from) * nodes + to]! : 0;
  }

  /** Length of an arc in ticks; 0 where no vehicle limits them. */
  private metres(from: number, to: number): number {
    const { distances, distanceClass, nodes } = this.tours.problem;
    return distances.length > 0 ? distances[(distanceClass[this.type]! * nodes + from) * nodes + to]! : 0;
  }
}
