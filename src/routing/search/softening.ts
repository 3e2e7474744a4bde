import { BIG, type Problem } from '../../model/problem.ts';
import { type Excess, unitsOf } from '../state/excess.ts';

/** What a route may have above its capacity, and beyond its longest duty, as a share of either. */
const LOAD_SLACK = 0.04;
const DUTY_SLACK = 0.1;
/** Prices are led so that about half of the states keep to what is allowed; they change by this much over so many states. */
const LEAST_FEASIBLE = 0.4;
const MOST_FEASIBLE = 0.6;
const STEP = 1.003;
const STEP_STATES = 50;
/** States over which the share of those is averaged. */
const MEMORY = 7000;
/** Prices look for their level first: both go this many times faster, then slower and slower until so many states were seen. */
const SETTLED = 150_000;
const FASTEST = 60;
/** Prices stay within this many times what they begin with, or that part of it. */
const RANGE = 1000;
/** What they begin with, in what a task typically costs: a mean load, and a whole duty. */
const FIRST_LOAD_PRICE = 2;
const FIRST_DUTY_PRICE = 20;

/** A price that is led by how often it has to be paid. */
export class LedPrice {
  price: number;
  private readonly first: number;
  private feasible = 0.5;
  private seen = 0;

  constructor(first: number) {
    this.first = first;
    this.price = first;
  }

  /** Leads the price by how many of so many states had nothing to pay. */
  adapt(feasible: number, states: number): void {
    const pace = Math.max(1, Math.min(FASTEST, SETTLED / this.seen));
    const step = STEP ** ((pace * states) / STEP_STATES);
    this.seen += states;
    this.feasible += Math.min(1, (pace * states) / MEMORY) * (feasible / states - this.feasible);
    if (this.feasible < LEAST_FEASIBLE) this.price *= step;
    if (this.feasible > MOST_FEASIBLE) this.price /= step;
    this.price = Math.min(RANGE * this.first, Math.max(this.first / RANGE, this.price));
  }
}

/**
 * Load above capacity and duty beyond the longest at a price (Gendreau, Hertz & Laporte 1994, doi 10.1287/mnsc.40.10.1276; Vidal
 * 2022): a search that may pass through such routes gets to places that one which may not is walled off from. Loads where
 * there is no mix.
 */
export class Softening {
  /** Null where capacities, or duties, are no walls. */
  readonly load: LedPrice | null;
  readonly duty: LedPrice | null;
  readonly mostLoad: Int32Array;
  readonly mostDuty: Int32Array;

  /** Null where a problem is of another kind. */
  static for(problem: Problem): Softening | null {
    const { exact, pairs, duty } = problem.features;
    if (exact || pairs) return null;
    const limited = duty && problem.maxDuty.some((most) => most < BIG);
    const softening = new Softening(problem, limited);
    return softening.load === null && softening.duty === null ? null : softening;
  }

  private constructor(problem: Problem, limited: boolean) {
    const { capacity, maxDuty, arcUnit, features, dimensions } = problem;
    const isTold = !features.mixedLoads;
    // Where one vehicle carries all there is, capacities are no walls.
    const loads = loadsOf(problem);
    this.mostLoad = capacity.map((most, at) =>
      isTold && loads[at % dimensions]! > most ? Math.floor(LOAD_SLACK * most) : 0,
    );
    this.mostDuty = maxDuty.map((most) => (limited && most < BIG ? Math.floor(DUTY_SLACK * most) : 0));
    const longest = maxDuty.reduce((top, most, type) => (this.mostDuty[type]! > 0 ? Math.max(top, most) : top), 0);
    const isWalled = this.mostLoad.some((units) => units > 0);
    this.load = isWalled ? new LedPrice((FIRST_LOAD_PRICE * arcUnit) / meanLoad(problem, loads)) : null;
    this.duty = longest > 0 ? new LedPrice((FIRST_DUTY_PRICE * arcUnit) / longest) : null;
  }

  /** Lets routes have it, or only duty. @param loads whether load above capacity is let in, too; what there is has its price in any case */
  apply(excess: Excess, loads: boolean): void {
    if (this.load !== null && loads) excess.mostLoad.set(this.mostLoad);
    if (this.load !== null && (loads || excess.load > 0)) excess.loadPrice = this.load.price;
    if (this.duty !== null) {
      excess.mostDuty.set(this.mostDuty);
      excess.dutyPrice = this.duty.price;
    }
  }

  /** Whether nothing is beyond what is allowed. */
  keeps(excess: Excess): boolean {
    return excess.duty === 0 && (this.load === null || excess.load === 0);
  }

  /** Nothing more is let in. */
  static end(excess: Excess): void {
    excess.mostLoad.fill(0);
    excess.mostDuty.fill(0);
    excess.loadPrice = 0;
    excess.dutyPrice = 0;
  }
}

/** What all tasks bring and collect, per dimension. */
function loadsOf({ tasks, dimensions, firstStop, delivered, picked }: Problem): number[] {
  return Array.from({ length: dimensions }, (_, d) => {
    let load = 0;
    for (let task = 0; task < tasks; task++) {
      const at = firstStop[task]! * dimensions + d;
      load += delivered[at]! + picked[at]!;
    }
    return load;
  });
}

/** What a task brings and collects in one dimension on average, in the units of `excess.load`. */
function meanLoad(problem: Problem, loads: number[]): number {
  const units = unitsOf(problem);
  const all = loads.reduce((sum, load, d) => sum + units[d]! * load, 0);
  return all / problem.tasks / Math.max(1, loads.filter((load) => load > 0).length);
}
