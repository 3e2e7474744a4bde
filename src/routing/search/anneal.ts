import type { Rng } from '../../kit/rng.ts';
import type { Seen } from '../columns/seen.ts';
import { Blinks } from '../moves/blinks.ts';
import { Ejection } from '../moves/ejection.ts';
import { Fill } from '../moves/fill.ts';
import { Insertion } from '../moves/insertion.ts';
import { Recreate } from '../moves/recreate.ts';
import { Ruin } from '../moves/ruin.ts';
import { Shake } from '../moves/shake.ts';
import { WHOLE, type Without } from '../parts.ts';
import { type Linked, type Packed, unpack } from '../state/packed.ts';
import { isAllSound } from '../state/sound.ts';
import type { Tours } from '../state/tours.ts';
import { Undo } from '../state/undo.ts';
import { Absences } from './absences.ts';
import { Descent } from './descend.ts';
import { Softening } from './softening.ts';
import { WholeRoutes } from './whole-routes.ts';

/** Chance of overlooking a place, and how many neighbours are looked at: more where windows rule many of them out. */
const BLINK_RATE = 0.01;
const PLAIN_WIDTH = 40;
const TIMED_WIDTH = 60;
/** Local search goes over all tasks several times; with more than this many that takes too long to be done at once. */
const MOST_DESCENDED = 2000;
const MOST_SIMULATED = 40;
/** What is accepted may be so many temperatures dearer than what was. */
const THRESHOLD = 0.8;
/** Random moves that are tried after an ejection, and how many iterations take as long as those and the ejection. */
const SHAKES = 100;
const ITERATIONS_PER_SHAKEN = 16;
/**
 * Tours that lack as much, but whose absent tasks have been absent less often, are accepted up to so many temperatures above
 * what others are: dearer without end, they would never be improved where not all tasks can be served.
 */
const RELIEF = 5;
/** Routes are noted of states up to this many times as dear as the best. */
const NOTED = 1.03;

/**
 * Slack induction by string removals (Christiaens & Vanden Berghe 2020, doi 10.1287/trsc.2019.0914) under threshold accepting (Dueck &
 * Scheuer 1990, doi 10.1016/0021-9991(90)90201-B), on the tasks that are in the tours now: all of them, or a part. Simulated
 * annealing, which draws what may be accepted from an exponential distribution, now and then takes what is far dearer.
 */
export class Anneal {
  readonly tours: Tours;
  iterations = 0;
  /** Whether load above capacity and duty beyond the longest are let in at a price, where the problem allows for that. */
  softens = false;
  /** What absent tasks count beyond their prizes while it runs, as a share of them. */
  lure = 0;
  /** What vehicles cost less while it runs, as a share of their fixed costs. */
  rebate = 0;
  /** How many temperatures dearer than what was what is accepted may be. */
  threshold = THRESHOLD;
  /** Whether absent tasks are tried in every iteration, and tours that relieve them accepted whatever they cost. */
  roomFirst = true;
  /** Whether a route is being given up: what all are served by then may pass through what is beyond limits. */
  givesUp = false;
  /** Whether what has no place yet is left out of tours that are built: the time is long over. Null: never. */
  isLate: (() => boolean) | null = null;
  /** Where routes of good states are noted, if anywhere. */
  seen: Seen | null = null;
  readonly softening: Softening | null;
  /** What the tours had beyond limits when it ran last, at the prices of then. */
  beyondCost = 0;
  /** Best since `restart`. */
  bestCost = 0;
  bestMissing = 0;
  private readonly best: Linked;
  private readonly rng: Rng;
  private readonly undo: Undo;
  private readonly ruin: Ruin;
  /** Null where no vehicle has a minimum. */
  private readonly fill: Fill | null;
  private readonly insertion: Insertion;
  /** How many neighbours are looked at. */
  private readonly width: number;
  private readonly recreate: Recreate;
  /** What is done to routes as a whole. */
  readonly routes: WholeRoutes;
  private readonly absences: Absences;
  /** False where routes are simulated, or no vehicle is to be saved. */
  readonly ejects: boolean;
  /** Null until it is asked for. */
  private ejection: Ejection | null = null;
  private shake: Shake | null = null;
  private readonly descent: Descent | null;
  /** members[0..memberCount-1]: the tasks in the tours, absent ones included. */
  private readonly members: Int32Array;
  private memberCount = 0;

