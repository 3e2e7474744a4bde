import type { Crew } from './crew.ts';
import { Matching } from './match.ts';
import type { Routes } from './routes.ts';
import type { Trips } from './trips.ts';
import type { Rules, SimulatedRestaurant } from './types.ts';

/** Riders looked at per bundle: the cheapest ones. */
const CANDIDATES = 16;
/** Waiting counted for an order that no rider takes now, seconds: more than any rider can cost. */
const LEFT_ALONE_S = 1e6;

/** Orders of one restaurant that will be collected together, in the order of their doors. */
interface Bundle {
  restaurant: number;
  orders: number[];
  ready_s: number;
}

/** One decision of the dispatcher; the rule in words is at `RULES`. */
export class Dispatcher {
  private readonly restaurants: SimulatedRestaurant[];
  private readonly crew: Crew;
  private readonly routes: Routes;
  private readonly trips: Trips;
  private readonly rules: Rules;
  /** By zone: zones whose riders serve it; null where all do. */
  private readonly servedBy: number[][] | null;
  /** By zone (one list in all where all serve all): riders that are, or soon will be, free. */
  private readonly ready: number[][];
  private readonly available_s: Float64Array;
  private readonly matching: Matching;
  private available = 0;
  private speed_mps = 1;
  private capacity = 1;
  /** Entries of the matching. */
  private column = new Int32Array(1024);
  private cost = new Float64Array(1024);
  private open: number[] = [];

  constructor(restaurants: SimulatedRestaurant[], crew: Crew, routes: Routes, trips: Trips, rules: Rules) {
    this.restaurants = restaurants;
    this.crew = crew;
    this.routes = routes;
    this.trips = trips;
    this.rules = rules;
    const known = [...restaurants.map(({ zone }) => zone), ...zonesOf(crew), rules.neighbours.length - 1];
    const zones = 1 + known.reduce((most, zone) => Math.max(most, zone), 0);
    this.servedBy = rules.pooling === 'all' ? null : servedBy(zones, rules);
    this.ready = Array.from({ length: this.servedBy ? zones : 1 }, () => []);
    this.available_s = new Float64Array(crew.count);
    this.matching = new Matching(crew.count);
  }

  /** @param open orders to decide on; @returns those that stay open */
  decide(open: number[], now_s: number): number[] {
    this.lookAtRiders(now_s);
    const { rider_worth_idle, rider_worth_busy } = this.rules;
    const pressure = Math.min(1, open.length / Math.max(1, this.available));
    const worth = rider_worth_idle + (rider_worth_busy - rider_worth_idle) * pressure;
    const { restaurant } = this.routes;
    const rest = open.filter((order) => !this.trips.join(order, restaurant[order]!, worth, now_s));
    if (this.available === 0) return rest;
    this.open = [];
    this.match(this.bundlesOf(rest, worth, now_s), worth, now_s);
    return this.open;
  }

  private lookAtRiders(now_s: number): void {
    const { crew, ready } = this;
    for (const list of ready) list.length = 0;
    let speeds = 0;
    this.available = 0;
    this.capacity = 1;
    for (let r = 0; r < crew.count; r++) {
      if (crew.off_s[r]! < now_s || crew.free_s[r]! > now_s + this.rules.lookahead_s) continue;
      const from_s = crew.availableAt(r);
      if (from_s > now_s + this.rules.lookahead_s || from_s > crew.off_s[r]!) continue;
      this.available_s[r] = Math.max(now_s, from_s);
      ready[this.servedBy ? crew.zone[r]! : 0]!.push(r);
      this.available++;
      speeds += crew.speed_mps[r]!;
      this.capacity = Math.max(this.capacity, crew.capacity[r]!);
    }
    // By when they are free, so that `price` may stop early; ties stay in order.
    for (const list of ready) list.sort((a, b) => this.available_s[a]! - this.available_s[b]!);
    if (this.available > 0) this.speed_mps = speeds / this.available;
  }

  private bundlesOf(orders: number[], worth: number, now_s: number): Bundle[] {
    const { ready_s, restaurant } = this.routes;
    const bundles: Bundle[] = [];
    const at = new Map<number, Bundle[]>();
    for (const order of orders.sort((a, b) => ready_s[a]! - ready_s[b]! || a - b)) {
      const there = at.get(restaurant[order]!) ?? [];
      if (there.some((bundle) => this.add(bundle, order, worth, now_s))) continue;
      const bundle = { restaurant: restaurant[order]!, orders: [order], ready_s: ready_s[order]! };
      bundles.push(bundle);
      there.push(bundle);
      at.set(restaurant[order]!, there);
    }
    return bundles;
  }

