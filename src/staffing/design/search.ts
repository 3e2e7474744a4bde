import { Rng } from '../../kit/rng.ts';
import type { Catalogue } from './catalogue.ts';
import type { CoverProblem } from './counts.ts';
import { FlowCounts } from './flow.ts';
import { nearShifts } from './near.ts';

export interface SearchOptions {
  iterations: number;
  /** 0..1 of the time there is, or 0 without a limit. */
  timeUsed: () => number;
  cancelled: () => boolean;
  /** Whether there is no time left even for a beginning. Default: cancelled, or the time is over. */
  isOver?: () => boolean;
}

export interface Found {
  count: Int32Array;
  cover: Int32Array;
  cost: number;
  iterations: number;
}

/** Moves between two looks at the clock, and columns before there are moves. */
const LOOK = 16;
const LOOK_COLUMNS = 4096;
/** Temperatures of the first and the last move, in costs of one shift. */
const HOT = 0.8;
const COLD = 0.08;
/** Coolings one after the other, each from the best so far. */
const ROUNDS = 4;

/**
 * Which shifts there are, by simulated annealing over sets of shifts (Kirkpatrick, Gelatt and Vecchi 1983); the counts
 * of each set are the best there are, by counts. Begins with all shifts and leaves out what is not worth its charge.
 */
export class SetSearch {
  private readonly counts: FlowCounts;
  private readonly catalogue: Catalogue;
  private readonly charge: number;
  private readonly rng: Rng;
  private readonly near: { first: Int32Array; list: Int32Array };
  /** Shifts on, then shifts off; and where each is. */
  private readonly order: Int32Array;
  private readonly place: Int32Array;
  private used = 0;
  private readonly best: Found;
  private readonly bestOn: Uint8Array;

  constructor(problem: CoverProblem, catalogue: Catalogue, charge: number, reach: number, seed: number) {
    const { shifts } = catalogue;
    this.catalogue = catalogue;
    this.charge = charge;
    this.counts = new FlowCounts(problem, catalogue, reach);
    this.rng = new Rng(seed);
    this.near = nearShifts(catalogue);
    this.order = Int32Array.from({ length: shifts }, (_, shift) => shift);
    this.place = Int32Array.from(this.order);
    const { count, cover } = this.counts;
    this.best = { count: count.slice(), cover: cover.slice(), cost: this.counts.cost, iterations: 0 };
    this.bestOn = new Uint8Array(shifts);
  }

  run({ iterations, timeUsed, cancelled, isOver = () => cancelled() || timeUsed() >= 1 }: SearchOptions): Found {
    this.begin(isOver);
    const { shifts } = this.catalogue;
    let made = 0;
    for (let round = 0; round < ROUNDS && this.charge > 0 && shifts > 0; round++) {
      const end = Math.round((iterations * (round + 1)) / ROUNDS);
      const begun = made;
      let part = 0;
      if (round > 0) this.restore();
      while (made < end) {
        if (made % LOOK === 0) {
          if (cancelled()) return this.finish(made);
          const time = timeUsed();
          part = Math.max((made - begun) / (end - begun), time * ROUNDS - round);
          if (part >= 1) break;
        }
        const hot = round === 0 ? HOT : HOT / 2;
        this.move(this.charge * hot * (COLD / hot) ** part);
        made++;
      }
    }
    return this.finish(made);
  }

  private total(): number {
    return this.counts.cost + this.used * this.charge;
  }

  /** All shifts, without those that are not worth it, the least used first. Where time is over, some of all times of the day. */
  private begin(isOver: () => boolean): void {
    const { shifts, columns, first } = this.catalogue;
    let [step, seen] = [1, 0];
    for (let shift = 0; shift < shifts; shift += step) {
      this.switchOn(shift);
      this.counts.add(shift);
      if (step > 1 || first[shift + 1]! - seen < LOOK_COLUMNS) continue;
      seen = first[shift + 1]!;
      if (isOver()) step = Math.ceil((columns - seen) / LOOK_COLUMNS) + 1;
    }
    if (step > 1 || this.descend(isOver)) {
      // Nobody at all may cost less than what there was no time for.
      if (this.total() < this.best.cost) this.keepBest();
    } else this.keepBest();
  }

