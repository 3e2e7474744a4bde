import { BIG } from '../../model/problem.ts';
import type { Rich } from '../../model/rich.ts';
import type { Bonds } from './bonds.ts';
import { beginAt } from './schedule.ts';
import type { TourTables } from './tables.ts';

/** A break with a window, in ticks. */
interface Pause {
  opens: number;
  lasts: number;
}

/**
 * What lateness at a price a stop brings to a place: its own, and that of what follows. Arcs know nothing of it, and no window rules a
 * place out: without this, those with the cheapest arcs, on the nearest routes, are mostly at a wrong hour.
 */
export class Lateness {
  /** Whether most tasks can be late at a price, and not early: what places cost then turns on it. */
  readonly isUsual: boolean;
  /** Whether something is told of all routes. */
  readonly tellsAll: boolean;
  private readonly tours: TourTables;
  private readonly bonds: Bonds;
  /** Per slot: whether anything is told of its route, and whether that is no estimate. */
  private readonly isTold: Uint8Array;
  private readonly isBound: Uint8Array;
  /** Per stop, one more: its soft windows. */
  private readonly from: Int32Array;
  /** Per soft window: its close, and what a tick after it costs. */
  private readonly closes: Float64Array;
  private readonly price: Float64Array;
  /** Breaks in their order, and whether earliest begins say all of when a route is where; per type. */
  private readonly pauses: Pause[][];
  private readonly isPlain: boolean[];
  /** Per visit: its begin with breaks, as far as can be told without a simulation, and what its lateness then costs. */
  private readonly begins: Float64Array;
  private readonly costs: Float64Array;
  /** Per visit: breaks on the way to it, and what is not before the last of these is over. */
  private readonly rests: Float64Array;
  private readonly floors: Float64Array;

  /**
   * Null where nothing can be late at a price, and where all routes leave when they like. And where lateness is an objective of its own:
   * places chosen by that alone make long tours, on which more is late in the end.
   */
  static for(tours: TourTables, rich: Rich, bonds: Bonds): Lateness | null {
    const { facts, weights } = rich;
    const { features } = tours.problem;
    const isPriced = facts.hasSoft && weights.cost > 0 && weights.lateness === 0;
    const isTold = features.timed && rich.vehicleOf.some((_, type) => hasShift(tours, type));
    return isTold && isPriced ? new Lateness(tours, rich, bonds) : null;
  }

  private constructor(tours: TourTables, rich: Rich, bonds: Bonds) {
    const { facts, weights, origin_s, timeScale } = rich;
    const { softFrom, softCloses_s, lateCost } = facts;
    const { stops, visits } = tours.problem;
    this.tours = tours;
    this.bonds = bonds;
    this.tellsAll = rich.vehicleOf.every((_, type) => hasShift(tours, type));
    this.isTold = new Uint8Array(tours.slots);
    this.isBound = new Uint8Array(tours.slots);
    this.from = softFrom.slice(0, stops + 1);
    this.closes = new Float64Array(softCloses_s.length);
    this.price = lateCost.map((perSecond) => (weights.cost * perSecond) / timeScale);
    for (let stop = 0; stop < stops; stop++) {
      const setup_s = setupInTravel(rich, stop);
      for (let w = softFrom[stop]!; w < softFrom[stop + 1]!; w++) {
        const close = (softCloses_s[w]! + setup_s - origin_s) * timeScale;
        // What had to begin long before ticks do says nothing.
        this.closes[w] = close < -BIG / 2 ? Number.POSITIVE_INFINITY : close;
      }
    }
    let late = 0;
    for (let task = 0; task < tours.problem.tasks; task++) if (this.isOnlyLate(task, facts.earlyCost)) late++;
    this.isUsual = 2 * late >= tours.problem.tasks;
    this.pauses = Array.from(rich.vehicleOf, (vehicle) => pausesOf(rich, vehicle));
    this.isPlain = Array.from(rich.vehicleOf, (vehicle) => isToldByEarliest(rich, vehicle));
    const perVisit = () => new Float64Array(visits);
    this.begins = perVisit();
    this.costs = perVisit();
    this.rests = perVisit();
    this.floors = perVisit();
  }

