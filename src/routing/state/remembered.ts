/** Routes remembered at most, 33 bytes each, and per visit; the number is a power of two. */
const MOST = 2 ** 16;
const PER_VISIT = 256;
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
  idle = 0;
  belowMinimum = false;
  private readonly room: number;
  private readonly keys: Int32Array;
  private readonly totals: Float64Array;
  private readonly shares: Float64Array;
  private readonly idles: Float64Array;
  private readonly below: Uint8Array;
  /** Hash of the route looked for last. */
  private one = 0;
  private other = 0;

  /** @param visits that there are in all */
  constructor(visits: number) {
    let room = 1;
    while (room < MOST && room < PER_VISIT * visits) room *= 2;
    this.room = room;
    this.keys = new Int32Array(2 * room);
    this.totals = new Float64Array(room);
    this.shares = new Float64Array(room);
    this.idles = new Float64Array(room);
    this.below = new Uint8Array(room);
  }

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
    const at = one & (this.room - 1);
    if (keys[2 * at] !== one || keys[2 * at + 1] !== this.other) return false;
    this.total = this.totals[at]!;
    this.share = this.shares[at]!;
    this.idle = this.idles[at]!;
    this.belowMinimum = this.below[at] === 1;
    return true;
  }

  /** Notes what the route looked for last comes to. */
  note(total: number, share: number, idle: number, belowMinimum: boolean): void {
    const at = this.one & (this.room - 1);
    this.total = total;
    this.keys[2 * at] = this.one;
    this.keys[2 * at + 1] = this.other;
    this.totals[at] = total;
    this.shares[at] = share;
    this.idles[at] = idle;
    this.below[at] = belowMinimum ? 1 : 0;
  }
}
