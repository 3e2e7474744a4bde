import { BIG } from '../../model/problem.ts';
import type { TourTables } from './tables.ts';

/**
 * Whether a route has the range for what it is to do (rule R2), told in constant time: where ranges are short, most places near by are
 * beyond that of the vehicle, and only a simulation would tell. What is refused is impossible, but where one more stop is a short cut.
 */
export class Ranges {
  private readonly tours: TourTables;
  /** Ticks of distance; per slot. */
  private readonly distance: Float64Array;

  /** Null where no distance is limited. */
  static for(tours: TourTables): Ranges | null {
    const { types, maxDistance, distances } = tours.problem;
    const isLimited = maxDistance.subarray(0, types).some((most) => most < BIG);
    return isLimited && distances.length > 0 ? new Ranges(tours) : null;
  }

  private constructor(tours: TourTables) {
    this.tours = tours;
    this.distance = new Float64Array(tours.slots);
  }

  /** After a route has changed. */
  refresh(slot: number): void {
    const { first, next, type } = this.tours;
    const kind = type[slot]!;
    let distance = 0;
    let from = -1;
    for (let v = first[slot]!; v >= 0; v = next[v]!) {
      distance += this.between(kind, from, v);
      from = v;
    }
    this.distance[slot] = distance + this.between(kind, from, -1);
  }

  /** Whether a route may take a stop right after a visit of it (-1: the start). */
  lets(slot: number, type: number, stop: number, after: number): boolean {
    if (this.tours.problem.maxDistance[type]! >= BIG) return true;
    return this.isWithin(slot, type, this.added(slot, type, stop, after));
  }

  /** The same of both stops of a shipment. @param afterDelivery the visit before it, or the same as before the pickup: right behind that */
  letsPair(
    slot: number,
    type: number,
    pickup: number,
    afterPickup: number,
    delivery: number,
    afterDelivery: number,
  ): boolean {
    if (this.tours.problem.maxDistance[type]! >= BIG) return true;
    if (afterDelivery !== afterPickup) {
      const added = this.added(slot, type, pickup, afterPickup) + this.added(slot, type, delivery, afterDelivery);
      return this.isWithin(slot, type, added);
    }
    const before = this.follower(slot, afterPickup);
    const way =
      this.between(type, afterPickup, pickup) +
      this.between(type, pickup, delivery) +
      this.between(type, delivery, before);
    return this.isWithin(slot, type, way - this.between(type, afterPickup, before));
  }

  /** Ticks are rounded up, leg by leg. */
  private isWithin(slot: number, type: number, added: number): boolean {
    const rounding = this.tours.size[slot]! + 4;
    return this.distance[slot]! + added - rounding <= this.tours.problem.maxDistance[type]!;
  }

  private added(slot: number, type: number, stop: number, after: number): number {
    const before = this.follower(slot, after);
    return this.between(type, after, stop) + this.between(type, stop, before) - this.between(type, after, before);
  }

  private follower(slot: number, after: number): number {
    return after >= 0 ? this.tours.next[after]! : this.tours.first[slot]!;
  }

  /** Ticks of distance; -1 is the start of the route, then its end. */
  private between(type: number, from: number, to: number): number {
    const { nodes, distances, distanceClass, startNode, endNode } = this.tours.problem;
    const row = distanceClass[type]! * nodes + (from >= 0 ? from : startNode[type]!);
    return distances[row * nodes + (to >= 0 ? to : endNode[type]!)]!;
  }
}