  /** @param softening null: nothing is let in; default: what the problem allows for, at prices of its own */
  constructor(
    tours: Tours,
    rng: Rng,
    without: Without = WHOLE,
    softening = without.includes('softening') ? null : Softening.for(tours.problem),
  ) {
    const { tasks, visits } = tours.problem;
    this.tours = tours;
    this.rng = rng;
    this.softening = softening;
    this.undo = new Undo(tours);
    this.ruin = new Ruin(tours, this.undo, rng, without);
    this.width = tours.problem.features.windowed ? TIMED_WIDTH : PLAIN_WIDTH;
    const blinks = new Blinks(rng, without.includes('blinks') ? 0 : BLINK_RATE);
    this.insertion = new Insertion(tours, rng, blinks, this.width, without);
    this.recreate = new Recreate(tours, this.undo, rng, this.insertion, without);
    this.fill = without.includes('fill') ? null : Fill.for(tours, this.undo, rng, this.ruin, this.insertion);
    const drawTask = () => this.members[rng.below(this.memberCount)]!;
    this.routes = new WholeRoutes(tours, this.undo, this.ruin, this.recreate, drawTask);
    this.absences = new Absences(tours, rng, without);
    this.ejects = tours.exact === null && tours.problem.features.vehiclesFirst && !without.includes('ejection');
    this.descent = without.includes('local-search') ? null : new Descent(tours, this.undo, rng, this.width);
    this.members = new Int32Array(tasks);
    this.best = {
      slots: tours.slots,
      next: new Int32Array(visits),
      first: new Int32Array(tours.slots),
      size: new Int32Array(tours.slots),
      type: new Int32Array(tours.slots),
      absent: new Int32Array(tasks),
      absentCount: 0,
    };
  }

  /**
   * Builds tours for all tasks.
   * @param inOrder see `Recreate.runInOrder`
   * @param isOver whether to do without what is left of local search. Default: never
   * @param kind types of vehicle that are used as far as they go, before others. Default: all alike
   * @param given routes to begin with, and the tasks on none. Default: none, and all
   */
  construct(inOrder = false, isOver?: () => boolean, kind?: readonly number[], given: Packed | null = null): void {
    const { tours } = this;
    if (given === null) {
      tours.clear();
      for (let t = 0; t < tours.problem.tasks; t++) tours.addAbsent(t);
      tours.exact?.settle();
    } else {
      unpack(given, tours);
      this.routes.mend();
    }
    this.undo.begin();
    if (kind !== undefined) tours.available.fill(0);
    for (const type of kind ?? []) tours.available[type] = tours.problem.count[type]!;
    this.insertAbsent(inOrder);
    if (kind !== undefined) {
      tours.available.set(tours.problem.count);
      this.insertAbsent();
    }
    this.settle();
    this.descend(isOver);
    this.restart();
  }

  private insertAll(list: Int32Array, inOrder: boolean): void {
    const { recreate } = this;
    recreate.bySpot = this.ruin.knowsSpots;
    recreate.isLate = this.isLate;
    if (inOrder) recreate.runInOrder(list);
    else recreate.run(list, list.length);
    recreate.isLate = null;
  }

  private insertAbsent(inOrder = false): void {
    const { tours } = this;
    const list = tours.absent.slice(0, tours.absentCount);
    while (tours.absentCount > 0) tours.takeAbsent(tours.absentCount - 1);
    this.insertAll(inOrder ? list.sort() : list, inOrder);
  }

  /** Brings routes into line that were made one by one: a best that looks better than it is would never be beaten. */
  private settle(): void {
    this.tours.exact?.settle();
    this.routes.mend();
  }

  /** Local search on the tours as they are, as long as it is not over; the result is the best where it is better. */
  polish(isOver: () => boolean): void {
    this.descend(isOver);
    this.keepIfBest();
  }

  private descend(isOver?: () => boolean): void {
    const { problem, exact } = this.tours;
    // Strings of steps that belong together are left to ruin and recreate.
    if (problem.features.pairs || exact?.bindsVisits) return;
    if (problem.tasks <= (exact === null ? MOST_DESCENDED : MOST_SIMULATED)) this.descent?.run(isOver);
  }

