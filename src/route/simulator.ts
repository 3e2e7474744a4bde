import { HOUR_S } from '../kit/units.ts';
import type { TakenBreak } from './driver.ts';
import type { Facts } from './facts.ts';
import { Frame } from './frame.ts';
import { SHIPMENT_DELIVERY } from './kinds.ts';
import { Loads } from './loads.ts';
import { Sequences } from './sequences.ts';
import { timeSlack, withSlack } from './slack.ts';
import { softCost, Times } from './times.ts';
import { boundTrips, keepsRides } from './trips.ts';

const KM_M = 1000;

/**
 * One route, exactly by the rules of docs/model.md. The caller fills `legs_s[0..count]` and `legs_m[0..count]` (see
 * `Frame`), then calls `run` or `detail`; after a `run` that returned true the fields say what it costs, and
 * `arrival_s`, `begin_s` and `departure_s` when each step happens.
 */
export class Simulator extends Frame {
  /** Total; the parts follow, as in the money table of docs/model.md. */
  cost = 0;
  fixedCost = 0;
  distanceCost = 0;
  timeCost = 0;
  tasksCost = 0;
  latenessCost = 0;
  distance_m = 0;
  driving_s = 0;
  setup_s = 0;
  service_s = 0;
  waiting_s = 0;
  break_s = 0;
  overtime_s = 0;
  lateness_s = 0;
  duty_s = 0;
  /** What limits and overtime count: of a vehicle in progress, from when it is where its route begins. */
  onDuty_s = 0;
  co2_g = 0;
  /** 0 unless `compactness` is an objective. */
  compactness_m = 0;
  /** A shipment is one. */
  served = 0;
  trips = 0;
  starts_s = 0;
  ends_s = 0;
  /** Rule L5 is broken; not a reason for `run` to refuse. */
  belowMinimum = false;
  private readonly loads: Loads;
  private readonly times: Times;
  private readonly sequences: Sequences;
  private readonly pairs_m: (a: number, b: number) => number;
  private readonly limits: { distance_m: Float64Array; driving_s: Float64Array };
  /** Options and tariff of the steps used. */
  private prices = 0;
  private legsTotal_s = 0;

  /** Per vehicle: 1 where it makes no difference when the route is driven, so that the earliest schedule will do. */
  private readonly timeless: Uint8Array;

  /** @param pairs_m metres between two stops; needed only where `facts.usesCompactness`. */
  constructor(facts: Facts, pairs_m: (a: number, b: number) => number = () => 0) {
    super(facts);
    this.loads = new Loads(this);
    this.times = new Times(this);
    this.sequences = new Sequences(this);
    this.pairs_m = pairs_m;
    this.timeless = new Uint8Array(facts.maxDuty_s.length);
    const limit = (values: Float64Array) => values.map((value) => (Number.isFinite(value) ? withSlack(value) : value));
    this.limits = {
      distance_m: limit(facts.maxDistance_m),
      driving_s: limit(facts.maxDriving_s),
    };
  }

  /**
   * @param vehicle index into `request.vehicles`.
   * @param steps stops, or -1 - r for the vehicle's reload r; `count` of them.
   * @returns false as soon as a rule is broken (all but L5, and the relations between tasks); the fields mean nothing then.
   */
  run(vehicle: number, steps: Int32Array, count: number): boolean {
    return (
      this.gather(vehicle, steps, count, true) &&
      this.keepsCounts() &&
      this.keepsLoads() &&
      this.isInTime() &&
      this.keepsTotals()
    );
  }

  /** Only how early each step can be: fills the times of the steps. False where windows, breaks or the shift do not allow it. */
  runEarliest(vehicle: number, steps: Int32Array, count: number): boolean {
    if (!this.gather(vehicle, steps, count, true)) return false;
    if (this.watches()) this.weigh();
    return this.times.earliest();
  }

  /**
   * The same for a route that others wait for. Nobody can wait for what happens at no time: where a step that is waited for
   * could begin at any time, `leavesFrom_s` of its steps says from now on when the route leaves (rule T6). And what was at
   * second 0 once is not moved to before it.
   */
  runAwaited(vehicle: number, steps: Int32Array, count: number): boolean {
    if (!this.runEarliest(vehicle, steps, count)) return false;
    const { isLinked, leaves_s, taskOf } = this.facts;
    const isOpen = leaves_s[vehicle] === Number.NEGATIVE_INFINITY && (this.earliest_s === 0 || this.isKeptOpen());
    if (!isOpen) return true;
    const from_s = Math.min(0, this.ownDeparture());
    for (let i = 0; i < count; i++) {
      const node = this.node[i]!;
      if (!this.isReload(i) && isLinked[taskOf[node]!] === 1) this.leavesFrom_s[node] = from_s;
    }
    return this.runEarliest(vehicle, steps, count);
  }

