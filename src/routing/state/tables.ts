import { MANDATORY, type Problem } from '../../model/problem.ts';
import { Excess } from './excess.ts';

/**
 * A set of tours that can be changed visit by visit. Tours are doubly linked lists over visits (options of steps, reloads):
 * inserting and cutting strings is O(1), and the tables that judge a move are indexed by visit, so a scan reads memory it
 * needs anyway. Arc costs and times are kept with the visit they lead to: the matrices are far larger than the caches.
 *
 * Routes live in slots. A slot of size 0 is free; its type says nothing then. Every stored solution is feasible: what
 * fits nowhere is absent.
 *
 * What judges routes reads these tables; the search works on `Tours`, which are these with their judge.
 */
export class TourTables {
  readonly problem: Problem;
  readonly slots: number;

  /** Following / preceding visit on the route, or -1 at its end / start. Per visit. */
  readonly next: Int32Array;
  readonly prev: Int32Array;
  /** Slot, or -1 for a visit that is on none. Per visit. */
  readonly route: Int32Array;
  /** Stop in use for a task's first step; some stop of it while it is absent. Per task. */
  readonly at: Int32Array;
  /** Stop in use for a shipment's delivery. Per task. */
  readonly mate: Int32Array;
  /** Cost of the arc that leads to the visit. Per visit. */
  readonly into: Int32Array;
  /** The three below are kept where the problem is timed. Ticks of travel to the visit. Per visit. */
  readonly travel: Int32Array;
  /** Earliest begin of service, given what comes before. Per visit. */
  readonly early: Int32Array;
  /** Latest begin of service that keeps what comes after feasible. Per visit. */
  readonly late: Int32Array;
  /** Largest load on board up to leaving the task, and from leaving it on. Visit x dimension, kept for mixed loads. */
  readonly peakBefore: Int32Array;
  readonly peakAfter: Int32Array;
  /** On board when leaving a visit. Visit x dimension, kept for pairs. */
  readonly onBoard: Int32Array;

  /** Segments before and after each visit: visit x (duration, opens, closes), kept where duty matters. See duty.ts. */
  readonly head: Int32Array;
  readonly tail: Int32Array;

  /** Per slot. */
  readonly first: Int32Array;
  readonly last: Int32Array;
  readonly size: Int32Array;
  readonly type: Int32Array;
  /** Cost and ticks of the arc from the last task to the end. */
  readonly out: Int32Array;
  readonly back: Int32Array;
  /** What the route costs beyond arcs and vehicle: waiting, and in exact problems all that only its simulation tells. */
  readonly extra: Float64Array;
  /** In exact problems: what its tasks count as while the route is too short to be driven; they might as well be absent. */
  readonly lost: Float64Array;
  /** 1 where that is so. */
  readonly short: Uint8Array;
  /** In exact problems: 0 where the simulation found the route infeasible. */
  readonly feasible: Uint8Array;
  /** What balance is measured by, in exact problems that ask for it. */
  readonly share: Float64Array;
  /** Ticks of travel and service; kept where duty matters. */
  readonly work: Int32Array;
  readonly driving: Int32Array;
  readonly distance: Int32Array;
  /** Slot x dimension: all that is delivered and picked up. */
  readonly delivered: Int32Array;
  readonly picked: Int32Array;

  /**
   * Capacity left in the first dimension; of use where loads are not mixed. Where pickups come after all deliveries, what is
   * left for deliveries, and in `roomBack` for pickups. Per slot.
   */
  readonly room: Int32Array;
  readonly roomBack: Int32Array;

  /** Vehicles used, and how many may be, per type: a part of a solution gets a part of the fleet. */
  readonly used: Int32Array;
  readonly available: Int32Array;
  /** Vehicles used in all, and how many may be: fewer than there are while the search tries to do with fewer. */
  usedVehicles = 0;
  mostVehicles = Number.POSITIVE_INFINITY;
  /** absent[0..absentCount-1] are the tasks on no route. */
  readonly absent: Int32Array;
  absentCount: number;
  /** Where in `absent` a task is, or -1. Per task. */
  readonly absentAt: Int32Array;
  /** Arcs, fixed costs, extras, and what absent tasks cost by their prizes or as changes; in ticks. */
  cost = 0;
  /** Summed weights of absent mandatory tasks and, where fewest vehicles come first, of vehicles used; compared before cost. */
  missing = 0;
  /** Load and duty beyond what is allowed: mean something where `Softening` applies only. */
  readonly excess: Excess;
  /** What the difference between routes costs, part of `cost`; in exact problems that ask for balance. */
  imbalance = 0;
  /** What one unit of a task's weight counts in `missing`, and one vehicle. */
  unservedUnit: number;
  readonly vehicleUnit: number;

