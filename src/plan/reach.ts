import { PICKUP, RELOAD, SHIPMENT_DELIVERY } from '../route/kinds.ts';
import { timeSlack, withSlack } from '../route/slack.ts';
import { firstOpening, lastOpening } from '../route/windows.ts';
import { quickestFactor } from '../travel/travel.ts';
import type { Roads } from './roads.ts';
import type { Tour } from './tour.ts';
import type { World } from './world.ts';

/**
 * What cannot be inserted into a finished route, seen in O(1) per position: times without breaks, setups and traffic at
 * its fastest, loads per trip, distance, and a lower bound of the cost. It only ever says no; yes is for the simulator.
 */
export class Reach {
  private readonly world: World;
  private readonly roads: Roads;
  private readonly tour: Tour;
  private readonly nodes: number[];
  /** Capacity with slack. */
  private readonly limits: number[] | null;
  /** Share of the seconds of a leg that traffic takes at least. */
  private readonly quickest: number;
  /** Earliest departure from what precedes position i. */
  private readonly ready_s: Float64Array;
  /** Latest begin at position i with which all that follows is on time; last: latest arrival at the end. */
  private readonly latest_s: Float64Array;
  /** Per leg and dimension: largest load from the trip's first leg to it, and from it to the trip's last. */
  private readonly loadUntil: Float64Array[];
  private readonly loadFrom: Float64Array[];
  private readonly legs_s: Float64Array;
  /** Driving of the route as it is, were traffic at its fastest. */
  private readonly leastDriving_s: number;

  constructor(world: World, tour: Tour) {
    this.world = world;
    this.roads = world.roadsOf(tour.index);
    this.limits = tour.vehicle.capacity?.map(withSlack) ?? null;
    this.tour = tour;
    this.nodes = Array.from(tour.numbers, (step) => world.nodeOf(tour.index, step));
    this.quickest = quickestOf(world, tour.index);
    this.legs_s = Float64Array.from({ length: this.nodes.length + 1 }, (_, i) =>
      this.seconds(this.placeBefore(i), this.placeAt(i)),
    );
    this.leastDriving_s = this.legs_s.reduce((total, leg_s) => total + leg_s, 0);
    this.ready_s = this.readyTimes();
    this.latest_s = this.latestTimes();
    const { loads } = tour.detail;
    const isCut = (leg: number) => leg > 0 && world.facts.kindOf[this.nodes[leg - 1]!] === RELOAD;
    this.loadUntil = runningMost(loads, isCut);
    const last = loads.length;
    this.loadFrom = runningMost(loads.toReversed(), (leg) => isCut(last - leg)).reverse();
  }

  /** Whether a stop may be first reached in time at position i. */
  reaches(stop: number, i: number): boolean {
    return this.done(stop, i) < Number.POSITIVE_INFINITY;
  }

  /** Whether the stop fits position i as far as load, time and distance can be seen. */
  fits(stop: number, i: number): boolean {
    if (!this.loadFits(stop, i)) return false;
    const place = this.world.facts.placeOf[stop]!;
    const latest_s = this.latest_s[i]!;
    const done_s = this.done(stop, i);
    if (done_s === Number.POSITIVE_INFINITY) return false;
    if (done_s + this.seconds(place, this.placeAt(i)) > latest_s + timeSlack(latest_s)) return false;
    const limit_m = this.tour.vehicle.maxDistance_m;
    return limit_m === null || this.detour_m(stop, i) + this.tour.totals.distance_m <= withSlack(limit_m);
  }

  /** Whether there is room for the goods of a stop at position i, in its trip as it is. */
  loadFits(stop: number, i: number): boolean {
    const { limits } = this;
    const { kindOf, taskOf, onBoard, loads, dimensions } = this.world.facts;
    const kind = kindOf[stop]!;
    const task = taskOf[stop]!;
    // Of a shipment only the leg between its steps is sure; what is on board anyway loads nothing.
    if (limits === null || kind > PICKUP || onBoard[task] === 1) return true;
    const most = (kind === PICKUP ? this.loadFrom : this.loadUntil)[i]!;
    for (let d = 0; d < dimensions; d++) if (most[d]! + loads[task * dimensions + d]! > limits[d]!) return false;
    return true;
  }

