import { BIG, MANDATORY, type Problem, WAIT_UNIT } from '../../src/model/problem.ts';
import type { Tours } from '../../src/routing/state/tours.ts';

/** Tours as plain lists, and all that follows from them, calculated slowly from the problem's tables alone. */
export interface Plain {
  routes: { slot: number; type: number; tasks: number[] }[];
  absent: number[];
}

/** Reads the lists out, forwards; says where backward links disagree. */
export function plainOf(tours: Tours): Plain {
  const routes: Plain['routes'] = [];
  for (let slot = 0; slot < tours.slots; slot++) {
    if (tours.size[slot] === 0) continue;
    const tasks: number[] = [];
    for (let t = tours.first[slot]!; t >= 0; t = tours.next[t]!) {
      if (tasks.length > tours.problem.tasks) throw new Error('the list runs in a circle');
      tasks.push(t);
    }
    const backwards: number[] = [];
    for (let t = tours.last[slot]!; t >= 0 && backwards.length <= tasks.length; t = tours.prev[t]!) backwards.push(t);
    if (backwards.reverse().join() !== tasks.join()) throw new Error('backward links say otherwise');
    routes.push({ slot, type: tours.type[slot]!, tasks });
  }
  return { routes, absent: [...tours.absent.subarray(0, tours.absentCount)] };
}

/** Every table that is kept, as far as it is in use. */
export function tablesOf(tours: Tours) {
  const { problem } = tours;
  const { features, dimensions, durations, distances } = problem;
  const { routes, absent } = plainOf(tours);
  const row = (table: Int32Array, at: number) => [...table.subarray(at * dimensions, (at + 1) * dimensions)];
  return {
    cost: tours.cost,
    missing: tours.missing,
    used: [...tours.used],
    absent,
    absentAt: [...tours.absentAt],
    slotOf: [...tours.route],
    routes: routes.map(({ slot, type, tasks }) => ({
      ...{ slot, type, tasks, size: tours.size[slot]!, out: tours.out[slot]! },
      ...{ delivered: row(tours.delivered, slot), picked: row(tours.picked, slot), waitCost: tours.extra[slot]! },
      into: tasks.map((t) => tours.into[t]!),
      travel: durations.length > 0 ? [...tasks.map((t) => tours.travel[t]!), tours.back[slot]!] : null,
      early: features.timed ? tasks.map((t) => tours.early[t]!) : null,
      late: features.timed ? tasks.map((t) => tours.late[t]!) : null,
      peakBefore: features.mixedLoads ? tasks.map((t) => row(tours.peakBefore, t)) : null,
      peakAfter: features.mixedLoads ? tasks.map((t) => row(tours.peakAfter, t)) : null,
      driving: features.limits && durations.length > 0 ? tours.driving[slot]! : null,
      distance: features.limits && distances.length > 0 ? tours.distance[slot]! : null,
    })),
  };
}

/** Tables whose values are of no meaning by themselves; what they are for, tests of duty and of insertion see. */
export function segmentsOf(tours: Tours) {
  const { features } = tours.problem;
  if (!features.duty) return null;
  const of = (table: Int32Array, t: number) => [...table.subarray(t * 2, t * 2 + 2)];
  const { leaving, keeping, moving, waiting } = tours;
  return plainOf(tours).routes.map(({ slot, tasks }) => ({
    work: tours.work[slot],
    ...(features.severalWindows
      ? { ends: tours.ends[slot], spans: tasks.map((t) => [leaving[t], keeping[t], moving[t], waiting[t]]) }
      : { segments: tasks.map((t) => [of(tours.head, t), of(tours.tail, t)]) }),
  }));
}

