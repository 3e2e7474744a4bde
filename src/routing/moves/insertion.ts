import type { Rng } from '../../kit/rng.ts';
import { BIG, MANDATORY } from '../../model/problem.ts';
import { WHOLE, type Without } from '../parts.ts';
import type { Exact } from '../state/exact.ts';
import { refresh } from '../state/refresh.ts';
import { NOWHERE, type Tours } from '../state/tours.ts';
import type { Undo } from '../state/undo.ts';
import { Beside } from './beside.ts';
import type { Blinks } from './blinks.ts';
import { Ends } from './ends.ts';
import { Everywhere } from './everywhere.ts';
import { extraCost, hasRoom, mayFollow, mayServeAlone } from './feasible.ts';
import { LoadShare } from './load-share.ts';
import { NearRoutes } from './near-routes.ts';
import { Pairs } from './pairs.ts';
import { Places } from './places.ts';
import { Trials } from './trials.ts';
import { Upgrades } from './upgrades.ts';
import { Worth } from './worth.ts';

/**
 * Chances of daring what only pays for several tasks together: a vehicle for an optional task that is not worth one
 * alone, and a vehicle of a kind drawn at random instead of the cheapest for this one task.
 */
const DARE = 0.1;
/** Where many are absent, vehicles for optional tasks are left to bundles of them (see `Absences`), or nearly so. */
const MANY_ABSENT = 30;
const SELDOM = 0.02;
/** Routes of so many visits on average are looked through as a whole. */
const SHORT_ROUTES = 48;
/** Places simulated for a task at most, and those in a row that are no better once one is found. */
const MOST_SIMULATED = 60;
const PATIENCE = 6;
/** One counts for so many where lateness is known before a simulation: what follows is seldom better, and time is better spent on other plans. */
const WEIGHS_LATE = 6;
/** Arcs that nobody drives cost BIG; three others, a fifth of that each at most, may come off. */
const MOST_BESIDE_FORBIDDEN = 0.75;

/**
 * Finds the cheapest feasible place for a task. Three stages, each paid only by what passes the one before:
 * arcs (a lower bound of the added cost), constant-time necessary conditions (load, windows, limits), and where that
 * does not say everything the exact schedule of the route (see `Trials`).
 *
 * Looked at: the routes of the nearest neighbours of each of the task's stops (see `Places`) and one empty vehicle of each
 * type; every route only where nothing else is feasible.
 */
export class Insertion {
  /** The place found by the last `find`. */
  cost = NOWHERE;
  slot = -1;
  private after = -1;
  private type = -1;
  private visit = -1;
  private arcIn = 0;
  private arcOut = 0;

  /** Whether every route is looked at for each task that finds no place near, rather than now and then. */
  thorough = true;
  /** Whether the first optional task that finds no place has a vehicle whatever it costs: others are to share it. */
  opensForBundle = false;
  /** How much of a new vehicle's fixed cost counts in the choice of a place, 0..1. */
  fixedShare = 1;
  readonly share: LoadShare;
  private readonly tours: Tours;
  private readonly rng: Rng | null;
  private readonly routes: NearRoutes;
  private readonly beside: Beside;
  /** Null where no route may change its vehicle, or routes are simulated; undefined until it is asked for. */
  private upgrades: Upgrades | null | undefined;
  /** Null where routes are simulated. */
  private readonly ends: Ends | null;
  private readonly places: Places;
  /** Null where routes are not simulated, or vehicles reload: trips that are full are told in constant time. */
  private readonly everywhere: Everywhere | null;
  /** Cost alone decides on a place. */
  private readonly plain: boolean;
  /** Below what any infeasible place counts as, also where its arcs cost less than the one they replace. */
  private readonly most: number;
  private readonly worth: Worth;
  private readonly pairs: Pairs | null;
  private readonly trials: Trials | null;
  private readonly dareRate: number;
  private readonly rateOfMany: number;
  private readonly shortRoutes: number;

