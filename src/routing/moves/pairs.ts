import { BIG } from '../../model/problem.ts';
import { beginAt, travelBetween } from '../state/schedule.ts';
import { NOWHERE, type Tours } from '../state/tours.ts';
import { Ahead } from './ahead.ts';
import { Carry } from './carry.ts';
import { hasRoom } from './feasible.ts';
import { KnownPlaces } from './known-places.ts';
import type { NearRoutes } from './near-routes.ts';
import { PairLate } from './pair-late.ts';
import { PairList } from './pair-list.ts';
import { carries, fitsAlone, isInTime, isStacked, mayWait, stacks } from './pair-rules.ts';
import { capped, fillsOnly, mostSavedByPair } from './saving.ts';
import type { Trials } from './trials.ts';

/** Pairs of places that are tried by simulation per task, the cheapest by their arcs; and where lateness is usual, and known before. */
const MOST_TRIED = 24;
const MOST_TRIED_LATE = 6;
/** Those in a row that are no better once one is found. */
const PATIENCE = 6;
/** One counts for so many where lateness is known before a simulation. */
const WEIGHS_LATE = 2;

/**
 * Finds the cheapest two places for a shipment: its pickup is tried at every place of the routes near either of its stops,
 * and from there its delivery is carried along the route as long as all that follows is in time and there is room. Where
 * loads, windows and arcs do not say everything, the best by their arcs are simulated.
 */
export class Pairs {
  cost = NOWHERE;
  slot = -1;
  private type = -1;
  private pickup = -1;
  private delivery = -1;
  private afterPickup = -1;
  /** -2: right after the pickup. */
  private afterDelivery = -1;
  private readonly tours: Tours;
  private readonly routes: NearRoutes;
  private readonly trials: Trials | null;
  private readonly carry: Carry;
  /** Null until a route is looked through. */
  private known: KnownPlaces | null = null;
  /** What is as dear as that is no place. */
  private readonly most: number;
  /** The shipment looked for; -1 where its places are not remembered: it has stops to choose from, or routes are simulated. */
  private task = -1;
  /** Candidates for simulation. */
  private readonly list: PairList;
  /** Whether lateness is usual. */
  private readonly isLate: boolean;
  /** Null where nothing is late at a price. */
  private readonly late: PairLate | null;
  /** What a place must cost less than by its arcs: the best so far, where places are simulated the last of a full list. */
  private bar = 0;
  /** What the delivery adds at least on the route looked at. */
  private readonly ahead: Ahead;

  constructor(tours: Tours, routes: NearRoutes, trials: Trials | null, most: number) {
    this.tours = tours;
    this.routes = routes;
    this.trials = trials;
    this.carry = new Carry(tours);
    this.most = most;
    this.ahead = new Ahead(tours);
    this.late = PairLate.for(tours);
    this.isLate = tours.exact?.lateness?.isUsual === true;
    this.list = new PairList(this.isLate && tours.exact?.lateness?.tellsAll ? MOST_TRIED_LATE : MOST_TRIED);
  }

  /**
   * @param bound what the place must cost less than
   * @param only the one type of new vehicles to try, or -1
   * @param everywhere whether all routes are looked at where nothing is found near
   * @param opens whether new vehicles are tried; where fewest come first, only if there is no other place
   */
  find(task: number, bound: number, daresVehicle: boolean, only: number, opens: boolean, everywhere: boolean): void {
    const { firstStop, secondStep } = this.tours.problem;
    this.begin(task, bound);
    const second = secondStep[task]!;
    const end = firstStop[task + 1]!;
    for (let pickup = firstStop[task]!; pickup < second; pickup++) {
      for (let delivery = second; delivery < end; delivery++) {
        const near = this.routes.ofEither(pickup, delivery);
        for (let i = 0; i < near; i++) this.scan(pickup, delivery, this.routes.slots[i]!);
      }
    }
    this.simulate();
    if (daresVehicle && this.slot < 0) this.cost = NOWHERE - BIG;
    if (opens && !(this.tours.problem.features.vehiclesFirst && this.slot >= 0)) this.tryEmpty(task, only);
    if (this.slot >= 0 || !everywhere) return;
    for (let slot = 0; slot < this.tours.slots; slot++) if (this.tours.size[slot]! > 0) this.scanAs(task, slot);
    this.simulate();
  }

