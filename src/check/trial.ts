import type { Relation, RouteStep, RoutingRequest, Task, UnassignedReason, Vehicle } from '../contract/request.ts';
import { choicesOf } from './calls.ts';
import { Reach } from './reach.ts';
import { type Pair, pairsOf } from './relations.ts';
import type { Walked } from './route.ts';
import type { SequenceOf, Simulated, Simulator } from './simulate.ts';
import { type Timed, worthOf } from './worth.ts';

/** Stops simulated, after which nothing more is tried: a single shipment has thousands of places on a long route. */
const MOST_STEPS = 10_000_000;

/** Routes that change, as they are and with the task. */
interface Placing {
  before: Timed[];
  after: Timed[];
}

/** Where a task that fits a vehicle alone could still go in the finished plan. */
export class Trial {
  private readonly request: RoutingRequest;
  private readonly simulator: Simulator;
  private readonly routes: Walked[];
  private readonly spare: Vehicle[];
  private readonly pairs: Pair[];
  /** Routes of the plan as they are timed, by duty and by tasks. */
  private bySize: Timed[][] | undefined;
  private readonly timed = new Map<Walked, Timed>();
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
    let [fits, isClose] = [false, false];
    for (const placed of this.placings(index)) {
      if (this.simulator.effort.stops > MOST_STEPS) return null;
      if (placed === null) continue;
      if (prize === null) return ['search_ended'];
      fits = true;
      this.simulator.effort.stops += this.workOf(placed.after);
      const worth = worthOf(
        this.request,
        index,
        () => this.extremes(placed.before.length + 1),
        placed.before,
        placed.after,
      );
      if (worth.isBetter && !worth.isClose) return ['search_ended'];
      isClose ||= worth.isClose;
    }
    if (!fits) return ['no_room'];
    // Too close to call in doubles: both are right.
    return isClose ? ['not_worth_it', 'search_ended'] : ['not_worth_it'];
  }

  /** Of looking at the objectives of these routes. */
  private workOf(routes: Timed[]): number {
    const isSquare = this.request.objectives.flat().some(({ name }) => name === 'compactness');
    return isSquare ? routes.reduce((sum, { steps }) => sum + steps.length ** 2, 0) : 0;
  }

  /** The routes that change where the task is placed, as they are and with it; null where that breaks a rule. */
  private *placings(index: number): Generator<Placing | null> {
    const task = this.request.tasks[index]!;
    for (const route of this.routes) {
      if (!this.mayJoin(task, route)) continue;
      let linked: Walked[] | null = null;
      for (const steps of this.insertions(index, route)) {
        linked ??= this.linked([...route.tasks, task], route);
        yield this.change({ ...route, steps }, linked, route);
      }
    }
    if (!this.mayJoin(task, null)) return;
    const linked = this.linked([task], null);
    for (const vehicle of this.spare) {
      const number = this.givenNumber(vehicle, index);
      for (const steps of choicesOf(this.request, index).flatMap((own) => withReloads(vehicle, own, 0, own.length))) {
        yield this.change({ vehicle, number, steps }, linked);
      }
    }
  }

  /** Which of the vehicles left the task was given to, for what counts as a change; infinite where to none. */
  private givenNumber(vehicle: Vehicle, index: number): number {
    const { id, firstNumber, count } = vehicle;
    const isLeft = (number: number) =>
      number >= firstNumber &&
      number < firstNumber + count &&
      !this.routes.some((route) => route.vehicle === vehicle && route.number === number);
    const given = this.request.routes.find(
      ({ vehicle: other, number, steps }) =>
        this.request.vehicles[other]!.id === id &&
        isLeft(number) &&
        steps.some((step) => step.kind === 'step' && step.task === index),
    );
    return given?.number ?? Number.POSITIVE_INFINITY;
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
    this.simulator.effort.stops += steps.length / 10;
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

  private change(changed: SequenceOf, linked: Walked[], replaced: Walked | null = null): Placing | null {
    let after: Simulated[] | null;
    if (linked.length === 0) {
      const alone = this.simulator.route(changed.vehicle, changed.steps);
      after = alone && [alone];
    } else after = this.simulator.together([changed, ...linked], false);
    if (after === null || after.some(({ belowMinimum }) => belowMinimum)) return null;
    const before = [...linked, ...(replaced ? [replaced] : [])];
    const numbers = [changed, ...linked].map(({ number }) => number);
    return {
      before: before.map((route) => this.timedAs(route)),
      after: after.map((one, r) => ({ ...one, number: numbers[r]! })),
    };
  }

  /** So many of the longest and of the shortest routes of the plan, by duty and by tasks. */
  private extremes(count: number): Timed[] {
    this.bySize ??= (['duty_s', 'tasks'] as const).map((size) =>
      this.routes.map((route) => this.timedAs(route)).sort((a, b) => a[size] - b[size]),
    );
    return [...new Set(this.bySize.flatMap((routes) => [...routes.slice(0, count), ...routes.slice(-count)]))];
  }

  /** A route of the plan when timed as we time routes. */
  private timedAs(route: Walked): Timed {
    let timed = this.timed.get(route);
    if (timed === undefined) {
      const linked = this.linked(route.tasks, route);
      const together = linked.length === 0 ? null : this.simulator.together([route, ...linked], false)?.[0];
      const found = together ?? this.simulator.route(route.vehicle, route.steps);
      const stated = { ...route, ...route.measured, ends_s: 0 };
      timed = found ? { ...found, number: route.number } : stated;
      this.timed.set(route, timed);
    }
    return timed;
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