  constructor(problem: Problem) {
    const { tasks, visits, types, dimensions, features } = problem;
    let vehicles = 0;
    for (let v = 0; v < types; v++) vehicles += problem.count[v]!;
    this.problem = problem;
    this.slots = Math.min(tasks, vehicles);
    this.unservedUnit = features.vehiclesFirst ? this.slots + 1 : 1;
    this.vehicleUnit = features.vehiclesFirst ? 1 : 0;
    const perVisit = () => new Int32Array(visits);
    const perSlot = () => new Int32Array(this.slots);
    this.next = perVisit().fill(-1);
    this.prev = perVisit().fill(-1);
    this.route = perVisit().fill(-1);
    this.at = problem.firstStop.slice(0, tasks);
    this.mate = problem.secondStep.slice();
    this.into = perVisit();
    this.travel = perVisit();
    this.early = perVisit();
    this.late = perVisit();
    this.peakBefore = new Int32Array(features.mixedLoads ? visits * dimensions : 0);
    this.peakAfter = new Int32Array(features.mixedLoads ? visits * dimensions : 0);
    this.onBoard = new Int32Array(features.mixedLoads && features.pairs ? visits * dimensions : 0);
    this.head = new Int32Array(features.duty ? visits * 3 : 0);
    this.tail = new Int32Array(features.duty ? visits * 3 : 0);
    this.first = perSlot().fill(-1);
    this.last = perSlot().fill(-1);
    this.size = perSlot();
    this.type = perSlot();
    this.out = perSlot();
    this.back = perSlot();
    this.extra = new Float64Array(this.slots);
    this.lost = new Float64Array(this.slots);
    this.short = new Uint8Array(this.slots);
    this.feasible = new Uint8Array(this.slots).fill(1);
    this.share = new Float64Array(this.slots);
    this.work = perSlot();
    this.driving = perSlot();
    this.distance = perSlot();
    this.delivered = new Int32Array(this.slots * dimensions);
    this.picked = new Int32Array(this.slots * dimensions);
    this.excess = new Excess(this.slots, types);
    this.room = perSlot();
    this.roomBack = perSlot();
    this.used = new Int32Array(types);
    this.available = problem.count.slice();
    this.absent = new Int32Array(tasks);
    this.absentAt = new Int32Array(tasks).fill(-1);
    this.absentCount = 0;
  }

  /** Forgets all tours: no task is on a route or absent. */
  clear(): void {
    this.route.fill(-1);
    this.size.fill(0);
    this.used.fill(0);
    this.usedVehicles = 0;
    this.extra.fill(0);
    this.lost.fill(0);
    this.short.fill(0);
    this.feasible.fill(1);
    this.delivered.fill(0);
    this.picked.fill(0);
    this.absentCount = 0;
    this.absentAt.fill(-1);
    this.cost = 0;
    this.missing = 0;
    this.imbalance = 0;
    this.excess.clear();
  }

  /** Puts a task that is on no route among the absent. */
  addAbsent(task: number): void {
    this.absentAt[task] = this.absentCount;
    this.absent[this.absentCount++] = task;
    this.missing += this.missingWithout(task);
    this.cost += this.costWithout(task);
  }

  /** What a task that is absent counts in `missing`, and in `cost`. */
  missingWithout(task: number): number {
    const { prize, weight } = this.problem;
    return prize[task] === MANDATORY ? weight[task]! * this.unservedUnit : 0;
  }
  costWithout(task: number): number {
    const { prize, rich } = this.problem;
    if (prize[task] !== MANDATORY) return prize[task]!;
    return rich === null ? 0 : rich.leftOut[task]!;
  }

  /** Takes the k-th of the absent out of their list; the last takes its place. */
  takeAbsent(k: number): number {
    const task = this.absent[k]!;
    const last = this.absent[--this.absentCount]!;
    this.absent[k] = last;
    this.absentAt[last] = k;
    this.absentAt[task] = -1;
    this.missing -= this.missingWithout(task);
    this.cost -= this.costWithout(task);
    return task;
  }

