import type { LinkedRoute } from '../route/together.ts';
import { mayTake } from './fit.ts';
import { type Driven, drivenIn, Gauge, type Rating } from './gauge.ts';
import { boundTo } from './groups.ts';
import { type Choice, choicesOf, withReloads } from './options.ts';
import { Reach } from './reach.ts';
import { sum, type Tour } from './tour.ts';
import type { World } from './world.ts';

/** Stops on the routes that are tried for all tasks together: some seconds, twice what the checker looks at. */
const MOST_STOPS = 20_000_000;

/** A place for a task. */
interface Place {
  /** What it adds to the cost. */
  cost: number;
  /** By the objectives; null where nothing but cost counts. */
  rating: Rating | null;
}

export interface Placed extends Place {
  where: string;
}

/** Places are compared by this: the least is best. */
const rankOf = (place: Place | null) =>
  place === null ? Number.POSITIVE_INFINITY : (place.rating?.rank ?? place.cost);

/** A finished route to try insertions into. */
interface Host {
  tour: Tour;
  reach: Reach;
  tasks: Set<number>;
  /** Steps that stay where they are; infinite: nothing may join. */
  locked: number;
}

/** Trial insertions into one finished plan; no other task moves. */
export class Trials {
  private readonly world: World;
  private readonly hosts: Host[];
  /** Indices of vehicles of which there is one left. */
  private readonly spare: number[];
  private readonly isOn: (task: number) => Host | undefined;
  private readonly gauge: Gauge;
  /** What is being tried. */
  private task = -1;
  private isByCost = true;
  private stops = 0;

  constructor(world: World, tours: Tour[]) {
    this.world = world;
    const { request } = world;
    this.gauge = new Gauge(request, tours);
    this.hosts = tours.map((tour) => ({
      ...{ tour, reach: new Reach(world, tour) },
      tasks: new Set(tour.steps.flatMap((step) => (step.kind === 'step' ? [step.task] : []))),
      locked: lockedOf(world, tour),
    }));
    const hostOf = new Map<number, Host>();
    for (const host of this.hosts) for (const task of host.tasks) hostOf.set(task, host);
    this.isOn = (task) => hostOf.get(task);
    this.spare = request.vehicles.flatMap((vehicle, index) => {
      const used = tours.filter((tour) => tour.index === index).length + pinnedIdle(world, tours, index);
      return vehicle.count > used ? [index] : [];
    });
  }

  /** Whether so much was tried that no more is: nobody waits for hours to be told why. */
  get isSpent(): boolean {
    return this.stops > MOST_STOPS;
  }

  /**
   * The best place for a task, or null where there is none, or none was found before all was spent.
   * @param anyWill the first place found is as good as any.
   */
  best(task: number, anyWill: boolean): Placed | null {
    let best: Placed | null = null;
    const choices = choicesOf(this.world, task);
    this.task = task;
    this.isByCost = anyWill || this.gauge.isByCost;
    for (const host of this.hosts) {
      if (this.isSpent) return best;
      if (!this.mayJoin(task, host)) continue;
      const place = this.bestOn(host, choices, rankOf(best), anyWill);
      if (place !== null) best = { ...place, where: `a route of '${host.tour.vehicle.id}'` };
      if (best !== null && anyWill) return best;
    }
    if (!this.mayJoin(task, null)) return best;
    for (const vehicle of this.spare) {
      if (this.isSpent) return best;
      const place = this.ownRoute(vehicle, choices);
      if (place === null || rankOf(place) >= rankOf(best)) continue;
      best = { ...place, where: `a vehicle of its own, '${this.world.request.vehicles[vehicle]!.id}',` };
      if (anyWill) return best;
    }
    return best;
  }

  /** Relations between whole routes. Null: a new route. */
  private mayJoin(task: number, host: Host | null): boolean {
    if (host?.locked === Number.POSITIVE_INFINITY) return false;
    return this.world.relationsOf(task).every(({ kind, tasks }) => {
      if (kind === 'sequence') return true;
      const hosts = tasks.map((other) => this.isOn(other)).filter((other) => other !== undefined);
      return kind === 'same_vehicle' ? hosts.every((other) => other === host) : hosts.every((other) => other !== host);
    });
  }

  /** The best place on a route, if it is better than `below`. */
  private bestOn(host: Host, choices: Choice[], below: number, anyWill: boolean): Place | null {
    const { world } = this;
    const { tour } = host;
    if (tour.vehicle.maxTasks !== null && tour.totals.tasks >= tour.vehicle.maxTasks) return null;
    let best: Place | null = null;
    const bound = () => (best === null ? below : rankOf(best));
    // What a place costs at least says nothing where other objectives count, or routes that wait for this one may get cheaper.
    const isBounded = this.isByCost && !this.isBound([this.task]) && !this.isBound(host.tasks);
    const mostCost = () => (isBounded ? bound() : Number.POSITIVE_INFINITY);
    for (const choice of choices) {
      if (!mayTake(world, tour.index, choice)) continue;
      for (const steps of this.insertions(host, choice, mostCost)) {
        const place = this.added(host, steps);
        if (place !== null && rankOf(place) < bound()) best = place;
        if (this.isSpent || (anyWill && best !== null)) return best;
      }
    }
    return best;
  }

