import { STOP_REASONS, type StopReason } from '../../kit/stop-reasons.ts';
import type { Problem } from '../../model/problem.ts';
import { type Packed, packedLength } from '../state/packed.ts';

/** Words of the control table. */
const STOP = 0;
const LAST_ROUND = 1;
const ARRIVED = 2;
const BEST_VERSION = 3;
const CONTROL_WORDS = 8;

/** Per lane and parity: cost and missing of the current and of the best part; iterations. */
const SCORES = 5;
/** Progress: best cost, absent tasks, elapsed and first-solution seconds; seconds to keep free after the search. */
const PROGRESS = 5;
const RESERVE = 4;

export interface Progress {
  /** Money. */
  cost: number;
  unassigned: number;
  iterations: number;
  elapsed_s: number;
  first_solution_s: number;
}

/**
 * The memory lanes share: what each found in a round, the best of all, progress and the stop word. Every lane writes to
 * rows of its own; rounds alternate between two sets of rows, so that nobody overwrites what another still reads.
 */
export class Exchange {
  readonly buffer: SharedArrayBuffer;
  readonly lanes: number;
  /** Threads that meet at the end of a round; each runs one or more lanes. */
  private readonly parties: number;
  private readonly control: Int32Array;
  private readonly progressTable: Float64Array;
  private readonly scores: Float64Array;
  private readonly counts: Float64Array;
  private readonly words: Int32Array;
  private readonly length: number;

  private constructor(buffer: SharedArrayBuffer, lanes: number, parties: number, length: number) {
    this.buffer = buffer;
    this.parties = parties;
    this.lanes = lanes;
    this.length = length;
    let at = 0;
    this.control = new Int32Array(buffer, at, CONTROL_WORDS);
    at += CONTROL_WORDS * 4;
    this.progressTable = new Float64Array(buffer, at, PROGRESS);
    at += PROGRESS * 8;
    this.scores = new Float64Array(buffer, at, lanes * 2 * SCORES);
    at += this.scores.byteLength;
    this.counts = new Float64Array(buffer, at, lanes);
    at += this.counts.byteLength;
    this.words = new Int32Array(buffer, at, (lanes * 4 + 1) * length);
  }

  static create(problem: Problem, lanes: number, parties: number): Exchange {
    const length = Exchange.lengthFor(problem);
    const bytes = CONTROL_WORDS * 4 + 8 * (PROGRESS + lanes * 2 * SCORES + lanes) + 4 * (lanes * 4 + 1) * length;
    const exchange = new Exchange(new SharedArrayBuffer(bytes), lanes, parties, length);
    exchange.control[LAST_ROUND] = -1;
    return exchange;
  }

  static attach(buffer: SharedArrayBuffer, problem: Problem, lanes: number, parties: number): Exchange {
    return new Exchange(buffer, lanes, parties, Exchange.lengthFor(problem));
  }

  private static lengthFor(problem: Problem): number {
    return packedLength(problem, problem.tasks);
  }

  /** Asks all lanes to finish their round and stop. The first reason stays. */
  requestStop(reason: StopReason): void {
    Atomics.compareExchange(this.control, STOP, 0, STOP_REASONS.indexOf(reason));
  }

  get stopReason(): StopReason {
    return STOP_REASONS[Atomics.load(this.control, STOP)]!;
  }

  /** Marks a round as the last; all lanes see it once they have met. */
  endAfter(round: number): void {
    Atomics.store(this.control, LAST_ROUND, round);
  }

  isLast(round: number): boolean {
    return this.lastRound === round;
  }

  /** The round marked as the last, or -1. */
  get lastRound(): number {
    return Atomics.load(this.control, LAST_ROUND);
  }

  /** Waits until every thread has arrived at the end of a round; gives up when a stop has been asked for and nobody comes. */
  meet(round: number): boolean {
    const wanted = (round + 1) * this.parties;
    Atomics.add(this.control, ARRIVED, 1);
    Atomics.notify(this.control, ARRIVED);
    // Counted from when the stop is seen on, and only where nobody has come meanwhile.
    for (let waits = 0; ; ) {
      const arrived = Atomics.load(this.control, ARRIVED);
      if (arrived >= wanted) return true;
      if (waits > 100) return false;
      if (Atomics.wait(this.control, ARRIVED, arrived, 20) === 'timed-out' && this.stopReason !== 'none') waits++;
    }
  }

  currentOf(lane: number, round: number): Packed {
    return this.row((lane * 2 + (round & 1)) * 2);
  }

  bestOf(lane: number, round: number): Packed {
    return this.row((lane * 2 + (round & 1)) * 2 + 1);
  }

  /** The best solution of all lanes together, as of the last round; version 0: none yet. */
  get best(): Packed {
    return this.row(this.lanes * 4);
  }

  get bestVersion(): number {
    return Atomics.load(this.control, BEST_VERSION);
  }

  publishBest(packed: Packed, length: number): void {
    // Odd while it is being written: a reader in another thread then waits or uses none.
    Atomics.add(this.control, BEST_VERSION, 1);
    this.best.set(packed.subarray(0, length));
    Atomics.add(this.control, BEST_VERSION, 1);
  }

  /** [current cost, current missing, best cost, best missing, iterations] of a lane in a round. */
  scoresOf(lane: number, round: number): Float64Array {
    const at = (lane * 2 + (round & 1)) * SCORES;
    return this.scores.subarray(at, at + SCORES);
  }

  /** Of all lanes together at the end of a round; the same for every lane that asks, unlike `iterations`. */
  iterationsUpTo(round: number): number {
    let sum = 0;
    for (let lane = 0; lane < this.lanes; lane++) sum += this.scoresOf(lane, round)[4]!;
    return sum;
  }

  setIterations(lane: number, iterations: number): void {
    this.counts[lane] = iterations;
  }

  /** Of all lanes together. */
  get iterations(): number {
    return this.counts.reduce((sum, count) => sum + count, 0);
  }

  get progress(): Progress | null {
    if (this.bestVersion === 0) return null;
    const [cost, unassigned, elapsed_s, first_solution_s] = this.progressTable as unknown as [
      number,
      number,
      number,
      number,
    ];
    return { cost, unassigned, elapsed_s, first_solution_s, iterations: this.iterations };
  }

  /** Part of the time budget that what comes after the search needs: it ends so much earlier. */
  get reserve_s(): number {
    return this.progressTable[RESERVE]!;
  }

  set reserve_s(seconds: number) {
    this.progressTable[RESERVE] = seconds;
  }

  setProgress(cost: number, unassigned: number, elapsed_s: number, first_solution_s: number): void {
    this.progressTable.set([cost, unassigned, elapsed_s, first_solution_s]);
  }

  private row(index: number): Packed {
    return this.words.subarray(index * this.length, (index + 1) * this.length);
  }
}
