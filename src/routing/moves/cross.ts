import type { Rng } from '../../kit/rng.ts';
import { PICKUP } from '../../model/problem.ts';
import { WHOLE, type Without } from '../parts.ts';
import { dutyAcross } from '../state/duty.ts';
import { refresh } from '../state/refresh.ts';
import { spanAcross } from '../state/several.ts';
import { isSound } from '../state/sound.ts';
import { NOWHERE, type Tours } from '../state/tours.ts';
import { peakOfAll } from './feasible.ts';

/**
 * Chance that two routes are crossed, where there are windows, or collections come after deliveries, and routes are longer on average
 * than so many visits.
 */
const CROSS_RATE = 0.5;
const LONG_ROUTES = 14;
/** Chance that this is where their collections begin, instead of at gaps: they are exchanged as a whole, which loads always allow. */
const HALVES_RATE = 0.3;
/** What that may add on average, in what a task typically costs. */
const MEAN_ADDED = 1;

/**
 * Crosses two routes where strings were removed from them: each goes on with what came after the gap of the other (2-opt*,
 * Potvin & Rousseau 1995, doi 10.1057/jors.1995.204). Strings are too short to exchange the afternoons of two routes, or to
 * drive one route after the other with one vehicle.
 */
export class Cross {
  /** Gaps: route, and the visit after which the gap is, -1 for the start. */
  readonly slots: Int32Array;
  readonly afters: Int32Array;
  /** Gaps noted: set to 0 to begin anew. */
  count = 0;
  private readonly tours: Tours;
  private readonly rng: Rng;
  /** Whether routes of the problem can be judged when crossed. */
  readonly applies: boolean;
  /** Whether only routes that are crossed tell if they may be: where loads go up and down, or routes have limits. */
  readonly tries: boolean;

  constructor(tours: Tours, rng: Rng, without: Without = WHOLE) {
    const { features } = tours.problem;
    this.tours = tours;
    this.rng = rng;
    this.slots = new Int32Array(tours.slots);
    this.afters = new Int32Array(tours.slots);
    const { pairs, mixedLoads, limits } = features;
    this.applies = !pairs && tours.exact === null && !without.includes('crossing');
    this.tries = mixedLoads || limits;
  }

  /** Notes a gap in a route: the last of those it has, for what was before others may be gone. */
  note(slot: number, after: number): void {
    let k = 0;
    while (k < this.count && this.slots[k] !== slot) k++;
    this.slots[k] = slot;
    this.afters[k] = after;
    if (k === this.count) this.count++;
  }

  /** Perhaps crosses the two routes for which that is cheapest. Routes are refreshed. @param meanSize mean visits per route */
  perhaps(meanSize: number): void {
    const { tours, rng, slots, afters, count } = this;
    const { timed, backhauls } = tours.problem.features;
    if (!this.applies || !(timed || backhauls) || meanSize <= LONG_ROUTES || count < 2 || rng.double() >= CROSS_RATE)
      return;
    if (backhauls && rng.double() < HALVES_RATE) this.noteHalves();
    let best = -Math.log(1 - rng.double()) * MEAN_ADDED * tours.problem.arcUnit;
    let a = -1;
    let b = -1;
    for (let i = 1; i < count; i++) {
      for (let j = 0; j < i; j++) {
        const cost = this.costOf(slots[i]!, afters[i]!, slots[j]!, afters[j]!, best);
        if (cost >= best) continue;
        best = cost;
        a = i;
        b = j;
      }
    }
    if (a >= 0) this.run(slots[a]!, afters[a]!, slots[b]!, afters[b]!);
  }

  /** Crosses two routes at gaps that `costOf` has judged; false, and nothing is changed, where that shows not to keep the rules. */
  run(a: number, afterA: number, b: number, afterB: number): boolean {
    this.exchange(a, afterA, b, afterB);
    if (!this.tries || (this.holds(a) && this.holds(b))) return true;
    this.exchange(a, afterA, b, afterB);
    return false;
  }

  /** Twice is as if never. */
  private exchange(a: number, afterA: number, b: number, afterB: number): void {
    const { tours } = this;
    tours.cross(a, afterA, b, afterB);
    refresh(tours, a);
    refresh(tours, b);
  }

  /** Whether a route in use keeps windows, shift, limits and loads. */
  private holds(slot: number): boolean {
    const { tours } = this;
    const { features, dimensions, maxTasks, capacity } = tours.problem;
    if (!isSound(tours, slot)) return false;
    const type = tours.type[slot]!;
    if (tours.size[slot]! > maxTasks[type]!) return false;
    for (let d = 0; features.mixedLoads && d < dimensions; d++)
      if (peakOfAll(tours, slot, d) > capacity[type * dimensions + d]!) return false;
    return true;
  }

