import type { GivenRoute, Position, RoutingRequest, Task, Vehicle } from '../contract/request.ts';
import { fixedSteps, isKept, renumbered } from '../contract/steps.ts';
import { taskPlaces } from '../contract/task-places.ts';
import type { Rng } from '../kit/rng.ts';
import type { RawRoute, RawSolution } from '../model/solution.ts';
import { boundGroups, hasFewLinks, relationsWithin } from './bound.ts';
import { type Carriers, carriersOf, joinPieces, pieceOf } from './carriers.ts';
import { cut, type Item } from './cut.ts';
import { sortToFew, tasksOfFew } from './few.ts';
import { dealFleet } from './fleet.ts';
import { nearestStarts } from './starts.ts';
import { type Suits, suitsOf } from './suits.ts';
import type { Ward } from './wants.ts';

/** From so many tasks on a request is solved in districts: tables of all pairs would not fit caches, then not memory. */
const LARGE = 4000;
/** From so many on the tables of all their pairs are not made where there is less time per task than this. */
const LARGE_IN_BRIEF = 2500;
const BRIEF_S = 0.0004;
/** Tasks of a district, at most about. */
export const DISTRICT_TASKS = 1000;

/** Tasks of a district of so many: there are two at least. */
export const districtTasks = (tasks: number): number => Math.min(DISTRICT_TASKS, Math.ceil(tasks / 2));

/** Whether tasks are too many for a search of the whole in the time there is. @param time_s null: no bound */
export function isLarge(tasks: number, time_s: number | null): boolean {
  return tasks >= LARGE || (time_s !== null && tasks >= LARGE_IN_BRIEF && time_s < tasks * BRIEF_S);
}

/** Routes of more tasks than this are a district of their own, or more than that. */
const LONG_ROUTE = 250;

/** Whether vehicles are so few that districts would leave no choice of what goes with what. */
export function hasFewVehicles({ tasks, vehicles }: RoutingRequest): boolean {
  return tasks.length > LONG_ROUTE * vehicles.reduce((sum, { count }) => sum + count, 0);
}

/** A part of a request that is a request of its own, and how to read its solutions back. */
export interface District {
  request: RoutingRequest;
  /** Per task of the district: its index in the whole. */
  tasks: number[];
}

/**
 * Whether parts of a request can be solved without a look at the others: all tasks have positions, few of them wait for each other, nothing
 * relates routes to each other, and what has to stay as it is belongs to a vehicle of its own.
 */
export function isDivisible(request: RoutingRequest): boolean {
  const { places, vehicles, objectives, routes } = request;
  return (
    taskPlaces(request).every((place) => places[place]!.position !== null) &&
    hasFewLinks(request) &&
    objectives.every((level) => level.every(({ name }) => name !== 'balance' && name !== 'change')) &&
    routes.every((route) => !isKept(route) || isSingle(vehicles[route.vehicle]!))
  );
}

/** Whether it is told from all others, and its route is never too short to be one: what has to stay is never given up. */
const isSingle = ({ count, minLoad, minDuty_s }: Vehicle): boolean =>
  count === 1 && minLoad === null && minDuty_s === 0;

/** Cuts a request and a solution of it, again and again, into districts that are solved by themselves. */
export class Districts {
  private readonly request: RoutingRequest;
  /** Vehicles that every district has; the request without them is whose vehicles are dealt out. */
  private readonly carriers: Carriers;
  private readonly dealt: RoutingRequest;
  /** Tasks for which there are few vehicles, and which. */
  private readonly few: Map<number, number[]>;
  /** By vehicle: the route of which some has to stay. */
  private readonly kept: Map<number, GivenRoute>;
  private readonly positions: Position[];
  private readonly nearestStart: (number | null)[];
  private readonly suits: Suits;

