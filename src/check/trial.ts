import type { Relation, RouteStep, RoutingRequest, Task, UnassignedReason, Vehicle } from '../contract/request.ts';
import { choicesOf } from './calls.ts';
import { Reach } from './reach.ts';
import { type Pair, pairsOf } from './relations.ts';
import type { Walked } from './route.ts';
import type { SequenceOf, Simulated, Simulator } from './simulate.ts';
import { slackOf } from './verdict.ts';

/** Stops simulated, after which nothing more is tried: a single shipment has thousands of places on a long route. */
const MOST_STEPS = 10_000_000;

/** Where a task that fits a vehicle alone could still go in the finished plan. */
export class Trial {
  private readonly request: RoutingRequest;
  private readonly simulator: Simulator;
  private readonly routes: Walked[];
  private readonly spare: Vehicle[];
  private readonly pairs: Pair[];
  private readonly costs = new Map<Walked, number>();
  /** Relations but sequences. */
  private readonly groups: { kind: Relation['kind']; tasks: Set<Task> }[];
  private readonly reaches = new Map<Walked, Reach>();
  private readonly routeOf = new Map<Task, Walked>();

  constructor(request: RoutingRequest, simulator: Simulator, routes: Walked[]) {
    this.request = request;
    this.simulator = simulator;
    this.routes = routes.filter(({ tasks }) => tasks.length > 0);
    this.pairs = pairsOf(request);
    const groups = request.relations.filter(({ kind }) => kind !== 'sequence');
    this.groups = groups.map(({ kind, tasks }) => ({
      kind,
      tasks: new Set(tasks.map((task) => request.tasks[task]!)),
    }));
    for (const route of routes) for (const task of route.tasks) this.routeOf.set(task, route);
    const used = new Map<Vehicle, number>();
    for (const { vehicle } of routes) used.set(vehicle, (used.get(vehicle) ?? 0) + 1);
    for (const { vehicle: index, number, pinned } of request.routes) {
      const vehicle = request.vehicles[index]!;
      const isDriven = routes.some((route) => route.vehicle === vehicle && route.number === number);
      // Pinned to stay unused.
      if (pinned && !isDriven) used.set(vehicle, (used.get(vehicle) ?? 0) + 1);
    }
    this.spare = request.vehicles.filter((vehicle) => vehicle.count > (used.get(vehicle) ?? 0));
  }

  /** Null where that would take too long to find out. */
  reasonFor(index: number): UnassignedReason[] | null {
    const { prize } = this.request.tasks[index]!;
    const added = this.least(index);
    if (Number.isNaN(added)) return null;
    if (added === Number.POSITIVE_INFINITY) return ['no_room'];
    if (prize === null) return ['search_ended'];
    // Too close to call in doubles: both are right.
    if (Math.abs(added - prize) <= slackOf(added, prize)) return ['not_worth_it', 'search_ended'];
    return [added > prize ? 'not_worth_it' : 'search_ended'];
  }

  /** The least that serving the task adds to the cost; infinite where it fits nowhere, not a number where all is spent. */
  private least(index: number): number {
    const task = this.request.tasks[index]!;
    let least = Number.POSITIVE_INFINITY;
    for (const route of this.routes) {
      if (!this.mayJoin(task, route)) continue;
      let linked: Walked[] | null = null;
      for (const steps of this.insertions(index, route)) {
        if (this.simulator.steps > MOST_STEPS) return Number.NaN;
        linked ??= this.linked([...route.tasks, task], route);
        least = Math.min(least, this.change({ ...route, steps }, linked, route));
      }
    }
    if (!this.mayJoin(task, null)) return least;
    const linked = this.linked([task], null);
    for (const vehicle of this.spare) {
      for (const steps of choicesOf(this.request, index).flatMap((own) => withReloads(vehicle, own, 0, own.length))) {
        least = Math.min(least, this.change({ vehicle, number: Number.POSITIVE_INFINITY, steps }, linked));
      }
    }
    return least;
  }

  /** Relations between whole routes, and what must stay as it is. */
  private mayJoin(task: Task, route: Walked | null): boolean {
    if (route && this.givenFor(route)?.pinned) return false;
    return this.groups.every(({ kind, tasks }) => {
      if (!tasks.has(task)) return true;
      const drivers = [...tasks].flatMap((other) => this.routeOf.get(other) ?? []);
      return kind === 'same_vehicle' ? drivers.every((one) => one === route) : !drivers.some((one) => one === route);
    });
  }