  /** The same on one route in use, all of it. */
  findOn(task: number, slot: number, bound: number): void {
    this.begin(task, bound);
    this.scanAs(task, slot);
    this.simulate();
  }

  /** Inserts both stops at the places found. */
  apply(): void {
    const { tours, trials } = this;
    if (trials !== null) {
      trials.apply(this.slot, this.type);
      return;
    }
    tours.insertAt(this.pickup, this.slot, this.afterPickup, this.type);
    const after = this.afterDelivery === -2 ? this.pickup : this.afterDelivery;
    tours.insertAt(this.delivery, this.slot, after, this.type);
  }

  private begin(task: number, bound: number): void {
    const { firstStop } = this.tours.problem;
    this.cost = bound;
    this.bar = bound;
    this.slot = -1;
    this.list.clear();
    this.task = this.trials === null && firstStop[task + 1]! - firstStop[task]! === 2 ? task : -1;
  }

  /** Pairs of places on a route, of whichever stops a shipment may have. */
  private scanAs(task: number, slot: number): void {
    const { firstStop, secondStep } = this.tours.problem;
    const second = secondStep[task]!;
    for (let pickup = firstStop[task]!; pickup < second; pickup++)
      for (let delivery = second; delivery < firstStop[task + 1]!; delivery++) this.scan(pickup, delivery, slot);
  }

  /** The cheapest pair of places on a route, where it is cheaper than the best so far. */
  private scan(pickup: number, delivery: number, slot: number): void {
    const { tours, task } = this;
    if (task >= 0) this.known ??= new KnownPlaces(tours);
    const known = task >= 0 ? this.known : null;
    if (known?.look(task, slot)) {
      if (known.cost >= this.cost) return;
      if (known.hasPlaces) {
        const { cost, afterPickup, afterDelivery } = known;
        this.take(cost, pickup, afterPickup, delivery, afterDelivery, slot, tours.type[slot]!);
        return;
      }
    }
    const type = tours.type[slot]!;
    if (!hasRoom(tours, pickup, slot, type) || !hasRoom(tours, delivery, slot, type)) return;
    const before = this.cost;
    this.list.begin(slot);
    this.bar = Math.min(before, this.list.bar);
    this.scanRoute(pickup, delivery, slot);
    if (this.cost < before) known?.notePlaces(task, slot, this.cost, this.afterPickup, this.afterDelivery);
    else known?.noteNone(task, slot, this.cost);
  }

