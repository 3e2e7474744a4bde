import { BIG } from '../../model/problem.ts';
import type { Rich } from '../../model/rich.ts';
import { floorTicks } from '../../model/scale.ts';
import { beginAt, beginBy, travelBetween } from './schedule.ts';
import type { TourTables } from './tables.ts';

/**
 * Whether trips are back in time for what was collected on them (rule R3), judged in constant time per place: nine of ten
 * places that arcs and windows allow are too late for a hub that closes, which is quicker found here than by simulation. Necessary,
 * not sufficient: breaks and the like only make a trip later. The end of a trip is a reload, or that of the route.
 */
export class Dues {
  private readonly tours: TourTables;
  /** By when a stop's load must be back, per visit; BIG where it need not. */
  private readonly due: Int32Array;
  /** Per visit of a trip: the first due of what comes up to it, and of what goes on from it. */
  private readonly dueSoFar: Int32Array;
  private readonly dueFrom: Int32Array;
  /** Latest begin that brings the trip back in time; at a reload, of the trip that it ends. */
  private readonly latest: Int32Array;
  /** From the begin at a visit to the end of its trip: ticks of travel and service; and when that is as things are. */
  private readonly left: Int32Array;
  private readonly ends: Int32Array;

  /** Null where nothing has to be back by a time. */
  static for(tours: TourTables, rich: Rich): Dues | null {
    return tours.problem.features.timed && rich.facts.hasDues ? new Dues(tours, rich) : null;
  }

  private constructor(tours: TourTables, { facts, origin_s, timeScale }: Rich) {
    const { visits, stops, taskOf } = tours.problem;
    const perVisit = () => new Int32Array(visits);
    this.tours = tours;
    this.due = perVisit().fill(BIG);
    for (let v = 0; v < stops; v++)
      this.due[v] = Math.min(BIG, floorTicks((facts.due_s[taskOf[v]!]! - origin_s) * timeScale));
    this.dueSoFar = perVisit();
    this.dueFrom = perVisit();
    this.latest = perVisit();
    this.left = perVisit();
    this.ends = perVisit();
  }

  /** After a route has changed, and its earliest begins are known. */
  refresh(slot: number): void {
    const { tours, due, dueSoFar, dueFrom, latest, left, ends } = this;
    const { first, last, next, prev, early, travel, back, problem } = tours;
    const { stops, service } = problem;
    let dueFirst = BIG;
    for (let v = first[slot]!; v >= 0; v = next[v]!) {
      if (v >= stops) latest[v] = dueFirst;
      dueFirst = v >= stops ? BIG : Math.min(dueFirst, due[v]!);
      dueSoFar[v] = dueFirst;
    }
    const end = last[slot]!;
    let by = dueFirst - back[slot]!;
    let rest = BIG;
    let togo = back[slot]!;
    let there = early[end]! + service[end]! + togo;
    for (let v = end; v >= 0; v = prev[v]!) {
      if (v >= stops) {
        rest = BIG;
        togo = 0;
        there = early[v]!;
        by = latest[v]!;
      } else {
        by = beginBy(problem, v, by - service[v]!);
        rest = Math.min(rest, due[v]!);
        togo += service[v]!;
        latest[v] = by;
      }
      dueFrom[v] = rest;
      left[v] = togo;
      ends[v] = there;
      by -= travel[v]!;
      togo += travel[v]!;
    }
  }

  /** Whether the trip can be back in time with a stop between two visits (-1: start or end of the route). */
  lets(stop: number, type: number, after: number, before: number): boolean {
    const { problem } = this.tours;
    const done = this.doneAfter(stop, type, after);
    const due = this.due[stop]!;
    if (before < 0) return done + travelBetween(problem, type, stop, before) <= Math.min(due, this.soFar(after));
    const begin = beginAt(problem, before, done + travelBetween(problem, type, stop, before));
    return begin <= this.latest[before]! && this.endWith(before, begin) <= due;
  }

  /** The same with a reload right before the stop, or right after it. */
  letsSplit(stop: number, reload: number, joinsRest: boolean, type: number, after: number, before: number): boolean {
    const { problem } = this.tours;
    const { service } = problem;
    const due = this.due[stop]!;
    const first = joinsRest ? reload : stop;
    const second = joinsRest ? stop : reload;
    const done = this.doneAfter(first, type, after);
    const then = beginAt(problem, second, done + travelBetween(problem, type, first, second));
    const isBack = joinsRest ? done - service[reload]! : then;
    if (isBack > Math.min(this.soFar(after), joinsRest ? BIG : due)) return false;
    const onward = then + service[second]! + travelBetween(problem, type, second, before);
    if (before < 0) return !joinsRest || onward <= due;
    const end = this.endWith(before, beginAt(problem, before, onward));
    return end <= Math.min(this.dueFrom[before]!, joinsRest ? due : BIG);
  }

  /** When the trip of a visit ends at the earliest, where service there begins at a time. */
  private endWith(visit: number, begin: number): number {
    const least = begin + this.left[visit]!;
    return begin >= this.tours.early[visit]! ? Math.max(least, this.ends[visit]!) : least;
  }

  private soFar(after: number): number {
    return after >= 0 ? this.dueSoFar[after]! : BIG;
  }

  /** When service at a visit is over at the earliest, right after another or (-1) at the start. */
  private doneAfter(visit: number, type: number, after: number): number {
    const { problem, early } = this.tours;
    const { service, opens } = problem;
    const leaves = after >= 0 ? early[after]! + service[after]! : opens[type]!;
    return beginAt(problem, visit, leaves + travelBetween(problem, type, after, visit)) + service[visit]!;
  }
}
