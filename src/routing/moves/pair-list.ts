/** Pairs listed of one route at most: what none of it can take for, only a simulation tells, and other routes may. */
const MOST_PER_ROUTE = 6;

/** The cheapest pairs of places for a shipment, ascending by what they add as far as that can be told without a simulation. */
export class PairList {
  count = 0;
  /** What a pair of the route begun last must add less than to be listed. */
  bar = Number.POSITIVE_INFINITY;
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
  /** The route begun last, and how many are listed of it. */
  private current = -1;
  private onRoute = 0;

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

  /** Forgets all pairs. */
  clear(): void {
    this.count = 0;
    this.onRoute = 0;
    this.bar = Number.POSITIVE_INFINITY;
  }

  /** Pairs listed from here on are of this route. */
  begin(slot: number): void {
    this.current = slot;
    this.onRoute = 0;
    for (let k = 0; k < this.count; k++) if (this.slot[k] === slot) this.onRoute++;
    this.setBar();
  }

  /** Lists a pair of the route begun last below the bar; the last of a full list, or of so many of the route, goes. */
  add(key: number, bound: number, pickup: number, afterPickup: number, delivery: number, afterDelivery: number): void {
    const { keys } = this;
    let k = this.place();
    for (; k > 0 && keys[k - 1]! > key; k--) this.move(k - 1, k);
    keys[k] = key;
    this.bounds[k] = bound;
    this.pickup[k] = pickup;
    this.afterPickup[k] = afterPickup;
    this.delivery[k] = delivery;
    this.afterDelivery[k] = afterDelivery;
    this.slot[k] = this.current;
    this.setBar();
  }

  /** Where the pair is that goes, or the first free one. */
  private place(): number {
    if (this.onRoute >= MOST_PER_ROUTE) return this.lastOfRoute();
    const k = Math.min(this.count, this.most - 1);
    if (this.count < this.most) this.count++;
    else if (this.slot[k] === this.current) return k;
    this.onRoute++;
    return k;
  }

  private lastOfRoute(): number {
    let k = this.count - 1;
    while (this.slot[k] !== this.current) k--;
    return k;
  }

  private setBar(): void {
    if (this.onRoute >= MOST_PER_ROUTE) this.bar = this.keys[this.lastOfRoute()]!;
    else this.bar = this.count < this.most ? Number.POSITIVE_INFINITY : this.keys[this.most - 1]!;
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