  /** @param rng null: never dares  @param width how many neighbours are looked at, at most `problem.nearest` */
  constructor(tours: Tours, rng: Rng | null, blinks: Blinks, width: number, without: Without = WHOLE) {
    const { features } = tours.problem;
    this.tours = tours;
    this.rng = rng;
    this.dareRate = without.includes('daring') ? 0 : DARE;
    this.rateOfMany = without.includes('bundles') ? this.dareRate : Math.min(SELDOM, this.dareRate);
    this.shortRoutes = without.includes('whole-routes') ? 0 : SHORT_ROUTES;
    const routes = new NearRoutes(tours, width);
    this.routes = routes;
    this.upgrades = tours.exact !== null || features.pairs ? null : undefined;
    this.beside = new Beside(tours, routes, blinks);
    this.ends = tours.exact !== null || without.includes('ends') ? null : new Ends(tours, routes);
    this.places = new Places(tours, routes, blinks);
    const isLimited = tours.exact !== null && tours.exact.rich.sites === 0;
    this.everywhere = isLimited ? new Everywhere(tours) : null;
    this.share = new LoadShare(tours.problem);
    this.plain = !features.timed && !features.mixedLoads && !features.limits && !features.exact;
    this.most = features.backhauls ? BIG * MOST_BESIDE_FORBIDDEN : NOWHERE - BIG;
    this.worth = new Worth(tours, this.most);
    this.trials = tours.exact === null ? null : new Trials(tours, tours.exact, rng);
    this.pairs = features.pairs ? new Pairs(tours, routes, this.trials, this.most) : null;
  }

  /** Looks for a place below `most`; true where one exists that an optional task is worth. */
  find(task: number, most = this.most): boolean {
    const { firstStop, secondStep } = this.tours.problem;
    this.cost = Math.min(most, this.worth.of(task));
    this.slot = -1;
    const first = firstStop[task]!;
    const end = firstStop[task + 1]!;
    if (this.pairs !== null && secondStep[task]! < end) return this.findPair(this.pairs, task);
    for (let visit = first; visit < end; visit++) {
      if (this.trials === null) this.near(visit);
      else this.nearSimulated(visit);
      if (this.routes.listsFull) this.nearFull(visit);
      if (this.ends !== null && this.slot < 0 && this.routes.roomy === 0) this.atEnds(visit, this.ends);
    }
    const daresVehicle = this.daresVehicle(task);
    if (this.mayOpen(task, daresVehicle))
      for (let visit = first; visit < end; visit++) this.tryEmpty(visit, daresVehicle);
    if (this.slot < 0 && this.looksEverywhere()) for (let visit = first; visit < end; visit++) this.scanAll(visit);
    return this.slot >= 0;
  }

  /** Looks for a place on one route in use, all of it; true where there is one. */
  findOn(task: number, slot: number): boolean {
    const { tours, pairs } = this;
    const { firstStop, secondStep } = tours.problem;
    const end = firstStop[task + 1]!;
    this.cost = this.most;
    this.slot = -1;
    if (pairs !== null && secondStep[task]! < end) {
      pairs.findOn(task, slot, this.cost);
      this.cost = pairs.cost;
      this.slot = pairs.slot;
      return this.slot >= 0;
    }
    const type = tours.type[slot]!;
    for (let visit = firstStop[task]!; visit < end; visit++)
      if (hasRoom(tours, visit, slot, type)) this.scan(visit, slot, type);
    return this.slot >= 0;
  }

  private findPair(pairs: Pairs, task: number): boolean {
    const daresVehicle = this.daresVehicle(task);
    pairs.find(
      task,
      this.cost,
      daresVehicle,
      this.onlyType(),
      this.mayOpen(task, daresVehicle),
      this.looksEverywhere(),
    );
    this.cost = pairs.cost;
    this.slot = pairs.slot;
    return this.slot >= 0;
  }

  /** A list of tasks is to be placed. */
  begin(): void {
    this.worth.begin(this.rng);
  }

