/**
 * What counts beside the cost of tours while they are searched, and is none of it. What routes have beyond what they may: load above
 * capacity and duty beyond the longest, where a search lets them at a price (see `search/softening.ts`); sums over routes, in
 * units of load and ticks. And what absent tasks count beyond their prizes, and used vehicles less than they cost (see
 * `search/temperatures.ts`).
 */
export class Excess {
  load = 0;
  duty = 0;
  /** Per slot. */
  readonly dutyOf: Int32Array;
  /** What a route may have for now, per type of vehicle. */
  readonly mostLoad: Int32Array;
  readonly mostDuty: Int32Array;
  /** Cost ticks per unit of load and per tick of duty. */
  loadPrice = 0;
  dutyPrice = 0;
  /** Sum of the prizes of absent tasks, cost ticks, and the share of them that is added for now. */
  prizes = 0;
  lure = 0;
  /** Sum of the fixed costs of used vehicles, cost ticks, and the share of them that is left out for now. */
  fixed = 0;
  rebate = 0;

  constructor(slots: number, types: number) {
    this.dutyOf = new Int32Array(slots);
    this.mostLoad = new Int32Array(types);
    this.mostDuty = new Int32Array(types);
  }

  /** What it costs. */
  get cost(): number {
    const beyond = this.loadPrice * this.load + this.dutyPrice * this.duty;
    return beyond + this.led(this.lure, this.rebate);
  }

  /** What absent tasks and used vehicles would cost beside what they do, by such shares. */
  led(lure: number, rebate: number): number {
    return lure * this.prizes - rebate * this.fixed;
  }

  /** Forgets what routes have, and absent tasks. */
  clear(): void {
    this.prizes = 0;
    this.fixed = 0;
    this.load = 0;
    this.duty = 0;
    this.dutyOf.fill(0);
  }

  /** Notes how much longer than the longest the duty of a route is. */
  setDuty(slot: number, ticks: number): void {
    this.duty += ticks - this.dutyOf[slot]!;
    this.dutyOf[slot] = ticks;
  }
}
