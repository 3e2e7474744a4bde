import type { PlanCost } from '../contract/plan.ts';
import type { Break, RouteStep, RoutingRequest, Task, Vehicle } from '../contract/request.ts';
import { Board } from './board.ts';
import { type Call, isLastPart, loadedFor, partsOf, setupAt, totalLoad, tripsOf } from './calls.ts';
import { chargeFor, countedDuty, type Measured, overtimeOf, softly } from './cost.ts';
import { Fleet } from './fleet.ts';
import { leaveLatest } from './latest.ts';
import { earliestEnd } from './placing.ts';
import { isPartOfPlan, type Pair, pairsOf } from './relations.ts';
import { type Effort, firstOpen, type Pause, type Placing, type Schedule, type Visit, type Way } from './timing.ts';
import { isOver, timeSlack } from './verdict.ts';

/** A route under rules T1 to T7. */
export interface Simulated extends Measured {
  vehicle: Vehicle;
  steps: RouteStep[];
  cost: PlanCost;
  starts_s: number;
  ends_s: number;
  /** Of every step. */
  arrivals_s: number[];
  begins_s: number[];
  departures_s: number[];
  /** Breaks, in the order they are taken. */
  pauses: Pause[];
  /** On board when leaving the start (0) and every step (i + 1), per dimension. */
  loads: number[][];
  /** Rule L5 is broken: fewer goods or hours than the vehicle is sent out for. */
  belowMinimum: boolean;
}

export { objectiveValues } from './objectives.ts';

export interface SequenceOf {
  vehicle: Vehicle;
  number: number;
  steps: RouteStep[];
}

/** A sequence that keeps all that does not depend on the clock. */
interface Prepared {
  vehicle: Vehicle;
  steps: RouteStep[];
  calls: Call[];
  loads: number[][];
  way: Way;
}

interface Timed {
  placing: Placing | null;
  schedule: Schedule;
}

/**
 * The checker's own simulation of given sequences, under all rules of docs/model.md. Written for clarity; shares nothing
 * with solver and planner.
 */
export class Simulator {
  readonly effort: Effort = { stops: 0 };
  readonly fleet: Fleet;
  private readonly request: RoutingRequest;
  readonly board: Board;
  private readonly pairs: Pair[];
  /** By the later task. */
  private readonly pairsTo = new Map<Task, Pair[]>();
  private readonly apart: Set<Task>[];

  constructor(request: RoutingRequest) {
    this.request = request;
    this.fleet = new Fleet(request);
    this.board = new Board(request);
    this.pairs = pairsOf(request);
    for (const pair of this.pairs) this.pairsTo.set(pair.after, [...(this.pairsTo.get(pair.after) ?? []), pair]);
    const apart = request.relations.filter(({ kind }) => kind === 'different_vehicles');
    this.apart = apart.map(({ tasks }) => new Set(tasks.map((task) => request.tasks[task]!)));
  }

  /**
   * One route by itself: of relations only what binds tasks on it.
   * @returns null where it breaks a rule other than L5, or serves nothing.
   */
  route(vehicle: Vehicle, steps: RouteStep[]): Simulated | null {
    const prepared = this.prepare(vehicle, steps);
    const timed = prepared && this.time(prepared);
    return timed && this.measure(prepared!, leaveLatest(prepared!.way, timed.placing, timed.schedule));
  }

  /** Whether these could be some of the stops of a route, as far as they tell: what others are for or bring along is left out. */
  isPartOfRoute(vehicle: Vehicle, steps: RouteStep[]): boolean {
    const prepared = this.prepare(vehicle, steps, false);
    const timed = prepared && this.time(prepared);
    return (
      timed !== null && this.measure(prepared!, leaveLatest(prepared!.way, timed.placing, timed.schedule)) !== null
    );
  }