  /** Inserts the task at the place found. */
  apply(task: number): void {
    const { tours, trials, pairs } = this;
    const { firstStop, secondStep } = tours.problem;
    let inserted = -1;
    if (pairs !== null && secondStep[task]! < firstStop[task + 1]!) pairs.apply();
    else if (trials !== null) trials.apply(this.slot, this.type);
    else if (tours.size[this.slot]! > 0 && tours.type[this.slot] !== this.type) {
      tours.retype(this.slot, this.type);
      tours.insertAt(this.visit, this.slot, this.after, this.type);
    } else {
      if (tours.size[this.slot]! > 0) inserted = this.visit;
      tours.insert(this.visit, this.slot, this.after, this.type, this.arcIn, this.arcOut);
    }
    refresh(tours, this.slot, inserted);
  }

  /** Puts a task where it costs least, below `most`, or among the absent: false. `undo` remembers the route. */
  place(task: number, undo: Undo, most = this.most): boolean {
    if (!this.find(task, most)) {
      this.tours.addAbsent(task);
      return false;
    }
    undo.touch(this.slot);
    this.apply(task);
    const { exact } = this.tours;
    if (exact === null || exact.settleTimes(undo.toTouch)) return true;
    this.takeBack(exact, task, undo);
    return false;
  }

  /**
   * Puts a task right behind another of its spot, where no other place can be cheaper; else false. `undo` remembers the route. True also
   * where it has to be taken off again: it is among the absent then.
   */
  placeBehind(leader: number, task: number, undo: Undo): boolean {
    const { tours } = this;
    const { firstStop } = tours.problem;
    const after = tours.at[leader]!;
    const slot = tours.route[after]!;
    const visit = firstStop[task]!;
    if (slot < 0 || !mayFollow(tours, after, task)) return false;
    const type = tours.type[slot]!;
    if (this.trials === null) this.takeBeside(visit, slot, after, type, 0);
    else {
      const cost = this.trials.beside(visit, slot, type, after, tours.next[after]!, this.most);
      // With a reload as well, other places may be cheaper.
      if (this.trials.count !== 1) return false;
      this.take(visit, cost, slot, after, type, 0, 0);
    }
    if (this.cost >= this.worth.of(task)) return false;
    undo.touch(slot);
    this.apply(task);
    const { exact } = tours;
    // It is among the absent then, and not to be placed anywhere else.
    if (exact !== null && !exact.settleTimes(undo.toTouch)) this.takeBack(exact, task, undo);
    return true;
  }

  /** Takes a task off again: with it, a route that sequences bind to its own is feasible no more. */
  private takeBack(exact: Exact, task: number, undo: Undo): void {
    const { tours, slot } = this;
    tours.cutTask(task);
    if (exact.rich.sites > 0) exact.dropIdleReloads(slot);
    tours.addAbsent(task);
    refresh(tours, slot);
    exact.settleTimes(undo.toTouch);
  }

  private near(visit: number): void {
    const { beside, tours } = this;
    if (!beside.find(visit, this.cost)) return;
    const { slot, after, extra } = beside;
    this.takeBeside(visit, slot, after, tours.type[slot]!, extra);
  }

  private atEnds(visit: number, ends: Ends): void {
    const { tours } = this;
    if (ends.find(visit, this.cost)) this.takeBeside(visit, ends.slot, ends.after, tours.type[ends.slot]!, ends.extra);
  }

  /** Mean number of visits per route: decides how routes are looked through. */
  set meanSize(visits: number) {
    this.beside.wholeRoutes = visits <= this.shortRoutes;
  }
  get wholeRoutes(): boolean {
    return this.beside.wholeRoutes;
  }

  /** Whether routes without room may get larger vehicles, until this is called again. */
  set upgrading(is: boolean) {
    if (is && this.upgrades === undefined) this.upgrades = Upgrades.for(this.tours, this.routes);
    this.routes.listsFull = is && this.upgrades !== null;
  }

  private nearFull(visit: number): void {
    const upgrades = this.upgrades!;
    if (!upgrades.find(visit, this.cost)) return;
    const { cost, slot, after, type } = upgrades;
    this.take(visit, cost, slot, after, type, 0, 0);
  }

