import type { Catalogue } from './catalogue.ts';
import { Counts, type CoverProblem, EPS } from './counts.ts';

/** Kinds of steps: one rider more or less in a column, in a slot. */
const COLUMN_UP = 0;
const COLUMN_DOWN = 1;
const SLOT_UP = 2;
const SLOT_DOWN = 3;
/** Marks of places whose distance fell since they were last looked at rightwards, leftwards. */
const RIGHT = 1;
const LEFT = 2;

/**
 * The best counts for the shifts that are switched on. Each column being one run of slots, riders are a flow: beginning
 * at a and ending at b is an arc a -> b, one rider more in slot t leads from its end to its begin, one less from its
 * begin to its end, at what that changes in under- and over-cover. Switching a shift on or off sends its riders along
 * shortest paths of the residual network, after which the counts are optimal again (successive shortest paths; Ahuja,
 * Magnanti and Orlin, Network Flows, 1993, chapter 9). A path must stay in a window around its column, on a cyclic horizon
 * less than once round, as otherwise cover and counts would no longer agree.
 */
export class FlowCounts extends Counts {
  private readonly nodes: number;
  /** Node of a column's begin and end. */
  private readonly tail: Int32Array;
  private readonly head: Int32Array;
  /** Columns switched on, by node: of those that begin there and of those that end there, doubly linked. */
  private readonly firstOut: Int32Array;
  private readonly firstIn: Int32Array;
  private readonly nextOut: Int32Array;
  private readonly prevOut: Int32Array;
  private readonly nextIn: Int32Array;
  private readonly prevIn: Int32Array;
  /** By shift: 1 where it may have riders. */
  readonly on: Uint8Array;
  /** What was changed since `mark`: index of the column, or ~index of the slot; and by how much. */
  private logIndex = new Int32Array(1024);
  private logDelta = new Int8Array(1024);
  private logSize = 0;
  /** Shortest paths, by place in the window. */
  private readonly dist: Float64Array;
  private readonly via: Int32Array;
  private readonly fresh: Uint8Array;
  /** The path found last, target first: 4 * index + kind. */
  private readonly steps: Int32Array;
  private pathCost = 0;
  private readonly reach: number;
  /** Sweeps of a search after which a cycle that pays is looked for. */
  private readonly maxSweeps: number;

  /** @param reach how far a path may leave its column on either side, slots */
  constructor(problem: CoverProblem, catalogue: Catalogue, reach: number) {
    super(problem, catalogue);
    this.reach = reach;
    this.on = new Uint8Array(catalogue.shifts);
    this.maxSweeps = catalogue.consecutive ? 60 : 12;
    const { lines, slots, cyclic } = problem;
    const { columns } = catalogue;
    this.nodes = cyclic ? slots : slots + 1;
    this.tail = new Int32Array(columns);
    this.head = new Int32Array(columns);
    this.firstOut = new Int32Array(lines * this.nodes).fill(-1);
    this.firstIn = new Int32Array(lines * this.nodes).fill(-1);
    this.nextOut = new Int32Array(columns);
    this.prevOut = new Int32Array(columns);
    this.nextIn = new Int32Array(columns);
    this.prevIn = new Int32Array(columns);
    const window = 2 * this.nodes + 2;
    this.dist = new Float64Array(window);
    this.via = new Int32Array(window);
    this.fresh = new Uint8Array(window);
    this.steps = new Int32Array(window);
    for (let k = 0; k < columns; k++) {
      const base = catalogue.zone[k]! * this.nodes;
      this.tail[k] = base + (catalogue.from[k]! % this.nodes);
      this.head[k] = base + (catalogue.to[k]! % this.nodes);
    }
  }

  /** From here on `undo` can take everything back. */
  mark(): void {
    this.logSize = 0;
  }

  /** Takes back the riders moved since `mark`; which shifts are on is the caller's to restore with `link`, `unlink`. */
  undo(): void {
    while (this.logSize > 0) {
      const index = this.logIndex[--this.logSize]!;
      const delta = -this.logDelta[this.logSize]!;
      if (index >= 0) super.changeCount(index, delta);
      else super.changeSlot(~index, delta);
    }
  }

  /** Switches a shift on; the counts stay optimal. */
  add(shift: number): void {
    const { first } = this.catalogue;
    this.on[shift] = 1;
    for (let k = first[shift]!; k < first[shift + 1]!; k++) {
      this.raise(k);
      this.linkColumn(k);
    }
  }