  /** Whether a task has soft windows, and being early costs nothing: nothing is told of that. */
  private isOnlyLate(task: number, earlyCost: Float64Array): boolean {
    const { firstStop } = this.tours.problem;
    const end = this.from[firstStop[task + 1]!]!;
    let w = this.from[firstStop[task]!]!;
    if (w === end) return false;
    while (w < end && earlyCost[w] === 0) w++;
    return w === end;
  }

  /** After a route has changed, and its earliest begins are known. */
  refresh(slot: number): void {
    const { tours, begins, costs, rests, floors } = this;
    const { first, next, travel, early, problem } = tours;
    const { service, stops } = problem;
    const type = tours.type[slot]!;
    const isTold = hasShift(tours, type);
    this.isTold[slot] = isTold ? 1 : 0;
    this.isBound[slot] = isTold && this.isPlain[type]! && !this.bonds.hasLinked(slot) ? 1 : 0;
    if (!isTold) return;
    const pauses = this.pauses[type]!;
    let taken = 0;
    let leaves = problem.opens[type]!;
    for (let v = first[slot]!; v >= 0; v = next[v]!) {
      let arrives = leaves + travel[v]!;
      let rest = 0;
      let floor = Number.NEGATIVE_INFINITY;
      while (taken < pauses.length && pauses[taken]!.opens <= Math.max(early[v]!, beginAt(problem, v, arrives))) {
        const { opens, lasts } = pauses[taken++]!;
        rest += lasts;
        floor = opens + lasts;
        arrives = Math.max(arrives + lasts, floor);
      }
      // Tasks on other routes may let it begin later only.
      const begin = Math.max(early[v]!, beginAt(problem, v, arrives));
      begins[v] = begin;
      rests[v] = rest;
      floors[v] = floor;
      costs[v] = v < stops ? this.at(v, begin) : 0;
      leaves = begin + service[v]!;
    }
  }

  /** Whether `added` is a lower bound on a route. */
  bounds(slot: number): boolean {
    return this.isBound[slot] === 1;
  }

  /**
   * Whether anything is told of a route. Without a shift it leaves when it likes: earliest begins say nothing, and one more stop may make
   * others less late.
   */
  tells(slot: number): boolean {
    return this.isTold[slot] === 1;
  }

  /** By how much breaks put off what comes after a visit of a route (-1: the start), about. */
  shift(slot: number, after: number): number {
    return after >= 0 && this.isTold[slot] === 1 ? this.begins[after]! - this.tours.early[after]! : 0;
  }

  /** Lateness of a stop of a route that begins at a tick. */
  ofBegin(stop: number, slot: number, begin: number): number {
    return this.from[stop] === this.from[stop + 1] || this.isTold[slot] === 0
      ? 0
      : this.at(stop, begin - this.rounding(slot));
  }

  /** Lateness added at a visit of a route whose earliest begin is put off to a tick. */
  ofDelay(visit: number, slot: number, begin: number): number {
    const delay = begin - this.tours.early[visit]!;
    if (delay <= 0 || visit >= this.tours.problem.stops || this.isTold[slot] === 0) return 0;
    return Math.max(0, this.at(visit, this.begins[visit]! + delay - this.rounding(slot)) - this.costs[visit]!);
  }

  /** The same of that visit and all that follow, up to `most`. */
  ofDelayFrom(visit: number, slot: number, begin: number, most: number): number {
    const delay = begin - this.tours.early[visit]!;
    return delay <= 0 || most <= 0 || this.isTold[slot] === 0
      ? 0
      : this.pushed(visit, slot, this.begins[visit]! + delay, most);
  }

  /** Lateness of a stop right after a visit of a route (-1: the start), at least. */
  own(stop: number, slot: number, type: number, after: number): number {
    if (this.from[stop] === this.from[stop + 1] || this.isTold[slot] === 0) return 0;
    const { problem, early } = this.tours;
    const { nodes, durationsTo, durationClass, startNode, service, opens } = problem;
    const leaves = after >= 0 ? early[after]! + service[after]! : opens[type]!;
    const row = (durationClass[type]! * nodes + stop) * nodes;
    const arrives = leaves + durationsTo[row + (after >= 0 ? after : startNode[type]!)]!;
    return this.at(stop, beginAt(problem, stop, arrives) - this.rounding(slot));
  }