  private givenFor({ vehicle, number }: Walked) {
    return this.request.routes.find((one) => this.request.vehicles[one.vehicle] === vehicle && one.number === number);
  }

  /** The route with the task in every position that is not out of reach at once. */
  private *insertions(index: number, route: Walked): Generator<RouteStep[]> {
    const { vehicle, steps } = route;
    const from = this.givenFor(route)?.locked ?? 0;
    const reach = this.reachOf(route);
    // What is ruled out at once is work too.
    this.simulator.steps += steps.length / 10;
    const task = this.request.tasks[index]!;
    for (const own of choicesOf(this.request, index)) {
      const [first, second] = [own[0]!, own[1] ?? null];
      for (let i = from; i <= steps.length; i++) {
        if (second === null) {
          if (reach.carries(first, i) && reach.fits(first, i)) yield steps.toSpliced(i, 0, first);
          if (vehicle.reloads.length === 0) continue;
          if (reach.reaches(first, i)) yield* withReloads(vehicle, steps.toSpliced(i, 0, first), i, i + 1).slice(1);
          continue;
        }
        if (!reach.reaches(first, i)) continue;
        for (let j = i; j <= steps.length; j++) {
          // A reload more would change what else is on board.
          if (vehicle.reloads.length === 0 && !reach.hasRoom(task, i, j)) break;
          const both = [...steps.slice(0, i), first, ...steps.slice(i, j), second, ...steps.slice(j)];
          yield* withReloads(vehicle, both, i, j + 2);
        }
      }
    }
  }

  private reachOf(route: Walked): Reach {
    let reach = this.reaches.get(route);
    if (!reach) {
      reach = new Reach(this.simulator.fleet, this.simulator.board, route.vehicle, route.steps);
      this.reaches.set(route, reach);
    }
    return reach;
  }

  /** Cost of the routes that change, less what they cost. */
  private change(changed: SequenceOf, linked: Walked[], replaced: Walked | null = null): number {
    let after: Simulated[] | null;
    if (linked.length === 0) {
      const alone = this.simulator.route(changed.vehicle, changed.steps);
      after = alone && [alone];
    } else after = this.simulator.together([changed, ...linked], false);
    if (after === null || after.some(({ belowMinimum }) => belowMinimum)) return Number.POSITIVE_INFINITY;
    const before = [...linked, ...(replaced ? [replaced] : [])];
    const total = after.reduce((sum, { cost }) => sum + cost.total, 0);
    return before.reduce((sum, route) => sum - this.costOf(route), total);
  }

  /** What a route of the plan costs when timed as we time routes. */
  private costOf(route: Walked): number {
    let cost = this.costs.get(route);
    if (cost === undefined) {
      const linked = this.linked(route.tasks, route);
      const timed = linked.length === 0 ? null : this.simulator.together([route, ...linked], false)?.[0];
      cost = (timed ?? this.simulator.route(route.vehicle, route.steps))?.cost.total ?? route.cost.total;
      this.costs.set(route, cost);
    }
    return cost;
  }

  /** Routes whose times depend on those of these tasks, or these on theirs, by sequences. */
  private linked(of: Task[], self: Walked | null): Walked[] {
    if (this.pairs.length === 0) return [];
    const tasks = new Set(of);
    const linked = new Set<Walked>();
    for (let size = -1; size < linked.size; ) {
      size = linked.size;
      for (const { before, after } of this.pairs) {
        const other = tasks.has(before) ? after : tasks.has(after) ? before : null;
        const route = other && this.routeOf.get(other);
        if (!route || route === self || linked.has(route)) continue;
        linked.add(route);
        for (const task of route.tasks) tasks.add(task);
      }
    }
    return [...linked];
  }
}

/** As it is; then with each reload right before position `from`, and right before position `to`. */
function withReloads({ reloads }: Vehicle, steps: RouteStep[], from: number, to: number): RouteStep[][] {
  const before = reloads.map((_, reload) => steps.toSpliced(from, 0, { kind: 'reload', reload }));
  const after = reloads.map((_, reload) => steps.toSpliced(to, 0, { kind: 'reload', reload }));
  return [steps, ...before, ...after];
}