/** What the same tables must be. */
export function expectedTables(problem: Problem, { routes, absent }: Plain): ReturnType<typeof tablesOf> {
  const { features, durations, distances, prize, weight } = problem;
  const used = new Array<number>(problem.types).fill(0);
  const slotOf = new Array<number>(problem.tasks).fill(-1);
  const absentAt = new Array<number>(problem.tasks).fill(-1);
  let cost = 0;
  let missing = 0;
  absent.forEach((t, k) => {
    absentAt[t] = k;
    if (prize[t] === MANDATORY) missing += weight[t]!;
    else cost += prize[t]!;
  });
  const tables = routes.map(({ slot, type, tasks }) => {
    used[type]!++;
    for (const t of tasks) slotOf[t] = slot;
    const arcs = legs(problem, problem.arcs, problem.costClass[type]!, type, tasks);
    const travel = durations.length > 0 ? legs(problem, durations, problem.durationClass[type]!, type, tasks) : null;
    const waitCost = travel === null ? 0 : waitCostBySearch(problem, type, tasks, travel);
    cost += sum(arcs) + problem.fixed[type]! + waitCost;
    return {
      ...{ slot, type, tasks, size: tasks.length, out: arcs.at(-1)!, waitCost, into: arcs.slice(0, -1), travel },
      ...loads(problem, tasks),
      early: features.timed ? forward(problem, type, tasks, travel!, problem.opens[type]!).begins : null,
      late: features.timed ? tasks.map((_, i) => latestBegin(problem, type, tasks, travel!, i)) : null,
      driving: features.limits && travel !== null ? sum(travel) : null,
      distance:
        features.limits && distances.length > 0
          ? sum(legs(problem, distances, problem.distanceClass[type]!, type, tasks))
          : null,
    };
  });
  return { cost, missing, used, absent, absentAt, slotOf, routes: tables };
}

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);

function legs(problem: Problem, table: Int32Array, index: number, type: number, tasks: number[]): number[] {
  const nodes = [problem.startNode[type]!, ...tasks, problem.endNode[type]!];
  return nodes.slice(1).map((to, i) => table[(index * problem.nodes + nodes[i]!) * problem.nodes + to]!);
}

function loads(problem: Problem, tasks: number[]) {
  const { dimensions, delivered, picked, features } = problem;
  const each = <T>(value: (d: number) => T) => Array.from({ length: dimensions }, (_, d) => value(d));
  const amount = (table: Int32Array, from: number, to: number, d: number) =>
    sum(tasks.slice(from, to).map((t) => table[t * dimensions + d]!));
  /** On board on leg i. */
  const onBoard = (i: number, d: number) => amount(delivered, i, tasks.length, d) + amount(picked, 0, i, d);
  const most = (from: number, to: number, d: number) => {
    let peak = 0;
    for (let i = from; i <= to; i++) peak = Math.max(peak, onBoard(i, d));
    return peak;
  };
  return {
    delivered: each((d) => amount(delivered, 0, tasks.length, d)),
    picked: each((d) => amount(picked, 0, tasks.length, d)),
    peakBefore: features.mixedLoads ? tasks.map((_, i) => each((d) => most(0, i + 1, d))) : null,
    peakAfter: features.mixedLoads ? tasks.map((_, i) => each((d) => most(i + 1, tasks.length, d))) : null,
  };
}

/** Everything as early as possible from a departure; `end` is infinite where a window is missed. */
function forward(problem: Problem, type: number, tasks: number[], travel: number[], departure: number, from = 0) {
  const begins: number[] = [];
  let time = departure;
  for (let i = from; i < tasks.length; i++) {
    const t = tasks[i]!;
    const arrival = i === from && from > 0 ? time : time + travel[i]!;
    let begin = Number.POSITIVE_INFINITY;
    for (let w = problem.windowStart[t]!; w < problem.windowStart[t + 1]!; w++) {
      if (arrival > problem.windowCloses[w]!) continue;
      begin = Math.min(begin, Math.max(arrival, problem.windowOpens[w]!));
    }
    begins.push(begin);
    time = begin + problem.service[t]!;
  }
  const end = time + travel[tasks.length]!;
  return { begins, end: end <= problem.closes[type]! ? end : Number.POSITIVE_INFINITY };
}