  /**
   * Switches a shift off; the counts stay optimal. Gives up where the cost would be above `limit`: then the caller must
   * undo, and link the shift again.
   * @returns whether it was done
   */
  drop(shift: number, limit: number): boolean {
    const { first } = this.catalogue;
    this.unlink(shift);
    for (let k = first[shift]!; k < first[shift + 1]!; k++) {
      while (this.count[k]! > 0) {
        if (this.cost > limit + EPS) return false;
        this.lower(k, limit);
      }
    }
    return this.cost <= limit + EPS;
  }

  link(shift: number): void {
    const { first } = this.catalogue;
    this.on[shift] = 1;
    for (let k = first[shift]!; k < first[shift + 1]!; k++) this.linkColumn(k);
  }

  unlink(shift: number): void {
    const { first } = this.catalogue;
    this.on[shift] = 0;
    for (let k = first[shift]!; k < first[shift + 1]!; k++) this.unlinkColumn(k);
  }

  protected override changeCount(k: number, delta: number): void {
    super.changeCount(k, delta);
    this.note(k, delta);
  }

  protected override changeSlot(index: number, delta: number): void {
    super.changeSlot(index, delta);
    this.note(~index, delta);
  }

  private note(index: number, delta: number): void {
    if (this.logSize === this.logIndex.length) this.growLog();
    this.logIndex[this.logSize] = index;
    this.logDelta[this.logSize++] = delta;
  }

  private growLog(): void {
    const index = new Int32Array(2 * this.logIndex.length);
    const delta = new Int8Array(index.length);
    index.set(this.logIndex);
    delta.set(this.logDelta);
    this.logIndex = index;
    this.logDelta = delta;
  }

  /** Raises a column as long as that pays. */
  private raise(k: number): void {
    for (;;) {
      const size = this.path(k, false);
      const cost = this.pathCost;
      if (size < 0 || cost + this.columnCost(k, 1) >= -EPS) return;
      const more = this.catalogue.consecutive;
      do {
        const before = this.cost;
        this.send(k, 1, size, 1);
        if (this.cost >= before - EPS) {
          // Only where columns have holes: what is off twice is not foreseen.
          this.send(k, 1, size, -1);
          return;
        }
      } while (more && Math.abs(this.costOf(size) - cost) < EPS);
    }
  }

  /** Sends riders of a column elsewhere, or home: one, or as many as have the same cheapest way. */
  private lower(k: number, limit: number): void {
    const size = this.path(k, true);
    const cost = this.pathCost;
    if (!this.catalogue.consecutive || size < 0) {
      const home = this.homeCost(k);
      const before = this.cost;
      if (size >= 0 && cost + this.columnCost(k, -1) < home) {
        this.send(k, -1, size, 1);
        if (this.cost - before <= home) return;
        // What is off twice was not foreseen.
        this.send(k, -1, size, -1);
      }
      this.moveOne(k, -1);
      return;
    }
    do {
      this.send(k, -1, size, 1);
    } while (this.count[k]! > 0 && this.cost <= limit + EPS && Math.abs(this.costOf(size) - cost) < EPS);
  }

  /** One rider less, and nobody instead. */
  private homeCost(k: number): number {
    const { zone, from, to, offFrom, offTo, cost } = this.catalogue;
    const { slots } = this.problem;
    let sum = -cost[k]!;
    for (let slot = from[k]!; slot < to[k]!; slot++) {
      if (slot < offFrom[k]! || slot >= offTo[k]!) sum += this.down[zone[k]! * slots + (slot % slots)]!;
    }
    return sum;
  }

  /**
   * Shortest path that lets column k have one rider less (from its begin to its end) or more (from its end to its begin).
   * Label correcting by sweeps to the right and to the left: nearly all arcs are short and lie on a line.
   * @returns number of steps; -1 where there is no way, which can only be where columns have holes
   */
  private path(k: number, less: boolean): number {
    const { from, to } = this.catalogue;
    const { slots, cyclic } = this.problem;
    const length = to[k]! - from[k]!;
    let lo = from[k]! - this.reach;
    let hi = to[k]! + this.reach;
    if (cyclic) {
      const most = Math.floor((this.nodes - length - 1) / 2);
      lo = Math.max(lo, from[k]! - most);
      hi = Math.min(hi, to[k]! + most);
    } else {
      lo = Math.max(lo, 0);
      hi = Math.min(hi, slots);
    }
    const source = (less ? from[k]! : to[k]!) - lo;
    const target = (less ? to[k]! : from[k]!) - lo;
    const line = this.catalogue.zone[k]!;
    for (;;) {
      const settled = this.search(line, lo, hi - lo, source);
      // Otherwise a cycle that pays was out of sight of the windows before, or came with a column that has a hole.
      if (settled || !this.cancelCycle(hi - lo)) {
        const size = this.trace(target, source, hi - lo);
        this.pathCost = size >= 0 ? this.costOf(size) : Number.POSITIVE_INFINITY;
        return size;
      }
    }
  }

