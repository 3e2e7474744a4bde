import { BIG } from '../../model/problem.ts';
import type { Rich } from '../../model/rich.ts';
import { Simulator } from '../../route/simulator.ts';
import { type LinkedRoute, Together } from '../../route/together.ts';
import { Balance } from './balance.ts';
import { Bonds, breaksFreely } from './bonds.ts';
import type { TourChanges } from './changes.ts';
import { Dues } from './dues.ts';
import { Hours } from './hours.ts';
import { Lateness } from './lateness.ts';
import { Ranges } from './ranges.ts';
import { Reloads } from './reloads.ts';
import { Remembered } from './remembered.ts';
import { Rides } from './rides.ts';
import { Trips } from './trips.ts';
import { Waits } from './waits.ts';
import { idleCost, objectiveOf } from './weigh.ts';

/** Nothing fits. */
export const INFEASIBLE = Number.POSITIVE_INFINITY;
/** Most visits that one trial adds to a route: both steps of a shipment and a reload. */
const MOST_ADDED = 3;
/** In typical arcs. */
const SHORTAGE = 100;

/**
 * Judges whole routes by simulation, for problems in which arcs, loads and windows do not say everything. What a route
 * costs beyond its arcs and its vehicle is kept as the slot's `extra`, so the rest of the search need not know.
 */
export class Exact {
  readonly rich: Rich;
  readonly bonds: Bonds;
  readonly waits: Waits;
  readonly reloads: Reloads;
  /** Of the route judged last: whether it does less than its vehicle must. */
  belowMinimum = false;
  /** Null where no vehicle reloads. */
  readonly trips: Trips | null;
  /** Null where nothing has to be back by a time, and where nothing may ride for so long only. */
  readonly balance: Balance | null;
  readonly dues: Dues | null;
  readonly rides: Rides | null;
  /** Null where windows and shifts say as much. */
  readonly hours: Hours | null;
  /** Null where no distance is limited. */
  readonly ranges: Ranges | null;
  /** Null where nothing is late at a price. */
  readonly lateness: Lateness | null;
  /** A trial: visits to be added, in the order of the route, each after a visit of it (-1: the start). */
  readonly added = new Int32Array(MOST_ADDED);
  readonly addedAfter = new Int32Array(MOST_ADDED);
  addedCount = 0;
  /** Trials judged so far. */
  judged = 0;
  /** Whether the choice of a place is led by which routes are below their minimum. */
  countsShortage = true;
  /** A visit that the next run leaves out, or -1. */
  private omitted = -1;
  /** What one more route below its minimum counts in the choice of a place: tasks join those there are. */
  private readonly shortage: number;
  /** Of the route judged last: what balance compares, in tasks or seconds. */
  private share = 0;
  /** And the most that one more visit may save of what it costs beyond its arcs, in ticks. */
  private idle = 0;
  private readonly sim: Simulator;
  /** Of routes that come to the same whatever others do. */
  private readonly remembered: Remembered;
  private readonly tours: TourChanges;
  private steps = new Int32Array(64);
  private count = 0;
  /** Arcs of the route lined up last, without what a trial adds. */
  private arcs = 0;
  /** Whether the simulator holds the bounds of all routes, as they are. */
  private isSet = false;
  /** What a route that must be driven but is too short to be counts in `missing`: more than all else together. */
  private readonly undrivenKept: number;

  constructor(tours: TourChanges, rich: Rich) {
    const { visits, nodes, metres, travelClass } = tours.problem;
    this.tours = tours;
    this.rich = rich;
    this.shortage = SHORTAGE * tours.problem.arcUnit;
    this.undrivenKept = 1 + tours.slots;
    for (let task = 0; task < tours.problem.tasks; task++) this.undrivenKept += tours.missingWithout(task);
    const classOf = new Int32Array(rich.facts.maxDuty_s.length);
    rich.vehicleOf.forEach((vehicle, type) => (classOf[vehicle] = travelClass[type]!));
    this.sim = new Simulator(rich.facts, (a, b) => metres[(classOf[this.sim.vehicle]! * nodes + a) * nodes + b]!);
    this.reloads = new Reloads(tours, rich);
    this.bonds = new Bonds(tours, rich);
    this.waits = new Waits(tours, rich, this.sim, this.bonds);
    const countsDuty = rich.weights.duration > 0 || rich.balance?.of === 'hours';
    if (!countsDuty && !this.bonds.timed) this.sim.ignoreDuty();
    this.remembered = new Remembered(visits);
    this.trips = rich.sites > 0 ? new Trips(tours) : null;
    this.balance = Balance.for(tours, rich);
    this.dues = Dues.for(tours, rich);
    this.rides = Rides.for(tours, rich);
    this.hours = Hours.for(tours, rich);
    this.ranges = Ranges.for(tours);
    this.lateness = Lateness.for(tours, rich, this.bonds);
  }