  /**
   * All pairs of places on a route, as far as windows and loads let them be. What the delivery adds at least from each place
   * on is worked out first: most places of the pickup are dearer with that than the best so far, and cost one comparison.
   */
  private scanRoute(pickup: number, delivery: number, slot: number): void {
    const { tours } = this;
    const { least } = this.ahead;
    const { problem, next, early, into } = tours;
    const { nodes, arcs, arcsTo, durations, durationsTo, service, windowStart, windowCloses, features } = problem;
    const type = tours.type[slot]!;
    const { timed } = features;
    const rowP = (problem.costClass[type]! * nodes + pickup) * nodes;
    const timeRowP = (problem.durationClass[type]! * nodes + pickup) * nodes;
    const rowD = (problem.costClass[type]! * nodes + delivery) * nodes;
    const toDelivery = arcs[rowP + delivery]!;
    const endNode = problem.endNode[type]!;
    const lastP = windowCloses[windowStart[pickup + 1]! - 1]!;
    const firstDone = problem.windowOpens[windowStart[pickup]!]! + service[pickup]!;
    const closes = problem.closes[type]!;
    const credit = Math.max(0, tours.idle[slot]!);
    const fills = credit > 0 && fillsOnly(tours, credit);
    const locked = tours.exact?.rich.locked ?? null;
    const rides = tours.exact?.rides ?? null;
    const ranges = tours.exact?.ranges ?? null;
    const isLifo = isStacked(tours, type);
    let after = -1;
    let head = tours.first[slot]!;
    // Stops that must have begun before the pickup is done come first, for latest begins ascend.
    if (timed) {
      while (head >= 0 && tours.late[head]! < firstDone) {
        after = head;
        head = next[head]!;
      }
    }
    if (head >= 0) this.ahead.look(delivery, slot, type, head);
    let from = after >= 0 ? after : problem.startNode[type]!;
    let leaves = after >= 0 ? early[after]! + service[after]! : problem.opens[type]!;
    for (let to = head; ; to = next[to]!) {
      const isEnd = to < 0;
      const ahead = isEnd ? endNode : to;
      if (timed && leaves > lastP) return;
      const inTime = !isEnd || !timed || firstDone <= closes;
      const replaced = isEnd ? tours.out[slot]! : into[to]!;
      const arrival = inTime ? arcsTo[rowP + from]! : NOWHERE;
      const most = this.bar + credit;
      const added = inTime ? arrival + arcs[rowP + ahead]! - replaced : NOWHERE;
      const direct = inTime ? arrival + toDelivery + arcs[rowD + ahead]! - replaced : NOWHERE;
      if (direct < most || (!isEnd && added + least[to]! < most)) {
        const isFree =
          (locked === null || isEnd || locked[to] !== 1) &&
          (rides === null || rides.lets(pickup, slot, type, after, to)) &&
          (ranges === null || ranges.lets(slot, type, pickup, after));
        const begin = timed ? beginAt(problem, pickup, leaves + durationsTo[timeRowP + from]!) : 0;
        if (isFree && begin <= BIG && carries(tours, pickup, slot, after, type)) {
          const done = begin + service[pickup]!;
          this.carry.begin(pickup, slot, type, after);
          this.late?.fetch(pickup, slot, after, begin);
          // The delivery right after the pickup, or further on.
          if (direct < most && isInTime(tours, pickup, delivery, done, to, type))
            this.offer(
              direct - credit,
              direct + this.carry.extra(delivery, to),
              pickup,
              after,
              delivery,
              -2,
              slot,
              done,
            );
          if (!isEnd && (isLifo || locked !== null || !mayWait(tours, pickup, to, slot, type, added, done))) {
            const longer = fills
              ? durationsTo[timeRowP + from]! + service[pickup]! + durations[timeRowP + to]! - tours.travel[to]!
              : 0;
            const net = fills ? added - capped(tours, type, credit, longer) : Number.NEGATIVE_INFINITY;
            this.carryOn(pickup, delivery, slot, after, done, added, net);
          }
        }
      }
      if (isEnd) return;
      leaves = timed ? early[to]! + service[to]! : 0;
      after = from = to;
    }
  }