  /** Distances from `source` to all places of the window; false where they do not settle. */
  private search(line: number, lo: number, width: number, source: number): boolean {
    const { dist, via, fresh, up, down, count, firstOut, firstIn, nextOut, nextIn, nodes } = this;
    const { from, to, cost, offFrom, offTo } = this.catalogue;
    const { slots } = this.problem;
    const slotBase = line * slots;
    const nodeBase = line * nodes;
    for (let i = 0; i <= width; i++) {
      dist[i] = Number.POSITIVE_INFINITY;
      fresh[i] = 0;
    }
    dist[source] = 0;
    via[source] = -1;
    fresh[source] = RIGHT | LEFT;
    for (let sweep = 0; sweep < this.maxSweeps; sweep++) {
      let changed = false;
      let pos = (lo + nodes) % nodes;
      for (let i = 0; i <= width; i++) {
        if ((fresh[i]! & RIGHT) !== 0) {
          fresh[i]! &= LEFT;
          const d = dist[i]!;
          if (i < width) {
            const slot = slotBase + pos;
            const next = d + down[slot]!;
            if (next < dist[i + 1]! - EPS) {
              dist[i + 1] = next;
              via[i + 1] = 4 * slot + SLOT_DOWN;
              fresh[i + 1] = RIGHT | LEFT;
              changed = true;
            }
          }
          for (let k = firstOut[nodeBase + pos]!; k >= 0; k = nextOut[k]!) {
            const j = i + to[k]! - from[k]!;
            if (j > width) continue;
            let next = d + cost[k]!;
            for (let slot = offFrom[k]!; slot < offTo[k]!; slot++) next += down[slotBase + (slot % slots)]!;
            if (next < dist[j]! - EPS) {
              dist[j] = next;
              via[j] = 4 * k + COLUMN_UP;
              fresh[j] = RIGHT | LEFT;
              changed = true;
            }
          }
        }
        if (++pos === nodes) pos = 0;
      }
      if (sweep > 0 && !changed) return true;
      changed = false;
      for (let i = width; i >= 0; i--) {
        pos = pos === 0 ? nodes - 1 : pos - 1;
        if ((fresh[i]! & LEFT) === 0) continue;
        fresh[i]! &= RIGHT;
        const d = dist[i]!;
        if (i > 0) {
          const slot = slotBase + (pos === 0 ? nodes - 1 : pos - 1);
          const next = d + up[slot]!;
          if (next < dist[i - 1]! - EPS) {
            dist[i - 1] = next;
            via[i - 1] = 4 * slot + SLOT_UP;
            fresh[i - 1] = RIGHT | LEFT;
            changed = true;
          }
        }
        for (let k = firstIn[nodeBase + pos]!; k >= 0; k = nextIn[k]!) {
          if (count[k] === 0) continue;
          const j = i - to[k]! + from[k]!;
          if (j < 0) continue;
          let next = d - cost[k]!;
          for (let slot = offFrom[k]!; slot < offTo[k]!; slot++) next += up[slotBase + (slot % slots)]!;
          if (next < dist[j]! - EPS) {
            dist[j] = next;
            via[j] = 4 * k + COLUMN_DOWN;
            fresh[j] = RIGHT | LEFT;
            changed = true;
          }
        }
      }
      if (!changed) return true;
    }
    return false;
  }

  /** The place that a step came from. */
  private before(place: number, step: number): number {
    const kind = step & 3;
    if (kind === SLOT_UP) return place + 1;
    if (kind === SLOT_DOWN) return place - 1;
    const k = step >> 2;
    const length = this.catalogue.to[k]! - this.catalogue.from[k]!;
    return kind === COLUMN_UP ? place - length : place + length;
  }

  /** Writes the path into `steps`; -1 where it runs into a cycle. */
  private trace(target: number, source: number, width: number): number {
    let place = target;
    let size = 0;
    while (place !== source) {
      if (size > width) return -1;
      const step = this.via[place]!;
      this.steps[size++] = step;
      place = this.before(place, step);
    }
    return size;
  }