  /** Whether visits cannot be moved one by one: reloads, relations, visits that stay. */
  get bindsVisits(): boolean {
    return this.rich.sites > 0 || this.bonds.any || this.rich.locked.some((kind) => kind !== 0);
  }

  /** Judges a route after a change, and keeps what it costs. */
  refresh(slot: number): void {
    const { tours } = this;
    const type = tours.type[slot]!;
    this.refreshTrips(slot);
    this.addedCount = 0;
    const total = this.run(slot, type, false);
    const base = this.arcs + tours.problem.fixed[type]!;
    const isFeasible = total < INFEASIBLE;
    let extra = isFeasible ? total - base : 0;
    let lost = 0;
    if (isFeasible && this.belowMinimum) {
      lost =
        this.sum(slot, (task) => tours.missingWithout(task)) -
        tours.vehicleUnit +
        (this.keeps(slot) ? this.undrivenKept : 0);
      extra = this.sum(slot, (task) => tours.costWithout(task)) - base;
    }
    tours.feasible[slot] = isFeasible ? 1 : 0;
    tours.cost += extra - tours.extra[slot]!;
    tours.missing += lost - tours.lost[slot]!;
    tours.extra[slot] = extra;
    tours.idle[slot] = Math.min(Math.max(0, extra), this.idle);
    tours.lost[slot] = lost;
    tours.short[slot] = isFeasible && this.belowMinimum ? 1 : 0;
    tours.share[slot] = isFeasible ? this.share : 0;
    this.balance?.refresh(slot);
    this.waits.note(this.steps, this.count, isFeasible);
  }

  /** Brings what rules places out up to date, after a route or its begins have changed. */
  refreshTrips(slot: number): void {
    this.trips?.refresh(slot);
    this.dues?.refresh(slot);
    this.rides?.refresh(slot);
    this.hours?.refresh(slot);
    this.ranges?.refresh(slot);
    this.lateness?.refresh(slot);
  }

  /** Begins a trial. */
  clear(): void {
    this.addedCount = 0;
  }

  /** Adds a visit to the trial; call in the order of the route. */
  add(visit: number, after: number): void {
    this.added[this.addedCount] = visit;
    this.addedAfter[this.addedCount++] = after;
  }

  /** What the trial adds to the cost of a slot (of a free one: of a route of that type), or INFEASIBLE. */
  addedCost(slot: number, type: number): number {
    const { tours } = this;
    const total = this.run(slot, type, true);
    this.judged++;
    if (total >= INFEASIBLE) return INFEASIBLE;
    let guided = total + (this.balance?.beyond(this.share) ?? 0);
    const shortage = this.countsShortage ? this.shortage : 0;
    if (this.belowMinimum) guided += shortage;
    if (tours.size[slot] === 0) return tamed(guided);
    if (tours.short[slot] === 1) guided -= shortage;
    // A route that is too short to count has no cost in the tours, but its tasks must not be drawn to it for that.
    const now = tours.short[slot] === 0 ? tours.extra[slot]! : 0;
    return tamed(guided - (this.arcs + tours.problem.fixed[type]! + now));
  }

  /** Objective of a route with what the trial adds, in ticks. */
  private run(slot: number, type: number, judgesOthers: boolean): number {
    const { remembered } = this;
    this.lineUp(slot, type);
    if (!this.beginsAsItMust(type)) return INFEASIBLE;
    if (this.isSet || this.bonds.isAnyLinked(this.steps, this.count)) return this.simulate(type, judgesOthers);
    if (!remembered.find(type, this.steps, this.count))
      remembered.note(this.simulate(type, judgesOthers), this.share, this.idle, this.belowMinimum);
    else {
      this.share = remembered.share;
      this.idle = remembered.idle;
      this.belowMinimum = remembered.belowMinimum;
    }
    return remembered.total;
  }