  /**
   * Places of the delivery after those that follow the pickup.
   * @param done when the pickup is, @param added what it adds, @param net and less what it may save, if that is known
   */
  private carryOn(
    pickup: number,
    delivery: number,
    slot: number,
    after: number,
    done: number,
    added: number,
    net: number,
  ): void {
    const { tours } = this;
    const { least, leastNet } = this.ahead;
    const { problem, next, into } = tours;
    const { late } = this;
    const { nodes, arcs, arcsTo, durations, service, features } = problem;
    const type = tours.type[slot]!;
    const { timed } = features;
    const row = (problem.costClass[type]! * nodes + delivery) * nodes;
    const credit = Math.max(0, tours.idle[slot]!);
    const locked = tours.exact?.rich.locked ?? null;
    const rides = tours.exact?.rides ?? null;
    const mostRide = rides === null ? NOWHERE : rides.most[problem.taskOf[pickup]!]!;
    const isLifo = isStacked(tours, type);
    let ride = 0;
    let time = done;
    let travel = 0;
    let above = 0;
    const head = after >= 0 ? next[after]! : tours.first[slot]!;
    if (timed) travel = durations[(problem.durationClass[type]! * nodes + pickup) * nodes + head]!;
    for (let at = head; at >= 0; at = next[at]!) {
      const sure = late === null ? 0 : late.sure;
      // What a stop fills of gaps is no bound of the cost where something is late, but of what the list goes by.
      const bar = late === null ? this.bar : this.list.bar;
      if (added + sure + least[at]! - credit >= this.bar || net + sure + leastNet[at]! >= bar) return;
      if (timed) {
        if (at !== head) travel = tours.travel[at]!;
        const arrives = beginAt(problem, at, time + travel);
        if (arrives > tours.late[at]!) return;
        late?.pass(at, slot, arrives);
        time = arrives + service[at]!;
        ride += travel + service[at]!;
        if (ride > mostRide) return;
      }
      if (!carries(tours, pickup, slot, at, type)) return;
      this.carry.pass(at);
      if (isLifo) {
        // Shipments fetched later are on top of it; one fetched before it cannot be reached.
        above += stacks(tours.problem, at);
        if (above < 0) return;
        if (above > 0) continue;
      }
      const follows = next[at]!;
      if (locked !== null && follows >= 0 && locked[follows] === 1) continue;
      const onward = follows >= 0 ? follows : problem.endNode[type]!;
      const replaced = follows >= 0 ? into[follows]! : tours.out[slot]!;
      const delta = added + arcsTo[row + at]! + arcs[row + onward]! - replaced;
      if (delta - credit >= this.bar) continue;
      if (!isInTime(tours, at, delivery, time, follows, type)) continue;
      if (rides !== null && !rides.letsDeliver(delivery, ride, slot, type, at, follows)) continue;
      this.offer(delta - credit, delta + this.carry.extra(delivery, follows), pickup, after, delivery, at, slot, time);
    }
  }

  /** A pair of places: taken at once where arcs decide, else put among the candidates. @param leaves what is before the delivery */
  private offer(
    rough: number,
    cost: number,
    pickup: number,
    afterPickup: number,
    delivery: number,
    afterDelivery: number,
    slot: number,
    leaves: number,
  ): void {
    const { list, late, tours } = this;
    if (this.trials === null) {
      if (cost >= this.cost) return;
      this.take(cost, pickup, afterPickup, delivery, afterDelivery, slot, tours.type[slot]!);
      return;
    }
    const after = afterDelivery === -2 ? afterPickup : afterDelivery;
    let begin = 0;
    if (late !== null) {
      const from = afterDelivery === -2 ? pickup : afterDelivery;
      begin = beginAt(
        tours.problem,
        delivery,
        leaves + travelBetween(tours.problem, tours.type[slot]!, from, delivery),
      );
      late.deliver(delivery, slot, after, begin);
    }
    if (rough + (late === null ? 0 : late.likelyInAll) >= list.bar) return;
    if (!this.trials.letsPair(pickup, afterPickup, delivery, after, slot, tours.type[slot]!)) return;
    // Rough bounds are less all that the route may save.
    const net =
      rough + Math.max(0, tours.idle[slot]!) - mostSavedByPair(tours, pickup, afterPickup, delivery, after, slot);
    if (late === null) {
      if (net < list.bar) list.add(net, net, pickup, afterPickup, delivery, afterDelivery);
    } else {
      if (rough + late.sureInAll >= this.cost || net + late.likelyInAll >= list.bar) return;
      const rest = this.cost < BIG ? this.cost - late.sureInAll - rough : Number.POSITIVE_INFINITY;
      const most = Math.min(list.bar - late.likelyInAll - net, rest);
      const follows = after >= 0 ? tours.next[after]! : tours.first[slot]!;
      if (follows >= 0) late.putOff(delivery, slot, tours.type[slot]!, follows, begin, most);
      const key = net + late.likelyInAll;
      // Who is late anyway may leave later, and save more.
      const bound = Math.max(net, Math.min(BIG, rough + late.sureInAll));
      if (key < list.bar) list.add(key, bound, pickup, afterPickup, delivery, afterDelivery);
    }
    this.bar = Math.min(this.bar, list.bar);
  }

