import type { LinkedRoute } from '../route/together.ts';
import { aloneOn, mayTake } from './fit.ts';
import { boundTo } from './groups.ts';
import { type Choice, choicesOf, withReloads } from './options.ts';
import { Reach } from './reach.ts';
import type { Tour } from './tour.ts';
import type { World } from './world.ts';

/** Stops on the routes that are tried for all tasks together: some seconds, twice what the checker looks at. */
const MOST_STOPS = 20_000_000;

export interface Placed {
  /** What it adds to the cost. */
  cost: number;
  where: string;
}

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
  private stops = 0;

  constructor(world: World, tours: Tour[]) {
    this.world = world;
    const { request } = world;
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
   * The cheapest place for a task, or null where there is none, or none was found before all was spent.
   * @param anyWill the first place found is as good as any.
   */
  cheapest(task: number, anyWill: boolean): Placed | null {
    let best: Placed | null = null;
    const choices = choicesOf(this.world, task);
    for (const host of this.hosts) {
      if (this.isSpent) return best;
      if (!this.mayJoin(task, host)) continue;
      const cost = this.cheapestOn(host, choices, best?.cost ?? Number.POSITIVE_INFINITY, anyWill);
      if (cost !== null) best = { cost, where: `a route of '${host.tour.vehicle.id}'` };
      if (best !== null && anyWill) return best;
    }
    if (!this.mayJoin(task, null)) return best;
    for (const vehicle of this.spare) {
      if (this.isSpent) return best;
      const cost = this.ownRoute(vehicle, task, choices);
      if (cost === null || cost >= (best?.cost ?? Number.POSITIVE_INFINITY)) continue;
      best = { cost, where: `a vehicle of its own, '${this.world.request.vehicles[vehicle]!.id}',` };
      if (anyWill) return best;
    }
    return best;
  }

  /** Relations between whole routes. Null: a new route. */
  private mayJoin(task: number, host: Host | null): boolean {
    if (host?.locked === Number.POSITIVE_INFINITY) return false;
    return this.world.request.relations.every(({ kind, tasks }) => {
      if (kind === 'sequence' || !tasks.includes(task)) return true;
      const hosts = tasks.map((other) => this.isOn(other)).filter((other) => other !== undefined);
      return kind === 'same_vehicle' ? hosts.every((other) => other === host) : hosts.every((other) => other !== host);
    });
  }

  /** The least that the task adds to a route, if that is below `below`. */
  private cheapestOn(host: Host, choices: Choice[], below: number, anyWill: boolean): number | null {
    const { world } = this;
    const { tour } = host;
    if (tour.vehicle.maxTasks !== null && tour.totals.tasks >= tour.vehicle.maxTasks) return null;
    let best = below;
    const attempt = (steps: number[]) => {
      const cost = this.added(host, steps);
      if (cost < best) best = cost;
      return anyWill && best < below;
    };
    for (const choice of choices) {
      if (!mayTake(world, tour.index, choice)) continue;
      for (const steps of this.insertions(host, choice, () => best)) {
        if (attempt(steps)) return best;
        if (this.isSpent) return best < below ? best : null;
      }
    }
    return best < below ? best : null;
  }

  /** The route with the task in every position that is not out of reach or too dear at once. */
  private *insertions({ tour, reach, locked }: Host, choice: Choice, best: () => number): Generator<number[]> {
    const steps = Array.from(tour.numbers);
    const reloads = tour.vehicle.reloads.length;
    const [first, second] = choice;
    for (let i = locked; i <= steps.length; i++) {
      if (second === undefined) {
        const longer = () => steps.toSpliced(i, 0, first);
        if (reach.fits(first, i) && reach.leastCost(first, i) < best()) yield longer();
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

  private ownRoute(vehicle: number, task: number, choices: Choice[]): number | null {
    const alone = aloneOn(this.world, vehicle, task);
    let best = 'reason' in alone ? Number.POSITIVE_INFINITY : alone.cost;
    const { reloads } = this.world.request.vehicles[vehicle]!;
    if (reloads.length > 0 || this.isBound(new Set([task]))) {
      best = Number.POSITIVE_INFINITY;
      for (const choice of choices) {
        for (const steps of withReloads([...choice], reloads.length, 0, choice.length)) {
          best = Math.min(best, this.change(linkedRoute(vehicle, steps), null, new Set([task])));
        }
      }
    }
    return best === Number.POSITIVE_INFINITY ? null : best;
  }

  private added(host: Host, steps: number[]): number {
    const { taskOf } = this.world.facts;
    const tasks = new Set(steps.filter((step) => step >= 0).map((step) => taskOf[step]!));
    return this.change(linkedRoute(host.tour.index, steps), host, tasks);
  }

  /** What the plan costs more with this route (in place of a host's); infinite where that breaks a rule. */
  private change(route: LinkedRoute, replaced: Host | null, tasks: Set<number>): number {
    const { world } = this;
    this.stops += route.count;
    if (!this.isBound(tasks)) {
      const fits = world.run(route) && !world.simulator.belowMinimum;
      return fits ? world.simulator.cost - (replaced?.tour.cost.total ?? 0) : Number.POSITIVE_INFINITY;
    }
    const others = boundTo(world, this.isOn, tasks, replaced ?? undefined);
    const routes = [route, ...others.map(({ tour }) => linkedRoute(tour.index, Array.from(tour.numbers)))];
    let cost = -(replaced?.tour.cost.total ?? 0) - others.reduce((total, { tour }) => total + tour.cost.total, 0);
    const settled = world.together.settle(routes, false);
    for (const one of routes) {
      const fits = settled && world.run(one) && !world.simulator.belowMinimum;
      cost += fits ? world.simulator.cost : Number.POSITIVE_INFINITY;
    }
    world.together.clear();
    return cost;
  }

  private isBound(tasks: Set<number>): boolean {
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