  /** @param request one that `isDivisible`  @param most tasks of a district, about */
  constructor(request: RoutingRequest, most: number = DISTRICT_TASKS) {
    this.request = request;
    this.carriers = carriersOf(request, most);
    const vehicles = request.vehicles.map((vehicle, v) =>
      this.carriers.vehicles.has(v) ? { ...vehicle, count: 0, start: null } : vehicle,
    );
    this.dealt = { ...request, vehicles };
    this.kept = new Map(request.routes.filter(isKept).map((route) => [route.vehicle, route]));
    this.positions = taskPlaces(request).map((place) => request.places[place]!.position!);
    this.nearestStart = nearestStarts(this.dealt);
    this.suits = suitsOf(request);
    this.few = tasksOfFew(request, this.suits, this.carriers.vehicles);
  }

  /** Districts of whole routes, and of the tasks that are on none, or on those of carriers. @param most tasks of a district, about */
  divide({ routes: all, unassigned }: RawSolution, rng: Rng, most: number): District[] {
    const { request } = this;
    const { vehicles: carriers, particular } = this.carriers;
    const routes = all.filter(({ vehicle }) => !carriers.has(vehicle));
    const idle = (vehicle: number) => (this.kept.has(vehicle) ? fixedSteps(this.kept.get(vehicle)!) : []);
    const waits = sortToFew(unassigned, this.few, routes, request, idle, rng);
    const carried = all.filter(({ vehicle }) => carriers.has(vehicle));
    const isAbsent = new Set(unassigned);
    const isFree = (task: number) => !this.few.has(task);
    const onCarriers = carried.flatMap(tasksOf);
    const bound = onCarriers.filter((task) => particular.has(task));
    const loose = onCarriers.filter((task) => !particular.has(task));
    const single = [...unassigned.filter(isFree), ...loose];
    const served = routes.map(tasksOf);
    const waiting = routes.map((route) => waits.get(route) ?? []);
    const tasksIn = [...served.map((tasks, r) => [...tasks, ...waiting[r]!]), ...single.map((task) => [task])];
    // Where each goes: in the middle of what a vehicle waits for, anywhere, no other would be.
    const drawn = (tasks: number[]) => (tasks.length < 2 ? tasks : [tasks[rng.below(tasks.length)]!]);
    const goesTo = [
      ...served.map((tasks, r) => (tasks.length > 0 ? tasks : drawn(waiting[r]!))),
      ...tasksIn.slice(routes.length),
    ];
    if (bound.length > 0) {
      tasksIn.push(bound);
      // What is bound to a carrier goes where others wait for one, or all that was ever near it would be served and nothing else.
      const others = drawn(unassigned.filter((task) => isFree(task) && particular.has(task)));
      goesTo.push(others.length > 0 ? others : bound);
    }
    const groups = boundGroups(request.relations, tasksIn);
    const items = groups.map((group): Item => {
      const size = group.reduce((sum, i) => sum + tasksIn[i]!.length, 0);
      return { ...this.middleOf(group.flatMap((i) => goesTo[i]!)), size };
    });
    const wards = cut(items, most, rng).map((cluster): Ward => {
      const group = cluster.flatMap((i) => groups[i]!);
      const own = group.filter((i) => i < routes.length).map((i) => routes[i]!);
      const tasks = group.flatMap((i) => tasksIn[i]!).sort((a, b) => a - b);
      return { tasks, routes: own, absent: tasks.filter((task) => isAbsent.has(task)) };
    });
    const counts = dealFleet(this.dealt, wards, this.nearestStart, this.suits);
    const keeper = particular.size > 0 ? keeperOf(wards, particular, bound[0], rng) : 0;
    const districts = wards.map((ward, w) => {
      for (const carrier of carriers) counts[w]![carrier] = request.vehicles[carrier]!.count;
      const tasks = new Set(carried.length === 0 ? [] : ward.tasks);
      const pieces = carried.map((route) => pieceOf(route, tasks)).filter((piece) => piece !== null);
      return this.districtOf({ ...ward, routes: [...ward.routes, ...pieces] }, counts[w]!, w === keeper);
    });
    // What keeps times on a carrier's route comes before all else on it.
    return [districts[keeper]!, ...districts.toSpliced(keeper, 1)];
  }