  /** Lateness that a stop right after a visit adds to a route: its own, and that of what follows, up to `most`. */
  added(stop: number, slot: number, type: number, after: number, most: number): number {
    if (this.isTold[slot] === 0) return 0;
    const { problem, next, first } = this.tours;
    const { nodes, durations, durationsTo, durationClass, startNode, service, opens } = problem;
    const before = after >= 0 ? next[after]! : first[slot]!;
    const leaves = after >= 0 ? this.begins[after]! + service[after]! : opens[type]!;
    const row = (durationClass[type]! * nodes + stop) * nodes;
    const arrives = leaves + durationsTo[row + (after >= 0 ? after : startNode[type]!)]!;
    let begin = beginAt(problem, stop, arrives);
    let rest = before >= 0 ? this.rests[before]! : 0;
    // A break that there is time for before the stop now is taken there.
    if (rest > 0 && this.floors[before]! - rest <= begin) {
      begin = beginAt(problem, stop, Math.max(arrives + rest, this.floors[before]!));
      rest = 0;
    }
    const cost = this.at(stop, begin - this.rounding(slot));
    if (before < 0 || cost >= most) return cost;
    const there = begin + service[stop]! + durations[row + before]! + rest;
    return cost + this.pushed(before, slot, rest > 0 ? Math.max(there, this.floors[before]!) : there, most - cost);
  }

  /** Lateness added by arriving at a visit of a route then, and not as now. */
  private pushed(visit: number, slot: number, arrival: number, most: number): number {
    const { begins, costs, rests, floors, tours } = this;
    const { problem, next, travel } = tours;
    const { service, stops } = problem;
    const rounding = this.rounding(slot);
    let cost = 0;
    let arrives = arrival;
    for (let v = visit; cost < most; ) {
      const begin = beginAt(problem, v, arrives);
      // Too late altogether: others tell.
      if (begin <= begins[v]! || begin > BIG) break;
      if (v < stops) cost += Math.max(0, this.at(v, begin - rounding) - costs[v]!);
      const after = v;
      v = next[v]!;
      if (v < 0) break;
      arrives = Math.max(begin + service[after]! + travel[v]! + rests[v]!, floors[v]!);
    }
    return cost;
  }

  /** What the lateness of a stop costs that begins at a tick. */
  private at(stop: number, begin: number): number {
    const { from, closes, price } = this;
    const end = from[stop + 1]!;
    let w = from[stop]!;
    if (w === end || begin <= closes[w]!) return 0;
    let cost = price[w]! * (begin - closes[w]!);
    while (++w < end) cost = Math.min(cost, price[w]! * Math.max(0, begin - closes[w]!));
    return cost;
  }

  /** Ticks are rounded up, leg by leg and stop by stop. */
  private rounding(slot: number): number {
    return 2 * (this.tours.size[slot]! + 4);
  }
}

const hasShift = ({ problem }: TourTables, type: number) => problem.opens[type]! > -BIG;

/** A setup comes after the begin, but counts as travel in ticks where no window says when it has to be. */
function setupInTravel({ facts }: Rich, stop: number): number {
  const { hasSetup, windowFrom, setup_s, nodes } = facts;
  let most_s = 0;
  if (hasSetup && windowFrom[stop] === windowFrom[stop + 1])
    for (let row = stop; row < setup_s.length; row += nodes) most_s = Math.max(most_s, setup_s[row]!);
  return most_s;
}

function pausesOf({ facts, origin_s, timeScale }: Rich, vehicle: number): Pause[] {
  const { breakFrom, breaks } = facts;
  const found: Pause[] = [];
  for (let b = breakFrom[vehicle]!; b < breakFrom[vehicle + 1]!; b++) {
    const opens = (breaks.opens_s[breaks.windowFrom[b]!]! - origin_s) * timeScale;
    found.push({ opens, lasts: breaks.duration_s[b]! * timeScale });
  }
  return found;
}

/** Whether earliest begins say all of when a route is where: nothing but windows and travel decides on it, and nobody is to be late for less. */
function isToldByEarliest({ facts }: Rich, vehicle: number): boolean {
  const { breakFrom, ruleFrom, trafficOf, hasEarlyCosts, hasReleases, hasDues, hasSetup } = facts;
  const rests = breakFrom[vehicle + 1]! - breakFrom[vehicle]! + ruleFrom[vehicle + 1]! - ruleFrom[vehicle]!;
  return rests === 0 && trafficOf[vehicle]! < 0 && !hasEarlyCosts && !hasReleases && !hasDues && !hasSetup;
}
