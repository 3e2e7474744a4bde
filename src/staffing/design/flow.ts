import { EPS } from './counts.ts';
import { FlowPaths } from './paths.ts';

/**
 * The best counts for the shifts that are switched on. Each column being one run of slots, riders are a flow: beginning
 * at a and ending at b is an arc a -> b. Switching a shift on or off sends its riders along shortest paths of the residual
 * network, after which the counts are optimal again (successive shortest paths; Ahuja, Magnanti and Orlin, Network Flows, 1993,
 * chapter 9).
 */
export class FlowCounts extends FlowPaths {
  /** Switches a shift on; the counts stay optimal. */
  add(shift: number): void {
    const { first } = this.catalogue;
    this.on[shift] = 1;
    for (let k = first[shift]!; k < first[shift + 1]!; k++) {
      this.raise(k);
      this.linkColumn(k);
    }
  }

  /**
   * Switches a shift off; the counts stay optimal. Gives up where the cost would be above `limit`: then the caller must
   * undo, and link the shift again.
   * @returns whether it was done
   */
  drop(shift: number, limit: number): boolean {
    const { first } = this.catalogue;
    this.unlink(shift);
    for (let k = first[shift]!; k < first[shift + 1]!; k++) {
      while (this.count[k]! > 0) {
        if (this.cost > limit + EPS) return false;
        this.lower(k, limit);
      }
    }
    return this.cost <= limit + EPS;
  }

  /** Raises a column as long as that pays. */
  private raise(k: number): void {
    for (;;) {
      const size = this.path(k, false);
      const cost = this.pathCost;
      if (size < 0 || cost + this.columnCost(k, 1) >= -EPS) return;
      const more = this.catalogue.consecutive;
      do {
        const before = this.cost;
        this.send(k, 1, size, 1);
        if (this.cost >= before - EPS) {
          // Only where columns have holes: what is off twice is not foreseen.
          this.send(k, 1, size, -1);
          return;
        }
      } while (more && Math.abs(this.costOf(size) - cost) < EPS);
    }
  }

  /** Sends riders of a column elsewhere, or home: one, or as many as have the same cheapest way. */
  private lower(k: number, limit: number): void {
    const size = this.path(k, true);
    const cost = this.pathCost;
    if (!this.catalogue.consecutive || size < 0) {
      const home = this.homeCost(k);
      const before = this.cost;
      if (size >= 0 && cost + this.columnCost(k, -1) < home) {
        this.send(k, -1, size, 1);
        if (this.cost - before <= home) return;
        // What is off twice was not foreseen.
        this.send(k, -1, size, -1);
      }
      this.moveOne(k, -1);
      return;
    }
    do {
      this.send(k, -1, size, 1);
    } while (this.count[k]! > 0 && this.cost <= limit + EPS && Math.abs(this.costOf(size) - cost) < EPS);
  }

  /** One rider less, and nobody instead. */
  private homeCost(k: number): number {
    const { zone, from, to, offFrom, offTo, cost } = this.catalogue;
    const { slots } = this.problem;
    let sum = -cost[k]!;
    for (let slot = from[k]!; slot < to[k]!; slot++) {
      if (slot < offFrom[k]! || slot >= offTo[k]!) sum += this.down[zone[k]! * slots + (slot % slots)]!;
    }
    return sum;
  }
}