  /** Takes a place on a route in use. @param extra what it costs beyond its arcs */
  private takeBeside(visit: number, slot: number, after: number, type: number, extra: number): void {
    const { tours } = this;
    const { problem } = tours;
    const before = after >= 0 ? tours.next[after]! : tours.first[slot]!;
    const row = (problem.costClass[type]! * problem.nodes + visit) * problem.nodes;
    const arcIn = problem.arcsTo[row + (after >= 0 ? after : problem.startNode[type]!)]!;
    const arcOut = problem.arcs[row + (before >= 0 ? before : problem.endNode[type]!)]!;
    const replaced = before >= 0 ? tours.into[before]! : tours.out[slot]!;
    this.take(visit, arcIn + arcOut - replaced + extra, slot, after, type, arcIn, arcOut);
  }

  /**
   * The same where places are simulated: they are collected without a call, then simulated from the one with the cheapest
   * arcs on, until no other can be cheaper or several in a row were not. So few pay for it.
   */
  private nearSimulated(visit: number): void {
    const { tours } = this;
    const count = this.places.collect(visit, this.cost);
    const { placeDelta, placeBound, placeSlot, placeAfter } = this.places;
    const exact = tours.exact!;
    const late = exact.lateness?.isUsual === true ? exact.lateness : null;
    let inVain = 0;
    for (let tried = 0; tried < MOST_SIMULATED && inVain < PATIENCE; ) {
      let cheapest = -1;
      let least = Number.POSITIVE_INFINITY;
      for (let i = 0; i < count; i++) {
        if (placeDelta[i]! < least && placeBound[i]! < this.cost) {
          least = placeDelta[i]!;
          cheapest = i;
        }
      }
      if (cheapest < 0) return;
      // With what it is late, others may be cheaper.
      if (this.places.addLateness(visit, cheapest, this.cost)) continue;
      placeDelta[cheapest] = Number.POSITIVE_INFINITY;
      tried++;
      const before = this.cost;
      const { judged } = exact;
      const slot = placeSlot[cheapest]!;
      this.tryBeside(visit, slot, placeAfter[cheapest]!, tours.type[slot]!, least);
      // Where one refusal ends the look, one in constant time does not count: it says nothing of what follows.
      if (late !== null && exact.judged === judged) continue;
      inVain = this.cost < before || this.slot < 0 ? 0 : inVain + (late?.tells(slot) ? WEIGHS_LATE : 1);
    }
  }

  /** Checks a place on a route in use. @param delta what its arcs add */
  private tryBeside(visit: number, slot: number, after: number, type: number, delta: number): void {
    const { tours, trials } = this;
    const before = after >= 0 ? tours.next[after]! : tours.first[slot]!;
    const extra = this.plain ? 0 : extraCost(tours, visit, slot, type, after, before);
    if (extra >= NOWHERE) return;
    if (trials === null) {
      if (delta + extra < this.cost) this.takeBeside(visit, slot, after, type, extra);
      return;
    }
    const cost = trials.beside(visit, slot, type, after, before, this.cost);
    if (cost < this.cost) this.take(visit, cost, slot, after, type, 0, 0);
  }

  /** Every place of every route, or where each is simulated the cheapest few of them: for a task that finds nothing near. */
  private scanAll(visit: number): void {
    const { tours, everywhere } = this;
    everywhere?.begin();
    for (let k = 0; k < tours.slots; k++) {
      // Where not all can be looked at, others are for another task.
      const slot = everywhere === null ? k : (visit + k) % tours.slots;
      const type = tours.type[slot]!;
      if (tours.size[slot] === 0 || !hasRoom(tours, visit, slot, type)) continue;
      if (everywhere === null) this.scan(visit, slot, type);
      else this.scanSimulated(visit, slot, type, everywhere);
    }
  }