  private isKeptOpen(): boolean {
    const { count, node, keeps, begin_s } = this;
    for (let i = 0; i < count; i++) if (keeps[node[i]!] === 1 && begin_s[i] === Number.NEGATIVE_INFINITY) return true;
    return false;
  }

  /** When the route run last would leave if nobody waited for it. */
  private ownDeparture(): number {
    const { keeps, times } = this;
    const nodes = this.node.slice(0, this.count);
    const kept = nodes.map((node) => keeps[node]!);
    for (const node of nodes) keeps[node] = 0;
    const departure_s = times.settle() ? times.starts_s : 0;
    nodes.forEach((node, i) => {
      keeps[node] = kept[i]!;
    });
    return departure_s;
  }

  /**
   * Windows and shift only, lenient: by how many seconds the route misses them at best.
   * @returns null where it keeps them; `at` is the position of the first step that is late, or -1 for the end.
   */
  missedBy(vehicle: number, steps: Int32Array, count: number): { at: number; miss_s: number } | null {
    this.gather(vehicle, steps, count, false);
    this.earliest_s = this.facts.leaves_s[vehicle]!;
    this.latest_s = this.facts.back_s[vehicle]!;
    return this.times.missed();
  }

  /** The same route whatever rules it breaks, with all there is to know of it. */
  detail(vehicle: number, steps: Int32Array, count: number): RouteDetail {
    this.gather(vehicle, steps, count, false);
    if (this.facts.hasShipments) this.loads.areShipmentsWhole();
    this.weigh();
    const log: TakenBreak[] = [];
    this.times.breaks.driver.log = log;
    this.times.settleSomehow();
    this.times.breaks.driver.log = null;
    this.sumUp();
    const { dimensions } = this.facts;
    return {
      breaks: this.times.hasBreaks ? log : [],
      loads: Array.from({ length: count + 1 }, (_, arc) =>
        this.onBoard.slice(arc * dimensions, (arc + 1) * dimensions),
      ),
      driven_s: (this.times.isDriven ? this.driven_s : this.legs_s).slice(0, count + 1),
      legs_m: this.legs_m.slice(0, count + 1),
      setups_s: this.setups_s.slice(0, count),
      services_s: this.services_s.slice(0, count),
      arrival_s: this.arrival_s.slice(0, count),
      begin_s: this.begin_s.slice(0, count),
      departure_s: this.departure_s.slice(0, count),
      lateness_s: Array.from({ length: count }, (_, i) => this.latenessAt(i)),
    };
  }

  /** Seconds a begin at this position is after the soft window that is the least exceeded; null without soft windows. */
  latenessAt(i: number): number | null {
    const { softFrom, softCloses_s } = this.facts;
    const node = this.node[i]!;
    if (softFrom[node] === softFrom[node + 1]) return null;
    let close_s = Number.NEGATIVE_INFINITY;
    for (let w = softFrom[node]!; w < softFrom[node + 1]!; w++) close_s = Math.max(close_s, softCloses_s[w]!);
    return Math.max(0, this.begin_s[i]! - close_s);
  }

