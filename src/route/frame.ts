import type { Facts } from './facts.ts';
import { RELOAD, SHIPMENT_DELIVERY, SHIPMENT_PICKUP } from './kinds.ts';
import { timeSlack } from './slack.ts';
import { arriveBy, drivenBetween, leaveBy } from './traffic.ts';
import { firstOpening, lastOpening } from './windows.ts';

const INFINITY = Number.POSITIVE_INFINITY;

/**
 * The route being looked at, position by position, in arrays that are used again and again: the simulator allocates nothing
 * per run. Arc i leads to position i, the last (`count`) to the end.
 */
export class Frame {
  readonly facts: Facts;
  vehicle = 0;
  count = 0;
  /** Filled by the caller, per arc: travel before traffic, after the speed factor; 0 at an open start or end. */
  legs_s = new Float64Array(0);
  legs_m = new Float64Array(0);
  /** Per stop and reload (node): its begin must lie between; moved by the caller (sequences across routes). */
  readonly notBefore_s: Float64Array;
  readonly notAfter_s: Float64Array;
  /** Per node: 1 = this begin stays as early as it can be when the route leaves later (rule T6). */
  readonly keeps: Uint8Array;
  /** Per node: a route with it that could leave at any time leaves not before this (rule T6). */
  readonly leavesFrom_s: Float64Array;
  /** Per position. */
  node = new Int32Array(0);
  /** Setup and service. */
  work_s = new Float64Array(0);
  setups_s = new Float64Array(0);
  services_s = new Float64Array(0);
  /** The begin lies between: `notBefore_s`, `notAfter_s`, and at reloads release and due. */
  lower_s = new Float64Array(0);
  upper_s = new Float64Array(0);
  arrival_s = new Float64Array(0);
  begin_s = new Float64Array(0);
  departure_s = new Float64Array(0);
  /** Per arc: driven, traffic included. Filled where that differs from `legs_s`. */
  driven_s = new Float64Array(0);
  /** Per arc and dimension: on board. Filled where it matters. */
  onBoard = new Float64Array(0);
  /** Leaves not before, is back not after: shift, releases of the first trip, dues of the last. */
  earliest_s = 0;
  latest_s = 0;
  /** A task of a sequence is on it. */
  isLinked = false;
  /** Of sequences on this very route: position `gapTo` begins so long after position `gapFrom` is left. */
  gaps = 0;
  gapFrom = new Int32Array(4);
  gapTo = new Int32Array(4);
  gap_s = new Float64Array(4);
  /** Row of traffic, or -1. */
  traffic = -1;
  /** Stops driven so far, each as often as it is: what a trial costs, whatever breaks and traffic make of it. */
  stopsDriven = 0;

  constructor(facts: Facts) {
    this.facts = facts;
    this.notBefore_s = new Float64Array(facts.nodes).fill(-INFINITY);
    this.notAfter_s = new Float64Array(facts.nodes).fill(INFINITY);
    this.keeps = new Uint8Array(facts.nodes);
    this.leavesFrom_s = new Float64Array(facts.nodes).fill(-INFINITY);
    this.reserve(16);
  }

  /** Makes room for routes of `count` steps; what the arrays hold is lost where they grow. */
  reserve(count: number): void {
    if (this.legs_s.length > count) return;
    const room = 2 * count + 2;
    for (const name of SCRATCH) this[name] = new Float64Array(room);
    this.node = new Int32Array(room);
    this.onBoard = new Float64Array(room * Math.max(1, this.facts.dimensions));
  }

  /** Arrival over arc `arc` when leaving at `time_s`, with so much of it to go. */
  travel(arc: number, time_s: number, seconds: number): number {
    const curve = this.curve(arc);
    return curve < 0 ? time_s + seconds : arriveBy(this.facts, curve, time_s, seconds);
  }

  /** The inverse of `travel`. */
  leave(arc: number, arrival_s: number, seconds: number): number {
    const curve = this.curve(arc);
    return curve < 0 ? arrival_s - seconds : leaveBy(this.facts, curve, arrival_s, seconds);
  }

  /** How long that takes. */
  secondsFor(arc: number, time_s: number, seconds: number): number {
    const curve = this.curve(arc);
    return curve < 0 || time_s === -INFINITY ? seconds : arriveBy(this.facts, curve, time_s, seconds) - time_s;
  }