  /** @returns whether time was over before it was done */
  private descend(isOver: () => boolean): boolean {
    const { counts } = this;
    const { first } = this.catalogue;
    let seen = 0;
    for (let dropped = true; dropped; ) {
      dropped = false;
      const riders = new Int32Array(this.catalogue.shifts);
      for (let k = 0; k < this.catalogue.columns; k++) riders[this.catalogue.shift[k]!]! += counts.count[k]!;
      const byUse = Array.from(this.order.subarray(0, this.used)).sort((a, b) => riders[a]! - riders[b]! || a - b);
      for (const shift of byUse) {
        seen += first[shift + 1]! - first[shift]!;
        if (seen >= LOOK_COLUMNS) {
          seen = 0;
          if (isOver()) return true;
        }
        counts.mark();
        if (counts.drop(shift, counts.cost + this.charge)) {
          this.switchOff(shift);
          dropped = true;
        } else {
          counts.undo();
          counts.link(shift);
        }
      }
    }
    return false;
  }

  private move(temperature: number): void {
    const { counts, rng, charge, order, used } = this;
    const { shifts } = this.catalogue;
    const roll = rng.double();
    let add = -1;
    let drop = -1;
    if (roll >= 0.12 || used === 0) {
      if (used === shifts) return;
      if (used > 0 && roll >= 0.24) drop = order[rng.below(used)]!;
      add = drop < 0 || rng.double() < 0.4 ? order[used + rng.below(shifts - used)]! : this.nearTo(drop);
      if (add < 0) return;
    } else drop = order[rng.below(used)]!;
    const limit = this.total() - temperature * Math.log(rng.double() + 1e-12);
    const usedThen = used + (add >= 0 ? 1 : 0) - (drop >= 0 ? 1 : 0);
    counts.mark();
    if (add >= 0) counts.add(add);
    const most = limit - usedThen * charge;
    if (drop >= 0 ? counts.drop(drop, most) : counts.cost <= most) {
      if (add >= 0) this.switchOn(add);
      if (drop >= 0) this.switchOff(drop);
      if (this.total() < this.best.cost - 1e-9) this.keepBest();
      return;
    }
    counts.undo();
    if (add >= 0) counts.unlink(add);
    if (drop >= 0) counts.link(drop);
  }

  /** A neighbour that is off, or -1. */
  private nearTo(shift: number): number {
    const { first, list } = this.near;
    const from = first[shift]!;
    const size = first[shift + 1]! - from;
    if (size === 0) return -1;
    const other = list[from + this.rng.below(size)]!;
    return this.place[other]! < this.used ? -1 : other;
  }

  private swap(shift: number, to: number): void {
    const { order, place } = this;
    const at = place[shift]!;
    const other = order[to]!;
    order[at] = other;
    place[other] = at;
    order[to] = shift;
    place[shift] = to;
  }

  private switchOn(shift: number): void {
    this.swap(shift, this.used++);
  }

  private switchOff(shift: number): void {
    this.swap(shift, --this.used);
  }

  private keepBest(): void {
    this.best.count.set(this.counts.count);
    this.best.cover.set(this.counts.cover);
    this.best.cost = this.total();
    this.bestOn.set(this.counts.on);
  }

  /** Back to the best set; the counts may be others that cost the same. */
  private restore(): void {
    const { counts, bestOn } = this;
    for (let shift = 0; shift < bestOn.length; shift++) {
      if (bestOn[shift] === 1 && counts.on[shift] === 0) {
        counts.add(shift);
        this.switchOn(shift);
      }
    }
    for (let shift = 0; shift < bestOn.length; shift++) {
      if (bestOn[shift] === 0 && counts.on[shift] === 1) {
        counts.mark();
        counts.drop(shift, Number.POSITIVE_INFINITY);
        this.switchOff(shift);
      }
    }
  }

  private finish(iterations: number): Found {
    this.best.iterations = iterations;
    return this.best;
  }
}