  /**
   * Routes of one plan, with the relations between them (rule T6).
   * @param isWhole false: these are some of the routes of a plan, whose relations are kept otherwise
   * @returns null where any of them, or a relation, breaks a rule other than L5.
   */
  together(routes: SequenceOf[], isWhole = true): Simulated[] | null {
    if (isWhole && !isPartOfPlan(this.request, routes)) return null;
    const prepared: Prepared[] = [];
    for (const { vehicle, steps } of routes) {
      const one = this.prepare(vehicle, steps);
      if (!one) return null;
      prepared.push(one);
    }
    const timed = this.timeTogether(prepared);
    if (!timed) return null;
    const results: Simulated[] = [];
    for (const [r, { placing, schedule }] of timed.entries()) {
      const one = this.measure(prepared[r]!, leaveLatest(prepared[r]!.way, placing, schedule));
      if (!one) return null;
      results.push(one);
    }
    return results;
  }

  /** Whether windows and shift alone could be kept, with or without breaks. */
  isOnTime(vehicle: Vehicle, steps: RouteStep[], hasBreaks: boolean): boolean {
    const calls = steps.map((step) => this.fleet.call(vehicle, step));
    if (calls.includes(null)) return false;
    const way = this.bareWay(vehicle, calls as Call[], [[], ...calls.map(() => [])]);
    way.rules = hasBreaks ? way.rules : [];
    way.breaks = hasBreaks ? breaksFor(vehicle, way) : [];
    return this.time({ way }) !== null;
  }

  /** Raises the begins that wait for other routes until none changes any more; null where they wait in a circle. */
  private timeTogether(routes: Prepared[]): Timed[] | null {
    const places = placesOf(routes);
    const waits = this.pairs.flatMap(({ before, after, gap_s }) => {
      const first = places.get(before)?.last;
      const then = places.get(after)?.first;
      return first && then && first.route !== then.route ? [{ first, then, gap_s }] : [];
    });
    for (const { first } of waits) routes[first.route]!.way.visits[first.visit]!.isKept = true;
    const timed: (Timed | null)[] = routes.map(({ way }) => this.timeKept(way));
    // A chain over all takes as many rounds; breaks that find another place may take some more.
    for (let round = 0; round <= 2 * waits.length + 4; round++) {
      if (timed.some((one, r) => one === null && routes[r]!.way.rules.length === 0)) return null;
      const changed = new Set<number>();
      for (const { first, then, gap_s } of waits) {
        const { way } = routes[first.route]!;
        // Not in time as long as nothing makes it wait: a wait may be what leaves room for a break for driving.
        const schedule = timed[first.route]?.schedule;
        if (!schedule) continue;
        const begin_s = schedule.begins_s[first.visit]!;
        const visit = routes[then.route]!.way.visits[then.visit]!;
        const from_s = begin_s + way.visits[first.visit]!.stay_s + gap_s;
        if (from_s <= visit.from_s) continue;
        visit.from_s = from_s;
        changed.add(then.route);
      }
      if (changed.size === 0) return timed.includes(null) ? null : (timed as Timed[]);
      for (const r of changed) timed[r] = this.timeKept(routes[r]!.way);
    }
    return null;
  }

  /**
   * As `time`. Nobody can wait for what could happen at any time: such a route leaves not before second 0, or when it would
   * by itself if that is earlier (rule T6).
   */
  private timeKept(way: Way): Timed | null {
    const timed = this.time({ way });
    if (!timed?.schedule.begins_s.some((begin_s, i) => way.visits[i]!.isKept && begin_s === Number.NEGATIVE_INFINITY))
      return timed;
    const alone: Way = { ...way, visits: way.visits.map((visit) => ({ ...visit, isKept: false })) };
    const { starts_s } = leaveLatest(alone, timed.placing, timed.schedule);
    way.earliest_s = Number.isFinite(starts_s) ? Math.min(0, starts_s) : 0;
    return this.time({ way });
  }

