import type { Rng } from '../../kit/rng.ts';
import { nextStamp } from '../../kit/stamps.ts';
import { type Grain, patchLevels } from '../../model/patches.ts';
import { hasFewShipments } from '../../model/shares.ts';
import { crowdedStops, stopsPerSpot } from '../../model/spots.ts';
import { WHOLE, type Without } from '../parts.ts';
import { refresh } from '../state/refresh.ts';
import type { Tours } from '../state/tours.ts';
import type { Undo } from '../state/undo.ts';
import { Cross } from './cross.ts';
import { Joins } from './joins.ts';
import { Retype } from './retype.ts';
import { Splits } from './splits.ts';

/** Average number of tasks removed, and the longest string taken from a route. */
const MEAN_REMOVED = 10;
const LONGEST_STRING = 10;
/**
 * Chance that strings may be as long as the seed's route where that is longer than routes are on average: a fleet of several
 * sizes never gets rid of a large vehicle whose route strings of average length cannot empty.
 */
const OWN_LENGTH_RATE = 0.5;
/**
 * Average number of tasks removed where strings are of spots or patches, and of those at least: fewer than else where there are
 * many tasks at each, for it takes long to insert them.
 */
const MOST_REMOVED = 120;
const FEWEST_GRAINS = 5;
/**
 * Chance that strings are of spots with all that is for them, where several tasks share some and few are shipments: what is at a spot of
 * theirs belongs to tasks that go elsewhere.
 */
const SPOT_RATE = 0.3;
/** Chance that strings are of patches of some level, where routes have so many visits, and so many patches of that level, on average. */
const PATCH_RATE = 0.1;
const LONG_ROUTE = 60;
const PATCHES_PER_ROUTE = 2;
/** With no more vehicles, and so many visits for each, several strings are of one route: there is no other near. */
const FEW_ROUTES = 2;
const LONG_ALONE = 40;
/** Chance that a string spares some tasks in its middle, and that it stops sparing more. */
const SPLIT_RATE = 0.5;
const SPLIT_DEPTH = 0.01;
/** Chance that strings are around stops of the seed's kind only, where collections come after deliveries. */
const KIND_RATE = 0.5;
/** Chance that strings are of single trips, where vehicles reload. */
const TRIP_RATE = 0.9;
/**
 * Chance that tasks which must share a route are removed one by one, for their places on it, and not all with one of them, for another route:
 * of groups of few, and of those that take long to insert.
 */
const APART_RATE = 0.5;
const MANY_APART_RATE = 0.8;
const MANY_MATES = 12;

/**
 * Adjacent string removal: strings of consecutive tasks from routes near a random task (Christiaens & Vanden Berghe 2020,
 * doi 10.1287/trsc.2019.0914). What is removed leaves room in several neighbouring routes at once.
 */
export class Ruin {
  /** Tasks removed[0..count-1], in the order of removal. */
  readonly removed: Int32Array;
  count = 0;
  private readonly tours: Tours;
  private readonly undo: Undo;
  private readonly rng: Rng;
  private readonly ruined: Int32Array;
  private readonly retype: Retype;
  private readonly splits: Splits;
  private readonly joins: Joins;
  private readonly cross: Cross;
  private readonly splitRate: number;
  /** Per stop: whether it is one of many at its place. Null where no shipment is. */
  private readonly crowded: Uint8Array | null;
  private readonly ownLengthRate: number;
  /** What strings may be of instead of tasks. */
  private readonly spots: Grain;
  private readonly spotRate: number;
  private readonly patchRate: number;
  /** Found where they are asked for. */
  private patches: Grain[] | null = null;
  private readonly kindRate: number;
  private readonly tripRate: number;
  private readonly bindsGroups: boolean;
  /** Whether strings end where vehicles reload, and several may be taken from a route, of a trip each. */
  private byTrip = false;
  /** The visit before what was cut last, or -1. */
  private gap = -1;
  /** What strings are of now; null where they are of tasks. */
  private grain: Grain | null = null;
  private round = 0;
  /** Per task: the round in which it was last removed. */
  private readonly taken: Int32Array;
  /** One stop per task and no simulation: visits are tasks. */
  private readonly simple: boolean;
  /** Per visit: 0 where it may go. Null where all may. */
  private readonly locked: Uint8Array | null;

