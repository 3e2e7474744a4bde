import { nextStamp } from '../../kit/stamps.ts';
import { refreshSegments } from './duty.ts';
import { refreshPeaks } from './refresh.ts';
import { refreshSpans } from './several.ts';
import type { Tours } from './tours.ts';
import { LOGGED, type Waits } from './waits.ts';

const HEADER = 7;
/** Doubles per touched slot. */
const SUMS = 9;
/** Words per visit: where nothing is timed, its times need not be remembered. */
const PLAIN = 2;
const TIMED = 5;

/**
 * Remembers routes as they were before an iteration changed them, so that a rejected one is taken back in time
 * proportional to what it touched.
 */
export class Undo {
  private readonly tours: Tours;
  /** Iteration in which a slot was last remembered. */
  private readonly touched: Int32Array;
  private readonly slots: Int32Array;
  private count = 0;
  private log: Int32Array;
  private length = 0;
  /** Doubles per touched slot, and some per visit where relations bind times. */
  private readonly sums: Float64Array;
  private times: Float64Array;
  private timesLength = 0;
  private iteration = 0;
  private readonly absent: Int32Array;
  private readonly timed: boolean;
  /** Null where relations do not bind times. */
  private readonly waits: Waits | null;
  /** Which stops are in use has to be remembered. */
  private readonly used: boolean;
  private absentCount = 0;
  private cost = 0;
  private missing = 0;
  private imbalance = 0;
  private largestShare = 0;
  private excessLoad = 0;
  private excessDuty = 0;
  private prizes = 0;
  private fixed = 0;

  constructor(tours: Tours) {
    this.tours = tours;
    this.touched = new Int32Array(tours.slots);
    this.slots = new Int32Array(tours.slots);
    this.log = new Int32Array(4096);
    this.sums = new Float64Array(tours.slots * SUMS);
    this.times = new Float64Array(256);
    this.timed = tours.problem.durations.length > 0;
    this.waits = tours.exact?.bonds.timed ? tours.exact.waits : null;
    this.used = tours.problem.features.choices || tours.exact !== null;
    this.absent = new Int32Array(tours.problem.tasks);
  }

  /** Starts an iteration: what is touched from here on can be taken back. */
  begin(): void {
    const { tours } = this;
    this.iteration = nextStamp(this.touched, this.iteration);
    this.count = 0;
    this.length = 0;
    this.timesLength = 0;
    this.cost = tours.cost;
    this.missing = tours.missing;
    this.imbalance = tours.imbalance;
    this.largestShare = tours.exact?.balance?.largest ?? 0;
    this.excessLoad = tours.excess.load;
    this.excessDuty = tours.excess.duty;
    this.prizes = tours.excess.prizes;
    this.fixed = tours.excess.fixed;
    this.absentCount = tours.absentCount;
    for (let k = 0; k < tours.absentCount; k++) this.absent[k] = tours.absent[k]!;
  }

  /** Remembers a slot; call before the first change of an iteration to it. */
  touch(slot: number): void {
    if (this.touched[slot] === this.iteration) return;
    const { tours } = this;
    const { dimensions } = tours.problem;
    this.touched[slot] = this.iteration;
    this.sums[this.count * SUMS] = tours.extra[slot]!;
    this.sums[this.count * SUMS + 1] = tours.lost[slot]!;
    this.sums[this.count * SUMS + 2] = tours.feasible[slot]!;
    this.sums[this.count * SUMS + 3] = tours.share[slot]!;
    this.sums[this.count * SUMS + 4] = tours.short[slot]!;
    this.sums[this.count * SUMS + 5] = tours.excess.dutyOf[slot]!;
    this.sums[this.count * SUMS + 6] = tours.idle[slot]!;
    this.sums[this.count * SUMS + 7] = tours.mark[slot * 2]!;
    this.sums[this.count * SUMS + 8] = tours.mark[slot * 2 + 1]!;
    this.slots[this.count++] = slot;
    const size = tours.size[slot]!;
    const needed = this.length + HEADER + 2 * dimensions + size * (this.timed ? TIMED : PLAIN);
    if (needed > this.log.length) this.grow(needed);
    const { log } = this;
    let at = this.length;
    log[at++] = slot;
    log[at++] = tours.type[slot]!;
    log[at++] = size;
    log[at++] = tours.out[slot]!;
    log[at++] = tours.back[slot]!;
    log[at++] = tours.driving[slot]!;
    log[at++] = tours.distance[slot]!;
    for (let d = 0; d < dimensions; d++) {
      log[at++] = tours.delivered[slot * dimensions + d]!;
      log[at++] = tours.picked[slot * dimensions + d]!;
    }
    const { next, into, travel, early, late } = tours;
    for (let t = size > 0 ? tours.first[slot]! : -1; t >= 0; t = next[t]!) {
      log[at++] = t;
      log[at++] = into[t]!;
      if (!this.timed) continue;
      log[at++] = travel[t]!;
      log[at++] = early[t]!;
      log[at++] = late[t]!;
    }
    this.length = at;
    if (this.waits !== null && size > 0) this.saveTimes(slot, size);
  }