  /** How much of the arc is driven in so many seconds. */
  workIn(arc: number, time_s: number, seconds: number): number {
    const curve = this.curve(arc);
    if (curve < 0 || time_s === -INFINITY) return seconds;
    return drivenBetween(this.facts, curve, time_s, time_s + seconds);
  }

  private curve(arc: number): number {
    if (this.traffic < 0) return -1;
    const place = this.placeBefore(arc);
    return place < 0 ? -1 : this.facts.curveOf[this.traffic * this.facts.places + place]!;
  }

  placeBefore(arc: number): number {
    return arc === 0 ? this.facts.start[this.vehicle]! : this.facts.placeOf[this.node[arc - 1]!]!;
  }

  /** Earliest begin at position i for an arrival; infinite where all windows have closed. */
  earliestBegin(i: number, arrival_s: number): number {
    return firstOpening(this.facts, this.node[i]!, Math.max(arrival_s, this.lower_s[i]!));
  }

  /**
   * When a route without a start can begin by itself. What its first step waits for on other routes does not count: such
   * bounds grow while routes are timed together, and a break that one of them excused would have been asked for before.
   */
  firstBegin(leaves_s: number): number {
    const { facts, node, lower_s, count } = this;
    if (count === 0) return leaves_s;
    const release_s = this.isReload(0) ? lower_s[0]! : -INFINITY;
    return firstOpening(facts, node[0]!, Math.max(leaves_s, release_s));
  }

  /** An open start or end: the route has not begun, or is over. */
  isNowhere(arc: number): boolean {
    const { facts, vehicle } = this;
    return (arc === 0 && facts.start[vehicle]! < 0) || (arc === this.count && facts.end[vehicle]! < 0);
  }

  /** Latest departures, were there no breaks to come, to end at `end_s`; last: the end. Whoever leaves later does not. */
  latestDepartures(end_s: number, latest_s: Float64Array): void {
    const { facts, node, work_s, legs_s, count } = this;
    let arriveBy_s = end_s + timeSlack(end_s);
    latest_s[count] = arriveBy_s;
    for (let i = count - 1; i >= 0; i--) {
      const leaveBy_s = this.leave(i + 1, arriveBy_s, legs_s[i + 1]!);
      latest_s[i] = leaveBy_s + timeSlack(leaveBy_s);
      arriveBy_s = lastOpening(facts, node[i]!, latest_s[i]! - work_s[i]!) + timeSlack(leaveBy_s);
    }
  }

  /** Whether the board is light enough for a break (index into `facts.breaks`) on an arc. */
  allowsBreak(which: number, arc: number): boolean {
    const { breaks, dimensions } = this.facts;
    if (breaks.hasMaxLoad[which] === 0) return true;
    for (let d = 0; d < dimensions; d++) {
      const limit = breaks.maxLoad[which * dimensions + d]!;
      if (this.onBoard[arc * dimensions + d]! > limit + 1e-9 * Math.max(1, limit)) return false;
    }
    return true;
  }

  /**
   * Where the pickup of the shipment delivered at position i is, or -1. Looks up `pickedAt`, which is only a hint: the
   * position must hold a pickup of the same task.
   */
  pickupOf(i: number, pickedAt: Int32Array): number {
    const { taskOf, kindOf } = this.facts;
    const task = taskOf[this.node[i]!]!;
    const at = pickedAt[task]!;
    const node = at >= 0 && at < i ? this.node[at]! : -1;
    return node >= 0 && taskOf[node] === task && kindOf[node] === SHIPMENT_PICKUP ? at : -1;
  }

  isReload(i: number): boolean {
    return this.facts.kindOf[this.node[i]!] === RELOAD;
  }

  /** A shipment counts as a task at its pickup. */
  isTask(i: number): boolean {
    const kind = this.facts.kindOf[this.node[i]!]!;
    return kind !== RELOAD && kind !== SHIPMENT_DELIVERY;
  }
}

const SCRATCH = [
  'legs_s',
  'legs_m',
  'work_s',
  'setups_s',
  'services_s',
  'lower_s',
  'upper_s',
  'arrival_s',
  'begin_s',
  'departure_s',
  'driven_s',
] as const;