  /** Whether one more vehicle of the type may be used. */
  mayOpen(type: number): boolean {
    return this.used[type]! < this.available[type]! && this.usedVehicles < this.mostVehicles;
  }

  /** Reloads on a route. */
  reloads(slot: number): number {
    if (this.size[slot] === 0) return 0;
    const { stops } = this.problem;
    let count = 0;
    for (let v = this.first[slot]!; v >= 0; v = this.next[v]!) if (v >= stops) count++;
    return count;
  }

  /** The lowest free slot, or -1. The vehicle counts as used once a task is inserted. */
  freeSlot(): number {
    for (let r = 0; r < this.slots; r++) if (this.size[r] === 0) return r;
    return -1;
  }

  /**
   * Inserts a visit whose task is neither on a route nor in the absent list. The caller has judged it feasible and knows
   * the costs of the two new arcs; the slot's schedule is stale until `refresh`.
   * @param after visit on the route, or -1 for the start. An empty slot becomes a route of `type`.
   */
  insert(visit: number, slot: number, after: number, type: number, arcIn: number, arcOut: number): void {
    const { problem, next, prev, into } = this;
    const { dimensions, features } = problem;
    const size = this.size[slot]!;
    if (size === 0) this.open(slot, type);
    const before = after >= 0 ? next[after]! : this.first[slot]!;
    this.cost += arcIn + arcOut - (before >= 0 ? into[before]! : this.out[slot]!);
    into[visit] = arcIn;
    next[visit] = before;
    prev[visit] = after;
    this.route[visit] = slot;
    if (after >= 0) next[after] = visit;
    else this.first[slot] = visit;
    if (before >= 0) {
      prev[before] = visit;
      into[before] = arcOut;
    } else {
      this.last[slot] = visit;
      this.out[slot] = arcOut;
    }
    if (problem.durations.length > 0) this.setTravel(slot, type, after, visit, before);
    this.size[slot] = size + 1;
    if (features.choices || features.exact) this.use(visit);
    if (dimensions > 0) {
      this.load(slot, problem.delivered[visit * dimensions]!, problem.picked[visit * dimensions]!);
    }
    for (let d = 0; d < dimensions; d++) {
      this.delivered[slot * dimensions + d]! += problem.delivered[visit * dimensions + d]!;
      this.picked[slot * dimensions + d]! += problem.picked[visit * dimensions + d]!;
    }
  }

  /** Takes room on a route for what is delivered and picked up, or with less than nothing gives it back. */
  private load(slot: number, delivered: number, picked: number): void {
    const { backhauls } = this.problem.features;
    this.takeRoom(this.room, slot, backhauls ? delivered : delivered + picked);
    if (backhauls) this.takeRoom(this.roomBack, slot, picked);
  }

  private takeRoom(table: Int32Array, slot: number, load: number): void {
    const room = table[slot]!;
    const left = room - load;
    table[slot] = left;
    if (left < 0 || room < 0) this.excess.load += Math.min(0, room) - Math.min(0, left);
  }

  /** Notes which stop a task's step is at. */
  use(visit: number): void {
    const { taskOf, secondStep } = this.problem;
    const task = taskOf[visit]!;
    if (task < 0) return;
    if (visit >= secondStep[task]!) this.mate[task] = visit;
    else this.at[task] = visit;
  }

  /** Appends a visit to the end of a route, looking its arcs up: for building known tours, not for search. */
  append(visit: number, slot: number, type: number): void {
    this.insertAt(visit, slot, this.size[slot] === 0 ? -1 : this.last[slot]!, type);
  }

  /** `insert`, looking the arcs up. */
  insertAt(visit: number, slot: number, after: number, type: number): void {
    const { nodes, arcs, costClass, startNode, endNode } = this.problem;
    const base = costClass[type]! * nodes * nodes;
    const isEmpty = this.size[slot] === 0;
    const before = isEmpty ? -1 : after >= 0 ? this.next[after]! : this.first[slot]!;
    const arcIn = arcs[base + (after >= 0 ? after : startNode[type]!) * nodes + visit]!;
    const arcOut = arcs[base + visit * nodes + (before >= 0 ? before : endNode[type]!)]!;
    this.insert(visit, slot, after, type, arcIn, arcOut);
  }

