import type { GivenRoute, Relation, RouteStep } from '../contract/request.ts';
import type { RawRoute } from '../model/solution.ts';
import { companyOf } from '../plan/company.ts';
import { mayTake } from '../plan/fit.ts';
import { type Driven, drivenIn, Gauge, type Rating } from '../plan/gauge.ts';
import { boundTo } from '../plan/groups.ts';
import { type Choice, choicesOf, withReloads } from '../plan/options.ts';
import { Reach } from '../plan/reach.ts';
import { sum, type Tour, toursOf } from '../plan/tour.ts';
import type { World } from '../plan/world.ts';
import type { LinkedRoute } from '../route/together.ts';

/** A route of the plan, or (`at` -1) a vehicle that has none yet. */
export interface Target {
  /** Index into the routes of the plan. */
  at: number;
  /** Index into `request.vehicles`. */
  vehicle: number;
  number: number;
}

/** The best place found for a task. */
export interface Placed {
  target: Target;
  /** The target's route with the task, in the numbers of the simulator. */
  steps: number[];
  /** Cost of all routes with it. */
  total: number;
}

/** What a place is looked for by; see `TrialPlan.best`. */
export type Wanted = 'cheapest' | 'worthiest' | 'any';

/** A finished route that tasks may join. */
export interface Host {
  tour: Tour;
  reach: Reach;
  tasks: number[];
  /** A step on it is part of a sequence, so that its times depend on other routes. */
  isLinked: boolean;
}

/**
 * A finished plan to try changes on, one at a time: every trial is worked out by the simulation that also makes plans, so its
 * cost is that of the plan rebuilt with the change.
 */
export class TrialPlan {
  readonly world: World;
  readonly hosts: Host[];
  /** Cost of all routes. */
  readonly total: number;
  /** Stops simulated so far, and places looked at. */
  spent = 0;
  private inCompany: World | undefined;
  private gauge: Gauge | undefined;
  /** By task, -1 where it is on no route. */
  private readonly hostOf: Int32Array;
  private readonly given: Map<string, GivenRoute>;
  private all: Target[] | undefined;
  private byVehicle: Map<number, Target[]> | undefined;

  /** @param known hosts of another trial plan of this world; those of the same tours are used again. */
  constructor(world: World, tours: Tour[], known: Host[] = []) {
    this.world = world;
    const knownOf = new Map(known.map((host) => [host.tour, host]));
    this.hosts = tours.map((tour) => knownOf.get(tour) ?? hostOf(world, tour));
    this.total = sum(tours.map(({ cost }) => cost.total));
    this.given = new Map(world.request.routes.map((route) => [keyOf(route), route]));
    this.hostOf = new Int32Array(world.request.tasks.length).fill(-1);
    tours.forEach(({ steps }, at) => {
      for (const step of steps) if (step.kind === 'step') this.hostOf[step.task] = at;
    });
  }

  static of(world: World, routes: RawRoute[]): TrialPlan {
    return new TrialPlan(world, toursOf(world, routes));
  }

  /** Where to see what a vehicle could serve beside others. */
  get company(): World {
    return (this.inCompany ??= companyOf(this.world));
  }

  /** Index of the task's route, or -1. */
  hostFor(task: number): number {
    return this.hostOf[task]!;
  }

  /** All routes, then one vehicle of every kind of which some are left. */
  targets(): Target[] {
    if (this.all) return this.all;
    const routes = this.hosts.map(({ tour }, at) => ({ at, vehicle: tour.index, number: tour.number }));
    return (this.all = [...routes, ...this.unused(routes)]);
  }

  private unused(routes: Target[]): Target[] {
    const taken = new Set(routes.map(keyOf));
    for (const [key, { pinned }] of this.given) if (pinned) taken.add(key);
    return this.world.request.vehicles.flatMap(({ firstNumber, count }, vehicle) => {
      for (let number = firstNumber; number < firstNumber + count; number++)
        if (!taken.has(keyOf({ vehicle, number }))) return [{ at: -1, vehicle, number }];
      return [];
    });
  }

  /** Those of one kind, in the same order. */
  targetsOf(vehicle: number): Target[] {
    this.byVehicle ??= Map.groupBy(this.targets(), (target) => target.vehicle);
    return this.byVehicle.get(vehicle) ?? [];
  }

  /** A vehicle of this kind without a route, if there is one. */
  spare(vehicle: number): Target | null {
    return this.targetsOf(vehicle).find(({ at }) => at < 0) ?? null;
  }

  givenFor(target: Pick<Target, 'vehicle' | 'number'>): GivenRoute | undefined {
    return this.given.get(keyOf(target));
  }

  /** Relations that keep a task from joining a target, or from being served at all. */
  barriers(task: number, target: Target): Relation[] {
    return this.world.relationsOf(task).filter(({ kind, tasks }) => {
      if (kind === 'sequence') return tasks.slice(0, tasks.indexOf(task)).some((other) => this.hostFor(other) < 0);
      const hosts = tasks.map((other) => (other === task ? -1 : this.hostFor(other))).filter((host) => host >= 0);
      return kind === 'same_vehicle' ? hosts.some((host) => host !== target.at) : hosts.includes(target.at);
    });
  }