  constructor(tours: Tours, undo: Undo, rng: Rng, without: Without = WHOLE) {
    this.tours = tours;
    this.undo = undo;
    this.rng = rng;
    this.removed = new Int32Array(tours.problem.tasks);
    // Of routes, or of trips: by the reload before them, the first of a route after all reloads.
    this.ruined = new Int32Array(tours.problem.visits + tours.slots);
    this.retype = new Retype(tours, undo, rng, without);
    this.splits = new Splits(tours, undo, rng, without);
    this.joins = new Joins(tours, undo, rng, without);
    this.cross = new Cross(tours, rng, without);
    this.ownLengthRate = without.includes('own-length') ? 0 : OWN_LENGTH_RATE;
    this.spots = { of: tours.problem.spot, mean: stopsPerSpot(tours.problem) };
    const { pairs } = tours.problem.features;
    const stringsSpots = this.spots.mean > 1 && hasFewShipments(tours.problem);
    this.spotRate = stringsSpots && !without.includes('spots') ? SPOT_RATE : 0;
    const crowded = pairs ? crowdedStops(tours.problem) : null;
    this.crowded = crowded?.includes(1) ? crowded : null;
    // Many shipments from anywhere to anywhere take too long to insert for what such strings find.
    const stringsPatches = this.crowded !== null || hasFewShipments(tours.problem);
    this.patchRate = stringsPatches && !without.includes('patches') ? PATCH_RATE : 0;
    this.splitRate = without.includes('split-strings') ? 0 : SPLIT_RATE;
    this.taken = new Int32Array(tours.problem.tasks);
    this.locked = tours.exact?.rich.locked ?? null;
    this.kindRate = tours.problem.features.backhauls && !without.includes('same-kind') ? KIND_RATE : 0;
    this.tripRate = tours.exact !== null && tours.exact.rich.sites > 0 ? TRIP_RATE : 0;
    this.bindsGroups = tours.exact !== null && tours.exact.bonds.groupOf !== null;
    this.simple = !tours.problem.features.choices && tours.exact === null;
  }

  /** Whether tasks share spots that strings may be of. */
  get knowsSpots(): boolean {
    return this.spotRate > 0;
  }

  /** Whether what was removed were strings of spots. */
  get bySpot(): boolean {
    return this.grain === this.spots;
  }

  /** Removes strings around the task `seed`; the touched routes are refreshed. @param meanSize mean visits per route in use */
  run(seed: number, meanSize: number): void {
    const { tours, rng, ruined } = this;
    const { near, nearest, allowed, visits, kind } = tours.problem;
    const round = nextStamp(ruined, this.round);
    this.round = round;
    this.count = 0;
    this.cross.count = 0;
    const stop = this.stopOf(seed);
    const grain = this.drawGrain(meanSize);
    this.grain = grain;
    const unit = grain === null ? 1 : grain.mean;
    const longest = this.longestString(tours.route[stop]!, meanSize, unit);
    const mean = Math.min(MEAN_REMOVED, Math.max(FEWEST_GRAINS, MOST_REMOVED / unit));
    const mostStrings = (4 * mean) / (1 + longest) - 1;
    let strings = Math.floor(1 + rng.double() * mostStrings);
    this.byTrip = grain === null && this.tripRate > 0 && rng.double() < this.tripRate;
    // Deliveries and collections have the room of a vehicle each to themselves: those of one kind leave room for each other.
    const isOfKind = this.kindRate > 0 && rng.double() < this.kindRate;
    const mayRepeat = grain === null && tours.usedVehicles <= FEW_ROUTES && meanSize > LONG_ALONE;
    const row = stop * nearest;
    for (let k = -1; k < nearest && strings > 0; k++) {
      const centre = k < 0 ? stop : near[row + k]!;
      const slot = tours.route[centre]!;
      if (slot < 0) continue;
      const tour = this.byTrip ? this.tripOf(centre) : visits + slot;
      if (ruined[tour] === round && !mayRepeat) continue;
      if (!this.mayGo(centre) || (isOfKind && kind[centre] !== kind[stop])) continue;
      // Room is made only where the seed may go.
      if (k >= 0 && allowed[tours.type[slot]! * visits + stop] === 0) continue;
      ruined[tour] = round;
      this.undo.touch(slot);
      const size = this.byTrip ? this.tripSize(centre) : tours.size[slot]!;
      const length = Math.floor(1 + rng.double() * Math.min(Math.ceil(size / unit), longest));
      if (grain !== null) this.removeGrains(grain.of, centre, length);
      else if (length > 1 && length < size && rng.double() < this.splitRate) this.removeSplit(centre, length, size);
      else this.removeString(centre, length, length, 0);
      if (tours.size[slot]! > 0) this.cross.note(slot, this.gap);
      strings--;
    }
    if (!this.simple) this.removeBound(this.bindsGroups && tours.isServed() ? rng.double() : 1);
    const touched = this.undo.touchedCount;
    for (let k = 0; k < touched; k++) this.splits.perhaps(this.undo.slotAt(k));
    for (let k = 0; k < touched; k++) this.joins.perhaps(this.undo.slotAt(k));
    for (let k = 0; k < this.undo.touchedCount; k++) {
      this.retype.perhaps(this.undo.slotAt(k));
      refresh(tours, this.undo.slotAt(k));
    }
    this.cross.perhaps(meanSize);
  }