  private middleOf(tasks: readonly number[]): Omit<Item, 'size'> {
    let [x, y] = [0, 0];
    for (const task of tasks) {
      x += this.positions[task]![0];
      y += this.positions[task]![1];
    }
    return { x: x / tasks.length, y: y / tasks.length };
  }

  private districtOf({ tasks, routes }: Ward, counts: number[], keeps: boolean): District {
    const { request } = this;
    const { vehicles: carriers, particular } = this.carriers;
    const names = [...carriers].map((carrier) => request.vehicles[carrier]!.id);
    const forbidden = (task: Task): Task => ({ ...task, forbiddenVehicles: [...task.forbiddenVehicles, ...names] });
    const indexOf = new Map(tasks.map((task, k) => [task, k]));
    const numbers = request.vehicles.map(({ firstNumber }) => firstNumber);
    return {
      tasks,
      request: {
        ...request,
        tasks: tasks.map((task) =>
          keeps || !particular.has(task) ? request.tasks[task]! : forbidden(request.tasks[task]!),
        ),
        relations: relationsWithin(request.relations, indexOf),
        vehicles: request.vehicles.map((vehicle, v) => ({ ...vehicle, count: counts[v]! })),
        explain: { vehicles: [], unassigned: false, slots: [] },
        routes: [...routes, ...this.keptWithout(routes, counts)].map(({ vehicle, steps }) => ({
          vehicle,
          number: numbers[vehicle]!++,
          steps: renumbered(steps, (task) => indexOf.get(task)!),
          locked: this.kept.get(vehicle)?.locked ?? 0,
          pinned: this.kept.get(vehicle)?.pinned ?? false,
        })),
      },
    };
  }

  /** What stays of vehicles that serve nothing: pinned to that, or a reload. */
  private keptWithout(routes: readonly RawRoute[], counts: readonly number[]): Pick<RawRoute, 'vehicle' | 'steps'>[] {
    const inUse = new Set(routes.map(({ vehicle }) => vehicle));
    return [...this.kept]
      .filter(([vehicle]) => counts[vehicle]! > 0 && !inUse.has(vehicle))
      .map(([vehicle, route]) => ({ vehicle, steps: fixedSteps(route) }));
  }

  /** Puts solutions of all districts together, in the order of `divide`; vehicles are numbered anew. */
  join(parts: { district: District; solution: RawSolution }[]): RawSolution {
    const { vehicles: carriers } = this.carriers;
    const numbers = this.request.vehicles.map(({ firstNumber }) => firstNumber);
    const made = parts.map(({ district: { tasks }, solution }) =>
      solution.routes.map(({ steps, ...route }) => ({ ...route, steps: renumbered(steps, (task) => tasks[task]!) })),
    );
    const carried = joinPieces(made.map((routes) => routes.filter(({ vehicle }) => carriers.has(vehicle))));
    const own = made.flat().filter(({ vehicle }) => !carriers.has(vehicle));
    const routes = [...own, ...carried].map((route) => ({ ...route, number: numbers[route.vehicle]!++ }));
    const unassigned = parts.flatMap(({ district: { tasks }, solution }) => solution.unassigned.map((t) => tasks[t]!));
    return { routes, unassigned: unassigned.sort((a, b) => a - b) };
  }
}

const tasksOf = ({ steps }: RawRoute): number[] =>
  steps.flatMap((step) => (step.kind === 'step' && step.part === 0 ? [step.task] : []));

/** The district with a task, or one drawn: the rather, the more particular tasks nobody serves there. */
function keeperOf(wards: readonly Ward[], particular: ReadonlySet<number>, task: number | undefined, rng: Rng): number {
  if (task !== undefined) return wards.findIndex(({ tasks }) => tasks.includes(task));
  const waiting = wards.map(({ absent }) => 1 + absent.filter((other) => particular.has(other)).length);
  let left = rng.below(waiting.reduce((sum, count) => sum + count, 0));
  return waiting.findIndex((count) => (left -= count) < 0);
}