  /** The route with the task in every position that is not out of reach or too dear at once. */
  private *insertions({ tour, reach, locked }: Host, choice: Choice, mostCost: () => number): Generator<number[]> {
    const steps = Array.from(tour.numbers);
    const reloads = tour.vehicle.reloads.length;
    const [first, second] = choice;
    for (let i = locked; i <= steps.length; i++) {
      if (second === undefined) {
        const longer = () => steps.toSpliced(i, 0, first);
        if (reach.fits(first, i) && reach.leastCost(first, i) < mostCost()) yield longer();
        if (reloads > 0 && reach.reaches(first, i)) yield* withReloads(longer(), reloads, i, i + 1).slice(1);
        continue;
      }
      if (!reach.reaches(first, i)) continue;
      const task = this.world.facts.taskOf[first]!;
      for (let j = i; j <= steps.length; j++) {
        // A reload more would change what else is on board.
        if (reloads === 0 && !reach.hasRoomOn(task, j)) break;
        const both = [...steps.slice(0, i), first, ...steps.slice(i, j), second, ...steps.slice(j)];
        yield* withReloads(both, reloads, i, j + 2);
      }
    }
  }

  private ownRoute(vehicle: number, choices: Choice[]): Place | null {
    const { reloads } = this.world.request.vehicles[vehicle]!;
    let best: Place | null = null;
    for (const choice of choices) {
      for (const steps of withReloads([...choice], reloads.length, 0, choice.length)) {
        const place = this.change(linkedRoute(vehicle, steps), null, new Set([this.task]));
        if (rankOf(place) < rankOf(best)) best = place;
      }
    }
    return best;
  }

  private added(host: Host, steps: number[]): Place | null {
    const { taskOf } = this.world.facts;
    const tasks = new Set(steps.filter((step) => step >= 0).map((step) => taskOf[step]!));
    return this.change(linkedRoute(host.tour.index, steps), host, tasks);
  }

  /** The plan with this route (in place of a host's); null where that breaks a rule. */
  private change(route: LinkedRoute, replaced: Host | null, tasks: Set<number>): Place | null {
    const { simulator } = this.world;
    const from = simulator.stopsDriven;
    const place = this.tried(route, replaced, tasks);
    // Twice is what every stop is driven that is in time; with breaks, traffic and sequences it may be a hundred times.
    this.stops += Math.max(route.count, simulator.stopsDriven - from - route.count);
    return place;
  }

  private tried(route: LinkedRoute, replaced: Host | null, tasks: Set<number>): Place | null {
    const { world } = this;
    const isBound = this.isBound(tasks);
    const others = isBound ? boundTo(world, this.isOn, tasks, replaced ?? undefined) : [];
    const routes = [route, ...others.map(({ tour }) => linkedRoute(tour.index, Array.from(tour.numbers)))];
    const isSettled = !isBound || world.together.settle(routes, false);
    const driven: Driven[] = [];
    for (const one of isSettled ? routes : []) {
      if (!world.run(one) || world.simulator.belowMinimum) break;
      driven.push(drivenIn(world.simulator));
    }
    if (isBound) world.together.clear();
    if (driven.length < routes.length) return null;
    const before = [...(replaced ? [replaced] : []), ...others].map(({ tour }) => tour);
    const cost = sum(driven.map((one) => one.cost)) - sum(before.map((tour) => tour.cost.total));
    return { cost, rating: this.isByCost ? null : this.gauge.rate(this.task, route.vehicle, driven, before) };
  }

  private isBound(tasks: Iterable<number>): boolean {
    const { links, isLinked } = this.world.facts;
    if (links.length === 0) return false;
    for (const task of tasks) if (isLinked[task] === 1) return true;
    return false;
  }
}

function linkedRoute(vehicle: number, steps: number[]): LinkedRoute {
  return { vehicle, steps: Int32Array.from(steps), count: steps.length };
}

function givenFor({ request }: World, vehicle: number, number: number) {
  return request.routes.find((route) => route.vehicle === vehicle && route.number === number);
}

function lockedOf(world: World, { index, number }: Tour): number {
  const given = givenFor(world, index, number);
  return given?.pinned ? Number.POSITIVE_INFINITY : (given?.locked ?? 0);
}

/** Vehicles of a kind that are pinned to a route of nothing. */
function pinnedIdle({ request }: World, tours: Tour[], vehicle: number): number {
  const isDriven = (number: number) => tours.some((tour) => tour.index === vehicle && tour.number === number);
  return request.routes.filter((route) => route.vehicle === vehicle && route.pinned && !isDriven(route.number)).length;
}