  /** The reload that the trip of a visit begins with, or what stands for the start of its route. */
  private tripOf(visit: number): number {
    const { prev, route, problem } = this.tours;
    let v = visit;
    while (v >= 0 && v < problem.stops) v = prev[v]!;
    return v >= 0 ? v : problem.visits + route[visit]!;
  }

  /** Stops on the trip of a stop. */
  private tripSize(stop: number): number {
    const { prev, next, problem } = this.tours;
    let size = 1;
    for (let v = prev[stop]!; v >= 0 && v < problem.stops; v = prev[v]!) size++;
    for (let v = next[stop]!; v >= 0 && v < problem.stops; v = next[v]!) size++;
    return size;
  }

  /** The stop that strings are taken around: of a shipment its pickup, save in a crowd where its delivery is in none. */
  private stopOf(seed: number): number {
    const { at, mate } = this.tours;
    const { crowded } = this;
    if (crowded === null) return at[seed]!;
    return (crowded[at[seed]!]! > crowded[mate[seed]!]! ? mate : at)[seed]!;
  }

  /** What strings are of this time. */
  private drawGrain(meanSize: number): Grain | null {
    const { rng } = this;
    if (this.spotRate > 0 && rng.double() < this.spotRate) return this.spots;
    if (meanSize < LONG_ROUTE || this.patchRate === 0 || rng.double() >= this.patchRate) return null;
    this.patches ??= patchLevels(this.tours.problem);
    let levels = 0;
    while (levels < this.patches.length && PATCHES_PER_ROUTE * this.patches[levels]!.mean <= meanSize) levels++;
    return levels === 0 ? null : this.patches[rng.below(levels)]!;
  }

  /** @param slot the seed's route, or -1  @param unit visits that count as one */
  private longestString(slot: number, meanSize: number, unit: number): number {
    const longest = Math.max(1, Math.min(LONGEST_STRING, meanSize / unit));
    const own = slot < 0 ? 0 : Math.min(LONGEST_STRING, this.tours.size[slot]! / unit);
    return own > longest && this.rng.double() < this.ownLengthRate ? own : longest;
  }

  /** Removes all of a route that may go, and what cannot stay without it. */
  clearRoute(slot: number): void {
    const { tours } = this;
    const { taskOf } = tours.problem;
    this.round = nextStamp(this.ruined, this.round);
    this.count = 0;
    this.undo.touch(slot);
    for (let v = tours.first[slot]!, next = -1; v >= 0; v = next) {
      next = tours.next[v]!;
      if (taskOf[v]! >= 0 && this.mayGo(v)) this.cut(v, 1);
    }
    if (!this.simple) this.removeBound();
    for (let k = 0; k < this.undo.touchedCount; k++) refresh(tours, this.undo.slotAt(k));
  }

  /**
   * What cannot stay without what was removed: other steps, tasks that wait for it or share its route; idle reloads.
   * @param draw below their chance of it groups are not removed whole: those removed go back to where the others are. Default: all are
   */
  private removeBound(draw = 1): void {
    const { tours, undo } = this;
    const { firstStop, secondStep } = tours.problem;
    const bonds = tours.exact?.bonds ?? null;
    for (let k = 0; k < this.count; k++) {
      const task = this.removed[k]!;
      this.cutIfPlanned(tours.at[task]!);
      if (secondStep[task]! < firstStop[task + 1]!) this.cutIfPlanned(tours.mate[task]!);
      if (!bonds?.any) continue;
      bonds.eachAfter(task, (other) => this.cutIfPlanned(tours.at[other]!));
      if (draw >= (bonds.matesOf(task) > MANY_MATES ? MANY_APART_RATE : APART_RATE))
        bonds.eachMate(task, (other) => this.cutIfPlanned(tours.at[other]!));
    }
    if (tours.exact === null || tours.exact.rich.sites === 0) return;
    for (let k = 0; k < undo.touchedCount; k++) tours.exact.dropIdleReloads(undo.slotAt(k));
  }

