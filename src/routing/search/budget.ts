import type { Exchange } from './exchange.ts';
import type { SolveEnv, SolveParams } from './params.ts';

/** Iterations between looks at the clock and the stop word; fewer where they take longer than this. */
const CHUNK = 50;
const CHUNK_S = 0.005;
/** Where iterations are counted: those between looks at the clock within a chunk, unless they take longer than that. */
const GLANCE = 8;

/** How far a lane has come in its budget, by iterations or by the clock, whichever is farther. */
export class Budget {
  /** Of this lane, so far. */
  iterations = 0;
  private readonly params: SolveParams;
  private readonly exchange: Exchange;
  private readonly env: SolveEnv;
  private coolings = 1;
  private coolsSince = 0;
  private anewFrom = 0;
  private chunk: number;
  private looked_s = 0;
  /** Iterations until the next look at the clock within a chunk. */
  private untilGlance = 1;

  constructor(params: SolveParams, exchange: Exchange, env: SolveEnv) {
    this.params = params;
    this.exchange = exchange;
    this.env = env;
    this.chunk = params.iterations === null ? 1 : CHUNK;
  }

  /** Whether it is spent, or the search was stopped. */
  get isOver(): boolean {
    return this.exchange.stopReason !== 'none' || this.spent >= 1;
  }

  /**
   * Whether to leave a chunk of counted iterations, whose number must not depend on the clock, before its end: the time is over, or the
   * search was stopped. To be asked after each iteration.
   */
  get endsEarly(): boolean {
    const { iterations, time_s } = this.params;
    if (iterations === null) return false;
    if (this.exchange.stopReason !== 'none') return true;
    if (time_s === null || --this.untilGlance > 0) return false;
    const before_s = this.looked_s;
    this.looked_s = this.env.elapsed_s();
    this.untilGlance = this.looked_s - before_s > CHUNK_S ? 1 : GLANCE;
    return this.isPast(0);
  }

  /** Whether its time was over so many seconds ago: never where iterations are counted. */
  isPast(seconds: number): boolean {
    const { time_s } = this.params;
    return time_s !== null && this.env.elapsed_s() > time_s - this.exchange.reserve_s + seconds;
  }

  /** 0 at the start, 1 at the end. */
  get spent(): number {
    const { iterations, time_s } = this.params;
    const byCount = iterations === null ? 0 : iterations === 0 ? 1 : this.iterations / iterations;
    const byTime = time_s === null ? 0 : this.env.elapsed_s() / Math.max(0, time_s - this.exchange.reserve_s);
    return Math.max(byCount, byTime);
  }

  /**
   * Has the search cool down so many times, one after the other, each for as long.
   * @param since share of the budget that was spent before: the first goes on from where it is
   * @param anewFrom where along itself each of the others begins, 0 to 1: a cold start is made once
   */
  coolDown(times: number, since: number, anewFrom: number): void {
    this.coolings = times;
    this.coolsSince = since;
    this.anewFrom = anewFrom;
  }

  /** How often a search has cooled down at a share of its budget, 0 to 1. */
  cooling(share: number): number {
    return Math.max(0, Math.min(Math.floor(this.inCoolings(share)), this.coolings - 1));
  }

  /** A share of this leg's budget, as one of the whole search's, or of the cooling it is in. @param share 0 to 1, or more */
  along(share: number): number {
    const [from, to] = this.params.leg ?? [0, 1];
    return from + (to - from) * this.inCooling(Math.min(1, share));
  }

  private inCooling(share: number): number {
    if (this.coolings === 1 || share < this.coolsSince) return share;
    const cooling = this.cooling(share);
    const begins = cooling === 0 ? this.coolsSince : this.anewFrom;
    return begins + (1 - begins) * (this.inCoolings(share) - cooling);
  }

  /** How many coolings fill a share of the budget. */
  private inCoolings(share: number): number {
    return ((share - this.coolsSince) / (1 - this.coolsSince)) * this.coolings;
  }

  /** Begins a stretch of iterations, which may take longer than those before. */
  start(): void {
    this.looked_s = this.env.elapsed_s();
  }

  /** How many iterations come before the next look at the clock, as long as no more than a share of the budget is spent. */
  next(until: number): number {
    const { iterations } = this.params;
    const left = iterations === null ? this.chunk : Math.ceil(iterations * until) - this.iterations;
    return Math.max(1, Math.min(this.chunk, left));
  }

  /** Counts iterations that were made. */
  count(iterations: number): void {
    this.iterations += iterations;
    // Counted iterations must not depend on the clock, which the chunk does by the temperature it runs at.
    if (this.params.iterations === null) this.chunk = this.chunkAfter();
  }

  private chunkAfter(): number {
    const now_s = this.env.elapsed_s();
    const spent_s = now_s - this.looked_s;
    this.looked_s = now_s;
    return Math.max(1, Math.min(CHUNK, Math.floor((this.chunk * CHUNK_S) / Math.max(spent_s, 1e-6))));
  }
}