  /**
   * A place for a task on a target, with a reload before or after it where that helps; null where none keeps all rules.
   * @param most what it may add to `spent`, or little more: then it is the best so far.
   * @param wanted the cheapest; or the one that is best by all objectives, for what has a prize; or the first one found.
   */
  best(task: number, target: Target, most = Number.POSITIVE_INFINITY, wanted: Wanted = 'cheapest'): Placed | null {
    if (this.barriers(task, target).length > 0) return null;
    const until = this.spent + most;
    let best: Placed | null = null;
    let least = 0;
    const isRanked =
      wanted === 'worthiest' && this.world.request.tasks[task]!.prize !== null && !this.gaugeOf().isByCost;
    const bound = () => (best === null || isRanked ? Number.POSITIVE_INFINITY : best.total);
    for (const choice of choicesOf(this.world, task)) {
      if (!mayTake(this.world, target.vehicle, choice)) continue;
      for (const steps of this.insertions(choice, target, bound, until)) {
        const driven: Driven[] = [];
        const total = this.totalWith(target, steps, driven);
        if (total >= bound()) continue;
        const found = { target, steps, total };
        const rank = isRanked ? this.rateDriven(task, found, driven).rank : 0;
        if (isRanked && best !== null && rank >= least) continue;
        [best, least] = [found, rank];
        if (wanted === 'any') return best;
      }
    }
    return best;
  }

  private *insertions(choice: Choice, target: Target, bound: () => number, until: number): Generator<number[]> {
    if (this.spent >= until) return;
    const reloads = this.world.request.vehicles[target.vehicle]!.reloads.length;
    const host = this.hosts[target.at];
    if (host === undefined) {
      yield* withReloads([...choice], reloads, 0, choice.length);
      return;
    }
    const given = this.givenFor(target);
    if (given?.pinned) return;
    const steps = Array.from(host.tour.numbers);
    const [first, second] = choice;
    for (let i = given?.locked ?? 0; i <= steps.length && this.spent < until; i++) {
      this.spent++;
      if (second !== undefined) {
        for (let j = i; j <= steps.length && this.spent < until; j++) {
          this.spent++;
          if (reloads === 0 && !this.mayPair(host, first, i, second, j, bound())) continue;
          const both = [...steps.slice(0, i), first, ...steps.slice(i, j), second, ...steps.slice(j)];
          yield* withReloads(both, reloads, i, j + 2);
        }
        continue;
      }
      if (host.reach.fits(first, i) && this.mayPay(host, host.reach.leastCost(first, i), bound()))
        yield steps.toSpliced(i, 0, first);
      if (reloads > 0) yield* withReloads(steps.toSpliced(i, 0, first), reloads, i, i + 1).slice(1);
    }
  }

  /** What can be seen of a pair of places without simulation. */
  private mayPair({ tour, reach, isLinked }: Host, first: number, i: number, second: number, j: number, bound: number) {
    if (!reach.reaches(first, i) || (j > i && !reach.reaches(second, j))) return false;
    if (j === i || isLinked) return true;
    // Both bounds count from the cost of the route as it is, of which waiting and lateness may go.
    const slack = tour.cost.time + tour.cost.lateness;
    const least = reach.leastCost(first, i) + reach.leastCost(second, j) - slack;
    return this.mayPay({ isLinked }, least, bound);
  }

  private mayPay({ isLinked }: Pick<Host, 'isLinked'>, least: number, bound: number): boolean {
    return isLinked || this.world.facts.links.length > 0 || this.total + least < bound;
  }

  /** Routes that wait for those of these tasks, or these for them, however far. @param self the route they are on */
  boundTo(tasks: number[], self: Host | undefined): Host[] {
    return boundTo(this.world, (task) => this.hosts[this.hostFor(task)], tasks, self);
  }

  /** A place for a task on no route by all objectives; null where only cost counts. */
  rate(task: number, place: Placed): Rating | null {
    if (this.gaugeOf().isByCost) return null;
    const driven: Driven[] = [];
    this.totalWith(place.target, place.steps, driven);
    return this.rateDriven(task, place, driven);
  }

  /** @param driven the routes that change, see `totalWith` */
  private rateDriven(task: number, { target, steps }: Placed, driven: Driven[]): Rating {
    const host = this.hosts[target.at];
    const others = this.boundTo(tasksOf(this.world, Int32Array.from(steps)), host);
    const before = [...(host ? [host] : []), ...others].map(({ tour }) => tour);
    return this.gaugeOf().rate(task, target.vehicle, driven, before);
  }

  private gaugeOf(): Gauge {
    this.gauge ??= new Gauge(
      this.world.request,
      this.hosts.map(({ tour }) => tour),
    );
    return this.gauge;
  }