  /**
   * Gives a route a vehicle of another type. The caller has judged that it may go everywhere and carries it all, and that
   * there is one; the slot's schedule is stale until `refresh`.
   */
  retype(slot: number, type: number): void {
    const { problem, next, into } = this;
    const { nodes, arcs, costClass, startNode, endNode, durations, durationClass, dimensions } = problem;
    const before = this.type[slot]!;
    const base = costClass[type]! * nodes * nodes;
    const timeBase = durationClass[type]! * nodes * nodes;
    const timed = durations.length > 0;
    this.used[before]!--;
    this.used[type]!++;
    this.type[slot] = type;
    let cost = problem.fixed[type]! - problem.fixed[before]!;
    let from = startNode[type]!;
    for (let v = this.first[slot]!; v >= 0; v = next[v]!) {
      const arc = arcs[base + from * nodes + v]!;
      cost += arc - into[v]!;
      into[v] = arc;
      if (timed) this.travel[v] = durations[timeBase + from * nodes + v]!;
      from = v;
    }
    const arc = arcs[base + from * nodes + endNode[type]!]!;
    cost += arc - this.out[slot]!;
    this.out[slot] = arc;
    if (timed) this.back[slot] = durations[timeBase + from * nodes + endNode[type]!]!;
    if (dimensions > 0) {
      const less = problem.capacity[before * dimensions]! - problem.capacity[type * dimensions]!;
      this.load(slot, less, problem.features.backhauls ? less : 0);
    }
    this.cost += cost;
  }

  private open(slot: number, type: number): void {
    this.type[slot] = type;
    this.used[type]!++;
    this.usedVehicles++;
    this.missing += this.vehicleUnit;
    this.cost += this.problem.fixed[type]!;
    this.extra[slot] = 0;
    this.lost[slot] = 0;
    this.short[slot] = 0;
    const capacity = this.problem.dimensions > 0 ? this.problem.capacity[type * this.problem.dimensions]! : 0;
    this.room[slot] = capacity;
    this.roomBack[slot] = capacity;
    this.out[slot] = 0;
    this.first[slot] = -1;
    this.last[slot] = -1;
  }

  private setTravel(slot: number, type: number, after: number, visit: number, before: number): void {
    const { nodes, durations, durationsTo, durationClass, startNode, endNode } = this.problem;
    const row = (durationClass[type]! * nodes + visit) * nodes;
    this.travel[visit] = durationsTo[row + (after >= 0 ? after : startNode[type]!)]!;
    const onward = durations[row + (before >= 0 ? before : endNode[type]!)]!;
    if (before >= 0) this.travel[before] = onward;
    else this.back[slot] = onward;
  }

  /**
   * Takes a string of consecutive visits off its route; their links among themselves stay readable. The slot's schedule
   * is stale until `refresh`. An emptied route gives its vehicle back.
   */
  cut(from: number, to: number): void {
    const { problem, next, prev, into, route } = this;
    const { nodes, dimensions } = problem;
    const slot = route[from]!;
    const type = this.type[slot]!;
    const after = prev[from]!;
    const before = next[to]!;
    let removed = before >= 0 ? into[before]! : this.out[slot]!;
    for (let t = from; ; t = next[t]!) {
      removed += into[t]!;
      route[t] = -1;
      this.size[slot]!--;
      if (dimensions > 0) this.load(slot, -problem.delivered[t * dimensions]!, -problem.picked[t * dimensions]!);
      for (let d = 0; d < dimensions; d++) {
        this.delivered[slot * dimensions + d]! -= problem.delivered[t * dimensions + d]!;
        this.picked[slot * dimensions + d]! -= problem.picked[t * dimensions + d]!;
      }
      if (t === to) break;
    }
    if (this.size[slot] === 0) {
      this.close(slot, type, removed);
      return;
    }
    const head = after >= 0 ? after : problem.startNode[type]!;
    const tail = before >= 0 ? before : problem.endNode[type]!;
    const arc = problem.arcs[(problem.costClass[type]! * nodes + head) * nodes + tail]!;
    this.cost += arc - removed;
    const timed = problem.durations.length > 0;
    const travel = timed ? problem.durations[(problem.durationClass[type]! * nodes + head) * nodes + tail]! : 0;
    if (after >= 0) next[after] = before;
    else this.first[slot] = before;
    if (before >= 0) {
      prev[before] = after;
      into[before] = arc;
      this.travel[before] = travel;
    } else {
      this.last[slot] = after;
      this.out[slot] = arc;
      this.back[slot] = travel;
    }
  }

