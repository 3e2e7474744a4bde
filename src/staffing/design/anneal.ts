import { Rng } from '../../kit/rng.ts';
import type { Catalogue } from './catalogue.ts';
import { Counts, type CoverProblem, EPS } from './counts.ts';
import { nearShifts } from './near.ts';
import type { Found, SearchOptions } from './search.ts';

/** Moves between two looks at the clock. */
const LOOK = 1024;
/** Temperature of the last move, in costs of a rider-slot missing or too many. */
const COLD = 0.1;
/** Shares of the moves: all riders of a shift at once, one rider more. */
const WHOLE_SHIFT = 0.01;
const ONE_MORE = 0.1;
/** How often a rider goes home, takes another place of the break; else he goes to another shift of his day. */
const HOME = 0.1;
const BREAK = 0.3;
/** How often a shift without riders is thought of. */
const NEW_SHIFT = 0.02;

/**
 * Annealing on the riders themselves, for columns with gaps or breaks, whose best counts are no flow: one rider moved to
 * another place of his break, to another shift of the day, added or sent home; all riders of a shift moved to one beside
 * it. The moves are those of Di Gaspero et al. 2007 (stretch, swap, insert) and a break that moves.
 */
export class RiderAnneal extends Counts {
  private readonly charge: number;
  private readonly rng: Rng;
  private readonly near: { first: Int32Array; list: Int32Array };
  private readonly days: number;
  /** Columns by zone and day. */
  private readonly cellFirst: Int32Array;
  private readonly cellList: Int32Array;
  /** Riders by shift, and shifts with riders. */
  private readonly riders: Int32Array;
  private used = 0;
  /** Columns with riders, and where each is in the list. */
  private readonly held: Int32Array;
  private readonly place: Int32Array;
  private heldSize = 0;
  /** The move on trial: columns and by how much they changed. */
  private trialColumn = new Int32Array(256);
  private trialDelta = new Int8Array(256);
  private trialSize = 0;

  /** @param count riders by column to begin with */
  constructor(problem: CoverProblem, catalogue: Catalogue, charge: number, count: Int32Array, seed: number) {
    super(problem, catalogue);
    const { columns, shifts, zone, day } = catalogue;
    this.charge = charge;
    this.rng = new Rng(seed, 1);
    this.near = nearShifts(catalogue);
    this.days = day.reduce((most, value) => Math.max(most, value + 1), 1);
    const cells = problem.lines * this.days;
    this.cellFirst = new Int32Array(cells + 1);
    this.cellList = new Int32Array(columns);
    for (let k = 0; k < columns; k++) this.cellFirst[zone[k]! * this.days + day[k]! + 1]!++;
    for (let i = 0; i < cells; i++) this.cellFirst[i + 1]! += this.cellFirst[i]!;
    const next = this.cellFirst.slice();
    for (let k = 0; k < columns; k++) this.cellList[next[zone[k]! * this.days + day[k]!]!++] = k;
    this.riders = new Int32Array(shifts);
    this.held = new Int32Array(columns);
    this.place = new Int32Array(columns).fill(-1);
    for (let k = 0; k < columns; k++) {
      for (let rider = 0; rider < count[k]!; rider++) this.moveRider(k, 1);
    }
  }

  /** @param hot temperature of the first move, in costs of a rider-slot missing or too many */
  run({ iterations, timeUsed, cancelled }: SearchOptions, hot: number): Found {
    const { rng, problem } = this;
    const unit = (problem.under + problem.over) / 2;
    const best: Found = { count: this.count.slice(), cover: this.cover.slice(), cost: this.total(), iterations: 0 };
    let temperature = 0;
    let made = 0;
    for (; made < iterations && this.catalogue.columns > 0; made++) {
      if (made % LOOK === 0) {
        const part = Math.max(made / iterations, timeUsed());
        if (part >= 1 || cancelled()) break;
        temperature = unit * hot * (COLD / hot) ** part;
      }
      const before = this.total();
      const limit = before - temperature * Math.log(rng.double() + 1e-12);
      this.trialSize = 0;
      if (rng.double() < WHOLE_SHIFT) this.tryShift();
      else this.tryRider();
      if (this.total() > limit) this.back();
      else if (this.total() < best.cost - EPS) {
        best.cost = this.total();
        best.count.set(this.count);
        best.cover.set(this.cover);
      }
    }
    best.iterations = made;
    return best;
  }

  private total(): number {
    return this.cost + this.used * this.charge;
  }