  private gather(vehicle: number, steps: Int32Array, count: number, strict: boolean): boolean {
    const { facts } = this;
    const { stops, nodes, mayServe, price, optionCost, placeOf, kindOf, service_s, setup_s, hasSetup, isLinked } =
      facts;
    const { node, setups_s, services_s, work_s, lower_s, upper_s, notBefore_s, notAfter_s, legs_s, legs_m } = this;
    const access = facts.accessOf[vehicle]! * stops;
    const row = facts.typeOf[vehicle]! * nodes;
    const firstReload = facts.reloadFrom[vehicle]!;
    const hasPrices = price.length > 0;
    const hasLinks = facts.links.length > 0;
    this.vehicle = vehicle;
    this.count = count;
    this.traffic = facts.trafficOf[vehicle]!;
    this.earliest_s = facts.leaves_s[vehicle]!;
    this.latest_s = facts.back_s[vehicle]!;
    this.isLinked = false;
    let place = facts.start[vehicle]!;
    let setupTotal_s = 0;
    let service = 0;
    let prices = 0;
    let served = 0;
    let trips = 1;
    let metres = 0;
    let seconds = 0;
    for (let i = 0; i < count; i++) {
      const step = steps[i]!;
      const at = step >= 0 ? step : firstReload - 1 - step;
      node[i] = at;
      if (step < 0) trips++;
      else {
        if (strict && mayServe[access + step] === 0) return false;
        prices += optionCost[step]!;
        if (hasPrices) prices += price[access + step]!;
        if (kindOf[step] !== SHIPMENT_DELIVERY) served++;
        if (hasLinks && isLinked[facts.taskOf[step]!] === 1) this.isLinked = true;
      }
      let setup = 0;
      if (hasSetup) {
        const here = placeOf[at]!;
        if (here !== place) setup = setup_s[row + at]!;
        place = here;
        setupTotal_s += setup;
      }
      setups_s[i] = setup;
      const serves_s = service_s[row + at]!;
      services_s[i] = serves_s;
      work_s[i] = setup + serves_s;
      service += serves_s;
      lower_s[i] = notBefore_s[at]!;
      upper_s[i] = notAfter_s[at]!;
      metres += legs_m[i]!;
      seconds += legs_s[i]!;
    }
    this.distance_m = metres + legs_m[count]!;
    this.legsTotal_s = seconds + legs_s[count]!;
    this.setup_s = setupTotal_s;
    this.service_s = service;
    this.prices = prices;
    this.served = served;
    this.trips = trips;
    if (facts.hasReleases || facts.hasDues) boundTrips(this);
    this.gaps = 0;
    return !this.isLinked || this.sequences.bind() || !strict;
  }

  private keepsCounts(): boolean {
    const { facts, vehicle } = this;
    return (
      this.served <= facts.maxTasks[vehicle]! &&
      this.trips <= facts.maxTrips[vehicle]! &&
      this.distance_m <= this.limits.distance_m[vehicle]!
    );
  }

  private watches(): boolean {
    return this.facts.watchesLoad[this.vehicle] === 1;
  }

  private keepsLoads(): boolean {
    const { facts, vehicle, loads } = this;
    loads.findUnserved();
    return (
      (!facts.hasShipments || loads.areShipmentsWhole()) &&
      (facts.loadsAtStart[vehicle] === 1 || loads.areGoodsAboard()) &&
      (!this.watches() || (!this.times.breaks.hasAny(vehicle) && loads.fitAtOnce()) || loads.weigh()) &&
      (facts.backhauls[vehicle] === 0 || loads.keepsBackhauls()) &&
      (facts.lifo[vehicle] === 0 || loads.keepsLifo()) &&
      (facts.goodsClasses === 0 || loads.keepsGoodsApart())
    );
  }

  private weigh(): void {
    this.loads.findUnserved();
    this.loads.weigh();
  }

  /** Looks for no later departure where that changes neither cost nor feasibility: duty is not what it would be then. */
  ignoreDuty(): void {
    const { facts } = this;
    if (facts.hasRides || facts.hasSoft) return;
    for (let vehicle = 0; vehicle < this.timeless.length; vehicle++) {
      const paid = facts.per_hour[vehicle]! + facts.per_waiting_hour[vehicle]! + facts.per_overtime_hour[vehicle]! > 0;
      const bound = Number.isFinite(facts.maxDuty_s[vehicle]!) || facts.minDuty_s[vehicle]! > 0;
      const varies = facts.trafficOf[vehicle]! >= 0 || this.times.breaks.hasAny(vehicle);
      // Without a shift the earliest departure may be at no time at all, from which nothing can be worked out.
      const isOpen = !Number.isFinite(facts.leaves_s[vehicle]!);
      if (!paid && !bound && !varies && !isOpen) this.timeless[vehicle] = 1;
    }
  }

  private isInTime(): boolean {
    if (this.timeless[this.vehicle] === 1) return this.times.earliest();
    if (!this.times.settle()) return false;
    const { starts_s, ends_s } = this.times;
    return !this.facts.hasRides || keepsRides(this, this.loads.pickedAt, starts_s, ends_s);
  }

  private keepsTotals(): boolean {
    this.sumUp();
    const { limits, vehicle, facts } = this;
    if (this.driving_s > limits.driving_s[vehicle]!) return false;
    // A difference of two times is as exact as these.
    return this.onDuty_s <= facts.maxDuty_s[vehicle]! + timeSlack(this.ends_s);
  }