  /** Everything as early as possible. What nothing bounds from below leaves at second 0 (rule T7). */
  private time({ way }: { way: Way }): Timed | null {
    const timed = earliestEnd(way);
    const isOpen = way.earliest_s === Number.NEGATIVE_INFINITY;
    // Ever so early, at the speed before all traffic, a break for driving may be due where there can be none.
    const isUntimed =
      timed === null ? isOpen && way.rules.length > 0 : timed.schedule.ends_s === Number.NEGATIVE_INFINITY;
    if (!isUntimed) return timed;
    const { breaks } = way;
    way.earliest_s = 0;
    way.breaks = openFrom(breaks, way);
    const since0 = earliestEnd(way);
    // Another route it waits for may yet say when.
    if (since0 === null) Object.assign(way, { earliest_s: Number.NEGATIVE_INFINITY, breaks });
    return since0;
  }

  private prepare(vehicle: Vehicle, steps: RouteStep[], isWhole = true): Prepared | null {
    const calls: Call[] = [];
    for (const step of steps) {
      const call = this.fleet.call(vehicle, step);
      if (!call) return null;
      calls.push(call);
    }
    this.effort.stops += calls.length;
    const tasks = wholeTasks(calls);
    if (tasks === null || tasks.size === 0 || !this.withinCounts(vehicle, calls, tasks)) return null;
    let isBroken = false;
    const report = () => {
      isBroken = true;
    };
    const loads = this.board.follow(vehicle, calls, report, isWhole);
    if (isBroken) return null;
    const way = this.wayOf(vehicle, calls, loads);
    return way && { vehicle, steps, calls, loads, way };
  }

  private withinCounts(vehicle: Vehicle, calls: Call[], tasks: Set<Task>): boolean {
    const trips = calls.reduce((sum, { task }) => sum + (task === null ? 1 : 0), 1);
    if (vehicle.maxTasks !== null && tasks.size > vehicle.maxTasks) return false;
    if (vehicle.maxTrips !== null && trips > vehicle.maxTrips) return false;
    return this.apart.every((group) => {
      let together = 0;
      for (const task of tasks) if (group.has(task)) together++;
      return together < 2;
    });
  }

  /** Null where a task comes before one that must be finished before it. */
  private wayOf(vehicle: Vehicle, calls: Call[], loads: number[][]): Way | null {
    const way = this.bareWay(vehicle, calls, loads);
    bindTrips(way, calls);
    way.breaks = breaksFor(vehicle, way);
    return this.bindPairs(way, calls) ? way : null;
  }

  /** With windows and shift only. */
  private bareWay(vehicle: Vehicle, calls: Call[], loads: number[][]): Way {
    const visits = calls.map((call, i): Visit => {
      const before = i === 0 ? vehicle.start : calls[i - 1]!.place;
      return {
        windows: call.windows,
        softWindows: call.softWindows,
        from_s: Number.NEGATIVE_INFINITY,
        until_s: Number.POSITIVE_INFINITY,
        stay_s: setupAt(call, before) + call.service_s,
        after: [],
        isKept: false,
      };
    });
    const places = [vehicle.start, ...calls.map(({ place }) => place), vehicle.end];
    const legs = loads.map((load, i) => {
      const [from, to] = [places[i]!, places[i + 1]!];
      return from === null || to === null ? null : this.fleet.leg(vehicle, from, to, load);
    });
    return {
      ...{ hasStart: vehicle.start !== null, visits, legs, breaks: [], effort: this.effort },
      earliest_s: vehicle.shift?.[0] ?? Number.NEGATIVE_INFINITY,
      latest_s: vehicle.shift?.[1] ?? Number.POSITIVE_INFINITY,
      rules: vehicle.breaks.filter(isForDriving).sort((a, b) => b.duration_s - a.duration_s),
    };
  }

  private bindPairs({ visits }: Way, calls: Call[]): boolean {
    if (this.pairs.length === 0) return true;
    const isFirst = new Set<Task>();
    for (const [then, { task }] of calls.entries()) {
      if (task === null || isFirst.has(task)) continue;
      isFirst.add(task);
      for (const { before, gap_s } of this.pairsTo.get(task) ?? []) {
        const first = calls.findLastIndex((call) => call.task === before);
        if (first < 0) continue;
        if (then < first) return false;
        visits[then]!.after.push({ visit: first, gap_s });
      }
    }
    return true;
  }