  /** Puts an order into a bundle, where that pays. */
  private add(bundle: Bundle, order: number, worth: number, now_s: number): boolean {
    const { routes, rules, trips, speed_mps } = this;
    if (bundle.orders.length >= this.capacity) return false;
    const before_s = Math.max(now_s, bundle.ready_s);
    const pickup_s = Math.max(now_s, routes.ready_s[order]!);
    if (routes.ready_s[order]! - bundle.ready_s > rules.bundle_window_s) return false;
    routes.time(bundle.orders, before_s, speed_mps);
    const sum_s = routes.sum_s;
    const time_s = routes.end_s - before_s;
    routes.time([order], pickup_s, speed_mps);
    const alone_s = routes.sum_s;
    const aloneTime_s = routes.end_s - pickup_s;
    routes.insert(bundle.orders, order, pickup_s, speed_mps);
    const saved_s = time_s + aloneTime_s + rules.pickup_s / 2 + trips.approach_s - (routes.end_s - pickup_s);
    if (routes.sum_s - sum_s - alone_s > worth * saved_s) return false;
    bundle.orders.splice(routes.at, 0, order);
    bundle.ready_s = routes.ready_s[order]!;
    return true;
  }

  private match(bundles: Bundle[], worth: number, now_s: number): void {
    const { crew, rules } = this;
    const start = new Int32Array(bundles.length + 1);
    const alone = new Float64Array(bundles.length);
    this.reserve(bundles.length * CANDIDATES);
    bundles.forEach((bundle, row) => {
      start[row + 1] = this.price(bundle, start[row]!, worth, now_s);
      for (const order of bundle.orders) alone[row]! += LEFT_ALONE_S + now_s - this.routes.placed_s[order]!;
    });
    const { matching } = this;
    matching.solve(start, this.column, this.cost, alone);
    bundles.forEach(({ restaurant, orders, ready_s }, row) => {
      const r = matching.columnOf[row]!;
      if (r >= 0 && this.available_s[r]! <= now_s) {
        const late = now_s + rules.decide_s + crew.rideTo(r, restaurant) + rules.pickup_s / 2 > ready_s;
        if (late && this.trips.begin(r, orders, restaurant, now_s)) return;
      }
      for (const order of orders) this.open.push(order);
    });
  }

  private reserve(entries: number): void {
    if (this.column.length >= entries) return;
    this.column = new Int32Array(2 * entries);
    this.cost = new Float64Array(2 * entries);
  }

  /** Writes the cheapest riders of a bundle from entry `start` on; returns where they end. */
  private price(bundle: Bundle, start: number, worth: number, now_s: number): number {
    const { crew, rules, routes, column, cost } = this;
    const { zone } = this.restaurants[bundle.restaurant]!;
    const size = bundle.orders.length;
    const wanted_s = Math.max(now_s, bundle.ready_s);
    let far_m = 0;
    for (const order of bundle.orders) far_m = Math.max(far_m, routes.direct_m[order]!);
    let end = start;
    let worst = start;
    const lists = this.servedBy ? this.servedBy[zone]! : [0];
    for (const list of lists) {
      for (const r of this.ready[list]!) {
        if (size > crew.capacity[r]! || far_m > crew.reach_m[r]!) continue;
        const leave_s = this.available_s[r]!;
        if (end - start === CANDIDATES && size * (leave_s - wanted_s) >= cost[worst]!) break;
        const ride_s = crew.rideTo(r, bundle.restaurant);
        const pickup_s = Math.max(leave_s + ride_s + rules.pickup_s / 2, bundle.ready_s);
        if (pickup_s > crew.off_s[r]!) continue;
        // A rider waits where it is, not at the restaurant, and may be sent elsewhere: only the ride counts for it.
        const price = size * (pickup_s - wanted_s) + worth * ride_s;
        if (end - start < CANDIDATES) {
          column[end] = r;
          cost[end] = price;
          if (price > cost[worst]!) worst = end;
          end++;
        } else if (price < cost[worst]!) {
          column[worst] = r;
          cost[worst] = price;
          for (let e = start; e < end; e++) if (cost[e]! > cost[worst]!) worst = e;
        }
      }
    }
    return end;
  }
}

function zonesOf({ riders }: Crew): number[] {
  return riders.flatMap(({ zone, moves = [] }) => [zone, ...moves.map((move) => move.zone)]);
}

/** By zone of the restaurant: zones whose riders serve it. */
function servedBy(zones: number, { pooling, neighbours }: Rules): number[][] {
  const lists = Array.from({ length: zones }, (_, zone) => [zone]);
  if (pooling === 'own') return lists;
  neighbours.forEach((others, zone) => {
    for (const other of others) if (other !== zone && !lists[other]!.includes(zone)) lists[other]!.push(zone);
  });
  return lists;
}