  /**
   * Cost of all routes with a target's route changed; infinite where that breaks a rule. No steps: it stays at home.
   * @param driven receives the routes that change.
   */
  totalWith(target: Target, steps: number[], driven?: Driven[]): number {
    const { world, hosts } = this;
    const changed = { vehicle: target.vehicle, steps: Int32Array.from(steps), count: steps.length };
    const replaced = hosts[target.at];
    const isLinked = replaced?.isLinked || hasLinks(world, changed.steps);
    const others = isLinked ? this.boundTo(tasksOf(world, changed.steps), replaced) : [];
    const routes = [changed, ...others.map(({ tour }) => linked(tour))].filter(({ count }) => count > 0);
    let total = this.total - (replaced?.tour.cost.total ?? 0) - sum(others.map(({ tour }) => tour.cost.total));
    const { simulator } = world;
    let from = simulator.stopsDriven;
    if (isLinked) {
      if (!world.together.settle(routes, false)) total = Number.POSITIVE_INFINITY;
      // All of them are simulated at least once, also where they fail together.
      this.spent += Math.max(sum(routes.map(({ count }) => count + 1)), simulator.stopsDriven - from);
    }
    for (const route of routes) {
      if (total === Number.POSITIVE_INFINITY) break;
      from = simulator.stopsDriven;
      total = world.run(route) && !simulator.belowMinimum ? total + simulator.cost : Number.POSITIVE_INFINITY;
      // Twice is what every stop is driven that is in time; with breaks and traffic it may be a hundred times.
      this.spent += Math.max(route.count + 1, simulator.stopsDriven - from - route.count);
      driven?.push(drivenIn(simulator));
    }
    if (isLinked) world.together.clear();
    return total;
  }

  /**
   * The plan without a task: its route is shorter, or gone. Reloads that end an empty trip go too where that is cheaper.
   */
  without(task: number): { trial: TrialPlan; target: Target; keepsRules: boolean } {
    const { world } = this;
    const at = this.hostFor(task);
    const { tour } = this.hosts[at]!;
    const target = { at, vehicle: tour.index, number: tour.number };
    const left = tour.steps.filter((step) => step.kind === 'reload' || step.task !== task);
    const isEmpty = left.every(({ kind }) => kind === 'reload');
    const numbersOf = (steps: RouteStep[]) => Array.from(world.stepsOf(steps));
    const trimmed = withoutEmptyTrips(left, this.givenFor(target)?.locked ?? 0);
    const isBetter =
      trimmed.length < left.length &&
      this.totalWith(target, numbersOf(trimmed)) <= this.totalWith(target, numbersOf(left));
    const steps = isEmpty ? [] : isBetter ? trimmed : left;
    const tours = this.hosts.map((host) => host.tour);
    const routes = tours.map((one): RawRoute => ({ vehicle: one.index, number: one.number, steps: one.steps }));
    routes[at] = { ...routes[at]!, steps };
    // Others keep their times but where sequences bind them.
    const isAlone = world.facts.links.length === 0;
    const changed = isEmpty ? [] : isAlone ? toursOf(world, [routes[at]!]) : [];
    const next = isAlone
      ? tours.toSpliced(at, 1, ...changed)
      : toursOf(world, isEmpty ? routes.toSpliced(at, 1) : routes);
    const trial = new TrialPlan(world, next, this.hosts);
    const rest = isEmpty ? { ...target, at: -1 } : target;
    return { trial, target: rest, keepsRules: isEmpty || trial.keepsRules(at, world.facts.isLinked[task] === 1) };
  }

  /** Whether a route as it is keeps all rules. @param later its sequences are judged with the task that is to come back. */
  private keepsRules(at: number, later: boolean): boolean {
    const host = this.hosts[at]!;
    if (host.isLinked && later) return true;
    const { tour } = host;
    return this.totalWith({ at, vehicle: tour.index, number: tour.number }, Array.from(tour.numbers)) < Infinity;
  }
}

const keyOf = ({ vehicle, number }: Pick<Target, 'vehicle' | 'number'>) => `${vehicle} #${number}`;

const hostOf = (world: World, tour: Tour): Host => ({
  tour,
  reach: new Reach(world, tour),
  tasks: tasksOf(world, tour.numbers),
  isLinked: hasLinks(world, tour.numbers),
});

function hasLinks({ facts }: World, steps: Int32Array): boolean {
  const { links, isLinked, taskOf } = facts;
  return links.length > 0 && steps.some((step) => step >= 0 && isLinked[taskOf[step]!] === 1);
}

/** A shipment is named twice. */
const tasksOf = ({ facts }: World, steps: Int32Array): number[] =>
  Array.from(steps).flatMap((step) => (step >= 0 ? facts.taskOf[step]! : []));

function linked({ index, numbers }: Tour): LinkedRoute {
  return { vehicle: index, steps: numbers, count: numbers.length };
}

/** Without reloads before, after or between which nothing is served; what is locked stays. */
function withoutEmptyTrips(steps: RouteStep[], locked: number): RouteStep[] {
  return steps.filter((step, i) => {
    if (step.kind === 'step' || i < locked) return true;
    return i > 0 && steps[i - 1]!.kind === 'step' && steps.slice(i).some(({ kind }) => kind === 'step');
  });
}