  /** Whether there is room for the goods of a task on a leg, beside what is on board there. */
  hasRoomOn(task: number, leg: number): boolean {
    const { limits } = this;
    const { loads, dimensions } = this.world.facts;
    if (limits === null) return true;
    const onBoard = this.tour.detail.loads[leg]!;
    for (let d = 0; d < dimensions; d++) if (onBoard[d]! + loads[task * dimensions + d]! > limits[d]!) return false;
    return true;
  }

  /** How much a stop at position i adds to the cost at least. */
  leastCost(stop: number, i: number): number {
    const { facts } = this.world;
    const { vehicle, totals, cost, index } = this.tour;
    const place = facts.placeOf[stop]!;
    const before = this.placeBefore(i);
    const after = this.placeAt(i);
    const legs_s = this.seconds(before, place) + this.seconds(place, after) - this.legs_s[i]!;
    const work_s = facts.service_s[facts.typeOf[index]! * facts.nodes + stop]!;
    const { costs } = vehicle;
    const driving_s = Math.max(0, this.leastDriving_s + legs_s);
    const service_s = totals.service_s + work_s;
    const price = facts.price.length > 0 ? facts.price[facts.accessOf[index]! * facts.stops + stop]! : 0;
    const once = facts.kindOf[stop] === SHIPMENT_DELIVERY ? 0 : costs.per_task;
    const time =
      costs.per_hour * (driving_s + service_s) + costs.per_travel_hour * driving_s + costs.per_service_hour * service_s;
    const distance = (costs.per_km * this.detour_m(stop, i)) / 1000;
    return distance + time / 3600 - cost.time + once + facts.optionCost[stop]! + price - cost.lateness;
  }

  private detour_m(stop: number, i: number): number {
    const { roads } = this;
    const place = this.world.facts.placeOf[stop]!;
    const there_m = roads.distance_m(this.placeBefore(i), place) + roads.distance_m(place, this.placeAt(i));
    return there_m - this.tour.detail.legs_m[i]!;
  }

  /** Earliest end of service at position i; infinite after the last window. */
  private done(stop: number, i: number): number {
    const { facts } = this.world;
    const arrival_s = this.ready_s[i]! + this.seconds(this.placeBefore(i), facts.placeOf[stop]!);
    return firstOpening(facts, stop, arrival_s) + this.service(stop);
  }

  private service(node: number): number {
    const { facts } = this.world;
    return facts.service_s[facts.typeOf[this.tour.index]! * facts.nodes + node]!;
  }

  private placeBefore(i: number): number | null {
    return i === 0 ? this.tour.vehicle.start : this.world.facts.placeOf[this.nodes[i - 1]!]!;
  }

  private placeAt(i: number): number | null {
    return i === this.nodes.length ? this.tour.vehicle.end : this.world.facts.placeOf[this.nodes[i]!]!;
  }

  private seconds(from: number | null, to: number | null): number {
    return this.roads.driving_s(from, to) * this.quickest;
  }

  private readyTimes(): Float64Array {
    const ready_s = new Float64Array(this.nodes.length + 1);
    ready_s[0] = this.world.facts.leaves_s[this.tour.index]!;
    this.nodes.forEach((node, i) => {
      const begin_s = firstOpening(this.world.facts, node, ready_s[i]! + this.legs_s[i]!);
      ready_s[i + 1] = begin_s + this.service(node);
    });
    return ready_s;
  }

  private latestTimes(): Float64Array {
    const latest_s = new Float64Array(this.nodes.length + 1);
    latest_s[this.nodes.length] = this.world.facts.back_s[this.tour.index]!;
    for (let i = this.nodes.length - 1; i >= 0; i--) {
      const node = this.nodes[i]!;
      latest_s[i] = lastOpening(this.world.facts, node, latest_s[i + 1]! - this.legs_s[i + 1]! - this.service(node));
    }
    return latest_s;
  }
}

/** 1, or less where traffic can be quicker than the profile says. */
function quickestOf({ request }: World, vehicle: number): number {
  return 1 / quickestFactor(request.profiles[request.vehicles[vehicle]!.profile]!);
}

/** Per leg, per dimension: the most on this leg and all before it, since the last cut. */
function runningMost(loads: Float64Array[], isCut: (leg: number) => boolean): Float64Array[] {
  const most: Float64Array[] = [];
  loads.forEach((load, leg) => {
    const before = isCut(leg) ? undefined : most.at(-1);
    most.push(load.map((amount, d) => Math.max(amount, before?.[d] ?? 0)));
  });
  return most;
}
