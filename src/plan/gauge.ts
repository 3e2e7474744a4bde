import type { Objective, RoutingRequest } from '../contract/request.ts';
import { type Goal, goalOf } from '../model/objective.ts';
import type { Simulator } from '../route/simulator.ts';
import { timeSlack } from '../route/slack.ts';
import { balanceOf } from './objectives.ts';
import { sum, type Tour } from './tour.ts';

/** What objectives ask of a route. */
export interface Driven {
  cost: number;
  distance_m: number;
  duty_s: number;
  lateness_s: number;
  co2_g: number;
  compactness_m: number;
  tasks: number;
  ends_s: number;
}

/** A plan with a task against the plan without it. */
export interface Rating {
  /** Below 0: better. */
  rank: number;
  /** The objective that speaks most against it, and by how much; null where none does. */
  against: { name: Objective['name']; by: number } | null;
}

/** `vehicles` right after `unserved` is exact: nothing below makes up for one. */
const VEHICLES_FIRST = 1e30;
const ROUNDING = 1e-6;
/** s: the latest departure is found by halving. */
const TIME_ROUNDING_S = 1e-5;

/** Says by the objectives of a request whether a plan is better with a task that has a prize. The weights are those of the search. */
export class Gauge {
  /** Nothing but cost counts. */
  readonly isByCost: boolean;
  private readonly request: RoutingRequest;
  private readonly tours: Tour[];
  private readonly goal: Goal;
  /** The busiest first; null until it is asked for. */
  private byShare: Tour[] | null = null;

  constructor(request: RoutingRequest, tours: Tour[]) {
    this.request = request;
    this.tours = tours;
    this.goal = goalOf(request);
    const { weights, vehiclesFirst } = this.goal;
    this.isByCost =
      !vehiclesFirst && Object.entries(weights).every(([name, weight]) => (name === 'cost') === weight > 0);
  }

  /**
   * @param after the routes that the task changes, with it; the first is its own.
   * @param before the same as they are in the plan; one less where the task has a vehicle of its own.
   * @param vehicle of its own route, as an index into `request.vehicles`.
   */
  rate(task: number, vehicle: number, after: Driven[], before: Tour[]): Rating {
    const { weights, vehiclesFirst } = this.goal;
    const was = before.map(drivenOn);
    const grown = (of: keyof Driven) => sum(after.map((one) => one[of])) - sum(was.map((one) => one[of]));
    const prize = this.request.tasks[task]!.prize ?? 0;
    const time_s = TIME_ROUNDING_S + timeSlack(Math.max(...after.map(({ ends_s }) => ends_s)));
    const rating: Rating = { rank: 0, against: null };
    let most = 0;
    const count = (name: Objective['name'], weight: number, by: () => number, rounding = ROUNDING) => {
      const change = weight === 0 ? 0 : by();
      if (Math.abs(change) <= rounding) return;
      rating.rank += weight * change;
      if (weight * change <= most) return;
      most = weight * change;
      rating.against = { name, by: change };
    };
    count('vehicles', vehiclesFirst ? VEHICLES_FIRST : weights.vehicles, () => after.length - before.length);
    count('cost', weights.cost, () => grown('cost') - prize, ROUNDING * Math.max(1, prize));
    count('distance', weights.distance, () => grown('distance_m'));
    count('duration', weights.duration, () => grown('duty_s'), time_s);
    count('lateness', weights.lateness, () => grown('lateness_s'), time_s);
    count('compactness', weights.compactness, () => grown('compactness_m'));
    count('co2', weights.co2, () => grown('co2_g'));
    count('balance', weights.balance, () => this.unbalanced(after, before), time_s);
    count(
      'change',
      weights.change,
      () => -this.kept(task, vehicle, before.length === after.length ? before[0]! : null),
    );
    return rating;
  }

  private unbalanced(after: Driven[], before: Tour[]): number {
    const { balance } = this.goal;
    const shareOf = (tour: Tour) => balanceOf({ ...balance!, measure: 'max' }, [drivenOn(tour)]);
    this.byShare ??= this.tours.toSorted((a, b) => shareOf(b) - shareOf(a));
    // The largest and the smallest decide.
    const ends = (isLeft: (tour: Tour) => boolean) =>
      [this.byShare!.find(isLeft), this.byShare!.findLast(isLeft)].flatMap((tour) => (tour ? [drivenOn(tour)] : []));
    const rest = ends((tour) => !before.includes(tour));
    return (
      balanceOf(balance!, [...rest, ...after]) -
      balanceOf(
        balance!,
        ends(() => true),
      )
    );
  }

  /** How many of the routes given have the task on this vehicle. @param own its route in the plan; null: one that has none. */
  private kept(task: number, vehicle: number, own: Tour | null): number {
    const { vehicles, routes } = this.request;
    const { id, firstNumber, count } = vehicles[vehicle]!;
    const isFree = (number: number) =>
      number >= firstNumber &&
      number < firstNumber + count &&
      !this.tours.some((tour) => tour.index === vehicle && tour.number === number);
    const keeps = routes.filter(
      ({ vehicle: given, number, steps }) =>
        vehicles[given]!.id === id &&
        (own === null ? isFree(number) : own.number === number) &&
        steps.some((step) => step.kind === 'step' && step.task === task),
    );
    return keeps.length;
  }
}

/** The route that was run last. */
export function drivenIn(sim: Simulator): Driven {
  const { cost, distance_m, duty_s, lateness_s, co2_g, compactness_m, served: tasks, ends_s } = sim;
  return { cost, distance_m, duty_s, lateness_s, co2_g, compactness_m, tasks, ends_s };
}

function drivenOn({ totals, cost, compactness_m }: Tour): Driven {
  const { distance_m, duty_s, lateness_s, co2_g, tasks, ends_s } = totals;
  return { cost: cost.total, distance_m, duty_s, lateness_s, co2_g, compactness_m, tasks, ends_s };
}
