import { TourTables } from './tables.ts';

/** Tours that can be changed visit by visit: costs, loads and travel follow; the times of a route do once it is refreshed. */
export class TourChanges extends TourTables {
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
    for (let d = 0; d < dimensions; d++) {
      const delivers = problem.delivered[visit * dimensions + d]!;
      const picks = problem.picked[visit * dimensions + d]!;
      this.delivered[slot * dimensions + d]! += delivers;
      this.picked[slot * dimensions + d]! += picks;
      this.load(slot, d, delivers, picks);
    }
  }

  /** Takes room on a route for what is delivered and picked up, or with less than nothing gives it back. */
  private load(slot: number, d: number, delivered: number, picked: number): void {
    const { dimensions, features } = this.problem;
    const at = slot * dimensions + d;
    this.takeRoom(this.room, at, d, features.backhauls ? delivered : delivered + picked);
    if (features.backhauls) this.takeRoom(this.roomBack, at, d, picked);
  }

  private takeRoom(table: Int32Array, at: number, d: number, load: number): void {
    const room = table[at]!;
    const left = room - load;
    table[at] = left;
    if (left < 0 || room < 0) this.excess.load += this.excess.unit[d]! * (Math.min(0, room) - Math.min(0, left));
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
    this.excess.fixed += cost;
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
    for (let d = 0; d < dimensions; d++) {
      const less = problem.capacity[before * dimensions + d]! - problem.capacity[type * dimensions + d]!;
      this.load(slot, d, less, problem.features.backhauls ? less : 0);
    }
    this.cost += cost;
  }

  private open(slot: number, type: number): void {
    this.type[slot] = type;
    this.used[type]!++;
    this.usedVehicles++;
    this.missing += this.vehicleUnit;
    this.cost += this.problem.fixed[type]!;
    this.excess.fixed += this.problem.fixed[type]!;
    this.extra[slot] = 0;
    this.idle[slot] = 0;
    this.lost[slot] = 0;
    this.short[slot] = 0;
    const { dimensions, capacity } = this.problem;
    for (let d = 0; d < dimensions; d++) {
      this.room[slot * dimensions + d] = capacity[type * dimensions + d]!;
      this.roomBack[slot * dimensions + d] = capacity[type * dimensions + d]!;
    }
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
      for (let d = 0; d < dimensions; d++) {
        const delivers = problem.delivered[t * dimensions + d]!;
        const picks = problem.picked[t * dimensions + d]!;
        this.delivered[slot * dimensions + d]! -= delivers;
        this.picked[slot * dimensions + d]! -= picks;
        this.load(slot, d, -delivers, -picks);
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

  /**
   * Has all from a visit on driven at the end of another route, of one type. Both schedules are stale until `refresh`; an emptied
   * route gives its vehicle back.
   */
  moveTail(from: number, slot: number, type: number): void {
    const { next } = this;
    this.cut(from, this.last[this.route[from]!]!);
    for (let v = from, onward = 0; v >= 0; v = onward) {
      onward = next[v]!;
      this.append(v, slot, type);
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
        this.load(from, d, -brought, -taken);
        this.load(to, d, brought, taken);
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
    this.excess.fixed -= this.problem.fixed[type]!;
    this.extra[slot] = 0;
    this.idle[slot] = 0;
    this.excess.setDuty(slot, 0);
    this.lost[slot] = 0;
    this.short[slot] = 0;
    this.feasible[slot] = 1;
  }
}
