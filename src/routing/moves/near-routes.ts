import { nextStamp } from '../../kit/stamps.ts';
import type { Tours } from '../state/tours.ts';
import { hasRoom } from './feasible.ts';

/** So many full routes are listed: what they could be driven by instead takes longer to find out than all the rest. */
const MOST_FULL = 4;

/** Lists the routes of a stop's nearest neighbours: those worth looking at for it. */
export class NearRoutes {
  /** Routes listed last. */
  readonly slots: Int32Array;
  /** Per slot, from 1: the round in which it was listed, negative where it has room; entry 0 stands for no route. */
  readonly seen: Int32Array;
  round = 0;
  /** The nearest few of the routes found without room, where `listsFull`. */
  readonly full: Int32Array;
  fullCount = 0;
  listsFull = false;
  /** How many of the routes listed last have room. */
  roomy = 0;
  /** Neighbours looked at. */
  readonly width: number;
  /** Load of the stop looked at last, and the room of routes for loads of its kind. */
  need = 0;
  room: Int32Array;
  /** Where loads have several dimensions and routes may be too full: how much of the stop is above what each of them may carry, in units of `excess.load`. */
  readonly over: Float64Array | null;
  private readonly tours: Tours;
  /** One dimension, no mixed loads: the room left, and where not everyone may serve everything the type, decide on a route. */
  private readonly simple: boolean;
  /** Whether some vehicle may not go everywhere. */
  readonly restricted: boolean;

  /** @param width how many neighbours are looked at, at most `problem.nearest` */
  constructor(tours: Tours, width: number) {
    const { problem } = tours;
    const { mixedLoads, exact } = problem.features;
    this.tours = tours;
    this.room = tours.room;
    this.width = Math.min(width, problem.nearest);
    this.seen = new Int32Array(tours.slots + 1);
    this.slots = new Int32Array(this.width + 2);
    this.full = new Int32Array(MOST_FULL);
    this.simple = problem.dimensions === 1 && !mixedLoads && !exact;
    const several = problem.dimensions > 1 && !mixedLoads && !exact;
    this.over = several ? new Float64Array(this.width + 2) : null;
    this.restricted = problem.allowed.includes(0);
  }

  /** Lists the routes near a stop that have room for it; returns how many. @param marked whether `seen` tells which, too */
  withRoom(stop: number, marked = false): number {
    this.roomy = this.listRoomy(stop, marked);
    return this.roomy;
  }

  private listRoomy(stop: number, marked: boolean): number {
    const { tours, slots, simple, seen } = this;
    const { problem } = tours;
    const { features } = problem;
    this.begin();
    const { round } = this;
    const distinct = this.listOnly(stop) || this.list(stop, this.width, 0);
    const need = simple ? problem.delivered[stop]! + problem.picked[stop]! : 0;
    let count = 0;
    this.need = need;
    if (features.backhauls && simple) this.room = problem.picked[stop]! > 0 ? tours.roomBack : tours.room;
    const { room } = this;
    this.fullCount = 0;
    if (simple && !marked && !this.listsFull) {
      const roomy = this.keepRoomy(stop, need, distinct);
      return features.limits ? this.keepCounted(roomy) : roomy;
    }
    if (this.over !== null) {
      if (!marked && !this.listsFull) return this.keepRoomyInAll(stop, distinct, this.over);
      this.over.fill(0);
    }
    const roomTells = simple && !this.restricted && !features.limits;
    for (let i = 0; i < distinct; i++) {
      const slot = slots[i]!;
      if (roomTells ? room[slot]! < need : !hasRoom(tours, stop, slot, tours.type[slot]!)) {
        if (this.listsFull && slot >= 0 && this.fullCount < MOST_FULL) this.full[this.fullCount++] = slot;
        continue;
      }
      seen[slot + 1] = -round;
      slots[count++] = slot;
    }
    return count;
  }