  /** Simulates the route lined up. */
  private simulate(type: number, judgesOthers: boolean): number {
    const { sim, rich, waits } = this;
    const vehicle = rich.vehicleOf[type]!;
    const isLegal = this.isSet
      ? waits.runAsSet(vehicle, this.steps, this.count)
      : waits.run(vehicle, this.steps, this.count, judgesOthers);
    this.belowMinimum = isLegal && sim.belowMinimum;
    this.share = rich.balance?.of === 'tasks' ? sim.served : sim.duty_s;
    if (!isLegal) return INFEASIBLE;
    this.idle = idleCost(sim, rich, vehicle);
    const { change } = rich.weights;
    return objectiveOf(sim, rich) + (change > 0 ? change * this.changed(type) : 0);
  }

  /** Whether the route lined up begins with all that stays. Stops that do are not moved anyway, but reloads come and go. */
  private beginsAsItMust(type: number): boolean {
    const prefix = this.rich.prefix[type]!;
    if (prefix.length > this.count) return false;
    for (let i = 0; i < prefix.length; i++) if (prefix[i] !== this.steps[i]) return false;
    return true;
  }

  /** Tasks on the route lined up that had another vehicle in the routes given. */
  private changed(type: number): number {
    const { taskOf, secondStep } = this.tours.problem;
    let changed = 0;
    for (let i = 0; i < this.count; i++) {
      const visit = this.steps[i]!;
      if (visit < 0) continue;
      const task = taskOf[visit]!;
      const isFirst = visit < secondStep[task]!;
      const former = this.rich.former[task]!;
      if (isFirst && former >= 0 && former !== this.rich.driver[type]) changed++;
    }
    return changed;
  }

  /** Writes the steps and legs of a route with what the trial adds, and sums up the arcs it has without. */
  private lineUp(slot: number, type: number): void {
    const { tours, added, addedAfter, addedCount, sim, reloads } = this;
    const { problem, next, into } = tours;
    const { nodes, seconds, metres, travelClass, startNode, endNode, stops } = problem;
    const size = tours.size[slot]!;
    const most = size + addedCount + 1;
    if (most > this.steps.length) this.steps = new Int32Array(most * 2);
    sim.reserve(most);
    const { steps } = this;
    const { legs_s, legs_m } = sim;
    const base = travelClass[type]! * nodes * nodes;
    let from = base + startNode[type]! * nodes;
    let count = 0;
    let arcs = 0;
    let k = 0;
    let after = -1;
    let current = size > 0 ? tours.first[slot]! : -1;
    for (;;) {
      let visit = current;
      if (k < addedCount && addedAfter[k] === after) visit = added[k++]!;
      else if (current < 0) break;
      else {
        arcs += into[current]!;
        after = current;
        current = next[current]!;
        if (after === this.omitted) continue;
      }
      legs_s[count] = seconds[from + visit]!;
      legs_m[count] = metres[from + visit]!;
      steps[count++] = visit < stops ? visit : -1 - reloads.at(visit, type);
      from = base + visit * nodes;
    }
    legs_s[count] = seconds[from + endNode[type]!]!;
    legs_m[count] = metres[from + endNode[type]!]!;
    this.count = count;
    this.arcs = size > 0 ? arcs + tours.out[slot]! : 0;
  }

  /** Sum over the tasks of a slot. */
  private sum(slot: number, of: (task: number) => number): number {
    const { problem, next, first, at } = this.tours;
    let sum = 0;
    for (let v = first[slot]!; v >= 0; v = next[v]!) {
      const task = problem.taskOf[v]!;
      if (task >= 0 && at[task] === v) sum += of(task);
    }
    return sum;
  }

  /** Whether a task may join a slot at all: relations, and routes that take nothing on. */
  mayJoin(task: number, slot: number, type: number): boolean {
    return this.rich.pinned[type] === 0 && this.bonds.mayJoin(task, slot);
  }