  private scanSimulated(visit: number, slot: number, type: number, everywhere: Everywhere): void {
    everywhere.look(visit, slot, type, this.cost);
    for (let after = everywhere.next(this.cost); after >= -1; after = everywhere.next(this.cost))
      this.tryBeside(visit, slot, after, type, 0);
  }

  private scan(visit: number, slot: number, type: number): void {
    const { tours } = this;
    const { problem, next, into } = tours;
    const { nodes, arcs, arcsTo } = problem;
    const row = (problem.costClass[type]! * nodes + visit) * nodes;
    const credit = Math.max(0, tours.idle[slot]!);
    let after = -1;
    let from = problem.startNode[type]!;
    for (let to = tours.first[slot]!; ; to = next[to]!) {
      const isEnd = to < 0;
      const replaced = isEnd ? tours.out[slot]! : into[to]!;
      const delta = arcsTo[row + from]! + arcs[row + (isEnd ? problem.endNode[type]! : to)]! - replaced;
      if (delta < this.cost + credit) this.tryBeside(visit, slot, after, type, delta);
      if (isEnd) return;
      after = from = to;
    }
  }

  private take(
    visit: number,
    cost: number,
    slot: number,
    after: number,
    type: number,
    arcIn: number,
    arcOut: number,
  ): void {
    this.visit = visit;
    this.cost = cost;
    this.slot = slot;
    this.after = after;
    this.type = type;
    this.arcIn = arcIn;
    this.arcOut = arcOut;
  }

  /** Whether a new vehicle is worth a look. Where fewest come first it is the last resort, and not worth an optional task. */
  private mayOpen(task: number, daresVehicle: boolean): boolean {
    if (!this.tours.problem.features.vehiclesFirst) return true;
    return this.slot < 0 && (daresVehicle || this.worth.isMust(task));
  }

  private dares(rate = this.dareRate): boolean {
    return this.rng !== null && this.rng.double() < rate;
  }

  /** Whether a task that finds no place near is tried on every route: takes long, and is seldom of use once all are placed. */
  private looksEverywhere(): boolean {
    return this.thorough || this.dares();
  }

  /** Whether an optional task that found no place may have a vehicle whatever it costs. */
  private daresVehicle(task: number): boolean {
    const { tours } = this;
    if (tours.problem.prize[task] === MANDATORY || this.slot >= 0) return false;
    if (this.opensForBundle) {
      this.opensForBundle = false;
      return true;
    }
    return this.dares(tours.absentCount > MANY_ABSENT ? this.rateOfMany : this.dareRate);
  }

  /** The only type of vehicle to be tried, drawn at random, or -1 for all. Draws only where there is a choice to dare. */
  private onlyType(): number {
    const { types } = this.tours.problem;
    return this.rng !== null && types > 1 && this.dares() ? this.rng.below(types) : -1;
  }

  /** An unused vehicle of each type, or of one drawn at random. */
  private tryEmpty(visit: number, daresVehicle: boolean): void {
    const { tours, trials } = this;
    const { problem } = tours;
    const { nodes, arcs, arcsTo, types } = problem;
    let free = -2;
    if (daresVehicle && this.slot < 0) this.cost = this.most;
    const only = this.onlyType();
    for (let type = 0; type < types; type++) {
      if (only >= 0 && type !== only) continue;
      if (!tours.mayOpen(type) || problem.allowed[type * problem.visits + visit] === 0) continue;
      const row = (problem.costClass[type]! * nodes + visit) * nodes;
      const arcIn = arcsTo[row + problem.startNode[type]!]!;
      const arcOut = arcs[row + problem.endNode[type]!]!;
      const delta = (tours.fixed[type]! * this.fixedShare + arcIn + arcOut) * this.share.of(visit, type);
      if (delta >= this.cost && trials === null) continue;
      if (free === -2) free = tours.freeSlot();
      if (free < 0) return;
      let cost = delta;
      if (trials !== null) cost = trials.alone(visit, free, type, this.cost);
      else if (!mayServeAlone(problem, visit, type)) continue;
      if (cost < this.cost) this.take(visit, cost, free, -1, type, arcIn, arcOut);
    }
  }
}