  /** Takes the tours as they are for the state to search from, and for the best. */
  restart(): void {
    const { tours, members } = this;
    this.memberCount = 0;
    for (let t = 0; t < tours.problem.tasks; t++) if (tours.route[tours.at[t]!]! >= 0) members[this.memberCount++] = t;
    for (let k = 0; k < tours.absentCount; k++) members[this.memberCount++] = tours.absent[k]!;
    this.keepBest();
    // Tours that are beyond a limit are no plan: anything that keeps them is better.
    if (this.isBeyond) this.bestMissing = Number.POSITIVE_INFINITY;
  }

  /**
   * Runs iterations at one temperature (cost ticks).
   * @param isOver asked after each whether to leave it at that. Default: never
   * @returns how many were run
   */
  run(count: number, temperature: number, isOver?: () => boolean): number {
    const { tours, rng, undo, ruin, recreate, members, memberCount, absences } = this;
    if (memberCount === 0) return count;
    const meanSize = this.meanRouteSize();
    this.insertion.thorough = false;
    this.insertion.meanSize = meanSize;
    const { excess } = tours;
    const softening = this.softens ? this.softening : null;
    softening?.apply(excess, this.insertion.wholeRoutes);
    excess.lure = this.lure;
    tours.setRebate(this.rebate);
    let noOverload = 0;
    let noOvertime = 0;
    let made = 0;
    while (made < count) {
      made++;
      const { missing } = tours;
      const cost = tours.cost + excess.cost;
      undo.begin();
      const seed = members[rng.below(memberCount)]!;
      if (this.fill === null || !this.fill.perhaps()) ruin.run(seed, meanSize);
      tours.exact?.settleTimes(undo.toTouch);
      tours.exact?.balance?.noteRuined();
      const listed = absences.recall(ruin.removed, ruin.count, seed, this.roomFirst);
      this.insertion.opensForBundle = absences.isBundle;
      // What gets dearer than may be accepted is given up half-way: each task that is inserted adds to the cost, or nearly
      // always. Where unserved tasks are tried more than cost decides.
      const most = cost + temperature * this.threshold;
      const relieves = !tours.isServed(missing) && listed > ruin.count;
      recreate.bySpot = ruin.bySpot;
      // What imbalance costs is known afterwards: until then it counts as it was, and may all be saved.
      const bound = relieves ? Number.POSITIVE_INFINITY : most + tours.imbalance;
      const isDone = recreate.run(ruin.removed, listed, bound, missing);
      const isLegal = isDone && isAllSound(tours, undo) && !tours.exact?.bonds.lacksNeeded;
      if (!isLegal || !this.accepts(most, missing, temperature)) undo.rollback();
      else {
        this.keepIfBest();
        if (this.seen !== null) this.noteRoutes(this.seen);
      }
      if (excess.load === 0) noOverload++;
      if (excess.duty === 0) noOvertime++;
      if (isOver?.() === true) break;
    }
    // A price is led by those who have to pay it.
    if (excess.loadPrice > 0) softening?.load?.adapt(noOverload, made);
    softening?.duty?.adapt(noOvertime, made);
    this.beyondCost = excess.loadPrice * excess.load + excess.dutyPrice * excess.duty;
    Softening.end(excess);
    excess.lure = 0;
    tours.setRebate(0);
    this.insertion.thorough = true;
    this.iterations += made;
    return made;
  }

  /** Notes the routes that have just changed, where the state is good. */
  private noteRoutes(seen: Seen): void {
    const { tours, undo } = this;
    const { excess } = tours;
    const limitsLoad = this.softening !== null && this.softening.load !== null;
    if (tours.missing > this.bestMissing || tours.cost > NOTED * this.bestCost) return;
    for (let k = 0; k < undo.touchedCount; k++) {
      const slot = undo.slotAt(k);
      if (tours.size[slot] === 0 || excess.dutyOf[slot]! > 0 || tours.short[slot] === 1) continue;
      if (limitsLoad && isTooFull(tours, slot)) continue;
      seen.note(slot);
    }
  }

  /** Makes room for an absent task at the expense of others, where that is known how; the best is kept. */
  eject(): void {
    if (this.ejects && this.known.step()) this.keepIfBest();
  }

