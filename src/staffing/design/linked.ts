import type { Catalogue } from './catalogue.ts';
import { Counts, type CoverProblem } from './counts.ts';

/**
 * Counts as a flow: columns are arcs from the node they begin at to the node they end at, those of shifts that are switched on in
 * lists by node. All changes since `mark` can be taken back.
 */
export class LinkedCounts extends Counts {
  protected readonly nodes: number;
  /** Node of a column's begin and end. */
  private readonly tail: Int32Array;
  private readonly head: Int32Array;
  /** Columns switched on, by node: of those that begin there and of those that end there, doubly linked. */
  protected readonly firstOut: Int32Array;
  protected readonly firstIn: Int32Array;
  protected readonly nextOut: Int32Array;
  private readonly prevOut: Int32Array;
  protected readonly nextIn: Int32Array;
  private readonly prevIn: Int32Array;
  /** By shift: 1 where it may have riders. */
  readonly on: Uint8Array;
  /** What was changed since `mark`: index of the column, or ~index of the slot; and by how much. */
  private logIndex = new Int32Array(1024);
  private logDelta = new Int8Array(1024);
  private logSize = 0;

  constructor(problem: CoverProblem, catalogue: Catalogue) {
    super(problem, catalogue);
    this.on = new Uint8Array(catalogue.shifts);
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

  protected linkColumn(k: number): void {
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
