/** Routes remembered, a power of two: 2.5 MB. */
const ROOM = 2 ** 16;
/** Of MurmurHash3. */
const [FIRST, SECOND, THIRD] = [0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f];

/**
 * What routes came to when they were simulated last, by type and steps: a place that is tried and then taken is the same route
 * twice, and tasks mostly go back to where they were. A route is told by 63 bits of hash; a new one takes the place of an older.
 */
export class Remembered {
  /** Of the route found or noted last. */
  total = 0;
  share = 0;
  belowMinimum = false;
  private readonly keys = new Int32Array(2 * ROOM);
  private readonly totals = new Float64Array(ROOM);
  private readonly shares = new Float64Array(ROOM);
  private readonly below = new Uint8Array(ROOM);
  /** Hash of the route looked for last. */
  private one = 0;
  private other = 0;

  /** Whether a route of the first `count` steps is known. */
  find(type: number, steps: Int32Array, count: number): boolean {
    const { keys } = this;
    let one = Math.imul(type + 1, THIRD);
    let other = Math.imul(type + 1, FIRST);
    for (let i = 0; i < count; i++) {
      one = Math.imul(one ^ steps[i]!, FIRST);
      one ^= one >>> 15;
      other = Math.imul(other ^ steps[i]!, SECOND) + THIRD;
      other ^= other >>> 13;
    }
    this.one = one;
    // Never 0: a place that holds nothing yet.
    this.other = other | 1;
    const at = one & (ROOM - 1);
    if (keys[2 * at] !== one || keys[2 * at + 1] !== this.other) return false;
    this.total = this.totals[at]!;
    this.share = this.shares[at]!;
    this.belowMinimum = this.below[at] === 1;
    return true;
  }

  /** Notes what the route looked for last comes to. */
  note(total: number, share: number, belowMinimum: boolean): void {
    const at = this.one & (ROOM - 1);
    this.total = total;
    this.keys[2 * at] = this.one;
    this.keys[2 * at + 1] = this.other;
    this.totals[at] = total;
    this.shares[at] = share;
    this.below[at] = belowMinimum ? 1 : 0;
  }
}
