import { nextStamp } from '../kit/stamps.ts';
import type { Facts } from './facts.ts';
import type { Frame } from './frame.ts';
import { DELIVERY, PICKUP, RELOAD, SHIPMENT_DELIVERY, SHIPMENT_PICKUP } from './kinds.ts';
import { withSlack } from './slack.ts';

/** What is on board (rules L1 to L4). */
export class Loads {
  private readonly frame: Frame;
  private readonly facts: Facts;
  /** Per task: the position where it was picked up last; a hint, see `Frame.pickupOf`. */
  readonly pickedAt: Int32Array;
  /** Per vehicle and dimension, with slack. */
  private readonly limits: Float64Array;
  private readonly totals: Float64Array;
  /** Per class of goods: how many of it are on board. */
  private readonly goods: Int32Array;
  private stack = new Int32Array(16);
  /** Per task: the round in which it was last seen on the route. */
  private readonly seen: Int32Array;
  private round = 0;
  /** unserved[0..unservedCount-1]: what the vehicle has on board and does not deliver on this route. */
  private readonly unserved: Int32Array;
  private unservedCount = 0;

  constructor(frame: Frame) {
    this.frame = frame;
    this.facts = frame.facts;
    const { tasks, capacity, dimensions, goodsClasses } = frame.facts;
    this.pickedAt = new Int32Array(tasks).fill(-1);
    this.limits = capacity.map((limit) => (Number.isFinite(limit) ? withSlack(limit) : limit));
    this.totals = new Float64Array(dimensions);
    this.goods = new Int32Array(goodsClasses);
    const { boardTasks } = frame.facts;
    this.seen = new Int32Array(boardTasks.length > 0 ? tasks : 0);
    this.unserved = new Int32Array(boardTasks.length);
  }

  /**
   * Finds out what a vehicle in progress has on board and does not deliver on this route: as its initial load, it
   * stays until the first reload or the end. To be called before anything below, once the route is lined up.
   */
  findUnserved(): void {
    const { node, count, vehicle } = this.frame;
    const { boardFrom, boardTasks, taskOf } = this.facts;
    this.unservedCount = 0;
    const [from, to] = [boardFrom[vehicle]!, boardFrom[vehicle + 1]!];
    if (from === to) return;
    this.round = nextStamp(this.seen, this.round);
    for (let i = 0; i < count; i++) {
      const task = taskOf[node[i]!]!;
      if (task >= 0) this.seen[task] = this.round;
    }
    for (let k = from; k < to; k++) {
      if (this.seen[boardTasks[k]!] !== this.round) this.unserved[this.unservedCount++] = boardTasks[k]!;
    }
  }

  /** What is on board to no purpose of this route, from its start to the first reload. */
  private idleLoad(d: number): number {
    const { dimensions, initialLoad, loads } = this.facts;
    let total = initialLoad[this.frame.vehicle * dimensions + d]!;
    for (let k = 0; k < this.unservedCount; k++) total += loads[this.unserved[k]! * dimensions + d]!;
    return total;
  }

  /** Whether every shipment delivered has been picked up before, and every one picked up is delivered. */
  areShipmentsWhole(): boolean {
    const { frame, pickedAt } = this;
    const { kindOf, taskOf } = this.facts;
    let open = 0;
    for (let i = 0; i < frame.count; i++) {
      const kind = kindOf[frame.node[i]!]!;
      if (kind === SHIPMENT_PICKUP) {
        pickedAt[taskOf[frame.node[i]!]!] = i;
        open++;
      } else if (kind === SHIPMENT_DELIVERY) {
        if (frame.pickupOf(i, pickedAt) < 0) return false;
        open--;
      }
    }
    return open === 0;
  }

  /** Whether a vehicle that cannot load where it is delivers nothing before its first reload but what it has on board. */
  areGoodsAboard(): boolean {
    const { frame } = this;
    const { kindOf, taskOf, onBoard } = this.facts;
    for (let i = 0; i < frame.count; i++) {
      const kind = kindOf[frame.node[i]!]!;
      if (kind === RELOAD) return true;
      if (kind === DELIVERY && onBoard[taskOf[frame.node[i]!]!] === 0) return false;
    }
    return true;
  }

