/**
 * sfc32 (Doty-Humphrey, PractRand): a small fast chaotic generator with a 32-bit counter, so that no two streams with
 * different seeds share a cycle position. State is kept as signed 32-bit integers, which V8 holds without boxing.
 */
export class Rng {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  /** @param seed 0..2^32-1  @param stream tells generators of one seed apart (threads), 0..2^32-1 */
  constructor(seed: number, stream = 0) {
    this.a = seed | 0;
    this.b = stream | 0;
    this.c = 0x9e3779b9 | 0;
    for (let i = 0; i < 16; i++) this.int32();
  }

  /** Uniform signed 32-bit integer. */
  int32(): number {
    const t = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + t) | 0;
    return t;
  }

  /** Uniform double in [0, 1). */
  double(): number {
    return (this.int32() >>> 0) * 2.3283064365386963e-10;
  }

  /** Uniform integer in 0..bound-1; the bias is below 2^-32 x bound. */
  below(bound: number): number {
    return Math.floor((this.int32() >>> 0) * 2.3283064365386963e-10 * bound);
  }
}