  private simulate(): void {
    const { trials, list, tours } = this;
    if (trials === null) return;
    let inVain = 0;
    for (let k = 0; k < list.count && inVain < PATIENCE; k++) {
      if (list.bounds[k]! >= this.cost) continue;
      const pickup = list.pickup[k]!;
      const afterPickup = list.afterPickup[k]!;
      const delivery = list.delivery[k]!;
      const afterDelivery = list.afterDelivery[k]!;
      const slot = list.slot[k]!;
      const type = tours.type[slot]!;
      const after = afterDelivery === -2 ? afterPickup : afterDelivery;
      const cost = trials.pair(pickup, afterPickup, delivery, after, slot, type, this.cost);
      if (cost < this.cost) {
        this.take(cost, pickup, afterPickup, delivery, afterDelivery, slot, type);
        inVain = 0;
      } else if (this.slot >= 0) inVain += this.isLate && tours.exact!.lateness!.tells(slot) ? WEIGHS_LATE : 1;
    }
    list.clear();
  }

  /** An unused vehicle of each type. */
  private tryEmpty(task: number, only: number): void {
    const { tours, trials } = this;
    const { problem } = tours;
    const { types, visits, allowed, firstStop, secondStep } = problem;
    const second = secondStep[task]!;
    let free = -2;
    for (let type = 0; type < types; type++) {
      if ((only >= 0 && type !== only) || !tours.mayOpen(type)) continue;
      for (let pickup = firstStop[task]!; pickup < second; pickup++) {
        if (allowed[type * visits + pickup] === 0) continue;
        for (let delivery = second; delivery < firstStop[task + 1]!; delivery++) {
          if (allowed[type * visits + delivery] === 0) continue;
          if (free === -2) free = tours.freeSlot();
          if (free < 0) return;
          const cost =
            trials === null
              ? this.costAlone(pickup, delivery, free, type)
              : this.tryAlone(trials, task, pickup, delivery, free, type);
          if (cost >= this.cost) continue;
          this.take(cost, pickup, -1, delivery, -2, free, type);
        }
      }
    }
  }

  private tryAlone(trials: Trials, task: number, pickup: number, delivery: number, free: number, type: number): number {
    if (!this.tours.exact!.mayJoin(task, free, type)) return NOWHERE;
    return trials.pair(pickup, -1, delivery, -1, free, type, this.cost);
  }

  /** What a vehicle for the shipment alone costs, or NOWHERE where it may not be. */
  private costAlone(pickup: number, delivery: number, free: number, type: number): number {
    const { problem, fixed } = this.tours;
    const { nodes, arcs, costClass, startNode, endNode } = problem;
    const base = costClass[type]! * nodes;
    const cost =
      fixed[type]! +
      arcs[(base + startNode[type]!) * nodes + pickup]! +
      arcs[(base + pickup) * nodes + delivery]! +
      arcs[(base + delivery) * nodes + endNode[type]!]!;
    if (cost >= this.cost || !fitsAlone(problem, pickup, delivery, type)) return NOWHERE;
    this.carry.begin(pickup, free, type, -1);
    return cost + this.carry.extra(delivery, -1);
  }

  private take(
    cost: number,
    pickup: number,
    afterPickup: number,
    delivery: number,
    afterDelivery: number,
    slot: number,
    type: number,
  ): void {
    this.cost = cost;
    this.bar = cost;
    this.pickup = pickup;
    this.afterPickup = afterPickup;
    this.delivery = delivery;
    this.afterDelivery = afterDelivery;
    this.slot = slot;
    this.type = type;
  }
}