  /** Sends one rider round a cycle of the search's tree that pays; false where there is none. */
  private cancelCycle(width: number): boolean {
    const { fresh, dist, via, steps } = this;
    for (let i = 0; i <= width; i++) fresh[i] = 0;
    for (let begin = 0; begin <= width; begin++) {
      if (fresh[begin] !== 0 || dist[begin] === Number.POSITIVE_INFINITY) continue;
      let place = begin;
      while (fresh[place] === 0 && via[place] !== -1) {
        fresh[place] = 1;
        place = this.before(place, via[place]!);
      }
      if (via[place] !== -1 && fresh[place] === 1) {
        let size = 0;
        const seam = place;
        do {
          steps[size++] = via[place]!;
          place = this.before(place, via[place]!);
        } while (place !== seam);
        if (this.costOf(size) < -EPS) {
          const cost = this.cost;
          for (let s = 0; s < size; s++) this.apply(steps[s]!, 1);
          if (this.cost < cost - EPS) return true;
          for (let s = 0; s < size; s++) this.apply(steps[s]!, -1);
        }
      }
      // Walked: not looked at again.
      for (place = begin; fresh[place] === 1 && via[place] !== -1; place = this.before(place, via[place]!))
        fresh[place] = 2;
    }
    return false;
  }

  /** What the steps cost now; infinite where a column has no rider left. */
  private costOf(size: number): number {
    let sum = 0;
    for (let s = 0; s < size; s++) {
      const step = this.steps[s]!;
      const index = step >> 2;
      const kind = step & 3;
      if (kind === SLOT_UP) sum += this.up[index]!;
      else if (kind === SLOT_DOWN) sum += this.down[index]!;
      else if (kind === COLUMN_UP) sum += this.columnCost(index, 1);
      else if (this.count[index] === 0) return Number.POSITIVE_INFINITY;
      else sum += this.columnCost(index, -1);
    }
    return sum;
  }

  /** Of a rider more (1) or less (-1), with what is then missing or too many while he is off, without his slots. */
  private columnCost(k: number, delta: number): number {
    const { zone, offFrom, offTo, cost } = this.catalogue;
    const { slots } = this.problem;
    const price = delta > 0 ? this.down : this.up;
    let sum = delta * cost[k]!;
    for (let slot = offFrom[k]!; slot < offTo[k]!; slot++) sum += price[zone[k]! * slots + (slot % slots)]!;
    return sum;
  }

  /** Changes column k and what the path says, or (sign -1) takes that back. */
  private send(k: number, delta: number, size: number, sign: number): void {
    this.moveColumn(k, sign * delta);
    for (let s = 0; s < size; s++) this.apply(this.steps[s]!, sign);
  }

  private apply(step: number, sign: number): void {
    const kind = step & 3;
    const delta = kind === COLUMN_UP || kind === SLOT_UP ? sign : -sign;
    if (kind <= COLUMN_DOWN) this.moveColumn(step >> 2, delta);
    else this.changeSlot(step >> 2, delta);
  }

  /** A column is counted from its begin to its end: what is off in it is taken back. */
  private moveColumn(k: number, delta: number): void {
    const { zone, offFrom, offTo } = this.catalogue;
    const { slots } = this.problem;
    this.changeCount(k, delta);
    for (let slot = offFrom[k]!; slot < offTo[k]!; slot++) this.changeSlot(zone[k]! * slots + (slot % slots), -delta);
  }

  private linkColumn(k: number): void {
    const { firstOut, firstIn, nextOut, prevOut, nextIn, prevIn } = this;
    const tail = this.tail[k]!;
    const head = this.head[k]!;
    nextOut[k] = firstOut[tail]!;
    prevOut[k] = -1;
    if (firstOut[tail]! >= 0) prevOut[firstOut[tail]!] = k;
    firstOut[tail] = k;
    nextIn[k] = firstIn[head]!;
    prevIn[k] = -1;
    if (firstIn[head]! >= 0) prevIn[firstIn[head]!] = k;
    firstIn[head] = k;
  }

  private unlinkColumn(k: number): void {
    const { firstOut, firstIn, nextOut, prevOut, nextIn, prevIn } = this;
    if (prevOut[k]! >= 0) nextOut[prevOut[k]!] = nextOut[k]!;
    else firstOut[this.tail[k]!] = nextOut[k]!;
    if (nextOut[k]! >= 0) prevOut[nextOut[k]!] = prevOut[k]!;
    if (prevIn[k]! >= 0) nextIn[prevIn[k]!] = nextIn[k]!;
    else firstIn[this.head[k]!] = nextIn[k]!;
    if (nextIn[k]! >= 0) prevIn[nextIn[k]!] = prevIn[k]!;
  }
}