  /** Everything that follows from the schedule. */
  private sumUp(): void {
    const { facts, vehicle, times, count } = this;
    this.starts_s = times.starts_s;
    this.ends_s = times.ends_s;
    this.duty_s = times.ends_s - times.starts_s;
    this.onDuty_s = facts.inProgress[vehicle] === 1 ? times.ends_s - facts.leaves_s[vehicle]! : this.duty_s;
    let waiting_s = 0;
    const { begin_s, arrival_s } = this;
    for (let i = 0; i < count; i++) waiting_s += begin_s[i]! - arrival_s[i]!;
    this.driving_s = this.legsTotal_s;
    this.break_s = 0;
    if (times.isDriven) {
      this.driving_s = 0;
      for (let arc = 0; arc <= count; arc++) this.driving_s += this.driven_s[arc]!;
      if (times.hasBreaks) {
        this.break_s = times.breaks.driver.break_s;
        waiting_s += times.breaks.driver.waiting_s;
      }
    }
    this.waiting_s = waiting_s;
    this.overtime_s = Math.max(0, this.onDuty_s - facts.overtimeAfter_s[vehicle]!);
    this.co2_g = (facts.co2_g_per_km[vehicle]! * this.distance_m) / KM_M;
    this.latenessCost = 0;
    this.lateness_s = 0;
    if (facts.hasSoft) this.judgeLateness();
    this.charge();
    this.compactness_m = facts.usesCompactness ? this.spread() : 0;
    this.belowMinimum =
      facts.hasMinimum[vehicle] === 1 &&
      (this.onDuty_s < facts.minDuty_s[vehicle]! - timeSlack(this.ends_s) || !this.loads.reachesMinimum());
  }

  private charge(): void {
    const { facts, vehicle } = this;
    this.fixedCost = facts.fixed[vehicle]!;
    this.distanceCost = (facts.per_km[vehicle]! * this.distance_m) / KM_M;
    const perSecond =
      facts.per_hour[vehicle]! * this.duty_s +
      facts.per_travel_hour[vehicle]! * this.driving_s +
      facts.per_service_hour[vehicle]! * (this.setup_s + this.service_s) +
      facts.per_waiting_hour[vehicle]! * this.waiting_s +
      facts.per_overtime_hour[vehicle]! * this.overtime_s;
    this.timeCost = perSecond / HOUR_S;
    this.tasksCost = facts.per_task[vehicle]! * this.served + this.prices;
    this.cost = this.fixedCost + this.distanceCost + this.timeCost + this.tasksCost + this.latenessCost;
  }

  private judgeLateness(): void {
    const { softFrom, softOpens_s, softCloses_s, earlyCost, lateCost } = this.facts;
    for (let i = 0; i < this.count; i++) {
      const node = this.node[i]!;
      const from = softFrom[node]!;
      const to = softFrom[node + 1]!;
      if (from === to) continue;
      let least = Number.POSITIVE_INFINITY;
      for (let w = from; w < to; w++) {
        const cost = softCost(this.begin_s[i]!, softOpens_s[w]!, softCloses_s[w]!, earlyCost[w]!, lateCost[w]!);
        if (cost < least) least = cost;
      }
      this.latenessCost += least;
      this.lateness_s += this.latenessAt(i)!;
    }
  }

  /** The least sum of distances from one stop to all others. */
  private spread(): number {
    const { stops } = this.facts;
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < this.count; i++) {
      const centre = this.node[i]!;
      if (centre >= stops) continue;
      let total = 0;
      for (let j = 0; j < this.count; j++) {
        const other = this.node[j]!;
        if (other < stops && other !== centre) total += this.pairs_m(centre, other);
      }
      if (total < least) least = total;
    }
    return least === Number.POSITIVE_INFINITY ? 0 : least;
  }
}

/** A route step by step; the sums are fields of the simulator. */
export interface RouteDetail {
  breaks: TakenBreak[];
  /** Per arc (one more than steps): on board, per dimension. */
  loads: Float64Array[];
  /** Per arc. */
  driven_s: Float64Array;
  legs_m: Float64Array;
  /** Per step. */
  setups_s: Float64Array;
  services_s: Float64Array;
  arrival_s: Float64Array;
  begin_s: Float64Array;
  departure_s: Float64Array;
  /** Null where there are no soft windows. */
  lateness_s: (number | null)[];
}
