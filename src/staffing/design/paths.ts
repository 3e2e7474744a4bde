import type { Catalogue } from './catalogue.ts';
import { type CoverProblem, EPS } from './counts.ts';
import { LinkedCounts } from './linked.ts';

/** Kinds of steps: one rider more or less in a column, in a slot. */
const COLUMN_UP = 0;
const COLUMN_DOWN = 1;
const SLOT_UP = 2;
const SLOT_DOWN = 3;
/** Marks of places whose distance fell since they were last looked at rightwards, leftwards. */
const RIGHT = 1;
const LEFT = 2;

/**
 * Shortest paths of the residual network: one rider more in slot t leads from its end to its begin, one less from its begin to its
 * end, at what that changes in under- and over-cover; columns likewise. A path must stay in a window around its column, on a cyclic
 * horizon less than once round, as otherwise cover and counts would no longer agree.
 */
export class FlowPaths extends LinkedCounts {
  /** Shortest paths, by place in the window. */
  private readonly dist: Float64Array;
  private readonly via: Int32Array;
  private readonly fresh: Uint8Array;
  /** The path found last, target first: 4 * index + kind. */
  private readonly steps: Int32Array;
  protected pathCost = 0;
  private readonly reach: number;
  /** Sweeps of a search after which a cycle that pays is looked for. */
  private readonly maxSweeps: number;

  /** @param reach how far a path may leave its column on either side, slots */
  constructor(problem: CoverProblem, catalogue: Catalogue, reach: number) {
    super(problem, catalogue);
    this.reach = reach;
    this.maxSweeps = catalogue.consecutive ? 60 : 12;
    const window = 2 * this.nodes + 2;
    this.dist = new Float64Array(window);
    this.via = new Int32Array(window);
    this.fresh = new Uint8Array(window);
    this.steps = new Int32Array(window);
  }

  /**
   * Shortest path that lets column k have one rider less (from its begin to its end) or more (from its end to its begin).
   * Label correcting by sweeps to the right and to the left: nearly all arcs are short and lie on a line.
   * @returns number of steps; -1 where there is no way, which can only be where columns have holes
   */
  protected path(k: number, less: boolean): number {
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
  protected costOf(size: number): number {
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
  protected columnCost(k: number, delta: number): number {
    const { zone, offFrom, offTo, cost } = this.catalogue;
    const { slots } = this.problem;
    const price = delta > 0 ? this.down : this.up;
    let sum = delta * cost[k]!;
    for (let slot = offFrom[k]!; slot < offTo[k]!; slot++) sum += price[zone[k]! * slots + (slot % slots)]!;
    return sum;
  }

  /** Changes column k and what the path says, or (sign -1) takes that back. */
  protected send(k: number, delta: number, size: number, sign: number): void {
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
}