  /** `touch`, to be handed on. */
  readonly toTouch = (slot: number): void => this.touch(slot);

  private saveTimes(slot: number, size: number): void {
    const { tours, waits } = this;
    const needed = this.timesLength + LOGGED * size;
    if (needed > this.times.length) {
      const times = new Float64Array(needed * 2);
      times.set(this.times);
      this.times = times;
    }
    for (let t = tours.first[slot]!; t >= 0; t = tours.next[t]!)
      this.timesLength = waits!.saveTimes(t, this.times, this.timesLength);
  }

  /** The slots touched in this iteration are slotAt(0..touchedCount-1). */
  get touchedCount(): number {
    return this.count;
  }
  slotAt(k: number): number {
    return this.slots[k]!;
  }

  /** Takes the iteration back. */
  rollback(): void {
    const { tours, slots, count } = this;
    for (let k = 0; k < count; k++) this.clear(slots[k]!);
    let times = 0;
    for (let at = 0, k = 0; at < this.length; k++) {
      const slot = this.log[at]!;
      at = this.restore(at, k);
      if (this.waits === null || tours.size[slot] === 0) continue;
      for (let t = tours.first[slot]!; t >= 0; t = tours.next[t]!)
        times = this.waits.restoreTimes(t, this.times, times);
    }
    for (let k = 0; k < tours.absentCount; k++) tours.absentAt[tours.absent[k]!] = -1;
    tours.absentCount = this.absentCount;
    for (let k = 0; k < this.absentCount; k++) {
      tours.absent[k] = this.absent[k]!;
      tours.absentAt[this.absent[k]!] = k;
    }
    tours.cost = this.cost;
    tours.missing = this.missing;
    tours.imbalance = this.imbalance;
    if (tours.exact?.balance != null) tours.exact.balance.largest = this.largestShare;
    tours.excess.load = this.excessLoad;
    tours.excess.duty = this.excessDuty;
    tours.excess.prizes = this.prizes;
    tours.excess.fixed = this.fixed;
  }

  private clear(slot: number): void {
    const { size, type, used, next, route, first } = this.tours;
    if (size[slot] === 0) return;
    used[type[slot]!]!--;
    this.tours.usedVehicles--;
    for (let t = first[slot]!; t >= 0; t = next[t]!) route[t] = -1;
    size[slot] = 0;
  }

  private restore(from: number, k: number): number {
    const { log, tours, used } = this;
    const { next, prev, route, into, travel, early, late } = tours;
    const { dimensions, features } = tours.problem;
    let at = from;
    const slot = log[at++]!;
    const type = log[at++]!;
    const size = log[at++]!;
    tours.type[slot] = type;
    tours.size[slot] = size;
    tours.extra[slot] = this.sums[k * SUMS]!;
    tours.lost[slot] = this.sums[k * SUMS + 1]!;
    tours.feasible[slot] = this.sums[k * SUMS + 2]!;
    tours.share[slot] = this.sums[k * SUMS + 3]!;
    tours.short[slot] = this.sums[k * SUMS + 4]!;
    tours.excess.dutyOf[slot] = this.sums[k * SUMS + 5]!;
    tours.idle[slot] = this.sums[k * SUMS + 6]!;
    tours.mark[slot * 2] = this.sums[k * SUMS + 7]!;
    tours.mark[slot * 2 + 1] = this.sums[k * SUMS + 8]!;
    tours.out[slot] = log[at++]!;
    tours.back[slot] = log[at++]!;
    tours.driving[slot] = log[at++]!;
    tours.distance[slot] = log[at++]!;
    for (let d = 0; d < dimensions; d++) {
      const row = slot * dimensions + d;
      tours.delivered[row] = log[at++]!;
      tours.picked[row] = log[at++]!;
      const most = tours.problem.capacity[type * dimensions + d]!;
      tours.room[row] = most - tours.delivered[row]! - (features.backhauls ? 0 : tours.picked[row]!);
      if (features.backhauls) tours.roomBack[row] = most - tours.picked[row]!;
    }
    if (size > 0) {
      tours.used[type]!++;
      tours.usedVehicles++;
    }
    let before = -1;
    for (let i = 0; i < size; i++) {
      const t = log[at++]!;
      into[t] = log[at++]!;
      if (this.timed) {
        travel[t] = log[at++]!;
        early[t] = log[at++]!;
        late[t] = log[at++]!;
      }
      route[t] = slot;
      if (used) tours.use(t);
      prev[t] = before;
      if (before >= 0) next[before] = t;
      else tours.first[slot] = t;
      before = t;
    }
    if (before >= 0) next[before] = -1;
    else tours.first[slot] = -1;
    tours.last[slot] = before;
    if (size > 0) tours.exact?.refreshTrips(slot);
    if (features.mixedLoads && size > 0) refreshPeaks(tours, slot);
    if (features.duty && size > 0) features.severalWindows ? refreshSpans(tours, slot) : refreshSegments(tours, slot);
    return at;
  }

  private grow(needed: number): void {
    const log = new Int32Array(needed * 2);
    log.set(this.log);
    this.log = log;
  }
}