  private mayGo(visit: number): boolean {
    return this.locked === null || this.locked[visit] === 0;
  }

  /** Whether a string may go on with a visit. */
  private mayJoin(visit: number): boolean {
    return this.mayGo(visit) && !(this.byTrip && visit >= this.tours.problem.stops);
  }

  private cutIfPlanned(visit: number): void {
    const slot = this.tours.route[visit]!;
    if (slot < 0 || !this.mayGo(visit)) return;
    this.undo.touch(slot);
    this.cut(visit, 1);
  }

  /** A longer string that contains the centre, of which some tasks in a row are spared. */
  private removeSplit(centre: number, length: number, size: number): void {
    let spared = 1;
    while (length + spared < size && this.rng.double() > SPLIT_DEPTH) spared++;
    this.removeString(centre, length + spared, length, spared);
  }

  /** Removes `length` tasks of a string of `span` around the centre; `spared` of them in a row stay. */
  private removeString(centre: number, span: number, length: number, spared: number): void {
    const { next, prev } = this.tours;
    let back = 0;
    let start = centre;
    while (back < span - 1 && prev[start]! >= 0 && this.mayJoin(prev[start]!)) {
      start = prev[start]!;
      back++;
    }
    let ahead = 0;
    for (let t = next[centre]!; t >= 0 && ahead < span - 1; t = next[t]!) {
      if (!this.mayJoin(t)) break;
      ahead++;
    }
    const room = back + 1 + ahead;
    if (room < span) {
      // Visits that stay leave less room: fewer are spared, and none where there is room for no more than the string.
      if (room > length) this.removeWithin(start, length, room - length);
      else this.cut(start, room);
      return;
    }
    // The string starts between span-1 and 0 tasks before the centre, as far as the route reaches.
    const least = Math.max(0, span - 1 - ahead);
    const offset = least + this.rng.below(back - least + 1);
    for (let i = back; i > offset; i--) start = next[start]!;
    this.removeWithin(start, length, spared);
  }

  /** Removes `length` tasks from `start` on, but for `spared` of them inside: at least one is cut on either side of those. */
  private removeWithin(start: number, length: number, spared: number): void {
    const { next } = this.tours;
    const head = spared > 0 ? 1 + this.rng.below(length - 1) : length;
    let t = this.cut(start, head);
    if (spared === 0) return;
    for (let i = 0; i < spared; i++) t = next[t]!;
    this.cut(t, length - head);
  }

  /**
   * Removes all that is for so many spots or patches in a row, that of the centre among them: one by one, its tasks would only ever
   * come back to where the others are.
   */
  private removeGrains(of: Int32Array, centre: number, count: number): void {
    const { next, prev } = this.tours;
    let from = centre;
    let passed = this.rng.below(count);
    for (let before = prev[from]!; before >= 0 && this.mayGo(before); before = prev[from]!) {
      if (of[before] !== of[from] && passed-- === 0) break;
      from = before;
    }
    let length = 1;
    let left = count - 1;
    for (let to = from, after = next[to]!; after >= 0 && this.mayGo(after); to = after, after = next[to]!) {
      if (of[after] !== of[to] && left-- === 0) break;
      length++;
    }
    this.cut(from, length);
  }

  /** Cuts `length` visits from `from` on; returns the visit after them. */
  private cut(from: number, length: number): number {
    const { next } = this.tours;
    let to = from;
    this.gap = this.tours.prev[from]!;
    for (let i = 1; i < length; i++) to = next[to]!;
    const following = next[to]!;
    this.tours.cut(from, to);
    for (let v = from; ; v = next[v]!) {
      this.note(v);
      if (v === to) break;
    }
    return following;
  }

  private note(visit: number): void {
    if (this.simple) {
      this.removed[this.count++] = visit;
      return;
    }
    const task = this.tours.problem.taskOf[visit]!;
    if (task < 0 || this.taken[task] === this.round) return;
    this.taken[task] = this.round;
    this.removed[this.count++] = task;
  }
}
