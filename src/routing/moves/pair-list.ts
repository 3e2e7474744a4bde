/** The cheapest pairs of places for a shipment, ascending by what they add as far as that can be told without a simulation. */
export class PairList {
  count = 0;
  /** What a pair adds about, and at least. */
  readonly keys: Float64Array;
  readonly bounds: Float64Array;
  readonly pickup: Int32Array;
  readonly afterPickup: Int32Array;
  readonly delivery: Int32Array;
  /** -2: right after the pickup. */
  readonly afterDelivery: Int32Array;
  readonly slot: Int32Array;
  private readonly most: number;

  constructor(most: number) {
    const row = () => new Int32Array(most);
    this.most = most;
    this.keys = new Float64Array(most);
    this.bounds = new Float64Array(most);
    this.pickup = row();
    this.afterPickup = row();
    this.delivery = row();
    this.afterDelivery = row();
    this.slot = row();
  }

  /** What a pair must add less than to be listed. */
  get bar(): number {
    return this.count < this.most ? Number.POSITIVE_INFINITY : this.keys[this.most - 1]!;
  }

  /** Lists a pair below the bar; the last of a full list goes. */
  add(
    key: number,
    bound: number,
    pickup: number,
    afterPickup: number,
    delivery: number,
    afterDelivery: number,
    slot: number,
  ): void {
    const { keys } = this;
    let k = Math.min(this.count, this.most - 1);
    for (; k > 0 && keys[k - 1]! > key; k--) this.move(k - 1, k);
    keys[k] = key;
    this.bounds[k] = bound;
    this.pickup[k] = pickup;
    this.afterPickup[k] = afterPickup;
    this.delivery[k] = delivery;
    this.afterDelivery[k] = afterDelivery;
    this.slot[k] = slot;
    if (this.count < this.most) this.count++;
  }

  private move(from: number, to: number): void {
    this.keys[to] = this.keys[from]!;
    this.bounds[to] = this.bounds[from]!;
    this.pickup[to] = this.pickup[from]!;
    this.afterPickup[to] = this.afterPickup[from]!;
    this.delivery[to] = this.delivery[from]!;
    this.afterDelivery[to] = this.afterDelivery[from]!;
    this.slot[to] = this.slot[from]!;
  }
}