  private tryRider(): void {
    const { rng, catalogue } = this;
    if (this.heldSize === 0 || rng.double() < ONE_MORE) {
      const k = rng.below(catalogue.columns);
      if (this.thoughtOf(k)) this.try(k, 1);
      return;
    }
    const j = this.held[rng.below(this.heldSize)]!;
    const roll = rng.double();
    this.try(j, -1);
    if (roll < HOME) return;
    if (roll < HOME + BREAK) {
      const from = this.twinsFrom(j);
      const twins = this.twinsTo(j) - from;
      if (twins > 1) {
        this.try(from + rng.below(twins), 1);
        return;
      }
    }
    const cell = catalogue.zone[j]! * this.days + catalogue.day[j]!;
    const from = this.cellFirst[cell]!;
    const size = this.cellFirst[cell + 1]! - from;
    for (let tries = 0; tries < 8; tries++) {
      const k = this.cellList[from + rng.below(size)]!;
      if (!this.thoughtOf(k)) continue;
      this.try(k, 1);
      return;
    }
  }

  private thoughtOf(k: number): boolean {
    return this.riders[this.catalogue.shift[k]!]! > 0 || this.rng.double() < NEW_SHIFT;
  }

  /** Twins are columns that differ in the place of the break only: they follow each other. */
  private twinsFrom(k: number): number {
    const { shift, zone, day } = this.catalogue;
    let from = k;
    while (from > 0 && shift[from - 1] === shift[k] && zone[from - 1] === zone[k] && day[from - 1] === day[k]) from--;
    return from;
  }

  private twinsTo(k: number): number {
    const { shift, zone, day, columns } = this.catalogue;
    let to = k + 1;
    while (to < columns && shift[to] === shift[k] && zone[to] === zone[k] && day[to] === day[k]) to++;
    return to;
  }

  /** All riders of a shift to one beside it, with the break at the same place after the begin where there is that. */
  private tryShift(): void {
    const { rng, near } = this;
    const { first, zone, day, shift, from, offFrom } = this.catalogue;
    if (this.heldSize === 0) return;
    const s = shift[this.held[rng.below(this.heldSize)]!]!;
    const choice = near.first[s + 1]! - near.first[s]!;
    if (choice === 0) return;
    const t = near.list[near.first[s]! + rng.below(choice)]!;
    let k = first[t]!;
    for (let j = first[s]!; j < first[s + 1]!; j++) {
      if (this.count[j] === 0) continue;
      while (k < first[t + 1]! && (zone[k]! < zone[j]! || (zone[k] === zone[j] && day[k]! < day[j]!))) k++;
      // That shift is not ridden there: these riders stay.
      if (k === first[t + 1] || zone[k] !== zone[j] || day[k] !== day[j]) continue;
      let twin = k;
      for (let i = k; i < this.twinsTo(k); i++) if (offFrom[i]! - from[i]! === offFrom[j]! - from[j]!) twin = i;
      while (this.count[j]! > 0) {
        this.try(j, -1);
        this.try(twin, 1);
      }
    }
  }

  private try(k: number, delta: number): void {
    if (this.trialSize === this.trialColumn.length) this.growTrial();
    this.trialColumn[this.trialSize] = k;
    this.trialDelta[this.trialSize++] = delta;
    this.moveRider(k, delta);
  }

  private growTrial(): void {
    const column = new Int32Array(2 * this.trialColumn.length);
    const delta = new Int8Array(column.length);
    column.set(this.trialColumn);
    delta.set(this.trialDelta);
    this.trialColumn = column;
    this.trialDelta = delta;
  }

  private back(): void {
    while (this.trialSize > 0) {
      this.trialSize--;
      this.moveRider(this.trialColumn[this.trialSize]!, -this.trialDelta[this.trialSize]!);
    }
  }

  private moveRider(k: number, delta: number): void {
    const { shift } = this.catalogue;
    const { riders, held, place } = this;
    this.moveOne(k, delta);
    const s = shift[k]!;
    if (riders[s] === 0) this.used++;
    riders[s]! += delta;
    if (riders[s] === 0) this.used--;
    if (delta > 0 && place[k]! < 0) {
      place[k] = this.heldSize;
      held[this.heldSize++] = k;
    } else if (this.count[k] === 0) {
      const last = held[--this.heldSize]!;
      held[place[k]!] = last;
      place[last] = place[k]!;
      place[k] = -1;
    }
  }
}