  private measure({ vehicle, steps, calls, loads, way }: Prepared, schedule: Schedule): Simulated | null {
    const { starts_s, ends_s, arrivals_s, begins_s, pauses, driving_s } = schedule;
    const duty_s = ends_s - starts_s;
    const counted_s = countedDuty(vehicle, schedule);
    const metres = way.legs.reduce((sum, leg) => sum + (leg?.metres ?? 0), 0);
    if (vehicle.maxDistance_m !== null && isOver(metres, vehicle.maxDistance_m)) return null;
    if (vehicle.maxDriving_s !== null && isOver(driving_s, vehicle.maxDriving_s)) return null;
    if (vehicle.maxDuty_s !== null && counted_s > vehicle.maxDuty_s + timeSlack(ends_s)) return null;
    const departures_s = begins_s.map((begin_s, i) => begin_s + way.visits[i]!.stay_s);
    if (
      rideTimes(vehicle, calls, { ...schedule, departures_s }).some(
        ({ ride_s, most_s }) => ride_s > most_s + timeSlack(ends_s),
      )
    ) {
      return null;
    }
    const parts = this.partsOf(vehicle, calls, schedule);
    const measured: Measured = {
      ...{ metres, driving_s, duty_s, overtime_s: overtimeOf(vehicle, counted_s) },
      ...{ co2_g: (vehicle.co2_g_per_km * metres) / 1000, ...parts },
    };
    const belowMinimum = isBelowMinimum(vehicle, calls, counted_s, ends_s);
    const times = { starts_s, ends_s, arrivals_s, begins_s, departures_s, pauses };
    return { vehicle, steps, ...measured, cost: chargeFor(vehicle, measured), ...times, loads, belowMinimum };
  }

  private partsOf(vehicle: Vehicle, calls: Call[], { begins_s, arrivals_s, pauses }: Schedule) {
    const sum = { setup_s: 0, service_s: 0, waiting_s: 0, break_s: 0, lateness_s: 0, lateness: 0, options: 0 };
    let [tasks, trips] = [0, 1];
    calls.forEach((call, i) => {
      sum.setup_s += setupAt(call, i === 0 ? vehicle.start : calls[i - 1]!.place);
      sum.service_s += call.service_s;
      sum.waiting_s += begins_s[i]! - arrivals_s[i]!;
      if (call.task === null) return void trips++;
      const { cost, late_s } = softly(call, begins_s[i]!);
      sum.lateness += cost;
      sum.lateness_s += late_s;
      sum.options += call.option!.cost;
      if (!isLastPart(call)) return;
      tasks++;
      sum.options += this.fleet.allowed.rowFor(vehicle, call.task, call.place)?.price ?? 0;
    });
    for (const pause of pauses) {
      sum.waiting_s += pause.begin_s - pause.arrival_s;
      sum.break_s += pause.break.duration_s;
    }
    return { ...sum, tasks, trips };
  }
}

export const isForDriving = ({ windows }: { windows: unknown }) => windows === null;

/** Breaks with windows, save those that are over before the vehicle can leave. */
function breaksFor({ breaks }: Vehicle, way: Way): Break[] {
  return openFrom(
    breaks.filter((one) => !isForDriving(one)),
    way,
  );
}

function openFrom(breaks: Break[], way: Way): Break[] {
  const leaves_s = earliestLeave(way);
  return breaks.filter(({ windows }) => windows!.at(-1)![1] >= leaves_s);
}

/** Null where a part is missing, twice, or before its other part. */
function wholeTasks(calls: Call[]): Set<Task> | null {
  const parts = new Map<Task, number>();
  for (const { task, part } of calls) {
    if (task === null) continue;
    const expected = partsOf(task);
    const done = parts.get(task) ?? 0;
    if (expected[done] !== part) return null;
    parts.set(task, done + 1);
  }
  for (const [task, done] of parts) if (done < partsOf(task).length) return null;
  return new Set(parts.keys());
}

