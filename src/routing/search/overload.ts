import type { Problem } from '../../model/problem.ts';

/** Load above capacity that a route may have, as a share of the capacity. */
const SLACK = 0.04;
/** The price is led so that about half of the states keep all capacities; it changes by this much at a time. */
const LEAST_FEASIBLE = 0.4;
const MOST_FEASIBLE = 0.6;
const STEP = 1.02;
/** Iterations over which the share of such states is averaged. */
const MEMORY = 2000;

/**
 * Load above capacity at a price (Gendreau, Hertz & Laporte 1994, doi 10.1287/mnsc.40.10.1276; Vidal 2022): a search that may pass
 * through overloaded routes gets to places that one which may not is walled off from. For one dimension and no times.
 */
export class Overload {
  /** Ticks per unit of load above capacity. */
  price: number;
  /** Units a route may have above capacity, per type of vehicle. */
  readonly slack: Int32Array;
  private feasible = 0.5;

  /** Null where a problem is of another kind. */
  static for(problem: Problem): Overload | null {
    const { features, dimensions, capacity, tasks } = problem;
    const { timed, mixedLoads, limits, exact, pairs, choices } = features;
    if (timed || mixedLoads || limits || exact || pairs || choices || dimensions !== 1) return null;
    const load = problem.size.reduce((sum, size) => sum + size, 0);
    const slack = capacity.map((most) => Math.floor(SLACK * most));
    // Where one vehicle carries all there is, capacities are no walls.
    const isWalled = capacity.some((most) => load > most) && slack.some((units) => units > 0);
    return isWalled ? new Overload((2 * problem.arcUnit * tasks) / load, slack) : null;
  }

  private constructor(price: number, slack: Int32Array) {
    this.price = price;
    this.slack = slack;
  }

  /** Leads the price by how many of so many states kept all capacities. */
  adapt(feasible: number, states: number): void {
    this.feasible += Math.min(1, states / MEMORY) * (feasible / states - this.feasible);
    if (this.feasible < LEAST_FEASIBLE) this.price *= STEP;
    if (this.feasible > MOST_FEASIBLE) this.price /= STEP;
  }
}
