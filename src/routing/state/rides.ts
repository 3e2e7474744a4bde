import { BIG } from '../../model/problem.ts';
import type { Rich } from '../../model/rich.ts';
import { floorTicks } from '../../model/scale.ts';
import { travelBetween } from './schedule.ts';
import type { TourTables } from './tables.ts';

/**
 * How much longer the rides of shipments may get (rule R4), told in constant time per place: of the places of a meal that arcs and
 * windows allow, nineteen of twenty keep it, or another on board, too long. Necessary, not sufficient: waiting comes on top.
 */
export class Rides {
  /** Per task, ticks; BIG where it does not matter. */
  readonly most: Int32Array;
  private readonly tours: TourTables;
  /** Ticks by which the way on from a visit may get longer for all on board then. */
  private readonly spare: Int32Array;
  /** From the start of the route without waiting: to the begin at a visit. */
  private readonly way: Int32Array;

  /** Null where no shipment may ride for so long only. */
  static for(tours: TourTables, rich: Rich): Rides | null {
    const { features } = tours.problem;
    return features.timed && features.pairs && rich.facts.hasRides ? new Rides(tours, rich) : null;
  }

  private constructor(tours: TourTables, { facts, timeScale }: Rich) {
    this.tours = tours;
    this.most = Int32Array.from(facts.maxRide_s, (most_s) => Math.min(BIG, floorTicks(most_s * timeScale)));
    this.spare = new Int32Array(tours.problem.visits);
    this.way = new Int32Array(tours.problem.visits);
  }

  /** After a route has changed. */
  refresh(slot: number): void {
    const { tours, most, spare, way } = this;
    const { first, next, travel, at, route, problem } = tours;
    const { taskOf, secondStep, service } = problem;
    let ticks = 0;
    for (let v = first[slot]!; v >= 0; v = next[v]!) {
      ticks += travel[v]!;
      way[v] = ticks;
      ticks += service[v]!;
      spare[v] = BIG;
      const task = taskOf[v]!;
      const isBrought = task >= 0 && v >= secondStep[task]!;
      // What was on board from the start is left to the simulation.
      if (!isBrought || most[task]! >= BIG || route[at[task]!] !== slot) continue;
      const left = most[task]! - (way[v]! - way[at[task]!]! - service[at[task]!]!);
      for (let u = at[task]!; u !== v; u = next[u]!) if (left < spare[u]!) spare[u] = left;
    }
  }

  /** Whether all on board can bear a stop between two visits (-1: start or end of the route). */
  lets(stop: number, slot: number, type: number, after: number, before: number): boolean {
    if (after < 0 || this.spare[after]! >= BIG) return true;
    const { problem, travel, back } = this.tours;
    const longer =
      travelBetween(problem, type, after, stop) + problem.service[stop]! + travelBetween(problem, type, stop, before);
    return longer - (before >= 0 ? travel[before]! : back[slot]!) <= this.spare[after]!;
  }

  /** The same for a delivery that has been riding for so long when the visit before it is over. */
  letsDeliver(delivery: number, ride: number, slot: number, type: number, after: number, before: number): boolean {
    const { problem } = this.tours;
    const last = travelBetween(problem, type, after, delivery);
    return ride + last <= this.most[problem.taskOf[delivery]!]! && this.lets(delivery, slot, type, after, before);
  }
}