  /** Takes for the gaps of all routes noted where their collections begin. */
  private noteHalves(): void {
    const { first, next, problem } = this.tours;
    for (let k = 0; k < this.count; k++) {
      let last = -1;
      for (let v = first[this.slots[k]!]!; v >= 0 && problem.kind[v] !== PICKUP; v = next[v]!) last = v;
      this.afters[k] = last;
    }
  }

  /** What crossing two routes at gaps adds but for what waiting costs; NOWHERE where it may not be or is no less than `bound`. */
  costOf(a: number, afterA: number, b: number, afterB: number, bound: number): number {
    const { tours } = this;
    const { size, type: types, next, first, into, out, problem } = tours;
    const { nodes, arcs, costClass, startNode, endNode } = problem;
    const type = types[a]!;
    if (type !== types[b] || size[a] === 0 || size[b] === 0) return NOWHERE;
    const nextA = afterA >= 0 ? next[afterA]! : first[a]!;
    const nextB = afterB >= 0 ? next[afterB]! : first[b]!;
    // Nothing would change, or the two would only change names.
    if ((nextA < 0 && nextB < 0) || (afterA < 0 && afterB < 0)) return NOWHERE;
    // What is tried is taken back the same way, from two routes.
    if (this.tries && ((afterA < 0 && nextB < 0) || (afterB < 0 && nextA < 0))) return NOWHERE;
    const base = costClass[type]! * nodes * nodes;
    const fromA = base + (afterA >= 0 ? afterA : startNode[type]!) * nodes;
    const fromB = base + (afterB >= 0 ? afterB : startNode[type]!) * nodes;
    const end = endNode[type]!;
    let cost = -(nextA >= 0 ? into[nextA]! : out[a]!) - (nextB >= 0 ? into[nextB]! : out[b]!);
    // A route that is left with nothing is not driven.
    if (afterA >= 0 || nextB >= 0) cost += arcs[fromA + (nextB >= 0 ? nextB : end)]!;
    else cost -= tours.fixed[type]!;
    if (afterB >= 0 || nextA >= 0) cost += arcs[fromB + (nextA >= 0 ? nextA : end)]!;
    else cost -= tours.fixed[type]!;
    if (cost >= bound) return NOWHERE;
    if (!this.isInTime(b, type, afterA, nextB) || !this.isInTime(a, type, afterB, nextA)) return NOWHERE;
    return this.hasRoom(a, afterA, b, afterB) ? cost : NOWHERE;
  }

  /** @param slot route of `before` */
  private isInTime(slot: number, type: number, after: number, before: number): boolean {
    const { early, late, problem } = this.tours;
    const { features, durations, durationClass, nodes, startNode, endNode, service, opens, closes } = problem;
    if (!features.timed) return true;
    const from = after >= 0 ? after : startNode[type]!;
    const to = before >= 0 ? before : endNode[type]!;
    const travel = durations[(durationClass[type]! * nodes + from) * nodes + to]!;
    const leaves = after >= 0 ? early[after]! + service[after]! : opens[type]!;
    if (leaves + travel > (before >= 0 ? late[before]! : closes[type]!)) return false;
    if (!features.duty || (after < 0 && before < 0)) return true;
    const duty = features.severalWindows
      ? spanAcross(this.tours, slot, after, before, travel)
      : dutyAcross(this.tours, type, after, before, travel);
    return duty <= problem.maxDuty[type]!;
  }

  /** Whether either vehicle carries what it then has: loads of all before the gap of one and after the gap of the other. */
  private hasRoom(a: number, afterA: number, b: number, afterB: number): boolean {
    const { tours } = this;
    const { problem, first, next, delivered, picked, type: types } = tours;
    const { dimensions, capacity } = problem;
    for (let d = 0; d < dimensions; d++) {
      const most = capacity[types[a]! * dimensions + d]!;
      let moved = 0;
      let movedPicked = 0;
      for (let v = afterA >= 0 ? next[afterA]! : first[a]!; v >= 0; v = next[v]!) {
        moved -= problem.delivered[v * dimensions + d]!;
        movedPicked -= problem.picked[v * dimensions + d]!;
      }
      for (let v = afterB >= 0 ? next[afterB]! : first[b]!; v >= 0; v = next[v]!) {
        moved += problem.delivered[v * dimensions + d]!;
        movedPicked += problem.picked[v * dimensions + d]!;
      }
      const inA = a * dimensions + d;
      const inB = b * dimensions + d;
      if (delivered[inA]! + moved > most || delivered[inB]! - moved > most) return false;
      if (picked[inA]! + movedPicked > most || picked[inB]! - movedPicked > most) return false;
    }
    return true;
  }
}