/** Rules R3 and T2: when a trip may leave and must be back. */
export function bindTrips(way: Pick<Way, 'earliest_s' | 'latest_s' | 'visits'>, calls: Call[]): void {
  const trips = tripsOf(calls);
  for (const serving of trips) {
    for (let i = serving.from + 1; i < serving.to; i++) {
      const task = calls[i]!.task!;
      if (task.kind === 'delivery' && task.release_s !== null && task.onBoardOf === null) {
        const { from } = loadedFor(calls[i]!, serving, trips[0]!);
        const bound = from < 0 ? null : way.visits[from]!;
        if (bound) bound.from_s = Math.max(bound.from_s, task.release_s);
        else way.earliest_s = Math.max(way.earliest_s, task.release_s);
      }
      if (task.kind === 'pickup' && task.due_s !== null) {
        const bound = way.visits[serving.to];
        if (bound) bound.until_s = Math.min(bound.until_s, task.due_s);
        else way.latest_s = Math.min(way.latest_s, task.due_s);
      }
    }
  }
}

/** The first moment at which the vehicle can leave; without a start it begins with its first visit. */
export function earliestLeave({
  hasStart,
  earliest_s,
  visits,
}: Pick<Way, 'hasStart' | 'earliest_s' | 'visits'>): number {
  const first = visits[0];
  if (hasStart || !first) return earliest_s;
  return firstOpen(first.windows, Math.max(earliest_s, first.from_s)) ?? earliest_s;
}

/** Rule R4: how long goods ride, at which call that is seen, and how long they may. */
export function rideTimes(
  vehicle: Vehicle,
  calls: Call[],
  times: { starts_s: number; ends_s: number; begins_s: number[]; departures_s: number[] },
): { call: number; ride_s: number; most_s: number }[] {
  if (calls.every(({ task }) => task === null || task.maxRide_s === null)) return [];
  const trips = tripsOf(calls);
  const leaves = ({ from }: { from: number }) => (from < 0 ? times.starts_s : times.departures_s[from]!);
  return trips.flatMap((serving) =>
    calls.slice(serving.from + 1, serving.to).flatMap((call, k) => {
      const i = serving.from + 1 + k;
      const task = call.task!;
      const most_s = task.maxRide_s;
      if (most_s === null || task.kind === 'visit' || !isLastPart(call)) return [];
      const ends_s = times.begins_s[serving.to] ?? times.ends_s;
      if (task.kind === 'pickup') return [{ call: i, ride_s: ends_s - times.departures_s[i]!, most_s }];
      const pickup =
        task.kind === 'shipment' ? calls.findIndex((other) => other.task === task && other.part === 0) : -1;
      // On a vehicle that it is not on board of, which is an error of its own, it rides since that leaves.
      if (task.onBoardOf !== null)
        return [{ call: i, ride_s: times.begins_s[i]! - (vehicle.shift?.[0] ?? times.starts_s), most_s }];
      const left_s = pickup < 0 ? leaves(serving) : times.departures_s[pickup]!;
      return [{ call: i, ride_s: times.begins_s[i]! - left_s, most_s }];
    }),
  );
}

function isBelowMinimum(vehicle: Vehicle, calls: Call[], counted_s: number, ends_s: number): boolean {
  if (counted_s < vehicle.minDuty_s - timeSlack(ends_s)) return true;
  return vehicle.minLoad?.some((least, d) => isOver(least, totalLoad(calls, d))) ?? false;
}

interface Spot {
  route: number;
  visit: number;
}

/** Where every task is begun and finished. */
function placesOf(routes: Prepared[]): Map<Task, { first: Spot; last: Spot }> {
  const places = new Map<Task, { first: Spot; last: Spot }>();
  for (const [route, { calls }] of routes.entries()) {
    for (const [visit, { task }] of calls.entries()) {
      if (task === null) continue;
      const spot = { route, visit };
      places.set(task, { first: places.get(task)?.first ?? spot, last: spot });
    }
  }
  return places;
}