  /** Whether a route can be given to a vehicle of another type: nothing on it stays, and it reloads where that one can. */
  mayDrive(slot: number, type: number): boolean {
    const { tours, rich } = this;
    const { stops } = tours.problem;
    if (rich.pinned[type] === 1 || this.keeps(slot)) return false;
    for (let v = tours.first[slot]!; v >= 0; v = tours.next[v]!)
      if (v >= stops && this.reloads.at(v, type) < 0) return false;
    return true;
  }

  /** Brings routes that have just been loaded into line with each other. */
  settle(): void {
    if (!this.settleTimes(() => undefined)) this.settleFromNothing();
    this.balance?.weigh();
  }

  /**
   * Rule T6 to the letter, for routes that do not settle one by one: where a route has room for its breaks only by waiting for
   * others, when it leaves depends on what came first, and bounds that are raised in turn drift away.
   */
  private settleFromNothing(): void {
    const { tours, rich, sim } = this;
    const used = Array.from({ length: tours.slots }, (_, slot) => slot).filter((slot) => tours.size[slot]! > 0);
    if (!used.some((slot) => breaksFreely(tours.problem, tours.type[slot]!))) return;
    this.addedCount = 0;
    const routes = used.map((slot) => {
      this.lineUp(slot, tours.type[slot]!);
      const vehicle = rich.vehicleOf[tours.type[slot]!]!;
      return { slot, vehicle, steps: this.steps.slice(0, this.count), count: this.count };
    });
    const slotOf = new Map<LinkedRoute, number>(routes.map((route) => [route, route.slot]));
    const together = new Together(sim, (route) => {
      const slot = slotOf.get(route)!;
      this.lineUp(slot, tours.type[slot]!);
    });
    if (together.settle(routes)) {
      this.isSet = true;
      for (const { slot } of routes) this.refresh(slot);
      this.isSet = false;
    }
    together.clear();
  }

  /** Brings routes that sequences bind into line with each other, as `Waits.settle` does. @param touch called before a slot is changed */
  settleTimes(touch: (slot: number) => void): boolean {
    return !this.bonds.timed || this.waits.settle(touch, (slot) => this.refresh(slot));
  }

  /** Takes out reloads between which nothing is left to do, where the route does without. */
  dropIdleReloads(slot: number): void {
    const { tours } = this;
    const { stops } = tours.problem;
    const { locked } = this.rich;
    if (tours.size[slot] === 0) return;
    let visit = tours.first[slot]!;
    while (visit >= 0) {
      const next = tours.next[visit]!;
      const before = tours.prev[visit]!;
      const isIdle = visit >= stops && (before < 0 || before >= stops || next < 0);
      if (isIdle && locked[visit] === 0 && this.doesWithout(visit, slot)) tours.cut(visit, visit);
      if (tours.size[slot] === 0) return;
      visit = next;
    }
  }

  /** Whether a route is feasible, and no dearer, without one of its reloads. Routes of nothing else are. */
  private doesWithout(reload: number, slot: number): boolean {
    const { tours } = this;
    const type = tours.type[slot]!;
    if (!this.hasStops(slot)) return true;
    this.addedCount = 0;
    const now = this.run(slot, type, true);
    this.omitted = reload;
    const without = this.run(slot, type, true);
    this.omitted = -1;
    return without <= now;
  }

  /** Whether a route serves anything. */
  hasStops(slot: number): boolean {
    const { tours } = this;
    for (let v = tours.first[slot]!; v >= 0; v = tours.next[v]!) if (v < tours.problem.stops) return true;
    return false;
  }

  /** Whether something on a route has to stay on it. */
  keeps(slot: number): boolean {
    const { tours, rich } = this;
    for (let v = tours.first[slot]!; v >= 0; v = tours.next[v]!) if (rich.locked[v] !== 0) return true;
    return false;
  }
}

/**
 * Larger costs in the same order, but below what a search for places takes for a place at all (2 x BIG): the weights of
 * levels, or hours in an objective, know no bound.
 */
function tamed(cost: number): number {
  return cost <= BIG ? cost : 2 * BIG - (BIG * BIG) / cost;
}