  /** Keeps of the routes listed those with room for a stop that they may serve. Without a branch in the loops either. */
  private keepRoomy(stop: number, need: number, distinct: number): number {
    const { tours, slots, room } = this;
    const { type, problem } = tours;
    const slack = tours.excess.mostLoad;
    let count = 0;
    if (problem.types === 1 && !this.restricted) {
      const least = need - slack[0]!;
      for (let i = 0; i < distinct; i++) {
        const slot = slots[i]!;
        slots[count] = slot;
        count += room[slot]! >= least ? 1 : 0;
      }
      return count;
    }
    const { allowed, visits } = problem;
    for (let i = 0; i < distinct; i++) {
      const slot = slots[i]!;
      const kind = type[slot]!;
      slots[count] = slot;
      count += room[slot]! + slack[kind]! >= need ? allowed[kind * visits + stop]! : 0;
    }
    return count;
  }

  /** Keeps of the routes listed those that may serve a task more. */
  private keepCounted(roomy: number): number {
    const { tours, slots } = this;
    const { size, type, problem } = tours;
    const { maxTasks } = problem;
    let count = 0;
    for (let i = 0; i < roomy; i++) {
      const slot = slots[i]!;
      slots[count] = slot;
      count += size[slot]! < maxTasks[type[slot]!]! ? 1 : 0;
    }
    return count;
  }

  /** Keeps those with room where loads have several dimensions. */
  private keepRoomyInAll(stop: number, distinct: number, over: Float64Array): number {
    const { tours, slots } = this;
    const { size, type, room, roomBack, excess, problem } = tours;
    const { maxTasks, allowed, visits, dimensions, capacity, delivered, picked, features } = problem;
    const { mostLoad, unit } = excess;
    let count = 0;
    for (let i = 0; i < distinct; i++) {
      const slot = slots[i]!;
      if (allowed[type[slot]! * visits + stop] === 0 || size[slot]! >= maxTasks[type[slot]!]!) continue;
      let fits = true;
      let beyond = 0;
      for (let d = 0; fits && d < dimensions; d++) {
        const at = slot * dimensions + d;
        const most = capacity[type[slot]! * dimensions + d]!;
        const slack = mostLoad[type[slot]! * dimensions + d]!;
        const back = features.backhauls ? picked[stop * dimensions + d]! : 0;
        const need = delivered[stop * dimensions + d]! + picked[stop * dimensions + d]! - back;
        const over = need - room[at]!;
        const overBack = back - roomBack[at]!;
        // What no vehicle carries is not let in either.
        fits = need <= most && back <= most && (need === 0 || over <= slack) && (back === 0 || overBack <= slack);
        beyond += unit[d]! * (Math.max(0, Math.min(over, need)) + Math.max(0, Math.min(overBack, back)));
      }
      if (!fits) continue;
      slots[count] = slot;
      over[count++] = beyond;
    }
    return count;
  }

  /** Whether a route has room for the stop listed for last. */
  fits(stop: number, slot: number): boolean {
    const { tours } = this;
    if (this.simple && this.room[slot]! < this.need) return false;
    return hasRoom(tours, stop, slot, tours.type[slot]!);
  }

  /** Lists the routes near either of two stops; returns how many. */
  ofEither(stop: number, other: number): number {
    this.begin();
    const half = (this.width + 1) >> 1;
    return this.listOnly(stop) || this.list(other, half, this.list(stop, half, 0));
  }

  /** Lists the one route that a task has to join, wherever it is; 0 where it may be any. */
  private listOnly(stop: number): number {
    const { exact, problem } = this.tours;
    if (exact === null || exact.bonds.groupOf === null) return 0;
    const slot = exact.bonds.onlySlotFor(problem.taskOf[stop]!);
    if (slot < 0) return 0;
    this.seen[slot + 1] = this.round;
    this.slots[0] = slot;
    return 1;
  }

  /** Starts a list. */
  private begin(): void {
    this.round = nextStamp(this.seen, this.round);
    this.seen[0] = this.round; // where absent tasks end up
  }

  /**
   * Appends the routes of a stop's nearest neighbours to `slots[count..]`; returns the new count. Has no branch to be
   * guessed wrong: which neighbours share a route looks random to the processor.
   */
  private list(stop: number, width: number, count: number): number {
    const { tours, seen, slots, round } = this;
    const { route, problem } = tours;
    const { near, nearest } = problem;
    const list = stop * nearest;
    let distinct = count;
    for (let k = 0; k < width; k++) {
      const slot = route[near[list + k]!]!;
      const differs = seen[slot + 1]! ^ round;
      seen[slot + 1] = round;
      slots[distinct] = slot;
      distinct += (differs | -differs) >>> 31;
    }
    return distinct;
  }
}