  /** Whether everything on the route together is within the capacity: enough for L1, and quicker to see. */
  fitAtOnce(): boolean {
    const { dimensions, loads, returns, taskOf } = this.facts;
    const { count, node, vehicle } = this.frame;
    for (let d = 0; d < dimensions; d++) {
      const limit = this.limits[vehicle * dimensions + d]!;
      let total = this.idleLoad(d);
      for (let i = 0; i < count; i++) {
        const task = taskOf[node[i]!]!;
        if (task < 0) continue;
        total += loads[task * dimensions + d]!;
        if (returns.length > 0) total += returns[task * dimensions + d]!;
      }
      if (total > limit) return false;
    }
    return true;
  }

  /**
   * Fills `frame.onBoard`. Sums of what is still to be delivered and of what was picked up, rather than a running
   * total, so that a vehicle which has delivered all it carried is empty to the last digit.
   * @returns whether the capacity is kept on every arc (L1).
   */
  weigh(): boolean {
    const { frame, facts } = this;
    const { dimensions, loads, returns, kindOf, taskOf } = facts;
    const { count, node, onBoard, vehicle } = frame;
    let fits = true;
    for (let d = 0; d < dimensions; d++) {
      const limit = this.limits[vehicle * dimensions + d]!;
      let toDeliver = 0;
      let aboard = 0;
      for (let i = count; i >= 0; i--) {
        if (i === count) onBoard[i * dimensions + d] = 0;
        if (i === 0) break;
        const at = node[i - 1]!;
        const kind = kindOf[at]!;
        if (kind === RELOAD) toDeliver = 0;
        else if (kind === DELIVERY) {
          const task = taskOf[at]!;
          // What is on board of a vehicle in progress was there before the first trip.
          if (facts.onBoard[task] === 1) aboard += loads[task * dimensions + d]!;
          else toDeliver += loads[task * dimensions + d]!;
        }
        onBoard[(i - 1) * dimensions + d] = toDeliver + aboard;
      }
      let carried = this.idleLoad(d);
      let shipped = 0;
      let shipments = 0;
      for (let i = 0; i <= count; i++) {
        const total = onBoard[i * dimensions + d]! + carried + shipped;
        onBoard[i * dimensions + d] = total;
        if (total > limit) fits = false;
        if (i === count) break;
        const at = node[i]!;
        const kind = kindOf[at]!;
        if (kind === RELOAD) carried = 0;
        else if (kind === PICKUP) carried += loads[taskOf[at]! * dimensions + d]!;
        else if (kind === DELIVERY && returns.length > 0) carried += returns[taskOf[at]! * dimensions + d]!;
        else if (kind === SHIPMENT_PICKUP) {
          shipped += loads[taskOf[at]! * dimensions + d]!;
          shipments++;
        } else if (kind === SHIPMENT_DELIVERY) {
          shipped = --shipments === 0 ? 0 : shipped - loads[taskOf[at]! * dimensions + d]!;
        }
      }
    }
    return fits;
  }

  /** Whether the loads of all tasks reach the vehicle's `min_load` (L5). */
  reachesMinimum(): boolean {
    const { frame, facts, totals } = this;
    const { dimensions, loads, taskOf, minLoad } = facts;
    totals.fill(0);
    for (let i = 0; i < frame.count; i++) {
      if (!frame.isTask(i)) continue;
      const task = taskOf[frame.node[i]!]!;
      for (let d = 0; d < dimensions; d++) totals[d] = totals[d]! + loads[task * dimensions + d]!;
    }
    for (let d = 0; d < dimensions; d++) {
      if (minLoad[frame.vehicle * dimensions + d]! > withSlack(totals[d]!)) return false;
    }
    return true;
  }

  /** L4. */
  keepsBackhauls(): boolean {
    const { frame, facts } = this;
    let deliveries = 0;
    let pickups = 0;
    let pickedInTrip = false;
    for (let i = 0; i < frame.count; i++) {
      const kind = facts.kindOf[frame.node[i]!]!;
      if (kind === RELOAD) pickedInTrip = false;
      else if (kind === PICKUP) {
        pickedInTrip = true;
        pickups++;
      } else if (kind === DELIVERY && facts.pickedUp[facts.taskOf[frame.node[i]!]!] === 0) {
        if (pickedInTrip) return false;
        deliveries++;
      }
    }
    return facts.backhauls[frame.vehicle] !== 2 || pickups === 0 || deliveries > 0;
  }

