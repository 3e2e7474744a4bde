import { STOP_REASONS, type StopReason } from '../kit/stop-reasons.ts';

/** A few shared numbers between a thread that works alone and who waits for it: stop, and how far it is. */
export class Control {
  readonly buffer: SharedArrayBuffer;
  private readonly words: Int32Array;
  private readonly numbers: Float64Array;

  constructor(buffer = new SharedArrayBuffer(24)) {
    this.buffer = buffer;
    this.words = new Int32Array(buffer, 0, 2);
    this.numbers = new Float64Array(buffer, 8, 2);
  }

  /** The first reason stays. */
  requestStop(reason: Exclude<StopReason, 'none'>): void {
    Atomics.compareExchange(this.words, 0, 0, STOP_REASONS.indexOf(reason));
  }

  get stopReason(): StopReason {
    return STOP_REASONS[Atomics.load(this.words, 0)]!;
  }

  report(cost: number, iterations: number): void {
    this.numbers[0] = cost;
    this.numbers[1] = iterations;
    Atomics.add(this.words, 1, 1);
  }

  /** Reports so far; a new one shows as another number. */
  get version(): number {
    return Atomics.load(this.words, 1);
  }

  get progress(): { cost: number; iterations: number } {
    return { cost: this.numbers[0]!, iterations: this.numbers[1]! };
  }
}