  /** Takes a task that is planned off its route, of a shipment both steps. The slot's schedule is stale until `refresh`. */
  cutTask(task: number): void {
    const { firstStop, secondStep } = this.problem;
    this.cut(this.at[task]!, this.at[task]!);
    if (secondStep[task]! < firstStop[task + 1]!) this.cut(this.mate[task]!, this.mate[task]!);
  }

  /**
   * Crosses two routes of one type: what comes after `afterA` and what comes after `afterB` (-1: the start) change places.
   * The caller has judged it; the schedules of both slots are stale until `refresh`. An emptied route gives its vehicle back.
   */
  cross(a: number, afterA: number, b: number, afterB: number): void {
    const { next, first, last } = this;
    const nextA = afterA >= 0 ? next[afterA]! : first[a]!;
    const nextB = afterB >= 0 ? next[afterB]! : first[b]!;
    const lastA = last[a]!;
    const lastB = last[b]!;
    const before = this.endsOf(a, nextA) + this.endsOf(b, nextB);
    this.move(nextA, a, b);
    this.move(nextB, b, a);
    this.link(a, afterA, nextB, lastB);
    this.link(b, afterB, nextA, lastA);
    this.cost -= before;
    for (const slot of [a, b]) {
      if (this.size[slot] === 0) this.close(slot, this.type[slot]!, 0);
      else this.cost += this.endsOf(slot, slot === a ? nextB : nextA);
    }
  }

  /** Cost of the arc to a visit of a route, or of the last one to the end. */
  private endsOf(slot: number, visit: number): number {
    return visit >= 0 ? this.into[visit]! : this.out[slot]!;
  }

  /** Counts what comes from a visit on with another route. */
  private move(visit: number, from: number, to: number): void {
    const { problem, next, route, delivered, picked, size } = this;
    const { dimensions } = problem;
    for (let v = visit; v >= 0; v = next[v]!) {
      route[v] = to;
      size[from]!--;
      size[to]!++;
      for (let d = 0; d < dimensions; d++) {
        const brought = problem.delivered[v * dimensions + d]!;
        const taken = problem.picked[v * dimensions + d]!;
        delivered[from * dimensions + d]! -= brought;
        delivered[to * dimensions + d]! += brought;
        picked[from * dimensions + d]! -= taken;
        picked[to * dimensions + d]! += taken;
        if (d > 0) continue;
        this.load(from, -brought, -taken);
        this.load(to, brought, taken);
      }
    }
  }

  /** Lets a route go on with a string of visits, or end. */
  private link(slot: number, after: number, visit: number, last: number): void {
    const { problem, next, prev, into, travel } = this;
    const { nodes, arcs, costClass, durations, durationClass, startNode, endNode } = problem;
    const type = this.type[slot]!;
    const from = after >= 0 ? after : startNode[type]!;
    const to = visit >= 0 ? visit : endNode[type]!;
    const arc = arcs[(costClass[type]! * nodes + from) * nodes + to]!;
    const time = durations.length > 0 ? durations[(durationClass[type]! * nodes + from) * nodes + to]! : 0;
    if (after >= 0) next[after] = visit;
    else this.first[slot] = visit;
    this.last[slot] = visit >= 0 ? last : after;
    if (visit < 0) {
      this.out[slot] = arc;
      this.back[slot] = time;
      return;
    }
    prev[visit] = after;
    into[visit] = arc;
    travel[visit] = time;
    const end = endNode[type]!;
    this.out[slot] = arcs[(costClass[type]! * nodes + last) * nodes + end]!;
    if (durations.length > 0) this.back[slot] = durations[(durationClass[type]! * nodes + last) * nodes + end]!;
  }

  private close(slot: number, type: number, removed: number): void {
    this.used[type]!--;
    this.usedVehicles--;
    this.missing -= this.vehicleUnit + this.lost[slot]!;
    this.cost -= removed + this.problem.fixed[type]! + this.extra[slot]!;
    this.extra[slot] = 0;
    this.excess.setDuty(slot, 0);
    this.lost[slot] = 0;
    this.short[slot] = 0;
    this.feasible[slot] = 1;
  }
}