  /** Gives up a route. The tasks that are absent already are those that others exclude. False where there is none to give up. */
  drop(): boolean {
    if (this.ejects) this.known.bench();
    return this.routes.drop();
  }

  private get known(): Ejection {
    this.ejection ??= new Ejection(this.tours, this.undo, this.rng, this.insertion);
    return this.ejection;
  }

  /** Where it `ejects`: ejections with random moves in between, whatever they cost, until all that must be are served; takes as long as `run`. */
  wander(count: number): void {
    const { tours } = this;
    this.shake ??= new Shake(tours, this.undo, this.rng, this.insertion, this.width);
    for (let k = 0; k < count && !tours.isServed(); k += ITERATIONS_PER_SHAKEN) {
      this.eject();
      if (!tours.isServed()) this.shake.run(SHAKES);
    }
    this.iterations += count;
  }

  /** Puts the tasks that are absent into the tours as they are, where they fit; the best stays. */
  placeAbsent(): void {
    this.undo.begin();
    this.insertAbsent();
    this.settle();
  }

  /** Gives up routes that are not worth it; the best is kept. See `WholeRoutes.shed`. */
  shed(): void {
    this.routes.shed();
    this.keepIfBest();
  }

  /** Whether some route has more than it may, as `softens` lets it. */
  get isBeyond(): boolean {
    return this.softening !== null && !this.softening.keeps(this.tours.excess);
  }

  /** Whether even the best since `restart` lacks tasks that must be served. False where there is none that keeps all limits. */
  get leavesOut(): boolean {
    return this.bestMissing >= this.tours.unservedUnit && this.bestMissing < Number.POSITIVE_INFINITY;
  }

  /** The best since `restart`, to be packed. */
  get bestTours(): Linked {
    return this.best;
  }

  /**
   * @param most what cost and excess must be less than, at the same tasks missing
   * @param temperature relief may cost a few of these more
   */
  private accepts(most: number, missing: number, temperature: number): boolean {
    const { tours } = this;
    if (tours.missing !== missing) return tours.missing < missing && !this.savesBeyond();
    const cost = tours.cost + tours.excess.cost;
    if (cost < most) return true;
    return missing > 0 && (this.roomFirst || cost < most + RELIEF * temperature) && this.absences.relieves();
  }

  /**
   * Whether vehicles are saved by what routes have beyond what they may, while none is being given up: where fewest come first no price
   * would ever bring one back.
   */
  private savesBeyond(): boolean {
    const { tours } = this;
    const { vehiclesFirst } = tours.problem.features;
    return vehiclesFirst && !this.givesUp && tours.missing < this.bestMissing && tours.isServed() && this.isBeyond;
  }

  /** Visits per route, or per trip where vehicles reload. */
  private meanRouteSize(): number {
    const { usedVehicles, size, slots, route, problem } = this.tours;
    let visits = 0;
    for (let slot = 0; slot < slots; slot++) visits += size[slot]!;
    let trips = usedVehicles;
    for (let reload = problem.stops; reload < problem.visits; reload++) if (route[reload]! >= 0) trips++;
    return trips === 0 ? 1 : visits / trips;
  }

  /** Takes the tours as they are for the best, where they are better and keep all limits; else false. */
  keepIfBest(): boolean {
    const { missing, cost } = this.tours;
    if (this.isBeyond) return false;
    if (missing > this.bestMissing || (missing === this.bestMissing && cost >= this.bestCost)) return false;
    this.keepBest();
    return true;
  }

  private keepBest(): void {
    const { best, tours } = this;
    this.bestCost = tours.cost;
    this.bestMissing = tours.missing;
    best.next.set(tours.next);
    best.first.set(tours.first);
    best.size.set(tours.size);
    best.type.set(tours.type);
    best.absentCount = tours.absentCount;
    for (let k = 0; k < tours.absentCount; k++) best.absent[k] = tours.absent[k]!;
  }
}

function isTooFull({ room, roomBack, problem }: Tours, slot: number): boolean {
  const { dimensions } = problem;
  for (let at = slot * dimensions; at < (slot + 1) * dimensions; at++)
    if (room[at]! < 0 || roomBack[at]! < 0) return true;
  return false;
}