  /**
   * L2. Deliveries of a trip lie in the order of the route, the first on top; so only what is picked up on the way
   * can lie on top of anything.
   */
  keepsLifo(): boolean {
    const { frame, facts } = this;
    if (this.stack.length < frame.count) this.stack = new Int32Array(2 * frame.count);
    const { stack } = this;
    let height = 0;
    let pickedInTrip = false;
    let isReloaded = false;
    let servedOld = false;
    for (let i = 0; i < frame.count; i++) {
      const node = frame.node[i]!;
      const kind = facts.kindOf[node]!;
      if (kind === RELOAD) {
        if (height > 0) return false;
        pickedInTrip = false;
        isReloaded = true;
        servedOld = false;
      } else if (kind === PICKUP) {
        // It stays until the trip ends, on top of the shipments, which have to be gone by then.
        if (height > 0) return false;
        pickedInTrip = true;
      } else if (kind === DELIVERY) {
        if (height > 0 || pickedInTrip) return false;
        // Of shipments none may have been on board at a reload.
        if (isReloaded && facts.pickedUp[facts.taskOf[node]!] === 1) return false;
        // What a vehicle in progress brought along lies below what was loaded at a reload.
        if (facts.onBoard[facts.taskOf[node]!] === 1) servedOld = isReloaded;
        else if (servedOld) return false;
        if (this.takesBack(facts.taskOf[node]!)) pickedInTrip = true;
      } else if (kind === SHIPMENT_PICKUP) stack[height++] = facts.taskOf[node]!;
      else if (kind === SHIPMENT_DELIVERY) {
        if (height === 0 || stack[--height] !== facts.taskOf[node]) return false;
      }
    }
    return true;
  }

  private takesBack(task: number): boolean {
    const { returns, dimensions } = this.facts;
    return (
      returns.length > 0 && returns.subarray(task * dimensions, (task + 1) * dimensions).some((amount) => amount > 0)
    );
  }

  /** L3. */
  keepsGoodsApart(): boolean {
    const { frame, facts, goods } = this;
    goods.fill(0);
    for (let k = 0; k < this.unservedCount; k++) if (!this.take(this.unserved[k]!)) return false;
    for (let i = 0; i < frame.count; i++) {
      const task = facts.taskOf[frame.node[i]!]!;
      if (task >= 0 && facts.onBoard[task] === 1 && facts.kindOf[frame.node[i]!] === DELIVERY && !this.take(task)) {
        return false;
      }
    }
    if (!this.loadTrip(0)) return false;
    let tripFrom = 0;
    for (let i = 0; i < frame.count; i++) {
      const node = frame.node[i]!;
      const kind = facts.kindOf[node]!;
      const task = facts.taskOf[node]!;
      if (kind === DELIVERY || kind === SHIPMENT_DELIVERY) this.drop(task);
      else if (kind === PICKUP || kind === SHIPMENT_PICKUP) {
        if (!this.take(task)) return false;
      } else if (kind === RELOAD) {
        for (let p = tripFrom; p < i; p++) {
          if (facts.kindOf[frame.node[p]!] === PICKUP) this.drop(facts.taskOf[frame.node[p]!]!);
        }
        if (tripFrom === 0) for (let k = 0; k < this.unservedCount; k++) this.drop(this.unserved[k]!);
        tripFrom = i + 1;
        if (!this.loadTrip(tripFrom)) return false;
      }
    }
    return true;
  }

  /** Takes on board what the trip from this position on delivers. */
  private loadTrip(from: number): boolean {
    const { frame, facts } = this;
    for (let i = from; i < frame.count && !frame.isReload(i); i++) {
      const node = frame.node[i]!;
      const task = facts.taskOf[node]!;
      if (facts.kindOf[node] === DELIVERY && facts.onBoard[task] === 0 && !this.take(task)) return false;
    }
    return true;
  }

  private take(task: number): boolean {
    const { goodsOf, goodsClasses, conflicts } = this.facts;
    const own = goodsOf[task]!;
    if (own < 0) return true;
    this.goods[own] = this.goods[own]! + 1;
    for (let other = 0; other < goodsClasses; other++) {
      if (this.goods[other]! > 0 && conflicts[own * goodsClasses + other] === 1) return false;
    }
    return true;
  }

  private drop(task: number): void {
    const own = this.facts.goodsOf[task]!;
    if (own >= 0) this.goods[own] = this.goods[own]! - 1;
  }
}