/** The last moment at which service at the i-th task may begin; by bisection in each of its windows. */
function latestBegin(problem: Problem, type: number, tasks: number[], travel: number[], i: number): number {
  const t = tasks[i]!;
  const leavesInTime = (begin: number) => {
    const rest = tasks.slice(i + 1);
    if (rest.length === 0) return begin + problem.service[t]! + travel[tasks.length]! <= problem.closes[type]!;
    const after = forward(problem, type, rest, travel.slice(i + 1), begin + problem.service[t]!);
    return Number.isFinite(after.end);
  };
  for (let w = problem.windowStart[t + 1]! - 1; w >= problem.windowStart[t]!; w--) {
    const [opens, closes] = [problem.windowOpens[w]!, problem.windowCloses[w]!];
    if (leavesInTime(opens)) return lastWhere(opens, closes, leavesInTime);
  }
  return Number.NEGATIVE_INFINITY;
}

/** Waiting with the earliest end and then the latest departure, found by bisection of the departure. */
function waitingBySearch(problem: Problem, type: number, tasks: number[], travel: number[]): number {
  const opens = problem.opens[type]!;
  const { end } = forward(problem, type, tasks, travel, opens);
  const isAsEarly = (departure: number) => forward(problem, type, tasks, travel, departure).end === end;
  const departure = lastWhere(opens, Math.max(opens, end), isAsEarly);
  return end - departure - sum(travel) - sum(tasks.map((t) => problem.service[t]!));
}

function waitCostBySearch(problem: Problem, type: number, tasks: number[], travel: number[]): number {
  if (!problem.features.duty || problem.waitPrice[type] === 0) return 0;
  return Math.round((problem.waitPrice[type]! * waitingBySearch(problem, type, tasks, travel)) / WAIT_UNIT);
}

/** The last integer in low..high for which a property holds that holds for low and, once lost, is never regained. */
function lastWhere(low: number, high: number, holds: (value: number) => boolean): number {
  let [yes, no] = [low, high + 1];
  while (no - yes > 1) {
    const middle = yes + Math.floor((no - yes) / 2);
    if (holds(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}

/** Cost and feasibility of one route, or null where it breaks a rule. */
export function routeCost(problem: Problem, type: number, tasks: number[]): number | null {
  const { dimensions, capacity, durations, distances } = problem;
  if (tasks.length > problem.maxTasks[type]!) return null;
  if (tasks.some((t) => problem.allowed[type * problem.tasks + t] === 0)) return null;
  for (let d = 0; d < dimensions; d++) {
    for (let leg = 0; leg <= tasks.length; leg++) {
      const load =
        sum(tasks.slice(leg).map((t) => problem.delivered[t * dimensions + d]!)) +
        sum(tasks.slice(0, leg).map((t) => problem.picked[t * dimensions + d]!));
      if (load > capacity[type * dimensions + d]!) return null;
    }
  }
  let waitCost = 0;
  if (durations.length > 0) {
    const travel = legs(problem, durations, problem.durationClass[type]!, type, tasks);
    if (sum(travel) > problem.maxDriving[type]!) return null;
    if (problem.features.timed) {
      const { end } = forward(problem, type, tasks, travel, problem.opens[type]!);
      if (!Number.isFinite(end)) return null;
      const work = sum(travel) + sum(tasks.map((t) => problem.service[t]!));
      if (problem.maxDuty[type]! < BIG && waitingBySearch(problem, type, tasks, travel) + work > problem.maxDuty[type]!)
        return null;
      waitCost = waitCostBySearch(problem, type, tasks, travel);
    }
  }
  if (distances.length > 0) {
    const metres = legs(problem, distances, problem.distanceClass[type]!, type, tasks);
    if (sum(metres) > problem.maxDistance[type]!) return null;
  }
  return sum(legs(problem, problem.arcs, problem.costClass[type]!, type, tasks)) + problem.fixed[type]! + waitCost;
}
