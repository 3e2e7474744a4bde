import type { Crew } from './crew.ts';
import { Matching } from './match.ts';
import type { Routes } from './routes.ts';
import type { Trips } from './trips.ts';
import type { Rules, SimulatedRestaurant } from './types.ts';

/** Riders looked at per bundle: the cheapest ones. */
const CANDIDATES = 24;
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
  private servedBy: number[][] | null;
  /** The same while nothing is shared for a time, and what is now. */
  private readonly alwaysBy: number[][] | null;
  private sharedNow = '';
  /** By zone (one list in all where all serve all): riders that are, or soon will be, free. */
  private readonly ready: number[][];
  private readonly available_s: Float64Array;
  private readonly matching: Matching;
  /** By order: scratch of `price`. */
  private readonly door_s: Float64Array;
  /** By zone, see `weigh`. */
  private readonly worth: Float64Array;
  private available = 0;
  private speed_mps = 1;
  /** By zone of the restaurant, see `reachOf`; of this decision. */
  private readonly reaches = new Map<number, Float64Array>();
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
    const inRules = [rules.neighbours.length - 1, ...rules.shared.flatMap((each) => each.zones)];
    const known = [...restaurants.map(({ zone }) => zone), ...zonesOf(crew), ...inRules];
    const zones = 1 + known.reduce((most, zone) => Math.max(most, zone), 0);
    this.alwaysBy = rules.pooling === 'all' ? null : servedBy(zones, rules);
    this.servedBy = this.alwaysBy;
    this.ready = Array.from({ length: this.servedBy ? zones : 1 }, () => []);
    this.available_s = new Float64Array(crew.count);
    this.worth = new Float64Array(this.ready.length);
    this.matching = new Matching(crew.count);
    this.door_s = new Float64Array(routes.count);
  }

  /** @param open orders to decide on; @returns those that stay open */
  decide(open: number[], now_s: number): number[] {
    this.share(now_s);
    this.lookAtRiders(now_s);
    this.weigh(open);
    const { restaurant } = this.routes;
    const rest = open.filter((order) => !this.trips.join(order, restaurant[order]!, this.worthOf(order), now_s));
    if (this.available === 0) return rest;
    this.open = [];
    this.match(this.bundlesOf(rest, now_s), now_s);
    return this.open;
  }

  /** Joins zones that share their riders now. */
  private share(now_s: number): void {
    const { shared } = this.rules;
    if (shared.length === 0 || this.alwaysBy === null) return;
    const active = shared.filter(({ from_s, to_s }) => from_s <= now_s && now_s < to_s);
    const key = active.map((each) => shared.indexOf(each)).join();
    if (key === this.sharedNow) return;
    this.sharedNow = key;
    this.servedBy = this.alwaysBy.map((own, zone) => {
      const others = active.flatMap(({ zones }) => (zones.includes(zone) ? zones : []));
      return [...new Set([...own, ...others])];
    });
  }

  /** Worth of a rider's second by zone of the restaurant, from the orders there and the riders who serve it. */
  private weigh(open: number[]): void {
    const { rider_worth_idle, rider_worth_busy } = this.rules;
    const { worth } = this;
    worth.fill(0);
    for (const order of open) worth[this.zoneOf(order)]!++;
    for (let zone = 0; zone < worth.length; zone++) {
      const lists = this.servedBy ? this.servedBy[zone]! : [0];
      const riders = lists.reduce((sum, list) => sum + this.ready[list]!.length, 0);
      const pressure = Math.min(1, worth[zone]! / Math.max(1, riders));
      worth[zone] = rider_worth_idle + (rider_worth_busy - rider_worth_idle) * pressure;
    }
  }

  /** The zone whose pressure counts for an order: one for all where all riders serve all. */
  private zoneOf(order: number): number {
    return this.servedBy ? this.restaurants[this.routes.restaurant[order]!]!.zone : 0;
  }

  private worthOf(order: number): number {
    return this.worth[this.zoneOf(order)]!;
  }

  private lookAtRiders(now_s: number): void {
    const { crew, ready } = this;
    for (const list of ready) list.length = 0;
    const soon: number[] = [];
    let speeds = 0;
    this.available = 0;
    this.reaches.clear();
    for (const r of crew.onDuty) {
      if (crew.off_s[r]! < now_s || crew.free_s[r]! > now_s + this.rules.lookahead_s) continue;
      const from_s = crew.availableAt(r);
      if (from_s > now_s + this.rules.lookahead_s || from_s > crew.off_s[r]!) continue;
      this.available_s[r] = Math.max(now_s, from_s);
      if (from_s <= now_s) ready[this.servedBy ? crew.zone[r]! : 0]!.push(r);
      else soon.push(r);
      this.available++;
      speeds += crew.speed_mps[r]!;
    }
    // By when they are free, so that `price` may stop early; ties stay in order.
    soon.sort((a, b) => this.available_s[a]! - this.available_s[b]! || a - b);
    for (const r of soon) ready[this.servedBy ? crew.zone[r]! : 0]!.push(r);
    if (this.available > 0) this.speed_mps = speeds / this.available;
  }

  private bundlesOf(orders: number[], now_s: number): Bundle[] {
    const { ready_s, restaurant } = this.routes;
    const bundles: Bundle[] = [];
    const at = new Map<number, Bundle[]>();
    for (const order of orders.sort((a, b) => ready_s[a]! - ready_s[b]! || a - b)) {
      const there = at.get(restaurant[order]!) ?? [];
      if (there.some((bundle) => this.add(bundle, order, now_s))) continue;
      const bundle = { restaurant: restaurant[order]!, orders: [order], ready_s: ready_s[order]! };
      bundles.push(bundle);
      there.push(bundle);
      at.set(restaurant[order]!, there);
    }
    return bundles;
  }

  /** Puts an order into a bundle, where that pays. */
  private add(bundle: Bundle, order: number, now_s: number): boolean {
    const { routes, rules, trips, speed_mps } = this;
    const size = bundle.orders.length + 1;
    if (size > rules.bundle_max) return false;
    const far_m = bundle.orders.reduce((far, each) => Math.max(far, routes.direct_m[each]!), routes.direct_m[order]!);
    // What nobody can take together would keep each other from being taken.
    if (far_m > this.reachOf(this.zoneOf(order))[size]!) return false;
    const before_s = Math.max(now_s, bundle.ready_s);
    const pickup_s = Math.max(now_s, routes.ready_s[order]!);
    if (routes.ready_s[order]! - bundle.ready_s > rules.bundle_window_s) return false;
    if (pickup_s > Math.min(routes.latestOf(bundle.orders), routes.latest_s[order]!)) return false;
    routes.time(bundle.orders, before_s, speed_mps);
    const sum_s = routes.sum_s;
    const time_s = routes.end_s - before_s;
    routes.time([order], pickup_s, speed_mps);
    const alone_s = routes.sum_s;
    const aloneTime_s = routes.end_s - pickup_s;
    routes.insert(bundle.orders, order, pickup_s, speed_mps);
    const saved_s = time_s + aloneTime_s + rules.pickup_s / 2 + trips.approach_s - (routes.end_s - pickup_s);
    if (routes.sum_s - sum_s - alone_s > this.worthOf(order) * saved_s) return false;
    bundle.orders.splice(routes.at, 0, order);
    bundle.ready_s = routes.ready_s[order]!;
    return true;
  }

  /** By number of orders on board: how far the riders with room for them who serve a zone reach; negative where there is none. */
  private reachOf(zone: number): Float64Array {
    const { crew, rules } = this;
    const known = this.reaches.get(zone);
    if (known) return known;
    const reach_m = new Float64Array(rules.bundle_max + 1).fill(-1);
    for (const list of this.servedBy ? this.servedBy[zone]! : [0]) {
      for (const r of this.ready[list]!) {
        const room = crew.capacity[r]!;
        for (let size = 1; size <= room; size++) reach_m[size] = Math.max(reach_m[size]!, crew.reach_m[r]!);
      }
    }
    this.reaches.set(zone, reach_m);
    return reach_m;
  }

  private match(bundles: Bundle[], now_s: number): void {
    const { crew, rules, matching } = this;
    const start = new Int32Array(bundles.length + 1);
    const alone = new Float64Array(bundles.length);
    this.reserve(bundles.length * CANDIDATES);
    bundles.forEach((bundle, row) => {
      start[row + 1] = this.price(bundle, start[row]!, now_s);
      for (const order of bundle.orders) alone[row]! += LEFT_ALONE_S + now_s - this.routes.placed_s[order]!;
    });
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
  private price(bundle: Bundle, start: number, now_s: number): number {
    const { crew, rules, routes, column, cost } = this;
    const { zone } = this.restaurants[bundle.restaurant]!;
    const size = bundle.orders.length;
    const worth = this.worthOf(bundle.orders[0]!);
    const wanted_s = Math.max(now_s, bundle.ready_s);
    const latest_s = routes.latestOf(bundle.orders);
    let far_m = 0;
    for (const order of bundle.orders) far_m = Math.max(far_m, routes.direct_m[order]!);
    routes.time(bundle.orders, wanted_s, this.speed_mps, this.door_s);
    const slack_s = bundle.orders.map((order) =>
      Math.max(0, routes.placed_s[order]! + rules.target_s - this.door_s[order]!),
    );
    let end = start;
    const lists = this.servedBy ? this.servedBy[zone]! : [0];
    for (const list of lists) {
      for (const r of this.ready[list]!) {
        if (size > crew.capacity[r]! || far_m > crew.reach_m[r]!) continue;
        const leave_s = this.available_s[r]!;
        if (end - start === CANDIDATES && size * (leave_s - wanted_s) >= cost[end - 1]!) break;
        const ride_s = crew.rideTo(r, bundle.restaurant);
        const pickup_s = Math.max(leave_s + ride_s + rules.pickup_s / 2, bundle.ready_s);
        if (pickup_s > Math.min(crew.off_s[r]!, latest_s)) continue;
        // A rider waits where it is, not at the restaurant, and may be sent elsewhere: only the ride counts for it.
        const delay_s = pickup_s - wanted_s;
        let price = size * delay_s + worth * ride_s;
        if (end - start === CANDIDATES && price >= cost[end - 1]!) continue;
        for (let k = 0; k < size && delay_s > 0; k++) price += rules.late_worth * Math.max(0, delay_s - slack_s[k]!);
        if (end - start < CANDIDATES) end++;
        else if (price >= cost[end - 1]!) continue;
        // Kept by cost: the dearest drops out at the end.
        let at = end - 1;
        for (; at > start && cost[at - 1]! > price; at--) {
          cost[at] = cost[at - 1]!;
          column[at] = column[at - 1]!;
        }
        cost[at] = price;
        column[at] = r;
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
