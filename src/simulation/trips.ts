import type { Crew } from './crew.ts';
import type { Routes } from './routes.ts';
import type { Rules, Trace } from './types.ts';

/** What is settled: the trips riders are on, and what becomes of the orders. */
export class Trips {
  readonly trace: Trace;
  /** Orders per trip, of all trips so far. */
  readonly sizes: number[] = [];
  private readonly crew: Crew;
  private readonly routes: Routes;
  private readonly rules: Rules;
  /** By rider: its last trip. */
  private readonly orders: number[][];
  private readonly restaurant: Int32Array;
  private readonly pickup_s: Float64Array;
  private readonly trip: Int32Array;
  private readonly tripDrive_s: Float64Array;
  /** By restaurant: riders on their way to it. */
  private readonly coming: number[][];
  private approachSum_s = 0;

  constructor(crew: Crew, routes: Routes, restaurants: number, rules: Rules) {
    this.crew = crew;
    this.routes = routes;
    this.rules = rules;
    this.orders = Array.from({ length: crew.count }, () => []);
    this.restaurant = new Int32Array(crew.count).fill(-1);
    this.pickup_s = new Float64Array(crew.count);
    this.trip = new Int32Array(crew.count);
    this.tripDrive_s = new Float64Array(crew.count);
    this.coming = Array.from({ length: restaurants }, () => []);
    this.trace = {
      rider: new Int32Array(routes.count).fill(-1),
      pickup_s: new Float64Array(routes.count).fill(-1),
      dropoff_s: new Float64Array(routes.count).fill(-1),
    };
  }

  /** Mean seconds from leaving to parking at the restaurant so far: what one trip less saves besides service. */
  get approach_s(): number {
    // As if one trip of five minutes had gone before, so that the first decisions have something to go by.
    return (this.approachSum_s + 300) / (this.sizes.length + 1);
  }

  /** The rider leaves now. @returns false where it would be too late to pick up, and then nothing is settled */
  begin(r: number, orders: number[], restaurant: number, now_s: number): boolean {
    const { crew, rules, routes } = this;
    const ride_s = crew.rideTo(r, restaurant);
    let ready_s = 0;
    for (const order of orders) ready_s = Math.max(ready_s, routes.ready_s[order]!);
    const pickup_s = Math.max(now_s + ride_s + rules.pickup_s / 2, ready_s);
    if (pickup_s > Math.min(crew.off_s[r]!, routes.latestOf(orders))) return false;
    this.orders[r] = orders;
    this.restaurant[r] = restaurant;
    this.trip[r] = this.sizes.push(orders.length) - 1;
    this.tripDrive_s[r] = 0;
    this.approachSum_s += ride_s;
    crew.busy_s[r]! += ride_s + rules.pickup_s + rules.dropoff_s * orders.length;
    crew.delivered[r]! += orders.length;
    this.coming[restaurant]!.push(r);
    this.settle(r, pickup_s);
    return true;
  }

  /** Puts an order on the trip of a rider on its way to the restaurant, where that pays. */
  join(order: number, restaurant: number, worth: number, now_s: number): boolean {
    const coming = this.coming[restaurant]!;
    let best = Number.NEGATIVE_INFINITY;
    let bestRider = -1;
    let k = 0;
    for (const r of coming) {
      if (this.restaurant[r] !== restaurant || this.pickup_s[r]! < now_s) continue;
      coming[k++] = r;
      const gain = this.gain(r, order, worth, now_s);
      if (gain > best) {
        best = gain;
        bestRider = r;
      }
    }
    coming.length = k;
    if (bestRider < 0 || best < 0) return false;
    const { crew, rules, routes } = this;
    const pickup_s = Math.max(this.pickup_s[bestRider]!, routes.ready_s[order]!);
    routes.insert(this.orders[bestRider]!, order, pickup_s, crew.speed_mps[bestRider]!);
    this.orders[bestRider]!.splice(routes.at, 0, order);
    this.sizes[this.trip[bestRider]!]!++;
    crew.busy_s[bestRider]! += rules.dropoff_s;
    crew.delivered[bestRider]!++;
    this.settle(bestRider, pickup_s);
    return true;
  }

  /** Worth of the rider's seconds saved, less the seconds of waiting that customers pay for it. */
  private gain(r: number, order: number, worth: number, now_s: number): number {
    const { crew, routes, rules } = this;
    const orders = this.orders[r]!;
    if (orders.length >= crew.capacity[r]! || routes.direct_m[order]! > crew.reach_m[r]!) return -1;
    const old_s = this.pickup_s[r]!;
    const pickup_s = Math.max(old_s, routes.ready_s[order]!);
    if (pickup_s > crew.off_s[r]! || pickup_s - old_s > rules.bundle_window_s) return -1;
    if (pickup_s > Math.min(routes.latestOf(orders), routes.latest_s[order]!)) return -1;
    const speed = crew.speed_mps[r]!;
    routes.time(orders, old_s, speed);
    const sum_s = routes.sum_s;
    const end_s = routes.end_s;
    const alone_s = Math.max(now_s, routes.ready_s[order]!);
    routes.time([order], alone_s, speed);
    const alone = routes.sum_s;
    const aloneEnd_s = routes.end_s;
    routes.insert(orders, order, pickup_s, speed);
    const saved_s = aloneEnd_s - alone_s + rules.pickup_s / 2 + this.approach_s - (routes.end_s - end_s);
    return worth * saved_s - (routes.sum_s - sum_s - alone);
  }

  private settle(r: number, pickup_s: number): void {
    const { crew, routes, trace } = this;
    const orders = this.orders[r]!;
    routes.time(orders, pickup_s, crew.speed_mps[r]!, trace.dropoff_s);
    for (const order of orders) {
      trace.rider[order] = r;
      trace.pickup_s[order] = pickup_s;
    }
    crew.busy_s[r]! += routes.drive_s - this.tripDrive_s[r]!;
    this.tripDrive_s[r] = routes.drive_s;
    this.pickup_s[r] = pickup_s;
    crew.free_s[r] = routes.end_s;
    const last = orders[orders.length - 1]!;
    crew.place(r, routes.x_m[last]!, routes.y_m[last]!);
  }
}
